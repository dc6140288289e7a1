"""Everything that a data folder says, read and checked in one go."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from . import deadlines, own_fields, retirement, vocabulary
from .deadlines import Deadline
from .fields import Known
from .kind import SUBJECTS, Kind
from .model import Record, Site
from .positioned import START, PlacedList, PlacedMapping, Problem, first_of_each_file, locate
from .source import Parse, parse, read
from .validation import Collected, collect, validate
from .vocabulary import Vocabulary
from .wording import nearest, shown, unknown

REQUIRED: Final = {
    "site.yml": "write at least a line 'name: …'",
    "vocabulary.yml": "write each facet as a key, with its values as a list",
}
"""The files that a data folder must have, each with what it holds at the least: keys and values, and no list."""

FIELDS: Final = f"{own_fields.FILE}.yml"
"""The file of fields that the folder adds to records."""


class LostRecords(NamedTuple):
    """What may stand in a file of which not all is sound, so that nobody calls it unknown."""

    words: tuple[str, ...] = ()
    """All that its faulty records say, without regard to case, in the order of the alphabet."""
    is_whole: bool = True
    """Whether this is all: the ids of all records could be read."""

    def may_hold(self, word: str) -> bool:
        """Whether a record with this id, this title or this value may be among what is faulty."""
        return not self.is_whole or _folded(word) in self.words


@dataclass(frozen=True)
class Store:
    """The sound records of a data folder, by key and in the order of the files, and all problems.

    ``locations`` tells where a record or a value of the vocabulary stands, as ``path:line:column``:
    ``locations["resources", id]``, ``locations["phases", id]``; and where a fact about the site does:
    ``locations["site", "name"]``.
    """

    site: Site | None = None
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    kinds: Sequence[Kind[Any]] = ()
    records: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The records of each kind, by the name of its file, but for those that are retired."""
    retired: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Those that are retired, in the same way."""
    lost: Mapping[str, LostRecords] = field(default_factory=dict)
    """What is faulty in each of these files, if anything is."""
    problems: tuple[Problem, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    """The days from which something in these files may be out of date."""
    locations: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def of(self, kind: Kind[Record]) -> Mapping[str, Record]:
        """The records of a kind."""
        return self.records.get(kind.file, {})

    def retired_of(self, kind: Kind[Record]) -> Mapping[str, Record]:
        """The records of a kind that are listed no more."""
        return self.retired.get(kind.file, {})

    def lost_of(self, file: str) -> LostRecords:
        """What is faulty in the file of a kind."""
        return self.lost.get(file, LostRecords())

    def extended(self, kind: Kind[Record]) -> Kind[Record]:
        """A kind with the fields that the data folder adds to it."""
        return next((found for found in self.kinds if found.file == kind.file), kind)


def files(kinds: Iterable[Kind[Any]]) -> list[str]:
    """All files that a data folder may have, in the order in which problems are reported."""
    return list(dict.fromkeys([*REQUIRED, FIELDS, *(f"{kind.file}.yml" for kind in kinds)]))


def facets_of(kinds: Iterable[Kind[Any]], present: Collection[str] = ()) -> dict[str, bool]:
    """The facets of these kinds by name, and whether a record of a file that is *present* must have a value of it."""
    found = {facet.name: False for facet in SUBJECTS}
    for kind in kinds:
        for name, facet in kind.facets.items():
            field = kind.model.model_fields.get(name)
            required = kind.file in present and field is not None and field.is_required()
            found[facet.name] = found.get(facet.name, False) or required
    return found


class Files(NamedTuple):
    """What was read of a data folder: the value of each file that is there, by its name, and what is wrong so far."""

    values: Mapping[str, Any] | None
    """Nothing if the folder cannot be read."""
    problems: tuple[Problem, ...]


def load(folder: Path, kinds: Sequence[Kind[Any]], label: str | None = None) -> Store:
    """Read the records of some *kinds* from a folder. *label* is how problems call it (its own name if none is given).

    Every file and every record is read, whatever is wrong with the others; nothing is raised. Of the
    problems of one file, the first are kept, and the others counted.
    """
    label = folder.name if label is None else label
    return checked(read_files(folder, kinds, label), kinds, label)


def read_files(folder: Path, kinds: Sequence[Kind[Any]], label: str, parse: Parse = parse) -> Files:
    """Read all files of a folder, and check none of their records; *parse* makes values of their bytes."""
    known = files(kinds)
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except (OSError, ValueError) as error:  # the latter if no path can be what is given as one
        return Files(None, (_no_folder(label, error),))
    problems = _strangers(names, known, label)
    values: dict[str, Any] = {}
    for name in known:
        if name in REQUIRED or name in names:
            advice = REQUIRED.get(name, "an empty list is written []")
            values[name], found = read(
                folder / name, f"{label}/{name}", advice, listed=name not in REQUIRED, parse=parse
            )
            problems += found
    return Files(values, tuple(problems))


def with_own_fields(
    kinds: Sequence[Kind[Any]], values: Mapping[str, Any], label: str, problems: list[Problem]
) -> tuple[Sequence[Kind[Any]], bool]:
    """The kinds with the fields that the folder adds, and whether it may have others; adds to *problems*."""
    path = f"{label}/{FIELDS}"
    rows = _rows(own_fields.OWN_FIELD, values.get(FIELDS), path, problems)
    if not rows:
        return kinds, False
    kinds, found = own_fields.extend(kinds, rows, path)
    problems += found
    return kinds, bool(found) or not rows.sound


def checked(read: Files, kinds: Sequence[Kind[Any]], label: str) -> Store:
    """Make records of what was read of a folder that problems call *label*."""
    if read.values is None:
        words = Vocabulary(incomplete=frozenset(facets_of(kinds)))
        lost = {kind.file: LostRecords(is_whole=False) for kind in kinds}
        return Store(vocabulary=words, kinds=kinds, lost=lost, problems=read.problems)
    known, values, problems = files(kinds), read.values, list(read.problems)
    site_value, site_path = values["site.yml"], f"{label}/site.yml"
    site, found = (None, []) if site_value is None else validate(Site, site_value, START, site_path)
    problems += found
    keys = site_value.key_at if isinstance(site_value, PlacedMapping) else {}
    locations = {("site", key): Problem(site_path, at, "").location for key, at in keys.items()}
    kinds, guess = with_own_fields(kinds, values, label, problems)
    present = [kind.file for kind in kinds if values.get(f"{kind.file}.yml")]
    facets = facets_of(kinds, present)
    words, found = vocabulary.build(
        values["vocabulary.yml"], f"{label}/vocabulary.yml", facets, locations, lenient=guess
    )
    problems += found
    targets = _targets(kinds, values, words)
    records: dict[str, Mapping[str, Any]] = {}
    retired: dict[str, Mapping[str, Any]] = {}
    rows_of: dict[str, Mapping[str, PlacedMapping]] = {}
    lost = {}
    for kind in kinds:
        name = f"{kind.file}.yml"
        rows = _rows(kind, values.get(name), f"{label}/{name}", problems)
        if rows is None:
            records[kind.file] = {}
            if name in values:  # it is there, and cannot be read
                lost[kind.file] = LostRecords(is_whole=False)
            continue
        found_rows = _records(kind, rows, f"{label}/{name}", words, targets, problems, locations)
        rows_of[kind.file] = found_rows.rows
        retired[kind.file] = {key: item for key, item in found_rows.records.items() if retirement.is_retired(item)}
        records[kind.file] = {key: item for key, item in found_rows.records.items() if key not in retired[kind.file]}
        if len(found_rows.rows) < len(rows) or not rows.complete:
            lost[kind.file] = _lost(kind, rows, found_rows)
    for file, at, message in retirement.named(kinds, retired, rows_of):
        problems.append(Problem(f"{label}/{file}.yml", at, message))
    order = {f"{label}/{name}": number for number, name in enumerate(known)}
    problems.sort(key=lambda problem: (order.get(problem.path, len(order)), problem.path, problem.position))
    reported = tuple(first_of_each_file(problems))
    dated = tuple(item for name, value in values.items() for item in deadlines.of_file(value, f"{label}/{name}"))
    return Store(site, words, with_dated(kinds, records), records, retired, lost, reported, dated, locations)


def with_dated(kinds: Sequence[Kind[Any]], records: Mapping[str, Mapping[str, Any]]) -> tuple[Kind[Any], ...]:
    """The kinds, of which those show from when a record may be out of date that have such a record."""
    dated = {kind.file for kind in kinds if any(map(deadlines.worded, records[kind.file].values()))}
    return tuple(
        replace(kind, columns=(*kind.columns, deadlines.COLUMN), added=(*kind.added, deadlines.COLUMN))
        if kind.file in dated
        else kind
        for kind in kinds
    )


def _no_folder(label: str, error: OSError | ValueError) -> Problem:
    """A problem for a data folder that cannot be read."""
    if isinstance(error, FileNotFoundError):
        reason = f"is missing; create it with {', '.join(REQUIRED)}"
    elif isinstance(error, NotADirectoryError):
        reason = "is no folder; put a folder in its place"
    else:
        reason = f"cannot be read: {error.strerror if isinstance(error, OSError) else error}"
    return Problem(label, START, f"the folder {reason}")


def _strangers(names: Sequence[str], known: Sequence[str], label: str) -> list[Problem]:
    """A problem for each data file with a name that means nothing, because it would be passed over."""
    found = [name for name in names if Path(name).suffix in (".yml", ".yaml") and name not in known]
    rest = f"; known: {', '.join(known)}"  # also those after the first dozen
    said = [unknown("file", name, known, ending="" if nearest(name, known) else rest) for name in found]
    return [Problem(f"{label}/{name}", START, text) for name, text in zip(found, said, strict=True)]


def _targets(kinds: Sequence[Kind[Any]], values: Mapping[str, Any], words: Vocabulary) -> Known | None:
    """All that a link can lead to, each with its role; nothing while some of it is not known."""
    ids = {f"{facet.singular}:{term}": None for facet in SUBJECTS for term in words.terms(facet)}
    is_whole = all(map(words.checks, SUBJECTS))
    for kind in (kind for kind in kinds if kind.role):
        found = _ids(kind, values.get(f"{kind.file}.yml", PlacedList(START)))
        is_whole = is_whole and found is not None
        ids |= {f"{kind.role}:{key}": None for key in found or ()}
    return Known("record", ids) if is_whole else None


def _ids(kind: Kind[Any], rows: Any) -> list[str] | None:
    """The ids of all records of a file, sound or not; nothing if some are not known."""
    if not isinstance(rows, PlacedList) or not rows.complete:
        return None
    ids = [row.get(kind.key) if isinstance(row, PlacedMapping) else None for row in rows]
    return None if None in ids else [str(key) for key in ids]


def _lost(kind: Kind[Any], rows: PlacedList, sound: Collected) -> LostRecords:
    """What the rows say that no record was made of."""
    kept = {id(row) for row in sound.rows.values()}
    words = {_folded(text) for row in rows if id(row) not in kept for text in _texts(row)}
    return LostRecords(tuple(sorted(words)), _ids(kind, rows) is not None)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, PlacedMapping | PlacedList):
        for inner in value.values() if isinstance(value, PlacedMapping) else value:
            yield from _texts(inner)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _known_ids(kind: Kind[Any], rows: PlacedList, words: Vocabulary, targets: Known | None) -> dict[str, Known]:
    """The allowed ids of each field of a kind of record; what is incomplete is left out."""
    known = {name: Known(facet.noun, words.terms(facet)) for name, facet in kind.facets.items() if words.checks(facet)}
    if (ids := _ids(kind, rows)) is not None:
        known |= {name: Known(others.noun, set(ids)) for name, others in kind.others.items()}
    return known | (dict.fromkeys(kind.anything, targets) if targets else {})


def _records(
    kind: Kind[Any],
    rows: PlacedList,
    path: str,
    words: Vocabulary,
    targets: Known | None,
    problems: list[Problem],
    locations: dict[tuple[str, str], str],
) -> Collected:
    """The sound records of one file; adds to *problems* and *locations*."""
    reported = {problem.position for problem in problems if problem.path == path}
    found = collect(kind.model, rows, path, _known_ids(kind, rows, words, targets))
    problems += [problem for problem in found.problems if problem.position not in reported]
    for record_key, row in found.rows.items():
        locations[kind.file, record_key] = Problem(path, locate(row, (kind.key,)), "").location
    return found


def _rows(kind: Kind[Any], value: Any, path: str, problems: list[Problem]) -> PlacedList | None:
    """The list that is the value of a file; adds to *problems* if it is none."""
    if isinstance(value, PlacedMapping) and any(isinstance(item, PlacedList) for item in value.values()):
        value = _below_keys(value, path, problems)
    if value is None or isinstance(value, PlacedList):
        return value
    message = f"expected a list of records; begin each with '- {kind.key}: …' (an empty list is written [])"
    problems.append(Problem(path, START, message))
    return None


def _below_keys(file: PlacedMapping, path: str, problems: list[Problem]) -> PlacedList:
    """The records of a file that has its list below a key; adds a problem for each key."""
    rows = PlacedList(file.position)
    for key, position in file.key_at.items():
        problems.append(Problem(path, position, f"the list stands below no key; remove the line '{shown(key)}: …'"))
        if isinstance(value := file.get(key), PlacedList):
            rows += value
            rows.item_at += value.item_at
    return rows
