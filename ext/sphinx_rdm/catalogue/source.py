"""Data files as text: a strict subset of YAML in which every value remembers where it was written.

Values stay the text that was typed (``no``, ``2024-01-01`` and ``1.10`` are text, not a boolean, a
date and a number). Anchors, aliases, tags, tabs, invisible control characters, and comments behind
a value are refused. A fault costs the record that it stands in and no other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from pathlib import Path
from typing import Any, Final

import yaml

from .positioned import START, Damaged, PlacedList, PlacedMapping, Position, Problem
from .syntax import NO_COLON, OPEN_QUOTE, explain, line_at, position_of
from .text import FORBIDDEN, Fault, decode, describe

# PyYAML's pure Python parser gives the same events where its wheel brings no libyaml.
_Loader: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

MAX_DEPTH: Final = 20


def read(path: Path, name: str, when_empty: str) -> tuple[Any, list[Problem]]:
    """Read the data file *path*, called *name* in problems.

    Returns the value of the file (``None`` if nothing could be read) and all problems found. Never
    raises for what is in the file, whatever its bytes. *when_empty* is the advice for a file without
    content.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None, [Problem(name, START, f"the file is missing; create it ({when_empty})")]
    except OSError as error:
        return None, [Problem(name, START, f"the file cannot be read: {error.strerror}")]
    return parse(raw, name, when_empty)


def parse(raw: bytes, name: str, when_empty: str = "an empty list is written []") -> tuple[Any, list[Problem]]:
    """Parse the bytes of a data file; see :func:`read`."""
    text, faults = decode(raw)
    reader = _Reader(name, faults)
    if text is None:
        return None, reader.problems
    if not text.strip():
        reader.report(START, f"the file is empty; {when_empty}")
        return None, reader.problems
    value = reader.parse(text)
    if value is None and not reader.problems:
        reader.report(START, f"the file holds nothing but comments; {when_empty}")
    return value, sorted(reader.problems, key=lambda problem: problem.position)


class _UnreadableError(Exception):
    """Raised where the rest of a stretch cannot be read."""

    def __init__(self, position: Position) -> None:
        super().__init__(position)
        self.position = position


class _Reader:
    """Builds positioned containers from parser events, and collects problems."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        self.name = name
        self.problems = [Problem(name, position, message) for position, message in faults]
        self._reported = {position for position, _message in faults}
        self._damaged = [position for position, _message in faults]  # in the order of the file
        self._lines: list[str] = []
        self._stack: list[tuple[PlacedMapping | PlacedList, list[str | None]]] = []
        self._root: Any = None

    def report(self, position: Position, message: str) -> None:
        """Note a problem (once per place) and mark everything around it as unsound."""
        if position not in self._reported:
            self._reported.add(position)
            self.problems.append(Problem(self.name, position, message))
        self._spoil()

    def _spoil(self) -> None:
        for container, _pending in self._stack:
            container.sound = False

    def parse(self, text: str) -> Any:
        """Parse the whole text; if a fault breaks it off, parse each outermost part on its own."""
        self._lines = text.split("\n")
        before = list(self.problems), set(self._reported)
        fault = self._parse_stretch(0, len(self._lines))
        if fault is not None:
            begins = self._part_lines()
            if not begins:  # in brackets or braces, half of which are of no use
                return None
            self.problems, self._reported = before
            self._root = type(self._root)(self._root.position)
            for begin, end in zip(begins, [*begins[1:], len(self._lines)], strict=True):
                self._parse_part(begin, end)
            self._root.sound = False
        return self._root

    def _part_lines(self) -> list[int]:
        """Indexes of the lines at which an item of the outermost list, or a key of the outermost mapping, begins."""
        if not isinstance(self._root, PlacedMapping | PlacedList):
            return []
        return [n for n in range(self._root.position.line - 1, len(self._lines)) if self._begins_part(n)]

    def _begins_part(self, number: int) -> bool:
        """Whether the line with this index begins such a part; in brackets or braces none does."""
        if not isinstance(self._root, PlacedMapping | PlacedList):
            return False
        mark = r"- |-$" if isinstance(self._root, PlacedList) else r"[^\s#\-.]"
        pattern = re.compile(" " * (self._root.position.column - 1) + f"(?:{mark})")
        first = self._lines[self._root.position.line - 1]
        return bool(pattern.match(first) and pattern.match(self._lines[number]))

    def _parse_part(self, begin: int, end: int) -> None:
        """Parse some lines as one part of the outermost container; a part with a fault is left out."""
        known = len(self._root)
        fault = self._parse_stretch(begin, end, part=True)
        if fault is None:
            return
        key = self._lines[begin].partition(":")[0].strip()
        if isinstance(self._root, PlacedList):
            del self._root[known:], self._root.item_at[known:]
        else:
            self._root.pop(key, None)
            self._root.key_at.pop(key, None)
        fault_line = fault.line - 1
        if begin < fault_line < end and re.match(r"\s*(-|\.\.\.|%)", self._lines[fault_line]):
            self._parse_part(begin, fault_line)  # the fault lies behind this part rather than inside it
        elif isinstance(self._root, PlacedMapping):
            self._root.key_at[key] = Position(begin + 1, self._root.position.column)

    def _parse_stretch(self, begin: int, end: int, *, part: bool = False) -> Position | None:
        """Feed the events of some lines; the place where reading broke off, if any.

        With *part*, the lines belong to the outermost container, which is there already.
        """
        self._stack = []
        container: Any = yaml.SequenceStartEvent if isinstance(self._root, PlacedList) else yaml.MappingStartEvent
        try:
            for event in yaml.parse("\n".join(self._lines[begin:end]), Loader=_Loader):
                if part and isinstance(event, container):
                    part = False
                    self._stack = [(self._root, [None])]
                elif part and isinstance(event, yaml.ScalarEvent | yaml.AliasEvent | yaml.CollectionStartEvent):
                    place = position_of(event.start_mark, begin)
                    self.report(place, NO_COLON)
                    return place
                else:
                    self._take(event, begin)
        except _UnreadableError as stop:
            return stop.position
        except yaml.MarkedYAMLError as error:
            position, message, place = explain(error, self._lines, begin)
            self.report(position, message)
            return place
        return None

    def _take(self, event: Any, offset: int) -> None:
        """Handle one parser event of a stretch that begins *offset* lines into the file."""
        at = position_of(event.start_mark, offset)
        match event:
            case yaml.ScalarEvent():
                self._put(self._scalar(event, at, position_of(event.end_mark, offset)), at)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._refuse_shorthand(event, at)
                if len(self._stack) >= MAX_DEPTH:
                    self.report(at, f"nested more than {MAX_DEPTH} levels deep; check the brackets")
                    raise _UnreadableError(at)
                mapping = isinstance(event, yaml.MappingStartEvent)
                container: PlacedMapping | PlacedList = PlacedMapping(at) if mapping else PlacedList(at)
                container.sound = at not in self._reported
                self._put(container, at)
                self._stack.append((container, [None]))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._stack.pop()
            case yaml.AliasEvent():
                self.report(at, f"alias *{event.anchor} is not allowed; write the value out, or put it in quotes")
                self._put(Damaged(f"*{event.anchor}"), at)
            case yaml.DocumentEndEvent() if event.explicit:
                self.report(at, "a document ends here; remove the line '...'")
                raise _UnreadableError(at)
            case yaml.DocumentStartEvent() if event.explicit and self._root is not None:
                self.report(at, "a second document begins here; remove the line '---'")
                raise _UnreadableError(at)

    def _put(self, value: Any, at: Position) -> None:
        """Add *value* to the innermost open container, as key or as value."""
        if not self._stack:
            self._root = value
            return
        container, pending = self._stack[-1]
        if isinstance(container, PlacedList):
            container.append(value)
            container.item_at.append(at)
        elif pending[0] is None:
            pending[0] = self._key(container, value, at)
        else:
            key, pending[0] = pending[0], None
            if key in container.key_at and key not in container:
                container[key] = value
                container.value_at[key] = at

    def _key(self, mapping: PlacedMapping, value: Any, at: Position) -> str:
        if not isinstance(value, str):
            self.report(at, "a key must be plain text")
            return ""
        # What a damaged key most likely is.
        key = FORBIDDEN.sub("", value) if isinstance(value, Damaged) else value
        if key in mapping.key_at:
            first = mapping.key_at[key].line
            self.report(at, f"duplicate key '{key}' (first on line {first}); keep one of them")
        mapping.key_at.setdefault(key, at)
        return key

    def _scalar(self, event: Any, at: Position, end: Position) -> str | None:
        """The text of a scalar as typed; ``None`` where nothing was typed."""
        text: str = event.value
        plain = not event.style
        if not plain and any(self._begins_part(number) for number in range(at.line, min(end.line, len(self._lines)))):
            self.report(at, OPEN_QUOTE)  # it swallowed the parts that follow
            raise _UnreadableError(at)
        sound = self._refuse_shorthand(event, at)
        if comment := re.match(r" *#", line_at(self._lines, end)[end.column - 1 :]):
            place = Position(end.line, end.column + comment.end() - 1)
            advice = "put the value in quotes, or the comment on a line of its own"
            self.report(place, f"text from '#' on is a comment; {advice}")
            sound = False
        if plain and text in ("~", "null", "Null", "NULL"):
            self.report(at, f"'{text}' stands for no value; delete the line, or put a word that is meant in quotes")
            sound = False
        elif self._has_damage(self._begin_of_entry(at), end):
            self._spoil()
            sound = False
        elif match := FORBIDDEN.search(text):  # written as an escape, such as "\u202e"
            self.report(at, describe(match.group()))
            sound = False
        if not sound:
            return Damaged(text)
        return None if plain and text == "" else text

    def _begin_of_entry(self, at: Position) -> Position:
        """Where the key of the value at *at* stands, or *at* itself for a key or an item."""
        if self._stack:
            container, pending = self._stack[-1]
            if isinstance(container, PlacedMapping) and pending[0] is not None:
                return container.key_at.get(pending[0], at)
        return at

    def _has_damage(self, begin: Position, end: Position) -> bool:
        """Whether a tab or a forbidden character was reported between the two places."""
        following = bisect_left(self._damaged, begin)
        return following < len(self._damaged) and self._damaged[following] <= end

    def _refuse_shorthand(self, event: Any, at: Position) -> bool:
        """Report an anchor or a tag, which say what a reader of the file does not see; true if there is none."""
        if event.anchor is not None:
            self.report(at, f"anchor &{event.anchor} is not allowed; leave it out, or put the value in quotes")
        elif event.tag and event.tag != "!":
            shown = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.report(at, f"tag {shown} is not allowed; leave it out, or put the value in quotes")
        return event.anchor is None and (not event.tag or event.tag == "!")
