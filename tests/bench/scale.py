"""How builds grow with the site: run ``.venv/bin/python tests/bench/scale.py --help``."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
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
    by_provider = "```{resources}\n:group-by: provider\n```\n"
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
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
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
