"""What would stop the book from being set, or leave a reader out: found in the pages, with their lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from posixpath import basename
from typing import Final, NamedTuple

from bs4.element import NavigableString
from docutils import nodes
from sphinx import addnodes

from ..publication import html_of, placed
from ..records.wording import shown
from .compose import Chapter
from .fonts import Fonts
from .inside import elements, having
from .signs import missing
from .words import HEADINGS

_NAMED: Final = (nodes.title, nodes.rubric, nodes.reference, addnodes.pending_xref)
"""What is looked for by its whole text, before any other text."""
_FEW: Final = 20
"""Signs of a page that are reported one by one."""


class Fault(NamedTuple):
    """What is wrong, and where: a node, or a page if no line is known."""

    message: str
    place: nodes.Node | str


def deepest(chapters: Iterable[Chapter]) -> str:
    """The page with the most elements within each other."""
    return max(chapters, key=lambda chapter: max(len([*tag.parents]) for tag in chapter.body.find_all(True))).docname


def in_doctree(doctree: nodes.document) -> Iterator[Fault]:
    """Pictures that say nothing to those who do not see them."""
    for image in doctree.findall(nodes.image):
        if not image.get("alt"):
            yield Fault(f"the picture '{image['uri']}' has no alt text; say in :alt: what it shows", placed(image))


def in_chapter(chapter: Chapter, load: Callable[[], nodes.document]) -> Iterator[Fault]:
    """A missing title, headings that skip a level, links to places that are not there; *load* gives their lines."""
    level = 0
    for heading in elements(chapter.body, HEADINGS):
        own = int(heading.name[1])
        text = heading.get_text(" ", strip=True)
        if own > level + 1:
            message = f"the heading '{text}' skips a level; screen readers expect no gap"
            yield Fault(message, _where(load(), text, chapter.docname))
        level = own
    if not chapter.body.find("h1") and chapter.body.get_text(strip=True):
        yield Fault(
            "the page has no title, so the contents of the book leave it out; begin it with one", chapter.docname
        )
    for link in having(chapter.body, "data-dead"):
        text = link.get_text(" ", strip=True)
        message = f"the link '{text}' leads to '{link['data-dead']}', which is not there"
        yield Fault(message, _where(load(), text, chapter.docname))


def without_picture(
    chapter: Chapter, readable: Callable[[str], bool], load: Callable[[], nodes.document]
) -> Iterator[Fault]:
    """Pictures of which the file cannot be read."""
    for image in chapter.body.find_all("img"):
        source = str(image.get("src", ""))
        if not readable(source):
            fault = "is missing, or no picture that the book can show; its text is set instead"
            place = _picture(load(), basename(source)) or chapter.docname
            yield Fault(f"the picture '{shown(source)}' {fault}", place)


def without_glyph(chapter: Chapter, fonts: Fonts, load: Callable[[], nodes.document]) -> Iterator[Fault]:
    """The places of signs that no font of the book has."""
    strings = (node for node in chapter.body.descendants if isinstance(node, NavigableString))
    texts = (text for text in strings if not fonts.have_all(text))
    in_code = ["code", "kbd", "pre"]
    found = (sign for text in texts for sign in missing(text, fonts, upright=text.find_parent(in_code) is None))
    signs = list(dict.fromkeys(found))
    for sign in signs[:_FEW]:
        yield Fault(f"{_no_font(sign)}; rdm_book_fonts can add one that has it", _where(load(), sign, chapter.docname))
    if len(signs) > _FEW:
        yield Fault(f"no font of the book has {len(signs) - _FEW} more signs of this page", chapter.docname)


def without_glyph_around(text: str, fonts: Fonts) -> Iterator[str]:
    """Signs that no font has, in what the book says beside its pages, such as its title."""
    for sign in missing(text, fonts, upright=True)[:_FEW]:
        yield f"{_no_font(sign)}, which data/site.yml has; rdm_book_fonts can add one that has it"


def without_room(docname: str, text: str, load: Callable[[], nodes.document]) -> Fault:
    """A text that stands where there is next to no room for it."""
    fault = "which stands in lists or tables in each other; use fewer"
    return Fault(f"there is too little room for '{shown(text)}', {fault}", _where(load(), text, docname))


def embedded(chapter: Chapter, load: Callable[[], nodes.document]) -> Iterator[Fault]:
    """What a page shows in a frame or plays, of which only the link is left."""
    for link in having(chapter.body, "data-instead-of"):
        name, text = link["data-instead-of"], link.get_text(" ", strip=True)
        message = f"a book cannot show the {name} '{text}'; a link stands in its place"
        yield Fault(message, html_of(load(), str(name), str(link.get("data-source", ""))) or chapter.docname)


def _no_font(sign: str) -> str:
    return f"no font of the book has the sign '{sign}' (U+{ord(sign):04X}), so its name is set instead"


def _picture(doctree: nodes.document, name: str) -> nodes.Node | None:
    """The node that shows the file of that name."""
    found = (image for image in doctree.findall(nodes.image) if basename(image["uri"]) == name)
    return next(map(placed, found), None) or html_of(doctree, "img", name)


def _where(doctree: nodes.document, text: str, docname: str) -> nodes.Node | str:
    """The node that has the text, or else the page."""
    named = (node for node in doctree.findall(lambda node: isinstance(node, _NAMED)) if _words(node) == text)
    exact = (node for node in doctree.findall(nodes.Text) if text in node.astext())
    around = (node for node in doctree.findall(nodes.TextElement) if text in _words(node))
    found = next(chain(named, exact, around), None)
    return docname if found is None else placed(found)


def _words(node: nodes.Node) -> str:
    return " ".join(node.astext().split())
