"""Questions that a page asks of the store.

Each answer, a view, holds exactly what the page will show, as plain values. Pages, fingerprints and
tests all start from a view; nothing here changes anything. The views of one kind of record stand with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib import import_module
from typing import Any

from .kind import Facet, Head, Kind, Word
from .model import Record, VocabularyTerm
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


def site(store: Store, key: str) -> str | None:
    """What is known of the site under *key*."""
    value: str | None = getattr(store.site, key, None)
    return value
