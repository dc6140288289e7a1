"""From the events of libyaml to containers in which every value knows its place; what is not allowed is a problem."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

import yaml

from .parts import FilePart, parts
from .positioned import START, Damaged, PlacedList, PlacedMapping, Position, Problem
from .syntax import DOCUMENT_END, MAX_DEPTH, OPEN_QUOTE, SECOND_DOCUMENT, TOO_DEEP, line_at, position_of
from .text import FORBIDDEN, TextFault, describe
from .wording import shown

_COMMENT: Final = re.compile(" *#")


class Break(NamedTuple):
    """Where a stretch is to be mended that cannot be read to its end, and where reading it broke off."""

    mend: Position
    noticed: Position


class UnreadableError(Exception):
    """Raised where the rest of a stretch cannot be read."""

    def __init__(self, position: Position) -> None:
        super().__init__(position)
        self.fault = Break(position, position)


@dataclass(slots=True)
class Level:
    """A container that is being filled."""

    container: PlacedMapping | PlacedList
    key: str | None = None
    """The key whose value comes next; empty if that is to be dropped."""
    before: tuple[PlacedMapping, ...] = ()
    """Items that seem to go on here, because no dash stands before their first key when that comes again."""


class ContainerBuilder:
    """Builds positioned containers from the events of a parser, and collects problems."""

    def __init__(self, name: str, faults: list[TextFault], listed: bool) -> None:
        self.name = name
        self.problems = [Problem(name, position, message) for position, message in faults]
        self.listed = listed
        self.reported = {position for position, _message in faults}
        self._damaged = [position for position, _message in faults]  # in the order of the file
        self.lines: list[str] = []
        self.offset = 0  # of the stretch that is being parsed
        self.last = START  # the place behind its last character
        self.stack: list[Level] = []
        self.opened = False
        self.quoted: yaml.ScalarEvent | None = None
        self.root: Any = None

    def report(self, position: Position, message: str) -> None:
        """Note a problem (once per place) and mark everything around it as unsound."""
        if position not in self.reported:
            self.reported.add(position)
            self.problems.append(Problem(self.name, position, message))
        self._spoil()

    def _spoil(self) -> None:
        for level in self.stack:
            level.container.sound = False

    @cached_property
    def parts_of_file(self) -> list[FilePart]:
        """The parts of the outermost container, as its lines tell them apart."""
        return parts(self.lines, 0, len(self.lines), listed=self.listed)

    @cached_property
    def _begins(self) -> frozenset[int]:
        return frozenset(part.begin for part in self.parts_of_file)

    def at(self, mark: Any) -> Position:
        """The place of a parser's mark. Where the parser misses something, it marks the line behind the last."""
        found = position_of(mark, self.offset)
        return found if found <= self.last else self.last

    def take(self, event: Any) -> None:
        """Handle one parser event."""
        at = self.at(event.start_mark)
        if isinstance(event, yaml.ScalarEvent):  # first, as most are
            self._put(self._scalar(event, at), at)
            return
        match event:
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._refuse_shorthand(event, at)
                if len(self.stack) >= MAX_DEPTH:
                    self.report(at, TOO_DEEP)
                    raise UnreadableError(at)
                mapping = isinstance(event, yaml.MappingStartEvent)
                container: PlacedMapping | PlacedList = PlacedMapping(at) if mapping else PlacedList(at)
                container.sound = at not in self.reported
                self._put(container, at)
                self.stack.append(Level(container))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._end_item(self.stack.pop())
            case yaml.AliasEvent():
                alias = f"*{event.anchor}"
                self.report(at, f"alias {shown(alias)} is not allowed; write the value out, or put it in quotes")
                self._put(Damaged(alias), at)
            case yaml.DocumentEndEvent() if event.explicit:
                self.report(at, DOCUMENT_END)
                raise UnreadableError(at)
            case yaml.DocumentStartEvent():
                if event.explicit and self.opened:
                    self.report(at, SECOND_DOCUMENT)
                    raise UnreadableError(at)
                self.opened = True

    def _put(self, value: Any, at: Position) -> None:
        """Add *value* to the innermost open container, as key or as value."""
        if not self.stack:
            self.root = value
            return
        level = self.stack[-1]
        container = level.container
        if isinstance(container, PlacedList):
            container.append(value)
            container.item_at.append(at)
        elif level.key is None:
            level.key = self._key(container, value, at)
        else:
            key, level.key = level.key, None
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
        if (key in mapping.key_at or key[:1] == "-") and (name := self._begin_item(mapping, key, at)):
            return name
        if key in mapping.key_at:
            first = mapping.key_at[key].line
            self.report(at, f"duplicate key '{shown(key)}' (first on line {first}); keep one of them")
            return ""
        mapping.key_at[key] = at
        return key

    def _begin_item(self, mapping: PlacedMapping, key: str, at: Position) -> str:
        """Begin another item if *key* is the first one of an item again; returns its name, or nothing if it is not."""
        items = self.stack[-2].container if len(self.stack) > 1 else None
        name, place = next(iter(mapping.key_at.items()), ("", at))
        is_first = place == mapping.position and place.column == at.column  # and no braces are around it
        if not isinstance(items, PlacedList) or not is_first or key.removeprefix("-") != name:
            return ""
        level = self.stack[-1]
        self._end_item(level)
        level.container, level.before = PlacedMapping(at), (*level.before, mapping)
        level.container.key_at[name] = at
        items.append(level.container)
        items.item_at.append(at)
        return name

    def _end_item(self, level: Level) -> None:
        """Report the dash that is missing before an item, if it is.

        Whether two items are meant is clear if most keys come again. Otherwise neither is sound.
        """
        begun = level.container
        if not level.before or not isinstance(begun, PlacedMapping) or begun.position in self.reported:
            return
        name, at = next(iter(begun.key_at.items()))
        before = level.before[-1]
        advice = f"write '- {shown(name)}: …' as on line {level.before[0].position.line}"
        again = begun.key_at.keys() & before.key_at.keys()
        if line_at(self.lines, at)[at.column - 1 :].startswith("-"):
            message = f"a space is missing behind the dash; {advice}"
        elif 2 * len(again) > len(begun.key_at) and (len(again) > 1 or len(before.key_at) == 1):
            message = f"a second '{shown(name)}'; {advice} to begin the next item"
        else:
            message = f"a second '{shown(name)}'; {advice} to begin the next item, or keep one of them"
            for part in (begun, before):
                part.sound = part.complete = False
        self.reported.add(at)
        self.problems.append(Problem(self.name, at, message))

    def _scalar(self, event: Any, at: Position) -> str | None:
        """The text of a scalar as typed; ``None`` where nothing was typed."""
        text: str = event.value
        plain = not event.style
        end = position_of(event.end_mark, self.offset)
        if not plain and event.style in "'\"":
            self.quoted = event
            if any(number in self._begins for number in range(at.line, end.line)):
                self.report(at, OPEN_QUOTE)  # it swallowed the parts that follow
                raise UnreadableError(at)
        sound = (event.anchor is None and not event.tag) or self._refuse_shorthand(event, at)
        line = line_at(self.lines, end)
        if "#" in line and (comment := _COMMENT.match(line, end.column - 1)):
            place = Position(end.line, comment.end())
            advice = "put the value in quotes, or the comment on a line of its own"
            self.report(place, f"text from '#' on is a comment; {advice}")
            sound = False
        if plain and text in ("~", "null", "Null", "NULL"):
            self.report(at, f"'{text}' stands for no value; delete the line, or put a word that is meant in quotes")
            sound = False
        elif self._damaged and self._has_damage(self._begin_of_entry(at), end):
            self._spoil()
            sound = False
        elif event.style == '"' and (match := FORBIDDEN.search(text)):  # written as an escape, such as "\u202e"
            self.report(at, describe(match.group()))
            sound = False
        if not sound:
            return Damaged(text)
        return None if plain and text == "" else text

    def _begin_of_entry(self, at: Position) -> Position:
        """Where the key of the value at *at* stands, or *at* itself for a key or an item."""
        if self.stack:
            level = self.stack[-1]
            if isinstance(level.container, PlacedMapping) and level.key is not None:
                return level.container.key_at.get(level.key, at)
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
