"""A Sphinx extension that renders handbooks of research data management from pages and records.

Resources, facilities and the vocabulary live in YAML files; pages say what they are about in their
front matter; directives list what belongs there. See ``docs/contribute/design.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Wire the extension into Sphinx."""
    # Imported here, so that the command line answers without loading Sphinx.
    from . import (
        assets,
        contents,
        data,
        domain,
        epub,
        front_matter,
        i18n,
        incremental,
        life_cycle,
        nodes,
        permalinks,
        reading,
        roles,
        site,
        templates,
        transforms,
    )
    from .kinds import registration
    from .lint import builder
    from .search import index, inventory, language

    app.setup_extension("sphinx_design")
    i18n.connect(app)
    app.add_config_value("rdm_data", "data", "env", str, "Folder of the data files, from the folder of conf.py.")
    data.connect(app)
    app.add_domain(domain.RdmDomain)
    contents.connect(app)
    reading.connect(app)
    registration.connect(app)
    roles.add_roles(app)
    nodes.add_nodes(app)
    life_cycle.add_picture(app)
    transforms.add_transforms(app)
    permalinks.connect(app)
    templates.connect(app)
    incremental.connect(app)
    site.connect(app)
    assets.connect(app)
    builder.add_builder(app)
    epub.connect(app)
    language.connect(app)
    index.connect(app)
    inventory.connect(app)
    app.connect("source-read", front_matter.read_facets)
    app.connect("warn-missing-reference", domain.warn_dangling)
    return {
        "version": __version__,
        "env_version": incremental.code_version(),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
