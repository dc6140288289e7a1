"""Which sections begin a page, so that no page in front of a new one has next to nothing on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from .margin import MarginMark
from .paper import Paper

_SHORT: Final = 0.25
"""A page with less is too empty, as part of the height of the text."""
_AIR: Final = 0.03
"""What a break may add to a page, such as the space above a heading, and what a place may be off."""


def short_ends(marks: Iterable[MarginMark], paper: Paper) -> list[str]:
    """The places of sections to move to the pages behind theirs, which end too early.

    *marks* say in the order of the book where sections begin, and where a page ends. A section moves if both pages
    are full enough then, the last one that would do.
    """
    found = []
    sections: list[MarginMark] = []
    for mark in marks:
        if mark.kind == "section":
            sections.append(mark)
        if mark.kind == "end":
            found += list(_moved(sections, mark, paper))[-1:]
            sections = []
    return found


def _moved(sections: Iterable[MarginMark], end: MarginMark, paper: Paper) -> Iterator[str]:
    """The places of sections on the page in front of the last one that would fill that, if it is too empty."""
    high = paper.height - paper.top - paper.bottom
    filled = (end.down - paper.top) / high
    for section in sections if filled < _SHORT else ():
        above = (section.down - paper.top) / high
        if section.page == end.page - 1 and above > _SHORT + _AIR and _SHORT + _AIR < filled + 1 - above < 1 - _AIR:
            yield section.words
