"""The handbook as a book: pages composed into one document, written as Typst, and set as a PDF for everyone."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.typing import ExtensionMetadata

from .. import PART


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder, for which Sphinx asks by the entry point too; say what to install if it lacks a package."""
    try:
        from . import builder
    except ModuleNotFoundError as error:
        needed = f"the builder 'handbook' needs the package '{error.name}'"
        raise ExtensionError(f"{needed}; install it with: pip install 'sphinx-rdm[pdf]'") from error
    app.setup_extension("sphinx_rdm")
    builder.connect(app)
    return PART
