"""The data type guide, and what other pages show of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final
from urllib.parse import urlencode

from docutils import nodes

from ...directive import RdmDirective
from ...i18n import _, translated
from ...nodes import more
from ...options import choice, words
from ...records.kind import Head, Word
from ...render.narrowing import entry_heading, narrowed
from ...render.parts import (
    bullets,
    enumeration,
    field,
    link,
    note,
    own_facts,
    paragraph,
    retired,
    table,
    term_reference,
)
from . import record
from .record import AREA, DATA_TYPE, GuideArea, GuideGroup, GuideRow

WORDS: Final = {
    "search": _("Words in name, description, types of data and study, or in what goes with it"),
    "sort-group": _("By kind"),
}


class DataTypeGuide(RdmDirective):
    """Describe every entry of the guide in full; the page becomes the home of all of them. Its content names views."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Make one entry for every record, by kind."""
        groups, level = self.rdm.show(record.guide), self.heading_level
        if not groups:
            return self.finish([note(str(_("The guide has no entries yet."))), *self._retired(level)])
        anchors = {row.entry.id: self.anchor("guide", row.entry.id) for group in groups for row in group.rows}
        self.one_filter_for_the_page()
        sections = [
            (_title(group), [_entry(row, anchors[row.entry.id], level + 1) for row in group.rows]) for group in groups
        ]
        facets = self.rdm.show(record.guide_facets)
        listed = narrowed(sections, facets, self.views(facets), WORDS, anchors, level)
        return self.finish([*listed, *self._retired(level)])

    def _retired(self, level: int) -> list[nodes.Node]:
        return retired(self.retired(record.GUIDE), record.GUIDE.role, level)


class DataTypes(RdmDirective):
    """Show some entries of the guide as tables, or link to the guide's views of them by area."""

    takes: ClassVar = {
        **{facet.singular: words for facet in record.GUIDE.facets.values()},
        "layout": choice(("table", "areas")),
    }

    def run(self) -> list[nodes.Node]:
        """Make the tables or the links; without an option, tables of all entries."""
        options = self.given()
        asked = {field: facet for field, facet in record.GUIDE.facets.items() if facet.singular in options}
        for facet in asked.values():
            self.check(facet.singular, options.words(facet.singular), facet)
        wanted = tuple((field, options.words(facet.singular)) for field, facet in asked.items())
        content: list[nodes.Node] = []
        if options.text("layout") == "areas":
            if areas := self.rdm.show(record.guide_areas, wanted):
                more = [(facet.singular, options.words(facet.singular)) for facet in asked.values() if facet != AREA]
                content = [_views(areas, more)]
        elif groups := self.rdm.show(record.guide, wanted):
            content = _tables(groups)
            self.name_tables(content, [f"data-types-{group.kind.term}" for group in groups])
        return self.finish(content or [note(str(_("The guide has no entries yet.")))])


def _tables(groups: Sequence[GuideGroup]) -> list[nodes.Node]:
    """A table for each kind: what serves which data, and what goes with it."""
    content: list[nodes.Node] = []
    for group in groups:
        columns = [
            Head("title", _("Name"), 24),
            Head("data-types", _("Types of data"), 30),
            Head("related", _("Goes with"), 30),
        ]
        if any(row.entry.guidelines for row in group.rows):
            columns.append(Head("guidelines", _("Submission"), 16))
        rows = [[cells[column.name] for column in columns] for cells in map(_cells, group.rows)]
        content += table(columns, rows, ["rdm-table", "rdm-guide"], _title(group))
    return content


def _views(areas: Sequence[GuideArea], more: Sequence[tuple[str, tuple[str, ...]]]) -> nodes.bullet_list:
    """Links to the guide, narrowed down to one area and to *more* facets, with the number of entries there."""
    items = []
    for area in areas:
        view = urlencode([(AREA.singular, area.area.term), *more], doseq=True)
        reference = term_reference("guide", Word(area.area.text, area.entries[0]), view)
        items.append([paragraph(reference, nodes.Text(f" ({len(area.entries)})"))])
    return bullets(items, "rdm-views")


def _title(group: GuideGroup) -> str:
    return group.kind.text or str(_("Other"))


def _entry(row: GuideRow, anchor: str, level: int) -> list[nodes.Node]:
    entry = row.entry
    facts = nodes.field_list("", classes=["rdm-facts"])
    for title, titles in row.values:
        if titles:
            facts += field(str(translated(title)), paragraph(nodes.Text(", ".join(titles))))
    for title, others in row.related:
        facts += field(title or str(_("Other")), enumeration([term_reference("guide", word) for word in others]))
    if entry.guidelines:
        facts += field(str(_("Submission")), paragraph(_instructions(entry.short, entry.guidelines)))
    facts += own_facts(row.own)
    if entry.keywords:
        facts += field(str(_("Keywords")), paragraph(nodes.Text(", ".join(entry.keywords))))
    head = entry_heading(entry.title, entry.url, "", anchor, level)
    brief = ", ".join(dict(row.values)[DATA_TYPE.title])
    return [head, paragraph(nodes.Text(entry.description)), more("", facts, brief=brief)]


def _cells(row: GuideRow) -> dict[str, list[nodes.Node]]:
    entry = row.entry
    others = [term_reference("guide", word) for _kind, words in row.related for word in words]
    return {
        "title": [paragraph(term_reference("guide", Word(entry.title, entry.id)))],
        "data-types": [paragraph(nodes.Text(", ".join(dict(row.values)[DATA_TYPE.title])))],
        "related": [enumeration(others)] if others else [],
        "guidelines": [paragraph(_instructions(entry.short, entry.guidelines))] if entry.guidelines else [],
    }


def _instructions(name: str, url: str) -> nodes.reference:
    return link(str(_("Instructions of %(name)s")) % {"name": name}, url)


DIRECTIVES: Final = {"data-type-guide": DataTypeGuide, "data-types": DataTypes}
