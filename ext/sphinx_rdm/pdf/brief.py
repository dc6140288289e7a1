"""Lists of resources as a book shows them: a line each, with the code under which its directory describes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..i18n import _
from ..render.parts import bullets, cross_reference, enumeration, paragraph, rubric
from .builder import Described, HandbookBuilder

_RESOURCE: Final = "resource"
"""The type of the objects of the domain that a book lists briefly."""


class ListBriefly(SphinxPostTransform):
    """Shorten lists of what the book describes elsewhere, and put the codes there."""

    # Folds are laid open at priority 5, and references are resolved at 10.
    default_priority = 6
    builders = ("handbook",)

    def run(self, **_kwargs: Any) -> None:
        """Change the page in place; what the book does not describe stays as it is."""
        builder, here = self.app.builder, self.env.current_document.docname
        assert isinstance(builder, HandbookBuilder)
        known = builder.described
        pages: dict[str, None] = {}
        for listing in [node for node in self.document.findall(nodes.Element) if "listing" in node]:
            links = (link for link in listing.findall(nodes.reference) if "record" in link)
            rows = {link["record"]: link["first"] for link in links}  # and whether readers should start with each
            if rows and rows.keys() <= known.keys():
                last = self._shorten(listing, rows, known)
                pages |= dict.fromkeys(known[name].docname for name in rows)
        if pages:
            last.parent.insert(last.parent.index(last) + 1, _where(pages, here))
        anchors = {place.anchor: place.code for place in known.values() if place.docname == here}
        for head in [node for node in self.document.findall(nodes.rubric) if "rdm-entry" in node["classes"]]:
            for target in list(head.findall(nodes.target)):
                if code := anchors.get(target["ids"][0]):
                    head.insert(head.index(target) + 1, [_inline(code), nodes.Text(" ")])

    def _shorten(
        self, listing: nodes.Element, rows: Mapping[str, bool], known: Mapping[str, Described]
    ) -> nodes.Element:
        here = self.env.current_document.docname
        items = bullets(([_line(name, known[name].code, here, is_first=rows[name])] for name in rows), "rdm-brief")
        if isinstance(listing, nodes.table):
            titles = (rubric(nodes.Text(title.astext())) for title in listing.findall(nodes.title))
            listing.replace_self([*titles, items])
        else:
            lists = (node for node in listing.findall(nodes.bullet_list) if "rdm-list" in node["classes"])
            next(lists, listing).replace_self(items)
        return items


def _line(name: str, code: str, here: str, *, is_first: bool) -> nodes.paragraph:
    title = cross_reference("", "rdm", _RESOURCE, name, refexplicit=False, refdoc=here)
    mark = [nodes.Text(" "), nodes.emphasis("", str(_("Start here")))] if is_first else []
    return paragraph(title, nodes.Text(" "), _inline(code), *mark)


def _where(pages: Iterable[str], here: str) -> nodes.paragraph:
    """Which pages the codes of a page lead to."""
    links = [cross_reference("", "std", "doc", f"/{name}", refexplicit=False, refdoc=here) for name in pages]
    said = str(_("Each is described under its code in:"))
    return paragraph(nodes.Text(f"{said} "), *enumeration(links).children)


def _inline(code: str) -> nodes.inline:
    return nodes.inline("", code, classes=["rdm-code"])
