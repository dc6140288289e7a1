"""The small parts that every list is made of. Every text is a text node: nothing in the data is parsed as markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import starmap

from docutils import nodes
from sphinx import addnodes

from ..i18n import _, language_classes, translated
from ..nodes import drawing, drawing_title, header_cell
from ..records.fields import ALL, PAGE
from ..records.kind import SUBJECT_CALLED, Head, Word
from ..records.views import Facts, RetiredLine


def note(text: str) -> nodes.paragraph:
    """A short remark of the directive itself, such as that there is nothing to list."""
    return paragraph(nodes.emphasis(text, text), classes=["rdm-note"])


def heading(text: str, level: int, anchor: str | None = None) -> nodes.rubric:
    """A heading inside a page's section; a section proper would swallow the text that follows."""
    title = rubric(nodes.Text(text), anchor)
    title["heading-level"] = level
    return title


def enumeration(parts: Sequence[nodes.Node]) -> nodes.paragraph:
    """The parts in one line, with commas between them."""
    separated = [node for part in parts for node in (nodes.Text(", "), part)]
    return paragraph(*separated[1:])


def term_reference(object_type: str, word: Word, view: str = "") -> nodes.Node:
    """A link to the home of a phase, a topic or a record, resolved when all pages are known.

    With a *view*, in a site, to the page of the record with its list narrowed down.
    """
    if word.term == ALL:
        return nodes.Text(_("All phases"))
    return cross_reference(word.text, "rdm", object_type, word.term, refview=view)


def see(names: Sequence[str], follows: bool = False) -> list[nodes.Node]:
    """Links to records, values and pages, each named as in ``role:id``; their titles are those of what they lead to.

    *follows* says whether words stand before them.
    """
    links = enumeration([_target(*name.split(":", 1)) for name in names]).children
    return [nodes.Text(" " * follows + str(_("See:")) + " "), *links] if links else []


def _target(role: str, target: str) -> nodes.Node:
    if f"{role}:" == PAGE:
        return cross_reference("", "std", "doc", f"/{target}", refexplicit=False)
    return cross_reference("", "rdm", role, target, refexplicit=False, refwarn=False)  # data are checked when loaded


def cross_reference(text: str, domain: str, role: str, target: str, **more: str | bool) -> addnodes.pending_xref:
    """A link that is resolved when all pages are known, as if the page had the *role* with a text of its own."""
    known = {"refdomain": domain, "reftype": role, "reftarget": target, "refexplicit": True, "refwarn": True}
    return addnodes.pending_xref("", nodes.inline(text, text), **{**known, **more})


def link(text: str, url: str, language: str = "") -> nodes.reference:
    """A link that leaves the site; *language* is the code of the text's language, if not that of the site."""
    return nodes.reference(text, text, refuri=url, internal=False, classes=["rdm-link", *language_classes(language)])


def field(name: str, value: nodes.paragraph) -> nodes.field:
    """One named fact of an entry."""
    return nodes.field("", nodes.field_name(name, name, translatable=False), nodes.field_body("", value))


def fact(column: Head, words: Sequence[Word]) -> nodes.paragraph:
    """The values of a column: each a link to its home or to the address that the column gives it, or just its text."""
    return enumeration([_value(column, word) for word in words])


def _value(column: Head, word: Word) -> nodes.Node:
    if column.facet in SUBJECT_CALLED:
        return term_reference(column.facet, word)
    return link(word.text, column.address.replace("{}", word.text)) if column.address else nodes.Text(word.text)


def own_facts(facts: Facts) -> list[nodes.field]:
    """What a record says in fields that the data folder adds."""
    return [field(column.heading, fact(column, words)) for column, words in facts]


def rubric(content: nodes.Node, anchor: str | None = None) -> nodes.rubric:
    """A title that stands in no section."""
    title = nodes.rubric("", "", translatable=False)
    if anchor:
        # Inside the rubric, because builders for print lose the id of the rubric itself.
        title += nodes.target("", "", ids=[anchor])
    title += content
    return title


def paragraph(*content: nodes.Node, classes: Sequence[str] = ()) -> nodes.paragraph:
    """A paragraph that stays as it is in the data."""
    return nodes.paragraph("", "", *content, translatable=False, classes=list(classes))


def table(
    columns: Sequence[Head],
    rows: Sequence[Sequence[Sequence[nodes.Node]]],
    classes: Sequence[str],
    caption: str = "",
) -> list[nodes.Node]:
    """A table with the content of each cell of each row; the cells of the column ``title`` name their rows."""
    result = nodes.table("", classes=[*classes, "colwidths-auto"])
    if caption:
        result += nodes.title(caption, caption, translatable=False)
    heads = (
        header_cell("", paragraph(nodes.Text(str(translated(column.heading)))), classes=[f"rdm-{column.name}"])
        for column in columns
    )
    result += nodes.tgroup(
        "",
        *(nodes.colspec(colwidth=column.width) for column in columns),
        nodes.thead("", nodes.row("", *heads)),
        nodes.tbody("", *(nodes.row("", *starmap(_cell, zip(columns, row, strict=True))) for row in rows)),
        cols=len(columns),
    )
    spec = addnodes.tabular_col_spec()
    total = sum(column.width for column in columns)
    spec["spec"] = "".join(rf"\X{{{column.width}}}{{{total}}}" for column in columns)
    return [spec, result]


def _cell(column: Head, content: Sequence[nodes.Node]) -> nodes.entry:
    kind = header_cell if column.name == "title" else nodes.entry
    return kind("", *content, classes=[f"rdm-{column.name}"])


def bullets(items: Iterable[Sequence[nodes.Node]], *classes: str) -> nodes.bullet_list:
    """A list with the content of each of its items."""
    return nodes.bullet_list("", *(nodes.list_item("", *item) for item in items), classes=list(classes))


def retired(entries: Sequence[tuple[str, RetiredLine]], role: str, level: int) -> list[nodes.Node]:
    """Records that are listed no more, each with its anchor: since when, why, and what takes their places."""
    items = []
    for anchor, line in entries:
        title, address, language = line.listed
        plain = nodes.inline(title, title, classes=language_classes(language))
        name = nodes.strong("", "", link(title, address, language) if address else plain)
        since = str(_("Retired on %(day)s: %(reason)s")) % {"day": line.day, "reason": line.reason}
        item = [paragraph(nodes.target("", "", ids=[anchor]), name), paragraph(nodes.Text(since))]
        if line.instead:
            item.append(paragraph(nodes.Text(str(_("Use instead:")) + " "), term_reference(role, line.instead)))
        items.append(item)
    return [heading(str(_("No longer listed")), level), bullets(items, "rdm-list", "rdm-retired")] if items else []


def drawn(title: str, content: Sequence[nodes.Node], anchor: str, *classes: str) -> drawing:
    """A list that style sheets draw, under its title."""
    return drawing(
        "",
        drawing_title("", "", nodes.Text(title), translatable=False),
        *content,
        ids=[anchor],
        classes=["rdm-drawing", *classes],
    )


def jumps(places: Sequence[tuple[str, str]]) -> nodes.bullet_list:
    """Links to the headings that follow, each a title and an anchor."""
    links = (nodes.reference(text, text, refid=anchor, internal=True) for text, anchor in places)
    return bullets(([paragraph(link)] for link in links), "rdm-jumps")


def below_lead(page: nodes.Element) -> int:
    """Where a block goes: behind the title, the first paragraph and the stages, as far as they follow each other."""
    children = page.children
    heads = (nodes.title, nodes.target, nodes.Invisible)
    place = next((number for number, child in enumerate(children) if not isinstance(child, heads)), len(children))
    place += any(isinstance(child, nodes.paragraph) for child in children[place : place + 1])
    return place + any(
        isinstance(child, nodes.container) and "rdm-cycle" in child["classes"] for child in children[place : place + 1]
    )
