"""The terms of a glossary, as Sphinx knows them."""

from __future__ import annotations

from typing import ClassVar, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.domains.std import make_glossary_term

from ...directive import RdmDirective
from ...i18n import _, language_classes, language_name
from ...options import text
from ...private import note_term
from ...render.parts import cross_reference, enumeration, field, link, note, own_facts, paragraph
from .record import GLOSSARY, Definition, GlossaryTerm, glossary


class GlossaryTerms(RdmDirective):
    """Define the terms of one glossary, or of all, as entries that Sphinx's own role ``term`` finds."""

    takes: ClassVar = {"group": text}

    def run(self) -> list[nodes.Node]:
        """Make the entries, in the order of the file."""
        view = self.rdm.show(glossary, self.group(GLOSSARY))
        if not view:
            return self.finish([note(str(_("No terms are defined here yet.")))])
        entries = nodes.definition_list("", classes=["glossary", "rdm-glossary"])
        for item in view:
            body = _definition(item, self.config.language)
            entries += nodes.definition_list_item("", self._term(item.term), body)
        return self.finish([addnodes.glossary("", entries, sorted=False)])

    def _term(self, record: GlossaryTerm) -> nodes.term:
        """The head of an entry, registered as Sphinx registers the terms of its own glossaries."""
        anchors = [self.claim(anchor) for anchor in (record.id, *record.anchors)]
        source, line = self.get_source_info()
        heads = [nodes.Text(record.term)]
        term = make_glossary_term(self.env, heads, None, source, line, anchors[0], self.state.document)
        term["ids"] = anchors
        for form in record.also:
            note_term(self.env, form, anchors[0], term)
        return term


def _definition(definition: Definition, language: str) -> nodes.definition:
    """What stands under a term; *language* is that of the readers."""
    term = definition.term
    body = nodes.definition("", paragraph(nodes.Text(term.definition)))
    facts = nodes.field_list("", classes=["rdm-facts"])
    for code, translation in term.translations.items():
        words = nodes.inline("", translation, classes=language_classes(code))
        facts += field(language_name(code, language), paragraph(words))
    if other := _other_names(term):
        facts += field(str(_("Also")), paragraph(nodes.Text(", ".join(other))))
    facts += own_facts(definition.own)
    facts += field(str(_("Source")), enumeration([link(source.title, source.url) for source in term.sources]))
    if see := [cross_reference(name, "std", "term", name) for name in definition.see]:
        facts += field(str(_("See also")), enumeration(see))
    body += facts
    return body


def _other_names(term: GlossaryTerm) -> list[str]:
    """The forms worth reading: those that do not merely add an ending to one that was shown."""
    shown = [term.term]
    for form in term.also:
        if not any(form.startswith(other) for other in shown):
            shown.append(form)
    return shown[1:]


DIRECTIVES: Final = {"glossary-terms": GlossaryTerms}
