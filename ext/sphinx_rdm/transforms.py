"""What can only be filled in when all pages have been read, or only for one kind of output."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from .domain import RdmDomain
from .i18n import _
from .nodes import backlinks
from .render.parts import enumeration, field


def add_transforms(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_post_transform(FillBacklinks)
    app.add_post_transform(SpellOutAddresses)


class FillBacklinks(SphinxPostTransform):
    """Link every entry of the catalogue to the pages that list its resource."""

    # References are resolved at priority 10, and these links are to be resolved with them.
    default_priority = 8

    def run(self, **_kwargs: Any) -> None:
        """Replace each place for back-links by a field, or by nothing if no page lists the resource."""
        domain = RdmDomain.of(self.env)
        for place in list(self.document.findall(backlinks)):
            pages = domain.listed_on(place["resource"])
            links = enumeration([self._link(docname) for docname in pages])
            place.replace_self([field(str(_("Listed on")), links)] if pages else [])

    def _link(self, docname: str) -> nodes.Node:
        return addnodes.pending_xref(
            "",
            nodes.inline("", self.env.titles[docname].astext()),
            refdomain="std",
            reftype="doc",
            reftarget="/" + docname,
            refdoc=self.env.current_document.docname,
            refexplicit=True,
            refwarn=True,
        )


class SpellOutAddresses(SphinxPostTransform):
    """Write the address behind each link to a resource, where the output has no links."""

    default_priority = 400
    builders = ("text",)

    def run(self, **_kwargs: Any) -> None:
        """Put the address in angle brackets after the link's text."""
        for link in list(self.document.findall(nodes.reference)):
            if "rdm-link" in link["classes"]:
                parent = link.parent
                parent.insert(parent.index(link) + 1, nodes.Text(f" <{link['refuri']}>"))
