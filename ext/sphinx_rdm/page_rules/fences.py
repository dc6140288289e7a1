"""Rules for fences: code and directives that are left open, or that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from ..records.wording import shown
from .names import DIRECTIVES, TITLED
from .page import Fence, Inline, Page
from .rule import Mistake, Rule

_OPENING: Final = re.compile(r"[\s>]*(?:[-*+] +|\d+[.)] +)*(`{3,}|:{3,}|~{3,})[ \t]*[^\s`:~]")
_DIRECTIVE: Final = re.compile(r"\{[^\s{}]+\}(?:\s|$)")
_LATE_OPTION: Final = re.compile(r"[ \t]*:([a-z][a-z-]*):(?:[ \t]|$)")
_OPTION_IN_TITLE: Final = re.compile(
    r"(?:^|\s):(animate|class|class-[a-z]+|color|icon|margin|name|open|selected|sync|width):(?:\s|$)"
)
_CLOSING: Final = re.compile(r"[\s>]*(`{3,}|:{3,}|~{3,})\s*$")
_LINE: Final = re.compile(r"[\s>]*(?:[-*+] +|\d+[.)] +)*(`{3,}(?!.*`)|~{3,}|:{3,}(?=\s*(?:\{|$)))")
_WRONG_MARKS: Final = re.compile(
    r"^(?:(['‘’´]{3,}|[：]{3,})[ \t]*\{?[\w-]*\}?(?=\s|\{|$)"
    r"|:(?=\{[\w-]+\})|(?:::|``)(?=[ \t]*\{[\w-]+\})|``(?=[ \t]*[\w+-]+$))",
    re.MULTILINE,
)
_TWO_MARKS: Final = re.compile(r"``\{[^\s{}]+\}[^\n]*\n")
_MARKS: Final = re.compile("`{3,}|:{3,}(?=$|\\s|\\{)", re.MULTILINE)
_FIRST: Final = ("'", "‘", "’", "´", "：", ":", "``")
"""What marks that are none begin with."""


def _open(page: Page) -> Iterator[Mistake]:
    for fence in page.fences:
        taken = _first_inside(page, fence) if fence.closed else None
        if fence.closed and (taken is None or _has_odd_end(page, fence)):
            continue
        mark = fence.token.markup
        name = _called(fence)
        closing, lack = _almost_closing(page, fence, fence.end if taken is None else taken)
        if fence.mark == "~" and not fence.token.info.strip() and page.line(fence.line - 1).strip():
            message = "a line of ~ begins a code block, down to the end; write headings with #"
        elif not fence.token.info.strip() and (mark[0] == ":" or not page.line(fence.line + 1).strip()):
            message = f"this {mark} closes nothing, so all below is shown as code; delete it"
        elif closing is not None:
            message = f"{name} is not closed: {lack}"
        else:
            what = "all below" if taken is None else f"the block of line {taken + 1}"
            message = f"{name} is not closed, so it takes in {what}; write {mark} on a line below its content"
        yield Mistake(page.indented(fence.line), message, fence.end)


def _almost_closing(page: Page, fence: Fence, end: int) -> tuple[int | None, str]:
    """The line above *end* that was meant to close a block, and what it lacks."""
    mark, number = fence.token.markup, fence.body
    closings = [(n, found[1]) for n in range(number, end) if (found := _CLOSING.match(page.line(n)))]
    while number < end:
        line = page.line(number).strip(" \t>")
        if match := _LINE.match(page.line(number)):
            closing = (n for n, signs in closings if n > number and signs.startswith(match[1]))
            is_alone = line == match[1]
            inner = next(closing, None) if not is_alone or match[1][0] != fence.mark else None
            if inner is not None:
                number = inner + 1  # a block within this one
                continue
            if is_alone and match[1][0] == fence.mark:
                if len(line) < len(mark):
                    return number, f"{line} in line {number + 1} is shorter; write {mark} there"
                return number, f"line {number + 1} is indented further; put it under its beginning"
            if is_alone and len(line) == len(mark):
                return number, f"{line} in line {number + 1} has other signs; write {mark} there"
        elif line == fence.mark * 2:
            return number, f"{line} in line {number + 1} is shorter; write {mark} there"
        elif line.endswith(mark) and line.count(mark) == 1 and not line.startswith(mark):
            return number, f"{mark} in line {number + 1} stands behind text; put it on a line of its own"
        number += 1
    return None, ""


def _nested(page: Page) -> Iterator[Mistake]:
    for fence in page.fences:
        number = _first_inside(page, fence)
        match = _OPENING.match(page.line(number)) if number is not None else None
        if number is not None and match and (not fence.closed or _has_odd_end(page, fence)):
            more = match[1] + fence.mark
            message = (
                f"{_called(fence)} of line {fence.line + 1} ends where this is closed; "
                f"begin and close it with more {'colons' if fence.mark == ':' else 'marks'}: {more}"
            )
            yield Mistake(page.position(number, match.start(1)), message, _end_of_rest(page, fence))


def _first_inside(page: Page, fence: Fence) -> int | None:
    """The line where a block begins within another that ends where this one was meant to."""
    if fence.token.markup not in fence.token.content:
        return None
    for number in range(fence.body, fence.end - fence.closed):
        match = _OPENING.match(page.line(number))
        if match and match[1].startswith(fence.token.markup) and not _is_closed(page, fence, number, match[1]):
            return number
    return None


def _has_odd_end(page: Page, fence: Fence) -> bool:
    """Whether a line is left below that was meant to close the block; without it, nothing was."""
    around = (other.end - other.closed for other in page.fences if other.line < fence.line and fence.end < other.end)
    lines = (_LINE.match(page.line(number)) for number in range(fence.end, min(around, default=len(page.lines))))
    return len([match for match in lines if match and match[1][0] == fence.mark]) % 2 == 1


def _is_closed(page: Page, fence: Fence, number: int, mark: str) -> bool:
    """Whether a block within another is closed there, by a line too far to the right to close the outer one."""
    closing = (_CLOSING.match(page.line(below)) for below in range(number + 1, fence.end - fence.closed))
    return any(match and match[1].startswith(mark) for match in closing)


def _end_of_rest(page: Page, fence: Fence) -> int:
    """The line where what follows from an early end is over: that of the fence that its own end begins."""
    rest = (other for other in page.fences if other.line >= fence.end and not other.token.info.strip())
    return next((other.end for other in rest if other.mark == fence.mark), fence.end)


def _end_of_closing(page: Page, text: Inline, mark: str) -> int:
    """The line down to which all is taken in by the closing line of a block that nothing opens; 0 without one."""
    below = next((fence for fence in page.fences if fence.line > text.line and fence.mark == mark[0]), None)
    return below.end if below and not below.token.info.strip() else 0


def _called(fence: Fence) -> str:
    if fence.directive:
        return f"the directive {{{shown(fence.directive)}}}"
    return "the block" if fence.mark == ":" else "the code block"


def _no_braces(page: Page) -> Iterator[Mistake]:
    for fence in page.fences:
        info = fence.token.info.strip()
        word = re.match(r"[\[({<]*\s*([\w:-]*)", info)
        name = word[1] if word else ""
        at = page.indented(fence.line)
        right = f"{fence.token.markup}{{{shown(name)}}}"
        if not info or _DIRECTIVE.match(info):
            continue
        if fence.mark == ":" or info[0] == "{":
            message = f"'{shown(fence.token.markup + info)}' is shown as code; write {right} to make it a directive"
            yield Mistake(at, message, fence.end)
        elif name == info.split()[0] and _is_directive(name):
            yield Mistake(at, f"'{name}' is a directive; write {right}, or its content is shown as code", fence.end)


def _is_directive(name: str) -> bool:
    return name in DIRECTIVES and name not in _languages()


@cache
def _languages() -> frozenset[str]:
    from pygments.lexers import get_all_lexers  # which few pages need

    return frozenset(alias for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases)


def _options(page: Page) -> Iterator[Mistake]:
    for fence in page.fences:
        if not fence.is_open_text:
            continue
        if fence.directive in TITLED and (match := _OPTION_IN_TITLE.search(fence.argument)):
            message = f"the option :{match[1]}: counts only on a line of its own; move it below this line"
            yield Mistake(page.position(fence.line, page.line(fence.line).rfind(match[0].strip())), message)
        inner = [other for other in page.fences if fence.line < other.line < fence.end]
        for number in range(fence.body, fence.end - fence.closed):
            match = _LATE_OPTION.match(page.line(number))
            if match and not any(other.line <= number < other.end for other in inner):
                name = _called(fence)
                message = f"the option :{match[1]}: counts only at the top of {name}; move it to line {fence.line + 2}"
                yield Mistake(page.indented(number), message)


def _marks(page: Page) -> Iterator[Mistake]:
    for text in page.texts:
        begins = any(line.startswith(_FIRST) for line in text.shown.split("\n"))
        for match in text.find(_WRONG_MARKS) if begins else ():
            right = ":::" if match[0][0] in ":：" else "```"
            message = f"'{match[0].strip()}' makes no block; write {right} for the fence"
            yield Mistake(text.at(match.start()), message, _end_of_closing(page, text, right))
            break  # the closing line is as wrong
    for text in page.marked:
        for stretch in text.of_rule("backticks") if "``{" in text.content else ():
            if _TWO_MARKS.match(text.source(stretch)) and text.content[: stretch.start].rstrip(" ")[-1:] in ("", "\n"):
                yield Mistake(text.at(stretch.start), "'``' makes no block; write ``` for the fence")
        for match in text.find(_MARKS) if "```" in text.shown or ":::" in text.shown else ():
            message = f"{match[0]} opens or closes a block only at the beginning of a line, and alone at its end"
            until = next((fence.end for fence in page.fences if fence.line > text.line), 0)
            yield Mistake(text.at(match.start()), message, until)


RULES: Final = (
    Rule(
        "nested-fence",
        "a block within one that has no more colons, or marks, than itself",
        "the outer block ends where the inner one is closed, and the rest is torn",
        _nested,
    ),
    Rule(
        "open-fence",
        "a code block or directive that nothing closes, or a closing line that closes nothing",
        "all below is taken in, down to the end of the page",
        _open,
    ),
    Rule(
        "no-directive",
        "a fence with the name of a directive that lacks its braces",
        "the content is shown as code, with all its marks",
        _no_braces,
    ),
    Rule(
        "fence-marks",
        "quotation marks, or too few colons, in the place of a fence, and a fence within a line",
        "the marks are shown, and the content is run together",
        _marks,
    ),
    Rule(
        "late-option",
        "an option of a directive that is not on the lines right below its name",
        "it has no effect, and is shown as text",
        _options,
    ),
)
