"""Institutions with their pages and addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from docutils import nodes

from ...directive import RdmDirective
from ...i18n import _
from ...nodes import chooser
from ...options import text
from ...records.kind import Word
from ...render.parts import (
    bullets,
    enumeration,
    field,
    heading,
    jumps,
    link,
    note,
    own_facts,
    paragraph,
    retired,
    term_reference,
)
from .record import GROUP, INSTITUTION, Card, Directory, cards, institutions


class Institutions(RdmDirective):
    """Show the institutions of one group, or of all, with their links; the page becomes their home."""

    takes: ClassVar = {"group": text}

    def run(self) -> list[nodes.Node]:
        """Make the entries, in the order of the file."""
        group, level = self.group(GROUP), self.heading_level
        view = self.rdm.show(institutions, group)
        content: list[nodes.Node] = [note(str(_("No institutions are listed here yet.")))]
        if view.institutions:
            anchors = {item.id: self.anchor("institution", item.id) for item, _facts in view.institutions}
            content = _entries(view, anchors, level)
        gone = self.retired(INSTITUTION, group=[group] if group else [])
        return self.finish([*content, *retired(gone, INSTITUTION.role, level)])


class InstitutionChooser(RdmDirective):
    """Let readers choose one institution of a group, or of all, and see on one card what is known of it."""

    takes: ClassVar = {"group": text, "label": text}

    def run(self) -> list[nodes.Node]:
        """Make the links to the institutions, and what a script needs to make a card of each."""
        view = self.rdm.show(cards, self.group(GROUP))
        if not view:
            return self.finish([note(str(_("No institutions are listed here yet.")))])
        return self.finish([_chooser(self.given().text("label", str(_("Your institution"))), view)])


def _entries(directory: Directory, anchors: Mapping[str, str], level: int) -> list[nodes.Node]:
    """Links to all institutions, then each under a heading, with its links by purpose."""
    content: list[nodes.Node] = [jumps([(item.title, anchors[item.id]) for item, _own in directory.institutions])]
    for item, own in directory.institutions:
        title = heading(item.title, level, anchors[item.id])
        title["classes"].append("rdm-entry")
        facts = nodes.field_list("", classes=["rdm-facts", "rdm-ways"])
        if item.also:
            facts += field(str(_("Also called")), enumeration(list(map(nodes.Text, item.also))))
        for purpose in directory.purposes:
            if ways := item.ways(purpose.id):
                facts += field(purpose.title, enumeration([link(*way) for way in ways]))
        facts += own_facts(own)
        content.append(nodes.container("", title, facts, classes=["rdm-institution"]))
    return content


def _chooser(label: str, given: Sequence[Card]) -> chooser:
    """Links to all institutions, of which a script makes a list to choose from, and what it says of each."""
    data = {
        "label": label,
        "none": str(_("Choose")),
        "remember": str(_("Remember {name} in this browser")),
        "cards": [[card.id, card.title, card.known, _unknown(card)] for card in given],
    }
    links = ([paragraph(term_reference(INSTITUTION.role, Word(card.title, card.id)))] for card in given)
    return chooser("", "", bullets(links, "rdm-jumps"), data=data, translatable=False)


def _unknown(card: Card) -> str:
    """What is not known of an institution, and whom there to ask."""
    if not card.unknown:
        return ""
    known = {"missing": ", ".join(card.unknown), "whom": next((purpose for purpose, _way in card.asked), "")}
    if not known["whom"]:
        return str(_("Not listed here: %(missing)s.")) % known
    return str(_("Not listed here: %(missing)s. Ask: %(whom)s.")) % known


DIRECTIVES: Final = {"institutions": Institutions, "institution-chooser": InstitutionChooser}
