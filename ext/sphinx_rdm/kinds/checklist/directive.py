"""Checklists: boxes to tick, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from docutils import nodes

from ...directive import RdmDirective
from ...i18n import _
from ...nodes import checklist_data, tick_box, tick_label
from ...options import flag, words
from ...records.fields import ALL
from ...records.kind import PHASE, TOPIC
from ...render.parts import bullets, heading, jumps, note, paragraph
from . import record
from .record import SECTION, Tick

_WORDS: Final = {
    "group": _("Use this list"),
    "count": _("{ticked} of {total} done"),
    "print": _("Print this list"),
    "text": _("Copy as text"),
    "markdown": _("Copy as Markdown"),
    "copied": _("Copied"),
    "clear": _("Clear the ticks"),
    "keep": _("Keep my ticks in this browser"),
}
"""What the script says; the words in braces are filled in by it."""


class Checklist(RdmDirective):
    """Show the checklist of the page's phases and topics, of those that the options name, or of all."""

    takes: ClassVar = {"phase": words, "topic": words, "section": words, "all": flag}

    def run(self) -> list[nodes.Node]:
        """Make the list; with ``:all:``, one list for each phase and each topic."""
        options = self.given()
        if "all" in options:
            return self._all()
        page = self.subject(options, "checklist")
        if page is None:
            return []
        sections = options.words("section")
        for option, facet in (("phase", PHASE), ("topic", TOPIC), ("section", SECTION)):
            if facet == SECTION or options.words(option) != (ALL,):
                self.check(option, options.words(option), facet)
        items = self.rdm.show(record.checklist, page.phases, page.topics, sections)
        if not items:
            return self.finish([note(str(_("No checklist is written here yet.")))])
        subjects = self.rdm.show(record.subjects, page.phases, page.topics, sections)
        title = ": ".join(filter(None, [str(_("Checklist")), ", ".join(subjects)]))
        # A part of a list, or the lists of several, have no sheet.
        whole = [] if sections else [*page.phases, *page.topics]
        said = len(sections) != 1  # what the title says of all
        subject = whole[0] if len(whole) == 1 and whole != [ALL] else ""
        return self.finish(_boxes(title, items, subject, says_section=said))

    def _all(self) -> list[nodes.Node]:
        """Every checklist under a heading of its own, with links to them first."""
        for option in {"phase", "topic", "section"} & set(self.options):
            self.warn(f":{option}: has no effect beside :all:; leave one of them out")
        lists = self.rdm.show(record.all_checklists)
        if not lists:
            return self.finish([note(str(_("No checklist is written here yet.")))])
        places = [(part.term.text, self.claim(f"checklist-{part.term.term}")) for part in lists]
        content: list[nodes.Node] = [jumps(places)]
        for (title, anchor), part in zip(places, lists, strict=True):
            content += [heading(title, self.heading_level, anchor), *_boxes(title, part.items, part.term.term)]
        return self.finish(content)


def _boxes(title: str, items: Sequence[Tick], subject: str, *, says_section: bool = True) -> list[nodes.Node]:
    """Boxes to tick, each with its reason and with the section of a plan that covers it, and what the script needs.

    *subject* is the id of the phase or topic of which this is the list.
    """
    data = {"title": title, "items": [[item.id, item.section] for item in items]}
    words = {name: str(text) for name, text in _WORDS.items()}
    boxes = bullets((_box(item, says_section=says_section) for item in items), "rdm-checklist")
    return [checklist_data("", data=data, words=words, subject=subject), boxes]


def _box(item: Tick, *, says_section: bool) -> list[nodes.Node]:
    why = paragraph(nodes.Text(item.why), classes=["rdm-why"])
    if item.section and says_section:
        why += nodes.Text(" ")
        why += nodes.inline("", str(_("In the plan: %(section)s.")) % {"section": item.section})
    return [paragraph(tick_label("", "", tick_box("", "☐ "), nodes.Text(item.text))), why]


DIRECTIVES: Final = {"checklist": Checklist}
