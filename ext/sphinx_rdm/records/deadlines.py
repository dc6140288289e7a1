"""Days from which something may be out of date, each with the reason, as records and pages name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from .kind import Column, _
from .model import RETIRED
from .positioned import PlacedList, PlacedMapping, Position, locate

KEY: Final = "check_by"
"""The key under which records and pages name them."""
LAST_DAY, AS_OF = "until", "as_of"
"""The keys of the last day of what a record is about, and of that on which this was last known.

From the last day on it may be out of date, too, unless somebody has looked since.
"""

_SHAPE: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ \t]+(\S.*)")


class Deadline(NamedTuple):
    """A day from which something may be out of date, the reason, and where that is said."""

    day: date
    reason: str
    path: str
    position: Position


def parted(text: str) -> tuple[str, str] | None:
    """The day and the reason in a text; nothing if it lacks one of them.

    >>> parted("2026-12-31 the fees change")
    ('2026-12-31', 'the fees change')
    """
    match = _SHAPE.fullmatch(text)
    return (match[1], match[2]) if match else None


def of_file(value: Any, path: str) -> Iterator[Deadline]:
    """Those of all records in the value of a data file."""
    rows = value if isinstance(value, PlacedList) else [value, *_inside(value)]
    for row in (row for row in rows if isinstance(row, PlacedMapping) and RETIRED not in row):
        given = row.get(KEY)
        if isinstance(given, PlacedList):
            yield from of_list(given, given.item_at, path)
        if (last := str(row.get(LAST_DAY) or "")) > str(row.get(AS_OF) or ""):
            yield from of_list([f"{last} {row.get('title')} was to end"], [locate(row, (LAST_DAY,))], path)


def of_list(given: list[Any] | tuple[Any, ...], places: Any, path: str) -> Iterator[Deadline]:
    """Those that a list names, each of which stands at one of the *places*; what is faulty is passed over."""
    for item, at in zip(given, places, strict=True):
        try:
            day, reason = parted(str(item)) or ("", "")
            yield Deadline(date.fromisoformat(day), reason, path, at)
        except ValueError:  # which was reported
            continue


def _inside(value: Any) -> Iterator[Any]:
    """The records in a file that has several lists."""
    for rows in value.values() if isinstance(value, PlacedMapping) else ():
        yield from rows if isinstance(rows, PlacedList) else ()


def worded(record: Any) -> tuple[str, ...]:
    """What lists show of those of a record."""
    return tuple(": ".join(parted(text) or ()) for text in getattr(record, KEY, ()))


COLUMN: Final[Column[Any]] = Column(KEY, _("May be out of date from"), worded)
"""What lists show of them, as far as a record has some."""
