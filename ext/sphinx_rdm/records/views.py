"""Questions that a page asks of the store.

Each answer, a view, holds exactly what the page will show, as plain values. Pages, fingerprints and
tests all start from a view; nothing here changes anything. The views of one kind of record stand with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

from . import retirement
from .kind import Facet, Head, Kind, Listed, Word
from .model import COPY, Record, Referable, VocabularyTerm
from .store import Store


def name_of(view: Callable[..., Any]) -> str:
    """The name by which the next build finds a view again."""
    return f"{view.__module__}:{view.__qualname__}"


def answer(store: Store, name: str, arguments: tuple[Any, ...]) -> Any:
    """What the view with this name gives now; nothing if the code has it no more."""
    module, _colon, function = name.partition(":")
    view = getattr(import_module(module), function, None)
    return view(store, *arguments) if view else None


def fingerprint(view: Any) -> str:
    """A short digest of a view: equal views have equal fingerprints, in every run and on every machine."""
    return hashlib.sha256(repr(view).encode()).hexdigest()[:16]


def values(store: Store, facet: Facet) -> tuple[VocabularyTerm, ...]:
    """The values of a facet, in the order of the vocabulary."""
    return tuple(store.vocabulary.terms(facet).values())


def unknown_terms(store: Store, facet: Facet, named: tuple[str, ...]) -> tuple[str, ...] | None:
    """Those of the *named* ids that the facet lacks; nothing while the facet is incomplete."""
    if not store.vocabulary.checks(facet):
        return None
    return tuple(term for term in named if term not in store.vocabulary.terms(facet))


Facts = tuple[tuple[Head, tuple[Word, ...]], ...]
"""Columns with the words of one record."""


def added(store: Store, kind: Kind[Record], record: Record) -> Facts:
    """What a record says in the fields that the data folder adds to its kind."""
    columns = store.extended(kind).added
    return tuple((column.head, words) for column in columns if (words := store.vocabulary.words(column, record)))


def record(store: Store, file: str, key: str) -> tuple[Any, tuple[str, ...] | None]:
    """The record of the kind with this *file* and the id *key*; if there is none, nothing and all ids.

    Without the ids if the record may be there and has a fault.
    """
    known = store.records.get(file, {})
    if key in known:
        return known[key], None
    return None, None if store.lost_of(file).may_hold(key) else tuple(known)


class RetiredLine(NamedTuple):
    """A record that is listed no more, as its entry shows it."""

    id: str
    listed: Listed
    day: str
    reason: str
    instead: Word | None
    """What takes its place."""


def retired(store: Store, file: str, wanted: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[RetiredLine, ...]:
    """The retired records of the kind with this *file* that have one of the *wanted* values in each of these fields."""
    kind = next((kind for kind in store.kinds if kind.file == file), None)
    if kind is None or kind.listed is None:
        return ()
    found = []
    for key, item in store.retired_of(kind).items():
        given = [(getattr(item, name), values) for name, values in wanted]
        if any(set(values).isdisjoint(value if isinstance(value, tuple) else (value,)) for value, values in given):
            continue
        other = store.of(kind).get(item.replaced_by or "")
        instead = Word(kind.listed(other).title, item.replaced_by or "") if other else None
        day, reason = retirement.parted(item.retired or "")
        found.append(RetiredLine(key, retired_as(kind, item), day, reason, instead))
    return tuple(found)


def retired_as(kind: Kind[Any], item: Referable) -> Listed:
    """What references show of a retired record: at its own address nobody should look, at an archived copy they may."""
    assert kind.listed is not None
    return kind.listed(item)._replace(address=getattr(item, COPY, None) or "")


def site(store: Store, key: str) -> str | None:
    """What is known of the site under *key*."""
    value: str | None = getattr(store.site, key, None)
    return value
