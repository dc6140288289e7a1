"""Steps that follow each other, each with who takes it and when."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ...records.fields import Id, Line, Targets
from ...records.kind import Anything, Kind, Listed, Prose, _
from ...records.model import Entry, RecordPart


class Step(RecordPart):
    """One step of a process."""

    noun = "step"

    step: Annotated[Line, Prose()] = Field(description="What is done, in a few words.")
    who: Line | None = Field(None, description="Who does it, or whom to write to.")
    when: Line | None = Field(None, description="When, or what must have happened before.")
    why: Annotated[Line | None, Prose()] = Field(None, description="One short sentence with the reason.")
    to: Annotated[Targets, Anything()] = Field((), description="Records, phases, topics or pages that help.")


class Process(Entry):
    """What is done one after the other."""

    noun = "process"

    id: Id = Field(description="Stable id; the anchor is `process-` and this id.")
    title: Line = Field(description="What the steps lead through; the caption of the drawing.")
    steps: tuple[Step, ...] = Field(min_length=2, description="The steps, in their order.")
    again: Annotated[Line | None, Prose()] = Field(None, description="When to go back, and to which step.")


PROCESS = Kind(
    "processes", Process, role="process", title=_("process"), listed=lambda item: Listed(item.title, ""), by_id=True
)
