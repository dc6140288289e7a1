"""The old name of ``sphinx_rdm.pdf``: a ``conf.py`` that has it builds as before, and is told the new one."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from . import PART
from .warning import warn_of_setting


def setup(app: Sphinx) -> ExtensionMetadata:
    """Load what has the new name."""
    name = "sphinx_rdm.book"
    warn_of_setting(app, "extensions", f"'{name}' is called 'sphinx_rdm.pdf' now; write that", name)
    app.setup_extension("sphinx_rdm.pdf")
    return PART
