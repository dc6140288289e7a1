"""Books beside the site: the foot of every page links to them, and the site itself can be taken along as one ZIP."""

from __future__ import annotations

import shutil
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from building import SITES, Build, Project
from sphinx_rdm.site.books import say

pytestmark = pytest.mark.slow

FRAME = {"html_theme": "rdm", "html_use_index": False}
BOOKS = ["books/garden.pdf", "books/garden.epub"]


@pytest.fixture
def garden(tmp_path: Path) -> Project:
    shutil.copytree(SITES / "garden", tmp_path / "garden")
    project = Project(tmp_path / "garden")
    project.write("books/garden.pdf", b"p" * 2_512_345)
    project.write("books/garden.epub", b"e" * 80_400)
    project.edit("docs/sow.md", "phase: sow\n", "phase: sow\nreviewed: 2026-11-25\n")
    project.edit("docs/soil.md", "topic: soil\n", "topic: soil\nreviewed: 2026-03-01\n")
    return project


def build(garden: Project, folder: str = "build", **settings: Any) -> Build:
    return garden.build(folder=folder, **FRAME, **settings)


def offered(built: Build, page: str) -> list[tuple[str, str]]:
    return [(link["href"], link.get_text()) for link in built.page(page).select(".site-footer-books a")]


def test_every_page_links_to_the_books_with_format_size_and_date(garden: Project) -> None:
    built = build(garden, rdm_books=BOOKS)
    assert not [line for line in built.warnings if "rdm_" in line]
    pages = [path.stem for path in built.out.glob("*.html")]
    assert {"index", "search", "404", "sow"} <= set(pages)
    for page in pages:
        top = "/" if page == "404" else ""
        assert offered(built, page) == [
            (f"{top}garden.pdf", "The handbook as PDF, 2.5 MB, 25 November 2026"),
            (f"{top}garden.epub", "The handbook as EPUB, 80 kB, 25 November 2026"),
        ], page
    assert (built.out / "garden.pdf").stat().st_size == 2_512_345
    assert built.page("index").select(".tagline") == []  # of which site.yml knows nothing


def test_pages_follow_the_books_and_the_reviews_and_nothing_is_left_of_books_that_are_gone(garden: Project) -> None:
    build(garden, rdm_books=BOOKS, rdm_zip="garden.zip")
    garden.write("books/garden.pdf", b"p" * 999)
    garden.edit("docs/soil.md", "2026-03-01", "2026-12-01")
    after = build(garden, rdm_books=BOOKS)
    assert offered(after, "water")[0] == ("garden.pdf", "The handbook as PDF, 1 kB, 1 December 2026")
    assert after.files() == build(garden, "clean", rdm_books=BOOKS).files()
    without = build(garden)
    assert offered(without, "index") == []
    assert without.files() == build(garden, "plain").files()


def test_what_cannot_be_offered_is_reported_and_nothing_else_is_lost(garden: Project) -> None:
    garden.write("docs/garden.pdf", b"other")
    books = ["books/none.pdf", "books", "docs/index.md", *BOOKS, "docs/garden.pdf"]
    built = build(garden, rdm_books=books, rdm_zip="../out.zip")
    assert [line.partition("WARNING: ")[2].partition(" [rdm")[0] for line in built.warnings if "rdm_" in line] == [
        "rdm_books: there is no file 'books/none.pdf'; build it first, or take it from the list",
        "rdm_books: 'books' is none of .pdf, .epub, .zip",
        "rdm_books: 'docs/index.md' is none of .pdf, .epub, .zip",
        "rdm_books: two files are called 'garden.pdf'; give one of them another name",
        "rdm_zip: '../out.zip' is not the plain name of a file; write it as site.zip",
    ]
    assert len(offered(built, "index")) == len(BOOKS)
    assert not list(garden.root.rglob("out.zip"))


def test_the_zip_holds_the_site_but_not_itself_and_has_the_same_bytes_twice(garden: Project) -> None:
    first = build(garden, rdm_zip="garden.zip").files()
    assert first == build(garden, rdm_zip="garden.zip").files()
    with ZipFile(BytesIO(first.pop("garden.zip"))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == first
        assert archive.namelist() == sorted(archive.namelist())
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 25, 0, 0, 0)}


def test_a_book_makes_no_page_of_another_builder_offer_it(garden: Project) -> None:
    built = garden.build("epub", rdm_books=BOOKS, rdm_zip="garden.zip")
    assert not list(built.out.glob("garden.*"))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The handbook as PDF, 2.5 MB, 25 November 2026"),
        ("sv", "The handbook as PDF, 2,5 MB, 25 november 2026"),
        ("pt_BR", "The handbook as PDF, 2,5 MB, 25 de novembro de 2026"),
        ("xx", "The handbook as PDF, 2.5 MB, 25 November 2026"),
    ],
)
def test_size_and_date_are_written_as_in_the_language_of_the_site(language: str, said: str) -> None:
    assert say("a.pdf", 2_512_345, date(2026, 11, 25), language) == said


def test_a_book_without_a_date_has_none() -> None:
    assert say("a.zip", 20, None, "en") == "The handbook as ZIP, 1 kB"


def test_a_page_offers_the_book_of_its_own_part_first(garden: Project) -> None:
    garden.write("books/handbook-sow.pdf", b"s" * 240_000)
    garden.write("books/handbook-nowhere.pdf", b"n")
    built = build(garden, rdm_books=BOOKS[:1], rdm_sheets="books")
    whole = ("garden.pdf", "The handbook as PDF, 2.5 MB, 25 November 2026")
    assert offered(built, "sow") == [("handbook-sow.pdf", "“Sow” as PDF, 240 kB"), whole]
    assert offered(built, "soil") == [whole]
    assert (built.out / "handbook-sow.pdf").stat().st_size == 240_000
    assert build(garden).files() == build(garden, "plain").files()


# Sheets of checklists

SHEETS = {
    "docs/own.md": "---\nphase: sow\n---\n# Own\n\n```{checklist}\n```\n",
    "docs/part.md": "---\nphase: sow\n---\n# Part\n\n```{checklist}\n:section: ground\n```\n",
    "docs/both.md": "# Both\n\n```{checklist}\n:phase: sow, water\n```\n",
    "docs/beds/every.md": "# Every\n\n```{checklist}\n:all:\n```\n",
}


@pytest.fixture
def listed(garden: Project) -> Project:
    for name, text in SHEETS.items():
        garden.write(name, text)
    garden.write("books/checklist-sow.pdf", b"s" * 31_000)
    return garden


def sheets(built: Build, page: str) -> list[tuple[str, str]]:
    return [(link["href"], link.get_text()) for link in built.page(page).select(".rdm-checklist + .rdm-to-print a")]


def test_the_list_of_a_phase_links_to_its_sheet(listed: Project) -> None:
    built = build(listed, rdm_sheets="books")
    said = "The list on a sheet to print (PDF, 31 kB)"
    assert sheets(built, "own") == [("checklist-sow.pdf", said)]
    assert sheets(built, "beds/every") == [("../checklist-sow.pdf", said)]
    assert sheets(built, "part") == sheets(built, "both") == []
    assert (built.out / "checklist-sow.pdf").stat().st_size == 31_000


def test_sheets_come_and_go_and_are_in_the_archive(listed: Project) -> None:
    first = build(listed, rdm_sheets="books", rdm_zip="garden.zip")
    assert "checklist-sow.pdf" in ZipFile(first.out / "garden.zip").namelist()
    listed.write("books/checklist-water.pdf", b"w")
    after = build(listed, rdm_sheets="books")
    assert after.files() == build(listed, "clean", rdm_sheets="books").files()
    without = build(listed)
    assert sheets(without, "own") == []
    assert without.files() == build(listed, "plain").files()


def test_a_folder_without_sheets_is_reported(listed: Project) -> None:
    built = build(listed, rdm_sheets="none")
    assert "rdm_sheets: there is no checklist-….pdf in 'none'; build the PDF first [rdm.book]" in "".join(
        built.warnings
    )
