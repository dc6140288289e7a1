"""From chapters to Typst source. What the elements look like is the template's business; here is what they are.

Every text becomes a string literal, so that nothing in a page is read as Typst.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from bs4.element import Comment, NavigableString, PageElement, Tag

from .compose import Chapter, label
from .pdf import MARK

_SPACE: Final = re.compile(r"\s+")
_HEADING: Final = re.compile(r"h([1-6])")


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
            text = _SPACE.sub(" ", str(node))
            return f"#{literal(text)};" if text.strip() else " " if text else ""
        assert isinstance(node, Tag)
        classes = set(node.get_attribute_list("class"))
        for name, write in _BY_CLASS.items():
            if name in classes:
                return write(self, node)
        if heading := _HEADING.fullmatch(node.name):
            return self._heading(node, int(heading[1]))
        write_tag = _BY_TAG.get(node.name)
        return write_tag(self, node) if write_tag else self._anchor(node) + self._children(node)

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
        return self._block(self._anchor(node) + self._children(node).strip())

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
        return code if node.find_parent(_HEADING) else code + self._address(node)

    def _address(self, link: Tag, name: str = "web-address") -> str:
        """The address of a record and its licence, because a reader of paper cannot click."""
        address = str(link.get("href", ""))
        if "rdm-link" not in link.get_attribute_list("class") or link.get_text(strip=True) in address:
            return ""
        return call(name, literal(address), literal(self.beside.licences.get(address, "")))

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
        widths = f"({', '.join(self._widths(rows or heads, columns))},)"
        code = f"table(columns: {widths}, {', '.join(filter(None, (head, *cells)))})"
        caption = node.find("caption")
        title = content(self._children(caption)) if caption else "none"
        return self._block(self._anchor(node) + call("framed-table", code, caption=title))

    def _widths(self, rows: Sequence[Sequence[Tag]], columns: int) -> list[str]:
        """Shares of the width: by the longest words and the amount of text of each column."""
        widths = []
        for number in range(columns):
            texts = [row[number].get_text(" ", strip=True) for row in rows if number < len(row)]
            most = max((len(text) for text in texts), default=1)
            word = max((len(word) for text in texts for word in text.split()), default=1)
            widths.append("auto" if most <= 12 else f"{max(word, 4 * most**0.5):.0f}fr")
        return widths

    def _cell(self, node: Tag) -> str:
        text = content(self._anchor(node) + self._children(node))
        if "text-right" in node.get_attribute_list("class") or "rdm-count" in node.get_attribute_list("class"):
            return f"table.cell(align: right){text}"
        return text

    def _code(self, node: Tag) -> str:
        pre = node.find("pre") or node
        names = [*node.get_attribute_list("class"), *(node.parent.get_attribute_list("class") if node.parent else ())]
        language = next((str(n).removeprefix("highlight-") for n in names if str(n).startswith("highlight-")), "")
        options = {} if language in ("", "default", "none") else {"lang": literal(language)}
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
