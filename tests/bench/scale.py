"""How builds grow with the site: run ``.venv/bin/python tests/bench/scale.py --help``."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from building import Project

CONF = """\
extensions = ["myst_parser", "sphinx_rdm"]
extensions += ["sphinx_rdm.pdf", "sphinx_rdm.epub", "sphinx_rdm.search", "sphinx_rdm.lint", "sphinx_rdm.site"]
html_theme = "basic"
primary_domain = "rdm"
version = "1"
"""
PLAIN_CONF = """\
extensions = ["myst_parser"]
html_theme = "basic"
version = "1"
"""
STAGES = [f"stage-{number}" for number in range(10)]
AREAS = [f"area-{number}" for number in range(20)]


def make(root: Path, resources: int, pages: int, providers: int, guide: int) -> Project:
    """A project in which every page lists the resources of one topic of its own.

    Three pages list all: the catalogue, the resources by provider, and the guide.
    """
    project = Project(root)
    project.write("conf.py", CONF)
    project.write("data/site.yml", "name: Benchmark\n")
    project.write("data/facilities.yml", "[]\n")
    topics = [f"topic-{number}" for number in range(pages)]
    facets = {"phases": STAGES, "topics": topics, "categories": ["a", "b", "c"], "kinds": ["k"], "platforms": []}
    facets |= {"guide_kinds": ["store", "label"], "areas": AREAS, "data_types": ["d"]} if guide else {}
    lines = []
    for facet, terms in facets.items():
        lines.append(f"{facet}:" if terms else f"{facet}: []")
        lines += [f"  - {{id: {term}, title: Title of {term}}}" for term in terms]
    project.write("data/vocabulary.yml", "\n".join(lines) + "\n")
    project.write("data/resources.yml", "\n".join(record(number, topics, providers) for number in range(resources)))
    if guide:
        project.write("data/guide.yml", "\n".join(entry(number, guide) for number in range(guide)))
        project.write("docs/guide.md", "---\norphan: true\n---\n# Guide\n\n```{data-type-guide}\n```\n")
    by_provider = "```{resources}\n:phase: all\n:group-by: provider\n```\n"
    project.write("docs/providers.md", f"---\norphan: true\n---\n# Providers\n\n{by_provider}")
    for topic in topics:
        head = f"---\ntopic: {topic}\norphan: true\n---\n# Page about {topic}\n\nText.\n\n"
        project.write(f"docs/{topic}.md", head + "```{resources}\n```\n")
    project.write("docs/index.md", "# Start\n\n```{resource-catalogue}\n```\n")
    return project


def record(number: int, topics: list[str], providers: int) -> str:
    """One resource, with about as much text as a real one."""
    return (
        f"- id: resource-{number}\n  title: Resource number {number}\n  url: https://example.org/{number}\n"
        f"  description: What resource {number} gives its readers, told in about as many words as a real one has.\n"
        f"  category: {'abc'[number % 3]}\n  kind: k\n  phases: [{STAGES[number % 10]}]\n"
        f"  topics: [{topics[number % len(topics)]}]\n  providers: [Provider {number % providers}]\n"
    )


def entry(number: int, guide: int) -> str:
    """One entry of the guide, which goes together with the one before it."""
    return (
        f"- id: entry-{number}\n  title: Entry number {number}\n  short: E{number}\n  url: https://example.org/e{number}\n"
        f"  description: What entry {number} is for, told in about as many words as a real one has.\n"
        f"  kind: {('store', 'label')[number % 2]}\n  areas: [{AREAS[number % 20]}]\n  data_types: [d]\n"
        f"  related: [entry-{(number - 1) % guide}]\n"
    )


def make_plain(root: Path, resources: int, pages: int, providers: int) -> Project:
    """The same pages for Sphinx without the extension: what the directives show is typed out as tables."""
    project = Project(root)
    project.write("conf.py", PLAIN_CONF)
    everything = range(resources)
    each = range(min(providers, resources))
    by_provider = (section(f"Provider {number}", range(number, resources, providers), providers) for number in each)
    project.write("docs/providers.md", "---\norphan: true\n---\n# Providers\n\n" + "".join(by_provider))
    for page in range(pages):
        shown = range(page, resources, pages)
        by_category = (section(f"Title of {'abc'[c]}", [n for n in shown if n % 3 == c], providers) for c in range(3))
        head = f"---\norphan: true\n---\n# Page about topic-{page}\n\nText.\n\n"
        project.write(f"docs/topic-{page}.md", head + "".join(by_category))
    by_category = (section(f"Title of {'abc'[c]}", everything[c::3], providers, pages) for c in range(3))
    project.write("docs/index.md", "# Start\n\n" + "".join(by_category))
    return project


def section(title: str, numbers: Iterable[int], providers: int, pages: int = 0) -> str:
    """A heading with a table of these resources; if there are *pages*, with the one that each is about."""
    heads = ["Title", "Description", "Kind", "Provider", *(["Phases", "Topics"] if pages else [])]
    rows = []
    for number in numbers:
        description = f"What resource {number} gives its readers, told in about as many words as a real one has."
        row = [f"[Resource number {number}](https://example.org/{number})", description, "Title of k"]
        row += [f"Provider {number % providers}"]
        topic = f"topic-{number % pages}" if pages else ""
        row += [f"Title of stage-{number % 10}", f"[Page about {topic}]({topic}.md)"] if pages else []
        rows.append(row)
    lines = [heads, ["---"] * len(heads), *rows]
    return f"## {title}\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n" if rows else ""


def compare(folder: Path, options: argparse.Namespace) -> None:
    """Print what a build in which nothing changed costs with the extension, and what it costs without."""
    make(folder / "ours", options.resources, options.pages, options.providers, 0)
    make_plain(folder / "plain", options.resources, options.pages, options.providers)
    commands = {
        "ours": "from sphinx_rdm.cli import main; main()",
        "plain": "import sys; from sphinx.cmd.build import main; sys.exit(main(sys.argv[2:]))",
    }

    # As for people: what is imported was compiled by an earlier build.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}

    def seconds(name: str) -> float:
        command = [sys.executable, "-c", commands[name], "build", "-q", "-c", ".", "-b", "html", "docs", "out"]
        before = os.times()
        subprocess.run(command, cwd=folder / name, env=environment, check=True)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    clean = {name: seconds(name) for name in commands}
    rounds = [{name: seconds(name) for name in commands} for _ in range(options.plain)]
    found = {name: statistics.median(one[name] for one in rounds) for name in commands}
    for label, costs in (("clean build", clean), ("nothing changed", found)):
        print(f"{label:34} {costs['ours']:8.2f} s   plain {costs['plain']:.2f} s", end="   ")
        print(f"{costs['ours'] / costs['plain']:.2f} times", flush=True)


def timed(label: str, work: Callable[[], object]) -> None:
    """Do the work, and print how long it took."""
    begin = time.perf_counter()
    result = work()
    print(f"{label:34} {time.perf_counter() - begin:8.2f} s   {result}", flush=True)


def main() -> None:
    """Build, build again, touch, edit one record, and build after each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--resources", type=int, default=10_000, help="how many records (default: 10000)")
    parser.add_argument("--pages", type=int, default=500, help="how many pages with a list (default: 500)")
    parser.add_argument("--providers", type=int, default=4_000, help="how many providers (default: 4000)")
    parser.add_argument("--guide", type=int, default=4_000, help="how many entries of the guide (default: 4000)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default: 2)")
    plain = "compare builds of nothing with plain Sphinx's of typed tables, so many times, in processor time"
    parser.add_argument("--plain", type=int, metavar="TIMES", help=plain)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.plain:
            compare(Path(folder), options)
            return
        project = make(Path(folder), options.resources, options.pages, options.providers, options.guide)

        def build() -> str:
            done = project.build(parallel=options.jobs)
            return f"{len(done.read)} pages read, {len(done.written)} written, {len(done.warnings)} warnings"

        things = ("resources", "pages", "providers", "guide", "jobs")
        print(", ".join(f"{name}: {getattr(options, name)}" for name in things))
        timed("clean build", build)
        timed("nothing changed", build)
        (project.root / "data/resources.yml").touch()
        timed("data file touched", build)
        project.edit("data/resources.yml", "What resource 7 gives", "What the seventh gives")
        timed("one description edited", build)
        project.edit("data/resources.yml", "title: Resource number 7\n", "title: The seventh resource\n")
        timed("one title edited", build)


if __name__ == "__main__":
    main()
