"""From chapters to Typst source. What the elements look like is the template's business; here is what they are.

Every text becomes a string literal, so that nothing in a page is read as Typst.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from bs4.element import Comment, NavigableString, PageElement, Tag

from .columns import widths
from .compose import Chapter, label
from .pdf import MARK

_SPACE: Final = re.compile(r"\s+")
_HEADING: Final = re.compile(r"h([1-6])")
_LONG: Final = 1000
"""Letters of a cell that may break across pages, because it might not fit on one."""


def literal(text: str) -> str:
    """A text as a Typst string."""
    return json.dumps(text, ensure_ascii=False)


def call(name: str, *arguments: str, **options: str) -> str:
    """A call of a function of the template; arguments are Typst code already."""
    parts = [*arguments, *(f"{key}: {value}" for key, value in options.items())]
    return f"#{name}({', '.join(parts)})"


def content(text: str) -> str:
    """A block of content."""
    return f"[{text.strip()}]"


class Beside(NamedTuple):
    """What the pages do not hold themselves: files of drawings by their source, licences of resources by address."""

    pictures: Mapping[str, str]
    licences: Mapping[str, str]


def book(chapters: Sequence[Chapter], beside: Beside) -> str:
    """The source of all chapters."""
    return "\n".join(Writer(chapter, beside).chapter() for chapter in chapters)


class Writer:
    """Writes one chapter."""

    def __init__(self, chapter: Chapter, beside: Beside) -> None:
        self.page = chapter
        self.beside = beside
        self.labelled: set[str] = set()
        self.footnotes = {str(note["id"]): note for note in chapter.body.select("aside.footnote[id]")}

    def chapter(self) -> str:
        """The chapter with a mark for messages, behind the title of its part if it begins one."""
        start = [MARK + self.page.docname]
        if self.page.part:
            start.append(call("part", literal(self.page.part)))
        start.append(call("start-chapter", f"level: {self.page.level}") + " " + self._label(label(self.page.docname)))
        return "\n".join((*start, self._children(self.page.body)))

    # Elements

    def _write(self, node: PageElement) -> str:
        if isinstance(node, Comment):
            return ""
        if isinstance(node, NavigableString):
            return self._text(node)
        assert isinstance(node, Tag)
        classes = set(node.get_attribute_list("class"))
        for name, write in _BY_CLASS.items():
            if name in classes:
                return write(self, node)
        if heading := _HEADING.fullmatch(node.name):
            return self._heading(node, int(heading[1]))
        write_tag = _BY_TAG.get(node.name)
        return write_tag(self, node) if write_tag else self._anchor(node) + self._children(node)

    def _text(self, node: NavigableString) -> str:
        text = _SPACE.sub(" ", str(node))
        before = node.previous_sibling
        if text.strip() == "," and isinstance(before, Tag) and self._address(before):
            return "#linebreak();"  # each title with an address below it begins a line
        return f"#{literal(text)};" if text.strip() else " " if text else ""

    def _children(self, node: Tag) -> str:
        return "".join(self._write(child) for child in node.children)

    def _label(self, name: str) -> str:
        if not name or name in self.labelled:
            return ""
        self.labelled.add(name)
        return f"#label({literal(name)})"

    def _anchor(self, node: Tag) -> str:
        """A place that links can lead to, in front of an element."""
        target = self._label(str(node.get("id", "")))
        return f"#metadata(none){target}" if target else ""

    def _block(self, code: str) -> str:
        return f"\n\n{code}\n\n"

    def _heading(self, node: Tag, number: int) -> str:
        level = self.page.level + number - 1
        is_title = number == 1
        parent = node.parent if node.parent and node.parent.name == "section" else None
        anchors = [self._anchor(element) for element in (parent, node) if element is not None]
        code = call(
            "title-of-chapter" if is_title else "title-of-section", content(self._children(node)), level=str(level)
        )
        # Addresses come after the heading, which is read out and listed as it stands.
        below = "".join(self._address(link, "address-below") for link in node.find_all("a"))
        return self._block("".join(anchors)) + self._block(code) + (self._block(below) if below else "")

    def _paragraph(self, node: Tag) -> str:
        text = self._anchor(node) + self._children(node).strip()
        return self._block(call("lead", content(text)) if _leads(node) else text)

    def _link(self, node: Tag) -> str:
        address = str(node.get("href", ""))
        if "footnote-reference" in node.get_attribute_list("class") and address[1:] in self.footnotes:
            note = self.footnotes[address[1:]]
            return call("footnote", content("".join(map(self._children, note.find_all("p", recursive=False)))))
        text = self._children(node).strip()
        if not address or not text:
            return self._anchor(node) + text
        goal = f"label({literal(address[1:])})" if address.startswith("#") else literal(address)
        code = self._anchor(node) + call("link", goal) + content(text)
        if node.find_parent(_HEADING):
            return code
        return code + (self._address(node) or self._address_at_foot(node))

    def _address(self, link: Tag, name: str = "web-address") -> str:
        """The address of a record and its licence, because a reader of paper cannot click."""
        address = str(link.get("href", ""))
        if not _names_a_record(link) or _shows(link, address):
            return ""
        return call(name, literal(address), literal(self.beside.licences.get(address, "")))

    def _address_at_foot(self, link: Tag) -> str:
        """The address of any other page on the web as a footnote; one note serves all links of a chapter to it."""
        address = str(link["href"])
        if _names_a_record(link) or _shows(link, address) or not address.startswith("http"):
            return ""
        name = f"{self.page.docname}#at-foot:{address}"
        if name in self.labelled:
            return call("footnote", f"label({literal(name)})")
        return call("address-at-foot", literal(address)) + self._label(name)

    def _list(self, node: Tag) -> str:
        items = [content(self._anchor(item) + self._children(item)) for item in node.find_all("li", recursive=False)]
        kind = "enum" if node.name == "ol" else "list"
        options = {"start": str(node["start"])} if node.name == "ol" and node.get("start") else {}
        if "rdm-checklist" in node.get_attribute_list("class"):
            kind = "checklist"  # whose boxes stand where others have bullets
        return self._block(call(kind, *items, **options)) if items else ""

    def _definitions(self, node: Tag) -> str:
        rows, terms = [], []
        for item in node.find_all(["dt", "dd"], recursive=False):
            if item.name == "dt":
                terms.append(self._anchor(item) + self._children(item).strip())
            else:
                rows.append(f"({content(' #linebreak() '.join(terms))}, {content(self._children(item))})")
                terms = []
        name = "facts" if "rdm-facts" in node.get_attribute_list("class") else "definitions"
        return self._block(call(name, *rows))

    def _table(self, node: Tag) -> str:
        heads = [row.find_all(["th", "td"]) for row in node.select("thead tr")]
        rows = [row.find_all(["th", "td"]) for row in node.select("tbody tr")]
        columns = max(map(len, (*heads, *rows)), default=0)
        cells = [self._cell(cell) for row in rows for cell in row]
        head = f"table.header({', '.join(self._cell(cell) for row in heads for cell in row)})" if heads else ""
        sizes = ", ".join(widths(rows or heads, columns))
        code = f"table(columns: ({sizes},), {', '.join(filter(None, (head, *cells)))})"
        caption = node.find("caption")
        title = content(self._children(caption)) if caption else "none"
        return self._block(self._anchor(node) + call("framed-table", code, caption=title))

    def _cell(self, node: Tag) -> str:
        options = []
        if {"text-right", "rdm-count"} & set(node.get_attribute_list("class")):
            options.append("align: right")
        if len(node.get_text()) > _LONG:
            options.append("breakable: true")
        text = content(self._anchor(node) + self._children(node))
        return f"table.cell({', '.join(options)}){text}" if options else text

    def _code(self, node: Tag) -> str:
        pre = node.find("pre") or node
        names = [*node.get_attribute_list("class"), *(node.parent.get_attribute_list("class") if node.parent else ())]
        language = next((str(n).removeprefix("highlight-") for n in names if str(n).startswith("highlight-")), "")
        # Typst takes the lines of front matter in Markdown for underlines of headings.
        plain = language in ("", "default", "none", "markdown")
        options = {} if plain else {"lang": literal(language)}
        return self._block(call("raw", literal(pre.get_text().rstrip("\n")), block="true", **options))

    def _taken(self, node: Tag, name: str) -> str:
        """The title of a box, which has the class *name*, as content; it is taken out, so that it is written once."""
        title = node.find(class_=name, recursive=False)
        return content(self._anchor(title) + self._children(title.extract())) if isinstance(title, Tag) else "[]"

    def _admonition(self, node: Tag) -> str:
        kind = next((name for name in node.get_attribute_list("class") if name != "admonition"), "note")
        head = self._taken(node, "admonition-title")
        return self._block(call("admonition", literal(kind), head, content(self._children(node))))

    def _fold(self, node: Tag) -> str:
        head = self._taken(node, "rubric")
        return self._block(self._anchor(node) + call("panel", head, content(self._children(node))))

    def _card(self, node: Tag) -> str:
        head = self._taken(node.find("div", class_="sd-card-body") or node, "sd-card-title")
        return self._block(call("card", head, content(self._children(node))))

    def _cards(self, node: Tag) -> str:
        cards = [content(self._children(card)) for card in node.find_all("div", class_="sd-col", recursive=False)]
        return self._block(call("cards", *cards))

    def _picture(self, node: Tag) -> str:
        title = node.find("title")
        alt = node.get("aria-label") or (title.get_text(" ", strip=True) if title else "")
        file = self.beside.pictures.get(str(node))
        return self._block(call("picture", literal(file), alt=literal(str(alt)))) if file else ""

    def _image(self, node: Tag) -> str:
        return call("picture", _file(node), alt=literal(str(node.get("alt", ""))))

    def _figure(self, node: Tag) -> str:
        image, caption = node.find("img"), node.find("figcaption")
        if not isinstance(image, Tag):
            return self._children(node)
        options = {"alt": literal(str(image.get("alt", "")))}
        if isinstance(caption, Tag):
            options["caption"] = content(self._children(caption))
        return self._block(self._anchor(node) + call("picture", _file(image), **options))

    def _nothing(self, _node: Tag) -> str:
        return ""


def _leads(paragraph: Tag) -> bool:
    """Whether a paragraph is the beginning of what follows it, and would stand alone without."""
    following = paragraph.find_next_sibling()
    if following is None or (paragraph.parent and paragraph.parent.name == "dd"):
        return False
    belongs = {"rdm-fold", "rdm-checklist", "rdm-facts"} & set(following.get_attribute_list("class"))
    return bool(belongs) or paragraph.get_text().rstrip().endswith(":")


def _names_a_record(link: Tag) -> bool:
    """Whether the text is the title of a record; its address then stands below."""
    return "rdm-link" in link.get_attribute_list("class")


def _shows(link: Tag, address: str) -> bool:
    return link.get_text(strip=True) in address


def _file(image: Tag) -> str:
    """The file of an image; all lie beside the source."""
    return literal(str(image["src"]).rpartition("/")[2])


def _wrap(name: str) -> Callable[[Writer, Tag], str]:
    return lambda writer, node: writer._anchor(node) + call(name, content(writer._children(node)))


_BY_CLASS: Final[dict[str, Callable[[Writer, Tag], str]]] = {
    "footnote": Writer._nothing,
    "rdm-life-cycle": Writer._picture,
    "highlight": Writer._code,
    "admonition": Writer._admonition,
    "rdm-fold": Writer._fold,
    "sd-row": Writer._cards,
    "sd-card": Writer._card,
    "rdm-why": lambda writer, node: writer._block(call("small", content(writer._children(node)))),
    "code-block-caption": lambda writer, node: writer._block(call("code-caption", content(writer._children(node)))),
}
_BY_TAG: Final[dict[str, Callable[[Writer, Tag], str]]] = {
    "a": Writer._link,
    "blockquote": lambda writer, node: writer._block(call("quote", content(writer._children(node)), block="true")),
    "br": lambda _writer, _node: "#linebreak();",
    "code": lambda writer, node: writer._anchor(node) + call("raw", literal(node.get_text())) + ";",
    "dl": Writer._definitions,
    "em": _wrap("emph"),
    "figure": Writer._figure,
    "hr": Writer._nothing,
    "img": Writer._image,
    "ol": Writer._list,
    "p": Writer._paragraph,
    "pre": Writer._code,
    "strong": _wrap("strong"),
    "sub": _wrap("sub"),
    "sup": _wrap("super"),
    "svg": Writer._nothing,
    "table": Writer._table,
    "ul": Writer._list,
}
