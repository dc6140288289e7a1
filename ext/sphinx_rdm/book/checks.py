"""What would stop the book from being set, or leave a reader out: found in the pages, with their lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from docutils import nodes

from .compose import Chapter


class Fault(NamedTuple):
    """What is wrong, and the node or the page where."""

    message: str
    place: nodes.Node


def in_doctree(doctree: nodes.document) -> Iterator[Fault]:
    """Pictures that say nothing to those who do not see them."""
    for image in doctree.findall(nodes.image):
        if not image.get("alt"):
            yield Fault(f"the picture '{image['uri']}' has no alt text; say in :alt: what it shows", _placed(image))


def in_chapter(chapter: Chapter, load: Callable[[], nodes.document]) -> Iterator[Fault]:
    """Headings that skip a level, and links to places that are not there; only for these the page is loaded."""
    level = 0
    for heading in chapter.body.find_all(re.compile("^h[1-6]$")):
        own = int(heading.name[1])
        text = heading.get_text(" ", strip=True)
        if own > level + 1:
            yield Fault(f"the heading '{text}' skips a level; screen readers expect no gap", _where(load(), text))
        level = own
    for link in chapter.body.select("[data-dead]"):
        text = link.get_text(" ", strip=True)
        yield Fault(f"the link '{text}' leads to '{link['data-dead']}', which is not there", _where(load(), text))


def without_glyph(doctree: nodes.document, signs: Sequence[str]) -> Iterator[Fault]:
    """The places of signs that no font of the book has."""
    for sign in signs:
        yield Fault(f"no font of the book has the sign '{sign}' (U+{ord(sign):04X})", _where(doctree, sign))


def _placed(node: nodes.Node) -> nodes.Node:
    """The node itself, or the nearest one around it of which the line is known."""
    while not node.line and node.parent is not None:
        node = node.parent
    return node


def _where(doctree: nodes.document, text: str) -> nodes.Node:
    """The node that has the text, or else the whole page."""
    for node in doctree.findall(nodes.Text):
        if text in node.astext():
            return _placed(node)
    for element in doctree.findall(nodes.TextElement):
        if text in " ".join(element.astext().split()):
            return _placed(element)
    return doctree
