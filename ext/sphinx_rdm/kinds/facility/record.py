"""A place that produces or works on data for others."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ...records.fields import Id, Line, Lines, Term, Text, WebAddress
from ...records.kind import Facet, Kind, Listed, Prose, _
from ...records.model import Placed
from ...records.store import Store
from ...records.views import Facts, added

PLATFORM = Facet("platforms", "platform")


class Facility(Placed):
    """A place that produces or works on data for others, shown as a fold-out."""

    noun = "facility"

    id: Id = Field(description="Stable id; the fold-out's anchor is `facility-` and this id.")
    title: Line = Field(description="Name, with the abbreviation in brackets if it has one.")
    platform: Annotated[Term, PLATFORM] = Field(description="Id of a platform of the vocabulary.")
    url: WebAddress = Field(description="The facility's own page.")
    summary: Annotated[Text, Prose()] = Field(description="One or two sentences: what it offers.")
    services: Lines = Field((), description="What a researcher can ask it for, one service an item.")


FACILITY = Kind(
    "facilities",
    Facility,
    role="facility",
    title=_("facility"),
    listed=lambda item: Listed(item.title, item.url),
    is_open=True,
)


def facilities(store: Store, platform: str) -> tuple[tuple[Facility, Facts], ...]:
    """The facilities of one platform, in the order of the file."""
    found = (item for item in store.of(FACILITY).values() if item.platform == platform)
    return tuple((item, added(store, FACILITY, item)) for item in found)
