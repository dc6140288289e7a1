"""A system on which data are kept or computed on: what it is for, who gets in and how, and until when."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from ...records.fields import Day, Id, Line, Lines, Term, Terms, WebAddress
from ...records.kind import Column, Facet, Kind, Listed, Prose, _
from ...records.model import Placed, Source

SCOPE = Facet("scopes", "scope", _("For whom"))
SENSITIVITY = Facet("sensitivities", "sensitivity", _("Data"))


class System(Placed):
    """A system on which data are kept or computed on."""

    noun = "system"

    id: Id = Field(description="Stable id; the anchor is `system-` and this id.")
    title: Line = Field(description="The name that its operator uses.")
    also: Lines = Field((), description="Other names, such as those of its parts.")
    scope: Annotated[Term, SCOPE] = Field(description="For whom it is there: id of a scope of the vocabulary.")
    use: Annotated[Line, Prose()] = Field(description="What it is for.")
    sensitivities: Annotated[Terms, SENSITIVITY] = Field(
        (), description="Which data it takes: ids of the vocabulary; left out if that is not known."
    )
    who: Line | None = Field(None, description="Who may use it.")
    how: Line | None = Field(None, description="How to apply, in a few words.")
    space: Line | None = Field(None, description="How much it keeps and for how long, and whether there is a backup.")
    until: Day | None = Field(None, description="The planned last day, if one is known.")
    then: Line | None = Field(None, description="What takes its place.")
    url: WebAddress | None = Field(None, description="Its own page, or its user guide.")
    as_of: Day = Field(description="The day of the newest of its sources, or on which they were read.")
    sources: tuple[Source, ...] = Field(min_length=1, description="Where this was read.")


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _day(day: date | None) -> tuple[str, ...]:
    return (day.isoformat(),) if day else ()


SYSTEM = Kind(
    "systems",
    System,
    role="system",
    title=_("system"),
    listed=lambda item: Listed(item.title, item.url or ""),
    names=lambda item: (item.title, *item.also),
    columns=(
        Column("also", _("Also"), lambda item: item.also),
        Column("use", _("What for"), lambda item: (item.use,), width=26),
        Column(SENSITIVITY.singular, SENSITIVITY.title, lambda item: item.sensitivities, SENSITIVITY),
        Column("who", _("Who may use it"), lambda item: _one(item.who)),
        Column("how", _("How to get in"), lambda item: _one(item.how)),
        Column("space", _("Space and backup"), lambda item: _one(item.space)),
        Column("until", _("Planned last day"), lambda item: _day(item.until)),
        Column("then", _("What takes its place"), lambda item: _one(item.then)),
        Column("as-of", _("As of"), lambda item: _day(item.as_of)),
        Column(SCOPE.singular, SCOPE.title, lambda item: (item.scope,), SCOPE),
        Column("source", _("Source"), lambda item: tuple(map(str, item.sources))),
    ),
    is_open=True,
)
