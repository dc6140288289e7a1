"""A question with its answers, each of which leads to a further question or to an end."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field, model_validator

from ...records.fields import Id, Line, Targets, fault
from ...records.kind import Anything, Kind, Listed, Prose, _
from ...records.model import Entry, RecordPart

DEEPEST: Final = 5
"""How many questions may follow each other: more than that nobody follows on paper."""


class WayOn(RecordPart):
    """Where somebody can go on who does not know the answer."""

    noun = "way on"

    advice: Annotated[Line, Prose()] = Field(description="One sentence that says whom to ask.")
    to: Annotated[Targets, Anything()] = Field((), description="Where that is said: records, phases, topics or pages.")


class Answer(RecordPart):
    """An answer, and what it leads to."""

    noun = "answer"

    answer: Line = Field(description="The answer, in a few words.")
    why: Annotated[Line | None, Prose()] = Field(None, description="One short sentence with the reason.")
    question: Annotated[Line | None, Prose()] = Field(None, description="The question to which the answer leads.")
    answers: tuple[Answer, ...] = Field((), description="The answers to that question.")
    advice: Annotated[Line | None, Prose()] = Field(None, description="Where no question follows: what to do.")
    to: Annotated[Targets, Anything()] = Field(
        (), description="Where no question follows: records, phases, topics or pages that help."
    )

    @property
    def depth(self) -> int:
        """How many questions follow each other from here."""
        return max((answer.depth for answer in self.answers), default=0) + bool(self.question)

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Answer:
        if self.question and len(self.answers) < 2:
            raise fault(f"'{self.question}' has {len(self.answers)} of at least 2 answers; add what is missing")
        if self.answers and not self.question:
            raise fault(f"'{self.answer}' has further answers and no question; add a line 'question: …'")
        if self.question and (self.advice or self.to):
            raise fault(f"'{self.answer}' leads to a question and to an end; keep the question, or advice and to")
        if not self.question and not self.advice and not self.to:
            raise fault(f"'{self.answer}' leads nowhere; add advice, to, or a further question with answers")
        return self


class Decision(Entry):
    """A tree of questions and answers."""

    noun = "decision"

    id: Id = Field(description="Stable id; the anchor is `decision-` and this id.")
    title: Line = Field(description="What is to be decided; the caption of the drawing.")
    question: Annotated[Line, Prose()] = Field(description="The first question.")
    answers: tuple[Answer, ...] = Field(min_length=2, description="Its answers; each leads to a question or to an end.")
    unsure: WayOn = Field(description="Where somebody can go on who does not know an answer.")

    @property
    def depth(self) -> int:
        """How many questions follow each other at the most."""
        return 1 + max(answer.depth for answer in self.answers)

    @model_validator(mode="after")
    def _can_be_followed(self) -> Decision:
        if self.depth > DEEPEST:
            raise fault(f"{self.depth} questions follow each other; at most {DEEPEST} may, so make two decisions of it")
        return self


DECISION = Kind(
    "decisions", Decision, role="decision", title=_("decision"), listed=lambda item: Listed(item.title, ""), by_id=True
)
