"""A review of pages: rules for their sources in every build, and a builder for how they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import PART

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Look at all sources; register the builder and its setting."""
    # Imported here, so that pages can be looked at without loading Sphinx.
    from . import sources
    from .builder import ProseBuilder

    app.setup_extension("sphinx_rdm")
    sources.connect(app)
    app.add_builder(ProseBuilder)
    app.add_config_value("rdm_words_per_sentence", 20, "", int, "The average that a page must stay under.")
    return PART
