"""What stands in the index of a book, and in its lists of words: every name by which readers look for something."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..kinds.glossary.record import GLOSSARY_TERM
from ..records.kind import SUBJECTS
from ..records.store import Store


class Subject(NamedTuple):
    """A name, and the place of what it names: a page, and an anchor if that is not the page itself.

    The language of the name is its code, if it is another than that of the pages.
    """

    name: str
    docname: str
    anchor: str = ""
    language: str = ""


def subjects(
    store: Store, homes: Mapping[tuple[str, str], tuple[str, str]], terms: Mapping[str, tuple[str, str]]
) -> Iterator[Subject]:
    """Titles, other names and translations, and keywords: of records with a home, of terms, of phases and topics.

    *homes* has page and anchor of each type and id, *terms* has those of each term.
    """
    kinds = {kind.role: kind for kind in store.kinds if kind.role}
    for (object_type, name), home in homes.items():
        if (kind := kinds.get(object_type)) and (record := store.of(kind).get(name)):
            names = kind.names(record) if kind.names else (record.title,)
            yield from (Subject(word, *home) for word in (*names, *getattr(record, "keywords", ())))
    for term in store.of(GLOSSARY_TERM).values():
        if term.term in terms:
            yield from (Subject(word, *terms[term.term]) for word in (term.term, *term.also))
            yield from (Subject(word, *terms[term.term], code) for code, word in term.translations.items())
    for facet in SUBJECTS:
        for value in store.vocabulary.terms(facet).values():
            yield from (Subject(word, value.page) for word in (value.title, *value.also) if value.page)


class Translation(NamedTuple):
    """A term and a word for it in another language, by its code."""

    term: str
    language: str
    word: str

    def by_term(self) -> tuple[str, str]:
        """Where it stands among others, by the term."""
        return (self.term.casefold(), self.word.casefold())

    def by_word(self) -> tuple[str, str]:
        """Where it stands among others, by the word."""
        return (self.word.casefold(), self.term.casefold())


def translations(store: Store, terms: Container[str]) -> list[Translation]:
    """The words of other languages for those terms of the glossary that are among the *terms*."""
    return [
        Translation(item.term, language, word)
        for item in store.of(GLOSSARY_TERM).values()
        if item.term in terms
        for language, word in item.translations.items()
    ]


def in_brief(store: Store) -> Iterator[tuple[str, str]]:
    """Each term of the glossary, with what it means in one sentence."""
    for item in store.of(GLOSSARY_TERM).values():
        first = re.split(r"(?<=[.])\s", item.definition, maxsplit=1)[0]
        yield item.term, f"{item.term}: {first}"


class IndexLine(NamedTuple):
    """A line of the index: a name, its language if that is another, and all its places in their order."""

    name: str
    language: str
    targets: Sequence[str]


class IndexPlace(NamedTuple):
    """A name in the index, its language if that is another than that of the pages, and a place."""

    name: str
    language: str
    target: str


def entries(places: Iterable[IndexPlace]) -> list[IndexLine]:
    """Names and places as lines: names that differ in capitals alone are one, and each place counts once."""
    found: dict[str, IndexLine] = {}
    for name, tongue, target in places:
        words = " ".join(name.split())
        entry = found.setdefault(words.casefold(), IndexLine(words, tongue, []))
        if target not in entry.targets:
            found[words.casefold()] = entry._replace(targets=[*entry.targets, target])
    return sorted(found.values(), key=lambda entry: (entry.name.casefold(), entry.name))
