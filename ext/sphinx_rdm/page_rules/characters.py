"""Rules for single characters: what nobody sees, and what a merge or another encoding left behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..records.text import describe
from .page import Page
from .rule import Mistake, Rule

_BEGIN: Final = re.compile(r"<{7}(?: |$)")
_END: Final = re.compile(r">{7}(?: |$)")
_MIDDLE: Final = re.compile(r"={7}$")
_UNSEEN: Final = re.compile("[\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]+")
_BLANK: Final = "\u00a0\u2007\u202f\u2000-\u200a\u3000"
_BLANK_IN_SYNTAX: Final = re.compile(
    rf"^\s*(?:[-*+]|\d{{1,9}}[.)]|\#{{1,6}}|>|:{{3,}}|`{{3,}})(?P<marker>[{_BLANK}])"  # behind a marker
    rf"|^[ \t]*(?P<indent>[{_BLANK}])\s*\S"  # as indentation
)
_CODE_OF_BLANKS: Final = re.compile(f"[{_BLANK}]")
# What bytes of UTF-8 look like to who takes them for those of Windows: Latin letters, quotation marks and dashes.
_HIGH: Final = re.escape("".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0)))
_TYPED: Final = re.compile(f"(?:[\u00c2\u00c3][{_HIGH}]|\u00e2[\u20ac\u201a][{_HIGH}])+")

_SHELLS: Final = ("bash", "sh", "shell", "console", "zsh", "powershell", "bat")
_TYPESET: Final = re.compile(r"(?:(?<=[\s=(])|^)([“”„‘’]|[–—](?=\w))")
_TYPESET_OPTION: Final = re.compile(r"`+ ?([–—])\w")


def _conflicts(page: Page) -> Iterator[Mistake]:
    marks = [number for number, line in enumerate(page.lines) if line[:7] in ("<<<<<<<", ">>>>>>>", "=======")]
    inside = _inside_code(page) if marks else set()
    begins = [number for number in marks if _BEGIN.match(page.lines[number]) and number not in inside]
    for begin in begins:
        end = next((number for number in marks if number > begin and _END.match(page.lines[number])), None)
        middle = [number for number in marks if begin < number < (end or 0) and _MIDDLE.match(page.lines[number])]
        if end is not None and middle:
            message = "two versions of these lines from a merge; keep what is right, and delete the lines of <, = and >"
            yield Mistake(page.position(begin), message, end + 1)


def _unseen(page: Page) -> Iterator[Mistake]:
    for number, line in enumerate(page.lines):
        if not line.isascii():
            for match in _UNSEEN.finditer(line):
                yield Mistake(page.position(number, match.start()), describe(match[0]))


def _lost(page: Page) -> Iterator[Mistake]:
    for number, line in enumerate(page.lines):
        if not line.isascii():
            for match in _TYPED.finditer(line):
                if meant := _meant(match[0]):
                    message = f"'{match[0]}' was '{meant}' before the text was saved in another encoding; type it anew"
                    yield Mistake(page.position(number, match.start()), message)


def _meant(text: str) -> str:
    raw = b"".join(bytes([ord(char)]) if ord(char) < 0x100 else char.encode("cp1252") for char in text)
    return raw.decode("utf-8", "ignore")


def _spaces(page: Page) -> Iterator[Mistake]:
    code = _inside_code(page)
    for number, line in enumerate(page.lines):
        if not line.isascii() and number not in code and (match := _BLANK_IN_SYNTAX.search(line)):
            place = "before it" if match["indent"] else "there"
            message = f"a no-break space, with which this is plain text; type a common space {place}"
            yield Mistake(page.position(number, match.start(match.lastgroup or 0)), message)
    for fence in page.fences:
        if not fence.directive and fence.token.info.strip() not in ("", "text", "none", "console"):
            for number in range(fence.line + 1, fence.end):
                if match := _CODE_OF_BLANKS.search(page.line(number)):
                    message = "a no-break space in code, with which it fails when it is copied; type a common space"
                    yield Mistake(page.position(number, match.start()), message)


def _typeset(page: Page) -> Iterator[Mistake]:
    for fence in page.fences:
        if fence.token.info.strip().lower() in _SHELLS and not fence.token.content.isascii():
            for number in range(fence.line + 1, fence.end - fence.closed):
                if match := _TYPESET.search(page.line(number).partition("#")[0]):
                    yield Mistake(page.position(number, match.start(1)), _no_code(match[1]))
    for text, stretch in page.of_rule("backticks"):
        if match := _TYPESET_OPTION.match(text.source(stretch)):
            yield Mistake(text.at(stretch.start + match.start(1)), _no_code(match[1]))


def _no_code(sign: str) -> str:
    right = "--" if sign == "—" else "-" if sign == "–" else '"' if sign in "“”„" else "'"
    return f"{sign} in code, as an editor makes it, fails when it is copied; type {right}"


def _inside_code(page: Page) -> set[int]:
    """The lines of the page that are shown as they are."""
    found: set[int] = set()
    for block in page.blocks["code_block"]:
        found.update(range(block.line, block.end))
    for fence in page.fences:
        if not fence.is_open_text:
            found.update(range(fence.line + 1, fence.end))
    return found


RULES: Final = (
    Rule(
        "conflict",
        "lines of a merge that was not finished",
        "both versions are shown, with the marks between them",
        _conflicts,
    ),
    Rule(
        "unseen-character",
        "a character that nobody sees, such as a zero-width space",
        "the search and a reader who copies the text get other words than they see",
        _unseen,
    ),
    Rule(
        "lost-letter",
        "letters that were saved in one encoding and read in another",
        "two or three strange letters stand in the place of one",
        _lost,
    ),
    Rule(
        "no-break-space",
        "a no-break space behind the mark of a list, heading or fence, at the beginning of a line, or in code",
        "the marks are shown as they were typed; in code, a command fails when it is copied",
        _spaces,
    ),
    Rule(
        "typeset-code",
        "curly quotation marks and dashes in commands",
        "the command fails when it is copied",
        _typeset,
    ),
)
