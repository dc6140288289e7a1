"""The theme of the package: its options, its colours, and where each of them is said."""

from __future__ import annotations

import re
import shutil
from itertools import accumulate, combinations
from pathlib import Path

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import ROOT, SITES, Project
from sphinx_rdm.theme.tokens import CONTRAST, contrast, fault, tokens

PACKAGE = ROOT / "ext/sphinx_rdm"
SHEETS = [*sorted(PACKAGE.glob("theme/static/*.css")), *sorted(PACKAGE.glob("static/*.css"))]
RULE = re.compile(r"([^{};]+)\{")


def plain(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)


def selectors(sheet: Path) -> set[str]:
    """The selectors of a sheet; a comma in brackets parts none."""
    found: set[str] = set()
    for group in (" ".join(group.split()) for group in RULE.findall(plain(sheet))):
        depths = accumulate({"(": 1, ")": -1}.get(sign, 0) for sign in group)
        parted = "".join("\n" if (sign, depth) == (",", 0) else sign for sign, depth in zip(group, depths, strict=True))
        found |= {part.strip() for part in parted.splitlines() if part.strip()[0] not in "@&"}
    return found


@pytest.fixture
def garden(tmp_path: Path) -> Project:
    shutil.copytree(SITES / "garden", tmp_path / "garden")
    return Project(tmp_path / "garden")


def test_each_selector_is_styled_in_one_sheet() -> None:
    found = {sheet.name: selectors(sheet) for sheet in SHEETS if sheet.name != "print.css"}
    assert sum(map(len, found.values())) > 200
    assert [(one, other, both) for one, other in combinations(found, 2) if (both := found[one] & found[other])] == []


def test_no_colour_is_typed_in_a_sheet_a_template_or_the_code() -> None:
    files = [*PACKAGE.rglob("*.css"), *PACKAGE.rglob("*.jinja"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.typ")]
    files += [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.svg")]
    colour = re.compile(r"#[0-9a-f]{6}\b|(?<![&\w])#[0-9a-f]{3}\b(?=[;\"' ])|\brgba?\(\d", re.IGNORECASE)
    found = {file.relative_to(PACKAGE).as_posix(): colour.findall(plain(file)) for file in files}
    assert {name: colours for name, colours in found.items() if colours} == {}


def test_every_variable_that_a_sheet_asks_for_is_defined() -> None:
    sheets = "".join(map(plain, [*SHEETS, *PACKAGE.rglob("*.css.jinja"), *PACKAGE.rglob("*.py")]))
    defined = set(re.findall(r"--([\w-]+)\s*:", sheets)) | {name for table in tokens().values() for name in table}
    asked = set(re.findall(r"var\(--([\w-]+)", sheets))
    assert len(asked) > 20
    assert asked - defined == set()


def test_each_size_of_the_pdf_is_a_token_and_each_token_is_used() -> None:
    template = "".join(file.read_text("utf-8") for file in PACKAGE.glob("pdf/*.typ"))
    assert re.findall(r".*(?:size: |set text\(|[ \[]text\()[\d.]+(?:pt|mm).*", template) == []
    assert set(re.findall(r'size\("([\w-]+)"\)', template)) == set(tokens()["book"])


channel = st.integers(0, 255)


@given(st.tuples(channel, channel, channel).map(lambda rgb: f"#{bytes(rgb).hex()}"))
def test_every_accent_that_is_taken_can_be_read_by_day_and_by_night(accent: str) -> None:
    if fault(accent):
        return
    for table in (tokens(accent)["day"], tokens(accent)["night"]):
        for ink in ("accent", "strong", "ink", "hover"):
            for ground in ("paper", "surface", "soft"):
                assert contrast(table[ink], table[ground]) >= CONTRAST, (ink, ground, table)
        assert contrast(table["on-accent"], table["accent"]) >= CONTRAST


@pytest.mark.parametrize(
    "accent", ["teal", "#7a1", "#7a1f4b\n", "#7a1f4b; } body { color: red", '"><script>', "\u0661"]
)
def test_what_is_no_colour_is_refused(accent: str) -> None:
    assert f"is no colour; write one as in '{tokens()['day']['accent']}'" in fault(accent)


def test_our_own_colours_can_be_read_by_day_by_night_and_in_print() -> None:
    ours = tokens()
    for table in (ours["day"], ours["night"], {**ours["day"], **ours["print"]}):
        inks = ["accent", "ink", "strong", "muted", "signal", "danger"]
        pairs = [(ink, ground) for ink in inks for ground in ("paper", "surface")]
        pairs += [(name, "surface") for name in table if name.startswith("code-")]
        pairs += [("ink", "found"), ("ink", "target"), ("strong", "signal-soft")]
        assert [(pair, table) for pair in pairs if contrast(*(table[name] for name in pair)) < CONTRAST] == []
        assert contrast(table["edge"], table["paper"]) >= 3


@pytest.mark.slow
def test_one_accent_colours_the_site_the_epub_and_the_pdf(garden: Project) -> None:
    options = {"html_theme": "rdm", "html_theme_options": {"accent": "#7a1f4b"}}
    sheet = garden.build(strict=True, **options).text("_static/tokens.css")
    assert "--accent: #7a1f4b;" in sheet
    assert f"--accent: {tokens('#7a1f4b')['night']['accent']};" in sheet
    epub = garden.build("epub", strict=True, **options)
    assert "#7a1f4b" in epub.text("_static/book.css")
    assert "#7a1f4b" in epub.text("_cover.svg")
    assert tokens()["day"]["accent"] not in epub.text("_static/book.css") + epub.text("_cover.svg")
    with pymupdf.open(garden.build("handbook", strict=True, **options).out / "handbook.pdf") as pdf:
        assert pdf[0].get_pixmap().pixel(5, 5) == pytest.approx((0x7A, 0x1F, 0x4B), abs=1)


def test_options_that_make_no_sense_are_all_reported_and_left_out(garden: Project) -> None:
    options = {
        "accent": "#ffdd00",
        "sections": [("sow", "Sow"), "soil", ("harvset", "Harvest")],
        "footer_links": {"soil": 3},
        "start_page": "indexx",
        "edit_page": 7,
    }
    build = garden.build(html_theme="rdm", html_theme_options=options)
    assert sorted(line for line in build.warnings if "html_theme_options" in line) == [
        "WARNING: html_theme_options: accent: '#ffdd00' is too light for words: its contrast with light grounds is 1.3,"
        " and 4.5 is needed; choose a darker colour [rdm.settings]",
        "WARNING: html_theme_options: edit_page: '7' is no text [rdm.settings]",
        "WARNING: html_theme_options: footer_links: '{'soil': 3}' is no page with its name;"
        " write pairs such as ('topics/index', 'Topics') [rdm.settings]",
        "WARNING: html_theme_options: sections: 'soil' is no page with its name;"
        " write pairs such as ('topics/index', 'Topics') [rdm.settings]",
        "WARNING: html_theme_options: sections: unknown page 'harvset', did you mean 'harvest'? [rdm.settings]",
        "WARNING: html_theme_options: start_page: unknown page 'indexx', did you mean 'index'? [rdm.settings]",
    ]
    assert [link.get_text() for link in build.page("index").select(".sections a")] == ["Sow"]
    assert build.status == 0


def test_a_logo_a_start_page_and_what_is_wide(garden: Project) -> None:
    garden.write("own.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    build = garden.build(html_theme="rdm", html_theme_options={"start_page": "sow"}, html_logo="own.svg", strict=True)
    page = build.page("sow")
    assert page.select_one(".brand img")["src"] == "_static/own.svg"
    assert page.body["class"] == ["start"]
    assert page.select_one("article > section > .rdm-linked > h1 + a.headerlink")
    assert not build.page("index").body.get("class")
    sheets = {name: len(build.page(name).select("link[href*='start.css']")) for name in ("sow", "index", "search")}
    assert sheets == {"sow": 1, "index": 0, "search": 0}
    assert all("wide" in table.parent["class"] for name in ("sow", "all") for table in build.page(name).select("table"))


def test_the_sheet_for_cards_and_folds_is_loaded_only_where_they_are(garden: Project) -> None:
    build = garden.build(html_theme="rdm", strict=True)
    for path in build.out.glob("*.html"):
        page = build.page(path.stem)
        assert bool(page.select("link[href*='sphinx-design']")) == bool(page.select("[class*='sd-']")), path.stem


def test_a_site_without_the_extension_is_told_what_is_missing(tmp_path: Path) -> None:
    from sphinx.errors import ExtensionError

    project = Project(tmp_path)
    project.write("conf.py", "html_theme = 'rdm'\n")
    project.write("docs/index.rst", "Title\n=====\n")
    with pytest.raises(ExtensionError, match="needs the extension 'sphinx_rdm'; name it in extensions"):
        project.build()


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml", "json", "pickle", "htmlhelp", "handbook"])
def test_every_builder_of_html_works_with_the_theme(garden: Project, builder: str) -> None:
    build = garden.build(builder, html_theme="rdm", html_use_index=True, strict=True)
    assert (build.status, build.warnings) == (0, [])


def test_options_of_another_type_are_reported_by_sphinx_alone(garden: Project) -> None:
    build = garden.build(html_theme="rdm", html_theme_options="teal")
    assert [line for line in build.warnings if "html_theme_options" in line]
    assert "--accent" in build.text("_static/tokens.css")
