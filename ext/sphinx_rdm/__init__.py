"""A Sphinx extension that renders handbooks of research data management from pages and records.

Resources, facilities and the vocabulary live in YAML files; pages say what they are about in their
front matter; directives list what belongs there. What not every handbook wants is an extension of its own that a
``conf.py`` names: ``sphinx_rdm.pdf``, ``.epub``, ``.search``, ``.lint``, ``.site``. See ``docs/contribute/design.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

PART: Final[ExtensionMetadata] = {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
"""What each extension of this package says of itself."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Wire the extension into Sphinx."""
    # Imported here, so that the command line answers without loading Sphinx.
    from . import (
        assets,
        at_hand,
        data,
        domain,
        due_list,
        i18n,
        in_short,
        incremental,
        life_cycle,
        nodes,
        out_of_date,
        page_sources,
        permalinks,
        reading,
        remedies,
        remembered,
        roles,
        settings,
        templates,
        theme,
        transforms,
    )
    from .contents import events
    from .front_matter import reading as front_matter
    from .kinds import registration

    remedies.connect(app)
    app.setup_extension("sphinx_design")
    settings.connect(app)
    i18n.connect(app)
    data.connect(app)
    app.add_domain(domain.RdmDomain)
    events.connect(app)
    reading.connect(app)
    front_matter.connect(app)
    registration.connect(app)
    roles.add_roles(app)
    nodes.add_nodes(app)
    life_cycle.add_picture(app)
    transforms.add_transforms(app)
    in_short.connect(app)
    due_list.connect(app)
    out_of_date.connect(app)
    page_sources.connect(app)
    permalinks.connect(app)
    templates.connect(app)
    theme.connect(app)
    incremental.connect(app)
    assets.connect(app)
    remembered.connect(app)
    at_hand.connect(app)
    app.connect("warn-missing-reference", domain.warn_dangling)
    return {**PART, "env_version": incremental.code_version()}
