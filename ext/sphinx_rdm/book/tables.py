"""Tables: which cell stands where, and how wide the columns are, because on paper a table must fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from bs4.element import Tag

from .links import names_a_record

_LINE: Final = 95
"""About as many letters as fit into a row."""
_NARROW: Final = 12
"""Letters of a column that is no wider than its text."""
_CODE: Final = 1.2
"""How much wider a letter of code is."""
_WIDE: Final = ["figure", "img", "pre", "table", "aside", "div"]
"""What takes all the width there is, however little its text."""


class Cell(NamedTuple):
    """A cell and its place: the column that it begins in, and over how many columns and rows it goes."""

    tag: Tag
    column: int
    columns: int
    rows: int


class Grid(NamedTuple):
    """The rows of a table, the number of them that are its head, and the number of its columns."""

    rows: Sequence[Sequence[Cell]]
    heads: int
    columns: int


def grid_of(table: Tag) -> Grid:
    """The cells of a table of HTML where its spans put them; those of tables inside it are not its own."""
    lines = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    lines.sort(key=lambda row: ("thead", "tbody", "tfoot").index(_part(row)))
    rows = list(_placed(lines))
    columns = max((cell.column + cell.columns for row in rows for cell in row), default=0)
    return Grid(rows, sum(_part(row) == "thead" for row in lines), columns)


def _part(row: Tag) -> str:
    parent = row.parent.name if row.parent else ""
    return parent if parent in ("thead", "tfoot") else "tbody"


def _placed(lines: Sequence[Tag]) -> Iterator[list[Cell]]:
    taken: dict[int, int] = {}  # for how many more rows a column is taken by a cell from above
    for number, line in enumerate(lines):
        left = sum(_part(row) == _part(line) for row in lines[number:])
        yield list(_row(line, taken, left))
        taken.update({column: rows - 1 for column, rows in taken.items()})


def _row(line: Tag, taken: dict[int, int], left: int) -> Iterator[Cell]:
    column = 0
    for tag in line.find_all(["th", "td"], recursive=False):
        while taken.get(column, 0) > 0:
            column += 1
        columns, rows = _span(tag, "colspan"), min(_span(tag, "rowspan"), left)
        taken.update(dict.fromkeys(range(column, column + columns), rows))
        yield Cell(tag, column, columns, rows)
        column += columns


def _span(tag: Tag, name: str) -> int:
    value = str(tag.get(name, ""))
    return max(1, int(value)) if value.isdecimal() else 1


def widths(grid: Grid) -> list[str]:
    """The widths as Typst takes them: narrow columns fit their text, the others share the rest of the line."""
    body = grid.rows[grid.heads :] or grid.rows
    cells = [
        [cell.tag for row in body for cell in row if (cell.column, cell.columns) == (number, 1)]
        for number in range(grid.columns)
    ]
    letters = [max(map(_letters, column), default=1) for column in cells]
    wide = [number for number in range(grid.columns) if letters[number] > _NARROW]
    rest = _LINE - sum(letters[number] + 2 for number in range(grid.columns) if number not in wide)
    found = shares([letters[n] ** 0.5 for n in wide], [max(map(_longest, cells[n])) for n in wide], rest)
    parts = dict(zip(wide, found, strict=True))
    return [f"{parts[number]:.0f}fr" if number in parts else "auto" for number in range(grid.columns)]


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
    addresses = [str(link["href"]) for link in cell.find_all("a") if names_a_record(link)]
    letters = len(cell.get_text(" ", strip=True)) + sum(map(len, addresses))
    return max(letters, 3 * _NARROW) if cell.find(_WIDE) else letters


def _longest(cell: Tag) -> float:
    """The length of the longest word of a cell; what is longer than a third of the line may break."""
    words = [len(word) for word in cell.get_text(" ", strip=True).split()]
    code = [_CODE * len(word) for element in cell.find_all("code") for word in element.get_text().split()]
    return min(max((*words, *code), default=1) + 2, _LINE / 3)
