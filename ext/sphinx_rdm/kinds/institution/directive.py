"""Institutions with their pages and addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from docutils import nodes

from ...directive import RdmDirective
from ...i18n import _
from ...options import text
from ...render.parts import enumeration, field, heading, jumps, link, note, own_facts
from .record import GROUP, Contact, Directory, institutions


class Institutions(RdmDirective):
    """Show the institutions of one group, or of all, with their links; the page becomes their home."""

    takes: ClassVar = {"group": text}

    def run(self) -> list[nodes.Node]:
        """Make the entries, in the order of the file."""
        view = self.rdm.show(institutions, self.group(GROUP))
        if not view.institutions:
            return self.finish([note(str(_("No institutions are listed here yet.")))])
        anchors = {item.id: self.anchor("institution", item.id) for item, _facts in view.institutions}
        return self.finish(_entries(view, anchors, self.heading_level))


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
            parts = [part for link in item.links if link.purpose == purpose.id for part in _ways(link)]
            if parts:
                facts += field(purpose.title, enumeration(parts))
        facts += own_facts(own)
        content.append(nodes.container("", title, facts, classes=["rdm-institution"]))
    return content


def _ways(contact: Contact) -> list[nodes.Node]:
    ways: list[nodes.Node] = []
    if contact.title and contact.url:
        ways.append(link(contact.title, contact.url))
    if contact.mail:
        ways.append(link(contact.mail, f"mailto:{contact.mail}"))
    return ways


DIRECTIVES: Final = {"institutions": Institutions}
