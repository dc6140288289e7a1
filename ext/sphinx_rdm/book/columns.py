"""How wide the columns of a table are: a table of the site takes what its window gives, on paper it must fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bs4.element import Tag

_LINE: Final = 95
"""About as many letters as fit into a row of a table."""
_NARROW: Final = 12
"""Letters of a column that is no wider than its text."""
_CODE: Final = 1.2
"""How much wider a letter of code is."""


def widths(rows: Sequence[Sequence[Tag]], columns: int) -> list[str]:
    """The widths as Typst takes them: narrow columns fit their text, the others share the rest of the line."""
    cells = [[row[number] for row in rows if number < len(row)] for number in range(columns)]
    letters = [max(map(_letters, column), default=1) for column in cells]
    wide = [number for number in range(columns) if letters[number] > _NARROW]
    rest = _LINE - sum(letters[number] + 2 for number in range(columns) if number not in wide)
    found = shares([letters[n] ** 0.5 for n in wide], [max(map(_longest, cells[n])) for n in wide], rest)
    wide_ones = dict(zip(wide, found, strict=True))
    return [f"{wide_ones[number]:.0f}fr" if number in wide_ones else "auto" for number in range(columns)]


def shares(wishes: Sequence[float], needs: Sequence[float], room: float) -> list[float]:
    """*room* divided in proportion to the *wishes*, but so that each has what it *needs*, if there is room at all."""
    given: dict[int, float] = {}
    while True:
        others = [number for number in range(len(wishes)) if number not in given]
        left = room - sum(given.values())
        wished = sum(wishes[number] for number in others)
        short = {n: needs[n] for n in others if wishes[n] * left < needs[n] * wished}
        if not short:
            return [given[n] if n in given else wishes[n] * left / wished for n in range(len(wishes))]
        given |= short


def _letters(cell: Tag) -> int:
    """How much is written in a cell, with the addresses that the book sets below the titles of records."""
    addresses = [str(link["href"]) for link in cell.find_all("a", class_="rdm-link")]
    return len(cell.get_text(" ", strip=True)) + sum(map(len, addresses))


def _longest(cell: Tag) -> float:
    """The length of the longest word of a cell; what is longer than a third of the line may break."""
    words = [len(word) for word in cell.get_text(" ", strip=True).split()]
    code = [_CODE * len(word) for element in cell.find_all("code") for word in element.get_text().split()]
    return min(max((*words, *code), default=1) + 2, _LINE / 3)
