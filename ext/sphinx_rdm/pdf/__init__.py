"""The handbook as a book: pages composed into one document, written as Typst, and set as a PDF for everyone."""

from __future__ import annotations

from functools import partial

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from .. import PART
from ..settings import report_patterns


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the settings. What sets a PDF is loaded by ``entry`` for builds alone that ask for one."""
    app.setup_extension("sphinx_rdm")
    app.add_config_value("rdm_book_paper", "a4", "", str, "Paper of the book: a4, b5 or letter.")
    app.add_config_value("rdm_book_sides", "two", "", str, "Mirrored margins, as in a bound book: two, or one.")
    app.add_config_value("rdm_book_size", "normal", "", str, "Size of the print: normal or large.")
    app.add_config_value("rdm_book_accent", "", "", str, "Another accent than that of the site, as #rrggbb.")
    app.add_config_value("rdm_book_cover", "", "", str, "Picture on the cover, seen from the folder of conf.py.")
    app.add_config_value("rdm_book_fonts", [], "", [list, tuple, str], "More fonts of the book: folders or files.")
    app.add_config_value("rdm_book_site", "html", "", str, "The builder of the site to which links of the book lead.")
    app.add_config_value("rdm_book_pages", [], "", list, "Parts and pages to set, by their names; empty means all.")
    app.add_config_value("rdm_book_parts", False, "", bool, "Set a book of each phase and each part as well.")
    app.add_config_value("rdm_book_without", [], "", list, "Patterns of pages that are set only if they are named.")
    app.connect("env-updated", partial(report_patterns, "rdm_book_without"))
    return PART
