"""Lists of resources, the catalogue of all of them, and how many there are of what."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from docutils import nodes

from ...components import card_grid, dropdown
from ...directive import RdmDirective
from ...i18n import _, translated
from ...nodes import backlinks, more
from ...options import Value, choice, count, text, words
from ...records.facets import REST
from ...records.fields import ALL
from ...records.kind import PHASE, SUBJECTS, Facet, Head, Word
from ...records.store import Store
from ...render.narrowing import entry_heading, narrowed
from ...render.parts import (
    bullets,
    fact,
    field,
    heading,
    link,
    note,
    paragraph,
    retired,
    rubric,
    table,
    term_reference,
)
from . import query
from .query import DEFAULT_COLUMNS, GROUPINGS, ORDERS, Coverage, Group, Query, Row
from .record import RESOURCE

WORDS: Final = {
    "search": _("Words in title, description, provider or keywords"),
    "sort-group": _("By category"),
}

LONG: Final = 8
"""How many rows a group may have; of one with more, readers of a site see at first only :data:`SHOWN`."""
SHOWN: Final = 5

_BRIEF: Final = ("kind", "provider")
"""The columns that an entry of the catalogue shows before it is unfolded."""


class Resources(RdmDirective):
    """List the resources of the page's phases and topics, or of those that the options name."""

    @classmethod
    def options_for(cls, store: Store) -> dict[str, Callable[[str], Value]]:
        """With an option for each further facet."""
        further = query.further_facets(store)
        check = choice(tuple(query.columns_of(store)))

        def columns(argument: str) -> tuple[str, ...]:
            columns = tuple(dict.fromkeys(check(word) for word in words(argument)))
            if "title" not in columns:
                raise ValueError("the column 'title' is missing; it holds the link")
            return columns

        return {
            **dict.fromkeys((*further, "phase", "topic", "category", "kind", "provider", "exclude"), words),
            "sort": choice(ORDERS),
            "columns": columns,
            "layout": choice(("table", "list", "cards", "dropdown")),
            "group-by": choice((*GROUPINGS, *further, "none")),
            "limit": count,
            "empty": text,
        }

    def run(self) -> list[nodes.Node]:
        """Make the list; without any phase or topic say so, and list nothing."""
        options = self.given()
        page = self.subject(options, "resources")
        if page is None:
            return []
        asked = Query(
            phases=page.phases,
            topics=page.topics,
            categories=options.words("category"),
            kinds=options.words("kind"),
            providers=options.words("provider"),
            exclude=options.words("exclude"),
            sort=options.text("sort", "title"),
            columns=options.words("columns", DEFAULT_COLUMNS),
            group_by=options.text("group-by", "category"),
            limit=options.count("limit"),
            further=tuple(
                (name, options.words(name)) for name in query.further_facets(self.rdm.store) if name in options
            ),
        )
        view, faults = self.rdm.show(query.resources, asked)
        self.rdm.note_listed(view.ids)
        named = {"phase", "topic"} & set(self.options)
        for option, message in faults:
            # What the front matter names was checked, at its own line, when the page was opened.
            if named or option not in ("phase", "topic"):
                self.warn(message)
        if not view.groups:
            message = options.text("empty") or str(_("No resources are listed here yet."))
            return self.finish([note(message)])
        layout, level = LAYOUTS[options.text("layout", "table")], self.heading_level
        content = [node for group in view.groups for node in layout(group, view.columns, level)]
        self.name_tables(content, [f"resources-{group.id}" for group in view.groups])
        shown = len(view.ids)
        if shown < view.total:
            message = str(_("%(shown)d of %(total)d resources are shown.")) % {"shown": shown, "total": view.total}
            content.append(note(message))
        for node in content:
            if isinstance(node, nodes.Element):
                node["listing"] = "resource"  # for the search, which finds each at its home
        return self.finish(content)


class ResourceCatalogue(RdmDirective):
    """Describe every resource in full; the page becomes the home of all of them. Its content names views."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Make one entry for every resource, by category."""
        view, level = self.rdm.show(query.catalogue), self.heading_level
        if not view.groups:
            return self.finish([note(str(_("No resources are listed here yet."))), *self._retired(level)])
        anchors = {record_id: self.anchor("resource", record_id) for record_id in view.ids}
        self.one_filter_for_the_page()
        sections = [
            (_group_title(group), [_entry(row, view.columns, anchors[row.id], level + 1) for row in group.rows])
            for group in view.groups
        ]
        facets = self.rdm.show(query.facets)
        listed = narrowed(sections, facets, self.views(facets), WORDS, anchors, level)
        return self.finish([*listed, *self._retired(level)])

    def _retired(self, level: int) -> list[nodes.Node]:
        return retired(self.retired(RESOURCE), RESOURCE.role, level)


class CoverageTable(RdmDirective):
    """Show how many resources each phase or topic lists in each category, and where there is none."""

    takes: ClassVar = {"facet": choice(tuple(facet.name for facet in SUBJECTS))}

    def run(self) -> list[nodes.Node]:
        """Make the table; without an option, of phases."""
        name = self.given().text("facet", PHASE.name)
        facet = next(facet for facet in SUBJECTS if facet.name == name)
        view = self.rdm.show(query.coverage, facet)
        if not view.rows:
            return self.finish([note(str(_("There is nothing to count yet.")))])
        return self.finish(_coverage(view, facet))


# Layouts of a group of resources


def _table(group: Group, columns: tuple[Head, ...], level: int) -> list[nodes.Node]:
    rows = [[_cell(row, column, given) for column, given in zip(columns, row.cells, strict=True)] for row in group.rows]
    return _folded(table(columns, rows, ["rdm-table", "rdm-resources"], _group_title(group)), group)


def _list(group: Group, columns: tuple[Head, ...], level: int) -> list[nodes.Node]:
    return _folded([*_group_heading(group, level), _items(group, columns)], group)


def _cards(group: Group, columns: tuple[Head, ...], level: int) -> list[nodes.Node]:
    grid = card_grid([_summary(row, columns) for row in group.rows])
    return _folded([*_group_heading(group, level), grid], group)


def _dropdown(group: Group, columns: tuple[Head, ...], level: int) -> list[nodes.Node]:
    title = _group_title(group) or str(_("Resources"))
    return [dropdown(rubric(nodes.Text(title)), [_items(group, columns)])]


LAYOUTS: Final[dict[str, Callable[[Group, tuple[Head, ...], int], list[nodes.Node]]]] = {
    "table": _table,
    "list": _list,
    "cards": _cards,
    "dropdown": _dropdown,
}
"""The layouts of a list, by the name that the directive's option takes."""


def _folded(content: list[nodes.Node], group: Group) -> list[nodes.Node]:
    """What lists a group; the last node says where a site folds it, if it is long, and what stands there."""
    whole = content[-1]
    assert isinstance(whole, nodes.Element)
    shown = max(SHOWN, sum(row.is_first for row in group.rows))
    if len(group.rows) > LONG and (count := len(group.rows) - shown):
        title = _group_title(group)
        message = str(_("%(count)d more in %(title)s") if title else _("%(count)d more"))
        whole["shown"], whole["rest"] = shown, message % {"count": count, "title": title}
    return content


def _items(group: Group, columns: tuple[Head, ...]) -> nodes.bullet_list:
    return bullets((_summary(row, columns) for row in group.rows), "rdm-list")


def _group_heading(group: Group, level: int) -> list[nodes.Node]:
    title = _group_title(group)
    return [heading(title, level)] if title else []


def _group_title(group: Group) -> str:
    return group.title or (str(_("Other")) if group.id == REST else "")


def _summary(row: Row, columns: tuple[Head, ...]) -> list[nodes.Node]:
    """A resource in a few lines: the linked title, then its description, then the other columns in one line."""
    content: list[nodes.Node] = [*_mark(row), paragraph(nodes.strong("", "", _link(row))), *_remark(row)]
    details: list[str] = []
    for column, given in zip(columns, row.cells, strict=True):
        if column.name == "description":
            content += _cell(row, column, given)
        elif column.name != "title" and given:
            details.append(_words(given))
    if details:
        content.append(paragraph(nodes.Text(" · ".join(details)), classes=["rdm-details"]))
    return content


def _link(row: Row) -> nodes.reference:
    title = link(row.title, row.url, row.language)
    title["record"], title["first"] = row.id, row.is_first  # for books, which may describe it elsewhere
    return title


def _mark(row: Row) -> list[nodes.Node]:
    return [paragraph(nodes.emphasis("", str(_("Start here"))), classes=["rdm-first"])] if row.is_first else []


def _remark(row: Row) -> list[nodes.Node]:
    return [paragraph(nodes.emphasis("", str(_("An archived copy; the page itself is gone."))))] if row.is_copy else []


def _cell(row: Row, column: Head, words: tuple[Word, ...]) -> list[nodes.Node]:
    if column.name == "title":
        return [*_mark(row), paragraph(_link(row)), *_remark(row)]
    if column.address and words:
        return [fact(column, words)]
    return [paragraph(nodes.Text(_words(words)))] if words else []


def _words(words: tuple[Word, ...]) -> str:
    return ", ".join(str(_("All phases")) if word.term == ALL else word.text for word in words)


def _entry(row: Row, columns: tuple[Head, ...], anchor: str, level: int) -> list[nodes.Node]:
    """All that is known of a resource, with its anchor and a place for back-links."""
    facts = nodes.field_list("", classes=["rdm-facts"])
    brief: list[str] = []
    content: list[nodes.Node] = [entry_heading(row.title, row.url, row.language, anchor, level), *_remark(row)]
    for column, given in zip(columns, row.cells, strict=True):
        if column.name == "description":
            content += _cell(row, column, given)
        elif column.name != "title" and given:
            facts += field(str(translated(column.heading)), fact(column, given))
            if column.name in _BRIEF:
                brief.append(_words(given))
    facts += backlinks("", resource=row.id)
    return [*content, more("", facts, brief=" · ".join(brief))]


def _coverage(view: Coverage, facet: Facet) -> list[nodes.Node]:
    """A table of counts: one row for each value, one column for each category; what is missing is marked."""
    columns = [Head("title", _("Name"), 40)]
    columns += [Head("count", title, 15) for title in view.columns]
    columns.append(Head("count", _("Total"), 15))
    rows = []
    for word, counts in view.rows:
        cells = [paragraph(_count(count)) for count in (*counts, sum(counts))]
        rows.append([[paragraph(term_reference(facet.singular, word))], *([cell] for cell in cells)])
    return table(columns, rows, ["rdm-coverage"])


def _count(count: int) -> nodes.Node:
    return nodes.Text(str(count)) if count else nodes.strong("", str(_("gap")), classes=["rdm-gap"])


DIRECTIVES: Final = {"resources": Resources, "resource-catalogue": ResourceCatalogue, "coverage": CoverageTable}
