"""A page as the rules see it: its lines, the blocks that MyST makes of them, and its texts without what MyST took.

MyST's own parser does the work. Bodies of directives are parsed in turn, as MyST does; they keep their lines.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ..asked import AskedOfPage
from ..records.positioned import Position
from .names import ROLES, TITLED, WITH_MARKDOWN
from .parser import Stretch, parser_of

CODE: Final = "\x01"
ROLE: Final = "\x02"
LINK: Final = "\x03"
IMAGE: Final = "\x04"
ADDRESS: Final = "\x05"
HTML: Final = "\x06"
OTHER: Final = "\x07"
_MASKS: Final = {
    "backticks": CODE,
    "myst_role": ROLE,
    "link": LINK,
    "image": IMAGE,
    "autolink": ADDRESS,
    "html_inline": HTML,
}

_SIGN: Final = re.compile(r"[^\w\s.,;()'\"%–—’“”/-]")  # which may be markup; others are only if they are two
_MOST_LEVELS: Final = 20  # of directives within directives
_OPTION: Final = re.compile(r"[ \t]*:(?!::)")
_CLOSING: Final = re.compile(r"[\s>]*(`+|~+|:+)[ \t]*")
_UNDERLINE: Final = re.compile(r"^[ \t>]*(?:=+|-+)[ \t]*$", re.MULTILINE)
_NAME: Final = re.compile(r"\{([^\s{}]+)\}")


class Settings(NamedTuple):
    """What the rules must know of the project whose pages they look at."""

    extensions: frozenset[str] = frozenset()
    """Those of MyST, as ``myst_enable_extensions`` has them."""
    disabled: tuple[str, ...] = ()
    """What of Markdown is switched off, as in ``myst_disable_syntax``."""
    roles: frozenset[str] = ROLES
    dashes: bool = True
    """Whether two hyphens become a dash, as in ``smartquotes``."""
    asked: AskedOfPage = AskedOfPage()
    """What is asked of this page; nothing of a file that is only included."""
    definitions: bool = False
    """Whether lines with the addresses of links by name are blocks; no rule asks for them."""


class PlacedToken(NamedTuple):
    """A token that stands for a block, with its lines in the page from 0."""

    part: Parsed
    number: int
    """Where the token is among those of its part."""
    token: Token
    line: int
    end: int

    def inside(self) -> list[Token]:
        """The tokens between this one and its end."""
        return list(takewhile(lambda token: token.level > self.token.level, self.part.tokens[self.number + 1 :]))


class Fence(NamedTuple):
    """A code block or directive between two fences; lines count from 0 in the page."""

    token: Token
    line: int
    end: int
    closed: bool
    directive: str
    """The name of the directive; empty for code."""
    argument: str
    body: int
    """The first line below the options."""

    @property
    def mark(self) -> str:
        """The character of the fence."""
        return self.token.markup[0]

    @property
    def is_open_text(self) -> bool:
        """Whether what is between the fences is Markdown."""
        return self.directive in WITH_MARKDOWN


@dataclass(slots=True)
class Inline:
    """A paragraph, heading or cell: ``shown`` has masks in the place of all that the parser took."""

    lines: list[str]
    content: str
    line: int
    column: int
    holder: str
    """The type of the token that holds it, such as ``paragraph_open``."""
    fence: Fence | None
    stretches: list[Stretch]
    shown: str = ""

    def at(self, index: int) -> Position:
        """Where a character stands in the page."""
        number = self.content.count("\n", 0, index)
        start = self.content.rfind("\n", 0, index) + 1
        line = self.content[start:].partition("\n")[0]
        source = self.lines[self.line + number]
        found = source.find(line, self.column if not number else 0)
        if found < 0:  # an escaped pipe in a cell, or the like
            found, index = max(self.column, len(source) - len(source.lstrip())), start
        return _position(self.lines, self.line + number, found + index - start)

    def find(self, pattern: re.Pattern[str], sign: str = "") -> Iterator[re.Match[str]]:
        """Each match in what the parser let stand, which later rules then find taken.

        Where the *sign* is that every match has, texts without it cost nothing.
        """
        if sign in self.shown:
            for match in pattern.finditer(self.shown):
                yield match
                self.take(*match.span())

    def take(self, start: int, end: int) -> None:
        """Have later rules pass over a stretch."""
        self.shown = self.shown[:start] + OTHER * (end - start) + self.shown[end:]

    def of_rule(self, rule: str) -> list[Stretch]:
        """The stretches that a rule of the parser took."""
        return [stretch for stretch in self.stretches if stretch.rule == rule]

    def source(self, stretch: Stretch) -> str:
        """A stretch as it was typed."""
        return self.content[stretch.start : stretch.end]


@dataclass(slots=True)
class Parsed:
    """The page, or the body of a directive on it: what the parser made of it in one go."""

    tokens: list[Token]
    first: int
    """The line of the page with which it begins, from 0."""
    fence: Fence | None = None
    """The directive whose body it is."""


@dataclass(slots=True)
class Page:
    """A page and all that was made of it."""

    name: str
    lines: list[str]
    settings: Settings
    parts: list[Parsed] = field(default_factory=list)
    texts: list[Inline] = field(default_factory=list)
    marked: list[Inline] = field(default_factory=list)
    """Those of the texts that have signs which may be markup."""
    fences: list[Fence] = field(default_factory=list)
    blocks: defaultdict[str, list[PlacedToken]] = field(default_factory=lambda: defaultdict(list))
    """All blocks by the types of their tokens."""

    def of_rule(self, rule: str) -> Iterator[tuple[Inline, Stretch]]:
        """The stretches of all texts that a rule of the parser took."""
        return ((text, stretch) for text in self.marked for stretch in text.stretches if stretch.rule == rule)

    def find(self, pattern: re.Pattern[str], sign: str) -> Iterator[tuple[Inline, re.Match[str]]]:
        """Each match in the texts, as :meth:`Inline.find` gives them."""
        return ((text, match) for text in self.marked if sign in text.shown for match in text.find(pattern))

    def line(self, number: int) -> str:
        """A line, counted from 0; empty beyond the end."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def position(self, line: int, column: int = 0) -> Position:
        """A place, both counted from 0, that lies within the page."""
        return _position(self.lines, line, column)

    def indented(self, line: int) -> Position:
        """The place of the first character of a line that is no space."""
        text = self.line(line)
        return self.position(line, len(text) - len(text.lstrip()))


def _position(lines: list[str], line: int, column: int) -> Position:
    line = max(0, min(line, len(lines) - 1))
    return Position(line + 1, max(0, min(column, len(lines[line]))) + 1)


def page_of(text: str, name: str, settings: Settings) -> Page:
    """Parse a page."""
    page = Page(name, text.split("\n"), settings)
    start = text.find("\n---", 3) + len("\n---") if text.startswith("---") else 0
    # For headings that a line below makes, the parser looks at each paragraph twice; few pages have a line that could.
    more = () if _UNDERLINE.search(text, start) else ("lheading",)
    parser = parser_of(settings.extensions, (*settings.disabled, *more), settings.definitions)
    _parse(page, parser, {}, text, 0, None)
    return page


def _parse(page: Page, parser: MarkdownIt, env: dict[str, object], text: str, first: int, fence: Fence | None) -> None:
    """Parse a part, and then what is inside it: definitions of links count from where MyST knows them."""
    tokens = parser.parse(text, env)
    part = Parsed(tokens, first, fence)
    page.parts.append(part)
    column, row = 0, -1
    for number, token in enumerate(tokens):
        if not token.map:
            continue
        line = first + token.map[0]
        if token.type != "inline":
            page.blocks[token.type].append(PlacedToken(part, number, token, line, first + token.map[1]))
        else:
            column = column if line == row else 0
            content, stretches = token.content, token.meta["stretches"]
            found = Inline(page.lines, content, line, column, tokens[number - 1].type, fence, stretches)
            found.shown = _shown(found) if stretches else content
            page.texts.append(found)
            if _may_be_markup(content):
                page.marked.append(found)
            if found.holder in ("td_open", "th_open"):
                start, row = page.lines[line].find(content, column), line
                column = start + len(content) if start >= 0 else found.at(len(content)).column - 1
        if token.type in ("fence", "colon_fence"):
            inner = _fence(page, token, first)
            page.fences.append(inner)
            if inner.directive in TITLED and inner.argument:
                _parse(page, parser, env, inner.argument, inner.line, inner)
            level = _parents(page, fence)
            if inner.is_open_text and level < _MOST_LEVELS and (body := _body(inner)).strip():
                _parse(page, parser, env, body, inner.line + 1, inner)


def _may_be_markup(text: str) -> bool:
    return "_" in text or "--" in text or "//" in text or _SIGN.search(text) is not None


def _parents(page: Page, fence: Fence | None) -> int:
    if fence is None:
        return 0
    return sum(part.fence is not None and part.first <= fence.line < part.fence.end for part in page.parts)


def _fence(page: Page, token: Token, first: int) -> Fence:
    start, end = (first + number for number in token.map or (0, 0))
    last = _CLOSING.fullmatch(page.line(end - 1))
    closed = end - start > 1 and last is not None and last[1].startswith(token.markup)
    name, _, argument = token.info.strip().partition(" ")
    directive = match[1] if (match := _NAME.fullmatch(name)) else ""
    return Fence(
        token,
        start,
        end,
        closed,
        directive,
        argument.strip(),
        start + 1 + (_options(token.content) if directive else 0),
    )


def _options(content: str) -> int:
    """How many lines of options a directive begins with."""
    lines = content.split("\n")
    if lines[0].startswith("---"):
        return next((number + 1 for number, line in enumerate(lines) if number and line.startswith("---")), len(lines))
    return sum(1 for _ in takewhile(_OPTION.match, lines))


def _body(fence: Fence) -> str:
    """The body of a directive, with empty lines in the place of its options."""
    options = fence.body - fence.line - 1
    return "\n" * options + "\n".join(fence.token.content.split("\n")[options:])


def _shown(text: Inline) -> str:
    chars = list(text.content)
    for stretch in text.stretches:
        mask, start = _MASKS.get(stretch.rule, OTHER), stretch.start
        if stretch.rule in ("link", "span"):  # whose text can be seen
            label = text.source(stretch)
            closing = max(label.rfind("]("), label.rfind("][")) if label[-1] in ")]" else label.rfind("]{")
            closing = closing if closing > 0 else label.rfind("]")
            chars[start], start = mask, start + closing
        elif _is_text(stretch, text):
            continue
        taken = text.content[start : stretch.end]
        chars[start : stretch.end] = re.sub(".", mask, taken) if "\n" in taken else mask * len(taken)
    return "".join(chars)


def _is_text(stretch: Stretch, text: Inline) -> bool:
    """Whether the parser took marks and made nothing of them, or took spaces at the beginning of a line."""
    if stretch.rule == "newline":
        return True
    if stretch.rule == "escape":
        return text.source(stretch)[1:].isalnum()
    marks = [token for token in stretch.tokens if token.type == "text" and token.content in ("*", "_", "~")]
    return stretch.rule in ("emphasis", "strikethrough") and bool(marks)
