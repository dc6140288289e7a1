"""A fact that can end, such as a fee or opening hours: pages say it by a role, so that it stands in data once."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ...records.fields import Day, Id, Line, WebAddress
from ...records.kind import Column, Kind, Listed, Prose, _
from ...records.model import Entry, Source


class Fact(Entry):
    """A fact that can end."""

    noun = "fact"

    id: Id = Field(description="Stable id, which pages name.")
    title: Line = Field(description="What it is about, for those who read a list of all facts.")
    text: Annotated[Line, Prose()] = Field(description="What pages say, in the midst of a sentence.")
    as_of: Day = Field(description="The day of the newest of its sources, or on which they were read.")
    url: WebAddress | None = Field(None, description="Where readers are led; left out, to its first source.")
    sources: tuple[Source, ...] = Field(min_length=1, description="Where this was read.")

    @property
    def address(self) -> str:
        """Where pages lead to."""
        return self.url or self.sources[0].url


FACT = Kind(
    "facts",
    Fact,
    title=_("fact"),
    listed=lambda item: Listed(item.title, item.address),
    names=lambda item: (item.title,),
    columns=(
        Column("text", _("What holds"), lambda item: (item.text,), width=26),
        Column("as-of", _("As of"), lambda item: (item.as_of.isoformat(),)),
        Column("source", _("Source"), lambda item: tuple(map(str, item.sources))),
    ),
    by_id=True,
    is_open=True,
)
