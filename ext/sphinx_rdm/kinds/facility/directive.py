"""Facilities as fold-outs."""

from __future__ import annotations

from typing import ClassVar, Final

from docutils import nodes

from ...components import dropdown
from ...directive import RdmDirective
from ...i18n import _
from ...options import flag, text
from ...records.views import Facts
from ...render.parts import bullets, link, note, own_facts, paragraph, retired, rubric
from .record import FACILITY, PLATFORM, Facility, facilities


class Facilities(RdmDirective):
    """Show the facilities of one platform as fold-outs."""

    takes: ClassVar = {"platform": text, "home": flag}

    def run(self) -> list[nodes.Node]:
        """Make the fold-outs; with ``:home:`` they get anchors, and roles link to them."""
        platforms = self.rdm.store.vocabulary.terms(PLATFORM)
        options = self.given()
        platform = options.text("platform")
        if not platform:
            self.warn(f"which facilities? add ':platform:' with one of: {', '.join(platforms)}")
            return []
        view = self.rdm.show(facilities, platform)
        self.check("platform", [platform], PLATFORM)
        content: list[nodes.Node] = [note(str(_("No facilities are listed here yet.")))]
        anchors = {item.id: self.anchor("facility", item.id) for item, _facts in view} if "home" in options else {}
        if view:
            content = [_facility(item, facts, anchors.get(item.id)) for item, facts in view]
        if "home" in options:
            content += retired(self.retired(FACILITY, platform=[platform]), FACILITY.role, self.heading_level)
        return self.finish(content)


def _facility(facility: Facility, facts: Facts, anchor: str | None) -> nodes.Node:
    body: list[nodes.Node] = [paragraph(nodes.Text(facility.summary))]
    if facility.services:
        body.append(bullets([paragraph(nodes.Text(service))] for service in facility.services))
    if facts:
        body.append(nodes.field_list("", *own_facts(facts), classes=["rdm-facts"]))
    visit = str(_("Visit %(name)s")) % {"name": facility.title}
    body.append(paragraph(link(visit, facility.url)))
    # No heading: inside a summary it would read badly in a list of headings.
    return dropdown(rubric(nodes.Text(facility.title), anchor), body, ["rdm-facility"])


DIRECTIVES: Final = {"facilities": Facilities}
