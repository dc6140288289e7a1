"""Every page of the handbook: whole, linked, described, and free of what a strict policy forbids."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from building import ROOT, Build
from handbook.sources import copy_handbook, handbook_data, subject_addresses
from living import dead, inventory
from sphinx_rdm.records.kind import SUBJECT_CALLED
from sphinx_rdm.theme.tokens import tokens

pytestmark = pytest.mark.slow

DOCS = ROOT / "docs"
SOURCES = [path for path in sorted(DOCS.rglob("*.md")) if not path.relative_to(DOCS).parts[0].startswith("_")]
SITE = handbook_data().site
FRONT_MATTER = re.compile(r"---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)


def text(source: Path) -> str:
    return source.read_text("utf-8", "replace")


def head(source: Path) -> dict[str, Any]:
    """The front matter of a page, empty if it has none that can be read: one bad page must not stop all tests."""
    found = FRONT_MATTER.match(text(source))
    try:
        values = yaml.load(found[1], yaml.CSafeLoader) if found else None
    except yaml.YAMLError:
        return {}
    return values if isinstance(values, dict) else {}


every_source = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(DOCS).as_posix())


@pytest.fixture(scope="module")
def pages(handbook: Build) -> dict[str, BeautifulSoup]:
    """Every page of the site, by its path; those at old addresses only lead on."""
    files = {path.relative_to(handbook.out).as_posix(): path for path in sorted(handbook.out.rglob("*.html"))}
    found = {
        name: BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for name, path in files.items()
        if not name.startswith("_static/")
    }
    return {name: page for name, page in found.items() if not page.select_one("head script.rdm-moved")}


def test_the_handbook_is_built_without_a_message(handbook: Build) -> None:
    assert (handbook.status, handbook.warnings) == (0, [])


def test_every_source_has_a_page(pages: dict[str, BeautifulSoup]) -> None:
    expected = {path.relative_to(DOCS).with_suffix(".html").as_posix() for path in SOURCES}
    assert expected | {"search.html"} == set(pages)


def test_each_phase_and_topic_has_one_page_and_that_is_the_one_which_the_vocabulary_names() -> None:
    terms = {key: handbook_data().vocabulary.terms(facet) for key, facet in SUBJECT_CALLED.items()}
    named = [(key, term.id, f"{term.page}.md") for key in terms for term in terms[key].values()]
    heads = {source.relative_to(DOCS).as_posix(): head(source) for source in SOURCES}
    said = [(key, str(values[key]), name) for name, values in heads.items() for key in terms if key in values]
    assert sorted(said) == sorted(named)


def test_names_of_pages_are_in_lower_case_with_hyphens() -> None:
    parts = {part for source in SOURCES for part in source.relative_to(DOCS).with_suffix("").parts}
    assert [part for part in sorted(parts) if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", part)] == []


def test_pages_about_types_of_data_have_the_headings_of_their_template_in_its_order() -> None:
    templates = text(DOCS / "contribute/page-templates.md")
    template = (
        templates.partition("\n## A page about a type of data\n")[2].partition("\n# TITLE")[2].partition("```````")[0]
    )
    wanted = re.findall(r"^## .*", template, re.MULTILINE)
    assert len(wanted) > 9
    pages = [path for path in (DOCS / "types").glob("*.md") if path.stem != "index"]
    found = {
        path.stem: [line for line in re.findall(r"^## .*", text(path), re.MULTILINE) if line in wanted]
        for path in pages
    }
    assert found == dict.fromkeys(found, wanted)


def test_a_page_besides_the_guide_shows_each_entry_of_the_guide(pages: dict[str, BeautifulSoup]) -> None:
    entries = {entry["id"] for entry in pages["data-types.html"].select("[id^=guide-]")}
    shown = {
        urlsplit(str(link["href"])).fragment
        for name, page in pages.items()
        if name != "data-types.html" and not name.startswith("contribute/")
        for link in page.select("main a[href*='data-types.html#guide-']")
    }
    assert len(entries) > 50
    assert entries - shown == set()


def test_every_page_has_one_main_heading(pages: dict[str, BeautifulSoup]) -> None:
    assert {name: len(page.select("h1")) for name, page in pages.items()} == dict.fromkeys(pages, 1)


def test_no_page_skips_a_heading_level(pages: dict[str, BeautifulSoup]) -> None:
    skips = []
    for name, page in pages.items():
        levels = [int(tag.name[1]) for tag in page.select("main :is(h1, h2, h3, h4, h5, h6)")]
        skips += [(name, low, high) for low, high in pairwise(levels) if high > low + 1]
    assert skips == []


def test_no_page_has_an_id_twice(pages: dict[str, BeautifulSoup]) -> None:
    ids = [(name, tag["id"]) for name, page in pages.items() for tag in page.select("[id]")]
    assert [place for place, count in Counter(ids).items() if count > 1] == []


def test_every_link_leads_to_a_page_and_a_place_on_it(pages: dict[str, BeautifulSoup], handbook: Build) -> None:
    ids = {name: {tag["id"] for tag in page.find_all(id=True)} for name, page in pages.items()}
    dead = []
    for name, page in pages.items():
        for link in page.select("[href], [src]"):
            address = str(link.get("href") or link.get("src"))
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = unquote(urlsplit(urljoin(f"/{name}", address)).path).lstrip("/")
            if target not in pages:
                if not (handbook.out / target).is_file():
                    dead.append((name, address))
            elif parts.fragment and unquote(parts.fragment) not in ids[target]:
                dead.append((name, address))
    assert dead == []


def test_no_page_has_a_script_a_handler_or_a_style_within_it(pages: dict[str, BeautifulSoup]) -> None:
    def is_inline(tag: Tag) -> bool:
        if tag.name == "style" or "style" in tag.attrs or any(key.startswith("on") for key in tag.attrs):
            return True
        return tag.name == "script" and "src" not in tag.attrs and tag.get("type") != "application/json"

    assert [(name, str(tag)[:80]) for name, page in pages.items() for tag in page.find_all(is_inline)] == []


def test_no_page_loads_anything_from_elsewhere(pages: dict[str, BeautifulSoup]) -> None:
    loaded = [
        (name, address)
        for name, page in pages.items()
        for tag in page.select("script[src], link[rel=stylesheet], link[rel~=icon], img, iframe, source")
        if urlsplit(address := str(tag.get("src") or tag.get("href"))).netloc
    ]
    assert loaded == []


@pytest.mark.parametrize(
    "raw", [b"", b"# No head\n", b"---\na: [b\n---\n", b"---\n- a\n---\n", b"---\na: \xf6\n", b"\xff\xfe-\0", b"---\n"]
)
def test_a_page_without_front_matter_stops_no_other_test(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "page.md").write_bytes(raw)
    assert head(tmp_path / "page.md") == {}


def test_every_picture_says_what_it_shows(pages: dict[str, BeautifulSoup]) -> None:
    assert [(name, str(image)) for name, page in pages.items() for image in page.select("img:not([alt])")] == []
    named = "svg:not([aria-hidden=true], [aria-label], :has(title))"
    assert [(name, str(drawing)[:80]) for name, page in pages.items() for drawing in page.select(named)] == []


DRAWN = [path for path in sorted(DOCS.glob("images/*.svg")) if path.stem != "icon"]


@pytest.mark.parametrize("drawing", DRAWN, ids=lambda path: path.stem)
def test_a_drawing_has_the_colours_of_the_handbook_and_those_by_night_in_its_style(drawing: Path) -> None:
    light, _, rest = text(drawing).partition("<style>")
    night, _, after = rest.partition("</style>")
    for part, scheme in ((light + after, "day"), (night, "night")):
        assert set(re.findall("#[0-9a-f]{6}", part)) <= set(tokens()[scheme].values())


@every_source
def test_a_page_can_be_cited_in_two_forms(pages: dict[str, BeautifulSoup], source: Path) -> None:
    name = source.relative_to(DOCS).with_suffix(".html").as_posix()
    forms = [form.get_text() for form in pages[name].select(".cite pre")]
    if name in ("index.html", "404.html"):
        assert forms == []
        return
    assert SITE is not None
    title = heading(pages[name])
    reviewed = str(head(source)["reviewed"])
    by = head(source).get("contributors", SITE.authors)
    first, second = forms
    assert first.startswith(f"{by[:1].upper()}{by[1:]} ({reviewed[:4]}). {title}. ")
    assert f"title        = {{{title}}}" in second
    assert reviewed in first
    assert reviewed in second


def heading(page: BeautifulSoup) -> str:
    return page.select_one("h1").get_text().rstrip("#¶")


@every_source
def test_a_page_tells_other_sites_what_it_is_called(pages: dict[str, BeautifulSoup], source: Path) -> None:
    page = pages[source.relative_to(DOCS).with_suffix(".html").as_posix()]
    found = {tag["property"]: tag["content"] for tag in page.select("meta[property^='og:']")}
    assert found["og:description"] == head(source)["description"]
    assert found["og:description"] == page.select_one("meta[name=description]")["content"]
    if source.stem != "index":  # which has the name of the site
        assert found["og:title"] == heading(page)


def test_a_page_says_where_to_edit_it_and_where_to_report_a_problem(pages: dict[str, BeautifulSoup]) -> None:
    assert SITE is not None
    address = subject_addresses()[0]
    name = address.removesuffix(".html")
    links = pages[address].select(".page-links a")
    assert [(link.get_text(), link["href"]) for link in links] == [
        ("Edit this page", (SITE.edit_url or "../contribute/edit-on-the-web.html").replace("{page}", name)),
        ("Report a problem with this page", (SITE.report_url or "../contribute/suggest.html").replace("{page}", name)),
    ]
    assert not pages["index.html"].select(".page-links")


def test_known_addresses_to_edit_and_to_report_are_those_of_each_page(tmp_path: Path) -> None:
    project = copy_handbook(tmp_path)
    for path in (project.root / "docs").rglob("*.md"):
        path.unlink()
    project.write("docs/index.md", "# Start\n")
    project.write("docs/topics/stars.md", "---\nreviewed: 2026-11-25\ncontributors: Ann Lee, Bo Ek\n---\n# Stars\n")
    project.write("docs/_toc.yml", "root: index\nentries:\n  - file: topics/stars\n")
    lines = [line for line in (project.root / "data/site.yml").read_text("utf-8").splitlines() if "_url:" not in line]
    addresses = [
        "edit_url: https://example.org/edit/docs/{page}.md",
        "report_url: https://example.org/new?title={page}",
    ]
    project.write("data/site.yml", "\n".join([*lines, *addresses, ""]))
    page = project.build().page("topics/stars")
    assert [link["href"] for link in page.select(".page-links a")] == [
        "https://example.org/edit/docs/topics/stars.md",
        "https://example.org/new?title=topics/stars",
    ]
    assert page.select_one(".reviewed").get_text().startswith("By Ann Lee, Bo Ek. ")
    assert page.select_one(".cite pre").get_text().startswith("Ann Lee, Bo Ek (")


def test_everything_in_the_inventory_of_the_handbook_has_its_place(handbook: Build) -> None:
    assert dead(handbook.out, inventory(handbook)) == []
