"""What ``conf.py`` says about the look of the book; what it says wrongly is reported, and the usual look is taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from sphinx.config import Config

from .. import output
from ..records.wording import unknown
from ..theme.tokens import Table, fault, papers, tokens, tokens_of
from ..warning import Subtype, warn
from .fonts import Fonts, files_in
from .paper import SIDES, SIZES, Paper, paper_of
from .pictures import is_readable
from .source import literal

FONTS: Final = "typst-fonts"
"""Where copies of the fonts lie that the settings name."""

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")


class Look(NamedTuple):
    """Language, paper, colours and sizes as Typst takes them, and the picture on the cover, if there is one."""

    language: str
    paper: Paper
    tokens: Table
    cover: Path | None

    def options(self) -> dict[str, str]:
        """What the functions of the template take."""
        return {"language": literal(self.language)}


def look_of(config: Config, folder: Path, language: str, fonts: Fonts) -> Look:
    """The look of a book in a *language*, from the settings; the picture is sought from *folder*."""
    code = _LANGUAGE.match(language)
    paper = paper_of(
        _chosen(config, "rdm_book_paper", "paper", papers()),
        mirrored=_chosen(config, "rdm_book_sides", "number of sides", SIDES) == SIDES[0],
        large=_chosen(config, "rdm_book_size", "size", SIZES) != SIZES[0],
    )
    return Look(
        code[0] if code else "en",
        paper,
        {**_tokens(config), **paper.inputs()},
        _cover(folder, str(config.rdm_book_cover), fonts),
    )


def _chosen(config: Config, setting: str, noun: str, known: Collection[str]) -> str:
    """The value of a *setting*; if it is not *known*, that is reported, and the first one is taken."""
    name = str(config[setting]).lower()
    if name not in known:
        warn(Subtype.BOOK, f"{setting}: {unknown(noun, name, known)}", None)
    return name if name in known else next(iter(known))


def _tokens(config: Config) -> Table:
    """Those of the site by day, in the accent of the book, if it has one of its own; lines as in print, and sizes."""
    accent = str(config.rdm_book_accent)
    if accent and (wrong := fault(accent)):
        warn(Subtype.BOOK, f"rdm_book_accent: {wrong}", None)
        accent = ""
    found = tokens(accent) if accent else tokens_of(config)
    return {**found["day"], **found["book"], "line": found["print"]["line"]}


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
