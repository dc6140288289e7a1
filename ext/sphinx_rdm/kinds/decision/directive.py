"""Decisions, drawn as the nested list that they are."""

from __future__ import annotations

from typing import Final

from docutils import nodes

from ...directive import RdmDirective
from ...i18n import _
from ...nodes import branches
from ...render.parts import drawn, paragraph, see
from .record import DECISION, Answer, WayOn


class DecisionTree(RdmDirective):
    """Draw the decision that the argument names; the page becomes its home."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the list of answers, with further questions and their answers inside."""
        if (view := self.named(DECISION)) is None:
            return []
        tree = nodes.container("", _question(view.question), _branches(view.answers), classes=["rdm-tree"])
        unsure = _end(view.unsure, "rdm-unsure")
        unsure[:0] = [nodes.strong("", str(_("You do not know an answer?"))), nodes.Text(" ")]
        anchor = self.anchor(DECISION.role, view.id)
        return self.finish([drawn(view.title, [unsure, tree], anchor, "rdm-decision", f"rdm-deep-{view.depth}")])


def _question(text: str) -> nodes.paragraph:
    return paragraph(nodes.Text(text), classes=["rdm-question"])


def _branches(answers: tuple[Answer, ...]) -> branches:
    return branches("", *(nodes.list_item("", *_branch(answer)) for answer in answers), classes=["rdm-branches"])


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
    said = [nodes.Text(end.advice)] if end.advice else []
    return paragraph(*said, *see(end.to, bool(said)), classes=[name])


DIRECTIVES: Final = {"decision": DecisionTree}
