"""Rules for tables: rows that do not fit their head, and tables that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .page import Page
from .rule import Mistake, Rule

_ROW: Final = re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.MULTILINE)
_PIPE: Final = re.compile(r"(?<!\\)\|")
_DASHES: Final = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:[|+][ \t]*:?-*:?[ \t]*)+$", re.MULTILINE)


def _rows(page: Page) -> Iterator[Mistake]:
    for table in page.blocks["table_open"]:
        width = _cells(page, table.line)
        for number in range(table.line + 2, table.end):
            found = _cells(page, number)
            if "|" in page.line(number) and found == width:
                continue
            at = page.indented(number)
            if "|" not in page.line(number):
                yield Mistake(at, "this line becomes a row of the table above; put an empty line before it")
                break
            if found > width:
                message = "the rest is not shown; write \\| for each | that is text, in code as well"
                yield Mistake(at, f"a row of {found} cells under a head of {width}, so {message}", number + 1)
            else:
                cells = "cells" if found > 1 else "cell"
                yield Mistake(at, f"a row of {found} {cells} under a head of {width}; write | for each that is empty")


def _cells(page: Page, number: int) -> int:
    cells = _PIPE.split(page.line(number).lstrip(" \t>").rstrip())
    return len(cells) - (not cells[0].strip()) - (len(cells) > 1 and not cells[-1].strip())


def _broken(page: Page) -> Iterator[Mistake]:
    ends = {table.end for table in page.blocks["table_open"]}
    for text in page.texts:
        if text.holder != "paragraph_open" or ("|" not in text.shown and "+" not in text.shown):
            continue
        lines = text.shown.split("\n")
        dashes = next((number for number, line in enumerate(lines) if _DASHES.fullmatch(line)), None)
        rows = [number for number, line in enumerate(lines) if _ROW.fullmatch(line)]
        if dashes is None and (not rows or len(rows) < min(2, len(lines))):
            continue
        number = dashes - 1 if dashes else rows[0] if rows else 0
        at = text.at(sum(len(line) + 1 for line in lines[:number]))
        if dashes is None and any(end in (text.line, text.line - 1) for end in ends):
            message = "the empty line above ends the table, so this is plain text; delete it"
        elif dashes is None:
            message = "no table, but plain text: there is no line like | --- | --- | under the head"
        elif dashes == 0:
            message = "no table, but plain text: there is no head above the line of dashes"
        elif "+" in lines[dashes]:
            message = "no table, but plain text: the line of dashes has + where | belongs"
        else:
            head, line = (_width(lines[row]) for row in (dashes - 1, dashes))
            message = f"no table, but plain text: the head has {head} cells, and the line of dashes {line}"
            if head == line:
                message = "no table, but plain text: the line of dashes is indented further; put it under the head"
        yield Mistake(at, message)
        text.take(0, len(text.shown))


def _width(line: str) -> int:
    return len(_PIPE.split(line.strip().strip("|")))


RULES: Final = (
    Rule("row", "a row of a table with more or fewer cells than its head", "cells too many are not shown", _rows),
    Rule("no-table", "lines with `|` that are no table", "all is run together, with the marks between", _broken),
)
