"""Tables: which cell stands where, how wide the columns are, and which rows may break: on paper, all must fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from bs4.element import Tag

from .fonts import width
from .inside import around, elements, has
from .room import LEAST, lines_of, room_of
from .words import IN_TABLES, least, style_of

_NARROW: Final = 12
"""Letters of a column that is no wider than its text."""
_WIDE: Final = ["figure", "img", "pre", "table", "aside", "div"]
"""What takes all the width there is, however little its text."""
_INSET: Final = 4.5
"""What a cell has beside its text, on each side, in points, and a little more."""
_BLOCK: Final = 90.0
"""Points for a picture, for code or for a table in a cell; all of these can be narrow, but not so that it helps."""
_MOST: Final = 1000
"""Columns or rows that a cell may go over, as in HTML."""
_HEAD: Final = 10
"""Lines of a head that is set again on each page; above a longer one there would be no room for rows."""


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

    def is_full(self) -> bool:
        """Whether each place has a cell, so that cells in their order stand where they should."""
        return sum(cell.columns * cell.rows for row in self.rows for cell in row) == self.columns * len(self.rows)


def grid_of(table: Tag) -> Grid:
    """The cells of a table of HTML where its spans put them; those of tables inside it are not its own."""
    lines = [row for row in table.find_all("tr") if around(row, "table") is table]
    lines.sort(key=lambda row: ("thead", "tbody", "tfoot").index(_part(row)))
    rows = list(_placed(lines))
    columns = max((cell.column + cell.columns for row in rows for cell in row), default=0)
    return Grid(rows, sum(_part(row) == "thead" for row in lines), columns)


def _part(row: Tag) -> str:
    parent = row.parent.name if row.parent else ""
    return parent if parent in ("thead", "tfoot") else "tbody"


def _placed(lines: Sequence[Tag]) -> Iterator[list[Cell]]:
    taken: dict[int, int] = {}  # for how many more rows a column is taken by a cell from above
    left = Counter(map(_part, lines))
    for line in lines:
        yield list(_row(line, taken, left[_part(line)]))
        left[_part(line)] -= 1
        taken.update({column: rows - 1 for column, rows in taken.items()})


def _row(line: Tag, taken: dict[int, int], left: int) -> Iterator[Cell]:
    column = 0
    for tag in line.find_all(["th", "td"], recursive=False):
        while taken.get(column, 0) > 0:
            column += 1
        wished, rows = _span(tag, "colspan"), min(_span(tag, "rowspan"), left)
        columns = next((n for n in range(1, wished) if taken.get(column + n, 0) > 0), wished)
        taken.update(dict.fromkeys(range(column, column + columns), rows))
        yield Cell(tag, column, columns, rows)
        column += columns


def _span(tag: Tag, name: str) -> int:
    value = str(tag.get(name, ""))
    return min(max(1, int(value)), _MOST) if value.isdecimal() and len(value) < 9 else 1


class Plan(NamedTuple):
    """The widths of the columns as Typst takes them, and the room for the text in each, in points."""

    widths: Sequence[str]
    rooms: Sequence[float]


def plan(grid: Grid, room: float) -> Plan | None:
    """The columns of a table that has so much room; nothing if it fits only with its rows under each other.

    Words stay whole if there is room for them, and else break at signs in their middle. Narrow columns fit their text,
    the others share the rest of the line.
    """
    for whole in (True, False):
        needs = _needs(grid, whole=whole)
        if sum(needs) <= room and (found := _shared(grid, needs, room)):
            heads = (cell for row in grid.rows[: grid.heads] for cell in row)
            return None if any(_lines(cell, found.rooms) > _HEAD for cell in heads) else found
    return None


def _shared(grid: Grid, needs: Sequence[float], room: float) -> Plan:
    body = grid.rows[grid.heads :] or grid.rows
    letters = [1] * grid.columns
    for cell in (cell for row in body for cell in row if cell.columns == 1):
        letters[cell.column] = max(letters[cell.column], _letters(cell.tag))
    wide = [number for number in range(grid.columns) if letters[number] > _NARROW]
    given = {n: natural for n, natural in enumerate(_natural(grid, needs)) if n not in wide}
    if sum(given.values()) + sum(needs[n] for n in wide) > room:
        given = {n: needs[n] for n in given}
    rest = room - sum(given.values())
    given |= zip(wide, shares([letters[n] ** 0.5 for n in wide], [needs[n] for n in wide], rest), strict=True)
    return Plan(
        [f"{given[n]:.1f}{'fr' if n in wide else ' * unit'}" for n in range(grid.columns)],
        [given[n] - 2 * _INSET for n in range(grid.columns)],
    )


def _needs(grid: Grid, *, whole: bool) -> list[float]:
    """The least width of each column, in points."""
    needs = [LEAST] * grid.columns
    cells = [cell for row in grid.rows for cell in row]
    for cell in sorted(cells, key=lambda cell: cell.columns):
        own = range(cell.column, cell.column + cell.columns)
        lacking = _need(cell.tag, whole=whole) + 2 * _INSET - sum(needs[column] for column in own)
        for column in own if lacking > 0 else ():
            needs[column] += lacking / cell.columns
    return needs


def _need(cell: Tag, *, whole: bool) -> float:
    """The width of the widest word of a cell, with what lists and boxes around it take, in points."""
    needs = [_BLOCK - room_of(block, {id(cell): 0.0}) for block in elements(cell, _WIDE) if block.name != "div"]
    for text in cell.find_all(string=True):
        parent = text.parent
        if parent is None or around(text, "pre"):
            continue
        style = style_of(parent)
        widest = max((least(word, style, whole=whole) for word in text.split()), default=0.0)
        needs.append(widest * IN_TABLES - room_of(parent, {id(cell): 0.0}))
    return max(needs, default=0.0)


def _natural(grid: Grid, needs: Sequence[float]) -> list[float]:
    """The width of each column in which no line of its cells breaks."""
    found = list(needs)
    for cell in sorted((cell for row in grid.rows for cell in row), key=lambda cell: cell.columns):
        own = range(cell.column, cell.column + cell.columns)
        line = width(" ".join(cell.tag.get_text(" ").split()), style_of(cell.tag)) * IN_TABLES
        found[own[-1]] += max(0.0, line + 2 * _INSET - sum(found[column] for column in own))
    return found


def tall(grid: Grid, rooms: Sequence[float], most: float) -> set[int]:
    """The rows that may break across pages, because they have more lines than *most*; all that are joined to one."""
    lines = lines_of_rows(grid, rooms)
    found: set[int] = set()
    for first, last in _joined(grid):
        if sum(lines[first : last + 1]) > most:
            found.update(range(first, last + 1))
    return found


def lines_of_rows(grid: Grid, rooms: Sequence[float]) -> list[float]:
    """About how many lines each row takes."""
    return [max((_lines(cell, rooms) / cell.rows for cell in row), default=0.0) for row in grid.rows]


def _joined(grid: Grid) -> Iterator[tuple[int, int]]:
    """The first and the last row of each group of rows that cells join."""
    first = end = 0
    for number, row in enumerate(grid.rows):
        if number > end:
            yield first, end
            first = end = number
        end = max(end, *(number + cell.rows - 1 for cell in row)) if row else end
    if grid.rows:
        yield first, min(end, len(grid.rows) - 1)


def _lines(cell: Cell, rooms: Sequence[float]) -> float:
    room = sum(rooms[cell.column : cell.column + cell.columns]) + 2 * _INSET * (cell.columns - 1)
    return lines_of(cell.tag, room)


def records(grid: Grid) -> Iterator[list[tuple[Sequence[Cell], Cell]]]:
    """Each row of the body as a record: its cells, each with the heads above it. A cell over rows is in all of them."""
    above: list[list[Cell]] = [[] for _column in range(grid.columns)]
    for cell in (cell for row in grid.rows[: grid.heads] for cell in row):
        for column in range(cell.column, cell.column + cell.columns):
            above[column].append(cell)
    open_cells: list[tuple[int, Cell]] = []
    for number, row in enumerate(grid.rows[grid.heads :]):
        open_cells = [(last, cell) for last, cell in open_cells if last >= number]
        open_cells += [(number + cell.rows - 1, cell) for cell in row]
        cells = sorted((cell for _last, cell in open_cells), key=lambda cell: cell.column)
        yield [(_unique(above, cell), cell) for cell in cells]


def _unique(above: Sequence[Sequence[Cell]], cell: Cell) -> list[Cell]:
    found = (head for column in range(cell.column, cell.column + cell.columns) for head in above[column])
    return list({id(head.tag): head for head in found}.values())


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
    """How much is written in a cell."""
    letters = len(cell.get_text(" ", strip=True))
    return max(letters, 3 * _NARROW) if has(cell, _WIDE) else letters
