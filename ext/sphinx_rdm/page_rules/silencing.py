"""Rules that a comment switches off: ``% lint: rule-id`` above what it is for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from ..records.positioned import Position
from .page import Page

_COMMENT: Final = re.compile(r"[\s>]*%\s*lint\s*:")


@dataclass(slots=True)
class Silence:
    """One rule that is switched off from a line to another, counted from 1."""

    rule: str
    at: Position
    first: int
    last: int
    used: bool = False


def silences(page: Page) -> Iterator[Silence]:
    """All comments of a page: each is for the lines below it, up to an empty one, or to the end of a fence."""
    fences = {fence.line: fence.end for fence in page.fences}
    for block in page.blocks["myst_line_comment"]:
        for number in range(block.line, block.end):
            if match := _COMMENT.match(page.line(number)):
                last = _last(page, block.end, fences)
                for word in re.finditer(r"[^\s,]+", page.line(number)[match.end() :]):
                    yield Silence(word[0], page.position(number, match.end() + word.start()), block.end + 1, last)


def is_silent(at: Position, rule: str, found: Collection[Silence]) -> bool:
    """Whether a rule is switched off at a place; the comments that do it are marked as used."""
    matching = [item for item in found if item.rule == rule and item.first <= at.line <= item.last]
    for item in matching:
        item.used = True
    return bool(matching)


def _last(page: Page, number: int, fences: dict[int, int]) -> int:
    while number < len(page.lines) and page.lines[number].strip(" \t>"):
        number = fences.get(number, number + 1)
    return number
