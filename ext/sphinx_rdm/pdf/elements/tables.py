"""Tables, or their rows as lists where they have no room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from bs4.element import Tag

from ..room import KEPT, TABLE, lines_of
from ..source import call, content
from ..tables import Cell, Grid, Plan, grid_of, lines_of_rows, plan, records, tall
from ..writer import Writer, block, in_paragraph

_HANGING: Final = 14.0
"""Points before the text of a record."""
_REPEATED: Final = 200
"""Letters of a cell over several rows that are set in each of their records; a longer text is set once."""


def table(writer: Writer, node: Tag) -> str:
    """A table, or each row of it as a list where its columns have no room."""
    grid = grid_of(node)
    if not grid.columns:
        return ""
    caption = node.find("caption")
    own = caption and caption.find_parent("table") is node
    title = content(writer.anchor(caption) + writer.children(caption)) if caption and own else "none"
    if (found := plan(grid, writer.room(node))) is None:
        above = title if title == "none" else content(in_paragraph(title[1:-1]))
        return block(call("records", *_records(writer, grid, node), caption=above))
    writer.row_heads[id(node)] = grid.columns > 2 and any(
        row and row[0].tag.name == "th" for row in grid.rows[grid.heads :]
    )
    for cell in (cell for row in grid.rows for cell in row):
        writer.cells[id(cell.tag)] = sum(found.rooms[cell.column : cell.column + cell.columns])
    cells = _cells(writer, grid, found)
    heads = sum(map(len, grid.rows[: grid.heads]))
    body = [*([f"table.header({', '.join(cells[:heads])})"] if heads else []), *cells[heads:]]
    code = f"table(columns: ({', '.join(found.widths)},), {', '.join(body)})"
    lines = sum(lines_of_rows(grid, found.rooms)) + (lines_of(caption, writer.room(node)) if caption and own else 0)
    breakable = str(lines > writer.kept(TABLE)).lower()
    return block(call("framed-table", code, caption=title, heads=str(grid.heads), breakable=breakable))


def _cells(writer: Writer, grid: Grid, found: Plan) -> list[str]:
    long, full = tall(grid, found.rooms, writer.kept(KEPT)), grid.is_full()
    cells = []
    for number, row in enumerate(grid.rows):
        options = ({"breakable": "true"} if number in long else {}) | ({} if full else {"y": str(number)})
        cells += [_cell(writer, cell, options, is_head=number < grid.heads) for cell in row]
    return cells


def _cell(writer: Writer, cell: Cell, options: Mapping[str, str], *, is_head: bool) -> str:
    options = dict(options)
    if "y" in options:
        options["x"] = str(cell.column)
    if {"text-right", "rdm-count"} & set(cell.tag.get_attribute_list("class")):
        options["align"] = "right"
    if cell.columns > 1:
        options["colspan"] = str(cell.columns)
    if cell.rows > 1:
        options["rowspan"] = str(cell.rows)
    text = content(writer.anchor(cell.tag) + writer.children(cell.tag))
    if is_head:
        text = f"[{call('head', text)}]"
    return call("table.cell", text, **options).removeprefix("#") if options else text


def _records(writer: Writer, grid: Grid, table: Tag) -> Iterator[str]:
    """The rows of a table that is too wide, each as a list of its cells with what heads them."""
    written: set[int] = set()
    room = writer.room(table) - _HANGING
    writer.cells.update((id(cell.tag), room) for row in grid.rows for cell in row)
    for row in records(grid):
        pairs = []
        for heads, cell in row:
            if id(cell.tag) in written and len(cell.tag.get_text()) > _REPEATED:
                continue
            written.add(id(cell.tag))
            above = " – ".join(filter(None, (writer.children(head.tag).strip() for head in heads)))
            if text := (writer.anchor(cell.tag) + writer.children(cell.tag)).strip():
                pairs.append(f"({content(above)}, {content(text)})")
        yield f"({''.join(f'{pair}, ' for pair in pairs)})"
