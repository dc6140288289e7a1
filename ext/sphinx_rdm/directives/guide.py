"""The data type guide, and what other pages show of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from ..i18n import _
from ..render import guide
from ..render.parts import note
from .base import RdmDirective
from .options import choice, words


class DataTypeGuide(RdmDirective):
    """Describe every entry of the guide in full; the page becomes the home of all of them."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {}

    def run(self) -> list[nodes.Node]:
        """Make one entry for every record, by kind."""
        groups = self.rdm.show("guide", ())
        if not groups:
            return self.finish([note(str(_("The guide has no entries yet.")))])
        anchors = {row.entry.id: self.anchor("guide", row.entry.id) for group in groups for row in group.rows}
        self.one_filter_for_the_page()
        return self.finish(guide.guide(groups, self.rdm.show("guide-facets"), anchors, self.heading_level))


class DataTypes(RdmDirective):
    """Show some kinds of entries of the guide as tables, or link to the guide's views of them by area."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = dict.fromkeys(("kind", "layout"), directives.unchanged)

    def run(self) -> list[nodes.Node]:
        """Make the tables or the links; without an option, tables of all kinds."""
        options = self.convert({"kind": words, "layout": choice(("table", "areas"))})
        kinds = options.get("kind", ())
        self.check("kind", kinds, "guide_kinds")
        by_area = options.get("layout") == "areas"
        view = self.rdm.show("guide-areas" if by_area else "guide", kinds)
        if not view:
            return self.finish([note(str(_("The guide has no entries yet.")))])
        if by_area:
            return self.finish([guide.guide_views(view, kinds)])
        content = guide.guide_tables(view)
        self.name_tables(content, [f"data-types-{group.kind.term}" for group in view])
        return self.finish(content)
