"""The handbook as a PDF: complete, well set, and for every reader."""

from __future__ import annotations

import html
import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import partial
from statistics import median
from typing import Any
from urllib.parse import unquote

import outloud
import pikepdf
import pymupdf
import pypdfium2
import pytest
import yaml
from bs4 import BeautifulSoup

from building import ROOT, Build
from handbook.sources import built_as, handbook_data
from letters import Sheet, artifacts, children, hyphens_of_words, languages, sheets, side_notes, tiny
from pdfs import (
    HYPHEN,
    faults_of_layout,
    lengths,
    links,
    outline,
    pale,
    squeeze,
    strays,
    tags,
    text,
    text_from,
    too_empty,
)
from sphinx_rdm.pdf.links import hidden_address
from sphinx_rdm.records.kind import PHASE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def handbook_pdf(handbook: Build, tmp_path_factory: pytest.TempPathFactory) -> Build:
    return built_as("handbook", handbook, tmp_path_factory.mktemp("handbook-pdf"))


@pytest.fixture(scope="module")
def pages(handbook_pdf: Build) -> list[BeautifulSoup]:
    """What the book is made of, parsed."""
    bodies = handbook_pdf.app.builder.bodies
    return [BeautifulSoup(body, "html.parser") for name, body in bodies.items() if name != "404"]


@pytest.fixture(scope="module")
def words(handbook_pdf: Build) -> str:
    return text(handbook_pdf.out / "handbook.pdf")


@pytest.fixture(scope="module")
def index(handbook_pdf: Build) -> str:
    return text_from(handbook_pdf.out / "handbook.pdf", "Index")


@pytest.fixture(scope="module")
def paper(handbook_pdf: Build) -> list[Sheet]:
    return sheets(handbook_pdf.out / "handbook.pdf")


def test_no_page_of_the_handbook_holds_what_the_book_cannot(handbook_pdf: Build) -> None:
    assert (handbook_pdf.status, handbook_pdf.warnings) == (0, [])


def test_all_letters_of_the_handbook_can_be_read(handbook_pdf: Build, paper: list[Sheet]) -> None:
    assert tiny(paper) == set()
    for sheet in handbook_pdf.out.glob("checklist-*.pdf"):
        assert tiny(sheets(sheet)) == set(), sheet.name


def test_no_address_or_code_of_the_handbook_is_parted_behind_its_own_hyphen(paper: list[Sheet]) -> None:
    assert hyphens_of_words(paper, ("DejaVuSansMono", "SourceSansPro-Regular")) == []


def test_no_page_is_all_but_empty(handbook_pdf: Build) -> None:
    assert too_empty(handbook_pdf.out / "handbook.pdf") == []


def test_every_word_in_a_table_of_the_handbook_is_on_paper(pages: list[BeautifulSoup], words: str) -> None:
    cells = [cell for page in pages for cell in page.select("td, th, caption")]
    assert len(cells) > 1000
    said = (word for cell in cells for word in re.findall(r"\w+", cell.get_text(" ")))
    assert sorted({word for word in said if squeeze(word) not in words}) == []


def test_text_stands_in_paragraphs(handbook_pdf: Build) -> None:
    with pikepdf.open(handbook_pdf.out / "handbook.pdf") as pdf:
        boxes = [tag for tag in tags(pdf) if tag.S in ("/Document", "/Div", "/BlockQuote")]
        inside = {str(child.S) for box in boxes for child in children(box) if "/S" in child}
    assert inside.isdisjoint({"/Span", "/Link", "/Strong", "/Em", "/Lbl"})


def test_only_what_is_said_elsewhere_is_passed_over(handbook_pdf: Build, pages: list[BeautifulSoup]) -> None:
    """Heads of tables that go on, dots of the contents, numbers of parts; a test has what is laid over pages."""
    path = handbook_pdf.out / "handbook.pdf"
    rows = [row for page in pages for row in page.select("thead tr")]
    passed = {squeeze(HYPHEN.sub("", text)) for text in artifacts(path)}
    said = {squeeze(row.get_text(" ")) for row in rows} | {"EnglishSwedish", "SwedishEnglish"}
    assert sorted(text for text in passed - said if not re.fullmatch(r"[IVX\d]*|[.□]*", text)) == []
    assert passed & said


def test_each_address_that_is_not_in_the_text_is_beside_it(handbook_pdf: Build, paper: list[Sheet]) -> None:
    """An address may be cut where a page has more of them than the column holds."""
    chapters = BeautifulSoup("".join(handbook_pdf.app.builder.bodies.values()), "html.parser")
    for link in chapters.find_all("a", href=True):
        link["href"] = unquote(str(link["href"]))
    hidden = {address for link in chapters.find_all("a", href=True) if (address := hidden_address(link))}
    noted = "".join(side_notes(paper))
    shown = [re.sub(r"^(https?://(www\.)?|mailto:)", "", address).rstrip("/") for address in map(unquote, hidden)]
    noted = unquote(noted)
    lacking = [address for address in shown if address not in noted]
    assert len(shown) > 500
    assert len(lacking) <= len(shown) / 100, lacking


def test_languages_of_the_handbook_are_in_the_book(handbook_pdf: Build, pages: list[BeautifulSoup]) -> None:
    spoken = {name: squeeze(said) for name, said in languages(handbook_pdf.out / "handbook.pdf").items()}
    marked = [mark for page in pages for mark in page.find_all(lang=True)]
    assert marked
    for mark in marked:
        assert squeeze(mark.get_text()) in spoken[str(mark["lang"])], mark


def test_a_checker_finds_no_error_in_the_sheets(handbook_pdf: Build) -> None:
    """In the book it walks over each letter; ``tests/bench/standards.py`` has it do so, and a small book has a test."""
    files = sorted(handbook_pdf.out.glob("checklist-*.pdf"))
    assert len(files) > 1
    for path in files:
        # Printed addresses are passed over, as another test says.
        result = outloud.check(str(path), skip=["TAG-002"])
        assert not result.error
        assert [str(finding) for finding in result.findings if finding.severity == "error"] == [], path.name


def test_the_book_is_small_enough_to_mail(handbook_pdf: Build) -> None:
    assert (handbook_pdf.out / "handbook.pdf").stat().st_size < 5_000_000


def test_each_tab_says_the_whole_name_of_its_part_or_phase(paper: list[Sheet]) -> None:
    toc = yaml.load((ROOT / "docs/_toc.yml").read_text("utf-8"), yaml.CSafeLoader)
    names = [part["caption"] for part in toc["subtrees"]] + [
        term.title for term in handbook_data().vocabulary.terms(PHASE).values()
    ]
    edges = {
        "".join(letter.sign for letter in page.letters if letter.left > page.width - 22 or letter.right < 22)
        for page in paper
    }
    assert len(edges) > 8
    assert edges - {"", *(name.replace(" ", "") for name in names)} == set()


@pytest.fixture(scope="module")
def chapters(handbook_pdf: Build) -> list[tuple[int, str]]:
    """What the contents of the book list, each with its depth, and with its number if it has one."""
    toc = yaml.load((ROOT / "docs/_toc.yml").read_text("utf-8"), yaml.CSafeLoader)
    titles, without = handbook_pdf.app.env.titles, handbook_pdf.app.config.rdm_book_without

    count = itertools.count(1)

    def below(trees: list[dict[str, Any]], depth: int) -> Iterator[tuple[int, str]]:
        for tree in trees:
            if "caption" in tree:
                yield 0, tree["caption"]
            for entry in tree["entries"]:
                if not any(fnmatchcase(entry["file"], pattern) for pattern in without):
                    number = f"{next(count)} " if depth == 1 else ""
                    yield depth, number + titles[entry["file"]].astext()
                    yield from below(entry.get("subtrees", []), depth + 1)

    first = [(0, "How to use this book"), (0, "Figures"), (0, titles[toc["root"]].astext())]
    return [*first, *below(toc["subtrees"], 1), (0, "Words in two languages"), (0, "Index")]


def test_the_outline_is_the_table_of_contents_with_the_sections_of_each_chapter(
    handbook_pdf: Build, chapters: list[tuple[int, str]]
) -> None:
    marks = outline(handbook_pdf.out / "handbook.pdf")
    assert len(chapters) > 40
    assert [mark for mark in marks if mark in chapters] == chapters
    part = chapters.index((1, "1 The life cycle of research data")) - 1
    others = marks[marks.index(chapters[part]) : marks.index(chapters[-2])]
    assert {depth for depth, title in others if (depth, title) not in chapters} == {2}


def test_what_the_site_says_of_itself_is_not_in_print(handbook_pdf: Build, words: str) -> None:
    titles = {title for _depth, title in outline(handbook_pdf.out / "handbook.pdf")}
    assert titles.isdisjoint({"Privacy", "Accessibility statement", "What is new"})
    assert squeeze("no cookies") not in words.casefold()


def test_links_of_the_book_live_and_are_those_of_the_pages(handbook_pdf: Build) -> None:
    outside, dead = links(handbook_pdf.out / "handbook.pdf")
    assert dead == []
    bodies = "".join(body for name, body in handbook_pdf.app.builder.bodies.items() if name != "404")
    bodies = re.sub(r"<form.*?</form>", "", bodies, flags=re.DOTALL)
    found = map(html.unescape, re.findall(r'<a [^>]*href="([^"]*)"', bodies))
    expected = {
        link if link.startswith("http") else unquote(link) for link in found if re.match("https?:|mailto:", link)
    }
    assert outside == expected


def test_every_page_is_well_set(handbook_pdf: Build) -> None:
    assert faults_of_layout(handbook_pdf.out / "handbook.pdf") == []
    notes, astray = strays(handbook_pdf.out / "handbook.pdf")
    assert astray <= notes / 50  # where two notes of a list meet the foot of a page, the second goes to the next


def test_lines_are_as_long_as_those_of_a_textbook(handbook_pdf: Build) -> None:
    found = sorted(lengths(handbook_pdf.out / "handbook.pdf"))
    assert len(found) > 2000
    assert 60 <= median(found) <= 72
    assert found[len(found) * 95 // 100] < 80


def test_page_numbers_behind_arrows_are_those_of_the_links(handbook_pdf: Build, paper: list[Sheet]) -> None:
    """Links between chapters; those of the contents and of the index have none."""
    noted = side_notes(paper)
    with pymupdf.open(handbook_pdf.out / "handbook.pdf") as pdf:
        starts = [page for level, title, page in pdf.get_toc() if level == 2 and title[0].isdigit()]
        last = next(page for _level, title, page in pdf.get_toc() if title == "Index")
        links = [(page.number + 1, link["page"] + 1) for page in pdf for link in page.get_links() if "page" in link]
    chapter = partial(bisect_right, starts)
    inside = [
        (here, goal) for here, goal in links if starts[0] <= here < last and noted[here - 1]
    ]  # no opening of a part
    beyond = [(here, goal) for here, goal in inside if chapter(here) != chapter(goal)]
    assert len(beyond) > 1000
    assert [(here, goal) for here, goal in beyond if str(goal) not in re.findall(r"\d+", noted[here - 1])] == []


def test_no_item_of_a_checklist_is_parted_from_its_reason(handbook_pdf: Build) -> None:
    with pymupdf.open(handbook_pdf.out / "handbook.pdf") as pdf:
        pages = [squeeze(HYPHEN.sub("", page.get_text())) for page in pdf]
    items = yaml.load((ROOT / "data/checklists.yml").read_text("utf-8"), yaml.CSafeLoader)
    pairs = [("☐" + squeeze(item["text"]), squeeze(item["why"])) for item in items]
    parted = [text for text, why in pairs for page in pages if text in page and why not in page]
    assert sum(text in page for text, _why in pairs for page in pages) > len(items)
    assert parted == []


def test_no_text_is_pale(handbook_pdf: Build) -> None:
    assert pale(handbook_pdf.out / "handbook.pdf") == set()


def test_pictures_tables_and_headings_are_tagged_for_all(handbook_pdf: Build) -> None:
    with pikepdf.open(handbook_pdf.out / "handbook.pdf") as pdf:
        found = list(tags(pdf))
        assert all("/Alt" in element for element in found if element.S == "/Figure")
        bodies = [body for name, body in handbook_pdf.app.builder.bodies.items() if name != "404"]
        tables = sum(body.count("<table") for body in bodies)
        # Two have more columns than there is room for, and are lists of records; two have the words of two languages.
        assert tables - 3 < len([element for element in found if element.S == "/Table"]) - 2 <= tables
        cells = [element for element in found if element.S == "/TH"]
        assert len(cells) > 100
        attributes = [list(cell.A) if isinstance(cell.A, pikepdf.Array) else [cell.A] for cell in cells]
        assert all(any("/Scope" in attribute for attribute in given) for given in attributes)
        levels = [int(str(element.S)[2]) for element in found if re.fullmatch(r"/H[1-6]", str(element.S))]
        assert max(after - before for before, after in zip([0, *levels], levels, strict=False)) <= 1


def test_rows_have_heads_as_on_the_site(handbook_pdf: Build, pages: list[BeautifulSoup]) -> None:
    """Of two columns, the first needs none; and tables of more than six are lists of records."""
    tables = [table for page in pages for table in page.select("table") if 2 < len(table.select("thead th")) < 7]
    heads = [cell for table in tables for cell in table.select('tbody th[scope="row"]')]
    with pikepdf.open(handbook_pdf.out / "handbook.pdf") as pdf:
        scopes = [_scope(tag) for tag in tags(pdf) if tag.S == "/TH"]
    records = 30  # of a table of four columns, which is a list of records for want of room
    assert len(heads) - records <= scopes.count("/Row") <= len(heads)
    assert scopes.count("/Column") > 100


def _scope(cell: pikepdf.Dictionary) -> str:
    given = cell.get("/A", pikepdf.Array())
    attributes = list(given) if isinstance(given, pikepdf.Array) else [given]
    return next((str(attribute.Scope) for attribute in attributes if "/Scope" in attribute), "")


def test_the_data_are_in_the_file(handbook_pdf: Build) -> None:
    with pikepdf.open(handbook_pdf.out / "handbook.pdf") as pdf:
        found = {name: attached.get_file().read_bytes() for name, attached in pdf.attachments.items()}
    assert found == {path.name: path.read_bytes() for path in (ROOT / "data").glob("*.yml")}


def test_all_fonts_are_in_the_file(handbook_pdf: Build) -> None:
    with pikepdf.open(handbook_pdf.out / "handbook.pdf") as pdf:
        fonts = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("resources", ("title",)),
        ("facilities", ("title", "services")),
        ("checklists", ("text",)),
        ("guide", ("title",)),
        ("glossary", ("term",)),
        ("institutions", ("title",)),
    ],
)
def test_every_record_can_be_found_in_the_text(words: str, name: str, fields: tuple[str, ...]) -> None:
    records = yaml.load((ROOT / "data" / f"{name}.yml").read_text("utf-8"), yaml.CSafeLoader)
    values = [record.get(field, ()) for record in records for field in fields]
    texts = [text for value in values for text in ([value] if isinstance(value, str) else value)]
    assert [text for text in texts if squeeze(text) not in words] == []


def test_page_numbers_of_the_contents_are_right(handbook_pdf: Build, chapters: list[tuple[int, str]]) -> None:
    path = handbook_pdf.out / "handbook.pdf"
    pdf = pypdfium2.PdfDocument(path)
    pages = [squeeze(pdf[number].get_textpage().get_text_bounded()) for number in range(len(pdf))]
    contents = "\n".join(pdf[number].get_textpage().get_text_bounded() for number in (2, 3)).replace("\r", "")
    contents = contents.replace("\u2060", "")
    pdf.close()
    wrong = []
    for _depth, title in chapters:
        entry = re.search(rf"^{re.escape(title)}[\s.]*?(\d+)$", contents, re.MULTILINE)
        if entry is None or squeeze(re.sub(r"^\d+ ", "", title)) not in pages[int(entry[1]) - 1]:
            wrong.append((title, entry and entry[1]))
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("resources", ("title",)),
        ("facilities", ("title",)),
        ("guide", ("title",)),
        ("glossary", ("term", "translations")),
        ("institutions", ("title", "also")),
        ("systems", ("title",)),
    ],
)
def test_every_record_is_in_the_index(index: str, name: str, fields: tuple[str, ...]) -> None:
    assert len(index) > 10_000
    records = yaml.load((ROOT / "data" / f"{name}.yml").read_text("utf-8"), yaml.CSafeLoader)
    found = [record[field] for record in records for field in fields if field in record]
    texts = [
        text
        for value in found
        for text in ([value] if isinstance(value, str) else value.values() if isinstance(value, dict) else value)
    ]
    assert [text for text in texts if squeeze(text).casefold() not in index.casefold()] == []
