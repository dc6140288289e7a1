"""Data files as text: a strict subset of YAML in which every value remembers where it was written.

Values stay the text that was typed (``no``, ``2024-01-01`` and ``1.10`` are text, not a boolean, a
date and a number). Anchors, aliases, tags, tabs and invisible control characters are refused. A
fault costs the record that it stands in and no other: reading goes on with the next record.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

# PyYAML's pure Python parser gives the same events where its wheel brings no libyaml.
_Loader: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

MAX_BYTES: Final = 10_000_000
MAX_DEPTH: Final = 20


class Position(NamedTuple):
    """A place in a file; lines and columns count characters from 1."""

    line: int
    column: int


START: Final = Position(1, 1)


class Problem(NamedTuple):
    """One fault in a data file, worded for the person who edits the file."""

    path: str
    position: Position
    message: str

    def __str__(self) -> str:
        return f"{self.location}: {self.message}"

    @property
    def location(self) -> str:
        """``path:line:column``, as editors and Sphinx print it."""
        return f"{self.path}:{self.position.line}:{self.position.column}"


class Mapping(dict[str, Any]):
    """A YAML mapping that knows where it, its keys and its values stand.

    ``sound`` is false if a problem was already reported inside it, so that whoever reads it does
    not build a record from damaged values.
    """

    def __init__(self, position: Position) -> None:
        super().__init__()
        self.position = position
        self.key_at: dict[str, Position] = {}
        self.value_at: dict[str, Position] = {}
        self.sound = True


class Sequence(list[Any]):
    """A YAML list that knows where it and its items stand; ``sound`` as in :class:`Mapping`."""

    def __init__(self, position: Position) -> None:
        super().__init__()
        self.position = position
        self.item_at: list[Position] = []
        self.sound = True


def read(path: Path, name: str) -> tuple[Any, list[Problem]]:
    """Read the data file *path*, called *name* in problems.

    Returns the value of the file (``None`` if nothing could be read) and all problems found. Never
    raises for what is in the file, whatever its bytes.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        hint = "the file is missing; create it (an empty list is written [])"
        return None, [Problem(name, START, hint)]
    except OSError as error:
        return None, [Problem(name, START, f"the file cannot be read: {error.strerror}")]
    return parse(raw, name)


def parse(raw: bytes, name: str, first_line: int = 1) -> tuple[Any, list[Problem]]:
    """Parse the bytes of a data file; see :func:`read`. *first_line* is the number of its first line."""
    reader = _Reader(name, first_line)
    text = reader.decode(raw)
    return (None if text is None else reader.parse(text)), reader.problems


def locate(value: Mapping | Sequence, path: tuple[int | str, ...], *, key: bool = False) -> Position:
    """Where the value at *path* inside *value* stands: the position of the deepest part that exists.

    With *key*, the last part's key is meant rather than its value.
    """
    position = value.position
    for number, part in enumerate(path):
        if isinstance(value, Mapping) and part in value.key_at:
            is_last = number == len(path) - 1
            position = (value.key_at if key and is_last else value.value_at)[str(part)]
            value = value[str(part)]
        elif isinstance(value, Sequence) and isinstance(part, int) and part < len(value):
            position = value.item_at[part]
            value = value[part]
        else:
            break
    return position


# Controls, direction overrides, invisible operators and private characters: what a reviewer cannot see.
# Soft hyphens and zero-width joiners stay, because names in several scripts need them.
_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\uffff\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]+"
)
_STAND_IN: Final = "\ue000"  # takes the place of forbidden characters, so that parsing can go on
_DIRECTION: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_OPEN_QUOTE: Final = "a quote that is never closed; add the closing quote"
# libyaml's words on the left, ours on the right; the first that fits is used.
_SYNTAX: Final[tuple[tuple[str, str], ...]] = (
    (
        "mapping values are not allowed",
        "a colon followed by a space inside a value; put the value in quotes",
    ),
    ("unexpected end of stream", _OPEN_QUOTE),
    ("unexpected document separator", _OPEN_QUOTE),
    ("could not find expected ':'", "a line without 'key: value'; add the colon and a space"),
    ("did not find expected '-' indicator", "expected an item that begins with '- '; check the indentation"),
    ("did not find expected key", "expected 'key: value' here; check quotes and indentation"),
    ("did not find expected ',' or ']'", "a list in brackets that is not closed; add ',' or ']'"),
    ("did not find expected ',' or '}'", "a mapping in braces that is not closed; add ',' or '}'"),
    ("found unknown escape", "a backslash in double quotes; use single quotes or write it twice"),
    ("expected alphabetic or numeric", "a value cannot begin with & or *; put it in quotes"),
    ("did not find expected alphabetic", "a value cannot begin with & or *; put it in quotes"),
    ("cannot start any token", "a value cannot begin with this character; put the value in quotes"),
    ("block sequence entries are not allowed", "'- ' is not allowed here; begin the list on a line of its own"),
    ("did not find expected", "this is not valid YAML; check quotes, brackets and indentation"),
)


class _Unreadable(Exception):
    """Raised where the rest of a stretch cannot be read; carries the place."""


class _Reader:
    """One pass over one file: collects problems and builds positioned containers from parser events."""

    def __init__(self, name: str, first_line: int) -> None:
        self.name = name
        self.first_line = first_line
        self.problems: list[Problem] = []
        self._reported: set[Position] = set()
        self._damaged: list[Position] = []  # where forbidden characters stood, in order
        self._lines: list[str] = []
        self._stack: list[tuple[Mapping | Sequence, list[str | None]]] = []
        self._root: Any = None

    def report(self, position: Position, message: str) -> None:
        """Note a problem (once per place) and mark everything around it as unsound."""
        if position not in self._reported:
            self._reported.add(position)
            self.problems.append(Problem(self.name, position, message))
        self._spoil()

    def _spoil(self) -> None:
        for container, _ in self._stack:
            container.sound = False

    def decode(self, raw: bytes) -> str | None:
        """The text of the file, or ``None`` after a problem that leaves nothing to parse."""
        top = Position(self.first_line, 1)
        if len(raw) > MAX_BYTES:
            self.report(top, f"the file has {len(raw)} bytes, more than {MAX_BYTES}; split it")
            return None
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or (raw[:2].count(0) == 1 and len(raw) % 2 == 0):
            self.report(top, "the file is UTF-16; save it as UTF-8")
            return None
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            *before, last = raw[: error.start].decode("utf-8-sig", "replace").split("\n")
            position = Position(len(before) + self.first_line, len(last) + 1)
            self.report(position, f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8")
            return None
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        for number, line in enumerate(text.split("\n"), self.first_line):
            if "\t" in line:
                self.report(Position(number, line.index("\t") + 1), "a tab; use spaces")
            for match in _FORBIDDEN.finditer(line):
                position = Position(number, match.start() + 1)
                self._damaged.append(position)
                self.report(position, _describe_character(match.group()))
        if not text.strip():
            self.report(top, "the file is empty; an empty list is written []")
            return None
        return _FORBIDDEN.sub(_STAND_IN, text)

    def parse(self, text: str) -> Any:
        """Parse *text*; after a fault go on with the next item of the outermost list."""
        self._lines = lines = text.split("\n")
        begin = 0  # index of the line at which this stretch begins
        while (fault := self._parse_stretch("\n".join(lines[begin:]), begin)) is not None:
            self._drop_unfinished()
            if not isinstance(self._root, Sequence):
                break
            begin = self._next_item(max(fault.line - self.first_line, begin) + 1, len(lines))
            if begin == 0:
                break
        if self._root is None and not self.problems:
            top = Position(self.first_line, 1)
            self.report(top, "the file holds nothing but comments; an empty list is written []")
        return self._root

    def _next_item(self, begin: int, end: int) -> int:
        """Index of the first line from *begin* that begins an item of the outermost list, or 0."""
        if not isinstance(self._root, Sequence):
            return 0
        item = " " * (self._root.position.column - 1) + "- "
        return next((n for n in range(begin, end) if self._lines[n].startswith(item)), 0)

    def _parse_stretch(self, text: str, offset: int) -> Position | None:
        """Feed the events of *text*, *offset* lines into the file; the place where reading broke off, if any."""
        resumed = offset > 0
        try:
            for event in yaml.parse(text, Loader=_Loader):  # type: ignore[no-untyped-call]
                if resumed and isinstance(event, yaml.SequenceStartEvent):
                    resumed = False  # the list that was begun before the fault goes on
                    self._stack = [(self._root, [None])]
                else:
                    self._take(event, offset)
        except _Unreadable as stop:
            place: Position = stop.args[0]
            return place
        except yaml.MarkedYAMLError as error:
            return self._syntax_error(error, offset)
        return None

    def _take(self, event: Any, offset: int) -> None:
        """Handle one parser event."""
        at = self._at(event.start_mark, offset)
        match event:
            case yaml.ScalarEvent():
                end = event.end_mark.line + offset
                if event.style in ("'", '"') and self._next_item(at.line - self.first_line + 1, end + 1):
                    self.report(at, _OPEN_QUOTE)  # it swallowed the items that follow
                    raise _Unreadable(at)
                self._put(self._scalar(event, at, offset), at)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._refuse_shorthand(event, at)
                if len(self._stack) >= MAX_DEPTH:
                    self.report(at, f"nested more than {MAX_DEPTH} levels deep; check the brackets")
                    raise _Unreadable(at)
                mapping = isinstance(event, yaml.MappingStartEvent)
                container: Mapping | Sequence = Mapping(at) if mapping else Sequence(at)
                container.sound = at not in self._reported
                self._put(container, at)
                self._stack.append((container, [None]))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._stack.pop()
            case yaml.AliasEvent():
                self.report(at, f"alias *{event.anchor} is not allowed; write the value out")
                self._put(f"*{event.anchor}", at)
            case yaml.DocumentStartEvent() if event.explicit and self._root is not None:
                self.report(at, "a second document begins here; remove the line '---'")
                raise _Unreadable(at)

    def _put(self, value: Any, at: Position) -> None:
        """Add *value* to the innermost open container, as key or as value."""
        if not self._stack:
            self._root = value
            return
        container, pending = self._stack[-1]
        if isinstance(container, Sequence):
            container.append(value)
            container.item_at.append(at)
            return
        if pending[0] is None:
            pending[0] = self._key(container, value, at)
            return
        key, pending[0] = pending[0], None
        if key in container.key_at and key not in container:
            container[key] = value
            container.value_at[key] = at

    def _key(self, mapping: Mapping, key: Any, at: Position) -> str:
        if not isinstance(key, str):
            self.report(at, "a key must be plain text")
            return ""
        if key in mapping.key_at:
            first = mapping.key_at[key].line
            self.report(at, f"duplicate key '{key}' (first on line {first}); keep one of them")
        mapping.key_at.setdefault(key, at)
        return key

    def _scalar(self, event: Any, at: Position, offset: int) -> str | None:
        """The text of a scalar as typed; ``None`` where nothing was typed."""
        self._refuse_shorthand(event, at)
        text: str = event.value
        plain = not event.style
        if plain and text in ("~", "null", "Null", "NULL"):
            self.report(at, f"'{text}' stands for no value; delete the line, or put a word that is meant in quotes")
        elif match := _FORBIDDEN.search(text):
            if self._has_damage(at, self._at(event.end_mark, offset)):
                self._spoil()
            else:  # written as an escape, such as "\\u202e"
                self.report(at, _describe_character(match.group()))
        return None if plain and text == "" else text

    def _has_damage(self, begin: Position, end: Position) -> bool:
        """Whether a forbidden character was reported between the two places."""
        following = bisect_left(self._damaged, begin)
        return following < len(self._damaged) and self._damaged[following] <= end

    def _refuse_shorthand(self, event: Any, at: Position) -> None:
        """Report an anchor or a tag: both say something that a reader of the file does not see."""
        if event.anchor is not None:
            self.report(at, f"anchor &{event.anchor} is not allowed; write the value out where it is needed")
        if event.tag and event.tag != "!":
            shown = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.report(at, f"tag {shown} is not allowed; write the plain value")

    def _syntax_error(self, error: yaml.MarkedYAMLError, offset: int) -> Position:
        mark = error.problem_mark or error.context_mark
        words = f"{error.context or ''} {error.problem or ''}"
        if "quoted scalar" in words and error.context_mark is not None and "escape" not in words:
            mark = error.context_mark  # an open quote is mended where it begins, not where the file ends
        position = self._at(mark, offset) if mark is not None else Position(self.first_line + offset, 1)
        hint = next((ours for theirs, ours in _SYNTAX if theirs in words), None)
        self.report(position, hint or f"this is not valid YAML ({error.problem}); check quotes and indentation")
        return position

    def _drop_unfinished(self) -> None:
        """Forget the item that a fault broke off: it was reported, and half of it is no record."""
        if len(self._stack) > 1 and isinstance(outer := self._stack[0][0], Sequence):
            outer.pop()
            outer.item_at.pop()
        self._stack = []

    def _at(self, mark: Any, offset: int) -> Position:
        return Position(mark.line + offset + self.first_line, mark.column + 1)


def _describe_character(character: str) -> str:
    """What is wrong with a run of forbidden characters, named after its first."""
    code = f"U+{ord(character[0]):04X}"
    if _DIRECTION.match(character):
        return f"{code} changes the direction of text unseen; delete it"
    name = unicodedata.name(character[0], "a control or private character").lower()
    return f"character {code} ({name}) is not allowed; delete it"
