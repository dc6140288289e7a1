"""What a list of records can be narrowed down by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from .kind import Facet, Kind
from .store import LostRecords, Store
from .wording import shown, unknown

REST: Final = "other"
"""The id of the group for records that have no value to group by."""


class Choice(NamedTuple):
    """One way to narrow a list down: its name and title, and the values that occur, as ids and titles in order."""

    name: str
    title: str
    values: tuple[tuple[str, str], ...]


class Faceted(NamedTuple):
    """What of one record counts: its values of every facet, and words that find it besides title and description."""

    id: str
    values: tuple[tuple[str, ...], ...]
    words: str


class Facets(NamedTuple):
    """The choices of a list, and the records with their values in the same order."""

    choices: tuple[Choice, ...]
    records: tuple[Faceted, ...]
    unsure: tuple[str, ...] = ()
    """Names of facets that may have more values, because of a fault in the data."""
    lost: LostRecords = LostRecords()
    """What faulty records say."""


def views(lines: Iterable[str], facets: Facets) -> tuple[list[tuple[str, str]], list[str]]:
    """Views of a list from lines such as ``Title: facet=value other=value``: titles and queries, and what is wrong."""
    known = {choice.name: [value for value, _title in choice.values] for choice in facets.choices}
    found: list[tuple[str, str]] = []
    faults: list[str] = []
    for line in filter(None, map(str.strip, lines)):
        title, _colon, asked = line.rpartition(":")
        pairs = [(name, value) for name, _sign, value in (pair.partition("=") for pair in asked.split())]
        strange = [(name, value) for name, value in pairs if value not in known.get(name, ())]
        asked_in_vain = [pair for pair in strange if pair[0] not in facets.unsure and not facets.lost.may_hold(pair[1])]
        wrong = [unknown("facet", name, known) for name, _value in asked_in_vain if name not in known]
        wrong += [unknown(name, value, known[name]) for name, value in asked_in_vain if name in known]
        if not title or not pairs:
            wrong = [f"'{shown(line)}' is no view; write 'Title: facet=value'"]
        if wrong:
            faults += wrong
        elif not strange:
            found.append((title.strip(), urlencode(pairs)))
    return found, faults


def facets_of(
    store: Store, kind: Kind[Any], named: Mapping[str, tuple[str, Facet | None]], records: Sequence[Faceted]
) -> Facets:
    """The facets of a list of this *kind* by their names, each with a title and its facet in the vocabulary, if any.

    Values that no record has are left out, and so are facets without values; the others follow the vocabulary, or else
    the alphabet.
    """
    found: dict[int, Choice] = {}
    lost = store.lost_of(kind.file)
    unsure = [
        name
        for name, (_title, facet) in named.items()
        if not lost.is_whole or (facet and not store.vocabulary.checks(facet))
    ]
    for number, (name, (title, facet)) in enumerate(named.items()):
        there = {value for record in records for value in record.values[number]}
        if facet is None:
            values = [(value, value) for value in sorted(there, key=lambda value: (value.casefold(), value))]
        else:
            values = [(term.id, term.title) for term in store.vocabulary.terms(facet).values() if term.id in there]
        if values:
            found[number] = Choice(name, title, tuple(values))
    if len(found) < len(named):
        records = [item._replace(values=tuple(item.values[number] for number in found)) for item in records]
    return Facets(tuple(found.values()), tuple(records), tuple(unsure), lost)
