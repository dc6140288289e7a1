"""The records of any kind, as a list shows them."""

from __future__ import annotations

from typing import NamedTuple

from ...records.kind import Column, Head, Kind, Listed, Word
from ...records.model import Entry, Record
from ...records.store import Store


class RecordLine(NamedTuple):
    """One record as shown; ``cells`` has the words of each column."""

    id: str
    listed: Listed
    cells: tuple[tuple[Word, ...], ...]


class RecordLines(NamedTuple):
    """The records of a kind, and the columns besides their titles."""

    columns: tuple[Head, ...]
    lines: tuple[RecordLine, ...]


def kind_called(store: Store, name: str) -> Kind[Entry] | None:
    """The kind with the file *name*, as long as it says what a list shows of a record."""
    return next((kind for kind in store.kinds if kind.file == name and kind.listed), None)


def columns_of(kind: Kind[Record]) -> dict[str, Column[Record]]:
    """What a list can show besides titles, by name."""
    return {column.name: column for column in kind.columns if column.name != "title"}


def lines(
    store: Store, name: str, columns: tuple[str, ...], wanted: tuple[tuple[str, tuple[str, ...]], ...]
) -> RecordLines:
    """The records of a kind in the order of their file, those that have one of the *wanted* values of each facet.

    Without *columns*, all that there are, which depends on the data.
    """
    kind = kind_called(store, name)
    if kind is None or kind.listed is None:
        return RecordLines((), ())
    known = columns_of(kind)
    shown = [known[column] for column in columns or known if column in known]
    found = [
        RecordLine(key, kind.listed(record), tuple(store.vocabulary.words(column, record) for column in shown))
        for key, record in store.of(kind).items()
        if not any(facet in known and set(values).isdisjoint(known[facet].values(record)) for facet, values in wanted)
    ]
    return RecordLines(tuple(column.head for column in shown), tuple(found))
