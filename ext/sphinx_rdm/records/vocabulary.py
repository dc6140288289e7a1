"""The vocabulary: the facets that records are sorted by, their values, and the values' order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from .model import VocabularyTerm
from .positioned import START, Damaged, PlacedList, PlacedMapping, Problem, locate
from .validation import collect
from .wording import Suggestions, shown

Terms = Mapping[str, VocabularyTerm]


@dataclass(frozen=True)
class Vocabulary:
    """The values of every facet, by id and in the order of the file.

    A facet that the file lacks, or of which a value is faulty, is in ``incomplete``: records are not
    checked against it, so that one fault does not call for a hundred messages.
    """

    phases: Terms = field(default_factory=dict)
    topics: Terms = field(default_factory=dict)
    categories: Terms = field(default_factory=dict)
    kinds: Terms = field(default_factory=dict)
    platforms: Terms = field(default_factory=dict)
    sections: Terms = field(default_factory=dict)
    glossaries: Terms = field(default_factory=dict)
    groups: Terms = field(default_factory=dict)
    purposes: Terms = field(default_factory=dict)
    guide_kinds: Terms = field(default_factory=dict)
    areas: Terms = field(default_factory=dict)
    data_types: Terms = field(default_factory=dict)
    study_types: Terms = field(default_factory=dict)
    incomplete: frozenset[str] = frozenset()

    def terms(self, facet: str) -> Terms:
        """The values of the facet with the plural name *facet*."""
        terms: Terms = getattr(self, facet)
        return terms

    def title(self, facet: str, term_id: str) -> str:
        """What readers see for a value; the id itself if the vocabulary lacks it."""
        term = self.terms(facet).get(term_id)
        return term.title if term else term_id


FACETS = tuple(f.name for f in fields(Vocabulary) if f.name != "incomplete")
"""The plural names of the facets, which are the keys of the vocabulary's file."""

REQUIRED = ("phases", "topics", "categories", "kinds", "platforms")
"""The facets that the file must have; the others serve data files that a site may do without."""


def build(value: object, path: str, locations: dict[tuple[str, str], str]) -> tuple[Vocabulary, list[Problem]]:
    """Make the vocabulary from the loaded value of the file *path*; also returns the problems found.

    Adds to *locations* where each value names its home page (or where it stands), by facet and id.
    """
    if value is None:  # the loader has said why
        return Vocabulary(incomplete=frozenset(FACETS)), []
    if not isinstance(value, PlacedMapping):
        message = f"expected the facets as keys ({', '.join(REQUIRED)}); write 'facet:' and its values as a list"
        return Vocabulary(incomplete=frozenset(FACETS)), [Problem(path, START, message)]
    suggest = Suggestions()
    problems = [
        Problem(path, at, f"unknown key '{shown(key)}'{suggest(key, FACETS)}")
        for key, at in value.key_at.items()
        if key not in FACETS
    ]
    facets: dict[str, dict[str, VocabularyTerm]] = {}
    incomplete: set[str] = set()
    for facet in FACETS:
        terms, found = _terms(value, facet, path, locations, suggest)
        facets[facet] = terms
        problems += found
        entry = value.get(facet)
        if found or not (entry.sound if isinstance(entry, PlacedList) else value.sound):
            incomplete.add(facet)
    return Vocabulary(**facets, incomplete=frozenset(incomplete)), problems


def _terms(
    file: PlacedMapping, facet: str, path: str, locations: dict[tuple[str, str], str], suggest: Suggestions
) -> tuple[dict[str, VocabularyTerm], list[Problem]]:
    if facet not in file.key_at:
        message = f"missing {facet}; add a line '{facet}:' and its values as a list"
        return {}, [Problem(path, file.position, message)] if facet in REQUIRED else []
    rows = file.get(facet)
    if isinstance(rows, Damaged) or (rows is None and not file.sound):
        return {}, []  # the loader has said why
    if not isinstance(rows, PlacedList):
        message = f"{facet}: expected a list of values; write each as '- id: …' with a title (an empty list is [])"
        return {}, [Problem(path, locate(file, (facet,)), message)]
    found = collect(VocabularyTerm, rows, path, {}, suggest)
    for term_id, term in found.records.items():
        place = locate(found.rows[term_id], ("page",) if term.page else ("id",))
        locations[facet, term_id] = Problem(path, place, "").location
    return found.records, found.problems
