"""The pictures of the book: copied beside its source, under names that cannot meet, if Typst can read them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import typst
from bs4.element import Tag

from .. import output
from ..life_cycle import Stage, draw
from ..theme.tokens import Table
from .compiling import STANDARDS
from .compose import Chapter
from .fonts import Fonts
from .inside import elements
from .signs import shown
from .source import literal

_BEGINNING: Final = 1000
"""Bytes in which a drawing says that it is one."""
_COLOURS: Final = (
    ".rdm-stage circle {{ stroke: {accent}; fill: {accent}; fill-opacity: 0.1 }} .rdm-stage text {{ fill: {ink} }}"
    " .rdm-current circle {{ fill-opacity: 1 }} .rdm-arrow {{ stroke: {accent} }} .rdm-arrow-head {{ fill: {accent} }}"
)


def is_readable(picture: Path, fonts: Fonts) -> bool:
    """Whether a file is a picture that can stand in the book, whatever the end of its name says."""
    source = f'#set document(title: "-")\n#image(read({literal(picture.name)}, encoding: none), alt: "-")'
    try:
        typst.Compiler(source.encode(), root=picture.parent, font_paths=fonts.typst).compile(
            pdf_standards=list(STANDARDS)
        )
    except RuntimeError:
        return False
    return True


def collect(chapters: Sequence[Chapter], out: Path, work: Path, fonts: Fonts, colours: Table) -> dict[str, str]:
    """Copy what the pages show from *out* to *work*; a ring is drawn in the *colours*.

    Returns the names there by what names a picture on a page: the address of a file, or the source of a drawing.
    What is missing or cannot be read has none.
    """
    found: dict[str, str] = {}
    for source in dict.fromkeys(source for chapter in chapters for source in _sources(chapter.body)):
        name = f"picture-{hashlib.sha256(source.encode()).hexdigest()[:12]}"  # without an end, which may be wrong
        if source.startswith("<svg"):
            output.write(work, name, shown(_for_paper(source, colours), fonts))
            found[source] = name
        elif output.has(out, source):  # and not a picture written into the page, or one from elsewhere
            output.write(work, name, _settable((out / source).read_bytes(), fonts))
            if is_readable(work / name, fonts):
                found[source] = name
    return found


def ring(stages: Sequence[bool], colours: Table) -> str:
    """The ring of the life cycle without words; of each of the *stages*, whether it is the one that is shown."""
    drawn = draw([Stage("", "", current) for current in stages], "", [""] * len(stages), colours)
    return _for_paper(drawn, colours)


def _settable(picture: bytes, fonts: Fonts) -> bytes:
    """A picture; if it is a drawing, without words that no font has."""
    if b"<svg" in picture[:_BEGINNING]:
        with suppress(UnicodeDecodeError):
            return shown(picture.decode(), fonts).encode()
    return picture


def _sources(body: Tag) -> Iterator[str]:
    for element in elements(body, ("img", "svg")):
        if element.name == "img":
            yield str(element.get("src", ""))
        elif "rdm-life-cycle" in element.get_attribute_list("class"):
            yield str(element)


def _for_paper(drawing: str, colours: Table) -> str:
    """A drawing of a page as a file of its own: without links, in the colours of the book, with a font of it."""
    text = re.sub(r"</?a\b[^>]*>", "", drawing).replace(" viewbox=", " viewBox=")  # as the HTML parser writes it
    text = text.replace("<text ", '<text font-family="Source Sans Pro" font-weight="600" ')
    return text.replace(">", f"><style>{_COLOURS.format_map(colours)}</style>", 1)
