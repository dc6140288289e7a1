"""What stands beside the text of a book: notes on pages and addresses, heads, numbers and tabs, on every paper."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import SITES
from letters import Letter, Sheet, is_stamp, languages, misplaced, sheets, side_notes, tiny
from making import Project, garden
from pdfs import faults_of_layout
from sphinx_rdm.pdf.fonts import Style, width
from sphinx_rdm.pdf.margin import SideNote, placed, spread
from sphinx_rdm.pdf.paper import Paper, paper_of

SIZE, TOP, BOTTOM = 8.0, 80.0, 760.0
heights = st.floats(TOP, BOTTOM, allow_nan=False)
notes = st.builds(SideNote, heights, st.lists(st.sampled_from(["→ 12", "example.org/a"]), min_size=1, max_size=6))


@given(st.lists(notes, max_size=60).map(lambda notes: sorted(notes, key=lambda note: note.down)))
def test_notes_stay_in_their_column_in_order_and_apart(notes: list[SideNote]) -> None:
    found = [y for _words, y in placed(notes, TOP, BOTTOM, SIZE)]
    assert all(TOP + SIZE - 0.1 <= y <= BOTTOM for y in found)
    assert all(after - before > SIZE for before, after in pairwise(found))


@given(st.lists(notes, max_size=12))
def test_all_lines_are_there_if_there_is_room(notes: list[SideNote]) -> None:
    found = [words for words, _y in placed(notes, TOP, BOTTOM, SIZE)]
    lines = [words for note in notes for words in note.lines]
    assert found == lines or len(lines) > 65


@given(st.lists(heights, max_size=8, unique=True).map(sorted))
def test_each_note_is_beside_its_line_if_no_other_is_near(downs: list[float]) -> None:
    found = [y for _words, y in placed([SideNote(down, ["→ 12"]) for down in downs], TOP - 20, BOTTOM + 20, SIZE)]
    around = zip([0.0, *downs], downs, found, [*downs, 1000.0], strict=False)
    far = [(down, y) for before, down, y, after in around if min(down - before, after - down) > 8 * 2 * SIZE]
    assert [y for _down, y in far] == pytest.approx([down for down, _y in far])


def test_too_many_notes_are_cut_to_the_column_and_none_is_beyond_it() -> None:
    for line in ("example.org/", "illi.ill/illi"):
        many = [SideNote(100 + number, [line, "long/", "address"]) for number in range(300)]
        found = placed(many, TOP, BOTTOM, SIZE)
        assert 50 < len(found) < 80
        (cut,) = {words for words, _y in found}
        assert len(line) // 2 < len(cut) < len(line)
        assert cut.endswith("…")
        assert width(cut, Style.NOTE) <= width(line, Style.NOTE)


EACH = [("a4", "two", "large"), ("b5", "two", "normal"), ("letter", "one", "normal")]
"""Each paper, in usual and in large print, with two sides and with one; all other books of the tests are the usual."""


@pytest.fixture(scope="module", params=EACH, ids="-".join)
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Paper]:
    """A book with parts, on each paper, with either number of sides, in either size."""
    paper, sides, size = request.param
    folder = tmp_path_factory.mktemp("atlas") / "atlas"
    shutil.copytree(SITES / "atlas", folder)
    build = Project(folder).build(
        "handbook", strict=True, rdm_book_paper=paper, rdm_book_sides=sides, rdm_book_size=size
    )
    assert (build.status, build.warnings) == (0, [])
    return build.out / "handbook.pdf", paper_of(paper, mirrored=sides == "two", large=size == "large")


@pytest.mark.slow
def test_every_letter_stands_in_its_column_and_can_be_read(book: tuple[Path, Paper]) -> None:
    path, paper = book
    pages = sheets(path)
    assert (pages[0].width, pages[0].height) == pytest.approx((paper.width, paper.height), abs=0.1)
    assert faults_of_layout(path, paper) == []
    assert tiny(pages) == set()
    pictures = "SourceSansPro-Semibold"  # which are as wide as the column
    assert {font.split()[0] for font in tiny(pages, 8 * paper.scale)} <= {pictures}
    assert tiny(pages, 7 * paper.scale) == set()


@pytest.mark.slow
def test_each_page_has_its_number_and_each_chapter_its_numeral_and_tab(book: tuple[Path, Paper]) -> None:
    path, paper = book
    pages = sheets(path)
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        order = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        chapters = [item for part in outline.root for item in part.children if item.title[0].isdigit()]
        starts = {order[item.destination[0].objgen]: item.title.split()[0] for item in chapters}
    assert starts
    for page in pages:
        stamps = [letter for letter in page.letters if is_stamp(letter, page.number, paper)]
        folio = "".join(letter.sign for letter in stamps if letter.line > paper.height - paper.bottom + 15)
        numeral = "".join(letter.sign for letter in stamps if letter.size > paper.size("part"))
        if page.number in starts:
            assert (folio, numeral) == (str(page.number), starts[page.number])
            assert _tab(page, paper)
        elif folio:
            assert (folio, numeral) == (str(page.number), "")


def _tab(page: Sheet, paper: Paper) -> str:
    edge = [letter for letter in page.letters if letter.left > paper.width - 22 or letter.right < 22]
    return "".join(letter.sign for letter in edge)


@pytest.mark.slow
def test_pages_that_words_lead_to_are_noted_beside_them(tmp_path: Path) -> None:
    pages = {
        "long.md": "# Long\n\nSee [the soil](soil.md), [](sow.md) and [itself](#end).\n\n(end)=\n## End\n\nOver.\n"
    }
    build = garden(tmp_path, pages).build("handbook", strict=True)
    found = sheets(build.out / "handbook.pdf")
    with pikepdf.open(build.out / "handbook.pdf") as pdf, pdf.open_outline() as outline:
        order = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        starts = {item.title.partition(" ")[2]: order[item.destination[0].objgen] for item in outline.root}
    goals = f"→{starts['Sow']}" if starts["Sow"] == starts.get("Soil") else ""
    noted = side_notes(found)[starts["Long"] - 1]
    assert noted.startswith("→")
    assert str(starts["Sow"]) in noted
    assert goals in noted
    assert str(starts["Long"]) not in noted.replace("→", " ").replace(",", " ").split()


@pytest.mark.slow
def test_a_term_is_explained_beside_its_first_use_and_long_lines_of_code_have_the_column(tmp_path: Path) -> None:
    line = "x" * 40 + " " + "y" * 35
    page = "# Long\n\nCover it with {term}`mulch`, and again {term}`mulch`.\n\nSee [](sow.md).\n\n"
    page += f"```text\n{line}\n```\n"
    build = garden(tmp_path, {"long.md": page}).build("handbook", strict=True)
    path = build.out / "handbook.pdf"
    assert faults_of_layout(path) == []
    found = sheets(path)
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        order = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        sheet = found[next(order[item.destination[0].objgen] for item in outline.root if item.title.endswith("Long"))]
    (noted,) = side_notes([sheet])
    assert noted.count("mulch:Whatliesonthebed") == 1
    code = [letter for letter in sheet.letters if letter.sign == "y"]
    assert len({round(letter.line) for letter in code[-35:]}) == 1
    notes = [letter.line for letter in sheet.letters if letter.font == "SourceSansPro-Regular" and letter.size < 8.1]
    assert all(abs(line - code[-1].line) > 8 for line in notes)


rooms = st.lists(st.floats(60, 120), min_size=1, max_size=4)


@given(st.lists(notes, max_size=30).map(lambda notes: sorted(notes, key=lambda note: note.down)), rooms)
def test_each_note_has_a_room_and_none_comes_before_another(notes: list[SideNote], heights: list[float]) -> None:
    tops = [TOP + 180 * number for number in range(len(heights))]
    found = spread(notes, [(top, top + height) for top, height in zip(tops, heights, strict=True)], SIZE)
    assert [note for _top, _bottom, own in found for note in own] == notes
    assert all(note.down <= bottom for _top, bottom, own in found[:-1] for note in own)


@pytest.mark.slow
def test_what_is_laid_over_pages_is_passed_over(book: tuple[Path, Paper]) -> None:
    """It is words of a form that belongs to no tag."""
    with pikepdf.open(book[0]) as pdf:
        assert pdf.pages
        for page in pdf.pages:
            page.contents_coalesce()
            commands = page.Contents.read_bytes()
            assert commands.rstrip().endswith(b"EMC")
            assert b"/Artifact BMC\nq /Stamps Do Q\nEMC" in commands
            assert "/StructParents" not in page.Resources.XObject["/Stamps"]


def test_words_between_the_columns_would_be_found() -> None:
    paper = paper_of("a4", mirrored=True, large=False)
    inside = Letter("a", 100, 105, 300, "LibertinusSerif-Regular", 10.5)
    between = inside._replace(left=paper.text_left(1) + paper.text + 3, right=paper.text_left(1) + paper.text + 8)
    pages = [Sheet(number, paper.width, paper.height, [inside, between]) for number in (0, 1)]
    assert len(misplaced(pages, paper)) == 1


@pytest.mark.slow
def test_words_of_another_language_are_marked_in_the_index(tmp_path: Path) -> None:
    build = garden(tmp_path, {}).build("handbook", strict=True)
    spoken = languages(build.out / "handbook.pdf")
    assert "marktäckning" in spoken["sv"].replace("\xad", "")


@pytest.mark.slow
def test_no_sign_of_a_title_or_an_address_stops_the_book(tmp_path: Path) -> None:
    page = "# Sign \U00013000\n\nSee [there](https://example.org/\u4f8b\U00013001), {term}`mulch` and [](sow.md).\n\n"
    page += "words " * 4000 + "\n"
    project = garden(tmp_path, {"sign.md": page})
    project.edit("data/glossary.yml", "definition: ", "definition: \U00013002 ")
    build = project.build("handbook")
    assert [path.name for path in build.out.glob("handbook.pdf")] == ["handbook.pdf"], build.warnings
    assert faults_of_layout(build.out / "handbook.pdf") == []
