"""Where a page names other pages and files: each such word at its place, and none that stands in code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Final, NamedTuple

from markdown_it.helpers import parseLinkDestination, parseLinkTitle

from ..records.positioned import Position
from .names import words
from .page import Fence, Inline, Page, Settings, page_of


class Shape(Enum):
    """How a page or a file is named."""

    ADDRESS = "address"
    """As in a link of Markdown: a path that may be escaped, and an anchor."""
    ANGLED = "address in angle brackets"
    PAGE = "page"
    """The name of a page, without ending."""
    FILE = "file"
    """A path, as it is."""
    INCLUDED = "included file"
    """The same of a file whose text becomes part of the page."""


class Destination(NamedTuple):
    """A word that names a page or a file."""

    at: Position
    typed: str
    """What stands there."""
    shape: Shape
    value: str
    """The same without escapes of Markdown."""


_ARGUMENTS: Final = {
    "image": Shape.FILE,
    "figure": Shape.FILE,
    "literalinclude": Shape.FILE,
    "include": Shape.INCLUDED,
    "button-ref": Shape.PAGE,
}
_ROLES: Final = {"doc": Shape.PAGE, "any": Shape.PAGE, "download": Shape.FILE}
_TITLED: Final = re.compile(r"<([^<>]*)>\s*\Z")
_WORD: Final = re.compile(r"\S(?:.*\S)?")
_OPTION: Final = re.compile(r"[ \t>]*:?(link|file|link-type|ref-type):[ \t]+(\S.*?)[ \t]*")
_DEFINITION: Final = re.compile(r"[\s>]*\[(?:[^\[\]\\]|\\.)+\]:\s*(?:>\s*)*")
_LABEL_END: Final = re.compile(r"\]\(\s*")
_SCHEME: Final = re.compile(r"(?:project|path):")

_RST_LITERAL: Final = words(
    "code code-block sourcecode parsed-literal math raw highlight doctest productionlist csv-table"
)
_RST_CODE: Final = re.compile(r"``.+?``", re.DOTALL)
_RST_ROLE: Final = re.compile(r":(doc|any|download):`([^`]+)`")
_RST_DIRECTIVE: Final = re.compile(r"([ \t]*)\.\. (?:\|[^|]+\| )?([\w:-]+)::[ \t]*(.*)")
_RST_EXPLICIT: Final = re.compile(r"\.\. (?:\[|_|\|)")


def of_markdown(text: str, name: str, settings: Settings) -> Iterator[Destination]:
    """What a page in MyST names."""
    page = page_of(text, name, settings._replace(definitions=True))
    for inline in page.marked:
        yield from _of_inline(inline)
    for block in page.blocks["definition"]:
        source = "\n".join(page.lines[block.line : block.end])
        if match := _DEFINITION.match(source):
            at = _placer(page.lines, block.line, source)
            yield from _address(source, match.end(), str(block.token.meta["url"]), at)
    for fence in page.fences:
        yield from _of_directive(page, fence)


def _of_inline(inline: Inline) -> Iterator[Destination]:
    for stretch in inline.stretches:
        source, at = inline.source(stretch), _inside(inline, stretch.start)
        if stretch.rule in ("link", "image"):
            name = "href" if stretch.rule == "link" else "src"
            value = next((str(token.attrs[name]) for token in stretch.tokens if name in token.attrs), "")
            for match in _LABEL_END.finditer(source):
                if _closed(source, match.end(), value):
                    yield from _address(source, match.end(), value, at)
                    break
        elif stretch.rule == "autolink" and (scheme := _SCHEME.match(source, 1)):
            typed = source[scheme.end() : -1]
            yield Destination(at(scheme.end()), typed, Shape.ADDRESS, typed)
        elif stretch.rule == "myst_role" and (shape := _ROLES.get(str(stretch.tokens[-1].meta["name"]))):
            start = source.index("`")
            start += len(source[start:]) - len(source[start:].lstrip("`"))
            yield from _of_role(source[: len(source.rstrip("`"))], start, shape, at)


def _inside(inline: Inline, start: int) -> Callable[[int], Position]:
    return lambda index: inline.at(start + index)


def _of_role(source: str, start: int, shape: Shape, at: Callable[[int], Position]) -> Iterator[Destination]:
    """What a role names whose text begins at *start*: what stands in angle brackets at its end, or all of it."""
    match = _TITLED.search(source, start)
    begin, typed = (match.start(1), match[1]) if match else (start, source[start:])
    if word := _WORD.search(typed):
        yield Destination(at(begin + word.start()), word[0], shape, word[0])


def _closed(source: str, start: int, value: str) -> bool:
    """Whether the address of a link begins at *start*, and the link ends behind it and its title."""
    found = parseLinkDestination(source, start, len(source))
    if not found.ok or found.str != value:
        return False
    rest = source[found.pos :]
    title = parseLinkTitle(rest.lstrip(), 0, len(rest.lstrip()))
    return rest.strip() == ")" or (title.ok and rest.lstrip()[title.pos :].strip() == ")")


def _address(source: str, start: int, value: str, at: Callable[[int], Position]) -> Iterator[Destination]:
    found = parseLinkDestination(source, start, len(source))
    if found.ok and found.str == value:
        typed = source[start : found.pos]
        shape = Shape.ANGLED if typed.startswith("<") else Shape.ADDRESS
        typed, start = (typed[1:-1], start + 1) if shape is Shape.ANGLED else (typed, start)
        if match := _SCHEME.match(typed):
            typed, value, start = typed[match.end() :], value[match.end() :], start + match.end()
        yield Destination(at(start), typed, shape, value)


def _placer(lines: list[str], line: int, source: str) -> Callable[[int], Position]:
    """Where a character stands of a *source* that begins on a line, counted from 0."""

    def at(index: int) -> Position:
        before = source[:index]
        return Position(line + before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1)

    return at


def _of_directive(page: Page, fence: Fence) -> Iterator[Destination]:
    name = fence.directive
    end = fence.end - fence.closed
    if fence.argument and (shape := _ARGUMENTS.get(name)):
        line = page.line(fence.line)
        start = line.find(fence.argument, line.find("}") + 1)
        yield Destination(Position(fence.line + 1, start + 1), fence.argument, shape, fence.argument)
    yield from _of_options(page.lines, fence.line + 1, fence.body)
    if name == "toctree":
        for number in range(fence.body, end):
            yield from _entry(page.line(number), number)
    elif name == "eval-rst":
        body = [""] * (fence.line + 1) + page.lines[fence.line + 1 : end]
        yield from of_rst("\n".join(body))


def _of_options(lines: list[str], begin: int, end: int) -> Iterator[Destination]:
    """What options name: a file, or the page of a card; its kind is another option."""
    found = {match[1]: (number, match) for number in range(begin, end) if (match := _OPTION.fullmatch(lines[number]))}
    for name, shape in (("file", Shape.FILE), ("link", Shape.PAGE)):
        if name in found and (shape is Shape.FILE or found.get("link-type", (0, {2: ""}))[1][2] in ("doc", "any")):
            number, match = found[name]
            yield Destination(Position(number + 1, match.start(2) + 1), match[2], shape, match[2])


def _entry(line: str, number: int) -> Iterator[Destination]:
    """An entry of a table of contents that a page has."""
    if not line.strip().startswith(":"):
        yield from _of_role(line, 0, Shape.PAGE, lambda index: Position(number + 1, index + 1))


def of_rst(text: str) -> Iterator[Destination]:
    """What a page in reStructuredText names."""
    lines = text.split("\n")
    shown: list[str] = []
    literal, directive, inside = -1, "", -1
    for number, line in enumerate(lines):
        stripped = line.strip()
        indent = len(line) - len(line.lstrip())
        if stripped and indent <= literal:
            literal = -1
        if stripped and indent <= inside:
            directive, inside = "", -1
        if literal >= 0:
            shown.append(" " * len(line))
            continue
        shown.append(line)
        if match := _RST_DIRECTIVE.fullmatch(line):
            directive, inside = match[2], indent
            literal = indent if directive in _RST_LITERAL else -1
            if (shape := _ARGUMENTS.get(directive)) and (value := match[3].strip()):
                yield Destination(Position(number + 1, match.start(3) + 1), value, shape, value)
            yield from _of_options(lines, number + 1, _end_of_options(lines, number + 1))
        elif directive == "toctree" and stripped:
            yield from _entry(line, number)
        elif stripped == ".." or (stripped.startswith(".. ") and not _RST_EXPLICIT.match(stripped)):
            literal = indent
            shown[-1] = " " * len(line)
        elif stripped.endswith("::"):
            literal = indent
    source = _RST_CODE.sub(lambda match: re.sub(".", " ", match[0]), "\n".join(shown))
    for match in _RST_ROLE.finditer(source):
        yield from _of_role(source[: match.end(2)], match.start(2), _ROLES[match[1]], _placer(lines, 0, source))


def _end_of_options(lines: list[str], begin: int) -> int:
    end = begin
    while end < len(lines) and lines[end].strip().startswith(":"):
        end += 1
    return end
