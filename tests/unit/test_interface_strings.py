"""The extension's own words: complete for translators, and shown in the site's language."""

import io
from collections.abc import Callable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from building import ROOT, Project

PACKAGE = ROOT / "ext/sphinx_rdm"


def test_the_template_for_translators_holds_every_string_of_the_code() -> None:
    in_code = {message for _file, _line, message, _comments, _context in extract_from_dir(PACKAGE)}
    template = read_po(io.BytesIO((PACKAGE / "locale/sphinx_rdm.pot").read_bytes()))
    assert {message.id for message in template if message.id} == in_code, "run: make messages"


def test_a_catalogue_of_the_project_translates_the_headings(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    catalogue = Catalog(locale="sv")
    catalogue.add("Provider", "Leverantör")
    folder = garden.root / "docs/locale/sv/LC_MESSAGES"
    folder.mkdir(parents=True)
    with Path(folder / "sphinx_rdm.mo").open("wb") as file:
        write_mo(file, catalogue)
    page = garden.build(language="sv", locale_dirs=["locale"], strict=True).page("sow")
    headings = [cell.get_text(strip=True) for cell in page.select("table.rdm-resources thead th")]
    assert headings[:4] == ["Title", "Description", "Kind", "Leverantör"]
