"""From chapters to Typst source. What the elements look like is the template's business; here is what they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from bs4.element import Comment, NavigableString, PageElement, Tag

from . import flow
from .compiling import MARK
from .compose import Chapter, place_of
from .fonts import Fonts, Style
from .links import hidden_address, is_outside, names_a_record
from .room import KEPT, letters_of_code, lines_of, room_of, rows_of_code
from .signs import shown
from .source import call, content, label, literal
from .tables import Cell, Grid, Plan, grid_of, plan, records, tall
from .words import CODE_SIZE, SIZE, size_of, style_of

_SPACE: Final = re.compile(r"\s+")
_HEADING: Final = re.compile(r"h([1-6])")
_DEEPEST: Final = 6
"""No PDF has headings below that level."""
_PART: Final = 34.0
"""Points of the title of a part."""
_CAPTION: Final = 8
"""Lines of a caption for which there is room below any picture."""
_HANGING: Final = 14.0
"""Points before the text of a record."""
_AROUND_CODE: Final = 16.0
"""Points beside a block of code."""
_REPEATED: Final = 200
"""Letters of a cell over several rows that are set in each of their records; a longer text is set once."""
_THIN_SPACE: Final = "\u2009"
_SIZE: Final = re.compile(r"(?:^|;)\s*width:\s*([\d.]+)(px|%|em|pt|cm|mm|in)?")
_BLOCK: Final = "\n\n"
"""What is around everything that is more than words in a line."""
_LANGUAGE: Final = re.compile(r"([a-z]{2,3})(?:-[a-z]{4})?(?:-([a-z]{2}))?(?:-.*)?", re.IGNORECASE)
_POINTS: Final = {"px": 0.75, "pt": 1, "em": SIZE, "cm": 28.35, "mm": 2.835, "in": 72}
_NUMBERINGS: Final = {"loweralpha": "a.", "upperalpha": "A.", "lowerroman": "i.", "upperroman": "I."}


class Beside(NamedTuple):
    """What the pages do not hold themselves.

    Files of pictures by their source, licences of resources by address, the fonts, and the language of the book.
    """

    pictures: Mapping[str, str]
    licences: Mapping[str, str]
    fonts: Fonts
    language: str


class Crowded(NamedTuple):
    """A text that has so little room that it may lie on something else."""

    docname: str
    text: str


def book(chapters: Sequence[Chapter], beside: Beside) -> tuple[str, list[Crowded]]:
    """The source of all chapters, and what does not fit."""
    writers = [Writer(chapter, beside) for chapter in chapters]
    source = "\n".join(writer.chapter() for writer in writers)
    return source, [Crowded(writer.page.docname, text) for writer in writers for text in writer.crowded]


class Writer:
    """Writes one chapter."""

    def __init__(self, chapter: Chapter, beside: Beside) -> None:
        self.page = chapter
        self.beside = beside
        self.labelled: set[str] = set()
        self.cells: dict[int, float] = {}  # the room in each cell of the tables that are being written
        self.crowded: list[str] = []
        self.has_languages = chapter.body.find(lang=True) is not None
        self.footnotes = {str(note["id"]): note for note in chapter.body.find_all("aside", class_="footnote", id=True)}

    def chapter(self) -> str:
        """The chapter with a mark for messages, behind the title of its part if it begins one."""
        start = [MARK + self.page.docname]
        if self.page.part:
            start.append(call("part", content(flow.flowing(self.page.part, self.beside.fonts, _PART, Style.LABEL))))
        level = min(self.page.level, _DEEPEST)
        start.append(call("start-chapter", f"level: {level}") + " " + self._label(place_of(self.page.docname)))
        return "\n".join((*start, self._children(self.page.body)))

    # Places that links lead to

    def _label(self, name: str) -> str:
        if not name or name in self.labelled:
            return ""
        self.labelled.add(name)
        return f"#{label(name)}"

    def _anchor(self, node: Tag) -> str:
        """A place that links can lead to, in front of an element."""
        target = self._label(str(node.get("id", "")))
        return f"#metadata(none){target}" if target else ""

    # Elements

    def _write(self, node: PageElement) -> str:
        if isinstance(node, Comment):
            return ""
        if isinstance(node, NavigableString):
            return self._text(node)
        assert isinstance(node, Tag)
        classes = set(node.get_attribute_list("class"))
        if "footnote" in classes:
            return self._unused_footnote(node)
        # Every id is a place, or a link to it would stop the whole book.
        anchor = self._anchor(node)
        code = self._element(node, classes)
        return f"{_BLOCK}{anchor}{code.lstrip()}" if anchor and code.startswith(_BLOCK) else anchor + code

    def _element(self, node: Tag, classes: set[str]) -> str:
        if heading := _HEADING.fullmatch(node.name):
            return self._heading(node, int(heading[1]))
        for name, write in _BY_CLASS.items():
            if name in classes:
                return write(self, node)
        return _BY_TAG.get(node.name, Writer._children)(self, node)

    def _children(self, node: Tag) -> str:
        return "".join(self._write(child) for child in node.children)

    def _text(self, node: NavigableString) -> str:
        text = _SPACE.sub(" ", str(node))
        before = node.previous_sibling
        if isinstance(before, Tag) and before.name == "br":
            text = text.lstrip()
        if isinstance(before, Tag) and text.strip() == "," and names_a_record(before) and hidden_address(before):
            return "#linebreak();"  # each title with an address below it begins a line
        if not text.strip():
            return " " if text else ""
        return self._spoken(node, self._flowing(text, node.parent or self.page.body))

    def _flowing(self, text: str, node: Tag) -> str:
        size = size_of(node)
        return flow.flowing(text, self.beside.fonts, size, style_of(node), self._room(node))

    def _room(self, node: Tag) -> float:
        """The width for the words of an element, in points; where there is next to none, it is remembered."""
        room = room_of(node, self.cells)
        if room < size_of(node):
            self.crowded.append(" ".join(node.get_text(" ").split()))
        return max(room, size_of(node))

    def _spoken(self, node: PageElement, code: str) -> str:
        """What is written of a text, with its language, if that is not the one of the book."""
        elements = [node, *node.parents] if self.has_languages else ()
        element = next((element for element in elements if isinstance(element, Tag) and element.get("lang")), None)
        found = _LANGUAGE.fullmatch(str(element["lang"])) if isinstance(element, Tag) else None
        if found is None or found[0].casefold() == self.beside.language:
            return code
        options = {"lang": literal(found[1].lower())} | ({"region": literal(found[2].lower())} if found[2] else {})
        return call("text", f"[{code}]", **options) + ";"

    def _block(self, code: str) -> str:
        return f"{_BLOCK}{code}{_BLOCK}" if code else ""

    def _heading(self, node: Tag, number: int) -> str:
        level = min(self.page.level + number - 1, _DEEPEST)
        # Places and addresses stand around the heading, which is read out and listed as it is.
        anchors = "".join(self._anchor(element) for element in node.find_all(id=True))
        name = "title-of-chapter" if number == 1 else "title-of-section"
        code = call(name, content(self._children(node)), level=str(level))
        below = self._addresses_below(node.find_all("a"), "address-below")
        return self._block(anchors) + self._block(code) + self._block(below)

    def _paragraph(self, node: Tag) -> str:
        text = self._children(node).strip()
        leads = _leads(node)
        if leads or _fills(node):
            text = _paragraph(text)
        if _has_notes(node):
            return self._block(call("noted", content(text)))
        return self._block(call("lead", content(text)) if leads else text)

    # Links and notes

    def _link(self, node: Tag) -> str:
        address = str(node.get("href", ""))
        if address[1:] in self.footnotes and "footnote-reference" in node.get_attribute_list("class"):
            return self._footnote(address[1:])
        inside = self._children(node)
        text = inside.strip()
        if not address or not text:
            return text
        if node.find("img"):  # a picture is no words that a link could have
            if _BLOCK in inside:
                return self._block(text) + self._block(self._addresses_below([node], "link-below"))
            return text + self._addresses_below([node], "link-beside")
        goal = label(address[1:]) if address.startswith("#") else literal(address)
        code = call("link", goal) + content(text)
        if node.find_parent(_HEADING):
            return code
        return code + (self._page(address) or self._address(node))

    def _page(self, address: str) -> str:
        """The page that a link inside the book leads to, unless it stays in its chapter."""
        if not address.startswith("#") or address.startswith(f"#{place_of(self.page.docname)}"):
            return ""
        return call("page-of", label(address[1:]))

    def _address(self, link: Tag) -> str:
        """The address behind the words: below the title of a record with its licence, else as a footnote."""
        if not (address := hidden_address(link)):
            return ""
        if names_a_record(link):
            licence = self._flowing(self.beside.licences.get(address, ""), link)
            return call("web-address", self._parts(address, link), content(licence))
        return self._address_at_foot(link, address)

    def _parts(self, address: str, place: Tag) -> str:
        """An address to be shown, without what only a link to it needs."""
        return flow.address(address.removeprefix("mailto:"), self.beside.fonts, SIZE, self._room(place))

    def _addresses_below(self, links: Iterable[Tag], name: str) -> str:
        """The addresses behind links, below them: as text, or as the only link where a picture is linked."""
        found = [(link, address) for link in links if (address := hidden_address(link))]
        return "".join(call(name, self._parts(address, link), literal(address)) for link, address in found)

    def _address_at_foot(self, link: Tag, address: str) -> str:
        """A footnote with the address of a link; one note serves all links of a chapter to it."""
        name = place_of(self.page.docname, f"at-foot:{address}")
        if name in self.labelled:
            return call("footnote", label(name))
        if link.find_parent("thead"):  # which is set again on each page
            return ""
        # After a figure, the number of the note would look like one more.
        space = f"#{literal(_THIN_SPACE)};" if link.get_text().rstrip()[-1:].isdigit() else ""
        return space + call("address-at-foot", self._parts(address, self.page.body)) + self._label(name)

    def _footnote(self, name: str) -> str:
        if name in self.labelled:
            return call("footnote", label(name))
        note = self.footnotes[name]
        target = self._label(name)
        parts = [child for child in note.children if not _has_class(child, {"label", "backrefs"})]
        return call("footnote", content("".join(map(self._write, parts)))) + target

    def _unused_footnote(self, node: Tag) -> str:
        """A note that nothing refers to, where it stands; the others are at the foot of their pages already."""
        used = str(node.get("id", "")) in self.labelled
        return "" if used else self._block(self._anchor(node) + self._children(node))

    # Lists

    def _list(self, node: Tag) -> str:
        items = [self._item(item) for item in node.find_all(True, recursive=False)]
        classes = node.get_attribute_list("class")
        options = {}
        if node.name == "ol" and str(node.get("start", "")).isdecimal():
            options["start"] = str(node["start"])
        if numbering := next((_NUMBERINGS[name] for name in classes if name in _NUMBERINGS), ""):
            options["numbering"] = literal(numbering)
        # The boxes of a checklist stand where others have bullets.
        kind = "checklist" if "rdm-checklist" in classes else "enum" if node.name == "ol" else "list"
        return self._block(call(kind, *items, **options)) if items else ""

    def _item(self, item: Tag) -> str:
        if item.name != "li":  # which only raw HTML can hold
            return content(self._write(item))
        inside = self._anchor(item) + self._children(item)
        is_tick = "rdm-checklist" in (item.parent.get_attribute_list("class") if item.parent else ())
        return f"[{call('whole', content(inside))}]" if is_tick and self._fits(item) else content(inside)

    def _fits(self, node: Tag) -> bool:
        """Whether an element surely fits on one page, so that it need not break."""
        return lines_of(node, self._room(node)) <= KEPT

    def _definitions(self, node: Tag) -> str:
        rows, terms = [], []
        for item in (item for item in node.find_all(["dt", "dd"]) if item.find_parent("dl") is node):
            if item.name == "dt":
                terms.append(self._anchor(item) + self._children(item).strip())
            else:
                rows.append((terms, self._anchor(item) + self._children(item)))
                terms = []
        if terms:
            rows.append((terms, ""))
        name = "facts" if "rdm-facts" in node.get_attribute_list("class") else "definitions"
        pairs = (f"({content(' #linebreak() '.join(words))}, {content(text)})" for words, text in rows)
        options = {"length": '"short"'} if name == "facts" and self._fits(node) else {}
        return self._block(call(name, *pairs, **options))

    # Tables

    def _table(self, node: Tag) -> str:
        grid = grid_of(node)
        if not grid.columns:
            return ""
        caption = node.find("caption")
        own = isinstance(caption, Tag) and caption.find_parent("table") is node
        title = content(self._anchor(caption) + self._children(caption)) if isinstance(caption, Tag) and own else "none"
        if (found := plan(grid, self._room(node))) is None:
            above = title if title == "none" else content(_paragraph(title[1:-1]))
            return self._block(call("records", *self._records(grid, node), caption=above))
        for cell in (cell for row in grid.rows for cell in row):
            self.cells[id(cell.tag)] = sum(found.rooms[cell.column : cell.column + cell.columns])
        cells = self._cells(grid, found)
        heads = sum(map(len, grid.rows[: grid.heads]))
        body = [*([f"table.header({', '.join(cells[:heads])})"] if heads else []), *cells[heads:]]
        code = f"table(columns: ({', '.join(found.widths)},), {', '.join(body)})"
        return self._block(call("framed-table", code, caption=title, heads=str(grid.heads)))

    def _cells(self, grid: Grid, found: Plan) -> list[str]:
        long, full = tall(grid, found.rooms), grid.is_full()
        cells = []
        for number, row in enumerate(grid.rows):
            options = ({"breakable": "true"} if number in long else {}) | ({} if full else {"y": str(number)})
            cells += [self._cell(cell, options, is_head=number < grid.heads) for cell in row]
        return cells

    def _cell(self, cell: Cell, options: Mapping[str, str], *, is_head: bool) -> str:
        options = dict(options)
        if "y" in options:
            options["x"] = str(cell.column)
        if {"text-right", "rdm-count"} & set(cell.tag.get_attribute_list("class")):
            options["align"] = "right"
        if cell.columns > 1:
            options["colspan"] = str(cell.columns)
        if cell.rows > 1:
            options["rowspan"] = str(cell.rows)
        text = content(self._anchor(cell.tag) + self._children(cell.tag))
        if is_head:
            text = f"[{call('head', text)}]"
        return call("table.cell", text, **options).removeprefix("#") if options else text

    def _records(self, grid: Grid, table: Tag) -> Iterator[str]:
        """The rows of a table that is too wide, each as a list of its cells with what heads them."""
        written: set[int] = set()
        room = self._room(table) - _HANGING
        self.cells.update((id(cell.tag), room) for row in grid.rows for cell in row)
        for row in records(grid):
            pairs = []
            for heads, cell in row:
                if id(cell.tag) in written and len(cell.tag.get_text()) > _REPEATED:
                    continue
                written.add(id(cell.tag))
                above = " – ".join(filter(None, (self._children(head.tag).strip() for head in heads)))
                pairs.append(f"({content(above)}, {content(self._anchor(cell.tag) + self._children(cell.tag))})")
            yield f"({''.join(f'{pair}, ' for pair in pairs)})"

    # Code

    def _code(self, node: Tag) -> str:
        pre = node.find("pre") or node
        assert isinstance(pre, Tag)
        for number in pre.find_all("span", class_="linenos"):
            number.append("  ")
        names = [*node.get_attribute_list("class"), *(node.parent.get_attribute_list("class") if node.parent else ())]
        language = next((str(n).removeprefix("highlight-") for n in names if str(n).startswith("highlight-")), "")
        # Typst takes the lines of front matter in Markdown for underlines of headings.
        plain = language in ("", "default", "none", "markdown")
        options = {"block": "true"} | ({} if plain else {"lang": literal(language)})
        text = shown(pre.get_text().rstrip("\n"), self.beside.fonts)
        letters = letters_of_code(self._room(node) - _AROUND_CODE, CODE_SIZE)
        width = f"{letters}" if any(len(line) > letters for line in text.split("\n")) else "none"
        breakable = "false" if rows_of_code(text, letters) <= KEPT else "true"
        code = call("raw", literal(text), **options).removeprefix("#")
        return self._block(call("listing", code, breakable=breakable, letters=width))

    def _inline_code(self, node: Tag) -> str:
        return flow.code(node.get_text(), self.beside.fonts, size_of(node), self._room(node))

    # Boxes

    def _taken(self, node: Tag, name: str) -> str:
        """The title of a box, which has the class *name*, as content; it is taken out, so that it is written once."""
        title = node.find(class_=name, recursive=False)
        return (
            content(_paragraph(self._anchor(title) + self._children(title.extract())))
            if isinstance(title, Tag)
            else "[]"
        )

    def _admonition(self, node: Tag) -> str:
        kind = next((name for name in node.get_attribute_list("class") if name != "admonition"), "note")
        head = self._taken(node, "admonition-title")
        return self._block(call("admonition", literal(kind), head, content(self._children(node))))

    def _fold(self, node: Tag) -> str:
        head = self._taken(node, "rubric")
        return self._block(call("panel", head, content(self._children(node))))

    def _card(self, node: Tag) -> str:
        head = self._taken(node.find("div", class_="sd-card-body") or node, "sd-card-title")
        return self._block(call("card", head, content(self._children(node))))

    def _cards(self, node: Tag) -> str:
        cards = [content(self._children(card)) for card in node.find_all("div", class_="sd-col", recursive=False)]
        return self._block(call("cards", *cards)) if cards else self._children(node)

    # Pictures

    def _drawing(self, node: Tag) -> str:
        title = node.find("title")
        alt = node.get("aria-label") or (title.get_text(" ", strip=True) if title else "")
        file = self.beside.pictures.get(str(node))
        return self._block(self._spoken(node, call("picture", literal(file), alt=literal(str(alt))))) if file else ""

    def _image(self, node: Tag) -> str:
        paragraph = node.find_parent("p")
        if paragraph is not None and paragraph.get_text(strip=True):
            return self._picture(node, "small-picture") + ";"
        return self._block(self._picture(node, "picture"))

    def _picture(self, node: Tag, name: str, **options: str) -> str:
        """A picture; what the book cannot show is told, as where a browser finds no file."""
        file, alt = self.beside.pictures.get(str(node.get("src", ""))), literal(str(node.get("alt", "")))
        if file is None:
            return " ".join((self._flowing(str(node.get("alt", "")), node), options.get("caption", "")))
        if width := _width(node, self._room(node)):
            options["width"] = width
        return self._spoken(node, call(name, literal(file), alt=alt, **options)).removesuffix(";")

    def _figure(self, node: Tag) -> str:
        image, caption = node.find("img"), node.find("figcaption")
        if not isinstance(image, Tag):
            return self._children(node)
        options = {"caption": content(self._children(caption))} if isinstance(caption, Tag) else {}
        if isinstance(caption, Tag) and lines_of(caption, self._room(node)) > _CAPTION:
            options["breakable"] = "true"
        address = self._addresses_below(image.find_parents("a"), "link-below")
        return self._block(self._anchor(image) + self._picture(image, "picture", **options)) + self._block(address)

    def _nothing(self, _node: Tag) -> str:
        return ""


def _paragraph(text: str) -> str:
    """A text that a box holds, as a paragraph for screen readers, unless it holds more than words."""
    return text if _BLOCK in text or not text.strip() else call("par", content(text))


def _fills(paragraph: Tag) -> bool:
    """Whether a paragraph is all that a box holds, which Typst takes for words without a paragraph."""
    box = paragraph.parent
    if box is None or box.name in ("li", "dd", "td", "th"):
        return False
    return not any(isinstance(other, Tag) for other in box.children if other is not paragraph)


def _leads(paragraph: Tag) -> bool:
    """Whether a paragraph is the beginning of what follows it, and would stand alone without."""
    following = paragraph.find_next_sibling()
    if following is None or (paragraph.parent and paragraph.parent.name == "dd"):
        return False
    belongs = _has_class(following, {"rdm-fold", "rdm-checklist", "rdm-facts"})
    return belongs or paragraph.get_text().rstrip().endswith(":")


def _has_notes(node: Tag) -> bool:
    """Whether something in it may have a note, which would stay behind where its paragraph moves to the next page."""
    return any(is_outside(str(link["href"])) for link in node.find_all("a", href=True))


def _has_class(node: PageElement, names: set[str]) -> bool:
    return isinstance(node, Tag) and not names.isdisjoint(node.get_attribute_list("class"))


def _width(image: Tag, room: float) -> str:
    """The width that a page asks for, as Typst takes it, if there is so much; a pixel is three quarters of a point."""
    attribute = str(image.get("width", ""))
    found = _SIZE.search(str(image.get("style", ""))) or _SIZE.search(f"width: {attribute}")
    if found is None:
        return ""
    number, unit = float(found[1]), found[2] or "px"
    if unit in _POINTS:
        number, unit = min(number * _POINTS[unit], room), "pt"
    return f"{min(number, 100) if unit == '%' else number:g}{unit}"


def _wrap(name: str) -> Callable[[Writer, Tag], str]:
    return lambda writer, node: call(name, content(writer._children(node)))


def _boxed(name: str) -> Callable[[Writer, Tag], str]:
    return lambda writer, node: writer._block(call(name, content(_paragraph(writer._children(node)))))


def _spelled_out(writer: Writer, node: Tag) -> str:
    """An abbreviation with its long form, which a screen shows where it is pointed at."""
    long = str(node.get("title", ""))
    return writer._children(node) + (
        writer._flowing(f" ({long})", node) if long and long not in node.get_text() else ""
    )


_BY_CLASS: Final[dict[str, Callable[[Writer, Tag], str]]] = {
    "rdm-life-cycle": Writer._drawing,
    "highlight": Writer._code,
    "admonition": Writer._admonition,
    "rdm-fold": Writer._fold,
    "sd-row": Writer._cards,
    "sd-card": Writer._card,
    "rdm-reviewed": _boxed("small"),
    "rdm-why": _boxed("small"),
    "code-block-caption": _boxed("code-caption"),
    "rubric": _boxed("box-title"),
    "topic-title": _boxed("box-title"),
    "sidebar-title": _boxed("box-title"),
    "classifier": lambda writer, node: f"#{literal(' : ')};" + writer._children(node),
    "versionmodified": _wrap("emph"),
    "line": lambda writer, node: writer._children(node) + "#linebreak();",
}
_BY_TAG: Final[dict[str, Callable[[Writer, Tag], str]]] = {
    "a": Writer._link,
    "abbr": _spelled_out,
    "b": _wrap("strong"),
    "blockquote": lambda writer, node: writer._block(call("quote", content(writer._children(node)), block="true")),
    "br": lambda _writer, _node: "#linebreak();",
    "code": Writer._inline_code,
    "del": _wrap("strike"),
    "dl": Writer._definitions,
    "em": _wrap("emph"),
    "figure": Writer._figure,
    "hr": lambda writer, _node: writer._block("#divider"),
    "i": _wrap("emph"),
    "img": Writer._image,
    "ins": _wrap("underline"),
    "kbd": Writer._inline_code,
    "ol": Writer._list,
    "p": Writer._paragraph,
    "pre": Writer._code,
    "s": _wrap("strike"),
    "strong": _wrap("strong"),
    "sub": _wrap("sub"),
    "sup": _wrap("super"),
    "svg": Writer._nothing,
    "table": Writer._table,
    "u": _wrap("underline"),
    "ul": Writer._list,
}
