"""The extension's own words: complete for translators, and shown in the site's language."""

import ast
import io
import os
from collections.abc import Callable, Iterator

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from building import ROOT, Build, Project
from sphinx_rdm.i18n import CatalogueError, compiled

PACKAGE = ROOT / "ext/sphinx_rdm"


def test_the_template_for_translators_holds_every_string_of_the_code_and_of_the_theme() -> None:
    places = [("**.py", "python"), ("**/theme/*.html", "jinja2")]
    in_code = {message for _file, _line, message, _comments, _context in extract_from_dir(PACKAGE, places)}
    assert "Skip to main content" in in_code
    template = read_po(io.BytesIO((PACKAGE / "locale/sphinx_rdm.pot").read_bytes()))
    assert {message.id for message in template if message.id} == in_code, "run: make messages"


def hidden(source: str) -> Iterator[int]:
    """The lines on which a string is marked for translation where Babel, on some Python, does not find it."""

    def is_marked(node: ast.AST) -> bool:
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"

    def is_literal(call: ast.Call) -> bool:
        words = call.args[0] if len(call.args) == 1 and not call.keywords else None
        return isinstance(words, ast.Constant) and isinstance(words.value, str)

    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            yield from (inner.lineno for inner in ast.walk(node) if is_marked(inner))
        elif isinstance(node, ast.Call) and is_marked(node) and not is_literal(node):
            yield node.lineno


@pytest.mark.parametrize(
    "code", ['_(f"a {b}")', '_("a" + b)', "_(b)", "f\"{_('a')}\"", "f\"{b + str(_('a'))}\"", "_()"]
)
def test_hidden_strings_are_found(code: str) -> None:
    assert list(hidden(code))


def test_no_string_of_the_code_is_hidden_from_translators() -> None:
    found = {
        file.relative_to(PACKAGE).as_posix(): list(hidden(file.read_text("utf-8"))) for file in PACKAGE.rglob("*.py")
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


PLACE = "docs/locale/{}/LC_MESSAGES/sphinx_rdm.{}"


def po(**words: str) -> str:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    return head + "".join(f'\nmsgid "{word}"\nmsgstr "{other}"\n' for word, other in words.items())


def mo(**words: str) -> bytes:
    catalogue = Catalog(locale="sv")
    for word, other in words.items():
        catalogue.add(word, other)
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def translated(garden: Project, language: str = "sv", **options: bool | str) -> Build:
    return garden.build(language=language, locale_dirs=["locale"], **options)


def heading(build: Build) -> str:
    """What stands above the column of providers."""
    return build.page("sow").select("table.rdm-resources thead th")[3].get_text(strip=True)


@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "write"), [("mo", mo), ("po", po)])
def test_a_catalogue_of_the_project_counts_from_the_first_build(
    project: Callable[[str], Project], suffix: str, write: Callable[..., str | bytes]
) -> None:
    garden = project("garden")
    garden.write(PLACE.format("sv", suffix), write(Provider="Leverantör"))
    assert heading(translated(garden, strict=True)) == "Leverantör"


@pytest.mark.slow
def test_every_change_of_a_catalogue_counts_in_the_next_build(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    place = PLACE.format("sv", "po")
    assert heading(translated(garden)) == "Provider"
    file = garden.write(place, po(Provider="Leverantör"))
    assert heading(translated(garden)) == "Leverantör"
    changed = file.stat().st_mtime
    garden.write(place, po(Provider="Utförare"))
    os.utime(file, (changed - 9, changed - 9))  # as after the checkout of an older version
    assert heading(translated(garden)) == "Utförare"
    assert translated(garden).read == []
    file.unlink()
    file.with_suffix(".mo").unlink()  # which Sphinx made of it
    assert heading(translated(garden)) == "Provider"


@pytest.mark.slow
def test_a_land_without_words_of_its_own_takes_those_of_its_language(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    garden.write(PLACE.format("sv", "po"), po(Provider="Leverantör"))
    assert heading(translated(garden, "sv_FI")) == "Leverantör"
    assert heading(garden.build(folder="other")) == "Provider"


GOOD = 'msgid "Provider"\nmsgstr "Leverantör"\n'
BROKEN = {
    "keyword": (f'{GOOD}\nmsgid "Kind"\nmsgstr "Slag"\nmsgfoo\n', 6, "Unknown or misformatted keyword"),
    "bytes": (f"{GOOD}# \xff\n".encode("latin-1"), 2, "is not UTF-8"),
    "number": (f'{GOOD}\nmsgid "a"\nmsgid_plural "b"\nmsgstr[x] "c"\n', 6, "invalid literal"),
    "no-translation": ('msgid "Provider"\n', 1, "missing msgstr"),
    "placeholder": ('msgid "Visit %(name)s"\nmsgstr "Besök %(namn)s"\n', 1, "unknown named placeholder"),
    "no-placeholder": ('\nmsgid "Visit %(name)s"\nmsgstr "Besök %d"\n', 2, "'Visit %(name)s' is left out"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_catalogue_that_cannot_be_used_is_reported_with_its_line(name: str) -> None:
    source, line, message = BROKEN[name]
    try:
        faults = compiled(source if isinstance(source, bytes) else source.encode(), False)[1]
    except CatalogueError as error:
        faults = [error]
    assert [(fault.line, message in str(fault)) for fault in faults] == [(line, True)]


@pytest.mark.slow
def test_a_build_with_a_broken_catalogue_goes_on_in_english(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    garden.write(PLACE.format("sv", "po"), f"{GOOD}\nmsgfoo\n")
    garden.write(PLACE.format("sv_FI", "mo"), b"\xde\x12\x04\x95 no catalogue")
    build = translated(garden, "sv_FI")
    ours = [line.rpartition("/")[2] for line in build.warnings if "[rdm.source]" in line]
    assert [line.split(": WARNING: these translations are not used")[0] for line in ours] == [
        "sphinx_rdm.mo:1",
        "sphinx_rdm.po:4",
    ]
    assert heading(build) == "Provider"


def test_words_of_the_theme_are_those_of_our_catalogue_and_else_of_sphinx(
    project: Callable[[str], Project],
) -> None:
    garden = project("garden")
    garden.write(PLACE.format("sv", "po"), po(Home="Hem", Previous="Bakåt"))
    page = translated(garden, html_theme="rdm").page("sow")
    assert page.select_one(".breadcrumbs li").get_text() == "Hem"
    assert page.select_one(".prev small").get_text() == "Bakåt"
    assert page.select_one(".site-search input")["placeholder"] == "Sök"
