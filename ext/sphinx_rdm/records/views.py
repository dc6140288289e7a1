"""Every question that a page asks of the store, by name.

Each answer, a view, holds exactly what the page will show, as plain values. Pages, fingerprints and
tests all start from a view; nothing here changes anything.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from .facets import Faceted, Facets, facets_of
from .fields import ALL
from .guide import guide, guide_areas, guide_facets
from .model import ChecklistItem, Facility, GlossaryTerm, Institution, Redirect, VocabularyTerm
from .query import PLURAL, Query, View, Word, faults, select, values_of
from .store import Store


class Tick(NamedTuple):
    """One item of a checklist as shown."""

    text: str
    why: str
    section: str
    """Title of the section of a data management plan that covers it, or nothing."""


class Checklist(NamedTuple):
    """The items of one phase or topic."""

    term: Word
    items: tuple[Tick, ...]


class Definition(NamedTuple):
    """One term as shown, with the titles of the terms that explain more."""

    term: GlossaryTerm
    see: tuple[str, ...]


class Directory(NamedTuple):
    """Institutions, and the purposes of their links."""

    purposes: tuple[VocabularyTerm, ...]
    institutions: tuple[Institution, ...]


class Coverage(NamedTuple):
    """How many resources each value of a facet has in each category: one row of counts for each value."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Word, tuple[int, ...]], ...]


def answer(store: Store, name: str, arguments: tuple[Any, ...]) -> Any:
    """The view called *name*, as the data are now."""
    return _VIEWS[name](store, *arguments)


def fingerprint(view: Any) -> str:
    """A short digest of a view: equal views have equal fingerprints, in every run and on every machine."""
    return hashlib.sha256(repr(view).encode()).hexdigest()[:16]


def resources(store: Store, *arguments: Any) -> tuple[View, tuple[tuple[str, str], ...]]:
    """The resources of a query, and what is wrong with the words of the query."""
    asked = Query(*arguments)
    return select(store, asked), faults(store, asked)


def facets(store: Store) -> Facets:
    """What all resources can be narrowed down by; a resource for all phases has each of them."""
    names = ("category", "kind", "phase", "topic", "provider", "licence")
    every_phase = tuple(store.vocabulary.phases)
    records = []
    for resource in sorted(store.resources.values(), key=lambda resource: resource.id):
        own = {name: values_of(resource, name) for name in names}
        if ALL in own["phase"]:
            own["phase"] = every_phase
        words = " ".join((*resource.providers, *resource.keywords))
        records.append(Faceted(resource.id, tuple(own[name] for name in names), words))
    return facets_of(store, {name: PLURAL.get(name) for name in names}, records)


def facilities(store: Store, platform: str) -> tuple[Facility, ...]:
    """The facilities of one platform, in the order of the file."""
    return tuple(item for item in store.facilities.values() if item.platform == platform)


def values(store: Store, facet: str) -> tuple[VocabularyTerm, ...]:
    """The values of a facet, in the order of the vocabulary."""
    return tuple(store.vocabulary.terms(facet).values())


def unknown_terms(store: Store, facet: str, *named: str) -> tuple[str, ...] | None:
    """Those of the *named* ids that the facet lacks; nothing while the facet is incomplete."""
    if facet in store.vocabulary.incomplete:
        return None
    return tuple(term for term in named if term not in store.vocabulary.terms(facet))


def checklist(
    store: Store, phases: tuple[str, ...], topics: tuple[str, ...], sections: tuple[str, ...]
) -> tuple[Tick, ...]:
    """The items that name one of the phases, one of the topics and one of the sections; empty means any."""
    hits = [
        item
        for item in store.checklists.values()
        if (not phases or set(phases) & set(item.phases))
        and (not topics or set(topics) & set(item.topics))
        and (not sections or item.section in sections)
    ]
    return tuple(_tick(store, item) for item in hits)


def all_checklists(store: Store) -> tuple[Checklist, ...]:
    """The checklist of every phase, then of every topic; an item stands in each list that it names."""
    found = []
    for facet in ("phases", "topics"):
        lists: dict[str, list[Tick]] = {}
        for item in store.checklists.values():
            for value in getattr(item, facet):
                lists.setdefault(value, []).append(_tick(store, item))
        found += [
            Checklist(Word(term.title, term.id), tuple(lists[term.id]))
            for term in values(store, facet)
            if term.id in lists
        ]
    return tuple(found)


def glossary(store: Store, group: str) -> tuple[Definition, ...]:
    """The terms of one glossary, or of all, in the order of the file."""
    return tuple(
        Definition(item, tuple(store.glossary[key].term for key in item.see if key in store.glossary))
        for item in store.glossary.values()
        if group in ("", item.group)
    )


def institutions(store: Store, group: str) -> Directory:
    """The institutions of one group, or of all, in the order of the file; purposes that none has are left out."""
    found = tuple(item for item in store.institutions.values() if group in ("", item.group))
    used = {link.purpose for item in found for link in item.links}
    return Directory(tuple(term for term in values(store, "purposes") if term.id in used), found)


def coverage(store: Store, facet: str) -> Coverage:
    """How many resources each value of *facet* (``phases`` or ``topics``) lists in each category."""
    terms, categories = values(store, facet), values(store, "categories")
    counts: Counter[tuple[str, str]] = Counter()
    for resource in store.resources.values():
        given = getattr(resource, facet)
        counts.update((value, resource.category) for value in ([term.id for term in terms] if ALL in given else given))
    return Coverage(
        tuple(category.title for category in categories),
        tuple(
            (Word(term.title, term.id), tuple(counts[term.id, category.id] for category in categories))
            for term in terms
        ),
    )


def redirects(store: Store) -> tuple[Redirect, ...]:
    """All old addresses with what took their places, in the order of the file."""
    return tuple(store.redirects.values())


def site(store: Store, key: str) -> str | None:
    """What is known of the site under *key*."""
    value: str | None = getattr(store.site, key, None)
    return value


_VIEWS: Final[Mapping[str, Callable[..., Any]]] = {
    "resources": resources,
    "facets": facets,
    "facilities": facilities,
    "guide": guide,
    "guide-areas": guide_areas,
    "guide-facets": guide_facets,
    "values": values,
    "terms": unknown_terms,
    "checklist": checklist,
    "all-checklists": all_checklists,
    "glossary": glossary,
    "institutions": institutions,
    "coverage": coverage,
    "redirects": redirects,
    "site": site,
}


def _tick(store: Store, item: ChecklistItem) -> Tick:
    return Tick(item.text, item.why, store.vocabulary.title("sections", item.section) if item.section else "")
