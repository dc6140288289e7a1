"""The book: one PDF of all pages, which a screen reader can read, and a sheet for each checklist."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import outloud
import pikepdf
import pymupdf
import pytest
import yaml

from building import ROOT, Build
from letters import A4, sheets, side_notes
from making import bed, garden
from pdfs import faults_of_layout, links, outline, squeeze, tags, text, too_empty
from sphinx_rdm.pdf import typst
from sphinx_rdm.theme.tokens import tokens

FONTS = ROOT / "ext/sphinx_rdm/pdf/fonts"
LEAF = Path(__file__).parent / "leaf.png"
PAGES = Path(__file__).parent / "pages-of-books"

pytestmark = pytest.mark.slow


def bad_pages(folder: Path, pages: Mapping[str, str], **settings: Any) -> Build:
    """The book of the garden with more *pages*, and with a picture and a file that is none beside them."""
    project = bed(folder, pages)
    project.write("docs/leaf.png", LEAF.read_bytes())
    project.write("docs/broken.png", "no picture")
    return project.build("handbook", **settings)


# A small book


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Build:
    page = (
        "# Åsa on “quotes”\n\nγνῶθι σεαυτόν, 50 % → 60 %, H~2~O.[^1]\n\n[^1]: At the foot.\n\n"
        ":::{dropdown} Hidden at first\n*Inside* the fold.\n:::\n\n:::{note}\nMind this.\n:::\n\n"
        "```python\nprint('#not typst') # $x$\n```\n\nSee [the soil](soil.md) and <https://example.org/a_b>.\n"
        "\n[Twice](https://example.org/twice), and [once more](https://example.org/twice).\n\n"
        "| Code | Words |\n| --- | --- |\n| `no.narrow_column_holds_it` | " + "words " * 80 + "|\n"
    )
    return garden(tmp_path_factory.mktemp("book"), {"signs.md": page}).build("handbook", strict=True)


def test_the_book_says_that_it_is_for_everyone(small: Build) -> None:
    with pikepdf.open(small.out / "handbook.pdf") as pdf:
        metadata = pdf.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        assert pdf.Root.Lang == "en"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert metadata["dc:title"] == "Garden notebook"


def test_every_page_is_in_the_outline_in_order(small: Build) -> None:
    marks = outline(small.out / "handbook.pdf")
    assert [title for depth, title in marks if depth == 0][1:5] == ["Garden", "1 Sow", "2 Water", "3 Harvest"]
    assert marks[marks.index((0, "1 Sow")) + 1] == (1, "What to use")  # its first section
    titles = [title for _depth, title in marks]
    assert titles[-1] == "Index"
    assert "Nothing grows here" not in titles


def test_letters_signs_folds_and_code_can_be_read(small: Build) -> None:
    found = text(small.out / "handbook.pdf")
    for words in (
        "Åsa on “quotes”",
        "γνῶθι σεαυτόν",
        "50 % → 60 %",
        "At the foot.",
        "Hidden at first",
        "Inside the fold.",
        "Mind this.",
        "print('#not typst') # $x$",
        "☐",
    ):
        assert squeeze(words) in found, words


def test_no_link_inside_the_book_is_dead(small: Build) -> None:
    outside, dead = links(small.out / "handbook.pdf")
    assert dead == []
    assert "https://example.org/a_b" in outside


def test_a_link_leads_to_its_place_whatever_that_is_called(tmp_path: Path) -> None:
    pages = {"Åsas växthus.md": "# Under glass\n\n(värme)=\n## Heat\n\nWarm.\n", "b.md": "# Out\n\n{ref}`värme`\n"}
    build = bed(tmp_path, pages).build("handbook")
    with pymupdf.open(build.out / "handbook.pdf") as book:
        found = [
            (book[link["page"]].get_textbox((0, link["to"].y, 600, link["to"].y + 40)), link["page"] + 1)
            for page in book
            for link in page.get_links()
            if page.get_textbox(link["from"]).strip() == "Heat" and link["kind"] == pymupdf.LINK_GOTO
        ]
        said = [str(note.Contents) for page in pikepdf.open(book.name).pages for note in page.get("/Annots", ())]
    assert found
    assert all("Heat" in words for words, _page in found), found
    assert {f"Page {page}" for _words, page in found} <= set(said)


def test_each_resource_has_its_address_and_licence_on_paper(small: Build) -> None:
    path = small.out / "handbook.pdf"
    noted, found = "".join(side_notes(sheets(path))), text(path)
    records = yaml.safe_load((small.app.confdir / "data/resources.yml").read_text("utf-8"))
    assert [record["url"] for record in records if record["url"].removeprefix("https://") not in noted] == []
    assert any("licence" in record for record in records)
    assert all(squeeze(f"Licence: {record['licence']}") in found for record in records if record.get("licence"))


def test_an_address_behind_words_is_noted_beside_them_once(small: Build) -> None:
    noted = "".join(side_notes(sheets(small.out / "handbook.pdf")))
    assert noted.count("example.org/twice") == 1
    assert "example.org/a_b" not in noted  # which the text shows


def test_nothing_of_a_small_book_lies_on_something_else(small: Build) -> None:
    assert faults_of_layout(small.out / "handbook.pdf") == []


def test_no_page_in_front_of_a_chapter_is_all_but_empty(tmp_path: Path) -> None:
    """A section moves to the last page, if that would have next to nothing, and all links lead to where it is then."""
    section = "\n".join(f"Line {number}.\n" for number in range(8))
    chapters = {
        f"p{length}.md": f"# Long {length}\n\n"
        + "".join(f"## Section {length}-{number}\n\n{section}\n" for number in range(4))
        + "\n".join(f"End {number}.\n" for number in range(length))
        for length in range(12)
    }
    book = bed(tmp_path, chapters).build("handbook").out / "handbook.pdf"
    assert too_empty(book) == []
    with pymupdf.open(book) as pdf:
        sections = [(title, page) for _level, title, page in pdf.get_toc() if title.startswith("Section")]
        assert len(sections) == 48
        assert [title for title, page in sections if title not in pdf[page - 1].get_text()] == []


def test_what_is_longer_than_a_page_goes_on_on_the_next(tmp_path: Path) -> None:
    much = "many words " * 700
    page = (
        f"# Long\n\n:::{{note}}\n{much} noteend\n:::\n\n:::{{card}} Card\n{much} cardend\n:::\n\n"
        f":::{{dropdown}} Fold\n{much} foldend\n:::\n\n| Cell |\n| --- |\n| {much} cellend |\n\n"
        "```text\n" + "line\n" * 150 + "codeend\n```\n"
    )
    build = bed(tmp_path, {"long.md": page}).build("handbook", strict=True)
    with pymupdf.open(build.out / "handbook.pdf") as pdf:
        found = {word[4] for page in pdf for word in page.get_text("words", clip=page.rect)}
    assert {"noteend", "cardend", "foldend", "cellend", "codeend"} <= found
    assert faults_of_layout(build.out / "handbook.pdf") == []


# What authors write


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Build:
    pages = {path.name: path.read_text("utf-8") for path in sorted(PAGES.iterdir())}
    project = bed(tmp_path_factory.mktemp("varied"), pages)
    leaf = LEAF.read_bytes()
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="{}"><rect width="90" height="{}"/></svg>'
    for name in ("leaf.png", "löv.png"):
        project.write(f"docs/{name}", leaf)
    project.edit("docs/index.md", "marks\n", "marks\nbelow/page\n")
    project.write("docs/below/page.md", "# Below\n\n![Leaf of a page below](root.png)\n")
    project.write("docs/below/root.png", leaf)
    project.write("docs/tall.svg", drawing.format(3000, 2990))
    project.write("docs/cover.svg", drawing.format(50, 40))
    project.write("rose.svg", drawing.format(60, 50))
    return project.build(
        "handbook",
        strict=True,
        myst_enable_extensions=["colon_fence", "tasklist"],
        suppress_warnings=["ref.footnote", "rdm.page"],
        rdm_book_cover="rose.svg",
    )


def test_whatever_authors_write_is_set(varied: Build) -> None:
    assert (varied.status, varied.warnings) == (0, [])
    assert faults_of_layout(varied.out / "handbook.pdf") == []
    assert links(varied.out / "handbook.pdf")[1] == []


@pytest.mark.parametrize(
    "words",
    [
        "Plant Seen by two people Anna Bert rose one two lily three and four fern five",
        "nine",
        "ten",
        "eleven",
        "To the list, the quote, the picture, the note, the terms and the line.",
        "rose : flower It has thorns.",
        "Note of a title.",
        "Once2 and once more2. Press Ctrl. RDM (research data management).",
        "2First paragraph. • item of a note",
        "Nobody refers to this.",
        "a. first letter b. second letter",
        "A small title",
        "Title of a topic",
        "1 first = 1",
        "LongWordThatEnds",
        "muchlonger/thatends",
        "The end of a word copied",
        "Esc and under",
        "☑ done",
        "☐ to do",
        "item of raw HTML",
        "veryverylongaddresswithoutbreaksanywhereinit",
        "https://example.org/linked",
        "https://example.org/figure",
        "A caption.",
    ],
)
def test_nothing_that_authors_write_is_lost(varied: Build, words: str) -> None:
    assert squeeze(words) in text(varied.out / "handbook.pdf")


def test_cells_stand_where_their_spans_put_them(varied: Build) -> None:
    with pikepdf.open(varied.out / "handbook.pdf") as pdf:
        cells = [element for element in tags(pdf) if element.S in ("/TH", "/TD")]
        spans = [
            (str(attribute.get("/RowSpan", 1)), str(attribute.get("/ColSpan", 1)))
            for cell in cells
            for attribute in (cell.get("/A", []) if isinstance(cell.get("/A"), pikepdf.Array) else [cell.get("/A", {})])
            if "/RowSpan" in attribute or "/ColSpan" in attribute
        ]
    assert sorted(spans) == [("1", "2"), ("1", "2"), ("2", "1"), ("2", "1"), ("2", "1")]


def test_pictures_are_as_wide_as_pages_say_and_each_is_its_own(varied: Build) -> None:
    with pymupdf.open(varied.out / "handbook.pdf") as pdf:
        start = next(page.number for page in pdf if "A sign" in page.get_text())
        boxes = [pymupdf.Rect(info["bbox"]) for page in pdf for info in page.get_image_info() if page.number >= start]
    assert boxes[0].height < 15
    assert min(box.width for box in boxes[1:]) == pytest.approx(0.2 * A4.text, abs=2)
    alternatives = _alternatives(varied.out / "handbook.pdf")
    assert {
        "A leaf",
        "of a leaf",
        "Linked leaf",
        "Tall leaf",
        "Leaf that is called cover",
        "Leaf with a name of its own",
        "Leaf of a page below",
    } <= alternatives


def _alternatives(path: Path) -> set[str]:
    with pikepdf.open(path) as pdf:
        return {str(element.Alt) for element in tags(pdf) if "/Alt" in element}


def test_a_checker_finds_no_error_in_what_authors_write(varied: Build) -> None:
    found = outloud.check(str(varied.out / "handbook.pdf")).findings
    # A table of which no row is a head is what its author wrote; and this checker overlooks spans of rows.
    errors = [str(finding) for finding in found if finding.severity == "error"]
    assert [error for error in errors if "TBL-001" not in error and "TBL-004" not in error] == []


CANNOT_HOLD = {
    "formula": (
        "# Bad\n\nIn words, $x^2$.\n",
        ":3: WARNING: a book cannot show the formula 'x^2'; use sphinx.ext.imgmath",
    ),
    "far": (
        "# Bad\n\n![Far](https://example.org/far.png)\n",
        ":3: WARNING: the picture 'https://example.org/far.png' lies on another site, and a book holds"
        " what it shows; put a copy beside the page",
    ),
    "broken": (
        "# Bad\n\n![Broken](broken.png)\n",
        ":3: WARNING: the picture '_images/broken.png' is missing, or no picture that the book can show;"
        " its text is set instead",
    ),
    "title": (
        "Words alone.\n",
        ":1: WARNING: the page has no title, so the contents of the book leave it out; begin it with one",
    ),
}
LEAVES_OUT = {
    "picture": (
        "# Bad\n\nWords.\n\n![](leaf.png)\n",
        ":5: WARNING: the picture 'leaf.png' has no alt text; say in :alt: what it shows",
    ),
    "heading": (
        "# Bad\n\nWords.\n\n```{rubric} Deep down\n:heading-level: 4\n```\n",
        ":5: WARNING: the heading 'Deep down' skips a level; screen readers expect no gap",
    ),
    "link": (
        "# Bad\n\nWords.\n\nGo [there](#nowhere).\n",
        ":5: WARNING: the link 'there' leads to 'link#nowhere', which is not there",
    ),
    "sign": (
        "# Bad\n\nWords.\n\nThe sign \U00013000 is old.\n",
        ":5: WARNING: no font of the book has the sign '\U00013000' (U+13000), so its name is set instead;"
        " rdm_book_fonts can add one that has it",
    ),
}


@pytest.fixture(scope="module")
def poorer(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A book with a page for each thing that it cannot hold."""
    pages = {f"{name}.md": page for name, (page, _said) in CANNOT_HOLD.items()}
    return bad_pages(tmp_path_factory.mktemp("poorer"), pages, myst_enable_extensions=["dollarmath"])


@pytest.fixture(scope="module")
def unfair(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A book with a page for each thing that leaves readers out."""
    pages = {f"{name}.md": page for name, (page, _said) in LEAVES_OUT.items()}
    return bad_pages(tmp_path_factory.mktemp("unfair"), pages, strict=True)


def said(build: Build, name: str, expected: str) -> bool:
    return any(line.endswith(f"/{name}.md{expected} [rdm.book]") for line in build.warnings)


@pytest.mark.parametrize("name", CANNOT_HOLD)
def test_what_a_book_cannot_hold_is_reported_and_the_rest_is_set(poorer: Build, name: str) -> None:
    assert said(poorer, name, CANNOT_HOLD[name][1]), poorer.warnings
    assert squeeze("Sow") in text(poorer.out / "handbook.pdf")


@pytest.mark.parametrize("name", LEAVES_OUT)
def test_what_would_leave_a_reader_out_is_reported_with_page_and_line(unfair: Build, name: str) -> None:
    assert unfair.status == 1
    assert said(unfair, name, LEAVES_OUT[name][1]), unfair.warnings


def test_an_error_of_the_typesetter_names_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(typst._BY_TAG, "hr", lambda _writer, _node: "#no-such-function()")
    build = bad_pages(tmp_path, {"bad.md": "# Bad\n\nWords.\n\n---\n\nMore.\n"})
    assert build.status == 1
    assert "/bad.md:1: WARNING: the book was not set: unknown variable: no-such-function" in build.warnings[0]


def test_a_build_leaves_no_book_or_sheet_of_an_earlier_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = bed(tmp_path, {}, "sow")
    first = project.build("handbook", strict=True, rdm_book_parts=True)
    assert {"checklist-sow.pdf", "handbook-sow.pdf"} <= {path.name for path in first.out.glob("*.pdf")}
    project.edit("docs/sow.md", "# Sow\n", "# Sow\n\nMore.\n")
    again = project.build("handbook", strict=True)
    clean = project.build("handbook", folder="clean", strict=True)
    assert {path.name: path.read_bytes() for path in again.out.glob("*.pdf")} == {
        path.name: path.read_bytes() for path in clean.out.glob("*.pdf")
    }
    monkeypatch.setitem(typst._BY_TAG, "hr", lambda _writer, _node: "#no-such-function()")
    project.edit("docs/sow.md", "More.", "More.\n\n---\n\nThe end.")
    assert list(project.build("handbook").out.glob("*.pdf")) == []


def test_only_fonts_that_come_along_are_used(small: Build) -> None:
    with pikepdf.open(small.out / "handbook.pdf") as pdf:
        names = {
            str(item.FontName) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontName" in item
        }
    used = {name.partition("+")[2].removesuffix("-Identity-H") for name in names}
    assert {"SourceSansPro-Bold", "LibertinusSerif-Regular", "DejaVuSansMono"} <= used
    assert used <= {path.stem for path in FONTS.glob("*.?tf")}


def test_messages_name_each_sheet_and_show_no_source(small: Build) -> None:
    assert "checklist-sow.pdf" in small.messages
    assert "#import" not in small.messages


@pytest.mark.parametrize(
    "faults",
    [
        {
            "rdm_book_paper": ("a44", "unknown paper 'a44'; known: a4, b5, letter"),
            "rdm_book_sides": ("three", "unknown number of sides 'three'; known: one, two"),
            "rdm_book_size": ("huge", "unknown size 'huge'; known: large, normal"),
            "rdm_book_accent": ("teal", f"'teal' is no colour; write one as in '{tokens()['day']['accent']}'"),
            "rdm_book_cover": ("rose.png", "there is no file 'rose.png' beside conf.py"),
            "rdm_book_fonts": ("fonts", "there is no file or folder 'fonts' beside conf.py"),
            "rdm_book_site": ("dirhtm", "unknown builder 'dirhtm', did you mean 'dirhtml'?"),
            "rdm_book_pages": (["seesons"], "unknown part or page 'seesons', did you mean 'seasons'?"),
        },
        {
            "rdm_book_accent": (
                "#ffdd00",
                "'#ffdd00' is too light for words: its contrast with light grounds is 1.3, and 4.5 is needed;"
                " choose a darker colour",
            ),
            "rdm_book_fonts": (["docs"], "'docs' holds no font that the book can use; name one as .ttf or .otf"),
        },
    ],
    ids=["unknown", "of-no-use"],
)
def test_all_settings_that_make_no_sense_are_reported(tmp_path: Path, faults: dict[str, tuple[object, str]]) -> None:
    project = bed(tmp_path, {}, "sow")
    project.edit("docs/index.md", "```{toctree}\nsow\n", "```{toctree}\n:caption: Seasons\n\nsow\n")
    build = project.build("handbook", strict=True, **{name: value for name, (value, _said) in faults.items()})
    assert build.status == 1
    expected = [f"WARNING: {name}: {said} [rdm.book]" for name, (_value, said) in faults.items()]
    assert sorted(build.warnings) == sorted(expected)


def test_paper_colour_and_cover_are_settings(tmp_path: Path) -> None:
    project = bed(tmp_path, {"ring.md": "# Ring\n\n```{life-cycle}\n```\n"})
    project.write("rose.png", LEAF.read_bytes())
    settings = {"rdm_book_paper": "letter", "rdm_book_accent": "#7a1f4b", "rdm_book_cover": "rose.png"}
    build = project.build("handbook", strict=True, **settings)
    with pymupdf.open(build.out / "handbook.pdf") as pdf:
        cover = pdf[0]
        assert (cover.rect.width, cover.rect.height) == (612, 792)
        assert len(cover.get_images()) == 1
        assert cover.get_pixmap().pixel(5, 5) == pytest.approx((0x7A, 0x1F, 0x4B), abs=1)
        ring = next(page for page in pdf if page.get_text().startswith("Ring"))
        strokes = {
            drawing["color"] for drawing in ring.get_drawings() if len(drawing["items"]) > 3 and drawing["color"]
        }
    assert {tuple(round(channel * 255) for channel in stroke) for stroke in strokes} == {(0x7A, 0x1F, 0x4B)}


def test_every_phase_with_a_checklist_has_a_sheet_of_one_page(small: Build) -> None:
    items = yaml.safe_load((small.app.confdir / "data/checklists.yml").read_text("utf-8"))
    sheets = {f"checklist-{phase}.pdf" for item in items for phase in item.get("phases", ())}
    assert {path.name for path in small.out.glob("checklist-*.pdf")} == sheets
    for name in sheets:
        with pikepdf.open(small.out / name) as pdf:
            assert len(pdf.pages) == 1
        assert "☐" in text(small.out / name)


def test_two_builds_are_the_same_to_the_byte(tmp_path: Path) -> None:
    project = garden(tmp_path, {})
    builds = [project.build("handbook", folder=name, parallel=cores) for name, cores in (("one", 1), ("two", 2))]
    first, second = ({path.name: path.read_bytes() for path in build.out.glob("*.pdf")} for build in builds)
    assert "handbook.pdf" in first
    assert first == second


def test_one_part_leads_to_the_rest_on_the_published_site_or_not_at_all(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "sow", "soil")
    project.edit(
        "docs/index.md",
        "```{toctree}\nsow\n",
        "```{toctree}\n:caption: The Seasons\n\nsow\n```\n\n```{toctree}\n:caption: More\n\n",
    )
    project.edit("docs/sow.md", "# Sow\n", "# Sow\n\nSee [the soil](soil.md).\n")
    plain = project.build("handbook", strict=True, rdm_book_pages=["the-seasons"])
    assert [title for _depth, title in outline(plain.out / "handbook.pdf")][1] == "1 Sow"
    assert squeeze("See the soil.") in text(plain.out / "handbook.pdf")
    project.edit("data/site.yml", "name:", "base_url: https://example.org/notes\nname:")
    published = project.build("handbook", strict=True, rdm_book_pages=["the-seasons"])
    assert "https://example.org/notes/soil.html" in links(published.out / "handbook.pdf")[0]
    settings = {"rdm_book_site": "dirhtml"}, {"html_link_suffix": ""}, {"html_file_suffix": ".htm"}
    for setting, address in zip(settings, ("soil/", "soil", "soil.htm"), strict=True):
        other = project.build("handbook", strict=True, rdm_book_pages=["the-seasons"], **setting)
        assert f"https://example.org/notes/{address}" in links(other.out / "handbook.pdf")[0]


def test_the_imprint_links_to_the_doi_and_cites_it(tmp_path: Path) -> None:
    project = bed(tmp_path, {})
    project.edit("data/site.yml", "name:", "base_url: https://example.org/notes\nname:")
    book = project.build("handbook", strict=True).out / "handbook.pdf"
    before = links(book)[0]
    assert "doi" not in text(book, slice(2)).casefold()
    assert squeeze("Version 1. https://example.org/notes Standards") in text(book, slice(2))
    project.edit("data/site.yml", "name:", "doi: 10.1234/garden\nname:")
    project.build("handbook", strict=True)
    doi = "https://doi.org/10.1234/garden"
    said = squeeze(f"DOI {doi} How to cite Gardeners. Garden notebook. Version 1. {doi}")
    assert said in text(book, slice(2))
    assert links(book)[0] - before == {doi}
    assert faults_of_layout(book) == []
    assert outloud.check(str(book)).errors == 0


def test_a_report_says_what_was_left_out_and_lies_beside_no_other_book(tmp_path: Path) -> None:
    project = bed(tmp_path, {"shed.md": "# Shed\n"})
    book = project.build("handbook", strict=True).out / "handbook.pdf"
    report = book.with_name("handbook-report.txt")
    command = [sys.executable, ROOT / "tests/bench/standards.py", book]
    run = subprocess.run(command, check=False, capture_output=True, text=True, env=os.environ | {"PATH": ""})
    said = report.read_text("utf-8")
    assert run.returncode == 2, run.stdout
    assert run.stdout.splitlines()[-1].startswith("Left out: veraPDF, so nothing is known of PDF/UA-1 and PDF/A-3a; ")
    assert run.stdout.splitlines()[-1] in said.splitlines()
    assert hashlib.sha256(book.read_bytes()).hexdigest() in said
    assert "Rules of outloud without TAG-002 and TBL-010: meets" in said
    project.build("handbook", strict=True)
    assert report.exists()
    project.edit("docs/shed.md", "# Shed", "# Sheds")
    project.build("handbook", strict=True)
    assert not report.exists()
