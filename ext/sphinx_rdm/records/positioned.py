"""Values that know where they were written, and problems that say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, NamedTuple

from .wording import visible

MOST: Final = 100
"""So many problems of one file are shown; the others are counted."""


class Position(NamedTuple):
    """A place in a file; lines and columns count characters from 1."""

    line: int
    column: int


START: Final = Position(1, 1)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in a data file, worded in one line for the person who edits the file."""

    path: str
    position: Position
    message: str
    count: int = 1
    """How many problems it stands for."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", visible(self.path))
        object.__setattr__(self, "message", visible(self.message))

    def __str__(self) -> str:
        return f"{self.location}: {self.message}"

    @property
    def location(self) -> str:
        """``path:line:column``, as editors and Sphinx print it."""
        return f"{self.path}:{self.position.line}:{self.position.column}"


def first_of_each_file(problems: Iterable[Problem]) -> list[Problem]:
    """The first :data:`MOST` of the *problems* of each file, and one more that counts the rest of them.

    Problems of one file stand together.
    """
    found: list[Problem] = []
    for path, group in groupby(problems, key=lambda problem: problem.path):
        of_file = list(group)
        found += of_file[:MOST]
        if rest := of_file[MOST:]:
            message = f"and {len(rest):,} more in this file; mend these first"
            found.append(Problem(path, rest[0].position, message, len(rest)))
    return found


class Damaged(str):
    """Text about which a problem was already reported, so that nothing more need be said of it."""

    __slots__ = ()


class PlacedMapping(dict[str, Any]):
    """A YAML mapping that knows where it, its keys and its values stand.

    ``sound`` is false if a problem was already reported inside it, so that whoever reads it does
    not build a record from damaged values. A key whose value could not be read is in ``key_at``
    alone.
    """

    def __init__(self, position: Position) -> None:
        super().__init__()
        self.position = position
        self.key_at: dict[str, Position] = {}
        self.value_at: dict[str, Position] = {}
        self.sound = True
        self.complete = True
        """Whether no key may stand elsewhere, because it is not known where the mapping ends."""


class PlacedList(list[Any]):
    """A YAML list that knows where it and its items stand; ``sound`` as in :class:`PlacedMapping`."""

    def __init__(self, position: Position) -> None:
        super().__init__()
        self.position = position
        self.item_at: list[Position] = []
        self.sound = True
        self.complete = True
        """Whether no item was left out."""


def locate(value: PlacedMapping | PlacedList, path: tuple[int | str, ...], *, key: bool = False) -> Position:
    """Where the value at *path* inside *value* stands: the position of the deepest part that exists.

    With *key*, the last part's key is meant rather than its value.
    """
    position = value.position
    for number, part in enumerate(path):
        if isinstance(value, PlacedMapping) and isinstance(part, str) and part in value.key_at:
            key_is_meant = key and number == len(path) - 1
            position = value.key_at[part] if key_is_meant else value.value_at.get(part, value.key_at[part])
            value = value.get(part, "")
        elif isinstance(value, PlacedList) and isinstance(part, int) and part < len(value):
            position = value.item_at[part]
            value = value[part]
        else:
            break
    return position
