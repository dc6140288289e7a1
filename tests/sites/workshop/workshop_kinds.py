"""A kind of record that this workshop adds."""

from typing import Annotated

from pydantic import Field

from sphinx_rdm.records.fields import Id, Line, Term, WebAddress
from sphinx_rdm.records.kind import TOPIC, Column, Facet, Kind, Listed
from sphinx_rdm.records.model import Entry

PLACE = Facet("places", "place")


class Event(Entry):
    """Something that takes place."""

    noun = "event"

    id: Id = Field(description="Stable id.")
    title: Line = Field(description="What it is called.")
    url: WebAddress = Field(description="Where to read about it.")
    place: Annotated[Term, PLACE] = Field(description="Id of a place of the vocabulary.")
    topic: Annotated[Term, TOPIC] = Field(description="Id of a topic of the vocabulary.")


EVENT = Kind(
    "events",
    Event,
    role="event",
    title="event",
    listed=lambda item: Listed(item.title, item.url),
    columns=(
        Column("place", "Place", lambda item: (item.place,), PLACE),
        Column("topic", "Topic", lambda item: (item.topic,), TOPIC),
    ),
)
