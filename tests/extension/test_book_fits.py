"""The book holds whatever pages hold: nothing is cut off, overprinted, too small or lost, and no sign stops it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import hostile_book
from building import Build, Project
from hostile_book import Input, faults
from letters import A4, Sheet, hyphens_of_words, languages, sheets, tiny, words
from making import bed, garden, warnings_of
from sphinx_rdm.pdf import signs
from sphinx_rdm.pdf.compiling import Press
from sphinx_rdm.pdf.flow import code, flowing
from sphinx_rdm.pdf.fonts import OWN, Fonts
from sphinx_rdm.pdf.paper import Paper, paper_of
from sphinx_rdm.publication import EARLIEST
from sphinx_rdm.theme.tokens import tokens

PAGES = Path(__file__).parent / "pages-hostile-to-books"
MARKDOWN = ["colon_fence", "attrs_inline", "deflist", "fieldlist", "tasklist", "dollarmath"]

LOOKS = [{"rdm_book_size": "large"}, {"rdm_book_paper": "b5"}, {"rdm_book_size": "large", "rdm_book_paper": "b5"}]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def inputs() -> dict[str, Input]:
    return hostile_book.inputs()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, inputs: dict[str, Input]) -> Project:
    pages = {path.name: path.read_text("utf-8") for path in sorted(PAGES.iterdir())}
    pages |= {hostile_book.file_of(name): own.text for name, own in inputs.items()}
    project = bed(tmp_path_factory.mktemp("hostile"), pages)
    hostile_book.write_pictures(project.root / "docs")
    project.edit("data/site.yml", "name:", "base_url: https://example.org/notes\nname:")
    return project


@pytest.fixture(scope="module")
def hostile(project: Project) -> Build:
    return project.build("handbook", myst_enable_extensions=MARKDOWN)


@pytest.fixture(scope="module")
def paper(hostile: Build) -> list[Sheet]:
    return sheets(hostile.out / "handbook.pdf")


# What pages hold


def faults_of(inputs: Mapping[str, Input], build: Build, paper: Paper) -> str:
    """What is wrong with the pages of inputs, line by line, but for the one that a warning says is cut off."""
    found = faults(inputs, build.out / "handbook.pdf", paper)
    return "\n".join(fault for fault in found if fault.split(":")[0] != hostile_book.CUT)


def test_every_word_of_every_input_is_on_paper_in_order(inputs: dict[str, Input], hostile: Build) -> None:
    assert len(inputs) >= 100
    assert faults_of(inputs, hostile, A4) == ""


def test_what_ends_in_a_warning_is_known_and_has_its_page_and_line(inputs: dict[str, Input], hostile: Build) -> None:
    assert len(hostile_book.TOLD) <= 5
    for name in inputs:
        told = [line for line in warnings_of(hostile, hostile_book.file_of(name)) if "[rdm.book]" in line]
        known = hostile_book.TOLD.get(name, "")
        assert (bool(told), [line for line in told if known not in line]) == (bool(known), []), name
        assert [line for line in told if int(line.split(":")[0]) < 2] == [], name


def test_no_letter_is_too_small_to_be_read(paper: list[Sheet]) -> None:
    assert tiny(paper) == set()


def test_no_address_or_code_is_parted_behind_its_own_hyphen(paper: list[Sheet]) -> None:
    assert hyphens_of_words(paper, ("DejaVuSansMono", "SourceSansPro-Regular")) == []


def test_a_table_that_is_too_wide_becomes_records(inputs: dict[str, Input], paper: list[Sheet]) -> None:
    pages = [words([page]) for page in paper]
    fields = inputs["table-of-16-columns"].flows["beside"]
    assert any(all(field in page for field in fields) for page in pages)


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
    assert set(spoken) == {"en", "sv", "de", "fi", "no", "da", "fr", "es", "it", "ar"}


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
    found = words(paper[-5:])
    assert all(entry in found for entry in ("pipette", "sample,label"))


# Other looks


@pytest.mark.parametrize("share", range(len(LOOKS)))
def test_they_are_on_any_paper_and_in_large_print(share: int, inputs: dict[str, Input], project: Project) -> None:
    look = LOOKS[share]
    own = dict([*inputs.items()][share :: len(LOOKS)])
    build = project.build(
        "handbook",
        folder=f"share-{share}",
        doctrees="build/handbook-doctrees",
        myst_enable_extensions=MARKDOWN,
        rdm_book_without=[name for name in inputs if name not in own],
        **look,
    )
    paper = paper_of(look.get("rdm_book_paper", "a4"), mirrored=True, large="rdm_book_size" in look)
    assert faults_of(own, build, paper) == ""
