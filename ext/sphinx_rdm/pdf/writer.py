"""Writes chapters as Typst source, element by element."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from typing import Final, NamedTuple

from bs4.element import Comment, NavigableString, PageElement, Tag

from ..theme.tokens import size
from . import flow
from .compiling import MARK
from .compose import SHEET, Chapter, place_of
from .fonts import Fonts, Style, width
from .inside import elements, having
from .room import BOX, lines_of, room_of
from .source import call, content, literal
from .words import HEADINGS, size_of, style_of

DEEPEST: Final = 6
"""No PDF has headings below that level."""
BLOCK: Final = "\n\n"
"""What is around everything that is more than words in a line."""
_SPACE: Final = re.compile(r"\s+")
_BLOCKS: Final = frozenset(
    ("p", "li", "dt", "dd", "td", "th", "div", "aside", "section", "blockquote", "caption", "figcaption", *HEADINGS)
)
"""What no word goes on beyond."""
_LANGUAGE: Final = re.compile(r"([a-z]{2,3})(?:-[a-z]{4})?(?:-([a-z]{2}))?(?:-.*)?", re.IGNORECASE)


class Beside(NamedTuple):
    """What the pages do not hold themselves.

    Files of pictures by their source, licences of resources by address, the fonts, the language of the book, the width
    of a line, in points, and of one that goes over the column of notes; the height of a page, as part of one of A4; the
    file of the picture that opens a part, by its number; what terms mean, by the names of their places; the places of
    which the index has the links to them.
    """

    pictures: Mapping[str, str]
    licences: Mapping[str, str]
    fonts: Fonts
    language: str
    line: float
    wide: float
    height: float
    openers: Mapping[int, str]
    meanings: Mapping[str, str]
    indexed: Set[str]


Element = Callable[["Writer", Tag], str]
"""Writes an element."""


class Writer:
    """Writes one chapter: what every element needs. How each is written, tables say by their classes and tags."""

    def __init__(
        self, chapter: Chapter, beside: Beside, by_class: Mapping[str, Element], by_tag: Mapping[str, Element]
    ) -> None:
        self.page = chapter
        self.beside = beside
        self.by_class, self.by_tag = by_class, by_tag
        self.places: set[str] = set()  # that have been written
        self.cells: dict[int, float] = {}  # the room in each cell of the tables that are being written
        self.crowded: list[str] = []  # how what has next to no room begins
        self._crowded: set[int] = set()  # all elements of those
        self.uses: dict[str, str] = {}  # the places of the first link to each place of another page, by that
        self.row_heads: dict[int, bool] = {}  # of each table that is one in the book, whether its rows have heads
        self.explained: set[str] = set()  # the terms that are explained beside their first use
        self.figures: list[tuple[str, str]] = []  # their titles, and their places
        self.addresses: set[str] = set()  # which its links lead to, and which a reader of paper does not see
        self._word, self._block = "", chapter.body  # the beginning of a word that another element may go on with
        self.has_languages = next(having(chapter.body, "lang"), None) is not None
        notes = (note for note in elements(chapter.body, ("aside",)) if has_class(note, {"footnote"}))
        self.footnotes = {str(note["id"]): note for note in notes if "id" in note.attrs}

    def chapter(self) -> str:
        """The chapter with a mark for messages, behind the title of its part if it begins one."""
        start = [MARK + self.page.docname]
        if self.page.part:
            title = flow.flowing(self.page.part, self.beside.fonts, self.beside.line, size("part"), Style.LABEL)
            number = self.page.part_number
            options = {"picture": literal(self.beside.openers[number])} if number in self.beside.openers else {}
            start.append(call("part", content(title), number=str(number), **options))
        level = min(self.page.level, DEEPEST)
        start.append(call("start-chapter", f"level: {level}") + self.place(place_of(self.page.docname)))
        return "\n".join((*start, self.children(self.page.body)))

    def tables(self) -> list[bool]:
        """Of each table in the order of the chapter, when that is written, whether its rows have heads."""
        tables = (self.row_heads.get(id(table)) for table in self.page.body.find_all("table"))
        return [has_heads for has_heads in tables if has_heads is not None]

    def place(self, name: str) -> str:
        """A place that links can lead to, under a name; each name once."""
        if not name or name in self.places:
            return ""
        self.places.add(name)
        return call("place-of", literal(name))

    def anchor(self, node: Tag) -> str:
        """A place that links can lead to, in front of an element."""
        return self.place(str(node.get("id", "")))

    def start(self, name: str, node: Tag) -> str:
        """A place where a page may begin, if what begins with the element is in no box."""
        around = (element for element in node.parents if element.parent is not None)
        if not all(element.name in ("section", "div") and self._is_bare(element) for element in around) or not name:
            return ""
        return self.place(name) + call("mark", literal("section"), literal(name))

    def _is_bare(self, element: Tag) -> bool:
        return element.get("class") == SHEET or self.by_class.keys().isdisjoint(element.get_attribute_list("class"))

    def figure(self, title: Tag) -> str:
        """A place for the list of figures, under a *title*."""
        place = place_of(self.page.docname, f"figure:{len(self.figures)}")
        self.figures.append((" ".join(title.get_text(" ").split()), place))
        return self.place(place)

    def write(self, node: PageElement) -> str:
        """An element, a text, or nothing for a comment."""
        if isinstance(node, Comment):
            return ""
        if isinstance(node, NavigableString):
            return self._text(node)
        assert isinstance(node, Tag)
        classes = set(node.get_attribute_list("class"))
        if "footnote" in classes:
            return self.by_class["footnote"](self, node)
        # Every id is a place, or a link to it would stop the whole book.
        anchor = self.anchor(node)
        code = self._element(node, classes)
        return f"{BLOCK}{anchor}{code.lstrip()}" if anchor and code.startswith(BLOCK) else anchor + code

    def _element(self, node: Tag, classes: set[str]) -> str:
        write = self.by_tag.get(node.name)
        if node.name not in HEADINGS:  # which is one whatever its classes are
            write = next((own for name, own in self.by_class.items() if name in classes), write)
        return write(self, node) if write else self.children(node)

    def children(self, node: Tag) -> str:
        """All that an element holds."""
        return "".join(self.write(child) for child in node.children)

    def _text(self, node: NavigableString) -> str:
        text = _SPACE.sub(" ", str(node))
        before = node.previous_sibling
        if isinstance(before, Tag) and before.name == "br":
            text = text.lstrip()
        if not text.strip():
            self._word = "" if text else self._word
            return " " if text else ""
        parent = node.parent or self.page.body
        return self.spoken(node, self.joint(text, parent) + self.flowing(text, parent))

    def joint(self, text: str, node: Tag) -> str:
        """A place to break a line before a *text* in an element, where it goes on with a word that has no room then."""
        block = next((found for found in (node, *node.parents) if found.name in _BLOCKS), self.page.body)
        word = self._word if self._block is block and not text[0].isspace() else ""
        first, *others = text.split()
        style = style_of(node)
        is_parted = bool(word) and width(word + first, style) * size_of(node) > self.room(node)
        self._block = block
        self._word = "" if text[-1].isspace() else others[-1] if others else first if is_parted else word + first
        return f"{call('joint')};" if is_parted else ""

    def flowing(self, text: str, node: Tag) -> str:
        """Words as they stand in an element, with places at which they may break."""
        return flow.flowing(text, self.beside.fonts, self.room(node), size_of(node), style_of(node))

    def room(self, node: Tag) -> float:
        """The width for the words of an element, in points; where there is next to none, that is remembered once."""
        room = room_of(node, self.cells, self.beside.line)
        if room < size_of(node):
            if self._crowded.isdisjoint(map(id, node.parents)):
                self.crowded.append(" ".join(next(node.stripped_strings, node.name).split()))
            self._crowded.add(id(node))
        return max(room, size_of(node))

    def fits(self, node: Tag, most: float) -> bool:
        """Whether an element has no more than so many lines of a page of A4."""
        return lines_of(node, self.room(node)) <= self.kept(most)

    def kept(self, most: float) -> float:
        """How many lines are kept on a page, if they are so many on one of A4."""
        return most * self.beside.height

    def breakable(self, node: Tag) -> str:
        """Whether a box may break across pages, as Typst takes it: not if it is short."""
        return str(not self.fits(node, BOX)).lower()

    def language(self, node: PageElement) -> dict[str, str]:
        """The language of an element, as options of a text; none if it is that of the book."""
        elements = [node, *node.parents] if self.has_languages else ()
        element = next((element for element in elements if isinstance(element, Tag) and element.get("lang")), None)
        found = _LANGUAGE.fullmatch(str(element["lang"])) if isinstance(element, Tag) else None
        if found is None or found[0].casefold() == self.beside.language:
            return {}
        return {"lang": literal(found[1].lower())} | ({"region": literal(found[2].lower())} if found[2] else {})

    def spoken(self, node: PageElement, code: str) -> str:
        """What is written of a text, with its language, if that is not the one of the book."""
        options = self.language(node)
        return call("text", f"[{code}]", **options) + ";" if options else code


def block(code: str) -> str:
    """Code that stands by itself."""
    return f"{BLOCK}{code}{BLOCK}" if code else ""


def in_paragraph(text: str) -> str:
    """A text that a box holds, as a paragraph for screen readers, unless it holds more than words."""
    return text if BLOCK in text or not text.strip() else call("par", content(text))


def has_class(node: PageElement, names: set[str]) -> bool:
    """Whether it is an element with one of the classes."""
    return isinstance(node, Tag) and not names.isdisjoint(node.get_attribute_list("class"))
