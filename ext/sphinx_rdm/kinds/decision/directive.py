"""Decisions, drawn as the nested list that they are."""

from __future__ import annotations

from typing import Final

from docutils import nodes

from ...directive import RdmDirective
from ...i18n import _
from ...render.parts import bullets, drawn, paragraph, targets
from . import record
from .record import DECISION, Answer, WayOn


class DecisionTree(RdmDirective):
    """Draw the decision that the argument names; the page becomes its home."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the list of answers, with further questions and their answers inside."""
        if (view := self.named(DECISION, record.decision)) is None:
            return []
        tree = nodes.container("", _question(view.question), _branches(view.answers), classes=["rdm-tree"])
        unsure = _end(view.unsure, "rdm-unsure")
        unsure[:0] = [nodes.strong("", str(_("You do not know?"))), nodes.Text(" ")]
        anchor = self.anchor(DECISION.role, view.id)
        return self.finish([drawn(view.title, [tree, unsure], anchor, "rdm-decision", f"rdm-deep-{view.depth}")])


def _question(text: str) -> nodes.paragraph:
    return paragraph(nodes.Text(text), classes=["rdm-question"])


def _branches(answers: tuple[Answer, ...]) -> nodes.bullet_list:
    return bullets(map(_branch, answers), "rdm-branches")


def _branch(answer: Answer) -> list[nodes.Node]:
    """An answer with its reason, and what it leads to."""
    head = paragraph(nodes.strong(answer.answer, answer.answer), classes=["rdm-answer"])
    if answer.why:
        head += [nodes.Text(" "), nodes.inline(answer.why, answer.why)]
    if answer.question:
        return [head, _question(answer.question), _branches(answer.answers)]
    return [head, _end(answer, "rdm-end")]


def _end(end: Answer | WayOn, name: str) -> nodes.paragraph:
    """What to do, and where it leads."""
    links = targets(end.to)
    said = [nodes.Text(f"{end.advice} " if links else end.advice)] if end.advice else []
    return paragraph(*said, *links, classes=[name])


DIRECTIVES: Final = {"decision": DecisionTree}
