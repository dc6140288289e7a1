"""The data type guide: all entries in full, a table of some of them, and links to its views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlencode

from docutils import nodes

from ..i18n import _
from ..records.facets import Facets
from ..records.guide import GuideArea, GuideGroup, GuideRow
from ..records.query import Word
from .catalogue import Section, catalogue, entry_heading
from .parts import Column, enumeration, field, link, paragraph, table, term_reference

FACET_TITLES: Final = {
    "area": _("Area"),
    "data-type": _("Type of data"),
    "study-type": _("Type of study"),
    "kind": _("Kind"),
}
"""What readers call each facet."""

WORDS: Final = {
    "search": _("Words in name, description, types of data and study, or in what goes with it"),
    "sort-group": _("By kind"),
}


def guide(groups: Sequence[GuideGroup], facets: Facets, anchors: Mapping[str, str], level: int) -> list[nodes.Node]:
    """Every entry with all that is known of it."""
    sections = [
        Section(_title(group), [_entry(row, anchors[row.entry.id], level + 1) for row in group.rows])
        for group in groups
    ]
    return catalogue(sections, facets, FACET_TITLES, WORDS, anchors, level)


def guide_tables(groups: Sequence[GuideGroup]) -> list[nodes.Node]:
    """A table for each kind: what serves which data, and what goes with it."""
    content: list[nodes.Node] = []
    for group in groups:
        columns = [
            Column("title", str(_("Name")), 24, names_row=True),
            Column("data-types", str(_("Types of data")), 30),
            Column("related", str(_("Goes with")), 30),
        ]
        if any(row.entry.guidelines for row in group.rows):
            columns.append(Column("guidelines", str(_("Submission")), 16))
        rows = [[cells[column.name] for column in columns] for cells in map(_cells, group.rows)]
        content += table(columns, rows, ["rdm-table", "rdm-guide"], _title(group))
    return content


def guide_views(areas: Sequence[GuideArea], kinds: Sequence[str]) -> nodes.bullet_list:
    """Links to the guide, narrowed down to one area and to *kinds*, with the number of entries there."""
    items = nodes.bullet_list("", classes=["rdm-views"])
    for area in areas:
        view = urlencode([("area", area.area.term), *(("kind", kind) for kind in kinds)])
        reference = term_reference("guide", Word(area.area.text, area.entries[0]), view)
        items += nodes.list_item("", paragraph(reference, nodes.Text(f" ({len(area.entries)})")))
    return items


def _title(group: GuideGroup) -> str:
    return group.kind.text or str(_("Other"))


def _entry(row: GuideRow, anchor: str, level: int) -> list[nodes.Node]:
    entry = row.entry
    facts = nodes.field_list("", classes=["rdm-facts"])
    for name, titles in (("area", row.areas), ("data-type", row.data_types), ("study-type", row.study_types)):
        if titles:
            facts += field(str(FACET_TITLES[name]), paragraph(nodes.Text(", ".join(titles))))
    for title, words in row.related:
        facts += field(title or str(_("Other")), enumeration([term_reference("guide", word) for word in words]))
    if entry.guidelines:
        facts += field(str(_("Submission")), paragraph(_instructions(entry.short, entry.guidelines)))
    if entry.keywords:
        facts += field(str(_("Keywords")), paragraph(nodes.Text(", ".join(entry.keywords))))
    head = entry_heading(entry.title, entry.url, "", anchor, level)
    return [head, paragraph(nodes.Text(entry.description)), facts]


def _cells(row: GuideRow) -> dict[str, list[nodes.Node]]:
    entry = row.entry
    others = [term_reference("guide", word) for _kind, words in row.related for word in words]
    return {
        "title": [paragraph(term_reference("guide", Word(entry.title, entry.id)))],
        "data-types": [paragraph(nodes.Text(", ".join(row.data_types)))],
        "related": [enumeration(others)] if others else [],
        "guidelines": [paragraph(_instructions(entry.short, entry.guidelines))] if entry.guidelines else [],
    }


def _instructions(name: str, url: str) -> nodes.reference:
    return link(str(_("Instructions of %(name)s")) % {"name": name}, url)
