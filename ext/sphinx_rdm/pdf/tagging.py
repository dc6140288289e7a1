"""What the tags of a finished book say that Typst does not: which cells are the heads of their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

import pikepdf
from pikepdf import Array, Dictionary, Name


def head_rows(book: pikepdf.Pdf, tables: Sequence[bool]) -> None:
    """Make the first cell of each row a head, in those tables of which *tables* says so, in the order of the book."""
    found = [element for element in _elements(book) if Name.Table == element.S] if any(tables) else []
    for table, has_heads in zip(found, tables, strict=False):
        for row in _rows(table) if has_heads else ():
            cells = _below(row)
            if cells and cells[0].S == Name.TD:
                cells[0].S = Name.TH
                given = cells[0].get("/A", Array())
                scope = Dictionary(O=Name.Table, Scope=Name.Row)
                cells[0].A = Array([*(given if isinstance(given, Array) else [given]), scope])


def _elements(book: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every element of structure, in order."""
    pending = _below(cast(Dictionary, book.Root.StructTreeRoot))[::-1]
    while pending:
        element = pending.pop()
        yield element
        pending += _below(element)[::-1]


def _rows(table: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    for part in _below(table):
        if part.S == Name.TR:
            yield part
        elif part.S in (Name.TBody, Name.TFoot):
            yield from _below(part)


def _below(element: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    """The elements right below one; what is no element is a piece of a page."""
    given = element.get("/K", Array())
    children = given if isinstance(given, Array) else [given]
    return [child for child in children if isinstance(child, Dictionary) and "/S" in child]
