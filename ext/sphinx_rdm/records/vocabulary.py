"""The vocabulary: the facets that records are sorted by, their values, and the values' order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .kind import Column, Facet, Word
from .model import Record, VocabularyTerm
from .positioned import START, Damaged, PlacedList, PlacedMapping, Problem, locate
from .validation import collect
from .wording import Suggestions, meant_keys

FacetTerms = Mapping[str, VocabularyTerm]


@dataclass(frozen=True)
class Vocabulary:
    """The values of every facet, by id and in the order of the file.

    A facet that the file lacks, or of which a value is faulty, is in ``incomplete``: records are not
    checked against it, so that one fault does not call for a hundred messages.
    """

    facets: Mapping[str, FacetTerms] = field(default_factory=dict)
    """The values by the name of the facet."""
    incomplete: frozenset[str] = frozenset()

    def terms(self, facet: Facet) -> FacetTerms:
        """The values of a facet."""
        return self.facets.get(facet.name, {})

    def title(self, facet: Facet, term_id: str) -> str:
        """What readers see for a value; the id itself if the vocabulary lacks it."""
        term = self.terms(facet).get(term_id)
        return term.title if term else term_id

    def names(self) -> Iterator[tuple[str, ...]]:
        """All words by which readers look for a value, for each value of each facet."""
        for terms in self.facets.values():
            for term in terms.values():
                yield term.title, *term.also

    def words(self, column: Column[Record], record: Record) -> tuple[Word, ...]:
        """The values of a record in a column, as pages show them."""
        values = column.values(record)
        if column.facet is None:
            return tuple(Word(value) for value in values)
        return tuple(Word(self.title(column.facet, value), value) for value in values)

    def checks(self, facet: Facet) -> bool:
        """Whether ids can be checked against a facet, because all its values are known."""
        return facet.name not in self.incomplete


def home_of(facet: str) -> str:
    """The name under which the places stand at which values of a facet name their home pages."""
    return f"{facet}: page"


def build(
    value: object,
    path: str,
    names: Mapping[str, bool],
    locations: dict[tuple[str, str], str],
    *,
    lenient: bool = False,
) -> tuple[Vocabulary, list[Problem]]:
    """Make the vocabulary from the value of the file *path*; also returns the problems found.

    *names* are those of the facets that it may have, each with whether it must have it. Adds to *locations*
    where each value names its home page (or where it stands), by facet and id. With *lenient*, there may be others.
    """
    if value is None:  # the loader has said why
        return Vocabulary(incomplete=frozenset(names)), []
    if not isinstance(value, PlacedMapping):
        message = f"expected the facets as keys ({', '.join(names)}); write 'facet:' and its values as a list"
        return Vocabulary(incomplete=frozenset(names)), [Problem(path, START, message)]
    suggest = Suggestions()
    problems = [
        Problem(path, at, suggest.unknown("key", key, names))
        for key, at in value.key_at.items()
        if key not in names and not lenient
    ]
    misspelt = meant_keys((key for key in value.key_at if key not in names), names)
    facets: dict[str, dict[str, VocabularyTerm]] = {}
    incomplete = misspelt - value.key_at.keys()
    for facet in names:
        required = names[facet] and facet not in incomplete
        facets[facet], found = _terms(value, facet, path, locations, suggest, required=required)
        problems += found
        entry = value.get(facet)
        if found or not (entry.sound if isinstance(entry, PlacedList) else value.sound):
            incomplete.add(facet)
    return Vocabulary(facets, incomplete=frozenset(incomplete)), problems


def _terms(
    file: PlacedMapping,
    facet: str,
    path: str,
    locations: dict[tuple[str, str], str],
    suggest: Suggestions,
    *,
    required: bool,
) -> tuple[dict[str, VocabularyTerm], list[Problem]]:
    if facet not in file.key_at:
        message = f"missing {facet}; add a line '{facet}:' and its values as a list"
        return {}, [Problem(path, file.position, message)] if required else []
    rows = file.get(facet)
    if isinstance(rows, Damaged) or (rows is None and not file.sound):
        return {}, []  # the loader has said why
    if not isinstance(rows, PlacedList):
        message = f"{facet}: expected a list of values; write each as '- id: …' with a title (an empty list is [])"
        return {}, [Problem(path, locate(file, (facet,)), message)]
    found = collect(VocabularyTerm, rows, path, {}, suggest)
    for term_id, term in found.records.items():
        row = found.rows[term_id]
        locations[facet, term_id] = Problem(path, locate(row, ("id",)), "").location
        if term.page:
            locations[home_of(facet), term_id] = Problem(path, locate(row, ("page",)), "").location
    return found.records, found.problems
