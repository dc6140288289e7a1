"""From chapters to Typst source. What the elements look like is the template's business; here is what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Final, NamedTuple

from bs4.element import Tag

from .compose import SHEET, Chapter
from .elements import links, lists, pictures, tables, text
from .inside import around
from .source import call, content, literal
from .writer import Beside, Element, Writer, block, in_paragraph


class Written(NamedTuple):
    """The source of all chapters, what was crowded, figures, tables, and the addresses behind the links of each page.

    What is crowded has so little room that it may lie on something else: page and text. Of figures, there are titles
    and their places; of tables, whether their rows have heads; of
    places, the places of links that lead there. Pages go by their docnames.
    """

    source: str
    crowded: Sequence[tuple[str, str]]
    figures: Sequence[tuple[str, str]]
    tables: Sequence[bool]
    uses: Mapping[str, Sequence[str]]
    addresses: Mapping[str, Set[str]]


def book(chapters: Sequence[Chapter], beside: Beside) -> Written:
    """The source of all chapters, and what was noticed of them."""
    writers = [Writer(chapter, beside, _BY_CLASS, _BY_TAG) for chapter in chapters]
    source = "\n".join(writer.chapter() for writer in writers)
    crowded = [(writer.page.docname, words) for writer in writers for words in writer.crowded]
    figures = [figure for writer in writers for figure in writer.figures]
    tables = [has_heads for writer in writers for has_heads in writer.tables()]
    uses: dict[str, list[str]] = {}
    for writer in writers:
        for target, place in writer.uses.items():
            uses.setdefault(target, []).append(place)
    return Written(
        source, crowded, figures, tables, uses, {writer.page.docname: writer.addresses for writer in writers}
    )


def _wrap(name: str) -> Element:
    return lambda writer, node: call(name, content(writer.children(node)))


def _once(name: str) -> Element:
    """What is the same if it stands in itself; Typst gives up where too much does."""
    return lambda writer, node: writer.children(node) if around(node, node.name) else _wrap(name)(writer, node)


def _boxed(name: str) -> Element:
    return lambda writer, node: block(call(name, content(in_paragraph(writer.children(node)))))


def _kept(name: str) -> Element:
    return lambda writer, node: block(call(name, content(writer.children(node)), breakable=writer.breakable(node)))


def _spelled_out(writer: Writer, node: Tag) -> str:
    """An abbreviation with its long form, which a screen shows where it is pointed at."""
    long = str(node.get("title", ""))
    return writer.children(node) + (writer.flowing(f" ({long})", node) if long and long not in node.get_text() else "")


_BY_CLASS: Final[dict[str, Element]] = {
    "footnote": links.unused_footnote,
    "rdm-life-cycle": pictures.drawing,
    "highlight": text.code,
    "admonition": text.admonition,
    "rdm-fold": text.fold,
    "rdm-drawing": text.drawing,
    "rdm-question": _boxed("question"),
    "rdm-answer": _boxed("lead"),
    "sd-row": text.cards,
    "sd-card": text.card,
    "rdm-reviewed": _boxed("small"),
    "rdm-why": _boxed("small"),
    "rdm-short": _kept("in-short"),
    "code-block-caption": _boxed("code-caption"),
    "rubric": text.rubric,
    "topic-title": _boxed("box-title"),
    "sidebar-title": _boxed("box-title"),
    "classifier": lambda writer, node: f"#{literal(' : ')};" + writer.children(node),
    "versionmodified": _wrap("emph"),
    "rdm-sources": _kept("sources"),
    "rdm-code": _wrap("record-code"),
    SHEET: lambda writer, node: block("#new-page()") + writer.children(node),
    "line": lambda writer, node: writer.children(node) + "#linebreak();",
}
_BY_TAG: Final[dict[str, Element]] = {
    "a": links.link,
    "abbr": _spelled_out,
    "b": _once("strong"),
    "blockquote": lambda writer, node: block(call("quote", content(writer.children(node)), block="true")),
    "br": lambda _writer, _node: "#linebreak();",
    "code": text.inline_code,
    "del": _once("strike"),
    "dl": lists.definitions,
    "em": _once("emph"),
    "figure": pictures.figure,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), text.heading),
    "hr": lambda writer, _node: block("#divider"),
    "i": _once("emph"),
    "img": pictures.image,
    "ins": _once("underline"),
    "kbd": text.inline_code,
    "ol": lists.items,
    "p": text.paragraph,
    "pre": text.code,
    "s": _once("strike"),
    "strong": _once("strong"),
    "sub": _wrap("sub"),
    "sup": _wrap("super"),
    "svg": lambda _writer, _node: "",
    "table": tables.table,
    "u": _once("underline"),
    "ul": lists.items,
}
