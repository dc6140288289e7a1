"""What ``conf.py`` says about the look of the book; what it says wrongly is reported, and the usual look is taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from sphinx.config import Config

from .. import output
from ..records.wording import suggest
from ..warning import Subtype, warn
from .fonts import Fonts, files_in
from .pictures import is_readable
from .source import literal

PAPERS: Final = {"a4": "a4", "letter": "us-letter"}
"""The papers, and what Typst calls them."""

ACCENT: Final = "#0f5f6a"
CONTRAST: Final = 4.5
"""The least contrast of text with what is behind it (WCAG 2.2, 1.4.3)."""

FONTS: Final = "typst-fonts"
"""Where copies of the fonts lie that the settings name."""

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_COLOUR: Final = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)


class Look(NamedTuple):
    """Language, paper and colour as Typst takes them, and the picture on the cover, if there is one."""

    language: str
    paper: str
    accent: str
    cover: Path | None

    def options(self) -> dict[str, str]:
        """What the functions of the template take."""
        return {
            "language": literal(self.language),
            "paper": literal(self.paper),
            "accent": f"rgb({literal(self.accent)})",
        }


def look_of(config: Config, folder: Path, language: str, fonts: Fonts) -> Look:
    """The look of a book in a *language*, from the settings; the picture is sought from *folder*."""
    code = _LANGUAGE.match(language)
    return Look(
        code[0] if code else "en",
        _paper(str(config.rdm_book_paper).lower()),
        _accent(str(config.rdm_book_accent)),
        _cover(folder, str(config.rdm_book_cover), fonts),
    )


def _paper(name: str) -> str:
    if name not in PAPERS:
        warn(Subtype.BOOK, f"rdm_book_paper: unknown paper '{name}'{suggest(name, PAPERS)}", None)
    return PAPERS.get(name, PAPERS["a4"])


def _accent(colour: str) -> str:
    """A colour that can be read on white."""
    channels = _COLOUR.fullmatch(colour)
    if channels is None:
        warn(Subtype.BOOK, f"rdm_book_accent: '{colour}' is no colour; write one as in '{ACCENT}'", None)
        return ACCENT
    found = _contrast_with_white(*(int(channel, 16) for channel in channels.groups()))
    if found < CONTRAST:
        message = (
            f"rdm_book_accent: '{colour}' is too light to be read on white: its contrast is {found:.1f},"
            f" and {CONTRAST} is needed; choose a darker colour"
        )
        warn(Subtype.BOOK, message, None)
        return ACCENT
    return colour


def _contrast_with_white(*channels: int) -> float:
    """The contrast ratio as WCAG defines it, from red, green and blue of 0 to 255."""
    parts = [channel / 255 for channel in channels]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def fonts_of(config: Config, folder: Path, out: Path) -> Fonts:
    """The fonts of the book and those that the settings name, which are sought from *folder* and copied into *out*."""
    given = config.rdm_book_fonts or []
    names = [given] if isinstance(given, str) else [str(name) for name in given]
    if not names:
        return Fonts()
    work = output.clear(out, FONTS)
    copies = {name: list(_copied(folder / name, work, number)) for number, name in enumerate(names)}
    fonts = Fonts([work])
    for name, files in copies.items():
        if not files and not _passes(Path.exists, folder / name):
            warn(Subtype.BOOK, f"rdm_book_fonts: there is no file or folder '{name}' beside conf.py", None)
        elif not any(map(fonts.come_from, files)):
            message = f"rdm_book_fonts: '{name}' holds no font that the book can use; name one as .ttf or .otf"
            warn(Subtype.BOOK, message, None)
    return fonts


def _copied(place: Path, work: Path, number: int) -> Iterator[Path]:
    """Copies of the files at a place that may be fonts."""
    for count, file in enumerate(files_in(place) if _passes(Path.exists, place) else ()):
        name = f"{number:03}-{count:05}{file.suffix}"
        output.copy(work, name, file)
        yield work / name


def _cover(folder: Path, name: str, fonts: Fonts) -> Path | None:
    if not name:
        return None
    if not _passes(Path.is_file, folder / name):
        warn(Subtype.BOOK, f"rdm_book_cover: there is no file '{name}' beside conf.py", None)
        return None
    if not is_readable(folder / name, fonts):
        warn(Subtype.BOOK, f"rdm_book_cover: '{name}' is no picture that the book can show; make a PNG of it", None)
        return None
    return folder / name


def _passes(check: Callable[[Path], bool], path: Path) -> bool:
    try:
        return check(path)
    except (OSError, ValueError):  # what is no name of a file at all
        return False
