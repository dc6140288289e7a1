"""Facilities, institutions, phases, topics, checklists, terms, and how much of it all there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.domains.std import make_glossary_term

from ..front_matter import current
from ..i18n import _
from ..life_cycle import Stage, picture, stage_list
from ..private import note_term
from ..records.model import GlossaryTerm
from ..render import records
from ..render.parts import note
from .base import RdmDirective
from .options import choice, flag, text, words


class Facilities(RdmDirective):
    """Show the facilities of one platform as fold-outs."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "platform": directives.unchanged,
        "home": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Make the fold-outs; with ``:home:`` they get anchors, and roles link to them."""
        platforms = self.rdm.store.vocabulary.platforms
        options = self.convert({"platform": text, "home": flag})
        platform = options.get("platform", "")
        if not platform:
            self.warn(f"which facilities? add ':platform:' with one of: {', '.join(platforms)}")
            return []
        view = self.rdm.show("facilities", platform)
        self.check("platform", [platform], "platforms")
        if not view:
            return self.finish([note(str(_("No facilities are listed here yet.")))])
        anchors = {item.id: self.anchor("facility", item.id) for item in view} if "home" in options else {}
        return self.finish(records.facility_list(view, anchors))


class LifeCycle(RdmDirective):
    """Show the phases as a picture and as a list; the page's own phase is marked."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"compact": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Make the picture and the list; ``:compact:`` gives a plain list of titles."""
        view = self.rdm.show("values", "phases")
        if not view:
            return self.finish([note(str(_("No phases are defined yet.")))])
        compact = "compact" in self.convert({"compact": flag})
        here = current(self.env).phases
        content: list[nodes.Node] = [stage_list(view, here, compact=compact)]
        if not compact:
            stages = [tuple(Stage(term.title, term.page or "", term.id in here)) for term in view]
            content.insert(0, picture("", stages=stages, label=str(_("The phases as a ring of arrows"))))
        return self.finish([nodes.container("", *content, classes=["rdm-cycle"])])


class Topics(RdmDirective):
    """List the topics with their summaries, linked to their home pages."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {}

    def run(self) -> list[nodes.Node]:
        """Make the list, in the order of the vocabulary."""
        view = self.rdm.show("values", "topics")
        if not view:
            return self.finish([note(str(_("No topics are defined yet.")))])
        return self.finish([records.term_list("topic", view)])


class Institutions(RdmDirective):
    """Show the institutions of one group, or of all, with their links; the page becomes their home."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"group": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Make the entries, in the order of the file."""
        view = self.rdm.show("institutions", self.group("groups"))
        if not view.institutions:
            return self.finish([note(str(_("No institutions are listed here yet.")))])
        anchors = {item.id: self.anchor("institution", item.id) for item in view.institutions}
        return self.finish(records.institutions(view, anchors, self.heading_level))


class Checklist(RdmDirective):
    """Show the checklist of the page's phases and topics, of those that the options name, or of all."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = dict.fromkeys(
        ("phase", "topic", "section", "all"), directives.unchanged
    )

    def run(self) -> list[nodes.Node]:
        """Make the list; with ``:all:``, one list for each phase and each topic."""
        options = self.convert({"phase": words, "topic": words, "section": words, "all": flag})
        if "all" in options:
            return self._all()
        page = self.subject(options, "checklist")
        if page is None:
            return []
        for option, facet in (("phase", "phases"), ("topic", "topics"), ("section", "sections")):
            self.check(option, options.get(option, ()), facet)
        items = self.rdm.show("checklist", page.phases, page.topics, options.get("section", ()))
        if not items:
            return self.finish([note(str(_("No checklist is written here yet.")))])
        return self.finish([records.checklist(items)])

    def _all(self) -> list[nodes.Node]:
        for option in {"phase", "topic", "section"} & set(self.options):
            self.warn(f":{option}: has no effect beside :all:; leave one of them out")
        lists = self.rdm.show("all-checklists")
        if not lists:
            return self.finish([note(str(_("No checklist is written here yet.")))])
        anchors = {part.term: self.claim(f"checklist-{part.term.term}") for part in lists}
        return self.finish(records.all_checklists(lists, anchors, self.heading_level))


class GlossaryTerms(RdmDirective):
    """Define the terms of one glossary, or of all, as entries that Sphinx's own role ``term`` finds."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"group": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Make the entries, in the order of the file."""
        view = self.rdm.show("glossary", self.group("glossaries"))
        if not view:
            return self.finish([note(str(_("No terms are defined here yet.")))])
        terms = [self._term(item.term) for item in view]
        return self.finish([records.glossary(view, terms, self.config.language)])

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


class CoverageTable(RdmDirective):
    """Show how many resources each phase or topic lists in each category, and where there is none."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"facet": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Make the table; without an option, of phases."""
        facet = self.convert({"facet": choice(("phases", "topics"))}).get("facet", "phases")
        view = self.rdm.show("coverage", facet)
        if not view.rows:
            return self.finish([note(str(_("There is nothing to count yet.")))])
        return self.finish(records.coverage(view, facet.removesuffix("s")))
