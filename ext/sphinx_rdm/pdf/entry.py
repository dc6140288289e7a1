"""What Sphinx calls when a build asks for ``handbook``: the entry point of the builder."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.typing import ExtensionMetadata

from .. import PART


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder; say what to install if it lacks a package."""
    try:
        from .brief import ListBriefly
        from .builder import HandbookBuilder
    except ModuleNotFoundError as error:
        needed = f"the builder 'handbook' needs the package '{error.name}'"
        raise ExtensionError(f"{needed}; install it with: pip install 'sphinx-rdm[pdf]'") from error
    app.setup_extension("sphinx_rdm.pdf")
    app.add_builder(HandbookBuilder)
    app.add_post_transform(ListBriefly)
    return PART
