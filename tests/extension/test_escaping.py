"""What is typed is what readers see: no text of data, of front matter or of a setting becomes markup, in any output."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from building import SITES, Build, Project
from filling import SIGNS, TIGHT, TITLE, add_pages, fill_folder
from searching import index_of
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.records.store import load
from sphinx_rdm.templates import bibtex, bibtex_key

pytestmark = pytest.mark.slow

FRAME = {
    "html_theme": "rdm",
    "html_use_index": False,
    "html_theme_options": {
        "sections": [("sow", f"Section {SIGNS}")],
        "footer_links": [("soil", f"Foot {SIGNS}")],
        "edit_page": "sow",
        "report_page": "sow",
    },
}
BUILDS: dict[str, tuple[str, dict[str, Any]]] = {
    "frame": ("html", FRAME),
    "frame, folders": ("dirhtml", FRAME),
    "pydata": ("html", {"html_theme": "pydata_sphinx_theme"}),
    "alabaster": ("html", {"html_theme": "alabaster"}),
    "epub": ("epub", {}),
    "book": ("handbook", {}),
}
SHOWN_BY_NO_PAGE = re.compile(
    # Records that serve reviews of the wording and the index of the search
    r"(https://example\.org/)?(abbreviations|laws|style|synonyms|questions)-"
    # Copies, to which a page links where an address is dead
    r"|https://example\.org/resources-\d+-archived"
    # Terms of which pages show the title alone, or less
    r"|(categories|kinds|platforms|sections|glossaries|groups|purposes|guide_kinds|areas|data_types|study_types)-\d+-summary"
    r"|(scopes|sensitivities)-\d+-(summary|also)"
    r"|(platforms|glossaries|groups)-\d+-title"
    # Words for the search
    r"|(phases|topics|categories|kinds|platforms|sections|glossaries|groups|purposes)-\d+-also"
    r"|(guide_kinds|areas|data_types|study_types)-\d+-also"
    # Days by which to look again at what is shown without them
    r"|(?!resources|facilities|guide-|glossary-|institutions|systems)[a-z_-]+(\d+-)?check-by"
)
"""Marks of texts that no page shows; whatever else is new must be shown, or named here."""


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("hostile") / "garden"
    shutil.copytree(SITES / "garden", root)
    project = Project(root)
    add_pages(project)
    return project


@pytest.fixture(scope="module")
def filled(garden: Project) -> dict[str, list[str]]:
    return fill_folder(garden.root / "data")


@pytest.fixture(scope="module")
def built(garden: Project, filled: dict[str, list[str]]) -> Callable[[str], Build]:
    """The builds, each made once."""
    assert load(garden.root / "data", KINDS).problems == ()
    done: dict[str, Build] = {}

    def build(name: str) -> Build:
        if name not in done:
            builder, settings = BUILDS[name]
            done[name] = garden.build(builder, folder=f"build/{name}", doctrees="doctrees", **settings)
        return done[name]

    return build


def pages(build: Build) -> dict[str, BeautifulSoup]:
    files = [path for path in sorted(build.out.rglob("*.*html")) if "_static" not in path.parts]
    return {p.relative_to(build.out).as_posix(): BeautifulSoup(p.read_text("utf-8"), "html.parser") for p in files}


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", [name for name in BUILDS if name != "book"])
def test_no_text_becomes_an_element_an_attribute_or_a_script(built: Callable[[str], Build], name: str) -> None:
    found = pages(built(name))
    assert len(found) > 8
    faults = []
    for page, soup in found.items():
        # This theme writes titles of pages into its bar as they are; what the data say is ours to guard there, too.
        for bar in soup.select(".bd-navbar-elements"):
            bar.decompose()
        for tag in soup.find_all(True):
            odd = [key for key in tag.attrs if key.startswith("on") or not re.fullmatch(r"[a-zA-Z][\w:.-]*", key)]
            if tag.name in ("blink", "b<") or odd:
                faults.append((page, str(tag)[:100]))
            if tag.name == "script" and tag.get("type") == "application/json":
                json.loads(tag.get_text())
            elif tag.name == "script" and "alert" in tag.get_text():
                faults.append((page, str(tag)[:100]))
    assert faults == [], "\n".join(map(str, faults))


@pytest.mark.parametrize("name", ["frame", "frame, folders", "epub"])
def test_every_text_of_a_record_is_shown_as_typed(
    built: Callable[[str], Build], filled: dict[str, list[str]], name: str
) -> None:
    shown, values = [], set()
    for soup in pages(built(name)).values():
        shown.append(soup.get_text())
        values |= {squeezed(str(value)) for tag in soup.find_all(True) for value in tag.attrs.values()}
    data = [json.loads(script) for page in pages(built(name)).values() for script in _blocks(page)]
    everything = squeezed(" ".join(shown))
    kept = squeezed(json.dumps(data, ensure_ascii=False)).replace('\\"', '"').replace("\\\\", "\\")
    lost = []
    for file, texts in filled.items():
        for text in map(_as_shown, texts):
            if SHOWN_BY_NO_PAGE.match(text) or (file == "redirects" and name == "epub"):
                continue
            wanted = text.partition("{page}")[0]
            in_value = "://" in text and any(wanted in value for value in values)
            if not (in_value or wanted in everything or wanted in kept or f"mailto:{wanted}" in values):
                lost.append((file, text[:80]))
    assert lost == [], "\n".join(map(str, lost))


def _as_shown(text: str) -> str:
    """A text without spaces; behind a day, lists have a colon."""
    return squeezed(text).removeprefix("2999-01-01")


def _blocks(page: BeautifulSoup) -> list[str]:
    return [script.get_text() for script in page.select("script[type='application/json']")]


def test_front_matter_and_labels_are_shown_as_typed(built: Callable[[str], Build]) -> None:
    page = built("frame").page("under")
    text = page.get_text()
    assert f"By contributors {SIGNS}." in text
    assert "Last reviewed 2026-01-02" in text
    assert f"Section {SIGNS}" in text
    assert f"Foot {SIGNS}" in text
    assert page.select_one("meta[name=description]")["content"] == f"description {SIGNS}"
    assert page.select_one("meta[property='og:title']")["content"] == f"Under {TITLE}"
    assert page.title.get_text() == f"Under {TITLE} · site-name {SIGNS}"
    trail = [item.get_text() for item in page.select(".breadcrumbs li")]
    assert trail == ["Home", SIGNS, TITLE, f"Under {TITLE}"]
    assert [link.span.get_text() for link in page.select(".prev-next a")] == [f"Previous {TITLE}", f"Next {TITLE}"]
    whole = f"site-name {SIGNS}, https://doi.org/10.1234/site-doi{TIGHT}"
    assert f"Contributors {SIGNS} (2026). Under {TITLE}. In: {whole}." in page.select_one(".cite pre").text
    names = [link["aria-label"] for link in page.select("a.headerlink")]
    assert names == [
        f"Link to Under {TITLE}",
        f"Link to Under {TITLE}: {TITLE}",
        f"Link to Under {TITLE}: {TITLE} (2)",
    ]


def test_the_search_page_is_called_by_the_name_as_typed(built: Callable[[str], Build]) -> None:
    assert built("frame").page("search").title.get_text() == f"Search · site-name {SIGNS}"
    assert f"site-name {SIGNS}" in built("pydata").page("search").title.get_text()


def test_bibtex_holds_a_title_with_every_sign_of_latex_escaped(built: Callable[[str], Build]) -> None:
    entry = built("frame").page("odd").select(".cite pre")[1].get_text()
    assert entry.startswith("@misc{odd,")
    assert f"= {{{bibtex(TITLE)}}}," in entry
    unescaped = re.sub(r"\\[A-Za-z]+\{\}|\\[#$%&_]", "", entry.partition("title ")[2].partition("year ")[0])
    assert re.sub(r"[^\\{}%&_#$~^]", "", unescaped) == "{}"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("50% of {x}", r"50\% of \textbraceleft{}x\textbraceright{}"),
        ("}{", r"\textbraceright{}\textbraceleft{}"),
        ("\\end{a} $ # _ & ~ ^", r"\textbackslash{}end\textbraceleft{}a\textbraceright{} "
         r"\$ \# \_ \& \textasciitilde{} \textasciicircum{}"),
    ],
)  # fmt: skip
def test_a_text_becomes_a_value_of_bibtex(typed: str, written: str) -> None:
    assert bibtex(typed) == written
    assert written.count("{") == written.count("}")


def test_a_key_of_bibtex_has_no_sign_of_bibtex() -> None:
    assert bibtex_key('topics/a,b {c} "d" #e') == "topics-a-b-c-d-e"


def test_files_for_machines_are_sound(built: Callable[[str], Build]) -> None:
    build = built("frame")
    scripts = [path.read_text("utf-8").strip() for path in (build.out / "_search").rglob("*.js")]
    said = [json.loads(f"[{text.removeprefix('RDM_SEARCH.take(').removesuffix(');')}]") for text in scripts]
    assert any(description == f"description {SIGNS}" for _name, (description, *_passages) in said)
    assert {"odd", "under", "facts"} <= index_of(build).pages.keys()
    ElementTree.parse(build.out / "sitemap.xml")
    book = built("epub").out
    for path in [*book.rglob("*.xhtml"), *book.rglob("*.opf"), *book.rglob("*.ncx"), *book.rglob("*.svg")]:
        tree = ElementTree.parse(path)
        assert not [node.tag for node in tree.iter() if "blink" in str(node.tag)]


def test_the_pdf_is_set_from_every_text_as_typed(built: Callable[[str], Build], filled: dict[str, list[str]]) -> None:
    build = built("book")
    assert (build.out / "handbook.pdf").is_file(), build.warnings
    (source,) = build.out.rglob("handbook.typ")
    strings = re.findall(r'"((?:[^"\\]|\\.)*)"', source.read_text("utf-8"))
    shown = squeezed("".join(re.sub(r"\\(.)", r"\1", string) for string in strings))
    for file in ("facilities", "institutions", "glossary", "checklists"):
        for text in filled[file]:
            if " " in text and not SHOWN_BY_NO_PAGE.match(wanted := _as_shown(text)):
                assert wanted in shown, text


def test_a_file_of_the_tests_own_is_left_alone(garden: Project, built: Callable[[str], Build]) -> None:
    """Redirects hold hostile addresses, and none of them leaves the output folder."""
    built("frame")
    assert {path.name for path in Path(garden.root).iterdir()} <= {"conf.py", "docs", "data", "build", "doctrees"}
