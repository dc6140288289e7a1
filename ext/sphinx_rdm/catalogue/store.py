"""Everything that a data folder says, read and checked in one go."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from . import vocabulary
from .model import ALL, Facility, Record, Resource, Site, validate
from .positioned import START, PlacedList, PlacedMapping, Problem, locate
from .source import read
from .vocabulary import Vocabulary

FILES: Final = {
    "site.yml": "write at least a line 'name: …'",
    "vocabulary.yml": f"write the lists {', '.join(vocabulary.FACETS)}",
    "resources.yml": "an empty list is written []",
    "facilities.yml": "an empty list is written []",
}
"""The files of a data folder, each with what it holds at the least."""


@dataclass(frozen=True)
class Store:
    """The sound records of a data folder, by id and in the order of the files, and all problems.

    ``locations`` tells where a record or a value of the vocabulary stands, as ``path:line:column``:
    ``locations["resources", id]``, ``locations["phases", id]``.
    """

    site: Site | None = None
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    resources: Mapping[str, Resource] = field(default_factory=dict)
    facilities: Mapping[str, Facility] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    locations: Mapping[tuple[str, str], str] = field(default_factory=dict)


def load(folder: Path, label: str | None = None) -> Store:
    """Read the data folder. *label* is how problems call it (its own name if none is given).

    Every file and every record is read, whatever is wrong with the others; nothing is raised.
    """
    label = folder.name if label is None else label
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for name, advice in FILES.items():
        values[name], found = read(folder / name, f"{label}/{name}", advice)
        problems += found

    site_value, site_path = values["site.yml"], f"{label}/site.yml"
    site, found = (None, []) if site_value is None else validate(Site, site_value, START, site_path, {})
    problems += found
    locations: dict[tuple[str, str], str] = {}
    words, found = vocabulary.build(values["vocabulary.yml"], f"{label}/vocabulary.yml", locations)
    problems += found

    known = _known_ids(words)
    resources = _records(Resource, "resources", values, label, known, problems, locations)
    facilities = _records(Facility, "facilities", values, label, known, problems, locations)
    problems.sort(key=lambda problem: (list(FILES).index(problem.path.rpartition("/")[2]), problem.position))
    return Store(site, words, resources, facilities, tuple(problems), locations)


def _known_ids(words: Vocabulary) -> dict[str, Collection[str]]:
    """The allowed ids of each field of a record; facets that are incomplete are left out."""
    facet_of = {
        "phases": "phases",
        "topics": "topics",
        "category": "categories",
        "kind": "kinds",
        "platform": "platforms",
    }
    known: dict[str, Collection[str]] = {
        name: tuple(words.terms(facet)) for name, facet in facet_of.items() if facet not in words.incomplete
    }
    if "phases" in known:
        known["phases"] = (*known["phases"], ALL)
    return known


def _records(
    model: type[Record],
    name: str,
    values: Mapping[str, Any],
    label: str,
    known: dict[str, Collection[str]],
    problems: list[Problem],
    locations: dict[tuple[str, str], str],
) -> dict[str, Record]:
    """The sound records of one file; adds to *problems* and *locations*."""
    path = f"{label}/{name}.yml"
    rows = values[f"{name}.yml"]
    if rows is None:
        return {}
    if not isinstance(rows, PlacedList):
        message = f"expected a list of {name}; begin each with '- id: …' (an empty list is written [])"
        problems.append(Problem(path, START, message))
        return {}
    reported = {problem.position for problem in problems if problem.path == path}
    records: dict[str, Record] = {}
    lines: dict[str, int] = {}
    for row, at in zip(rows, rows.item_at, strict=True):
        record, found = validate(model, row, at, path, known)
        problems += [problem for problem in found if problem.position not in reported]
        if not isinstance(row, PlacedMapping) or not isinstance(record_id := row.get("id"), str):
            continue
        id_at = locate(row, ("id",))
        if record_id in lines:
            message = f"duplicate id '{record_id}' (first on line {lines[record_id]}); ids must differ"
            problems.append(Problem(path, id_at, message))
        elif record is not None:
            records[record_id] = record
            locations[name, record_id] = Problem(path, id_at, "").location
        lines.setdefault(record_id, id_at.line)
    return records
