"""Which resources, in which order, and what of them: a pure question to the store."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from .fields import ALL
from .model import Resource
from .store import Store
from .wording import shown, suggest

COLUMNS: Final = (
    "title",
    "description",
    "kind",
    "provider",
    "category",
    "phase",
    "topic",
    "keywords",
    "licence",
    "doi",
)
"""What can be shown of a resource."""

DEFAULT_COLUMNS: Final = ("title", "description", "kind", "provider")
GROUPINGS: Final = ("category", "phase", "topic", "kind", "provider", "none")
ORDERS: Final = ("title", "-title", "provider", "kind")

REST: Final = "other"
"""The id of the group for resources that have no value to group by."""

PLURAL: Final = {"category": "categories", "kind": "kinds", "phase": "phases", "topic": "topics"}
"""The facets of the vocabulary that resources have: the name of a column, and of the facet."""


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


class Word(NamedTuple):
    """One value in a cell; ``term`` is its id if it is a value of the vocabulary."""

    text: str
    term: str = ""


class Row(NamedTuple):
    """One resource as shown; ``cells`` has the words of each column of the view.

    ``language`` is the code of the language of the title, empty if that is the language of the site.
    """

    id: str
    title: str
    language: str
    url: str
    cells: tuple[tuple[Word, ...], ...]


class Group(NamedTuple):
    """Rows under one heading.

    The title is empty for the rows that have no value to group by (their id is :data:`REST`), and
    where rows are not grouped at all (the id is empty, too).
    """

    id: str
    title: str
    rows: tuple[Row, ...]


class View(NamedTuple):
    """What a list shows. ``total`` counts the resources that match, before any limit."""

    columns: tuple[str, ...]
    groups: tuple[Group, ...]
    total: int

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the resources shown, each once."""
        return tuple(dict.fromkeys(row.id for group in self.groups for row in group.rows))


def select(store: Store, query: Query) -> View:
    """The resources that *query* asks for, grouped and in order.

    Inside a group come first the records that name a phase of the query, then those for all
    phases; each part is sorted, without regard to case.
    """
    fits = matcher(query)
    hits = [resource for resource in store.resources.values() if fits(resource)]
    hits.sort(key=lambda resource: resource.id)
    hits.sort(key=lambda resource: _sort_key(store, resource, query.sort), reverse=query.sort.startswith("-"))
    if set(query.phases) - {ALL}:
        hits.sort(key=lambda resource: ALL in resource.phases)
    total = len(hits)
    groups: list[Group] = []
    shown: set[str] = set()  # a resource that stands in several groups counts once
    for group_id, title, members in _groups(store, hits, query.group_by):
        if query.limit is not None:
            members = [item for item in members if item.id in shown or not _is_full(shown, item, query.limit)]
        rows = tuple(_row(store, resource, query.columns) for resource in members)
        if rows:
            groups.append(Group(group_id, title, rows))
    return View(query.columns, tuple(groups), total)


def faults(store: Store, query: Query) -> tuple[tuple[str, str], ...]:
    """What is wrong with the words of a query: for each unknown one, the name of its facet and a message."""
    words = store.vocabulary
    providers, strangers = _providers(store, query)
    checks: list[tuple[str, Iterable[str], Collection[str]]] = [
        ("phase", query.phases, {*words.phases, ALL}),
        ("topic", query.topics, words.topics),
        ("category", query.categories, words.categories),
        ("kind", query.kinds, words.kinds),
        ("resource", query.exclude, store.resources),
        ("provider", strangers, providers),
    ]
    return tuple(
        (name, message)
        for name, asked, known in checks
        if PLURAL.get(name) not in words.incomplete
        for message in unknown(name, asked, known)
    )


def unknown(name: str, asked: Iterable[str], known: Collection[str]) -> list[str]:
    """A message for each of the *asked* ids that is not *known*."""
    return [f"unknown {name} '{shown(word)}'{_hint(word, known)}" for word in asked if word not in known]


def parted(word: str, known: Iterable[str]) -> list[str]:
    """The ids of which an unknown word is made, if the commas between them are missing; nothing if it is not."""
    ids = {name.casefold(): name for name in known}
    parts = [part.casefold() for part in re.split(r"[\s,;/|&+]+", word) if part and part.casefold() != "and"]
    return [ids[part] for part in parts] if len(parts) > 1 and all(part in ids for part in parts) else []


def _hint(word: str, known: Collection[str]) -> str:
    return f"; write '{', '.join(parts)}'" if (parts := parted(word, known)) else suggest(word, known)


def matcher(query: Query) -> Callable[[Resource], bool]:
    """A check whether a resource is among those that *query* asks for."""
    phases, topics, categories = frozenset(query.phases), frozenset(query.topics), frozenset(query.categories)
    kinds, providers, exclude = frozenset(query.kinds), frozenset(_fold(query.providers)), frozenset(query.exclude)

    def fits(resource: Resource) -> bool:
        if topics and topics.isdisjoint(resource.topics):
            return False
        if phases and ALL not in resource.phases and phases.isdisjoint(resource.phases):
            return False
        if (categories and resource.category not in categories) or (kinds and resource.kind not in kinds):
            return False
        if providers and providers.isdisjoint(_fold(resource.providers)):
            return False
        return resource.id not in exclude

    return fits


def _providers(store: Store, query: Query) -> tuple[set[str], list[str]]:
    """All providers as they write themselves, and those of the query that are none; nothing if it names none."""
    if not query.providers:
        return set(), []
    names = {name for item in store.resources.values() for name in item.providers}
    folded = set(_fold(names))
    return names, [name for name in query.providers if name.casefold() not in folded]


def _fold(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words)


def _sort_key(store: Store, resource: Resource, sort: str) -> tuple[Any, ...]:
    title = resource.title.casefold()
    match sort:
        case "provider":
            return (not resource.providers, _fold(resource.providers), title)
        case "kind":
            return (store.vocabulary.title("kinds", resource.kind).casefold(), title)
        case _:
            return (title,)


def _is_full(shown: set[str], resource: Resource, limit: int) -> bool:
    """Whether there is no room for one more resource; takes the room if there is."""
    if len(shown) < limit:
        shown.add(resource.id)
        return False
    return True


def _groups(store: Store, hits: list[Resource], group_by: str) -> list[tuple[str, str, list[Resource]]]:
    if group_by == "none":
        return [("", "", hits)]
    if group_by == "provider":
        names = {name for item in hits for name in item.providers}
        titles = {name: name for name in sorted(names, key=lambda name: (name.casefold(), name))}
    else:
        titles = {term.id: term.title for term in store.vocabulary.terms(PLURAL[group_by]).values()}
    members: dict[str, list[Resource]] = {value: [] for value in titles}
    rest = []
    for item in hits:
        given = values_of(item, group_by)
        own = titles if group_by == "phase" and ALL in given else [value for value in given if value in titles]
        for value in own:
            members[value].append(item)
        if not own:
            rest.append(item)
    return [*((value, title, members[value]) for value, title in titles.items()), (REST, "", rest)]


def values_of(resource: Resource, column: str) -> tuple[str, ...]:
    """The values of a resource in one column, as they stand in the record."""
    match column:
        case "phase":
            return resource.phases
        case "topic":
            return resource.topics
        case "provider":
            return resource.providers
        case "keywords":
            return resource.keywords
        case _:
            value = getattr(resource, column)
            return (value,) if value else ()


def _row(store: Store, resource: Resource, columns: tuple[str, ...]) -> Row:
    cells = tuple(tuple(_word(store, column, value) for value in values_of(resource, column)) for column in columns)
    return Row(resource.id, resource.title, resource.language or "", resource.url, cells)


def _word(store: Store, column: str, value: str) -> Word:
    facet = PLURAL.get(column)
    return Word(value) if facet is None else Word(store.vocabulary.title(facet, value), value)
