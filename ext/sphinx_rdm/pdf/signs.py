"""Signs that no font of the book has: a box stands in their place, with what Unicode calls them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

from .fonts import Fonts, belongs, is_unseen

BOX: Final = "□"
_NAMED: Final = 3
"""So many signs in a row are named; after a line in a foreign script, a list of names would be no help."""
_JOINER: Final = "\u200d"
_FOREIGN_SPACES: Final = "\u2028\u2029\u3000"


def shown(text: str, fonts: Fonts, *, upright: bool = False) -> str:
    """The text as the fonts can show it: boxes in the place of signs that they do not have, with the names behind.

    With *upright*, signs count that only upright faces of usual weight have.
    """
    return text if fonts.have_all(text) else "".join(_filled(text, Seen(fonts, upright)))


class Seen(NamedTuple):
    """Which signs can be shown."""

    fonts: Fonts
    upright: bool

    def has(self, sign: str) -> bool:
        """Whether one of the fonts can show a sign with its marks."""
        return self.fonts.has(sign) or (self.upright and len(sign) == 1 and self.fonts.has_upright(sign))

    def has_alone(self, letter: str) -> bool:
        """Whether a letter without marks has a shape, and can be shown."""
        return not is_unseen(letter) and not unicodedata.category(letter).startswith("M") and self.has(letter)


def missing(text: str, fonts: Fonts, *, upright: bool = False) -> list[str]:
    """The signs of a text that no font has, each once."""
    if fonts.have_all(text):
        return []
    seen = Seen(fonts, upright)
    return list(dict.fromkeys(letter for sign in clusters(text) for letter in _lost(sign, seen)))


def clusters(text: str) -> Iterator[str]:
    """Signs with the marks that belong to them, which no font can be changed between."""
    start = 0
    for place in range(1, len(text)):
        if text[place - 1] != _JOINER and not belongs(text[place]):
            yield text[start:place]
            start = place
    if text:
        yield text[start:]


def _filled(text: str, seen: Seen) -> Iterator[str]:
    for is_shown, group in groupby(map(_settled, clusters(text)), seen.has):
        run = list(group)
        yield "".join(run) if is_shown else _boxes(run, seen)


def _settled(sign: str) -> str:
    """A sign without selectors and joiners that have nothing to select or to join, and spaces that fonts know."""
    if not is_unseen(sign[0]):
        return sign
    space = "" if not sign[0].isspace() else " " if sign[0] in _FOREIGN_SPACES else sign[0]
    return space + "".join(letter for letter in sign[1:] if not is_unseen(letter))


def _boxes(signs: list[str], seen: Seen) -> str:
    """A box for each sign; what of a sign with marks can be shown stands in front of its box."""
    lost = list(dict.fromkeys(letter for sign in signs for letter in _lost(sign, seen)))
    names = ", ".join(unicodedata.name(sign, f"U+{ord(sign):04X}") for sign in lost[:_NAMED])
    names += f" + {len(lost) - _NAMED}" if len(lost) > _NAMED else ""
    parts = "".join("".join(filter(seen.has_alone, sign)) + (BOX if _lost(sign, seen) else "") for sign in signs)
    return f"{parts} ({names})" if names else parts


def _lost(sign: str, seen: Seen) -> list[str]:
    """What of a sign with its marks cannot be shown."""
    if seen.has(sign):
        return []
    return [letter for letter in sign if not seen.has_alone(letter) and not is_unseen(letter)]
