"""The old name of ``sphinx_rdm.pdf``: a ``conf.py`` that has it builds as before, and is told the new one."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from . import PART
from .settings import place
from .warning import Subtype, warn


def setup(app: Sphinx) -> ExtensionMetadata:
    """Load what has the new name."""
    warn(
        Subtype.SETTINGS,
        "it is called 'sphinx_rdm.pdf' now; write that in extensions",
        place(app, "sphinx_rdm.book"),
    )
    app.setup_extension("sphinx_rdm.pdf")
    return PART
