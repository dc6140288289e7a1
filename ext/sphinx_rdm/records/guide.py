"""The data type guide: its entries by kind, what goes with what, and what it can be narrowed down by."""

from __future__ import annotations

from typing import Final, NamedTuple

from .facets import Faceted, Facets, facets_of
from .model import GuideEntry
from .query import REST, Word
from .store import Store

FACETS: Final[dict[str, str | None]] = {
    "area": "areas",
    "data-type": "data_types",
    "study-type": "study_types",
    "kind": "guide_kinds",
}
"""The facets of the guide by their names in addresses, each with its name in the vocabulary."""


class GuideRow(NamedTuple):
    """One entry as shown: the titles of its values, and what goes with it, under the title of each kind."""

    entry: GuideEntry
    areas: tuple[str, ...]
    data_types: tuple[str, ...]
    study_types: tuple[str, ...]
    related: tuple[tuple[str, tuple[Word, ...]], ...]


class GuideGroup(NamedTuple):
    """The entries of one kind. Those of a kind that is not known have the id :data:`.query.REST` and no title."""

    kind: Word
    rows: tuple[GuideRow, ...]


class GuideArea(NamedTuple):
    """One area, and the ids of its entries."""

    area: Word
    entries: tuple[str, ...]


def guide(store: Store, kinds: tuple[str, ...]) -> tuple[GuideGroup, ...]:
    """The entries of *kinds*, or all of them, by kind; in the order of the vocabulary and of the file."""
    together = _pairs(store)
    members: dict[str, list[GuideEntry]] = {}
    for item in _entries(store, kinds):
        members.setdefault(_kind_of(store, item), []).append(item)
    groups = []
    for kind in _kinds(store):
        if items := members.get(kind.term):
            rows = tuple(_row(store, item, [store.guide[key] for key in together[item.id]]) for item in items)
            groups.append(GuideGroup(kind, rows))
    return tuple(groups)


def guide_areas(store: Store, kinds: tuple[str, ...]) -> tuple[GuideArea, ...]:
    """The areas with the entries of *kinds*, or with all; areas that have none are left out."""
    members: dict[str, list[str]] = {}
    for item in _entries(store, kinds):
        for area in item.areas:
            members.setdefault(area, []).append(item.id)
    return tuple(
        GuideArea(Word(term.title, term.id), tuple(members[term.id]))
        for term in store.vocabulary.areas.values()
        if term.id in members
    )


def guide_facets(store: Store) -> Facets:
    """What the guide can be narrowed down by; an entry is found by the names of what goes with it, too."""
    together = _pairs(store)
    records = []
    for item in store.guide.values():
        row = _row(store, item, [])
        others = (store.guide[key].short for key in together[item.id])
        words = (item.short, *row.areas, *row.data_types, *row.study_types, *others, *item.keywords)
        values = (item.areas, item.data_types, item.study_types, (item.kind,))
        records.append(Faceted(item.id, values, " ".join(words)))
    return facets_of(store, FACETS, records)


def _pairs(store: Store) -> dict[str, list[str]]:
    """What goes with each entry, whichever of the two names the other, in the order of the file."""
    together: dict[str, set[str]] = {key: set() for key in store.guide}
    for item in store.guide.values():
        for key in item.related:
            if key in together:
                together[item.id].add(key)
                together[key].add(item.id)
    order = {key: number for number, key in enumerate(store.guide)}
    return {key: sorted(others, key=order.__getitem__) for key, others in together.items()}


def _entries(store: Store, kinds: tuple[str, ...]) -> list[GuideEntry]:
    return [item for item in store.guide.values() if not kinds or item.kind in kinds]


def _kinds(store: Store) -> list[Word]:
    titles = {term.id: term.title for term in store.vocabulary.guide_kinds.values()}
    return [Word(title, kind) for kind, title in {**titles, REST: titles.get(REST, "")}.items()]


def _kind_of(store: Store, item: GuideEntry) -> str:
    return item.kind if item.kind in store.vocabulary.guide_kinds else REST


def _row(store: Store, item: GuideEntry, others: list[GuideEntry]) -> GuideRow:
    def titles(facet: str, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(store.vocabulary.title(facet, value) for value in values)

    related: dict[str, list[Word]] = {}
    for other in others:
        related.setdefault(_kind_of(store, other), []).append(Word(other.short, other.id))
    return GuideRow(
        item,
        titles("areas", item.areas),
        titles("data_types", item.data_types),
        titles("study_types", item.study_types),
        tuple((kind.text, tuple(related[kind.term])) for kind in _kinds(store) if kind.term in related),
    )
