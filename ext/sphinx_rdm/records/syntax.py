"""What libyaml says of bad syntax, in words for the person who edits the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import yaml

from .positioned import Position
from .wording import shown

OPEN_QUOTE: Final = "a quote that is never closed; add the closing quote"
COLON_IN_VALUE: Final = "a colon followed by a space inside a value; put the value in quotes"
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
    ("mapping values are not allowed", COLON_IN_VALUE),
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
_FOREIGN: Final = frozenset("\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb\u2039\u203a")
# Where libyaml noticed a fault is often far behind where it is to be mended, which is where this began.
_MEND_AT_BEGIN: Final = re.compile("simple key|quoted scalar|scanning an (alias|anchor)|parsing a flow")


def explain(
    error: yaml.MarkedYAMLError, lines: Sequence[str], offset: int, blocks: int, quoted: Any = None
) -> tuple[Position, str, Position]:
    """Where a syntax error is to be mended, what is wrong there, and where reading broke off.

    *lines* are those of the whole file, of which the parser saw those from *offset* on. Around what it read
    were *blocks* levels without brackets. *quoted* is the event of the last value in quotes, if there was one.
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
    elif message == COLON_IN_VALUE and (value := re.match(r"\s*(?:- +)*[^\s:]+:\s+(.+)", before)):
        message = foreign_quote(value[1], is_cut=True) or message
    elif "escape" in words:  # of which one parser marks the backslash, and one the sign behind it
        position = Position(position.line, line_at(lines, position).rfind("\\", 0, position.column) + 1)
    elif message == NO_KEY and re.search(r"['\"\]}]\s*$", before):
        message = "text after a closing quote or bracket; put the whole value in quotes"
    elif message == TOO_DEEP and noticed is not None:
        position = _too_deep(lines, offset, position, MAX_DEPTH - blocks)
    if quoted is not None and noticed is not None and _is_open(quoted, noticed, lines, offset, words):
        position, message = position_of(quoted.start_mark, offset), OPEN_QUOTE
    message = message or f"this is not valid YAML ({error.problem}); check quotes and indentation"
    return position, message, position_of(noticed, offset) if noticed is not None else position


def _is_open(quoted: Any, noticed: Any, lines: Sequence[str], offset: int, words: str) -> bool:
    """Whether a value in quotes was closed by the opening quote of the next one, behind which reading broke off."""
    begin, end = position_of(quoted.start_mark, offset), position_of(quoted.end_mark, offset)
    line = line_at(lines, end)
    if noticed.line != quoted.end_mark.line or line[end.column - 1 : noticed.column].strip():
        return False
    if begin.line < end.line:
        return bool(re.fullmatch(r"\s*(- +)*([^\s'\"]+: +)?([\[{] *|.*, *)?", line[: end.column - 2]))
    return "expected ','" in words and bool(re.search(r",\s*$", line[begin.column : end.column - 2]))


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


def foreign_quote(value: str, *, is_cut: bool = False) -> str:
    """What is wrong with a value in quotation marks that YAML does not know, if it is in such; *is_cut* for its begin.

    Words of a value may well stand in them, so it is asked about values with which something is wrong.
    """
    if value[:1] in _FOREIGN and (is_cut or (len(value) > 1 and value[-1:] in _FOREIGN)):
        return f'{value[0]} is no quotation mark of YAML; write " before the value and behind it'
    return ""


def typed(text: str) -> str:
    """A text as it is to be typed in a file, in quotes if YAML would take it for something else."""
    try:
        is_plain = yaml.load(f"[{text}]", Loader=yaml.BaseLoader) == [text]
    except yaml.YAMLError:
        is_plain = False
    doubled = text.replace("'", "''")
    return text if is_plain else f"'{doubled}'"


def items_of(text: str) -> list[str]:
    """The items of what is not written as a list and most likely was meant as one."""
    text = text.strip()
    if text[:1] + text[-1:] in ("()", "{}", "<>", "[]"):
        text = text[1:-1]
    return [item for part in text.split("," if "," in text else ";") if (item := part.strip())]


def as_list(text: str) -> str:
    """The same as the list that is to be typed."""
    return f"[{shown(', '.join(map(typed, items_of(text))) or '…')}]"


def position_of(mark: Any, offset: int) -> Position:
    """The place of a parser's mark, in a file of which the parser saw the lines from *offset* on."""
    return Position(mark.line + offset + 1, mark.column + 1)


def line_at(lines: Sequence[str], position: Position) -> str:
    """The line of a place, which may lie behind the end of the file."""
    return lines[position.line - 1] if position.line <= len(lines) else ""
