"""The data type guide: its entries by kind, what goes with what, and what it can be narrowed down by."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import Field, model_validator

from ...records.facets import REST, Faceted, Facets, facets_of
from ...records.fields import Id, Line, Lines, Others, Term, Terms, Text, WebAddress, fault
from ...records.kind import Facet, Kind, Listed, Prose, Word, _
from ...records.model import Placed
from ...records.store import Store
from ...records.views import Facts, added

KIND_OF_ENTRY = Facet("guide_kinds", "kind", _("Kind"))
AREA = Facet("areas", "area", _("Area"))
DATA_TYPE = Facet("data_types", "data-type", _("Type of data"))
STUDY_TYPE = Facet("study_types", "study-type", _("Type of study"))


class GuideEntry(Placed):
    """Something that serves a type of data: where they are deposited, or how they are described or written."""

    noun = "entry of the guide"

    id: Id = Field(description="Stable id; the anchor is `guide-` and this id.")
    title: Line = Field(description="The full name, with the abbreviation.")
    short: Line = Field(description="The name by which other entries refer to it.")
    url: WebAddress = Field(description="Where it is, or where it is specified.")
    description: Annotated[Text, Prose()] = Field(
        description="One to three sentences: what it holds or describes, and when to use it."
    )
    kind: Annotated[Term, KIND_OF_ENTRY] = Field(description="Id of a kind of the guide, from the vocabulary.")
    areas: Annotated[Terms, AREA] = Field(min_length=1, description="Ids of areas of the vocabulary.")
    data_types: Annotated[Terms, DATA_TYPE] = Field(
        min_length=1, description="Ids of the types of data that it serves."
    )
    study_types: Annotated[Terms, STUDY_TYPE] = Field(
        (), description="Ids of the types of study that produce such data."
    )
    guidelines: WebAddress | None = Field(None, description="How to submit to it.")
    related: Annotated[Terms, Others("entry")] = Field(
        (), description="Ids of entries that go with it; each pair is named in one of the two."
    )
    keywords: Lines = Field((), description="Further words that a reader may search for.")

    @model_validator(mode="after")
    def _has_others_related(self) -> GuideEntry:
        if self.id in self.related:
            raise fault(f"related: '{self.id}' names itself; remove it")
        return self


GUIDE = Kind(
    "guide",
    GuideEntry,
    role="guide",
    title=_("entry of the data type guide"),
    listed=lambda item: Listed(item.title, item.url),
    keywords=lambda item: item.keywords,
    is_open=True,
)


_SORTED_BY = tuple((field, facet) for field, facet in GUIDE.facets.items() if facet != KIND_OF_ENTRY)
"""What entries of one kind are sorted by: each field with its facet."""


class GuideRow(NamedTuple):
    """One entry as shown: the titles of its values under the title of each facet, and what goes with it, by kind."""

    entry: GuideEntry
    values: tuple[tuple[str, tuple[str, ...]], ...]
    related: tuple[tuple[str, tuple[Word, ...]], ...]
    own: Facts


class GuideGroup(NamedTuple):
    """The entries of one kind. Those of a kind that is not known have the id :data:`REST` and no title."""

    kind: Word
    rows: tuple[GuideRow, ...]


class GuideArea(NamedTuple):
    """One area, and the ids of its entries."""

    area: Word
    entries: tuple[str, ...]


Wanted = tuple[tuple[str, tuple[str, ...]], ...]
"""Fields, each with values of which an entry must have one."""


def guide(store: Store, wanted: Wanted = ()) -> tuple[GuideGroup, ...]:
    """The entries that have what is *wanted*, by kind; in the order of the vocabulary and of the file."""
    entries, together = store.of(GUIDE), _pairs(store)
    members: dict[str, list[GuideEntry]] = {}
    for item in _entries(store, wanted):
        members.setdefault(_kind_of(store, item), []).append(item)
    groups, in_order = [], _kinds(store)
    for kind in in_order:
        if items := members.get(kind.term):
            rows = tuple(_row(store, item, [entries[key] for key in together[item.id]], in_order) for item in items)
            groups.append(GuideGroup(kind, rows))
    return tuple(groups)


def guide_areas(store: Store, wanted: Wanted = ()) -> tuple[GuideArea, ...]:
    """The areas with the entries that have what is *wanted*; areas that have none are left out."""
    members: dict[str, list[str]] = {}
    asked = dict(wanted).get("areas")
    for item in _entries(store, wanted):
        for area in (area for area in item.areas if not asked or area in asked):
            members.setdefault(area, []).append(item.id)
    return tuple(
        GuideArea(Word(term.title, term.id), tuple(members[term.id]))
        for term in store.vocabulary.terms(AREA).values()
        if term.id in members
    )


def guide_facets(store: Store) -> Facets:
    """What the guide can be narrowed down by; an entry is found by the names of what goes with it, too."""
    entries, together, own = store.of(GUIDE), _pairs(store), store.extended(GUIDE).added
    records = []
    for item in entries.values():
        titles = (title for _facet, titles in _titles(store, item) for title in titles)
        words = (item.short, *titles, *(entries[key].short for key in together[item.id]), *item.keywords)
        more = (column.values(item) for column in own if column.facet)
        values = (*(_ids(item, field) for field, _facet in _SORTED_BY), (item.kind,), *more)
        records.append(Faceted(item.id, values, " ".join(words)))
    facets = [facet for _field, facet in _SORTED_BY]
    facets += [KIND_OF_ENTRY, *(column.facet for column in own if column.facet)]
    return facets_of(store, GUIDE, {facet.singular: (facet.title, facet) for facet in facets}, records)


def _pairs(store: Store) -> dict[str, list[str]]:
    """What goes with each entry, whichever of the two names the other, in the order of the file."""
    entries = store.of(GUIDE)
    together: dict[str, set[str]] = {key: set() for key in entries}
    for item in entries.values():
        for key in item.related:
            if key in together:
                together[item.id].add(key)
                together[key].add(item.id)
    order = {key: number for number, key in enumerate(entries)}
    return {key: sorted(others, key=order.__getitem__) for key, others in together.items()}


def _entries(store: Store, wanted: Wanted) -> list[GuideEntry]:
    def has_all(item: GuideEntry) -> bool:
        return not any(set(values).isdisjoint(_ids(item, field)) for field, values in wanted)

    return list(filter(has_all, store.of(GUIDE).values()))


def _kinds(store: Store) -> list[Word]:
    titles = {term.id: term.title for term in store.vocabulary.terms(KIND_OF_ENTRY).values()}
    return [Word(title, kind) for kind, title in {**titles, REST: titles.get(REST, "")}.items()]


def _kind_of(store: Store, item: GuideEntry) -> str:
    return item.kind if item.kind in store.vocabulary.terms(KIND_OF_ENTRY) else REST


def _ids(item: GuideEntry, field: str) -> tuple[str, ...]:
    """The values of a field, which may take several, one or none."""
    given: tuple[str, ...] | str | None = getattr(item, field)
    return given if isinstance(given, tuple) else (given,) if given else ()


def _titles(store: Store, item: GuideEntry) -> tuple[tuple[str, tuple[str, ...]], ...]:
    title = store.vocabulary.title
    return tuple(
        (facet.title, tuple([title(facet, value) for value in _ids(item, name)])) for name, facet in _SORTED_BY
    )


def _row(store: Store, item: GuideEntry, others: list[GuideEntry], kinds: list[Word]) -> GuideRow:
    related: dict[str, list[Word]] = {}
    for other in others:
        related.setdefault(_kind_of(store, other), []).append(Word(other.short, other.id))
    found = tuple((kind.text, tuple(related[kind.term])) for kind in kinds if kind.term in related)
    return GuideRow(item, _titles(store, item), found, added(store, GUIDE, item))
