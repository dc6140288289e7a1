"""Everything that a data folder says, read and checked in one go."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from . import vocabulary
from .fields import ALL
from .model import (
    Abbreviation,
    ChecklistItem,
    Entry,
    Facility,
    GlossaryTerm,
    GuideEntry,
    Institution,
    Law,
    Redirect,
    Resource,
    Site,
    StyleRule,
    Synonyms,
)
from .positioned import START, PlacedList, PlacedMapping, Problem, first_of_each_file, locate
from .source import read
from .validation import collect, validate
from .vocabulary import Vocabulary
from .wording import nearest, shown

KINDS: Final[Mapping[str, type[Entry]]] = {
    "resources": Resource,
    "facilities": Facility,
    "guide": GuideEntry,
    "checklists": ChecklistItem,
    "institutions": Institution,
    "glossary": GlossaryTerm,
    "redirects": Redirect,
    "abbreviations": Abbreviation,
    "laws": Law,
    "style": StyleRule,
    "synonyms": Synonyms,
}
"""The kinds of records, by the name of their file."""

REQUIRED: Final = {
    "site.yml": "write at least a line 'name: …'",
    "vocabulary.yml": f"write the lists {', '.join(vocabulary.REQUIRED)}",
    "resources.yml": "an empty list is written []",
    "facilities.yml": "an empty list is written []",
}
"""The files that a data folder must have, each with what it holds at the least."""

MAPPINGS: Final = ("site.yml", "vocabulary.yml")
"""The files that hold keys and values; all others hold a list of records."""

FILES: Final = (*REQUIRED, *(f"{name}.yml" for name in KINDS if f"{name}.yml" not in REQUIRED))
"""All files that a data folder may have, in the order in which problems are reported."""


@dataclass(frozen=True)
class Store:
    """The sound records of a data folder, by key and in the order of the files, and all problems.

    ``locations`` tells where a record or a value of the vocabulary stands, as ``path:line:column``:
    ``locations["resources", id]``, ``locations["phases", id]``; and where a fact about the site does:
    ``locations["site", "name"]``.
    """

    site: Site | None = None
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    resources: Mapping[str, Resource] = field(default_factory=dict)
    facilities: Mapping[str, Facility] = field(default_factory=dict)
    guide: Mapping[str, GuideEntry] = field(default_factory=dict)
    checklists: Mapping[str, ChecklistItem] = field(default_factory=dict)
    institutions: Mapping[str, Institution] = field(default_factory=dict)
    glossary: Mapping[str, GlossaryTerm] = field(default_factory=dict)
    redirects: Mapping[str, Redirect] = field(default_factory=dict)
    abbreviations: Mapping[str, Abbreviation] = field(default_factory=dict)
    laws: Mapping[str, Law] = field(default_factory=dict)
    style: Mapping[str, StyleRule] = field(default_factory=dict)
    synonyms: Mapping[str, Synonyms] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    locations: Mapping[tuple[str, str], str] = field(default_factory=dict)


def load(folder: Path, label: str | None = None) -> Store:
    """Read the data folder. *label* is how problems call it (its own name if none is given).

    Every file and every record is read, whatever is wrong with the others; nothing is raised. Of the
    problems of one file, the first are kept, and the others counted.
    """
    label = folder.name if label is None else label
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except (OSError, ValueError) as error:  # the latter if no path can be what is given as one
        return Store(vocabulary=vocabulary.build(None, "", {})[0], problems=(_no_folder(label, error),))
    problems = _strangers(names, label)
    values: dict[str, Any] = {}
    for name in FILES:
        if name in REQUIRED or name in names:
            advice = REQUIRED.get(name, "an empty list is written []")
            values[name], found = read(folder / name, f"{label}/{name}", advice, listed=name not in MAPPINGS)
            problems += found

    site_value, site_path = values["site.yml"], f"{label}/site.yml"
    site, found = (None, []) if site_value is None else validate(Site, site_value, START, site_path)
    problems += found
    keys = site_value.key_at if isinstance(site_value, PlacedMapping) else {}
    locations = {("site", key): Problem(site_path, at, "").location for key, at in keys.items()}
    words, found = vocabulary.build(values["vocabulary.yml"], f"{label}/vocabulary.yml", locations)
    problems += found
    records = {
        name: _records(name, values.get(f"{name}.yml"), f"{label}/{name}.yml", words, problems, locations)
        for name in KINDS
    }
    problems.sort(key=lambda problem: (_place_in_order(problem.path.rpartition("/")[2]), problem.position))
    return Store(site, words, **records, problems=tuple(first_of_each_file(problems)), locations=locations)


def _no_folder(label: str, error: OSError | ValueError) -> Problem:
    """A problem for a data folder that cannot be read."""
    if isinstance(error, FileNotFoundError):
        reason = f"is missing; create it with {', '.join(REQUIRED)}"
    elif isinstance(error, NotADirectoryError):
        reason = "is no folder; put a folder in its place"
    else:
        reason = f"cannot be read: {error.strerror if isinstance(error, OSError) else error}"
    return Problem(label, START, f"the folder {reason}")


def _strangers(names: Sequence[str], label: str) -> list[Problem]:
    """A problem for each data file with a name that means nothing, because it would be passed over."""
    found = [name for name in names if Path(name).suffix in (".yml", ".yaml") and name not in FILES]
    return [Problem(f"{label}/{name}", START, f"unknown file '{shown(name)}'{_meant(name)}") for name in found]


def _meant(name: str) -> str:
    """The end of a message about an unknown file: the file that was most likely meant."""
    # Without the suffix, which all have in common.
    near = nearest(Path(name).stem, [file.removesuffix(".yml") for file in FILES])
    return f", did you mean '{near}.yml'?" if near else f"; known: {', '.join(FILES)}"


def _place_in_order(name: str) -> tuple[int, str]:
    return (FILES.index(name), "") if name in FILES else (len(FILES), name)


def _known_ids(model: type[Entry], rows: PlacedList, words: Vocabulary) -> dict[str, Collection[str]]:
    """The allowed ids of each field of a kind of record; what is incomplete is left out."""
    known: dict[str, Collection[str]] = {
        name: words.terms(facet) for name, facet in model.facets.items() if facet not in words.incomplete
    }
    if model is Resource and "phases" in known:
        known["phases"] = {*known["phases"], ALL}
    if rows.complete:
        ids = {str(row.get("id")) for row in rows if isinstance(row, PlacedMapping)}
        known |= dict.fromkeys(model.refers, ids)
    return known


def _records(
    name: str,
    rows: Any,
    path: str,
    words: Vocabulary,
    problems: list[Problem],
    locations: dict[tuple[str, str], str],
) -> dict[str, Any]:
    """The sound records of one file; adds to *problems* and *locations*."""
    if rows is None:
        return {}
    model = KINDS[name]
    key = model.unique[0][0]
    if isinstance(rows, PlacedMapping) and any(isinstance(value, PlacedList) for value in rows.values()):
        rows = _below_keys(rows, path, problems)
    if not isinstance(rows, PlacedList):
        message = f"expected a list of records; begin each with '- {key}: …' (an empty list is written [])"
        problems.append(Problem(path, START, message))
        return {}
    reported = {problem.position for problem in problems if problem.path == path}
    found = collect(model, rows, path, _known_ids(model, rows, words))
    problems += [problem for problem in found.problems if problem.position not in reported]
    for record_key, row in found.rows.items():
        locations[name, record_key] = Problem(path, locate(row, (key,)), "").location
    return found.records


def _below_keys(file: PlacedMapping, path: str, problems: list[Problem]) -> PlacedList:
    """The records of a file that has its list below a key; adds a problem for each key."""
    rows = PlacedList(file.position)
    for key, position in file.key_at.items():
        problems.append(Problem(path, position, f"the list stands below no key; remove the line '{shown(key)}: …'"))
        if isinstance(value := file.get(key), PlacedList):
            rows += value
            rows.item_at += value.item_at
    return rows
