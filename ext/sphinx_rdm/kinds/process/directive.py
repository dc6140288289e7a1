"""Processes, drawn as the numbered list that they are."""

from __future__ import annotations

from typing import Final

from docutils import nodes

from ...directive import RdmDirective
from ...i18n import _
from ...render.parts import drawn, paragraph, see
from .record import PROCESS, Step


class ProcessSteps(RdmDirective):
    """Draw the process that the argument names; the page becomes its home."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the list of steps, each with who takes it, when and why."""
        if (view := self.named(PROCESS)) is None:
            return []
        steps = nodes.enumerated_list("", *map(_step, view.steps), classes=["rdm-steps"], enumtype="arabic", suffix=".")
        content = [steps, *([paragraph(nodes.Text(view.again), classes=["rdm-again"])] if view.again else [])]
        return self.finish([drawn(view.title, content, self.anchor(PROCESS.role, view.id), "rdm-process")])


def _step(step: Step) -> nodes.list_item:
    item = nodes.list_item("", paragraph(nodes.strong(step.step, step.step)))
    if step.when:
        item += paragraph(nodes.Text(str(_("When: %(when)s")) % {"when": step.when}), classes=["rdm-details"])
    if step.who:
        item += paragraph(nodes.Text(str(_("Who: %(who)s")) % {"who": step.who}), classes=["rdm-details"])
    if step.why:
        item += paragraph(nodes.Text(step.why), classes=["rdm-reason"])
    if step.to:
        item += paragraph(*see(step.to))
    return item


DIRECTIVES: Final = {"process": ProcessSteps}
