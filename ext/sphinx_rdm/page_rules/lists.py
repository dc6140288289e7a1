"""Rules for lists and paragraphs: what falls out of its step, and what is run together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from markdown_it.token import Token

from .page import Inline, Page
from .rule import Mistake, Rule

_CODE: Final = ("fence", "colon_fence", "code_block")
_BESIDE: Final = ("myst_line_comment", "myst_target", "html_block")  # what stands at the margin anyway
_BULLET_LINE: Final = re.compile(r"^[ \t]*[-*+][ \t]+(?=\S)", re.MULTILINE)
_NUMBER_LINE: Final = re.compile(r"(?<=\n)[ \t]*(\d{1,2})[.)][ \t]+(?=\S)")
_SIGN_LINE: Final = re.compile(r"^[ \t]*[•‣◦▪·●–—][ \t]*(?=\S)", re.MULTILINE)
_SIGNS: Final = frozenset("•‣◦▪●")
_GLUED_LINE: Final = re.compile(
    r"^[ \t]*(?:[-+](?=[^\W\d_])|\d{1,2}[.)](?=[^\W\d_])|[a-zA-Z][.)][ \t]+(?=\S))", re.MULTILINE
)
_MARKUP: Final = re.compile(
    r"(?P<list>(?:[-*+]|\d{1,9}[.)])[ \t]+\S)|(?P<fence>`{3,}|:{3,}\{|~{3,})|(?P<heading>#{1,6}[ \t]+\S)"
    r"|(?P<table>\|.*\|[ \t]*$)|(?P<quotation>>[ \t]+\S)|(?P<text>[A-Z][\w'’,-]*(?: [\w'’,()-]+){4,}[.:?!]?$)"
)
_QUOTE: Final = re.compile(r"[ \t]*>")
_SENTENCE: Final = re.compile(r"[.:!?]['\"’”)]*[ \t]*$")


def _steps(page: Page) -> Iterator[Mistake]:
    """Blocks right behind a list that were meant to be in it."""
    for block in (*page.blocks["bullet_list_open"], *page.blocks["ordered_list_open"]):
        inside = block.inside()
        behind = block.part.tokens[block.number + len(inside) + 2 :][:2]
        if not behind or not behind[0].map or behind[0].nesting < 0 or behind[0].type in _BESIDE:
            continue
        items = [
            token.map for token in inside if token.type == "list_item_open" and token.level == block.token.level + 1
        ]
        last = block.part.first + items[-1][0] if items and items[-1] else block.line
        column = _indent_of_text(page, last)
        line = block.part.first + behind[0].map[0]
        if _indent(page, block.line) < _indent(page, line) < column:
            message = f"no part of the list above; for that, move it to column {column + 1}"
            yield Mistake(page.indented(line), message)
        elif behind[0].type in _CODE and [_start(block.token), *map(_start, behind[1:])] == [1, 1]:
            message = f"ends the list, so that it begins with 1 again; move it to column {column + 1}"
            yield Mistake(page.indented(line), message)


def _start(token: Token) -> int:
    """The number with which a list begins; 0 for anything else."""
    return int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else 0


def _indent(page: Page, line: int) -> int:
    text = re.sub(r"^(?:[ \t]*>)+ ?", "", page.line(line)).expandtabs(4)
    return len(text) - len(text.lstrip())


def _indent_of_text(page: Page, line: int) -> int:
    """Where the text of an item begins."""
    match = re.match(r"(?:[ \t]*>)*\s*(?:[-*+]|\d{1,9}[.)])\s*", page.line(line))
    return len(match[0].expandtabs(4)) if match else 0


def _numbers(page: Page) -> Iterator[Mistake]:
    for part in page.parts:
        lists: list[list[tuple[int, int]]] = []
        for token in part.tokens:
            if token.type == "ordered_list_open":
                lists.append([])
            elif token.type == "ordered_list_close":
                yield from _other_numbers(page, lists.pop())
            elif token.type == "list_item_open" and token.info.isdigit() and token.map and lists:
                lists[-1].append((int(token.info[:9]), part.first + token.map[0]))


def _other_numbers(page: Page, items: list[tuple[int, int]]) -> Iterator[Mistake]:
    typed = [number for number, _ in items]
    if len(set(typed)) == 1:
        return  # numbered by whoever shows it
    for shown, (number, line) in enumerate(items, typed[0] if typed else 0):
        if number != shown:
            yield Mistake(page.indented(line), f"number {number} is shown as {shown}; write {shown}.")
            return


def _run_together(page: Page) -> Iterator[Mistake]:
    for text in page.texts:
        if text.holder != "paragraph_open" or ("\n" not in text.shown and not _is_list_sign(text)):
            continue
        if match := _NUMBER_LINE.search(text.shown):
            message = "no step, but a part of the paragraph above; put an empty line before the list"
            yield Mistake(text.at(match.end() - len(match[0].lstrip())), message)
        lines = text.shown.split("\n")
        marked = [match for match in _BULLET_LINE.finditer(text.shown) if match.start()]
        if marked:
            message = "no item, but a part of the text above, because it is indented further; take away spaces"
            yield Mistake(text.at(marked[0].end() - len(marked[0][0].lstrip())), message)
            continue
        for pattern, message in (
            (_SIGN_LINE, "no list, but plain text; begin each item with '- '"),
            (_GLUED_LINE, "no list, but plain text; begin items with '- ' or '1. '"),
        ):
            found = list(pattern.finditer(text.shown))
            if len(found) > 1 or (found and pattern is _SIGN_LINE and len(lines) == 1 and _is_list_sign(text)):
                yield Mistake(text.at(found[0].start()), message)
                break


def _is_list_sign(text: Inline) -> bool:
    return text.shown.lstrip()[:1] in _SIGNS


def _code(page: Page) -> Iterator[Mistake]:
    for part, number, _, line, end in page.blocks["code_block"]:
        match = _MARKUP.match(page.line(line).lstrip(" \t>"))
        is_output = match and match["text"] and number and part.tokens[number - 1].type == "fence"
        if match and not is_output:
            message = f"four spaces make code of this {match.lastgroup}; take them away"
            yield Mistake(page.indented(line), message, end)


def _lazy(page: Page) -> Iterator[Mistake]:
    """Lines that belong to the quotation or the item above, although they do not look it."""
    for part in page.parts:
        depth: list[str] = []
        for token in part.tokens:
            if token.type in ("blockquote_open", "list_item_open"):
                depth.append(token.type)
            elif token.type in ("blockquote_close", "list_item_close"):
                depth.pop()
            elif token.type == "paragraph_open" and depth and token.map:
                first, end = (part.first + number for number in token.map)
                quoted = "blockquote_open" in depth and _QUOTE.match(page.line(first))
                for number in range(first + 1, end):
                    line, above = page.line(number), page.line(number - 1)
                    if line[:1].isspace() or (quoted and _QUOTE.match(line)):
                        continue
                    if line[:1].isupper() and _SENTENCE.search(above):
                        holder = "quotation" if quoted else "item"
                        yield Mistake(
                            page.position(number), f"belongs to the {holder} above; put an empty line before it"
                        )
                    break  # whoever leaves out the indent of one line, does so of all


RULES: Final = (
    Rule("step", "a block behind a list that stands in no column of it", "the list ends before it", _steps),
    Rule("number", "a number of a list that is not shown as it was typed", "'see step 4' leads to another", _numbers),
    Rule(
        "indented-text",
        "a list, a fence, a heading, a table or a sentence behind four spaces",
        "it is shown as code",
        _code,
    ),
    Rule(
        "run-together",
        "items of a list that are lines of a paragraph",
        "they are shown in one line, with their marks",
        _run_together,
    ),
    Rule("lazy-line", "a line that belongs to the quotation or item above", "it is shown as a part of it", _lazy),
)
