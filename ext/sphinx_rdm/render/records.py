"""Everything else that comes from records: facilities, institutions, checklists, terms, coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docutils import nodes
from sphinx import addnodes

from ..components import dropdown
from ..i18n import _, language_classes, language_name
from ..nodes import tick_box, tick_label
from ..records.model import Contact, Facility, GlossaryTerm, VocabularyTerm
from ..records.query import Word
from ..records.views import Checklist, Coverage, Definition, Directory, Tick
from .parts import Column, enumeration, field, heading, link, paragraph, rubric, table, term_reference


def facility_list(facilities: Sequence[Facility], anchors: dict[str, str]) -> list[nodes.Node]:
    """One fold-out for each facility; those in *anchors* can be linked to."""
    return [_facility(facility, anchors.get(facility.id)) for facility in facilities]


def term_list(object_type: str, terms: Sequence[VocabularyTerm]) -> nodes.bullet_list:
    """Values of the vocabulary, each with a link to its home page and its summary."""
    items = nodes.bullet_list("")
    for term in terms:
        line = paragraph(nodes.strong("", "", term_reference(object_type, Word(term.title, term.id))))
        if term.summary:
            line += nodes.Text(": " + term.summary)
        items += nodes.list_item("", line)
    return items


def _facility(facility: Facility, anchor: str | None) -> nodes.Node:
    body: list[nodes.Node] = [paragraph(nodes.Text(facility.summary))]
    if facility.services:
        services = nodes.bullet_list("")
        for service in facility.services:
            services += nodes.list_item("", paragraph(nodes.Text(service)))
        body.append(services)
    visit = str(_("Visit %(name)s")) % {"name": facility.title}
    body.append(paragraph(link(visit, facility.url)))
    # No heading: inside a summary it would read badly in a list of headings.
    return dropdown(rubric(nodes.Text(facility.title), anchor), body, ["rdm-facility"])


def checklist(items: Sequence[Tick]) -> nodes.bullet_list:
    """Boxes to tick, each with its reason and with the section of a plan that covers it."""
    result = nodes.bullet_list("", classes=["rdm-checklist"])
    for item in items:
        box = tick_box("", "☐ ")
        line = nodes.list_item("", paragraph(tick_label("", "", box, nodes.Text(item.text))))
        why = paragraph(nodes.Text(item.why), classes=["rdm-why"])
        if item.section:
            why += nodes.Text(" ")
            why += nodes.inline("", str(_("In the plan: %(section)s.")) % {"section": item.section})
        line += why
        result += line
    return result


def all_checklists(lists: Sequence[Checklist], anchors: Mapping[Word, str], level: int) -> list[nodes.Node]:
    """Every checklist under a heading of its own, with links to them first."""
    content: list[nodes.Node] = [_jumps([(part.term.text, anchors[part.term]) for part in lists])]
    for part in lists:
        content += [heading(part.term.text, level, anchors[part.term]), checklist(part.items)]
    return content


def glossary(definitions: Sequence[Definition], terms: Sequence[nodes.term], language: str) -> addnodes.glossary:
    """The entries under their *terms*, which Sphinx has registered; *language* is that of the readers."""
    entries = nodes.definition_list("", classes=["glossary", "rdm-glossary"])
    for definition, term in zip(definitions, terms, strict=True):
        entries += nodes.definition_list_item("", term, _definition(definition, language))
    return addnodes.glossary("", entries, sorted=False)


def _definition(definition: Definition, language: str) -> nodes.definition:
    term = definition.term
    body = nodes.definition("", paragraph(nodes.Text(term.definition)))
    facts = nodes.field_list("", classes=["rdm-facts"])
    for code, translation in term.translations.items():
        words = nodes.inline("", translation, classes=language_classes(code))
        facts += field(language_name(code, language), paragraph(words))
    if other := _other_names(term):
        facts += field(str(_("Also")), paragraph(nodes.Text(", ".join(other))))
    facts += field(str(_("Source")), enumeration([link(source.title, source.url) for source in term.sources]))
    if definition.see:
        facts += field(str(_("See also")), enumeration([_term(name) for name in definition.see]))
    body += facts
    return body


def _other_names(term: GlossaryTerm) -> list[str]:
    """The forms worth reading: those that do not merely add an ending to one that was shown."""
    shown = [term.term]
    for form in term.also:
        if not any(form.startswith(other) for other in shown):
            shown.append(form)
    return shown[1:]


def institutions(directory: Directory, anchors: Mapping[str, str], level: int) -> list[nodes.Node]:
    """Links to all institutions, then each under a heading, with its links by purpose."""
    content: list[nodes.Node] = [_jumps([(item.title, anchors[item.id]) for item in directory.institutions])]
    for item in directory.institutions:
        title = heading(item.title, level, anchors[item.id])
        title["classes"].append("rdm-entry")
        facts = nodes.field_list("", classes=["rdm-facts", "rdm-ways"])
        for purpose in directory.purposes:
            parts = [part for link in item.links if link.purpose == purpose.id for part in _ways(link)]
            if parts:
                facts += field(purpose.title, enumeration(parts))
        content += [title, facts]
    return content


def coverage(view: Coverage, facet: str) -> list[nodes.Node]:
    """A table of counts: one row for each value, one column for each category; what is missing is marked."""
    columns = [Column("title", str(_("Name")), 40, names_row=True)]
    columns += [Column("count", title, 15) for title in view.columns]
    columns.append(Column("count", str(_("Total")), 15))
    rows = []
    for word, counts in view.rows:
        cells = [paragraph(_count(count)) for count in (*counts, sum(counts))]
        rows.append([[paragraph(term_reference(facet, word))], *([cell] for cell in cells)])
    return table(columns, rows, ["rdm-coverage"])


def _count(count: int) -> nodes.Node:
    return nodes.Text(str(count)) if count else nodes.strong("", str(_("gap")), classes=["rdm-gap"])


def _ways(contact: Contact) -> list[nodes.Node]:
    ways: list[nodes.Node] = []
    if contact.title and contact.url:
        ways.append(link(contact.title, contact.url))
    if contact.mail:
        ways.append(link(contact.mail, f"mailto:{contact.mail}"))
    return ways


def _jumps(places: Sequence[tuple[str, str]]) -> nodes.bullet_list:
    """Links to the headings that follow, each a title and an anchor."""
    items = nodes.bullet_list("", classes=["rdm-jumps"])
    for text, anchor in places:
        items += nodes.list_item("", paragraph(nodes.reference(text, text, refid=anchor, internal=True)))
    return items


def _term(name: str) -> addnodes.pending_xref:
    return addnodes.pending_xref(
        "", nodes.inline(name, name), refdomain="std", reftype="term", reftarget=name, refexplicit=True, refwarn=True
    )
