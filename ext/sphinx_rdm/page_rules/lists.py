"""Rules for lists and paragraphs: what falls out of its step, and what is run together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from markdown_it.token import Token

from .page import CODE, LINK, ROLE, Inline, Page
from .parser import MOST_NESTED
from .rule import Mistake, Rule

_CODE: Final = ("fence", "colon_fence", "code_block")
_BESIDE: Final = ("myst_line_comment", "myst_target", "html_block")  # what stands at the margin anyway
_BULLET_LINE: Final = re.compile(r"^[ \t]*[-*+][ \t]+(?=\S)", re.MULTILINE)
_NUMBER_LINE: Final = re.compile(r"(?<=\n)[ \t]*(\d{1,2})[.)][ \t]+(?=\S)")
_SIGN_LINE: Final = re.compile(r"^[ \t]*[•‣◦▪·●–—][ \t]*(?=\S)", re.MULTILINE)
_SIGNS: Final = frozenset("•‣◦▪●")
_FIRST: Final = frozenset("-+*•‣◦▪·●–—0123456789")
"""What begins an item, or was meant to."""
_MEANT: Final = re.compile(r"[ \t]*(?P<mark>[-+*•‣◦▪·●–—]|(?P<number>\d{1,2})[.)]?)(?P<space>[ \t]*)(?=\S)")
_ITEM: Final = re.compile(r"(?P<before>(?:[ \t]*>)*[ \t]*)(?P<mark>[-+*]|(?P<number>\d{1,9})[.)])[ \t]+")
_BOLD: Final = re.compile(r"\*\*[^\s*]")
_WORD: Final = re.compile(rf"[^\W\d_]{{2}}|[{CODE}{ROLE}{LINK}]")
_GLUED_LINE: Final = re.compile(
    r"^[ \t]*(?:[-+](?=[^\W\d_])|\d{1,2}[.)](?=[^\W\d_])|[a-zA-Z][.)][ \t]+(?=\S))", re.MULTILINE
)
_NO_LIST: Final = "no list, but plain text; begin items with '- ' or '1. '"
_MARKUP: Final = re.compile(
    r"(?P<list>(?:[-*+]|\d{1,9}[.)])[ \t]+\S)|(?P<fence>`{3,}|:{3,}\{|~{3,})|(?P<heading>#{1,6}[ \t]+\S)"
    r"|(?P<table>\|.*\|[ \t]*$)|(?P<quotation>>[ \t]+\S)|(?P<text>[A-Z][\w'’,-]*(?: [\w'’,()-]+){4,}[.:?!]?$)"
)
_QUOTE: Final = re.compile(r"[ \t]*>")
_SENTENCE: Final = re.compile(r"[.:!?]['\"’”)]*[ \t]*$")


class Meant(NamedTuple):
    """The beginning of a line that may have been meant for an item."""

    mark: str
    number: int
    is_glued: bool
    is_bold: bool
    is_word: bool
    is_sentence: bool
    """Whether a sentence begins here, as far as one can tell."""


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
        lists: list[tuple[int, list[tuple[int, int]]]] = []
        holders: set[int] = set()
        for token in part.tokens:
            if token.type == "ordered_list_open":
                lists.append((token.level, []))
            elif token.type == "ordered_list_close":
                _, items = lists.pop()
                if not lists or items is not lists[-1][1]:
                    yield from _other_numbers(page, items)
            elif token.type == "list_item_open" and token.info.isdigit() and token.map and lists:
                number, line = int(token.info[:9]), part.first + token.map[0]
                level, items = lists[-1]
                if not items and len(lists) > 1 and lists[-2][0] == level - 2:
                    above, holder = lists[-2][1][-1]
                    if 1 < number == above + 1 and holder not in holders:
                        column = _indent(page, holder) + 1
                        message = f"step {number} is shown within step {above}; move it to column {column}"
                        yield Mistake(page.indented(line), message)
                        lists[-1] = level, lists[-2][1]
                    holders.add(holder)
                lists[-1][1].append((number, line))


def _other_numbers(page: Page, items: list[tuple[int, int]]) -> Iterator[Mistake]:
    typed = [number for number, _ in items]
    if len(set(typed)) == 1:
        return  # numbered by whoever shows it
    for shown, (number, line) in enumerate(items, typed[0] if typed else 0):
        if number != shown:
            above = items[shown - typed[0] - 1][1]
            if not any(above < lost.at.line - 1 < line for lost in _run_together(page)):  # which is why it differs
                yield Mistake(page.indented(line), f"number {number} is shown as {shown}; write {shown}.")
            return


def _run_together(page: Page) -> Iterator[Mistake]:
    for text in page.texts:
        if text.holder != "paragraph_open" or ("\n" not in text.shown and text.shown[:1] not in _FIRST):
            continue
        item = _ITEM.match(page.line(text.line))
        if lost := list(_lost(page, text, item)):
            yield from lost if item or len(lost) == 1 else [lost[0]._replace(message=_NO_LIST)]
            continue
        if "\n" not in text.shown and not _is_list_sign(text):
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
            (_GLUED_LINE, _NO_LIST),
        ):
            found = list(pattern.finditer(text.shown))
            if len(found) > 1 or (found and pattern is _SIGN_LINE and len(lines) == 1 and _is_list_sign(text)):
                yield Mistake(text.at(found[0].start()), message)
                break


def _lost(page: Page, text: Inline, item: re.Match[str] | None) -> Iterator[Mistake]:
    """Lines of a paragraph that were meant to be items, as the *item* that it begins with, or its neighbours, show."""
    start, step = 0, int(item["number"] or 0) if item else 0
    above = ""
    for number, line in enumerate(text.shown.split("\n")):
        match = _MEANT.match(line) if line.lstrip()[:1] in _FIRST and (number or not item) else None
        if match:
            meant = Meant(
                match["mark"],
                int(match["number"] or 0),
                not match["space"],
                _BOLD.match(text.content, start + match.end()) is not None,
                _WORD.match(text.shown, start + match.end()) is not None,
                text.shown[start + match.end()].isupper() and (not number or _SENTENCE.search(above) is not None),
            )
            at = text.at(start + match.start("mark"))
            message = _in_item(meant, at.column, item, step) if item else _alone(page, text, meant, number)
            if message:
                yield Mistake(at, message)
                step += 1
        start += len(line) + 1
        above = line


def _in_item(meant: Meant, column: int, item: re.Match[str], step: int) -> str:
    """What is wrong with a line of an item that was meant to be the next."""
    own = item.end("before") + 1
    if meant.number:
        if not item["number"] or meant.number != step + 1:
            return _missing(meant) if meant.is_glued and meant.is_bold and meant.mark[-1] in ".)" else ""
        if meant.mark[-1] not in ".)":
            return _missing(meant) if column <= own and (meant.is_bold or meant.is_sentence) else ""
        if meant.is_glued:
            return _missing(meant) if meant.is_bold or (meant.is_word and column <= own) else ""
        return f"no step, but a part of the one above, because it is indented further; move it to column {own}"
    if meant.mark in "-+*":
        is_next = meant.is_word and meant.mark == item["mark"] and column <= own
        return _missing(meant) if meant.is_glued and (is_next or meant.is_bold) else ""
    if meant.mark in _SIGNS or (column <= own and (meant.is_bold or meant.is_sentence)):
        return f"no item, but plain text; begin it with '{'-' if item['number'] else item['mark']} '"
    return ""


def _alone(page: Page, text: Inline, meant: Meant, number: int) -> str:
    """What is wrong with a line of a paragraph of its own that was meant to be an item."""
    if meant.is_glued and meant.is_bold and (meant.mark in "-+" or meant.mark[-1] in ".)"):
        return _missing(meant)
    if number or not (meant.is_bold or meant.is_word) or ("\n" in text.shown and not meant.number):
        return ""
    above = next((line for line in reversed(page.lines[: text.line]) if line.strip()), "")
    below = next((line for line in page.lines[text.line + 1 :] if line.strip()), "")
    items = [match for match in map(_ITEM.match, (above, below)) if match]
    if meant.number:
        is_next = any(abs(int(match["number"] or -1) - meant.number) == 1 for match in items)
        is_lost = meant.is_glued if meant.mark[-1] in ".)" else meant.is_bold
        return _missing(meant) if is_next and is_lost else ""
    marks = {match["mark"] for match in items}
    is_first = page.line(text.line + 1).strip() and text.shown[-1] != ":"  # nothing is between it and the list
    if meant.is_glued and marks == {meant.mark} and (len(items) == 2 or (is_first and items[0].string == below)):
        return _missing(meant)
    if len(items) == 2 and meant.mark in "–—" and len(marks) == 1 and (meant.is_bold or meant.is_sentence):
        return f"no item, but plain text; begin it with '{min(marks)} '" if min(marks) in "-+*" else ""
    return ""


def _missing(meant: Meant) -> str:
    what, mark = ("step", meant.mark) if meant.number else ("item", meant.mark)
    lack = "space" if not meant.number or mark[-1] in ".)" else "dot"
    right = f"{mark}{'.' if lack == 'dot' else ''} {'**' if meant.is_bold else ''}"
    return f"no {what}, because of the missing {lack}; write '{right}'"


def _is_list_sign(text: Inline) -> bool:
    return text.shown.lstrip()[:1] in _SIGNS


def _code(page: Page) -> Iterator[Mistake]:
    for part, number, _, line, end in page.blocks["code_block"]:
        match = _MARKUP.match(page.line(line).lstrip(" \t>"))
        is_output = match and match["text"] and number and part.tokens[number - 1].type == "fence"
        if match and not is_output:
            at = page.indented(line)
            has_tab = "\t" in page.line(line)[: at.column - 1]
            blanks, them = ("a tab makes", "it") if has_tab else ("four spaces make", "them")
            while match["table"] and page.line(end).strip():  # the other rows are none without this one
                end += 1
            yield Mistake(at, f"{blanks} code of this {match.lastgroup}; take {them} away", end)


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


def _deep(page: Page) -> Iterator[Mistake]:
    for block in (*page.blocks["list_item_open"], *page.blocks["blockquote_open"]):
        if block.token.level + 1 >= MOST_NESTED and not block.inside():
            yield Mistake(page.indented(block.line), "nested too deep to be shown; take it out of some lists")


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
    Rule("too-deep", "a text in ten lists, one in the other", "the parser leaves it out", _deep),
)
