"""Where long words may break, such as addresses and names of fields, and how wide a text is before it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bs4.element import Tag

from ..theme.tokens import size
from .fonts import Style, width
from .signs import clusters

SIZE: Final = size("text")
"""Of the text of a page, in points."""
IN_TABLES: Final = 9.2
"""Of the text of a table."""

_SIGNS: Final = r"_./:@=,&;?#+|~%"
_BREAK: Final = re.compile(rf"(?<=[{_SIGNS}])(?![{_SIGNS}])|(?<!-)(?=-)|(?<=[a-z])(?=[A-Z])")
"""Behind a sign, before hyphens, before a capital: a hyphen at the end of a line would be lost by whoever types it."""
_RUN: Final = 20
_CHUNK: Final = 10
"""What has more letters than a run, and none of these signs, breaks into chunks."""
CODE_SIZE: Final = size("code")
"""Of a block of code."""
_LONG: Final = {Style.CODE: 40, Style.TEXT: 30, Style.LABEL: 30, Style.NOTE: 30}
"""Words of a language, and options or paths that a reader wants in one piece, are shorter; longer ones may break."""
_WIDEST: Final = 1.4
"""No letter is wider, as a multiple of the size."""
HEADINGS: Final = frozenset(f"h{level}" for level in range(1, 7))


def parts(word: str, most: float, style: Style) -> list[str]:
    """The word in parts of which none is wider than *most* (a multiple of the size), between which it may break."""
    return [part for piece in _pieces(word) for part in _cut(piece, most, style)]


def must_break(word: str, most: float, style: Style) -> bool:
    """Whether a word may not stay whole: it is longer than any word of a language, or wider than *most*."""
    return len(word) > _LONG[style] or (len(word) * _WIDEST > most and width(word, style) > most)


def longest(most: float) -> int:
    """So many letters fit into any room of that width; a word with fewer need not break."""
    return min(_LONG[Style.TEXT], max(1, int(most / _WIDEST)))


def least(word: str, style: Style, *, whole: bool) -> float:
    """How much room a word needs, *whole* or with as few breaks as can be, as a multiple of the size of the text."""
    if not whole or must_break(word, 1000, style):
        return max((width(piece, style) for piece in _pieces(word)), default=0)
    if style is Style.CODE:
        return width(word, style)
    return max(width(piece, style) for piece in re.split("(?<=-)", word))  # as in any text, behind a hyphen


def style_of(node: Tag) -> Style:
    """What the words of an element are set in, as far as their width goes."""
    for element in (node, *node.parents):
        if element.name in ("code", "kbd", "pre"):
            return Style.CODE
        if element.name in ("th", "dt", "caption", "strong") or element.name in HEADINGS:
            return Style.LABEL if element.name != "strong" else Style.TEXT
        if element.name in ("td", "li", "p"):
            break
    return Style.TEXT


def size_of(node: Tag) -> float:
    """The size of the words of an element in points, or a little more."""
    names = {element.name for element in node.parents}
    if not HEADINGS.isdisjoint((node.name, *names)):
        return size("chapter")
    return IN_TABLES if "table" in names else SIZE


def _pieces(word: str) -> list[str]:
    pieces: list[str] = []
    for piece in filter(None, _BREAK.split(word)):
        signs = list(clusters(piece)) if len(piece) > _RUN else [piece]
        pieces += ("".join(signs[start : start + _CHUNK]) for start in range(0, len(signs), _CHUNK))
    return pieces


def _cut(piece: str, most: float, style: Style) -> Iterator[str]:
    if len(piece) * _WIDEST <= most or width(piece, style) <= most:
        yield piece
        return
    part, wide = "", 0.0
    for sign in clusters(piece):
        own = width(sign, style)
        if part and wide + own > most:
            yield part
            part, wide = "", 0.0
        part, wide = part + sign, wide + own
    yield part
