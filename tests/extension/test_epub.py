"""The EPUB: sound whatever authors write, and the same at every build."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import pytest
from hypothesis import given, settings, strategies

from building import Build
from epubs import SVG, XHTML, Book, built, messages, name_of, text
from machine.sequence import differences
from making import bed, garden, kitchen
from sphinx_rdm.epub.xhtml import fault, for_book

pytestmark = pytest.mark.slow


def in_bed(folder: Path, pages: Mapping[str, str], **options: Any) -> tuple[Build, Book]:
    return built(bed(folder, pages, "sow", "words", "stores"), epub_basename="book", **options)


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
    return in_bed(tmp_path_factory.mktemp("folds"), {"folds.md": FOLDS}, strict=True)[1].pages["folds.xhtml"]


def test_fold_outs_and_tabs_become_boxes_with_titles(folds: Element) -> None:
    boxes = [[text(part) for part in node] for node in folds.iter() if node.get("class", "").startswith("rdm-fold")]
    assert boxes == [["Under the lid", "Compost is warm."], ["Spade", "Dig."], ["Fork", "Turn."]]
    assert {"details", "input", "label", "svg"}.isdisjoint(name_of(node) for node in folds.iter())


def test_the_title_of_a_card_is_its_link(folds: Element) -> None:
    links = {text(node): node.get("href") for node in folds.iter(f"{XHTML}a")}
    assert links == {"The shed": "sow.xhtml", "https://example.org/shed": "https://example.org/shed"}


def test_two_processes_pack_the_same_bytes(tmp_path: Path) -> None:
    project = garden(tmp_path, {"folds.md": FOLDS})
    book, other = (
        built(project, folder=str(number), parallel=number, epub_basename="book", strict=True)[1] for number in (1, 2)
    )
    assert differences(book.files, other.files) == {}
    assert other.path.read_bytes() == book.path.read_bytes()
    with ZipFile(book.path) as archive:
        assert {entry.date_time[3:] for entry in archive.infolist()} == {(0, 0, 0)}


def test_a_garden_with_an_index_is_a_sound_book(tmp_path: Path) -> None:
    _build, book = in_bed(tmp_path, {"folds.md": FOLDS}, strict=True)
    assert book.spine[-1] == "genindex.xhtml"
    assert text(list(book.nav("toc").iter(f"{XHTML}a"))[-1]) == "Index"


def test_the_time_of_a_build_can_be_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    _build, book = in_bed(tmp_path, {})
    assert book.facts("dcterms:modified") == ["2025-06-15T15:06:40Z"]
    with ZipFile(book.path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2025, 6, 15, 15, 6, 40)}


def test_the_address_of_the_site_names_the_book(tmp_path: Path) -> None:
    project = bed(tmp_path, {"shed.md": "# Shed\n\n{download}`the plan <plan.txt>`\n"})
    project.write("docs/plan.txt", "A plan.")
    project.write("data/site.yml", "name: Garden & <notes>\noperator: The club\nbase_url: https://example.org/garden\n")
    _build, book = built(project, epub_basename="book", strict=True)
    assert book.facts("title") == ["Garden & <notes>"]
    assert book.facts("identifier") == ["https://example.org/garden"]
    assert book.facts("publisher") == ["The club"]
    link = next(book.pages["shed.xhtml"].iter(f"{XHTML}a"))
    assert str(link.get("href")).startswith("https://example.org/garden/_downloads/")


def test_a_doi_is_one_more_identifier_and_a_link_on_the_title_page(tmp_path: Path) -> None:
    project = bed(tmp_path, {})
    _build, before = built(project, strict=True)
    project.edit("data/site.yml", "name:", "doi: 10.1234/garden(1)\nname:")
    _build, book = built(project, strict=True)
    assert book.facts("identifier") == [*before.facts("identifier"), "doi:10.1234/garden(1)"]
    assert book.facts("identifier-type") == ["06"]
    assert [node.get("href") for node in book.pages["_title.xhtml"].iter(f"{XHTML}a")] == [
        "https://doi.org/10.1234/garden(1)"
    ]
    assert "doi" not in ElementTree.tostring(before.package, "unicode") + text(before.pages["_title.xhtml"]).casefold()
    assert messages(book.path) == []
    project.edit("data/site.yml", "doi: ", "doi: https://doi.org/")
    _build, same = built(project, strict=True)
    assert same.facts("identifier") == book.facts("identifier")


def test_each_page_says_when_it_was_reviewed(tmp_path: Path) -> None:
    _build, book = in_bed(
        tmp_path, {"shed.md": "---\nreviewed: 2026-11-25\n---\n# Shed\n\nTools.\n", "den.md": "# Den\n"}
    )
    assert "Last reviewed 2026-11-25" in text(book.pages["shed.xhtml"])
    assert "Last reviewed" not in text(book.pages["den.xhtml"])


def test_a_book_claims_to_be_accessible_only_if_somebody_answers_for_it(tmp_path: Path) -> None:
    project = bed(tmp_path, {})
    _build, book = built(project, strict=True)
    assert book.facts("dcterms:conformsTo") == []
    project.edit("data/site.yml", "name:", "accessibility_certifier: The <club>\nname:")
    _build, book = built(project, strict=True)
    assert book.facts("dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert book.facts("a11y:certifiedBy") == ["The <club>"]


def test_a_report_of_another_book_is_deleted(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "sow")
    _build, book = built(project, epub_basename="book", strict=True)
    report = book.path.with_name("book-report.txt")
    report.write_text("No faults.", "utf-8")
    built(project, epub_basename="book", strict=True)
    assert report.exists()
    project.edit("docs/sow.md", "# Sow", "# Sow and wait")
    built(project, epub_basename="book", strict=True)
    assert not report.exists()


def test_without_an_address_the_name_keeps_its_number(tmp_path: Path) -> None:
    one, other = (in_bed(tmp_path / name, {})[1].facts("identifier") for name in ("one", "other"))
    assert one == other
    assert one[0].startswith("urn:uuid:")


def test_a_picture_without_a_description_is_not_passed_off_as_described(tmp_path: Path) -> None:
    project = bed(tmp_path, {"shed.md": "# Shed\n\n![](shed.svg)\n"})
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
    # What the rules for pages say of them is no question here.
    options = {"html_baseurl": "https://garden.example.org/notes/", "suppress_warnings": ["rdm.page"]}
    return in_bed(tmp_path_factory.mktemp("hostile"), pages, **options)


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


def test_epubcheck_finds_no_fault_where_authors_wrote_html_for_browsers(hostile: tuple[Build, Book]) -> None:
    assert messages(hostile[1].path) == []


LOOSE = """# Loose

<p>See <a href="nowhere.html">here</a> and <a href="sow.xhtml">there</a> <img src="gone.png" alt="Gone" /></p>
"""


def test_what_a_page_leads_to_and_the_book_lacks_is_reported(tmp_path: Path) -> None:
    build, _book = in_bed(tmp_path, {"loose.md": LOOSE}, suppress_warnings=["rdm.page"])
    lacking = [f":1: '{name}' is shown or linked here, and is not in the book" for name in ("gone.png", "nowhere.html")]
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
    _build, book = in_bed(tmp_path, {"shed.md": shed}, html_use_index=False, strict=True)
    entries = {text(link): str(link.get("href")) for link in book.pages["genindex.xhtml"].iter(f"{XHTML}a")}
    assert entries["of wood"].startswith("shed.xhtml#index-")
    assert book.spine[-1] == "genindex.xhtml"


def test_a_book_without_entries_has_no_index(tmp_path: Path) -> None:
    _build, book = built(kitchen(tmp_path, {"shed.md": "# Shed\n\nTools.\n"}), epub_basename="book")
    assert "genindex.xhtml" not in book.files


def test_a_build_after_an_edit_packs_what_a_clean_one_does(tmp_path: Path) -> None:
    project = bed(tmp_path, {"shed.md": "# Shed\n\nTools.\n"}, "water")
    options: dict[str, Any] = {"epub_basename": "book"}
    built(project, **options)
    project.edit("docs/shed.md", "# Shed", "# Hut")
    project.edit("docs/index.md", "\nwater\n", "\n")
    (project.root / "docs/water.md").unlink()
    edited, clean = (built(project, folder=name, **options)[1] for name in ("build", "clean"))
    assert edited.path.read_bytes() == clean.path.read_bytes()
    assert "water.xhtml" not in edited.files


def test_a_style_sheet_of_the_site_may_name_what_is_no_file_of_the_book_and_be_no_utf_8(tmp_path: Path) -> None:
    project = kitchen(tmp_path)
    project.write("_static/leaf.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    addresses = [b"leaf.svg", b"http://[x", b"//example.org/far.svg", b"https://example.org/a.svg", b"data:,x", b"\xff"]
    project.write("_static/own.css", b"\n".join(b"p { background: url(" + address + b") }" for address in addresses))
    build, book = built(project, html_static_path=["_static"], epub_css_files=["own.css"])
    assert "_static/leaf.svg" in {item.get("href") for item in book.items.values()}
    assert not [line for line in build.warnings if "far.svg" in line or "/a.svg" in line]
    assert build.status == 0
