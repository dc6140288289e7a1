"""Data files as text: a strict subset of YAML in which every value remembers where it was written.

Values stay the text that was typed (``no``, ``2024-01-01`` and ``1.10`` are text, not a boolean, a
date and a number). Anchors, aliases, tags, tabs, invisible control characters, and comments behind
a value are refused. A fault costs the record that it stands in and no other.
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any, Final, Protocol

import yaml

from .containers import Break, ContainerBuilder, Level, UnreadableError
from .parts import FilePart, is_behind, parts, strays, usual_column
from .positioned import START, PlacedList, PlacedMapping, Position, Problem
from .syntax import (
    NO_COLON,
    ODD_INDENTATION,
    explain,
    line_at,
)
from .text import MAX_BYTES, decode, too_large

# PyYAML's pure Python parser gives the same events where its wheel brings no libyaml.
_Loader: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_KINDS: Final = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
"""What may have the name of a data file without being one; most of them would keep a reader waiting."""


class Parse(Protocol):
    """A function such as :func:`parse`."""

    def __call__(self, raw: bytes, name: str, when_empty: str, *, listed: bool) -> tuple[Any, list[Problem]]:
        """Make a value of the bytes of a file."""


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


def read(path: Path, name: str, when_empty: str, *, listed: bool, parse: Parse = parse) -> tuple[Any, list[Problem]]:
    """Read the data file *path*, called *name* in problems, which is a list if it is *listed*, or else a mapping.

    Returns the value of the file (``None`` if nothing could be read) and all problems found. Never
    raises for what is in the file, whatever its bytes, and never waits for what is none. *when_empty* is
    the advice for a file without content. *parse* takes the place of :func:`parse`.
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


class _Reader(ContainerBuilder):
    """Has a whole file built or, if a fault breaks that off, each part of it that is sound."""

    def _take_back(self, known: int) -> None:
        """Forget the problems after the first *known* ones."""
        self.reported.difference_update(problem.position for problem in self.problems[known:])
        del self.problems[known:]

    def parse(self, text: str) -> Any:
        """Parse the whole text; if a fault breaks it off, parse each outermost part on its own."""
        self.lines = text.split("\n")
        known = len(self.problems)
        fault = self._parse_stretch(0, len(self.lines))
        if fault is None:
            return self.root
        if not self.parts_of_file:  # in brackets or braces, half of which are of no use
            return None
        whole = self.problems[known:]
        self._take_back(known)
        self._parse_parts()
        if len(self.problems) == known:  # each part is sound, and what is wrong is how they follow each other
            self.problems += whole
        return self.root

    def _parse_parts(self) -> None:
        """Parse each part; one with a fault, or one that is indented otherwise than most, is left out."""
        first, usual = self.parts_of_file[0], usual_column(self.lines, self.parts_of_file)
        self.root = (PlacedList if self.listed else PlacedMapping)(Position(first.begin + 1, first.column + 1))
        self.root.sound = False
        self._report_strays(0, first.begin)
        todo = self.parts_of_file[::-1]
        while todo:
            part = todo.pop()
            known = len(self.problems)
            fault = self._parse_part(part, odd=part.column != usual)
            behind = fault and next((place.line - 1 for place in fault if self._is_behind(place.line - 1, part)), None)
            if behind:  # the fault lies behind this part rather than inside it
                self._take_back(known)
                rest = parts(self.lines, behind, part.end, listed=self.listed)
                self._report_strays(behind, rest[0].begin if rest else part.end)
                todo += [*rest[::-1], part._replace(end=behind)]
            elif fault or part.column != usual:
                self._note_lost(part)

    def _note_lost(self, part: FilePart) -> None:
        """Note that a part is left out, so that what it stands for is not called missing or unknown."""
        key, colon, _value = self.lines[part.begin].partition(":")
        if isinstance(self.root, PlacedList):
            self.root.complete = False
        elif colon:
            self.root.key_at.setdefault(key.strip(" '\""), Position(part.begin + 1, part.column + 1))

    def _is_behind(self, number: int, part: FilePart) -> bool:
        return part.begin < number < part.end and is_behind(self.lines, number, part, listed=self.listed)

    def _report_strays(self, begin: int, end: int) -> None:
        for position, message in strays(self.lines, begin, end, listed=self.listed):
            self.report(position, message)

    def _parse_part(self, part: FilePart, *, odd: bool) -> Break | None:
        """Parse some lines as one part of the outermost container."""
        sizes = [len(content) for content in _contents(self.root)]
        fault = self._parse_stretch(part.begin, part.end, part=True)
        if odd:
            self.report(Position(part.begin + 1, part.column + 1), ODD_INDENTATION)
        if odd or fault:
            for content, size in zip(_contents(self.root), sizes, strict=True):
                while len(content) > size:
                    content.popitem() if isinstance(content, dict) else content.pop()
        return fault

    def _parse_stretch(self, begin: int, end: int, *, part: bool = False) -> Break | None:
        """Feed the events of some lines; the place where reading broke off, if any.

        With *part*, the lines belong to the outermost container, which is there already.
        """
        self.stack, self.opened, self.quoted = [], False, None
        self.offset, last = begin, end - 1
        while last > begin and not self.lines[last].strip():
            last -= 1
        self.last = Position(last + 1, len(self.lines[last].rstrip()) + 1)
        container: Any = yaml.SequenceStartEvent if isinstance(self.root, PlacedList) else yaml.MappingStartEvent
        try:
            for event in yaml.parse("\n".join(self.lines[begin:end]), Loader=_Loader):
                if part and isinstance(event, container):
                    part = False
                    self.stack = [Level(self.root)]
                elif part and isinstance(event, yaml.ScalarEvent | yaml.AliasEvent | yaml.CollectionStartEvent):
                    place = self.at(event.start_mark)
                    self.report(place, NO_COLON)
                    return Break(place, place)
                else:
                    self.take(event)
        except UnreadableError as stop:
            return stop.fault
        except yaml.MarkedYAMLError as error:
            places = [level.container.position for level in self.stack]
            blocks = sum(line_at(self.lines, at)[at.column - 1 :][:1] not in ("[", "{") for at in places)
            position, message, noticed = explain(error, self.lines, begin, blocks, self.quoted)
            fault = Break(min(position, self.last), min(noticed, self.last))
            self.report(fault.mend, message)
            return fault
        return None


def _contents(container: PlacedMapping | PlacedList) -> list[Any]:
    """All that grows when a container is filled."""
    if isinstance(container, PlacedList):
        return [container, container.item_at]
    return [container, container.key_at, container.value_at]
