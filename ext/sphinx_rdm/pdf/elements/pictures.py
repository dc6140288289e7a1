"""Pictures, drawings and figures."""

from __future__ import annotations

import re
from typing import Final

from bs4.element import Tag

from ..room import lines_of
from ..source import call, content, literal
from ..words import SIZE
from ..writer import Writer, block
from . import links

_CAPTION: Final = 8
"""Lines of a caption for which there is room below any picture."""
_SIZE: Final = re.compile(r"(?:^|;)\s*width:\s*([\d.]+)(px|%|em|pt|cm|mm|in)?")
_POINTS: Final = {"px": 0.75, "pt": 1, "em": SIZE, "cm": 28.35, "mm": 2.835, "in": 72}


def drawing(writer: Writer, node: Tag) -> str:
    """A drawing that stands in the page itself."""
    title = node.find("title")
    alt = node.get("aria-label") or (title.get_text(" ", strip=True) if title else "")
    file = writer.beside.pictures.get(str(node))
    return block(writer.spoken(node, call("picture", literal(file), alt=literal(str(alt))))) if file else ""


def image(writer: Writer, node: Tag) -> str:
    """A picture, between words or by itself."""
    paragraph = node.find_parent("p")
    if paragraph is not None and paragraph.get_text(strip=True):
        return _picture(writer, node, "small-picture") + ";"
    return block(_picture(writer, node, "picture"))


def _picture(writer: Writer, node: Tag, name: str, **options: str) -> str:
    """A picture; what the book cannot show is told, as where a browser finds no file."""
    file, alt = writer.beside.pictures.get(str(node.get("src", ""))), literal(str(node.get("alt", "")))
    if file is None:
        return " ".join((writer.flowing(str(node.get("alt", "")), node), options.get("caption", "")))
    if width := _width(node, writer.room(node)):
        options["width"] = width
    return writer.spoken(node, call(name, literal(file), alt=alt, **options)).removesuffix(";")


def figure(writer: Writer, node: Tag) -> str:
    """A picture with its caption."""
    image, caption = node.find("img"), node.find("figcaption")
    if not isinstance(image, Tag):
        return writer.children(node)
    options = {"caption": content(writer.children(caption))} if isinstance(caption, Tag) else {}
    if isinstance(caption, Tag) and lines_of(caption, writer.room(node)) > _CAPTION:
        options["breakable"] = "true"
    address = links.addresses_below(writer, image.find_parents("a"), "link-below")
    place = writer.figure(caption) if isinstance(caption, Tag) else ""
    return block(place + writer.anchor(image) + _picture(writer, image, "picture", **options)) + block(address)


def _width(image: Tag, room: float) -> str:
    """The width that a page asks for, as Typst takes it, if there is so much; a pixel is three quarters of a point."""
    attribute = str(image.get("width", ""))
    found = _SIZE.search(str(image.get("style", ""))) or _SIZE.search(f"width: {attribute}")
    if found is None:
        return ""
    number, unit = float(found[1]), found[2] or "px"
    if unit in _POINTS:
        number, unit = min(number * _POINTS[unit], room), " * unit"
    return f"{min(number, 100) if unit == '%' else number:g}{unit}"
