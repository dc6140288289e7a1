"""The site's search: Sphinx's own, in a language that folds accents and knows synonyms, with results of our own."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from .. import PART
from . import index, language, pages


def setup(app: Sphinx) -> ExtensionMetadata:
    """Put our language and our index in the place of Sphinx's, and say what is found."""
    app.setup_extension("sphinx_rdm")
    language.connect(app)
    index.connect(app)
    pages.connect(app)
    return PART
