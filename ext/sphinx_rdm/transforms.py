"""What can only be filled in when all pages have been read, or only for one kind of output."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from .components import cards_of, lay_open
from .domain import RdmDomain
from .i18n import _
from .nodes import backlinks, checklist_data, chooser, filter_data, permalink, rest, table_name, tick_box, tick_label
from .references import is_site
from .render.parts import cross_reference, enumeration, field
from .warning import Subtype, warn


def add_transforms(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_post_transform(FillBacklinks)
    app.add_post_transform(FoldRest)
    app.add_post_transform(LayOpen)
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
            listed = field(str(_("Listed on")), links)
            listed["classes"].append("rdm-listed")
            place.replace_self([listed] if pages else [])

    def _link(self, docname: str) -> nodes.Node:
        title, here = self.env.titles[docname].astext(), self.env.current_document.docname
        return cross_reference(title, "std", "doc", f"/{docname}", refdoc=here)


class FoldRest(SphinxPostTransform):
    """Fold what follows the first rows of a long list, where readers can unfold it; elsewhere the list stays whole."""

    # Before permanent links are put beside tables at priority 800.
    default_priority = 700
    formats = ("html",)

    def run(self, **_kwargs: Any) -> None:
        """Make two of each list that is to be folded."""
        if not is_site(self.app.builder):
            return
        for whole in [node for node in self.document.findall(nodes.Element) if "rest" in node]:
            shown, brief = whole["shown"], whole["rest"]
            second = whole.deepcopy()
            second["ids"] = []
            del _rows(whole)[shown:], _rows(second)[:shown]
            if isinstance(second, nodes.table):
                del second[: second.first_child_matching_class(nodes.tgroup)]
                second.insert(0, table_name("", brief))
            whole.parent.insert(whole.parent.index(whole) + 1, rest("", second, brief=brief))


def _rows(whole: nodes.Element) -> nodes.Element:
    """What holds the rows of a table, the items of a list or the cards of a grid."""
    match whole:
        case nodes.table():
            return next(whole.findall(nodes.tbody))
        case nodes.bullet_list():
            return whole
        case _:
            return cards_of(whole)


class LayOpen(SphinxPostTransform):
    """No folds, forms, or signs to click at: many readers of books cannot use them."""

    # Before references are resolved at priority 10, because links of cards move into the titles of the cards.
    default_priority = 5
    builders = ("epub", "handbook")

    def run(self, **_kwargs: Any) -> None:
        """Change the page in place; files to download stay on the site, if its address is known."""
        lay_open(self.document)
        self._say_what_is_lost()
        for node in list(
            self.document.findall(lambda node: isinstance(node, checklist_data | chooser | filter_data | permalink))
        ):
            node.parent.remove(node)
        for node_class, name in ((tick_label, "rdm-tick"), (tick_box, "rdm-box")):
            for node in list(self.document.findall(node_class)):
                node.replace_self(nodes.inline("", "", *node.children, classes=[name]))
        if site := self.config.html_baseurl:
            for download in list(self.document.findall(addnodes.download_reference)):
                address = f"{site.rstrip('/')}/_downloads/{quote(download.get('filename', ''))}"
                download.replace_self(nodes.reference("", "", *download.children, refuri=address, internal=False))

    def _say_what_is_lost(self) -> None:
        """Replace what no book can hold by words, and warn about formulas, which need a script or a picture."""
        for node in list(self.document.findall(nodes.raw)):
            if "task-list-item-checkbox" in node.astext():
                node.replace_self(nodes.Text("☑ " if "checked" in node.astext() else "☐ "))
        for image in list(self.document.findall(nodes.image)):
            if "://" in image["uri"]:
                where = "lies on another site, and a book holds what it shows; put a copy beside the page"
                warn(Subtype.BOOK, f"the picture '{image['uri']}' {where}", image)
                image.replace_self(nodes.inline("", image.get("alt", "")))
        if getattr(self.app.builder, "math_renderer_name", "") == "mathjax":
            for formula in self.document.findall(lambda node: isinstance(node, nodes.math | nodes.math_block)):
                written = " ".join(formula.astext().split())
                message = f"a book cannot show the formula '{written}'; use sphinx.ext.imgmath"
                warn(Subtype.BOOK, message, formula)


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
