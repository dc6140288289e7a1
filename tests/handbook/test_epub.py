"""The handbook as an EPUB: whole, complete, and open to every reader."""

from __future__ import annotations

import posixpath
from collections import Counter
from typing import Any, cast
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element
from zipfile import ZIP_STORED, ZipFile

import pytest
import yaml

from building import ROOT, Build
from epubs import CONTAINER, DC, FRONT, NCX, SVG, XHTML, Book, messages, name_of, text
from handbook.sources import built_as, handbook_data
from sphinx_rdm.kinds.checklist.record import CHECKLIST
from sphinx_rdm.kinds.facility.record import FACILITY
from sphinx_rdm.kinds.glossary.record import GLOSSARY_TERM
from sphinx_rdm.kinds.guide.record import GUIDE
from sphinx_rdm.kinds.institution.record import INSTITUTION
from sphinx_rdm.kinds.resource.record import RESOURCE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def book(handbook: Build, tmp_path_factory: pytest.TempPathFactory) -> Book:
    build = built_as("epub", handbook, tmp_path_factory.mktemp("epub"))
    return Book.read(build.out / "handbook.epub")


def test_the_archive_says_what_it_is_before_all_else(book: Book) -> None:
    with ZipFile(book.path) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", ZIP_STORED, b"")
    assert book.path.read_bytes()[38:58] == b"application/epub+zip"


def test_the_container_leads_to_the_package(book: Book) -> None:
    root = next(book.trees["META-INF/container.xml"].iter(f"{CONTAINER}rootfile"))
    assert root.attrib == {"full-path": "content.opf", "media-type": "application/oebps-package+xml"}


def test_the_package_lists_what_the_archive_holds(book: Book) -> None:
    listed = [unquote(str(item.get("href"))) for item in book.items.values()]
    assert sorted(listed) == sorted(set(book.files) - {"mimetype", "META-INF/container.xml", "content.opf"})


def test_every_file_but_the_contents_for_old_readers_is_used(book: Book) -> None:
    used = {posixpath.normpath(posixpath.join(posixpath.dirname(name), link)) for name, link in book.links()}
    resources = {name for name in book.files if not name.endswith((".xhtml", ".opf", ".ncx", ".xml"))}
    assert resources - {"mimetype"} <= used


def test_drawings_are_declared(book: Book) -> None:
    declared = {str(item.get("href")) for item in book.items.values() if "svg" in item.get("properties", "").split()}
    drawn = {name for name, tree in book.pages.items() if next(tree.iter(f"{SVG}svg"), None) is not None}
    assert declared == drawn
    assert "life-cycle/index.xhtml" in drawn


def written(entries: list[dict[str, Any]]) -> list[Any]:
    """The table of contents as the file of the site has it: addresses, and lists of those below."""
    found: list[Any] = []
    for entry in entries:
        found.append(f"{entry['file']}.xhtml")
        found += [written(part["entries"]) for part in entry.get("subtrees", ())]
    return found


def shown(lines: Element) -> list[Any]:
    found: list[Any] = []
    for line in lines:
        found.append(line[0].get("href") or text(line[0]))
        found += [shown(part) for part in line[1:]]
    return found


def test_the_contents_are_those_of_the_handbook(book: Book) -> None:
    toc = yaml.safe_load((ROOT / "docs/_toc.yml").read_text("utf-8"))
    expected = [f"{toc['root']}.xhtml"]
    for part in toc["subtrees"]:
        expected += [part["caption"], written(part["entries"])]
    assert shown(cast(Element, book.nav("toc").find(f"{XHTML}ol"))) == expected


def test_the_contents_have_the_titles_of_the_pages(book: Book) -> None:
    titles = {str(link.get("href")): text(link) for link in book.nav("toc").iter(f"{XHTML}a")}
    headings = {name: text(next(tree.iter(f"{XHTML}h1"))) for name, tree in book.pages.items() if name not in FRONT}
    assert titles == headings


def test_the_pages_follow_each_other_as_in_the_contents(book: Book) -> None:
    contents = [str(link.get("href")) for link in book.nav("toc").iter(f"{XHTML}a")]
    assert book.spine == [*FRONT, *contents]


def test_old_readers_get_the_same_contents(book: Book) -> None:
    points = list(book.trees["toc.ncx"].iter(f"{NCX}navPoint"))
    lines = [line[0] for line in book.nav("toc").iter(f"{XHTML}li")]
    assert [text(point[0]) for point in points] == [text(line) for line in lines]
    addresses = [str(point[1].get("src")) for point in points]
    assert list(dict.fromkeys(addresses)) == book.spine[len(FRONT) :]
    assert len({point.get("id") for point in points}) == len(points)


def test_the_page_of_what_is_not_found_is_left_out(book: Book) -> None:
    assert [name for name in (*book.files, *(link for _name, link in book.links())) if "404" in name] == []


def test_no_page_has_an_id_twice(book: Book) -> None:
    ids = [(name, node.get("id")) for name, tree in book.trees.items() for node in tree.iter() if node.get("id")]
    assert [place for place, count in Counter(ids).items() if count > 1] == []


def test_every_link_leads_to_a_file_and_a_place_in_it(book: Book) -> None:
    dead = []
    for name, link in book.links():
        address = urlsplit(link)
        if address.scheme:
            continue
        path = unquote(address.path)
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
        ids = {node.get("id") for node in book.trees[target].iter()} if target in book.trees else set()
        if target not in book.files or address.query or (address.fragment and unquote(address.fragment) not in ids):
            dead.append((name, link))
    assert dead == []


def test_no_page_needs_a_script_a_form_or_the_net(book: Book) -> None:
    refused = {*("script", "form", "input", "button", "select", "textarea", "iframe", "object", "audio", "video")}
    found = [(name, node.tag) for name, tree in book.pages.items() for node in tree.iter() if name_of(node) in refused]
    found += [
        (name, node.tag)
        for name, tree in book.trees.items()
        for node in tree.iter()
        if any(key.startswith("on") for key in node.attrib)
        or (name_of(node) in ("img", "link", "image", "source") and "//" in str(node.attrib))
    ]
    assert found == []
    assert [name for name in book.files if name.endswith(".css") and b"//" in book.files[name]] == []


def test_every_picture_has_a_description_or_a_list_that_says_the_same(book: Book) -> None:
    pictures = [node for tree in book.pages.values() for node in tree.iter(f"{XHTML}img")]
    assert all(node.get("alt") for node in pictures)
    for tree in book.pages.values():
        for holder in (node for node in tree.iter() for child in node if child.tag == f"{SVG}svg"):
            drawing = next(holder.iter(f"{SVG}svg"))
            labels = {text(node) for node in drawing.iter(f"{SVG}text")}
            assert drawing.get("aria-hidden") == "true"
            assert labels <= {text(node) for node in holder.iter(f"{XHTML}a")}


def test_folds_are_open(book: Book) -> None:
    assert [name for name, tree in book.pages.items() if next(tree.iter(f"{XHTML}details"), None) is not None] == []
    page = book.pages["life-cycle/collect.xhtml"]
    boxes = [node for node in page.iter(f"{XHTML}div") if "rdm-facility" in node.get("class", "").split()]
    facilities = handbook_data().of(FACILITY).values()
    assert {facility.title for facility in facilities} == {text(box[0]) for box in boxes}


def test_checklists_have_boxes_to_tick_with_a_pen(book: Book) -> None:
    items = [
        text(node)
        for node in book.pages["checklists.xhtml"].iter(f"{XHTML}span")
        if "rdm-tick" in node.get("class", "").split()
    ]
    assert {item.removeprefix("☐ ") for item in items} == {item.text for item in handbook_data().of(CHECKLIST).values()}
    assert all(item.startswith("☐ ") for item in items)


def test_everything_in_the_data_is_told(book: Book) -> None:
    store = handbook_data()
    told = "".join("".join(tree.itertext()) for tree in book.pages.values())
    told = "".join(told.split())
    expected = [
        *(item.title for item in store.of(RESOURCE).values()),
        *(item.title for item in store.of(FACILITY).values()),
        *(service for item in store.of(FACILITY).values() for service in item.services),
        *(item.text for item in store.of(CHECKLIST).values()),
        *(item.title for item in store.of(GUIDE).values()),
        *(item.title for item in store.of(INSTITUTION).values()),
        *(item.definition for item in store.of(GLOSSARY_TERM).values()),
    ]
    assert len(expected) > 400
    assert [words for words in expected if "".join(words.split()) not in told] == []


def test_the_book_says_what_it_is(book: Book) -> None:
    site = yaml.safe_load((ROOT / "data/site.yml").read_text("utf-8"))
    reviewed = max(
        line.removeprefix("reviewed:").strip()
        for path in (ROOT / "docs").rglob("*.md")
        for line in path.read_text("utf-8").splitlines()[:12]
        if line.startswith("reviewed:")
    )
    assert book.facts("title") == [site["name"]]
    assert book.facts("language") == ["en"]
    assert book.facts("creator") == [site["authors"]]
    assert site["licence"] in book.facts("rights")[0]
    assert site["tagline"] in book.facts("description")[0]
    assert (book.facts("date"), book.facts("dcterms:modified")) == ([reviewed], [f"{reviewed}T00:00:00Z"])
    assert book.package.get("unique-identifier") == next(book.package.iter(f"{DC}identifier")).get("id")
    assert book.facts("identifier")[0].startswith("urn:uuid:") != bool(site["base_url"])
    assert "unknown" not in str([node.text for node in book.package[0]])


def test_the_book_says_who_can_read_it(book: Book) -> None:
    assert book.facts("schema:accessMode") == ["textual", "visual"]
    assert book.facts("schema:accessModeSufficient") == ["textual"]
    assert set(book.facts("schema:accessibilityFeature")) >= {
        *("tableOfContents", "structuralNavigation", "alternativeText", "readingOrder")
    }
    assert book.facts("schema:accessibilityHazard") == ["none"]
    assert len(book.facts("schema:accessibilitySummary")[0]) > 80


def test_the_cover_shows_and_says_the_title(book: Book) -> None:
    images = [item for item in book.items.values() if item.get("properties") == "cover-image"]
    assert [item.get("href") for item in images] == ["_cover.svg"]
    words = " ".join(text(node) for node in book.trees["_cover.svg"].iter(f"{SVG}text"))
    site = yaml.safe_load((ROOT / "data/site.yml").read_text("utf-8"))
    assert words == f"{site['name']} {site['tagline']}"
    picture = next(book.pages["_cover.xhtml"].iter(f"{XHTML}img"))
    assert site["name"] in picture.attrib["alt"]


def test_epubcheck_finds_no_fault(book: Book) -> None:
    assert messages(book.path) == []
