"""The filter of a long catalogue beside DataTables: run ``.venv/bin/python tests/bench/filter.py --help``.

DataTables is no dependency of this project. The script takes the copy that the package ``itables`` brings along,
or the files that ``--datatables`` names: one ES module that exports ``jQuery``, or plain scripts in their order.
"""

from __future__ import annotations

import argparse
import gzip
import html
import importlib.util
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "browser"))

from chromium import find
from playwright.sync_api import Browser, Page, sync_playwright
from serving import serve

from building import Project
from sphinx_rdm.assets import FOLDER

CONF = """\
extensions = ["myst_parser", "sphinx_rdm"]
extensions += ["sphinx_rdm.pdf", "sphinx_rdm.epub", "sphinx_rdm.search", "sphinx_rdm.lint", "sphinx_rdm.site"]
html_theme = "basic"
primary_domain = "rdm"
version = "1"
"""
TEXT = """access analysis archive catalogue checklist clinical cohort consent course data description ethics file
folder format funder genome guide image journal keyword laboratory licence measure metadata method model notebook
ontology paper patient plan policy portal project protein protocol quality record register repository research review
sample sequence server share software standard storage study template tool training upload version workflow"""
WORDS = TEXT.split()
FACETS = {"phase": ("phases", 7), "topic": ("topics", 26), "category": ("categories", 5), "kind": ("kinds", 10)}
"""The name of each in the vocabulary, and how many values it has: about as many as in a handbook."""

SCRIPT = {"v8.compile", "v8.compileModule", "EvaluateScript", "v8.evaluateModule", "FunctionCall"}
RENDER = {"UpdateLayoutTree", "Layout", "PrePaint", "Paint", "Layerize", "Commit"}
"""How the trace of Chromium names work of either sort on the main thread of a page."""

EXPLAINED = """\
Milliseconds of processor time on the main thread, from the trace of Chromium: median / worst.
  start         script of the filter while the page loads, from its compiling to its end
  load, render  style, layout and paint before the first key, by whatever caused
  key, script   all script from one key to the next: listeners, layouts that they ask for, what they put off
  key, render   style, layout and paint from one key to the next
  script, page  compressed by gzip; for DataTables all that its bundle holds, without style sheets
DataTables gets plain rows, 50 on a page; it counts no facets, which ours does at every key.
"""


class Figures(NamedTuple):
    """What one load of a page and one word typed and deleted took, in milliseconds."""

    start: list[float]
    load: list[float]
    script: list[float]
    render: list[float]


def rows(number: int) -> list[dict[str, Any]]:
    """Resources with as much text as real ones have, the same in every run."""
    pick = random.Random(1)

    def some(facet: str, count: int) -> list[str]:
        return sorted({f"{facet}-{pick.randrange(FACETS[facet][1])}" for _ in range(count)})

    return [
        {
            "id": f"r-{index}",
            "title": " ".join(pick.sample(WORDS, 4)).capitalize() + f" {index}",
            "url": f"https://example.org/{index}",
            "description": " ".join(pick.choices(WORDS, k=18)).capitalize() + ".",
            "category": some("category", 1)[0],
            "kind": some("kind", 1)[0],
            "phases": some("phase", 2),
            "topics": some("topic", 2),
            "providers": [f"Provider {pick.randrange(40)}"],
            "keywords": pick.sample(WORDS, 3),
        }
        for index in range(number)
    ]


def make(root: Path, records: list[dict[str, Any]]) -> Project:
    """A project whose only page is the catalogue."""
    project = Project(root)
    project.write("conf.py", CONF)
    project.write("data/site.yml", "name: Benchmark\n")
    project.write("data/facilities.yml", "[]\n")
    # What JSON writes is YAML, if each record stands on lines of its own.
    vocabulary = "platforms: []\n"
    for facet, (name, number) in FACETS.items():
        terms = [{"id": f"{facet}-{index}", "title": f"Title of {facet} {index}"} for index in range(number)]
        vocabulary += f"{name}: {json.dumps(terms)}\n"
    project.write("data/vocabulary.yml", vocabulary)
    project.write("data/resources.yml", "".join(f"- {json.dumps(record)}\n" for record in records))
    project.write("docs/index.md", "# Start\n\n```{resource-catalogue}\n```\n")
    return project


def table(records: list[dict[str, Any]], scripts: list[Path]) -> str:
    """The same rows as a plain page, with DataTables at its end."""
    columns = [name for name in records[0] if name not in ("id", "url")]
    lines = ["<!DOCTYPE html><meta charset='utf-8'><title>Table</title>"]
    lines += ["<link rel='stylesheet' href='_static/basic.css'><table id='rows'><thead><tr>"]
    lines += [f"<th>{name}</th>" for name in columns] + ["</tr></thead><tbody>"]
    for record in records:
        cells = [", ".join(value) if isinstance(value, list) else value for value in map(record.get, columns)]
        cells = [html.escape(cell) for cell in cells]
        cells[0] = f"<a href='{record['url']}'>{cells[0]}</a>"
        lines.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    lines.append("</tbody></table>")
    call = "jQuery('#rows').DataTable({ pageLength: 50, order: [] });"
    if len(scripts) == 1:
        lines.append(f"<script type='module'>import {{ jQuery }} from './{scripts[0].name}'; {call}</script>")
    else:
        lines += [f"<script src='{script.name}'></script>" for script in scripts] + [f"<script>{call}</script>"]
    return "\n".join(lines)


def measure(browser: Browser, address: str, field: str, word: str, file: str) -> Figures:
    """Load the page, type the word with real keys and delete it again; *file* is the script that starts, or all."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    browser.start_tracing(page=page, categories=["devtools.timeline", "v8"])
    page.goto(address)
    page.locator(field).focus()
    settle(page)
    for key in [*word, *["Backspace"] * len(word)]:
        page.keyboard.press(key)
        settle(page)
    page.wait_for_timeout(1000)  # for what a script puts off until nobody types
    events = json.loads(browser.stop_tracing())["traceEvents"]
    page.close()
    keys = [event for event in events if event["name"] == "EventDispatch" and said(event).get("type") == "keydown"]
    main = keys[0]["pid"], keys[0]["tid"]
    events = [event for event in events if (event["pid"], event["tid"]) == main and "tdur" in event]
    script = [event for event in events if event["name"] in SCRIPT]
    own = [event for event in script if file in str(said(event).get("url", said(event).get("fileName")))]
    render = [event for event in events if event["name"] in RENDER]
    begins = [event["ts"] for event in keys]
    spans = list(zip(begins, [*begins[1:], float("inf")], strict=True))
    return Figures(
        [spent(own, 0, begins[0])],
        [spent(script + render, 0, begins[0]) - spent(script, 0, begins[0])],
        [spent(script, *span) for span in spans],
        [spent(script + render, *span) - spent(script, *span) for span in spans],
    )


def said(event: dict[str, Any]) -> dict[str, Any]:
    """What the trace says about an event."""
    return event.get("args", {}).get("data") or event.get("args", {})


def spent(events: Iterable[dict[str, Any]], begin: float, end: float) -> float:
    """The milliseconds of processor time of the events that begin in a span; what lies inside another counts once."""
    total = reached = 0.0
    inside = [event for event in events if begin <= event["ts"] < end]
    for first, last in sorted((event["tts"], event["tts"] + event["tdur"]) for event in inside):
        total += max(0.0, last - max(first, reached))
        reached = max(reached, last)
    return total / 1000


def settle(page: Page) -> None:
    """Wait until the page has shown a frame."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


def datatables(named: list[Path] | None) -> list[Path]:
    """The files of DataTables: those that were named, else the one of an installed package, else none."""
    if named:
        return named
    package = importlib.util.find_spec("itables")
    return [Path(package.origin).parent / "html/dt_bundle.js"] if package and package.origin else []


def weight(*contents: bytes) -> str:
    """The size of files compressed one by one."""
    return f"{sum(len(gzip.compress(content)) for content in contents) / 1000:,.1f} kB"


def main() -> None:
    """Build, load, type, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--resources", type=int, default=10_000, help="how many records (default: 10000)")
    parser.add_argument("--word", default="metadata", help="what is typed and deleted (default: metadata)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each page is loaded (default: 3)")
    parser.add_argument("--datatables", type=Path, nargs="+", metavar="FILE", help="scripts, jQuery first")
    options = parser.parse_args()
    scripts = datatables(options.datatables)
    with ExitStack() as stack:
        records = rows(options.resources)
        project = make(Path(stack.enter_context(tempfile.TemporaryDirectory())), records)
        begin = time.perf_counter()
        build = project.build()
        print(f"{options.resources} resources: page built in {time.perf_counter() - begin:.1f} s", end=", ")
        print(f"{len(build.warnings)} warnings", flush=True)
        own = (FOLDER / "filter.js").read_bytes()
        pages = {"ours": ("index.html", ".rdm-filter-form input[type=search]", "filter.js", [own])}
        if scripts:
            for script in scripts:
                (build.out / script.name).write_bytes(script.read_bytes())
            (build.out / "table.html").write_text(table(records, scripts), "utf-8")
            contents = [script.read_bytes() for script in scripts]
            pages["DataTables"] = ("table.html", "input[type=search]", "", contents)
        else:
            print(f"No DataTables to compare with; for that: {sys.executable} -m pip install --no-deps itables")
        site = stack.enter_context(serve(build.out))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        stack.callback(browser.close)
        print(EXPLAINED)
        heads = ("start", "load, render", "key, script", "key, render")
        print(" " * 12 + "".join(f"{head:>16}" for head in heads) + f"{'script':>12}{'page':>12}")
        for name, (page, field, file, contents) in pages.items():
            runs = [measure(browser, site + page, field, options.word, file) for _ in range(options.rounds)]
            columns = [[figure for figures in column for figure in figures] for column in zip(*runs, strict=True)]
            cells = [f"{f'{median(column):,.0f} / {max(column):,.0f}':>16}" for column in columns]
            cells += [f"{weight(*contents):>12}", f"{weight((build.out / page).read_bytes()):>12}"]
            print(f"{name:12}" + "".join(cells), flush=True)


if __name__ == "__main__":
    main()
