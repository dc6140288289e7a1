"""The vocabulary: the facets that records are sorted by, their values, and the values' order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from .kind import Facet
from .model import VocabularyTerm
from .positioned import START, Damaged, PlacedList, PlacedMapping, Problem, locate
from .validation import collect
from .wording import Suggestions, shown

Terms = Mapping[str, VocabularyTerm]

REQUIRED: Final = ("phases", "topics", "categories", "kinds", "platforms")
"""The facets that the file must have; the others serve data files that a site may do without."""


@dataclass(frozen=True)
class Vocabulary:
    """The values of every facet, by id and in the order of the file.

    A facet that the file lacks, or of which a value is faulty, is in ``incomplete``: records are not
    checked against it, so that one fault does not call for a hundred messages.
    """

    facets: Mapping[str, Terms] = field(default_factory=dict)
    """The values by the name of the facet."""
    incomplete: frozenset[str] = frozenset()

    def terms(self, facet: Facet) -> Terms:
        """The values of a facet."""
        return self.facets.get(facet.name, {})

    def title(self, facet: Facet, term_id: str) -> str:
        """What readers see for a value; the id itself if the vocabulary lacks it."""
        term = self.terms(facet).get(term_id)
        return term.title if term else term_id

    def checks(self, facet: Facet) -> bool:
        """Whether ids can be checked against a facet, because all its values are known."""
        return facet.name not in self.incomplete


def build(
    value: object, path: str, names: Sequence[str], locations: dict[tuple[str, str], str]
) -> tuple[Vocabulary, list[Problem]]:
    """Make the vocabulary of the facets *names* from the value of the file *path*; also returns the problems found.

    Adds to *locations* where each value names its home page (or where it stands), by facet and id.
    """
    if value is None:  # the loader has said why
        return Vocabulary(incomplete=frozenset(names)), []
    if not isinstance(value, PlacedMapping):
        message = f"expected the facets as keys ({', '.join(REQUIRED)}); write 'facet:' and its values as a list"
        return Vocabulary(incomplete=frozenset(names)), [Problem(path, START, message)]
    suggest = Suggestions()
    problems = [
        Problem(path, at, f"unknown key '{shown(key)}'{suggest(key, names)}")
        for key, at in value.key_at.items()
        if key not in names
    ]
    facets: dict[str, dict[str, VocabularyTerm]] = {}
    incomplete: set[str] = set()
    for facet in names:
        terms, found = _terms(value, facet, path, locations, suggest)
        facets[facet] = terms
        problems += found
        entry = value.get(facet)
        if found or not (entry.sound if isinstance(entry, PlacedList) else value.sound):
            incomplete.add(facet)
    return Vocabulary(facets, incomplete=frozenset(incomplete)), problems


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
