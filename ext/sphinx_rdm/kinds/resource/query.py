"""Which resources, in which order, and what of them: a pure question to the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ...records.facets import REST, Faceted, Facets, facets_of
from ...records.fields import ALL
from ...records.kind import PHASE, TOPIC, Column, Facet, Head, Word
from ...records.store import Store
from ...records.wording import all_unknown
from .record import CATEGORY, KIND_OF_RESOURCE, RESOURCE, Resource

DEFAULT_COLUMNS: Final = ("title", "description", "kind", "provider")
GROUPINGS: Final = ("category", "phase", "topic", "kind", "provider")
ORDERS: Final = ("title", "-title", "provider", "kind")
FACETS: Final = ("phase", "category", "kind", "topic", "provider", "licence")
"""The columns by which readers narrow the catalogue down first; all other facets follow."""


@dataclass(frozen=True)
class Query:
    """Which resources, in which order, and what of them.

    Several values of one facet mean "or", several facets mean "and", an empty facet means "any".
    Records for all phases belong to every phase; the phase ``all`` stands for those records alone.
    """

    phases: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    sort: str = "title"
    columns: tuple[str, ...] = DEFAULT_COLUMNS
    group_by: str = "category"
    limit: int | None = None
    further: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Values of further facets, by the singular name of the facet."""


class Row(NamedTuple):
    """One resource as shown; ``cells`` has the words of each column of the view.

    ``language`` is the code of the language of the title, empty if that is the language of the site; ``is_first``
    says whether readers should start with it.
    """

    id: str
    title: str
    language: str
    url: str
    is_first: bool
    is_copy: bool
    """Whether the address is that of an archived copy, because its own is dead."""
    cells: tuple[tuple[Word, ...], ...]


class Group(NamedTuple):
    """Rows under one heading.

    The title is empty for the rows that have no value to group by (their id is :data:`.REST`), and
    where rows are not grouped at all (the id is empty, too).
    """

    id: str
    title: str
    rows: tuple[Row, ...]


class View(NamedTuple):
    """What a list shows. ``total`` counts the resources that match, before any limit."""

    columns: tuple[Head, ...]
    groups: tuple[Group, ...]
    total: int

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the resources shown, each once."""
        return tuple(dict.fromkeys(row.id for group in self.groups for row in group.rows))


class Coverage(NamedTuple):
    """How many resources each value of a facet has in each category: one row of counts for each value."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Word, tuple[int, ...]], ...]


def columns_of(store: Store) -> dict[str, Column[Resource]]:
    """What can be shown of a resource, by name."""
    return {column.name: column for column in store.extended(RESOURCE).columns}


def further_facets(store: Store) -> dict[str, Column[Resource]]:
    """The columns of facets that are not among :data:`FACETS`, such as those of one's own, by their singular names."""
    return {name: column for name, column in columns_of(store).items() if column.facet and name not in FACETS}


def select(store: Store, query: Query) -> View:
    """The resources that *query* asks for, grouped and in order.

    Inside a group come first the records with which readers of a phase or topic of the query should start, then
    those that name a phase of the query, then those for all phases; each part is sorted, without regard to case.
    """
    known = columns_of(store)
    columns = [known[name] for name in query.columns if name in known]
    hits = _matching(store, query, known)
    hits.sort(key=lambda resource: resource.id)
    hits.sort(key=lambda resource: _sort_key(store, resource, query.sort), reverse=query.sort.startswith("-"))
    if set(query.phases) - {ALL}:
        hits.sort(key=lambda resource: ALL in resource.phases)
    hits.sort(key=lambda resource: not _is_first(resource, query))
    total = len(hits)
    groups: list[Group] = []
    shown: set[str] = set()  # a resource that stands in several groups counts once
    for group_id, title, members in _groups(store, hits, known.get(query.group_by)):
        if query.limit is not None:
            members = [item for item in members if item.id in shown or not _is_full(shown, item, query.limit)]
        rows = tuple(_row(store, resource, columns, _is_first(resource, query)) for resource in members)
        if rows:
            groups.append(Group(group_id, title, rows))
    return View(tuple(column.head for column in columns), tuple(groups), total)


def faults(store: Store, query: Query) -> tuple[tuple[str, str], ...]:
    """What is wrong with the words of a query: for each unknown one, the name of its facet and a message."""
    words = store.vocabulary
    lost, known = store.lost_of(RESOURCE.file), {**store.of(RESOURCE), **store.retired_of(RESOURCE)}
    providers, strangers = _providers(store, query)
    checks: list[tuple[str, Facet | None, Iterable[str], Collection[str]]] = [
        ("phase", PHASE, query.phases, {*words.terms(PHASE), ALL}),
        ("topic", TOPIC, query.topics, words.terms(TOPIC)),
        ("category", CATEGORY, query.categories, words.terms(CATEGORY)),
        ("kind", KIND_OF_RESOURCE, query.kinds, words.terms(KIND_OF_RESOURCE)),
        ("resource", None, [key for key in query.exclude if not lost.may_hold(key)], known),
        ("provider", None, [name for name in strangers if not lost.may_hold(name)], providers),
    ]
    further = further_facets(store)
    for name, asked in query.further:
        if facet := further[name].facet:
            checks.append((name, facet, asked, words.terms(facet)))
    return tuple(
        (name, message)
        for name, facet, asked, known in checks
        if facet is None or words.checks(facet)
        for message in all_unknown(name, asked, known)
    )


def _matching(store: Store, query: Query, columns: Mapping[str, Column[Resource]]) -> list[Resource]:
    """The resources that *query* asks for, in the order of the file."""
    hits = [resource for key, resource in store.of(RESOURCE).items() if key not in query.exclude]
    phases = (*query.phases, ALL) if query.phases else ()
    asked = {"topic": query.topics, "phase": phases, "category": query.categories, "kind": query.kinds}
    for name, values in (*asked.items(), *query.further):
        if values:
            # Every page asks all resources, so that a call more for each would be felt.
            lacks, given = frozenset(values).isdisjoint, columns[name].values
            hits = [resource for resource in hits if not lacks(given(resource))]
    if providers := frozenset(_fold(query.providers)):
        hits = [resource for resource in hits if not providers.isdisjoint(_fold(resource.providers))]
    return hits


def _providers(store: Store, query: Query) -> tuple[set[str], list[str]]:
    """All providers as they write themselves, and those of the query that are none; nothing if it names none."""
    if not query.providers:
        return set(), []
    names = {name for item in store.of(RESOURCE).values() for name in item.providers}
    folded = set(_fold(names))
    return names, [name for name in query.providers if name.casefold() not in folded]


def _fold(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words)


def _sort_key(store: Store, resource: Resource, sort: str) -> tuple[bool | str | tuple[str, ...], ...]:
    title = resource.title.casefold()
    match sort:
        case "provider":
            return (not resource.providers, _fold(resource.providers), title)
        case "kind":
            return (store.vocabulary.title(KIND_OF_RESOURCE, resource.kind).casefold(), title)
        case _:
            return (title,)


def _is_first(resource: Resource, query: Query) -> bool:
    """Whether readers of a phase or topic of the query should start with a resource."""
    asked = (query.phases, resource.first_in_phases), (query.topics, resource.first_in_topics)
    return any(value in chosen for values, chosen in asked for value in values)


def _is_full(shown: set[str], resource: Resource, limit: int) -> bool:
    """Whether there is no room for one more resource; takes the room if there is."""
    if len(shown) < limit:
        shown.add(resource.id)
        return False
    return True


def _groups(
    store: Store, hits: list[Resource], column: Column[Resource] | None
) -> list[tuple[str, str, list[Resource]]]:
    if column is None:
        return [("", "", hits)]
    if column.facet is None:
        names = {name for item in hits for name in column.values(item)}
        titles = {name: name for name in sorted(names, key=lambda name: (name.casefold(), name))}
    else:
        titles = {term.id: term.title for term in store.vocabulary.terms(column.facet).values()}
    members: dict[str, list[Resource]] = {value: [] for value in titles}
    rest = []
    for item in hits:
        given = column.values(item)
        own = titles if ALL in given and column.facet == PHASE else [value for value in given if value in titles]
        for value in own:
            members[value].append(item)
        if not own:
            rest.append(item)
    return [*((value, title, members[value]) for value, title in titles.items()), (REST, "", rest)]


def _row(store: Store, resource: Resource, columns: Sequence[Column[Resource]], is_first: bool) -> Row:
    cells = tuple(store.vocabulary.words(column, resource) for column in columns)
    is_copy = resource.url == resource.archived
    return Row(resource.id, resource.title, resource.language or "", resource.url, is_first, is_copy, cells)


# What pages ask


def resources(store: Store, query: Query) -> tuple[View, tuple[tuple[str, str], ...]]:
    """The resources of a query, and what is wrong with the words of the query."""
    return select(store, query), faults(store, query)


def catalogue(store: Store) -> View:
    """All resources by category, with all that can be shown of them; which columns there are depends on the data."""
    return select(store, Query(columns=tuple(name for name in columns_of(store) if name != CATEGORY.singular)))


def codes(store: Store) -> dict[str, str]:
    """What a book calls each resource for short: its number in the catalogue."""
    return {name: f"R{number}" for number, name in enumerate(catalogue(store).ids, 1)}


def facets(store: Store) -> Facets:
    """What all resources can be narrowed down by; a resource for all phases has each of them."""
    known = columns_of(store)
    columns = [known[name] for name in (*FACETS, *further_facets(store))]
    every_phase = tuple(store.vocabulary.terms(PHASE))
    asked = [(column.values, column.facet == PHASE) for column in columns]
    records = []
    for resource in sorted(store.of(RESOURCE).values(), key=lambda resource: resource.id):
        values = tuple(
            [every_phase if of_phases and ALL in resource.phases else given(resource) for given, of_phases in asked]
        )
        records.append(Faceted(resource.id, values, " ".join((*resource.providers, *resource.keywords))))
    return facets_of(store, RESOURCE, {column.name: (column.heading, column.facet) for column in columns}, records)


def of_no_subject(store: Store) -> list[str]:
    """The ids of resources that no page of a phase or topic lists."""
    return [key for key, item in store.of(RESOURCE).items() if not item.phases and not item.topics]


def coverage(store: Store, facet: Facet) -> Coverage:
    """How many resources each value of *facet*, which is of pages, lists in each category."""
    terms, categories = store.vocabulary.terms(facet), store.vocabulary.terms(CATEGORY)
    counts: Counter[tuple[str, str]] = Counter()
    of_phases = facet == PHASE
    for resource in store.of(RESOURCE).values():
        given = resource.phases if of_phases else resource.topics
        counts.update((value, resource.category) for value in (terms if ALL in given else given))
    return Coverage(
        tuple(category.title for category in categories.values()),
        tuple(
            (Word(term.title, term.id), tuple(counts[term.id, category] for category in categories))
            for term in terms.values()
        ),
    )
