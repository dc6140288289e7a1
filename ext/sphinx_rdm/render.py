"""Views to doctree nodes. Every text is a text node: nothing in the data is ever parsed as markup."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from docutils import nodes
from sphinx import addnodes

from .catalogue.model import ALL, Facility, VocabularyTerm
from .catalogue.query import REST, Group, Row, View, Word
from .fold import card_grid, dropdown
from .i18n import _
from .nodes import backlinks, header_cell

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

# Relative widths for builders that set tables on paper; browsers find their own.
_WIDTHS: Final = {"title": 26, "description": 44, "kind": 12, "provider": 18}
_OTHER_WIDTH: Final = 18


def resource_list(view: View, layout: str, level: int) -> list[nodes.Node]:
    """The nodes of a list of resources; *level* is the heading level of its groups."""
    return [node for group in view.groups for node in LAYOUTS[layout](group, view.columns, level)]


def catalogue(view: View, anchors: dict[str, str], level: int) -> list[nodes.Node]:
    """One entry for every resource of the view, with its anchor and a place for back-links."""
    content: list[nodes.Node] = []
    for group in view.groups:
        content.append(heading(_group_title(group), level))
        for row in group.rows:
            content += _entry(row, view.columns, anchors[row.id], level + 1)
    return content


def facility_list(facilities: Sequence[Facility], anchors: dict[str, str]) -> list[nodes.Node]:
    """One fold-out for each facility; those in *anchors* can be linked to."""
    return [_facility(facility, anchors.get(facility.id)) for facility in facilities]


def term_list(object_type: str, terms: Sequence[VocabularyTerm]) -> nodes.bullet_list:
    """Values of the vocabulary, each with a link to its home page and its summary."""
    items = nodes.bullet_list("")
    for term in terms:
        line = _paragraph(nodes.strong("", "", term_reference(object_type, Word(term.title, term.id))))
        if term.summary:
            line += nodes.Text(": " + term.summary)
        items += nodes.list_item("", line)
    return items


def note(text: str) -> nodes.paragraph:
    """A short remark of the directive itself, such as that there is nothing to list."""
    return _paragraph(nodes.emphasis(text, text), classes=["rdm-note"])


def heading(text: str, level: int) -> nodes.rubric:
    """A heading inside a page's section; a section proper would swallow the text that follows."""
    rubric = _rubric(nodes.Text(text))
    rubric["heading-level"] = level
    return rubric


def enumeration(parts: Sequence[nodes.Node]) -> nodes.paragraph:
    """The parts in one line, with commas between them."""
    line = _paragraph()
    for number, part in enumerate(parts):
        if number:
            line += nodes.Text(", ")
        line += part
    return line


def term_reference(object_type: str, word: Word) -> nodes.Node:
    """A link to the home page of a phase or topic, resolved when all pages are known."""
    if word.term == ALL:
        return nodes.Text(_("All phases"))
    return addnodes.pending_xref(
        "",
        nodes.inline(word.text, word.text),
        refdomain="rdm",
        reftype=object_type,
        reftarget=word.term,
        refexplicit=True,
        refwarn=True,
    )


def link(text: str, url: str) -> nodes.reference:
    """A link that leaves the site."""
    return nodes.reference(text, text, refuri=url, internal=False, classes=["rdm-link"])


# Layouts of a group of resources


def _table(group: Group, columns: tuple[str, ...], level: int) -> list[nodes.Node]:
    table = nodes.table("", classes=["rdm-resources", "colwidths-auto"])
    if caption := _group_title(group):
        table += nodes.title(caption, caption, translatable=False)
    widths = [_WIDTHS.get(column, _OTHER_WIDTH) for column in columns]
    body = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in widths), cols=len(columns))
    head = nodes.row("")
    for column in columns:
        head += header_cell("", _paragraph(nodes.Text(str(HEADINGS[column]))), classes=[f"rdm-{column}"])
    body += nodes.thead("", head)
    rows = nodes.tbody("")
    for row in group.rows:
        line = nodes.row("")
        for column, words in zip(columns, row.cells, strict=True):
            cell = header_cell if column == "title" else nodes.entry
            line += cell("", *_cell(row, column, words), classes=[f"rdm-{column}"])
        rows += line
    body += rows
    table += body
    spec = addnodes.tabular_col_spec()
    spec["spec"] = "".join(rf"\X{{{width}}}{{{sum(widths)}}}" for width in widths)
    return [spec, table]


def _list(group: Group, columns: tuple[str, ...], level: int) -> list[nodes.Node]:
    return [*_group_heading(group, level), _items(group, columns)]


def _cards(group: Group, columns: tuple[str, ...], level: int) -> list[nodes.Node]:
    return [*_group_heading(group, level), card_grid([_summary(row, columns) for row in group.rows])]


def _dropdown(group: Group, columns: tuple[str, ...], level: int) -> list[nodes.Node]:
    title = _group_title(group) or str(_("Resources"))
    return [dropdown(_rubric(nodes.Text(title)), [_items(group, columns)])]


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
    content: list[nodes.Node] = [_paragraph(nodes.strong("", "", link(row.title, row.url)))]
    details: list[str] = []
    for column, words in zip(columns, row.cells, strict=True):
        if column == "description":
            content += _cell(row, column, words)
        elif column != "title" and words:
            details.append(_words(words))
    if details:
        content.append(_paragraph(nodes.Text(" · ".join(details)), classes=["rdm-details"]))
    return content


def _cell(row: Row, column: str, words: tuple[Word, ...]) -> list[nodes.Node]:
    if column == "title":
        return [_paragraph(link(row.title, row.url))]
    if column == "doi":
        return [_paragraph(*(_doi(word) for word in words))] if words else []
    return [_paragraph(nodes.Text(_words(words)))] if words else []


def _words(words: tuple[Word, ...]) -> str:
    return ", ".join(str(_("All phases")) if word.term == ALL else word.text for word in words)


def _doi(word: Word) -> nodes.reference:
    return link(word.text, f"https://doi.org/{word.text}")


# Entries of the catalogue, and facilities


def _entry(row: Row, columns: tuple[str, ...], anchor: str, level: int) -> list[nodes.Node]:
    title = _rubric(link(row.title, row.url), anchor)
    title["heading-level"] = level
    title["classes"].append("rdm-entry")
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


def field(name: str, value: nodes.paragraph) -> nodes.field:
    """One named fact of an entry."""
    return nodes.field("", nodes.field_name(name, name, translatable=False), nodes.field_body("", value))


def _facility(facility: Facility, anchor: str | None) -> nodes.Node:
    body: list[nodes.Node] = [_paragraph(nodes.Text(facility.summary))]
    if facility.services:
        services = nodes.bullet_list("")
        for service in facility.services:
            services += nodes.list_item("", _paragraph(nodes.Text(service)))
        body.append(services)
    visit = str(_("Visit %(name)s")) % {"name": facility.title}
    body.append(_paragraph(link(visit, facility.url)))
    # No heading: inside a summary it would read badly in a list of headings.
    return dropdown(_rubric(nodes.Text(facility.title), anchor), body, ["rdm-facility"])


def _rubric(content: nodes.Node, anchor: str | None = None) -> nodes.rubric:
    rubric = nodes.rubric("", "", translatable=False)
    if anchor:
        # Inside the rubric, because builders for print lose the id of the rubric itself.
        rubric += nodes.target("", "", ids=[anchor])
    rubric += content
    return rubric


def _paragraph(*content: nodes.Node, classes: Sequence[str] = ()) -> nodes.paragraph:
    return nodes.paragraph("", "", *content, translatable=False, classes=list(classes))
