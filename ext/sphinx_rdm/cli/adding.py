"""What is wrong with an entry before it is written: its file is read with it as the project reads it, and compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeAlias, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ..records.fields import Id, Others, TrueOrFalse, proposed_id
from ..records.kind import Anything, Facet, Kind
from ..records.model import REPLACED_BY, RETIRED, Entry, Placed
from ..records.positioned import PlacedList, PlacedMapping, Position, Problem
from ..records.source import parse
from ..records.store import Files, Store, checked, read_files
from ..records.text import FORBIDDEN, describe
from .entries import CannotAddError, YamlValue, with_entry
from .project import Project

KeyPath: TypeAlias = "tuple[str | int, ...]"
"""The names and numbers that lead to a value in an entry; none for the entry as a whole."""
EntryFault: TypeAlias = tuple[KeyPath, str]
"""Where something is wrong, and what."""

NAMES: Final = ("title", "term", "question", "text", "message", "long")
"""Fields that say what a record is called, the best first."""
_FEW: Final = 3
"""Records of which nobody can tell what is usual."""
_LINES: Final = re.compile(r"(?:\bline |:)\d+(?::\d+)?")
_NO_TEXT: Final = re.compile("[\ud800-\udfff]")
"""What stands in an argument for a byte that is no text."""


class ValueForm(NamedTuple):
    """What a field takes."""

    several: bool = False
    part: type[BaseModel] | None = None
    """The model of its parts, if it has any."""
    pairs: bool = False
    """Whether its values have names of their own, such as codes of languages."""


def form(annotation: Any) -> ValueForm:
    """What a field with this annotation takes."""
    inside = [found for found in get_args(annotation) if found is not type(None)]
    if get_origin(annotation) is tuple:
        return ValueForm(several=True, part=form(inside[0]).part)
    if get_origin(annotation) is dict:
        return ValueForm(pairs=True)
    if isinstance(annotation, type):
        return ValueForm(part=annotation if issubclass(annotation, BaseModel) else None)
    return form(inside[0])


def fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields that something new may have, those of its own first."""
    every = {name: field for name, field in model.model_fields.items() if name not in (RETIRED, REPLACED_BY)}
    return {name: every[name] for name in sorted(every, key=lambda name: name in Placed.model_fields)}


def is_made_of(field: FieldInfo, annotation: Any) -> bool:
    """Whether a field is of one of the types in ``records.fields``."""
    return all(mark in field.metadata for mark in get_args(annotation)[1:2])


def name_of(kind: Kind[Any]) -> str:
    """What the commands call a kind: its noun, if that is one word."""
    return kind.model.noun if " " not in kind.model.noun else kind.role or kind.file


def kinds_of(project: Project) -> dict[str, Kind[Any]]:
    """All kinds by their names."""
    return {name_of(kind): kind for kind in project.all_kinds}


def kind_named(name: str, project: Project) -> Kind[Any] | None:
    """The kind with this name, which may also be that of its file or its role."""
    found = kinds_of(project)
    return found.get(name) or next((kind for kind in found.values() if name in (kind.file, kind.role)), None)


class Adding:
    """What somebody adds a record to."""

    def __init__(self, project: Project, kind: Kind[Any]) -> None:
        self.name = f"{kind.file}.yml"
        self._kinds = project.all_kinds
        self._label = project.data.as_posix()
        self._files = read_files(project.data, self._kinds, self._label)
        self.before = checked(self._files, self._kinds, self._label)
        self.kind = self.before.extended(kind)
        file = project.data / self.name
        self.text = file.read_bytes().decode("utf-8", "surrogateescape") if file.is_file() else ""

    @property
    def label(self) -> str:
        """How messages call the file."""
        return f"{self._label}/{self.name}"

    @cached_property
    def rows(self) -> PlacedList | None:
        """The records that are there."""
        found = (self._files.values or {}).get(self.name)
        return found if isinstance(found, PlacedList) else None

    @property
    def model(self) -> type[Entry]:
        """The model of the record."""
        return self.kind.model

    def choices(self, field: FieldInfo) -> Mapping[str, str]:
        """The ids that a field may hold, each with what readers call it; nothing if it takes text."""
        if is_made_of(field, TrueOrFalse):
            return {"true": "", "false": ""}
        for mark in field.metadata:
            if isinstance(mark, Facet):
                return {name: term.title for name, term in self.before.vocabulary.terms(mark).items()}
            if isinstance(mark, Others):
                return titles(self.before, self.kind)
            if isinstance(mark, Anything):
                found = ((kind.role, titles(self.before, kind)) for kind in self.before.kinds if kind.role)
                return {f"{role}:{name}": title for role, named in found for name, title in named.items()}
        return {}

    def proposed(self, name: str, entry: Mapping[str, YamlValue]) -> str:
        """What a field most likely is: an id is made of the name."""
        return id_of(entry) if name == self.kind.key and is_id(self.model.model_fields[name]) else ""

    def usual(self, _entry: Mapping[str, YamlValue]) -> Collection[str]:
        """The optional fields that are asked for: those that a third of the records have, or all if there are few."""
        return self._usual

    def needed(self, _entry: Mapping[str, YamlValue]) -> Collection[str]:
        """The optional fields that it must have: none."""
        return ()

    @cached_property
    def _usual(self) -> frozenset[str]:
        rows: Sequence[Any] = self.rows or ()
        counts = Counter(key for row in rows if isinstance(row, PlacedMapping) for key in row)
        own = [name for name in fields(self.model) if name not in Entry.model_fields]
        return frozenset(name for name in own if len(rows) < _FEW or 3 * counts[name] > len(rows))

    def check_file(self) -> None:
        """See whether anything can be added to the file, or :class:`CannotAddError`."""
        with_entry(self.text, {self.kind.key: "new"}, self.kind)

    def faults(self, entry: Mapping[str, YamlValue]) -> list[EntryFault]:
        """What is wrong with an entry, each with its field, in the words of a check; nothing, while it has none."""
        if not entry:
            return []
        if strange := [(way, text) for way, text in _texts(entry) if _NO_TEXT.search(text)]:
            return [(way, f"{way[0]}: {describe(FORBIDDEN.findall(text)[0])}") for way, text in strange]
        text = with_entry(self.text, entry, self.kind, at_end=True)
        store, rows = self._read(text)
        row = rows[-1] if isinstance(rows, PlacedList) and rows else None
        return [
            (_way(row, problem.position) if problem.path == self.label else (), problem.message)
            for problem in self._new(store)
        ]

    def record(self, entry: Mapping[str, YamlValue]) -> dict[str, YamlValue]:
        """A sound entry as it is written: without spaces that do not count, and with days as days."""
        store, _rows = self._read(with_entry(self.text, entry, self.kind, at_end=True))
        record = [*store.of(self.kind).values()][-1]
        return {name: plain(getattr(record, name), entry[name]) for name in entry}

    def added(self, entry: Mapping[str, YamlValue]) -> tuple[str, int]:
        """The text of the file with the entry and its line there, if what is read is what was there and this alone."""
        text = with_entry(self.text, entry, self.kind)
        store, _rows = self._read(text)
        if found := self._new(store):
            raise CannotAddError(found[0].message)
        records = {key: record.model_dump() for key, record in store.of(self.kind).items()}
        before = {key: record.model_dump() for key, record in self.before.of(self.kind).items()}
        new = store.of(self.kind).get(str(entry[self.kind.key]))
        others = {key: record for key, record in records.items() if key != entry[self.kind.key]}
        if new is None or others != before or any(plain(getattr(new, key), entry[key]) != entry[key] for key in entry):
            raise CannotAddError("it would be read as something else; add the record by hand")
        place = store.locations[self.kind.file, str(entry[self.kind.key])]
        return text, int(place.removeprefix(f"{self.label}:").split(":")[0])

    def new_problems(self, text: str) -> list[Problem]:
        """The problems that there would be if this were the text of the file, and are not yet."""
        return self._new(self._read(text)[0])

    def _read(self, text: str) -> tuple[Store, Any]:
        rows, problems = parse(text.encode("utf-8", "surrogateescape"), self.label, listed=True)
        values = {**(self._files.values or {}), self.name: rows}
        found = [*(problem for problem in self._files.problems if problem.path != self.label), *problems]
        return checked(Files(values, tuple(found)), self._kinds, self._label), rows

    def _new(self, store: Store) -> list[Problem]:
        """The problems that there are now and were not before, wherever they stand."""
        known = Counter(map(_worded, self.before.problems))
        new = []
        for problem in store.problems:
            known[_worded(problem)] -= 1
            if known[_worded(problem)] < 0:
                new.append(problem)
        return new


def _worded(problem: Problem) -> tuple[str, str]:
    return problem.path, _LINES.sub("", problem.message)


def _way(value: Any, at: Position) -> KeyPath:
    """What leads to the value at a place."""
    if not isinstance(value, PlacedMapping | PlacedList) or at <= value.position:
        return ()
    places = value.key_at.items() if isinstance(value, PlacedMapping) else enumerate(value.item_at)
    name = next((name for name, place in reversed([*places]) if place <= at), None)
    if name is None:
        return ()
    inside = value.get(name) if isinstance(value, PlacedMapping) else value[name]
    return (name, *_way(inside, at))


def _texts(value: Any, way: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield way, value
    elif isinstance(value, Mapping | list):
        for name, inside in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _texts(inside, (*way, name))


def plain(value: Any, given: Any) -> YamlValue:
    """A value of a record as it is written, as far as it was *given*."""
    if isinstance(value, BaseModel):
        return {name: plain(getattr(value, name), given[name]) for name in given}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple):
        return value[0] if isinstance(given, str) else [plain(*pair) for pair in zip(value, given, strict=True)]
    return value if isinstance(value, str | bool | date) else str(value)


def titles(store: Store, kind: Kind[Any]) -> dict[str, str]:
    """What the records of a kind are called, by their keys."""
    names = [name for name in NAMES if name in kind.model.model_fields]
    return {key: str(getattr(record, names[0])) if names else "" for key, record in store.of(kind).items()}


def id_of(entry: Mapping[str, YamlValue]) -> str:
    """What the id of an entry can be."""
    return proposed_id(str(next((entry[name] for name in NAMES if name in entry), "")))


def is_id(field: FieldInfo) -> bool:
    """Whether a field is the id of a record."""
    return is_made_of(field, Id)
