"""The pictures of the book: copied beside its source, under names that cannot meet, if Typst can read them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import typst
from bs4.element import Tag

from .. import output
from .compose import Chapter
from .source import literal


def is_readable(picture: Path) -> bool:
    """Whether a file is a picture that Typst can read, whatever the end of its name says."""
    source = f"#context [#metadata(measure(image(read({literal(picture.name)}, encoding: none))).width) <width>]"
    try:
        typst.Compiler(source.encode(), root=picture.parent).query("<width>")
    except RuntimeError:
        return False
    return True


def collect(chapters: Sequence[Chapter], out: Path, work: Path) -> dict[str, str]:
    """Copy what the pages show from *out* to *work*.

    Returns the names there by what names a picture on a page: the address of a file, or the source of a drawing.
    What is missing or cannot be read has none.
    """
    found: dict[str, str] = {}
    for source in dict.fromkeys(source for chapter in chapters for source in _sources(chapter.body)):
        name = f"picture-{hashlib.sha256(source.encode()).hexdigest()[:12]}"  # without an end, which may be wrong
        if source.startswith("<svg"):
            output.write(work, name, _for_paper(source))
            found[source] = name
        elif output.has(out, source):  # and not a picture written into the page, or one from elsewhere
            output.copy(work, name, out / source)
            if is_readable(work / name):
                found[source] = name
    return found


def _sources(body: Tag) -> Iterator[str]:
    for element in body.find_all(["img", "svg"]):
        if element.name == "img":
            yield str(element.get("src", ""))
        elif "rdm-life-cycle" in element.get_attribute_list("class"):
            yield str(element)


def _for_paper(drawing: str) -> str:
    """A drawing of a page as a file of its own: without links, and with a font of the book."""
    text = re.sub(r"</?a\b[^>]*>", "", drawing).replace(" viewbox=", " viewBox=")  # as the HTML parser writes it
    return text.replace("<text ", '<text font-family="Source Sans Pro" font-weight="600" ')
