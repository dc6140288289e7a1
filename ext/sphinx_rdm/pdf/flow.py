"""Text as Typst content that fits: signs that fonts have, and words that may break where there is no room for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from .fonts import Fonts, Style
from .signs import clusters, shown
from .source import call, literal
from .words import SIZE, longest, must_break, parts

_SPACE: Final = re.compile(r"(\s+)")
_NAME: Final = re.compile(r"[@/_]|[^\W\d]\.[^\W\d]")
"""What shows that a word is an address, a path or a name of a field: it is never hyphenated."""
_SHORT: Final = 7
"""Letters of a word such as and/or."""


def flowing(text: str, fonts: Fonts, room: float, size: float = SIZE, style: Style = Style.TEXT) -> str:
    """A text of which no word is wider than the *room*; *size* and *room* are in points."""
    most = room / size
    text = shown(text, fonts, upright=True)
    name = rf"|\S*(?:{_NAME.pattern})\S*" if _NAME.search(text) else ""
    pieces = re.split(rf"(\S{{{longest(most)},}}{name})", text)
    return "".join(_run(run, fonts) for run in _runs(pieces, most, style))


def _runs(pieces: list[str], most: float, style: Style) -> Iterator[list[str]]:
    """What stays together: texts by themselves, and the parts of long words, which are every second piece."""
    whole = ""
    for number, piece in enumerate(pieces):
        if number % 2 and (must_break(piece, most, style) or (len(piece) > _SHORT and _NAME.search(piece))):
            yield [whole]
            yield parts(piece, most, style)
            whole = ""
        else:
            whole += piece
    yield [whole]


def _run(run: list[str], fonts: Fonts) -> str:
    if len(run) > 1:  # an empty one is no word
        return f"{call('word', *map(literal, run))};"
    if not run[0]:
        return ""
    return f"#{literal(run[0])};" if fonts.have_all(run[0]) else "".join(_upright(run[0], fonts))


def _upright(text: str, fonts: Fonts) -> Iterator[str]:
    """The text, with what no slanted or bold face has set upright."""
    for is_usual, signs in groupby(clusters(text), fonts.has):
        piece = literal("".join(signs))
        yield f"#{piece};" if is_usual else f"{call('upright', piece)};"


def address(url: str, fonts: Fonts, size: float, room: float) -> str:
    """An address as an array of the parts between which it may break."""
    found = parts(shown(url, fonts), room / size, Style.LABEL)
    return f"({''.join(f'{literal(part)}, ' for part in found)})"


def code(text: str, fonts: Fonts, size: float, room: float) -> str:
    """Code between words: it breaks at its spaces, and elsewhere only if it is too long to stay whole."""
    text, most = shown(text, fonts), room / size
    found = [
        part
        for word in filter(None, _SPACE.split(text))
        for part in (parts(word, most, Style.CODE) if must_break(word, most, Style.CODE) else [word])
    ]
    if not found:
        return ""
    if len(found) == 1:
        return f"{call('box', call('raw', literal(text)).removeprefix('#'))};"
    return f"{call('code', *map(literal, found))};"
