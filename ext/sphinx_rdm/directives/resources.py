"""The lists of resources, and the catalogue of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from typing import Any, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives

from ..i18n import _
from ..records.query import COLUMNS, DEFAULT_COLUMNS, GROUPINGS, ORDERS, Query
from ..render import parts
from ..render.resources import LAYOUTS, resource_catalogue, resource_list
from .base import RdmDirective
from .options import choice, columns, count, text, words

OPTIONS: Final[dict[str, Callable[[str], Any]]] = {
    "phase": words,
    "topic": words,
    "category": words,
    "kind": words,
    "provider": words,
    "exclude": words,
    "sort": choice(ORDERS),
    "columns": columns,
    "layout": choice(tuple(LAYOUTS)),
    "group-by": choice(GROUPINGS),
    "limit": count,
    "empty": text,
}
"""The options of a list of resources, and what makes a value of each."""


class Resources(RdmDirective):
    """List the resources of the page's phases and topics, or of those that the options name."""

    # Converters would be run by the parsers, which report a fault once and not in the next build.
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = dict.fromkeys(OPTIONS, directives.unchanged)

    def run(self) -> list[nodes.Node]:
        """Make the list; without any phase or topic say so, and list nothing."""
        options = self.convert(OPTIONS)
        page = self.subject(options, "resources")
        if page is None:
            return []
        asked = Query(
            phases=page.phases,
            topics=page.topics,
            categories=options.get("category", ()),
            kinds=options.get("kind", ()),
            providers=options.get("provider", ()),
            exclude=options.get("exclude", ()),
            sort=options.get("sort", "title"),
            columns=options.get("columns", DEFAULT_COLUMNS),
            group_by=options.get("group-by", "category"),
            limit=options.get("limit"),
        )
        view, faults = self.rdm.show("resources", *astuple(asked))
        self.rdm.note_listed(view.ids)
        named = {"phase", "topic"} & set(self.options)
        for option, message in faults:
            # What the front matter names was checked, at its own line, when the page was opened.
            if named or option not in ("phase", "topic"):
                self.warn(message)
        if not view.groups:
            message = options.get("empty") or str(_("No resources are listed here yet."))
            return self.finish([parts.note(message)])
        content = resource_list(view, options.get("layout", "table"), self.heading_level)
        self.name_tables(content, [f"resources-{group.id}" for group in view.groups])
        shown = len(view.ids)
        if shown < view.total:
            message = str(_("%(shown)d of %(total)d resources are shown.")) % {"shown": shown, "total": view.total}
            content.append(parts.note(message))
        return self.finish(content)


class ResourceCatalogue(RdmDirective):
    """Describe every resource in full; the page becomes the home of all of them."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {}

    def run(self) -> list[nodes.Node]:
        """Make one entry for every resource, by category."""
        asked = Query(columns=tuple(column for column in COLUMNS if column != "category"))
        view, _faults = self.rdm.show("resources", *astuple(asked))
        if not view.groups:
            return self.finish([parts.note(str(_("No resources are listed here yet.")))])
        anchors = {record_id: self.anchor("resource", record_id) for record_id in view.ids}
        self.one_filter_for_the_page()
        return self.finish(resource_catalogue(view, self.rdm.show("facets"), anchors, self.heading_level))
