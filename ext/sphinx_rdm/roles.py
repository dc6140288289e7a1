"""The role ``site``: one fact about the site, or a mark that it is still unknown."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

from .catalogue.fields import suggest
from .catalogue.model import Site
from .domain import RdmDomain
from .i18n import _
from .warning import Subtype, warn


def add_roles(app: Sphinx) -> None:
    """Make the role known, under the domain."""
    app.add_role_to_domain("rdm", "site", SiteFact())


class SiteFact(SphinxRole):
    """What ``site.yml`` says under a key, as a link if it is an address."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the text; an unknown key is reported."""
        key = self.text.strip()
        if key not in Site.model_fields:
            message = f"unknown key '{key}' of site.yml{suggest(key, Site.model_fields)}"
            warn(Subtype.REFERENCE, message, (self.env.current_document.docname, self.lineno))
            self.env.note_reread()
            return [nodes.Text(key)], []
        return [self._node(RdmDomain.of(self.env).show("site", key))], []

    @staticmethod
    def _node(value: str | None) -> nodes.Node:
        if not value:
            text = str(_("to be filled in by the operator"))
            return nodes.emphasis(text, text, classes=["rdm-unknown"])
        if re.fullmatch(r"[^@\s]+@[^@\s]+", value):
            return nodes.reference(value, value, refuri=f"mailto:{value}", internal=False)
        if re.fullmatch(r"https?://\S+", value):
            return nodes.reference(value, value, refuri=value, internal=False)
        return nodes.Text(value)
