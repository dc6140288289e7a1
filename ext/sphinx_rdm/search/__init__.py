"""The site's search: an index of passages in the place of Sphinx's, and scripts that rank them and say what fits."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from .. import PART
from . import extracts, field, index, language


def setup(app: Sphinx) -> ExtensionMetadata:
    """Put our language and our index in the place of Sphinx's, and say what is found."""
    app.setup_extension("sphinx_rdm")
    language.connect(app)
    index.connect(app)
    extracts.connect(app)
    field.connect(app)
    app.add_config_value("rdm_search_last", [], "html", [list, tuple], "Pages found after all others: contribute/*.")
    return PART
