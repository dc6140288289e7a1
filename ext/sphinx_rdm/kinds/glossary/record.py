"""A term with its definition, its translations and the source of both."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import Field

from ...records.fields import Anchors, Id, Language, Line, Lines, Others, Term, Terms, Text
from ...records.kind import Facet, Kind, Prose
from ...records.model import Entry, Source
from ...records.store import Store
from ...records.views import Facts, added

GLOSSARY = Facet("glossaries", "group")


class GlossaryTerm(Entry):
    """A term with its definition, its translations and the source of both."""

    noun = "term"
    unique = (("id", "anchors"), ("term", "also"))

    id: Id = Field(description="Stable id; it is the anchor of the term on its page.")
    group: Annotated[Term, GLOSSARY] = Field(description="Id of a glossary of the vocabulary.")
    term: Line = Field(description="The term as readers see it.")
    also: Lines = Field((), description="Other forms that lead to the same entry.")
    translations: dict[Language, Line] = Field(default={}, description="The term in other languages, by language code.")
    definition: Annotated[Text, Prose()] = Field(description="What it means, in one to three sentences.")
    sources: tuple[Source, ...] = Field(min_length=1, description="Where the meaning comes from.")
    see: Annotated[Terms, Others("term")] = Field((), description="Ids of terms that explain more.")
    anchors: Anchors = Field((), description="Further anchors under which others link to the term.")


GLOSSARY_TERM = Kind(
    "glossary",
    GlossaryTerm,
    names=lambda item: (item.term, *item.also, *item.translations.values()),
    is_open=True,
)


class Definition(NamedTuple):
    """One term as shown, with the titles of the terms that explain more."""

    term: GlossaryTerm
    see: tuple[str, ...]
    own: Facts


def glossary(store: Store, group: str) -> tuple[Definition, ...]:
    """The terms of one glossary, or of all, in the order of the file."""
    terms = store.of(GLOSSARY_TERM)
    return tuple(
        Definition(item, tuple(terms[key].term for key in item.see if key in terms), added(store, GLOSSARY_TERM, item))
        for item in terms.values()
        if group in ("", item.group)
    )
