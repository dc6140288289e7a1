"""Data files as text: a strict subset of YAML in which every value remembers where it was written.

Values stay the text that was typed (``no``, ``2024-01-01`` and ``1.10`` are text, not a boolean, a
date and a number). Anchors, aliases, tags, tabs, invisible control characters, and comments behind
a value are refused. A fault costs the record that it stands in and no other.
"""

from __future__ import annotations

import re
import stat
from bisect import bisect_left
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from .parts import Part, is_behind, parts, strays, usual_column
from .positioned import START, Damaged, PlacedList, PlacedMapping, Position, Problem
from .syntax import (
    DOCUMENT_END,
    MAX_DEPTH,
    NO_COLON,
    ODD_INDENTATION,
    OPEN_QUOTE,
    SECOND_DOCUMENT,
    TOO_DEEP,
    explain,
    line_at,
    position_of,
)
from .text import FORBIDDEN, MAX_BYTES, Fault, decode, describe, too_large
from .wording import shown

# PyYAML's pure Python parser gives the same events where its wheel brings no libyaml.
_Loader: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_COMMENT: Final = re.compile(" *#")
_KINDS: Final = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
"""What may have the name of a data file without being one; most of them would keep a reader waiting."""


def read(path: Path, name: str, when_empty: str, *, listed: bool) -> tuple[Any, list[Problem]]:
    """Read the data file *path*, called *name* in problems, which is a list if it is *listed*, or else a mapping.

    Returns the value of the file (``None`` if nothing could be read) and all problems found. Never
    raises for what is in the file, whatever its bytes, and never waits for what is none. *when_empty* is
    the advice for a file without content.
    """
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            found = _KINDS.get(stat.S_IFMT(state.st_mode), "something else")
            return None, [Problem(name, START, f"expected a file, found {found}; put a file in its place")]
        if state.st_size > MAX_BYTES:
            return None, [Problem(name, START, too_large(state.st_size))]
        raw = path.read_bytes()
    except FileNotFoundError:
        if path.is_symlink():
            return None, [Problem(name, START, "the file is a link to something that does not exist; mend the link")]
        return None, [Problem(name, START, f"the file is missing; create it ({when_empty})")]
    except OSError as error:
        return None, [Problem(name, START, f"the file cannot be read: {error.strerror}")]
    return parse(raw, name, when_empty, listed=listed)


def parse(
    raw: bytes, name: str, when_empty: str = "an empty list is written []", *, listed: bool = False
) -> tuple[Any, list[Problem]]:
    """Parse the bytes of a data file; see :func:`read`."""
    text, faults = decode(raw)
    reader = _Reader(name, faults, listed)
    if text is None:
        return None, reader.problems
    if not text.strip():
        reader.report(START, f"the file is empty; {when_empty}")
        return None, reader.problems
    value = reader.parse(text)
    if value is None and not reader.problems:
        reader.report(START, f"the file holds nothing but comments; {when_empty}")
    return value, sorted(reader.problems, key=lambda problem: problem.position)


class _Fault(NamedTuple):
    """Where a stretch is to be mended that cannot be read to its end, and where reading it broke off."""

    mend: Position
    noticed: Position


class _UnreadableError(Exception):
    """Raised where the rest of a stretch cannot be read."""

    def __init__(self, position: Position) -> None:
        super().__init__(position)
        self.fault = _Fault(position, position)


class _Reader:
    """Builds positioned containers from parser events, and collects problems."""

    def __init__(self, name: str, faults: list[Fault], listed: bool) -> None:
        self.name = name
        self.problems = [Problem(name, position, message) for position, message in faults]
        self._listed = listed
        self._reported = {position for position, _message in faults}
        self._damaged = [position for position, _message in faults]  # in the order of the file
        self._lines: list[str] = []
        self._offset = 0  # of the stretch that is being parsed
        self._last = START  # the place behind its last character
        self._stack: list[tuple[PlacedMapping | PlacedList, list[str | None]]] = []
        self._opened = False
        self._root: Any = None

    def report(self, position: Position, message: str) -> None:
        """Note a problem (once per place) and mark everything around it as unsound."""
        if position not in self._reported:
            self._reported.add(position)
            self.problems.append(Problem(self.name, position, message))
        self._spoil()

    def _take_back(self, known: int) -> None:
        """Forget the problems after the first *known* ones."""
        self._reported.difference_update(problem.position for problem in self.problems[known:])
        del self.problems[known:]

    def _spoil(self) -> None:
        for container, _pending in self._stack:
            container.sound = False

    def parse(self, text: str) -> Any:
        """Parse the whole text; if a fault breaks it off, parse each outermost part on its own."""
        self._lines = text.split("\n")
        known = len(self.problems)
        fault = self._parse_stretch(0, len(self._lines))
        if fault is None:
            return self._root
        if not self._parts:  # in brackets or braces, half of which are of no use
            return None
        whole = self.problems[known:]
        self._take_back(known)
        self._parse_parts()
        if len(self.problems) == known:  # each part is sound, and what is wrong is how they follow each other
            self.problems += whole
        return self._root

    @cached_property
    def _parts(self) -> list[Part]:
        return parts(self._lines, 0, len(self._lines), listed=self._listed)

    @cached_property
    def _begins(self) -> frozenset[int]:
        return frozenset(part.begin for part in self._parts)

    def _parse_parts(self) -> None:
        """Parse each part; one with a fault, or one that is indented otherwise than most, is left out."""
        first, usual = self._parts[0], usual_column(self._lines, self._parts)
        self._root = (PlacedList if self._listed else PlacedMapping)(Position(first.begin + 1, first.column + 1))
        self._root.sound = False
        self._report_strays(0, first.begin)
        todo = self._parts[::-1]
        while todo:
            part = todo.pop()
            known = len(self.problems)
            fault = self._parse_part(part, odd=part.column != usual)
            behind = fault and next((place.line - 1 for place in fault if self._is_behind(place.line - 1, part)), None)
            if behind:  # the fault lies behind this part rather than inside it
                self._take_back(known)
                rest = parts(self._lines, behind, part.end, listed=self._listed)
                self._report_strays(behind, rest[0].begin if rest else part.end)
                todo += [*rest[::-1], part._replace(end=behind)]
            elif fault or part.column != usual:
                self._note_lost(part)

    def _note_lost(self, part: Part) -> None:
        """Note that a part is left out, so that what it stands for is not called missing or unknown."""
        key, colon, _value = self._lines[part.begin].partition(":")
        if isinstance(self._root, PlacedList):
            self._root.complete = False
        elif colon:
            self._root.key_at.setdefault(key.strip(" '\""), Position(part.begin + 1, part.column + 1))

    def _is_behind(self, number: int, part: Part) -> bool:
        return part.begin < number < part.end and is_behind(self._lines, number, part, listed=self._listed)

    def _report_strays(self, begin: int, end: int) -> None:
        for position, message in strays(self._lines, begin, end, listed=self._listed):
            self.report(position, message)

    def _parse_part(self, part: Part, *, odd: bool) -> _Fault | None:
        """Parse some lines as one part of the outermost container."""
        sizes = [len(content) for content in _contents(self._root)]
        fault = self._parse_stretch(part.begin, part.end, part=True)
        if odd:
            self.report(Position(part.begin + 1, part.column + 1), ODD_INDENTATION)
        if odd or fault:
            for content, size in zip(_contents(self._root), sizes, strict=True):
                while len(content) > size:
                    content.popitem() if isinstance(content, dict) else content.pop()
        return fault

    def _parse_stretch(self, begin: int, end: int, *, part: bool = False) -> _Fault | None:
        """Feed the events of some lines; the place where reading broke off, if any.

        With *part*, the lines belong to the outermost container, which is there already.
        """
        self._stack, self._opened = [], False
        self._offset, last = begin, end - 1
        while last > begin and not self._lines[last].strip():
            last -= 1
        self._last = Position(last + 1, len(self._lines[last].rstrip()) + 1)
        container: Any = yaml.SequenceStartEvent if isinstance(self._root, PlacedList) else yaml.MappingStartEvent
        try:
            for event in yaml.parse("\n".join(self._lines[begin:end]), Loader=_Loader):
                if part and isinstance(event, container):
                    part = False
                    self._stack = [(self._root, [None])]
                elif part and isinstance(event, yaml.ScalarEvent | yaml.AliasEvent | yaml.CollectionStartEvent):
                    place = self._at(event.start_mark)
                    self.report(place, NO_COLON)
                    return _Fault(place, place)
                else:
                    self._take(event)
        except _UnreadableError as stop:
            return stop.fault
        except yaml.MarkedYAMLError as error:
            blocks = sum(line_at(self._lines, at)[at.column - 1 :][:1] not in ("[", "{") for at in self._places())
            position, message, noticed = explain(error, self._lines, begin, blocks)
            fault = _Fault(min(position, self._last), min(noticed, self._last))
            self.report(fault.mend, message)
            return fault
        return None

    def _places(self) -> list[Position]:
        """Where the containers begin that are open now."""
        return [container.position for container, _keys in self._stack]

    def _at(self, mark: Any) -> Position:
        """The place of a parser's mark. Where the parser misses something, it marks the line behind the last."""
        return min(position_of(mark, self._offset), self._last)

    def _take(self, event: Any) -> None:
        """Handle one parser event."""
        at = self._at(event.start_mark)
        match event:
            case yaml.ScalarEvent():
                self._put(self._scalar(event, at), at)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._refuse_shorthand(event, at)
                if len(self._stack) >= MAX_DEPTH:
                    self.report(at, TOO_DEEP)
                    raise _UnreadableError(at)
                mapping = isinstance(event, yaml.MappingStartEvent)
                container: PlacedMapping | PlacedList = PlacedMapping(at) if mapping else PlacedList(at)
                container.sound = at not in self._reported
                self._put(container, at)
                self._stack.append((container, [None]))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._stack.pop()
            case yaml.AliasEvent():
                alias = f"*{event.anchor}"
                self.report(at, f"alias {shown(alias)} is not allowed; write the value out, or put it in quotes")
                self._put(Damaged(alias), at)
            case yaml.DocumentEndEvent() if event.explicit:
                self.report(at, DOCUMENT_END)
                raise _UnreadableError(at)
            case yaml.DocumentStartEvent():
                if event.explicit and self._opened:
                    self.report(at, SECOND_DOCUMENT)
                    raise _UnreadableError(at)
                self._opened = True

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
            if key in container.key_at:
                container[key] = value
                container.value_at[key] = at

    def _key(self, mapping: PlacedMapping, value: Any, at: Position) -> str:
        """The key under which the next value is put; empty if that is to be dropped."""
        if not isinstance(value, str):
            self.report(at, "a key must be plain text")
            return ""
        # What a damaged key most likely is.
        key = FORBIDDEN.sub("", value) if isinstance(value, Damaged) else value
        if key in mapping.key_at:
            first = mapping.key_at[key].line
            self.report(at, f"duplicate key '{shown(key)}' (first on line {first}); keep one of them")
            return ""
        mapping.key_at[key] = at
        return key

    def _scalar(self, event: Any, at: Position) -> str | None:
        """The text of a scalar as typed; ``None`` where nothing was typed."""
        text: str = event.value
        plain = not event.style
        end = position_of(event.end_mark, self._offset)
        if event.style in ("'", '"') and any(number in self._begins for number in range(at.line, end.line)):
            self.report(at, OPEN_QUOTE)  # it swallowed the parts that follow
            raise _UnreadableError(at)
        sound = self._refuse_shorthand(event, at)
        if comment := _COMMENT.match(line_at(self._lines, end), end.column - 1):
            place = Position(end.line, comment.end())
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
            self.report(at, f"anchor &{shown(event.anchor)} is not allowed; leave it out, or put the value in quotes")
        elif event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.report(at, f"tag {shown(tag)} is not allowed; leave it out, or put the value in quotes")
        return event.anchor is None and not event.tag


def _contents(container: PlacedMapping | PlacedList) -> list[Any]:
    """All that grows when a container is filled."""
    if isinstance(container, PlacedList):
        return [container, container.item_at]
    return [container, container.key_at, container.value_at]
