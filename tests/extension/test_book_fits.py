"""The book holds whatever pages hold: nothing is cut off, overprinted, too small or lost, and no sign stops it."""

from __future__ import annotations

import unicodedata
from itertools import count
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from building import Build
from letters import Sheet, hyphens_of_words, languages, sheets, tiny, words
from making import garden, warnings_of
from pdfs import displaced
from sphinx_rdm.pdf import signs
from sphinx_rdm.pdf.compiling import Press
from sphinx_rdm.pdf.flow import code, flowing
from sphinx_rdm.pdf.fonts import OWN, Fonts
from sphinx_rdm.publication import EARLIEST
from sphinx_rdm.theme.tokens import tokens

LEAF = Path(__file__).parent / "leaf.png"
PAGES = Path(__file__).parent / "pages-hostile-to-books"
FIELDS = """
    sample_collection_device_or_method geographic_location_country_and_or_sea environmental_sample experimental_factor
    chip_ab_provider library_construction_protocol nucleic_acid_amplification sequencing_quality_check
    environment_local_scale host_associated_environmental_package collection_date_ISO8601 sample_storage_temperature
""".split()  # noqa: SIM905
TALL = 10_800

pytestmark = pytest.mark.slow


class Words:
    """Words of which each can be found again."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.made: list[str] = []

    def one(self) -> str:
        self.made.append(f"w{next(self._numbers)}e")
        return self.made[-1]

    def many(self, letters: int) -> str:
        found: list[str] = []
        while sum(map(len, found)) + len(found) < letters:
            found.append(self.one())
        return " ".join(found)

    def items(self, number: int) -> str:
        return f"<ul>{''.join(f'<li>{self.one()}</li>' for _ in range(number))}</ul>"


def table(rows: list[list[str]], heads: list[str] | None = None, caption: str = "") -> str:
    """A table in HTML; a cell with attributes is written out."""
    above = f"<thead><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr></thead>" if heads else ""
    cells = ("".join(cell if cell.startswith("<td ") else f"<td>{cell}</td>" for cell in row) for row in rows)
    title = f"<caption>{caption}</caption>" if caption else ""
    return f"<table>{title}{above}<tbody>{''.join(f'<tr>{row}</tr>' for row in cells)}</tbody></table>"


def wide_and_tall_tables(w: Words) -> str:
    """Tables with as many columns, rows, words and letters as nobody should write."""
    found = [
        table([[w.items(80), w.one()]], ["a", "b"]),
        table([[w.items(200)]]),
        table([[w.many(TALL), w.one()]], ["a", "b"]),
        table([[w.one(), w.one()]], [w.many(TALL), "b"]),
        table([[w.one(), w.one()]], ["a", "b"], w.many(TALL)),
        table([[f"<td rowspan='150'>{w.one()}</td>", w.one()], *([w.one()] for _ in range(149))], ["a", "b"]),
        table([[f"<td rowspan='2'>{w.items(80)}</td>", w.one()], [w.one()]], ["a", "b"]),
        table([[f"<td colspan='2'>{w.many(3000)}</td>", w.one()], [w.one(), w.one(), w.one()]], ["a", "b", "c"]),
        table([["x" * 300 + w.one(), w.one()], ["W" * 300 + w.one(), w.one()]], ["a", "b"]),
        table([[f"<ul><li>{w.one()}{w.items(30)}</li></ul><ol><li>{w.many(6000)}</li></ol>", w.one()]], ["a", "b"]),
        table([["<pre>" + "\n".join(f"{w.one()} {'y' * 120}{w.one()}" for _ in range(60)) + "</pre>", w.one()]]),
        table([[table([[w.one() for _ in range(5)] for _ in range(40)], FIELDS[:5]), w.one()]], ["a", "b"]),
        table([[w.one()], [w.one(), w.one()], [w.one(), w.one(), w.one()]]),
        table([["<td colspan='99999999'>" + w.one() + "</td>"], [w.one()]]),
    ]
    for columns in (3, 7, 8, 9, 10, 12, 16):
        fields = [FIELDS[number % len(FIELDS)] for number in range(columns)]
        found.append(table([[w.one() for _ in fields] for _ in range(3)], fields, f"Fields {columns}"))
        found.append(table([[f"<code>{field}</code> {w.one()}" for field in fields]], fields))
        found.append(table([fields, [w.one() for _ in fields]]))
    return "# Tables\n\n" + "\n\n".join(found) + "\n"


def wide_and_tall_blocks(w: Words) -> str:
    """All else that may be wider than a column or higher than a page."""
    nested = w.one()
    for _ in range(14):
        nested = f"<ul><li>{w.one()}{nested}</li></ul>"
    code_lines = "\n".join(f"{w.one()} {'z' * 70}{w.one()}" for _ in range(24))
    found = [
        f"<blockquote><p>{w.many(TALL)}</p></blockquote>",
        f"<dl><dt>{w.many(600)}</dt><dd>{w.many(TALL)}</dd></dl>",
        nested,
        f":::{{note}} {w.many(2500)}\n{w.many(TALL)}\n:::",
        f":::{{card}} {w.many(600)}\n{w.many(TALL)}\n:::",
        f":::{{dropdown}} {w.many(600)}\n{w.many(TALL)}\n:::",
        f"::::{{grid}} 2\n:::{{grid-item-card}} {FIELDS[0]}\n{w.many(TALL)} `{'_'.join(FIELDS)}`\n{'W' * 60} "
        f"{w.one()}\n\n"
        f"```text\n{code_lines}\n```\n:::\n:::{{grid-item-card}} B\n{w.one()}\n:::\n::::",
        "```python\n" + "\n".join(f"x = '{w.one()}-{'long-' * 30}{w.one()}'" for _ in range(40)) + "\n```",
        f"```{{figure}} leaf.png\n:alt: Leaf\n\n{w.many(TALL)}\n```",
        f"<ul class='rdm-checklist'><li>{w.many(TALL)}</li><li>{w.one()}</li></ul>",
        f"<dl class='rdm-facts'><dt>{w.one()}</dt><dd>{w.items(90)}</dd></dl>",
        f"<ul><li>{w.one()}</li><p>{w.one()}</p></ul>",
        f"## Head{'x' * 80} {FIELDS[0] * 3} {w.one()}",
        f"## {w.many(2000)}",
        f"Word {'/'.join(FIELDS * 3)} {w.one()} `{'-'.join(FIELDS * 2)}` {w.one()}",
        f"Text[^1] and a note.\n\n[^1]: {w.many(TALL)}",
    ]
    return "# " + "A long title of a chapter " * 12 + "\n\n" + "\n\n".join(found) + "\n"


@pytest.fixture(scope="module")
def made() -> Words:
    return Words()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, made: Words) -> Build:
    pages = {path.name: path.read_text("utf-8") for path in sorted(PAGES.iterdir())}
    pages |= {"wide.md": wide_and_tall_tables(made), "tall.md": wide_and_tall_blocks(made)}
    project = garden(tmp_path_factory.mktemp("hostile"), pages)
    project.write("docs/leaf.png", LEAF.read_bytes())
    project.edit("data/site.yml", "name:", "base_url: https://example.org/notes\nname:")
    return project.build("handbook", myst_enable_extensions=["colon_fence", "attrs_inline"])


@pytest.fixture(scope="module")
def paper(hostile: Build) -> list[Sheet]:
    return sheets(hostile.out / "handbook.pdf")


def test_every_word_of_the_widest_and_tallest_is_on_paper(made: Words, paper: list[Sheet]) -> None:
    found = words(paper)
    assert [word for word in made.made if word not in found] == []


def test_nothing_is_in_the_margin_or_on_something_else(hostile: Build) -> None:
    assert displaced(hostile.out / "handbook.pdf") == []


def test_no_letter_is_too_small_to_be_read(paper: list[Sheet]) -> None:
    assert tiny(paper) == set()


def test_no_address_or_code_is_parted_behind_its_own_hyphen(paper: list[Sheet]) -> None:
    assert hyphens_of_words(paper, ("DejaVuSansMono", "SourceSansPro-Regular")) == []


def test_a_table_that_is_too_wide_becomes_records(paper: list[Sheet]) -> None:
    pages = ["".join(letter.sign for letter in page.letters) for page in paper]
    assert any(all(field in page for field in FIELDS) for page in pages)


# Signs


def test_the_name_of_a_sign_stands_where_no_font_has_it(hostile: Build, paper: list[Sheet]) -> None:
    found = words(paper)
    for sign in "𓀀𓀁𓀂𓀃𓀄𓀅":
        assert f"□({unicodedata.name(sign).replace(' ', '')})" in found
        assert sign not in found
    assert "□□□(CJKUNIFIEDIDEOGRAPH-4E2D," in found
    for sign in "⋮①☃⚕✓🧬👩ﬃȣש":
        assert sign in found or unicodedata.normalize("NFKC", sign) in found, sign


def test_each_sign_without_a_font_is_reported_at_its_line(hostile: Build) -> None:
    assert hostile.status == 0
    told = warnings_of(hostile, "signs.md")
    lines = (PAGES / "signs.md").read_text("utf-8").splitlines()
    for sign in "𓀀中𓀁𓀂𓀃𓀄𓀅":
        line = next(number for number, text in enumerate(lines, 1) if sign in text)
        message = f"no font of the book has the sign '{sign}' (U+{ord(sign):04X}), so its name is set instead"
        assert any(message in warning for warning in told), sign
        assert any(warning.startswith(f"{line}: ") and message in warning for warning in told) or sign == "𓀂"


def hieroglyphs(folder: Path) -> None:
    """A font with one old sign, which looks like another."""
    with TTFont(OWN / "NotoSansMath-Regular.ttf") as font:
        shape = next(iter(font.getBestCmap().values()))
        FontBuilder(font=font).setupCharacterMap({0x13000: shape})
        for record in font["name"].names:
            if record.nameID in (1, 4, 16):
                record.string = "Old Signs"
        font.save(folder / "old.ttf")


def test_a_project_can_add_fonts(tmp_path: Path) -> None:
    project = garden(tmp_path, {"old.md": "# Old\n\nThe sign \U00013000 and **\U00013000**.\n"})
    hieroglyphs(project.write("fonts/README.txt", "fonts").parent)
    build = project.build("handbook", strict=True, rdm_book_fonts=["fonts"])
    assert (build.status, build.warnings) == (0, [])
    assert words(sheets(build.out / "handbook.pdf")).count("\U00013000") == 2


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(max_size=12), min_size=20, max_size=60))
def test_no_text_stops_the_book(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    fonts = Fonts()
    joined = [
        f"{mark}{text}\u200d{text}\ufe0f" for text, mark in zip(texts, "\u0323\u20e3\u05d0é🧬" * 20, strict=False)
    ]
    lines = [
        f"{flowing(text, fonts, 300)} *{flowing(text, fonts, 30, 20)}* {code(text, fonts, 10, 40)}"
        for text in (*texts, *joined)
    ]
    head = '#import "template.typ": *\n#set document(title: "-")\n'
    head += "#set text(font: serif)\n#show raw: set text(font: mono)\n"
    folder = tmp_path_factory.mktemp("text")
    Press(folder, folder, EARLIEST, fonts, tokens()["day"], "").set("text", head + "\n\n".join(lines))
    assert (folder / "text.pdf").stat().st_size > 1000


def test_what_a_font_has_is_never_replaced() -> None:
    fonts = Fonts()
    for text in ("plain", "é", "e\u0301", "\u00a0", "soft\u00adhyphen", "👩🏽\u200d🔬", "1\ufe0f\u20e3", "a\nb\tc"):
        assert signs.shown(text, fonts) == text


# Languages


def test_every_language_mark_of_a_page_is_in_the_book(hostile: Build) -> None:
    spoken = languages(hostile.out / "handbook.pdf")
    for language, text in {
        "sv": "datahanteringsplan",
        "de": "Zeitschrift",
        "fi": "suomeksi",
        "no": "forskningsdata",
        "da": "forskning",
        "fr": "données",
        "es": "datos",
        "it": "dati",
    }.items():
        assert text in spoken.get(language, ""), language
    assert set(spoken) == {"en", "sv", "de", "fi", "no", "da", "fr", "es", "it"}


# What a book cannot show


def test_a_link_stands_in_the_place_of_what_is_embedded(hostile: Build, paper: list[Sheet]) -> None:
    with pikepdf.open(hostile.out / "handbook.pdf") as pdf:
        goals = {
            str(note.A.URI)
            for page in pdf.pages
            for note in page.obj.get("/Annots", [])
            if "/URI" in note.get("/A", {})
        }
    assert {
        "https://example.org/video",
        "https://example.org/notes/_static/clip.mp4",
        "https://example.org/talk.ogg",
        "https://example.org/object.pdf",
        "https://example.org/embed",
    } <= goals
    found = words(paper)
    for title in ("How to label samples", "A clip", "A talk without sound", "An object", "An embed"):
        assert title.replace(" ", "") in found
    told = [line for line in warnings_of(hostile, "embedded.md") if "[rdm.page]" not in line]
    assert (
        "3: WARNING: a book cannot show the iframe 'How to label samples'; a link stands in its place [rdm.book]"
        in told
    )
    assert len(told) == 5


def test_entries_of_authors_are_in_an_index(paper: list[Sheet]) -> None:
    found = words(paper[-3:])
    assert all(entry in found for entry in ("pipette", "sample,label"))
