"""A review of how pages are written: a builder that reports what it finds as warnings."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from .. import PART
from .builder import ProseBuilder


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder and its setting."""
    app.setup_extension("sphinx_rdm")
    app.add_builder(ProseBuilder)
    app.add_config_value("rdm_words_per_sentence", 20, "", int, "The average that a page must stay under.")
    return PART
