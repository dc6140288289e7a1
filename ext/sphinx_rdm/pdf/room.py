"""How much room there is for what stands on a page: for a line of text, and for a block that is kept on one page."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from bs4.element import NavigableString, Tag

from .fonts import width
from .words import size_of, style_of

LEAST: Final = 20.0
"""The least width of a column with its air, in points."""
KEPT: Final = 25
"""Lines that surely fit on a page of A4, whatever is between them, and that may be moved to the next one together."""
BOX: Final = 16
"""Lines of a box that is moved to the next page rather than broken."""
TABLE: Final = 24
"""The same of a table, of which the lines are overestimated more."""

_BY_TAG: Final = {"ul": 18.0, "ol": 30.0, "dd": 16.0, "blockquote": 15.0}
_BY_CLASS: Final = {
    **dict.fromkeys(("admonition", "rdm-fold", "rdm-drawing"), 22.0),
    **dict.fromkeys(("rdm-short", "sd-card"), 18.0),
    "rdm-question": 12.0,
}
"""What boxes and lists take of the width."""
_GUTTER: Final = 9.0
_CARDS: Final = 250.0
"""A line with less room, as in large print, has but one card."""
_LINES_OF: Final = {
    **dict.fromkeys(("p", "li", "dt", "dd", "br", "div", "aside", "blockquote", "caption"), 1.0),
    **dict.fromkeys(("img", "svg"), 40.0),
    "table": 4.0,
    "tr": 1.5,
}
"""What an element adds to the lines of its words: an unfinished line, air, a picture."""


def columns_of(line: float) -> int:
    """How many cards stand beside each other, where that is the width of a line, or nothing if it is unknown."""
    return 1 if 0.0 < line < _CARDS else 2


def room_of(node: Tag, cells: Mapping[int, float], line: float = 0.0) -> float:
    """The width for what stands in an element, in points.

    *cells* has that of each cell, by its identity; *line* is that of the page.
    """
    taken = 0.0
    for element in (node, *node.parents):
        if id(element) in cells:
            return cells[id(element)] - taken
        taken += _BY_TAG.get(element.name, 0.0)
        if "class" not in element.attrs:
            continue
        classes = element.get_attribute_list("class")
        if "sd-col" in classes and element.parent is not None and columns_of(line) > 1:
            return (room_of(element.parent, cells, line) - _GUTTER) / 2 - taken
        taken += max((_BY_CLASS.get(name, 0.0) for name in classes), default=0.0)
    return line - taken


def lines_of(node: Tag, room: float) -> float:
    """About how many lines an element takes, rather too many than too few."""
    lines = narrower = wide = 0.0
    for found in node.descendants:
        if isinstance(found, Tag):
            lines += _LINES_OF.get(found.name, 0.0)
            narrower += _BY_TAG[found.name] if found.name in _BY_TAG and found.name in _LINES_OF else 0.0
            lines += str(found.get_text()).count("\n") + 1 if found.name == "pre" else 0
        elif isinstance(found, NavigableString):
            wide += _wide(found)
    room = max(room - min(narrower, room / 2), LEAST)
    return lines + math.ceil(1.25 * wide / room)


def _wide(text: NavigableString) -> float:
    parent = text.parent
    if parent is None or not text.strip():
        return 0.0
    return width(" ".join(text.split()), style_of(parent)) * size_of(parent)
