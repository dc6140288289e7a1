"""Where the items of a list, or the keys of a mapping, begin in a file that is no valid YAML: by its lines alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from .positioned import Position
from .syntax import DOCUMENT_END, NO_COLON, NO_ITEM, SECOND_DOCUMENT

_ITEM: Final = re.compile(r"( *)-(?:(\s+)\S|\s*$)")
_KEY: Final = re.compile(r"( *)[^\s#\-.]")
_TEXT: Final = re.compile(r"\s*[^\s#]")
_MARK: Final = re.compile(r"(---|\.\.\.)(\s|$)")


class FilePart(NamedTuple):
    """Some lines, by their indexes, that begin with an outermost item or key in a column, counted from 0."""

    begin: int
    end: int
    column: int


def parts(lines: Sequence[str], begin: int, end: int, *, listed: bool) -> list[FilePart]:
    """The parts of a stretch of a file, which is a list if it is *listed*, or else a mapping.

    A part ends where the next one begins that is not indented as deep as what is in it. What stands
    before the first part is none.
    """
    begins: list[tuple[int, int]] = []
    deepest: float = float("inf")
    for number in range(begin, end):
        match = (_ITEM if listed else _KEY).match(lines[number])
        if match and (column := match.end(1)) <= deepest:
            begins.append((number, column))
            deepest = column + len(match[2] or "") if listed else column
    ends = [number for number, _column in begins[1:]] + [end]
    return [FilePart(number, after, column) for (number, column), after in zip(begins, ends, strict=False)]


def usual_column(lines: Sequence[str], found: Sequence[FilePart]) -> int:
    """The column in which most parts begin; of two, the one of the first part.

    Text before the first part may be an item whose beginning is spoilt; what begins next may be inside of it.
    """
    if any(_TEXT.match(line) and not _MARK.match(line) for line in lines[: found[0].begin]):
        return min(part.column for part in found)
    return Counter(part.column for part in found).most_common(1)[0][0]


def strays(lines: Sequence[str], begin: int, end: int, *, listed: bool) -> Iterator[tuple[Position, str]]:
    """What is wrong with lines that belong to no part: each mark of a document, and the first line of text."""
    head, after_text = begin == 0, False
    for number in range(begin, end):
        line = lines[number]
        if mark := _MARK.match(line):
            if not head or mark[1] == "...":
                yield Position(number + 1, 1), DOCUMENT_END if mark[1] == "..." else SECOND_DOCUMENT
            head = after_text = False
        elif _TEXT.match(line):
            if not after_text:
                yield Position(number + 1, len(line) - len(line.lstrip()) + 1), NO_ITEM if listed else NO_COLON
            head, after_text = False, True


def is_behind(lines: Sequence[str], number: int, part: FilePart, *, listed: bool) -> bool:
    """Whether the line at which a part cannot be read any further begins something else than that part.

    Such are marks of a document and, in a list, an item of its own that is indented too deep, and a line
    that is not indented after an empty one.
    """
    line = lines[number]
    if _MARK.match(line) or line.startswith("%"):
        return True
    if not listed:
        return False
    if item := _ITEM.match(line):
        return not _is_below_key(lines[part.begin : number], item.end(1)) and all(
            _stands_alone(lines, other) for other in parts(lines, number, part.end, listed=listed)
        )
    return not lines[number - 1].strip() and len(line) - len(line.lstrip()) <= part.column


def _is_below_key(above: Sequence[str], column: int) -> bool:
    """Whether an item in a *column* belongs to a list below a key in the lines *above* it."""
    shallower = (line for line in reversed(above) if _TEXT.match(line) and len(line) - len(line.lstrip()) < column)
    return next(shallower, "").rstrip().endswith(":")


def _stands_alone(lines: Sequence[str], part: FilePart) -> bool:
    """Whether all lines of a part are indented deeper than its first."""
    inside = (line for line in lines[part.begin + 1 : part.end] if _TEXT.match(line))
    return all(len(line) - len(line.lstrip()) > part.column for line in inside)
