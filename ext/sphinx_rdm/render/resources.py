"""Resources: lists in several layouts, and the entries of the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from docutils import nodes

from ..components import card_grid, dropdown
from ..i18n import _
from ..nodes import backlinks
from ..records.facets import Facets
from ..records.fields import ALL
from ..records.query import REST, Group, Row, View, Word
from .catalogue import Section, catalogue, entry_heading
from .parts import Column, enumeration, field, heading, link, paragraph, rubric, table, term_reference

HEADINGS: Final = {
    "title": _("Title"),
    "description": _("Description"),
    "kind": _("Kind"),
    "provider": _("Provider"),
    "category": _("Category"),
    "phase": _("Phases"),
    "topic": _("Topics"),
    "keywords": _("Keywords"),
    "licence": _("Licence"),
    "doi": _("DOI"),
}
"""What readers call each column."""

WORDS: Final = {
    "search": _("Words in title, description, provider or keywords"),
    "sort-group": _("By category"),
}

# Relative widths for builders that set tables on paper; browsers find their own.
_WIDTHS: Final = {"title": 26, "description": 44, "kind": 12, "provider": 18}
_OTHER_WIDTH: Final = 18


def resource_list(view: View, layout: str, level: int) -> list[nodes.Node]:
    """The nodes of a list of resources; *level* is the heading level of its groups."""
    return [node for group in view.groups for node in LAYOUTS[layout](group, view.columns, level)]


def resource_catalogue(view: View, facets: Facets, anchors: dict[str, str], level: int) -> list[nodes.Node]:
    """Every resource of the view with all that is known of it, its anchor and a place for back-links."""
    sections = [
        Section(_group_title(group), [_entry(row, view.columns, anchors[row.id], level + 1) for row in group.rows])
        for group in view.groups
    ]
    return catalogue(sections, facets, HEADINGS, WORDS, anchors, level)


# Layouts of a group of resources


def _table(group: Group, columns: tuple[str, ...], level: int) -> list[nodes.Node]:
    heads = [
        Column(name, str(HEADINGS[name]), _WIDTHS.get(name, _OTHER_WIDTH), names_row=name == "title")
        for name in columns
    ]
    rows = [[_cell(row, name, words) for name, words in zip(columns, row.cells, strict=True)] for row in group.rows]
    return table(heads, rows, ["rdm-table", "rdm-resources"], _group_title(group))


def _list(group: Group, columns: tuple[str, ...], level: int) -> list[nodes.Node]:
    return [*_group_heading(group, level), _items(group, columns)]


def _cards(group: Group, columns: tuple[str, ...], level: int) -> list[nodes.Node]:
    return [*_group_heading(group, level), card_grid([_summary(row, columns) for row in group.rows])]


def _dropdown(group: Group, columns: tuple[str, ...], level: int) -> list[nodes.Node]:
    title = _group_title(group) or str(_("Resources"))
    return [dropdown(rubric(nodes.Text(title)), [_items(group, columns)])]


LAYOUTS: Final[dict[str, Callable[[Group, tuple[str, ...], int], list[nodes.Node]]]] = {
    "table": _table,
    "list": _list,
    "cards": _cards,
    "dropdown": _dropdown,
}
"""The layouts of a list, by the name that the directive's option takes."""


def _items(group: Group, columns: tuple[str, ...]) -> nodes.bullet_list:
    items = nodes.bullet_list("", classes=["rdm-list"])
    for row in group.rows:
        items += nodes.list_item("", *_summary(row, columns))
    return items


def _group_heading(group: Group, level: int) -> list[nodes.Node]:
    title = _group_title(group)
    return [heading(title, level)] if title else []


def _group_title(group: Group) -> str:
    return group.title or (str(_("Other")) if group.id == REST else "")


def _summary(row: Row, columns: tuple[str, ...]) -> list[nodes.Node]:
    """A resource in a few lines: the linked title, then its description, then the other columns in one line."""
    content: list[nodes.Node] = [paragraph(nodes.strong("", "", link(row.title, row.url, row.language)))]
    details: list[str] = []
    for column, words in zip(columns, row.cells, strict=True):
        if column == "description":
            content += _cell(row, column, words)
        elif column != "title" and words:
            details.append(_words(words))
    if details:
        content.append(paragraph(nodes.Text(" · ".join(details)), classes=["rdm-details"]))
    return content


def _cell(row: Row, column: str, words: tuple[Word, ...]) -> list[nodes.Node]:
    if column == "title":
        return [paragraph(link(row.title, row.url, row.language))]
    if column == "doi":
        return [paragraph(*(_doi(word) for word in words))] if words else []
    return [paragraph(nodes.Text(_words(words)))] if words else []


def _words(words: tuple[Word, ...]) -> str:
    return ", ".join(str(_("All phases")) if word.term == ALL else word.text for word in words)


def _doi(word: Word) -> nodes.reference:
    return link(word.text, f"https://doi.org/{word.text}")


# Entries of the catalogue


def _entry(row: Row, columns: tuple[str, ...], anchor: str, level: int) -> list[nodes.Node]:
    facts = nodes.field_list("", classes=["rdm-facts"])
    content: list[nodes.Node] = [entry_heading(row.title, row.url, row.language, anchor, level)]
    for column, words in zip(columns, row.cells, strict=True):
        if column == "description":
            content += _cell(row, column, words)
        elif column != "title" and words:
            facts += field(str(HEADINGS[column]), enumeration([_fact(column, word) for word in words]))
    facts += backlinks("", resource=row.id)
    return [*content, facts]


def _fact(column: str, word: Word) -> nodes.Node:
    if column in ("phase", "topic"):
        return term_reference(column, word)
    return _doi(word) if column == "doi" else nodes.Text(word.text)
