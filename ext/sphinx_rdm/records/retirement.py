"""Records that are listed no more: their entries stay at their addresses, and say why, and what takes their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .kind import Kind
from .model import Entry, Referable
from .positioned import PlacedList, PlacedMapping, Position, locate
from .wording import shown


def is_retired(record: Entry) -> bool:
    """Whether nobody should use what a record is about any more."""
    return isinstance(record, Referable) and record.retired is not None


def parted(text: str) -> tuple[str, str]:
    """The day and the reason in the value of ``retired``.

    >>> parted("2026-11-02 the service has closed")
    ('2026-11-02', 'the service has closed')
    """
    day, _space, reason = text.partition(" ")
    return day, reason.strip()


def advice(record: Referable, role: str = "") -> str:
    """What to say to who names a retired record; with a *role*, where it stands before ids.

    >>> advice(Referable(retired="2026-11-02 the service has closed", replaced_by="tide-pool"))
    "is retired since 2026-11-02 (the service has closed); use 'tide-pool'"
    """
    day, reason = parted(record.retired or "")
    instead = f"{role}:{record.replaced_by}" if role else record.replaced_by
    remedy = f"use '{shown(str(instead))}'" if record.replaced_by else "name another, or none"
    return f"is retired since {day} ({shown(reason).rstrip('.')}); {remedy}"


def named(
    kinds: Sequence[Kind[Any]],
    retired: Mapping[str, Mapping[str, Referable]],
    rows: Mapping[str, Mapping[str, PlacedMapping]],
) -> Iterator[tuple[str, Position, str]]:
    """Where records name those that are *retired*, each with its file and what to say; all are given by file and id."""
    gone = [(kind, key, item) for kind in kinds for key, item in retired.get(kind.file, {}).items()]
    every = {f"{kind.role}:{key}": advice(item, kind.role) for kind, key, item in gone}
    for kind in kinds if gone else ():
        own = {key: advice(item) for other, key, item in gone if other is kind}
        said = {**dict.fromkeys(kind.others, own), **dict.fromkeys(kind.anything, every)}
        for row in rows.get(kind.file, {}).values() if said else ():
            yield from ((kind.file, *found) for found in _within(row, said))


def _within(value: Any, said: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[Position, str]]:
    """Where a value names something in the fields of which something is *said*, and that."""
    if isinstance(value, PlacedList):
        for item in value:
            yield from _within(item, said)
    elif isinstance(value, PlacedMapping):
        for name, inner in value.items():
            listed = inner if isinstance(inner, PlacedList) else [inner]
            for number, item in enumerate(listed):
                if isinstance(item, str) and (message := said.get(name, {}).get(item)):
                    way = (name, number) if inner is listed else (name,)
                    yield locate(value, way), f"{name}: '{shown(item)}' {message}"
            yield from _within(inner, said)
