"""What libyaml says of bad syntax, in words for the person who edits the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import yaml

from .positioned import Position

OPEN_QUOTE: Final = "a quote that is never closed; add the closing quote"
NO_COLON: Final = (
    "a line without 'key: value'; add the colon and a space, or indent it deeper if it continues the line above"
)
NO_ITEM: Final = "expected an item that begins with '- '; check the indentation"
ODD_INDENTATION: Final = "indented otherwise than the others; give all of them the same indentation"
SECOND_DOCUMENT: Final = "a second document begins here; remove the line '---'"
DOCUMENT_END: Final = "a document ends here; remove the line '...'"
MAX_DEPTH: Final = 20
TOO_DEEP: Final = f"nested more than {MAX_DEPTH} levels deep; check the brackets"
NO_KEY: Final = "expected 'key: value' here; check quotes and indentation"
# What libyaml says on the left, or PyYAML without it, and ours on the right; the first that fits is used.
_SYNTAX: Final[tuple[tuple[str, str], ...]] = (
    ("mapping values are not allowed", "a colon followed by a space inside a value; put the value in quotes"),
    ("unexpected end of stream", OPEN_QUOTE),
    ("unexpected document", OPEN_QUOTE),
    ("could not find expected ':'", NO_COLON),
    ("did not find expected '-' indicator|block collection expected <block end>", NO_ITEM),
    ("expected ',' or ']'", "a list in brackets that is not closed; add ',' or ']'"),
    ("expected ',' or '}'", "a mapping in braces that is not closed; add ',' or '}'"),
    ("did not find expected key|block mapping expected <block end>", NO_KEY),
    (
        "did not find expected node content|expected the node content",
        "a value is missing here; check brackets and commas",
    ),
    ("found unknown escape", "a backslash in double quotes; use single quotes or write it twice"),
    ("expected alphabetic", "a value cannot begin with & or *; put it in quotes"),
    ("cannot start any token", "a value cannot begin with this character; put the value in quotes"),
    ("exceeded maximum nesting depth", TOO_DEEP),
    ("sequence entries are not allowed", "'- ' is not allowed here; begin the list on a line of its own"),
)
# Where libyaml noticed a fault is often far behind where it is to be mended, which is where this began.
_MEND_AT_BEGIN: Final = re.compile("simple key|quoted scalar|scanning an (alias|anchor)|parsing a flow")


def explain(
    error: yaml.MarkedYAMLError, lines: Sequence[str], offset: int, blocks: int
) -> tuple[Position, str, Position]:
    """Where a syntax error is to be mended, what is wrong there, and where reading broke off.

    *lines* are those of the whole file, of which the parser saw those from *offset* on. Around what it read
    were *blocks* levels without brackets.
    """
    words = f"{error.context or ''} {error.problem or ''}"
    noticed = error.problem_mark or error.context_mark
    mark = noticed
    if error.context_mark is not None and _MEND_AT_BEGIN.search(words) and "escape" not in words:
        mark = error.context_mark
    position = position_of(mark, offset) if mark is not None else Position(offset + 1, 1)
    message = next((ours for theirs, ours in _SYNTAX if re.search(theirs, words)), None)
    before = line_at(lines, position)[: position.column - 1]
    if "mapping values are not allowed" in words and re.fullmatch(r"\s+[\w-]+", before):
        position = Position(position.line, len(before) - len(before.lstrip()) + 1)
        message = "indented deeper than the line above; give all keys of a record the same indentation"
    elif "escape" in words:  # of which one parser marks the backslash, and one the sign behind it
        position = Position(position.line, line_at(lines, position).rfind("\\", 0, position.column) + 1)
    elif message == NO_KEY and re.search(r"['\"\]}]\s*$", before):
        message = "text after a closing quote or bracket; put the whole value in quotes"
    elif message == TOO_DEEP and noticed is not None:
        position = _too_deep(lines, offset, position, MAX_DEPTH - blocks)
    message = message or f"this is not valid YAML ({error.problem}); check quotes and indentation"
    return position, message, position_of(noticed, offset) if noticed is not None else position


def _too_deep(lines: Sequence[str], offset: int, noticed: Position, allowed: int) -> Position:
    """The first bracket that is too deep, as only some are *allowed* in each other here.

    Newer parsers give up before they tell of any, and far behind it.
    """
    opened: list[Position] = []
    for number in range(offset, noticed.line):
        seen = lines[number] if number + 1 < noticed.line else lines[number][: noticed.column]
        for bracket in re.finditer(r"([\[{])|[\]}]", seen):
            if bracket[1]:
                opened.append(Position(number + 1, bracket.start() + 1))
            elif opened:
                opened.pop()
    return opened[allowed] if len(opened) > allowed else noticed


def position_of(mark: Any, offset: int) -> Position:
    """The place of a parser's mark, in a file of which the parser saw the lines from *offset* on."""
    return Position(mark.line + offset + 1, mark.column + 1)


def line_at(lines: Sequence[str], position: Position) -> str:
    """The line of a place, which may lie behind the end of the file."""
    return lines[position.line - 1] if position.line <= len(lines) else ""
