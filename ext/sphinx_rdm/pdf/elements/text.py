"""Headings, paragraphs, code and boxes."""

from __future__ import annotations

import math
from typing import Final

from bs4.element import PageElement, Tag

from .. import flow
from ..compose import place_of
from ..fonts import Style, width
from ..inside import having
from ..room import KEPT, columns_of
from ..signs import shown
from ..source import call, content, literal
from ..words import CODE_SIZE, HEADINGS, size_of
from ..writer import DEEPEST, Writer, block, has_class, in_paragraph

_LEAD: Final = 160
"""Letters of a paragraph between a heading and a list that stays with both."""
_WIDE: Final = 40
"""Lines of code that are kept on one page, if that lets them be as wide as text and notes together."""
_AROUND_CODE: Final = 16.0
"""Points beside a block of code."""


def heading(writer: Writer, node: Tag) -> str:
    """A heading; that of a chapter has its number, and one without words is none, or it would stop the book."""
    number = int(node.name[1])
    level = min(writer.page.level + number - 1, DEEPEST)
    # Places stand around the heading, which is read out and listed as it is.
    around = node.parent if number > 1 else None
    anchors = writer.start(str(around.get("id", "")), node) if around and around.name == "section" else ""
    anchors += "".join(writer.anchor(element) for element in having(node, "id"))
    if not node.get_text(strip=True):
        return block(anchors + writer.children(node))
    name = "title-of-chapter" if number == 1 else "title-of-section"
    options = {"number": str(writer.page.number)} if number == 1 and writer.page.number else {}
    rank = str(number + writer.page.depth)
    code = call(name, content(writer.children(node)), level=str(level), rank=rank, **options)
    return block(anchors) + block(code)


def rubric(writer: Writer, node: Tag) -> str:
    """A heading that is in no contents."""
    start = writer.start(place_of(writer.page.docname, f"rubric:{len(writer.places)}"), node)
    return block(start) + block(call("box-title", content(in_paragraph(writer.children(node)))))


def paragraph(writer: Writer, node: Tag) -> str:
    """A paragraph; one that leads to what follows stays with it."""
    text = writer.children(node).strip()
    leads = _leads(node)
    if leads or _fills(node):
        text = in_paragraph(text)
    # A note would stay behind where the paragraph of its mark moves to the next page.
    if writer.footnotes and node.find(class_="footnote-reference"):
        return block(call("noted", content(text)))
    return block(call("lead", content(text)) if leads else text)


def code(writer: Writer, node: Tag) -> str:
    """A block of code."""
    pre = node.find("pre") or node
    assert isinstance(pre, Tag)
    for number in pre.find_all("span", class_="linenos"):
        number.append("  ")
    names = [*node.get_attribute_list("class"), *(node.parent.get_attribute_list("class") if node.parent else ())]
    language = next((str(n).removeprefix("highlight-") for n in names if str(n).startswith("highlight-")), "")
    # Typst takes the lines of front matter in Markdown for underlines of headings.
    plain = language in ("", "default", "none", "markdown")
    options = {"block": "true"} | ({} if plain else {"lang": literal(language)})
    text = shown(pre.get_text().rstrip("\n"), writer.beside.fonts)
    room = writer.room(node)
    letters, lengths = _letters(room), [len(line) for line in text.split("\n")]
    rows = [max(1, math.ceil(length / letters)) for length in lengths]  # of each line, as it is set
    breakable = "false" if sum(rows) <= writer.kept(KEPT) else "true"
    code = call("raw", literal(text), **options).removeprefix("#")
    is_wide = letters < max(lengths) <= _letters(writer.beside.wide) and len(lengths) <= writer.kept(_WIDE)
    if is_wide and room == writer.beside.line:
        listing = call("wide", call("listing", code).removeprefix("#"))
    else:
        listing = call("listing", code, breakable=breakable, letters=str(letters) if max(rows) > 1 else "none")
    spoken = writer.language(pre)
    # Typst takes all code for English, unless a rule for code says otherwise.
    rule = f"#show raw: set text({', '.join(f'{name}: {value}' for name, value in spoken.items())})\n"
    return block(f"#[{rule}{listing}]" if spoken else listing)


def _letters(room: float) -> int:
    """How many letters a line of a block of code has, of which the width is *room*."""
    return max(4, int((room - _AROUND_CODE) / (width("m", Style.CODE) * CODE_SIZE)))


def inline_code(writer: Writer, node: Tag) -> str:
    """Code between words."""
    text = node.get_text()
    joint = writer.joint(text, node) if text.strip() else ""
    return joint + flow.code(text, writer.beside.fonts, size_of(node), writer.room(node))


def _taken(writer: Writer, title: PageElement | None) -> str:
    """The title of a box as content; it is taken out, so that it is written once."""
    if not isinstance(title, Tag):
        return "[]"
    return content(in_paragraph(writer.anchor(title) + writer.children(title.extract())))


def admonition(writer: Writer, node: Tag) -> str:
    """A box with a title for its kind."""
    kind = next((name for name in node.get_attribute_list("class") if name != "admonition"), "note")
    head = _taken(writer, node.find(class_="admonition-title", recursive=False))
    body = content(writer.children(node))
    return block(call("admonition", literal(kind), head, body, breakable=writer.breakable(node)))


def fold(writer: Writer, node: Tag) -> str:
    """A fold, which lies open."""
    head = _taken(writer, node.find(class_="rubric", recursive=False))
    return block(call("panel", head, content(writer.children(node)), breakable=writer.breakable(node)))


def drawing(writer: Writer, node: Tag) -> str:
    """A list that is drawn, in a box under its title."""
    title = node.find("figcaption", recursive=False)
    place = writer.figure(title) if isinstance(title, Tag) else ""
    head = _taken(writer, title)
    return block(place) + block(call("drawing", head, content(writer.children(node)), breakable=writer.breakable(node)))


def card(writer: Writer, node: Tag) -> str:
    """One card."""
    body = node.find("div", class_="sd-card-body") or node
    head = _taken(writer, body.find(class_="sd-card-title", recursive=False))
    return block(call("card", head, content(writer.children(node)), breakable=writer.breakable(node)))


def cards(writer: Writer, node: Tag) -> str:
    """Cards in a grid."""
    cards = [content(writer.children(card)) for card in node.find_all("div", class_="sd-col", recursive=False)]
    return block(call("cards", *cards, columns=str(columns_of(writer.beside.line)))) if cards else writer.children(node)


def _fills(paragraph: Tag) -> bool:
    """Whether a paragraph is all that a box holds, which Typst takes for words without a paragraph."""
    box = paragraph.parent
    if box is None or box.name in ("li", "dd", "td", "th"):
        return False
    return not any(isinstance(other, Tag) for other in box.children if other is not paragraph)


def _leads(paragraph: Tag) -> bool:
    """Whether a paragraph is the beginning of what follows it, and would stand alone without."""
    following = next((node for node in paragraph.next_siblings if isinstance(node, Tag)), None)
    if following is None or (paragraph.parent and paragraph.parent.name == "dd"):
        return False
    belongs = has_class(following, {"rdm-fold", "rdm-checklist", "rdm-facts"})
    before = next((node for node in paragraph.previous_siblings if isinstance(node, Tag)), None)
    begins = before is not None and before.name in HEADINGS and following.name in ("ul", "ol", "table", "div")
    is_short = len(paragraph.get_text()) < _LEAD
    return belongs or bool(begins and is_short) or paragraph.get_text().rstrip().endswith(":")
