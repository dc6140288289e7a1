"""The handbook as an EPUB: pages without what only a screen has, and a package that a publisher can stand by."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.epub3 import validate_config_values
from sphinx.util.typing import ExtensionMetadata

from .. import PART
from ..private import disconnect
from .builder import THEME, EpubBuilder


def setup(app: Sphinx) -> ExtensionMetadata:
    """Put our builder in the place of Sphinx's."""
    app.setup_extension("sphinx_rdm")
    app.add_builder(EpubBuilder, override=True)
    # Sphinx's own builder needs a version, a copyright and more; ours leaves out what is not known.
    disconnect(app, "builder-inited", validate_config_values)
    # The frame of a page of the book, and its style sheet.
    app.add_html_theme(THEME, str(Path(__file__).with_name("theme")))
    return PART
