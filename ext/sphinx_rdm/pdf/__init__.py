"""The handbook as a book: pages composed into one document, written as Typst, and set as a PDF for everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder, as Sphinx asks for by the entry point; say what to install if it lacks a package."""
    from sphinx.errors import ExtensionError

    try:
        from . import builder
    except ModuleNotFoundError as error:
        needed = f"the builder 'handbook' needs the package '{error.name}'"
        raise ExtensionError(f"{needed}; install it with: pip install 'sphinx-rdm[book]'") from error
    return builder.setup(app)
