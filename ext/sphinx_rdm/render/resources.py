"""Resources: lists in several layouts, and the entries of the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from docutils import nodes

from ..catalogue.fields import ALL
from ..catalogue.query import REST, Group, Row, View, Word
from ..catalogue.views import Facets
from ..fold import card_grid, dropdown
from ..i18n import _
from ..nodes import backlinks, filter_data, permalink
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

FILTER_WORDS: Final = {
    "label": _("Filter the list"),
    "search": _("Words in title, description, provider or keywords"),
    "sort": _("Order"),
    "sort-group": _("By category"),
    "sort-title": _("Title, A to Z"),
    "sort-title-down": _("Title, Z to A"),
    "count": _("{shown} of {total}"),
    "partly": _("{shown} of {total}; the first {first} are shown"),
    "none": _("Nothing fits. Remove a filter, or try a shorter word."),
    "more": _("Show more"),
    "remove": _("Remove the filter {name}"),
    "clear": _("Clear all filters"),
    "copy": _("Copy link to this view"),
    "copied": _("Link copied"),
    "active": _("Active filters"),
}
"""What the script says; the words in braces are filled in by it."""

# Relative widths for builders that set tables on paper; browsers find their own.
_WIDTHS: Final = {"title": 26, "description": 44, "kind": 12, "provider": 18}
_OTHER_WIDTH: Final = 18


def resource_list(view: View, layout: str, level: int) -> list[nodes.Node]:
    """The nodes of a list of resources; *level* is the heading level of its groups."""
    return [node for group in view.groups for node in LAYOUTS[layout](group, view.columns, level)]


def catalogue(view: View, facets: Facets, anchors: dict[str, str], level: int) -> list[nodes.Node]:
    """One entry for every resource of the view, with its anchor and a place for back-links.

    What is needed to narrow the list down goes with it: without a script, the list is complete as it is.
    """
    lists = nodes.container("", classes=["rdm-catalogue"])
    for group in view.groups:
        part = nodes.container("", heading(_group_title(group), level), classes=["rdm-group"])
        for row in group.rows:
            entry = _entry(row, view.columns, anchors[row.id], level + 1)
            part += nodes.container("", *entry, classes=["rdm-record"])
        lists += part
    return [filter_data("", data=_filter(facets, anchors)), lists]


def _filter(facets: Facets, anchors: dict[str, str]) -> dict[str, Any]:
    """What the script in the browser works with."""
    return {
        "facets": [[facet.name, str(HEADINGS[facet.name]), facet.values] for facet in facets.facets],
        "records": [[anchors[record_id], own, words] for record_id, own, words in facets.records],
        "words": {name: str(text) for name, text in FILTER_WORDS.items()},
    }


# Layouts of a group of resources


def _table(group: Group, columns: tuple[str, ...], level: int) -> list[nodes.Node]:
    heads = [
        Column(name, str(HEADINGS[name]), _WIDTHS.get(name, _OTHER_WIDTH), names_row=name == "title")
        for name in columns
    ]
    rows = [[_cell(row, name, words) for name, words in zip(columns, row.cells, strict=True)] for row in group.rows]
    return table(heads, rows, ["rdm-resources"], _group_title(group))


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
    title = rubric(link(row.title, row.url, row.language), anchor)
    title["heading-level"] = level
    title["classes"].append("rdm-entry")
    title += permalink("", refid=anchor, label=str(_("Link to this entry")))
    facts = nodes.field_list("", classes=["rdm-facts"])
    content: list[nodes.Node] = [title]
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
