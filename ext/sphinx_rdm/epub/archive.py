"""The files of a book: what each page needs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from .. import output

_XHTML: Final = "{http://www.w3.org/1999/xhtml}"
_PROPERTIES: Final = {
    "svg": "{http://www.w3.org/2000/svg}svg",
    "mathml": "{http://www.w3.org/1998/Math/MathML}math",
}
_FILES: Final = {"img": "src", "link": "href", "source": "src"}
_CSS_ADDRESS: Final = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")


class Leaf(NamedTuple):
    """What the package has to know of one page: its properties, the files it shows, whether all pictures are told.

    ``links`` are the files to which it leads; addresses elsewhere are in neither.
    """

    properties: str
    files: frozenset[str]
    links: frozenset[str]
    has_pictures: bool
    is_described: bool


def read_leaf(folder: Path, name: str) -> Leaf:
    """Read one page; :class:`xml.etree.ElementTree.ParseError` if it is not well-formed."""
    tree = ElementTree.parse(folder / name)
    properties = [key for key, tag in _PROPERTIES.items() if next(tree.iter(tag), None) is not None]
    found = {file for element, attribute in _FILES.items() for file in _files(tree, name, element, attribute)}
    for style in [file for file in found if file.endswith(".css")]:
        found.update(_named_in(folder, style))
    pictures = list(tree.iter(f"{_XHTML}img"))
    drawings = list(tree.iter(_PROPERTIES["svg"]))
    described = all(picture.get("alt") for picture in pictures) and all(map(_is_told, drawings))
    links = frozenset(_files(tree, name, "a", "href"))
    return Leaf(" ".join(properties), frozenset(found), links, bool(pictures or drawings), described)


def _files(tree: ElementTree.ElementTree[Any], name: str, element: str, attribute: str) -> Iterator[str]:
    """The files of the book that are named by an *attribute* of all elements of one kind."""
    return _inside(name, (node.get(attribute, "") for node in tree.iter(_XHTML + element)))


def _inside(name: str, addresses: Iterable[str]) -> Iterator[str]:
    """The files of the book to which *addresses* in one of its files lead."""
    for given in addresses:
        with suppress(ValueError):  # what an author wrote may be no address at all
            address = urlsplit(given)
            if address.path and not address.scheme and not address.netloc:
                yield posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(address.path)))


def _is_told(drawing: ElementTree.Element) -> bool:
    """Whether a drawing has a name, or adds nothing to the text beside it."""
    return drawing.get("aria-hidden") == "true" or bool(drawing.get("aria-label") or drawing.get("aria-labelledby"))


def _named_in(folder: Path, style: str) -> Iterator[str]:
    """The files that a style sheet loads."""
    text = (folder / style).read_text("utf-8", "replace") if output.has(folder, style) else ""
    return _inside(style, (match[1] or match[2] for match in _CSS_ADDRESS.finditer(text)))
