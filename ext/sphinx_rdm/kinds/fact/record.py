"""A fact that can end, such as a fee or opening hours: pages say it by a role, so that it stands in data once."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import Field

from ...records.fields import Day, Id, Line, WebAddress
from ...records.kind import Column, Kind, Listed, Prose, _
from ...records.model import Entry, Source
from ...records.store import Store
from ...records.views import record


class Fact(Entry):
    """A fact that can end."""

    noun = "fact"

    id: Id = Field(description="Stable id, which pages name.")
    title: Line = Field(description="What it is about, for those who read a list of all facts.")
    text: Annotated[Line, Prose()] = Field(description="What pages say, in the midst of a sentence.")
    as_of: Day = Field(description="The day of the newest of its sources, or on which they were read.")
    url: WebAddress | None = Field(None, description="Where readers are led; left out, to its first source.")
    sources: tuple[Source, ...] = Field(min_length=1, description="Where this was read.")


FACT = Kind(
    "facts",
    Fact,
    title=_("fact"),
    listed=lambda item: Listed(item.title, item.url or item.sources[0].url),
    names=lambda item: (item.title,),
    columns=(
        Column("text", _("What holds"), lambda item: (item.text,), width=26),
        Column("as-of", _("As of"), lambda item: (item.as_of.isoformat(),)),
        Column("source", _("Source"), lambda item: tuple(f"{one.title}, {one.url}" for one in item.sources)),
    ),
    is_open=True,
)


class Said(NamedTuple):
    """What a page says of a fact."""

    text: str
    day: str
    address: str


def said(store: Store, key: str) -> tuple[Said | None, tuple[str, ...] | None]:
    """What pages say of the fact with the id *key*; if there is none, nothing and all ids, as in :func:`record`."""
    found, known = record(store, FACT.file, key)
    if found is None:
        return None, known
    return Said(found.text, found.as_of.isoformat(), found.url or found.sources[0].url), None
