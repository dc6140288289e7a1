"""Hostile words and missing data: every builder succeeds, and words stay words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from building import Build, Project
from making import kitchen, main

pytestmark = pytest.mark.slow

# Each writes words in a way of its own; that the others run, `test_builders.py` says.
BUILDERS = ("html", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml")


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "& &amp; &lt;b&gt; &#x3C;",
    "L" + "o" * 180 + "ng",
    "כלים לניהול נתונים",
    "أدوات & <b>البيانات</b>",
    r"\textbf{x} $x^2$ %#_~ \input{/etc/passwd}",
    "{{ 7 * 7 }} {% raw %}",
    "**bold** [link](javascript:alert) {resource}`x` |sub| `code`_",
    ".TH man \\fB \\n(.x 'quoted'",
    "'; drop table titles; --",
    "-- --- ... 'single' \"double\"",
    "日本語の 資料 🧬 ﷺ",
    "e\u0301\u0323 and \u00ad soft",
    "%s %(name)s {0} {name} $PATH",
    "trailing backslash \\",
    "]]> <!-- comment --> <?php ?>",
    "-",
    "*",
]

COLUMNS = "title, description, kind, provider, category, phase, topic, keywords, licence"
PAGES = {
    **{
        f"{layout}.md": f"# {layout}\n\n```{{resources}}\n:phase: cook\n:layout: {layout}\n:columns: {COLUMNS}\n```\n"
        for layout in ("table", "list", "cards", "dropdown")
    },
    "providers.md": "# P\n\n```{resources}\n:phase: cook\n:group-by: provider\n```\n",
    "all.md": "# Everything\n\n```{resource-catalogue}\n```\n",
    "ovens.md": "# Ovens\n\n```{facilities}\n:platform: oven\n:home:\n```\n",
    "ring.md": "---\nphase: cook\n---\n# Ring\n\n```{life-cycle}\n```\n",
    "compact.rst": "Ring\n====\n\n.. life-cycle::\n   :compact:\n",
    "todo.md": "---\nphase: cook\n---\n# To do\n\n```{checklist}\n```\n",
    "lists.md": "# Lists\n\n```{checklist}\n:all:\n```\n",
    "words.md": "# Words\n\n```{glossary-terms}\n```\n",
    "people.md": "# People\n\n```{institutions}\n```\n\nAsk {site}`operator`.\n",
    "count.md": "# Count\n\n```{coverage}\n```\n",
    "see.md": "# See\n\n" + " ".join(f"{{resource}}`r{number}`" for number in range(len(HOSTILE))) + " {phase}`cook`\n",
}


def quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def write_records(project: Project, **templates: str) -> None:
    """Write data files, each with one record for every hostile word."""
    for name, template in templates.items():
        records = [template.format(n=number, word=quote(word)) for number, word in enumerate(HOSTILE)]
        project.write(f"data/{name}.yml", "\n".join(records))


def hostile(folder: Path) -> Project:
    """A kitchen in which every text is hostile."""
    project = kitchen(folder, PAGES)
    write_records(
        project,
        resources="- id: r{n}\n  title: {word}\n  url: https://example.org/?q={n}&b=%3C#x'y\n  description: {word}\n"
        "  category: text\n  kind: free\n  phases: [cook]\n  topics: [soup]\n  providers: [{word}]\n"
        "  keywords: [{word}]\n  licence: {word}\n",
        facilities="- id: f{n}\n  title: {word}\n  platform: oven\n  url: https://example.org/f{n}\n  summary: {word}\n"
        "  services: [{word}]\n",
        checklists="- id: c{n}\n  text: {word}\n  phases: [cook]\n  section: stove\n  why: {word}\n",
        glossary="- id: t{n}\n  group: plain\n  term: {word}\n  translations:\n    sv: {word}\n"
        "  definition: {word}\n  sources:\n    - title: {word}\n      url: https://example.org/\n  see: [t0]\n",
        institutions="- id: i{n}\n  title: {word}\n  group: near\n  links:\n    - purpose: help\n"
        "      title: {word}\n      url: https://example.org/\n",
    )
    words = (project.root / "data/vocabulary.yml").read_text("utf-8")
    for facet, term in (("sections", "stove"), ("glossaries", "plain"), ("groups", "near"), ("purposes", "help")):
        words += f"{facet}:\n  - id: {term}\n    title: {quote(HOSTILE[0])}\n"
    project.write("data/vocabulary.yml", words)
    project.write("data/site.yml", f"name: Kitchen\noperator: {quote(HOSTILE[0])}\n")
    for number, title in enumerate(("Shopping", "Cooking", "Eating", "Texts", "Free", "Soup")):
        project.edit("data/vocabulary.yml", f"title: {title}\n", f"title: {quote(HOSTILE[number])}\n")
    project.edit("data/vocabulary.yml", "Fill the basket.", quote(HOSTILE[0]))
    return project


def empty(folder: Path) -> Project:
    """A kitchen without a word of vocabulary, and so without records."""
    project = kitchen(folder, PAGES | {"see.md": "# See\n\nNothing.\n"})
    facets = ("phases", "topics", "categories", "kinds", "platforms")
    project.write("data/vocabulary.yml", "".join(f"{facet}: []\n" for facet in facets))
    for name in ("resources", "facilities"):
        project.write(f"data/{name}.yml", "[]\n")
    return project


def no_records(folder: Path) -> Project:
    project = kitchen(folder, PAGES | {"see.md": "# See\n\nNothing.\n"})
    for name in ("resources", "facilities"):
        project.write(f"data/{name}.yml", "[]\n")
    return project


def no_files(folder: Path) -> Project:
    project = kitchen(folder, PAGES | {"see.md": "# See\n\n{resource}`basil` {phase}`cook`\n"})
    for file in (project.root / "data").iterdir():
        file.unlink()
    (project.root / "data").rmdir()
    return project


@pytest.mark.parametrize("builder", BUILDERS)
def test_hostile_words_build_without_a_warning(tmp_path: Path, builder: str) -> None:
    build = hostile(tmp_path).build(builder, strict=True)
    assert (build.status, build.warnings) == (0, [])


@pytest.mark.parametrize("builder", ["html", "text", "epub", "latex"])
def test_no_records_build_without_a_warning(tmp_path: Path, builder: str) -> None:
    build = no_records(tmp_path).build(builder, strict=True)
    assert (build.status, build.warnings) == (0, [])


@pytest.mark.parametrize("builder", ["html", "text", "epub", "latex"])
def test_no_vocabulary_is_warned_about_by_us_alone(tmp_path: Path, builder: str) -> None:
    build = empty(tmp_path).build(builder)
    assert (build.status, [line for line in build.warnings if "[rdm." not in line]) == (0, [])


@pytest.mark.parametrize("builder", ["html", "text", "epub", "latex"])
def test_no_data_folder_is_warned_about_by_us_alone(tmp_path: Path, builder: str) -> None:
    build = no_files(tmp_path).build(builder)
    assert (build.status, [line for line in build.warnings if "[rdm." not in line]) == (0, [])


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return hostile(tmp_path_factory.mktemp("hostile")).build()


@pytest.mark.parametrize("page", ["table", "list", "cards", "dropdown", "all"])
def test_hostile_words_stay_words(pages: Build, page: str) -> None:
    titles = {link.get_text() for link in main(pages.page(page)).select("a.rdm-link")}
    assert titles == set(HOSTILE)


def test_hostile_words_stay_words_in_the_data_for_the_script(pages: Build) -> None:
    (script,) = main(pages.page("all")).select("script")
    assert script["type"] == "application/json"
    facets = {name: values for name, _title, values in json.loads(script.string)["facets"]}
    assert {title for _id, title in facets["provider"]} == set(HOSTILE)


def test_hostile_words_bring_no_element_onto_a_page(pages: Build) -> None:
    names = [name.partition(".")[0] for name in PAGES]
    foreign = "img, b, script:not([type='application/json'])"
    found = [(name, tag.name) for name in names for tag in main(pages.page(name)).select(foreign)]
    assert found == []
