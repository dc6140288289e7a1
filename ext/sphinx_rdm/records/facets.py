"""What a list of records can be narrowed down by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .store import Store


class Facet(NamedTuple):
    """One way to narrow a list down: its name, and the values that occur, as ids and titles in order."""

    name: str
    values: tuple[tuple[str, str], ...]


class Faceted(NamedTuple):
    """What of one record counts: its values of every facet, and words that find it besides title and description."""

    id: str
    values: tuple[tuple[str, ...], ...]
    words: str


class Facets(NamedTuple):
    """The facets of a list, and the records with their values in the same order."""

    facets: tuple[Facet, ...]
    records: tuple[Faceted, ...]


def facets_of(store: Store, names: Mapping[str, str | None], records: Sequence[Faceted]) -> Facets:
    """The facets called *names*, each with its name in the vocabulary, or with none if its values stand there not.

    Values that no record has are left out; the others follow the vocabulary, or else the alphabet.
    """
    found = []
    for number, (name, plural) in enumerate(names.items()):
        there = {value for record in records for value in record.values[number]}
        if plural is None:
            titles = [(value, value) for value in sorted(there, key=lambda value: (value.casefold(), value))]
        else:
            titles = [(term.id, term.title) for term in store.vocabulary.terms(plural).values() if term.id in there]
        found.append(Facet(name, tuple(titles)))
    return Facets(tuple(found), tuple(records))
