"""The fonts of the book: its own, and those that a project adds; which signs they have, and how wide words are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import cache, cached_property
from pathlib import Path
from typing import Final, NamedTuple

import typst
from fontTools.ttLib import TTFont

OWN: Final = Path(__file__).with_name("fonts")
"""The fonts that come along."""

_FAMILIES: Final = ("Libertinus Serif", "Source Sans Pro", "DejaVu Sans Mono")
"""What the template asks for by name."""
_SPARE: Final = ("Noto Sans Symbols", "Noto Sans Symbols2", "Noto Emoji")
"""Where signs come from that those do not have."""
_ENDS: Final = (".ttf", ".otf", ".ttc", ".otc")


class Style(Enum):
    """What a word is set in, as far as its width goes: the widest face in which it may stand."""

    TEXT = "LibertinusSerif-Bold.otf"
    LABEL = "SourceSansPro-Bold.otf"
    NOTE = "SourceSansPro-Regular.otf"
    CODE = "DejaVuSansMono.ttf"


_WIDEST: Final = 1.3
"""About as wide as a sign is that comes from another font, such as an emoji."""


class Widths(dict[str, float]):
    """How wide each sign of a font is, as part of the size of the text; of other fonts it counts as wide."""

    def __missing__(self, sign: str) -> float:
        return _WIDEST


class Face(NamedTuple):
    """One font: how wide each of its signs is; and by code point, which can be set.

    What is for private use has a width, but nobody could read it aloud.
    """

    widths: Widths
    signs: frozenset[int]


class Fonts:
    """All fonts of one book: our own, and what lies in *more* folders."""

    def __init__(self, more: Sequence[Path] = ()) -> None:
        self.typst = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(path) for path in (OWN, *more)]
        )
        # In an order that does not depend on that of files on the disk.
        self._files = sorted(self.typst.fonts(), key=lambda font: (font.family, font.path or "", font.index or 0))

    @cached_property
    def spare(self) -> list[str]:
        """The families in which a sign is looked for, one after the other, if the usual ones do not have it."""
        added = dict.fromkeys(font.family for font in self._files)
        return [*_SPARE, *(name for name in added if name not in (*_FAMILIES, *_SPARE))]

    @cached_property
    def _repertoires(self) -> list[frozenset[int]]:
        """What each family can show, however a text is set: what all of its faces have."""
        families: dict[str, list[frozenset[int]]] = {}
        for font in self._files:
            families.setdefault(font.family, []).append(_face(Path(font.path or ""), font.index or 0).signs)
        return [frozenset.intersection(*faces) for faces in families.values()]

    @cached_property
    def _upright(self) -> frozenset[int]:
        plain = (font for font in self._files if (font.style, font.weight) == ("normal", 400))
        return frozenset().union(*(_face(Path(font.path or ""), font.index or 0).signs for font in plain))

    @cached_property
    def _alone(self) -> frozenset[int]:
        """What can be set in any face, and belongs to no other sign."""
        signs = frozenset().union(*self._repertoires, map(ord, "\n\r\t"))
        return frozenset(code for code in signs if not belongs(chr(code)))

    @cached_property
    def digest(self) -> str:
        """What tells other fonts from these."""
        sizes = (Path(font.path or "").stat().st_size for font in self._files)
        return repr([(font.family, font.weight, size) for font, size in zip(self._files, sizes, strict=True)])

    def come_from(self, file: Path) -> bool:
        """Whether Typst found a font in a file."""
        return any(file == Path(font.path or "") for font in self._files)

    def has(self, sign: str) -> bool:
        """Whether one of the fonts can show a sign with all of its marks, however it is set.

        What has no shape needs no font.
        """
        needed = {ord(letter) for letter in unicodedata.normalize("NFC", sign) if not is_unseen(letter)}
        return not needed or any(needed <= repertoire for repertoire in self._repertoires)

    def has_upright(self, sign: str) -> bool:
        """Whether a sign can be shown if it is set neither bold nor slanted."""
        return ord(sign[0]) in self._upright

    def have_all(self, text: str) -> bool:
        """Whether each sign of a text by itself is in one of the fonts; quick, and true of most texts."""
        return text.isascii() or self._alone.issuperset(map(ord, text))


def width(word: str, style: Style) -> float:
    """How wide a word is at the most, as a multiple of the size of its text."""
    return sum(map(_widths(style).__getitem__, word))


@cache
def _widths(style: Style) -> Widths:
    return _face(OWN / style.value, 0).widths


def is_unseen(sign: str) -> bool:
    """Whether a sign has no shape of its own: controls, spaces, joiners, selectors, marks of direction."""
    shapeless = unicodedata.category(sign) in ("Cc", "Cf", "Zs", "Zl", "Zp") and sign not in _DRAWN
    return shapeless or sign in _UNDRAWN


def _signs(*ranges: tuple[int, int]) -> frozenset[str]:
    return frozenset(chr(code) for first, last in ranges for code in range(first, last + 1))


def belongs(sign: str) -> bool:
    """Whether a sign belongs to the one before it: a mark, a joiner, a selector, a colour of skin."""
    return unicodedata.category(sign).startswith("M") or sign in _SKIN or (is_unseen(sign) and not sign.isspace())


_SKIN: Final = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_DRAWN: Final = _signs(
    (0x600, 0x605), (0x6DD, 0x6DD), (0x70F, 0x70F), (0x890, 0x891), (0x8E2, 0x8E2), (0x1680, 0x1680)
) | _signs((0x110BD, 0x110BD), (0x110CD, 0x110CD), (0x13430, 0x1343F))
"""Signs for numbers, joiners of hieroglyphs and one space, which have a shape although they are listed with others."""
_UNDRAWN: Final = _signs(
    (0x34F, 0x34F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x3164, 0x3164), (0xFFA0, 0xFFA0), (0xFE00, 0xFE0F)
) | _signs((0xE0100, 0xE01EF))


def files_in(place: Path) -> Iterator[Path]:
    """The files at a place that Typst takes for fonts: the file itself, or those in the folder and below it."""
    paths: Iterable[Path] = sorted(place.rglob("*")) if place.is_dir() else [place]
    return (path for path in paths if path.is_file() and path.suffix.lower() in _ENDS)


@cache
def _face(path: Path, index: int) -> Face:
    try:
        with TTFont(path, fontNumber=index, lazy=True) as font:
            metrics, size = font["hmtx"].metrics, font["head"].unitsPerEm
            widths = {code: metrics[name][0] / size for code, name in font.getBestCmap().items()}
    except Exception:  # the library has no error of its own for a file with faults; such a font counts for nothing
        widths = {}
    own = Widths((chr(code), width) for code, width in widths.items())
    return Face(own, frozenset(code for code in widths if unicodedata.category(chr(code)) != "Co"))
