"""What stands in the index of a book, and in its lists of words: every name by which readers look for something."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import Final, NamedTuple

from ..kinds.glossary.record import GLOSSARY_TERM
from ..records.kind import SUBJECTS
from ..records.store import Store

_MOST: Final = 8
"""Places of a name in the index; of more, none helps."""
_PLURALS: Final = (("ies", "y"), ("es", ""), ("s", ""))
"""How plain plurals end, and what stands there in the singular."""
_NO_PLURAL: Final = re.compile(r".*(?:ics|[isu]s)")
_SIBILANT: Final = re.compile(r".*(?:[sxz]|[cs]h)")
_SHORT: Final = 4
"""Letters of the least name that has a plural; shorter ones are often others, such as 'new' beside 'news'."""
_TURNED: Final = 3
"""Words of the longest phrase that is looked for by its second word, too."""


class Rank(IntEnum):
    """What a name is at a place: the term that is explained there, a name of the thing, a keyword, or mentioned."""

    TERM = 0
    NAME = 1
    KEYWORD = 2
    MENTION = 3


class Subject(NamedTuple):
    """A name, and the place of what it names: a page, and an anchor if that is not the page itself.

    The language of the name is its code, if it is another than that of the pages.
    """

    name: str
    docname: str
    anchor: str = ""
    language: str = ""
    rank: Rank = Rank.NAME


def subjects(
    store: Store,
    homes: Mapping[tuple[str, str], tuple[str, str]],
    terms: Mapping[str, tuple[str, str]],
    small: Container[str] = (),
) -> Iterator[Subject]:
    """Titles, other names and translations, and keywords: of records with a home, of terms, of phases and topics.

    *homes* has page and anchor of each type and id, *terms* has those of each term. Titles of phases and topics are
    found by each of their phrases, too, and by what these say without their first word; *small* words part phrases.
    """
    kinds = {kind.role: kind for kind in store.kinds if kind.role}
    for (object_type, name), home in homes.items():
        if (kind := kinds.get(object_type)) and (record := store.of(kind).get(name)):
            names = kind.names(record) if kind.names else (record.title,)
            yield from (Subject(word, *home) for word in names)
            keywords = kind.keywords(record) if kind.keywords else ()
            yield from (Subject(word, *home, rank=Rank.KEYWORD) for word in keywords)
    for term in store.of(GLOSSARY_TERM).values():
        if term.term in terms:
            yield Subject(term.term, *terms[term.term], rank=Rank.TERM)
            yield from (Subject(word, *terms[term.term]) for word in term.also)
            yield from (Subject(word, *terms[term.term], code) for code, word in term.translations.items())
    for facet in SUBJECTS:
        for value in store.vocabulary.terms(facet).values():
            names = (value.title, *value.also, *_phrases(value.title, small))
            yield from (Subject(word, value.page) for word in names if value.page)


def _phrases(title: str, small: Container[str]) -> Iterator[str]:
    """What stands in a title between signs and *small* words: all that it names, as in 'Storage, backup and cost'."""
    phrase: list[str] = []
    for word in [*re.findall(r"\w[\w'’-]*|[^\w\s]", title), ""]:
        if word[:1].isalnum() and word.lower() not in small:
            phrase.append(word)
        elif phrase:
            yield " ".join(phrase)
            if 1 < len(phrase) <= _TURNED:  # as in 'identifiers, persistent'
                yield f"{' '.join(phrase[1:])}, {_folded(phrase[0])}"
            phrase = []


def words(store: Store) -> Iterator[str]:
    """All names and keywords in the data, whether or not anything with that name has a home."""
    for names in store.vocabulary.names():
        yield from names
    for kind in store.kinds:
        for record in store.of(kind).values():
            for found in filter(None, (kind.names, kind.keywords)):
                yield from found(record)


class Translation(NamedTuple):
    """A term and a word for it in another language, by its code, and the place that explains it."""

    term: str
    language: str
    word: str
    target: str

    def by_term(self) -> tuple[str, str]:
        """Where it stands among others, by the term."""
        return (self.term.casefold(), self.word.casefold())

    def by_word(self) -> tuple[str, str]:
        """Where it stands among others, by the word."""
        return (self.word.casefold(), self.term.casefold())


def translations(store: Store, terms: Mapping[str, str]) -> list[Translation]:
    """The words of other languages for those terms of the glossary that are among the *terms*, with their places."""
    return [
        Translation(item.term, language, word, terms[item.term])
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
    """A line of the index: a name, its language if that is another, its homes, and other places."""

    name: str
    language: str
    homes: Sequence[str]
    others: Sequence[str]


class IndexPlace(NamedTuple):
    """A name in the index, its language if that is another than that of the pages, and a place."""

    name: str
    language: str
    target: str
    rank: Rank = Rank.NAME


def mentions(headings: Iterable[tuple[str, str]], names: Iterable[str], language: str) -> Iterator[IndexPlace]:
    """The *names* that stand in *headings*, which come with their places: the longest ones, each once for a page."""
    exact = {_folded(name): name for name in names}
    known = {single: name for form, name in exact.items() for single in _singulars(form, language)} | exact
    longest = max((name.count(" ") + 1 for name in known), default=0)
    seen: set[tuple[str, str]] = set()
    for title, target in headings:
        typed = re.findall(r"\w[\w'’-]*", title)
        start = 0
        while start < len(typed):
            for end in range(min(len(typed), start + longest), start, -1):
                found = _folded(" ".join(typed[start:end]))
                if name := next((known[form] for form in (found, *_singulars(found, language)) if form in known), ""):
                    if (name, _page(target)) not in seen:
                        yield IndexPlace(name, "", target, Rank.MENTION)
                    seen.add((name, _page(target)))
                    break
            start = max(end, start + 1) if name else start + 1


def _folded(name: str) -> str:
    """A name in small letters, but for words that are written in capitals: 'IT' is not 'it'."""
    return " ".join(word if word[1:] != word[1:].lower() else word.lower() for word in name.split())


def _page(target: str) -> str:
    return target.partition("#")[0]


def _singulars(name: str, language: str) -> Iterator[str]:
    """What the singular of a name may be if it is a plain plural; nothing in a language that has no plain ones."""
    if language.partition("-")[0] != "en" or _NO_PLURAL.fullmatch(name):
        return
    for end, own in _PLURALS:
        stem = name.removesuffix(end)
        single = f"{stem}{own}"
        is_plain = end != "es" or _SIBILANT.fullmatch(stem)
        if stem != name and is_plain and (len(single) >= _SHORT or (len(single) > 1 and single.isupper())):
            yield single


def entries(
    places: Iterable[IndexPlace], uses: Mapping[str, Sequence[str]] = {}, language: str = "en"
) -> list[IndexLine]:
    """Names and places as lines; names that differ in capitals alone are one, and so are a word and its plain plural.

    A line has the form of the term, if it has one, or else that which most places have. *uses* has the places
    that lead to others, *language* is that of the pages.
    """
    found: dict[str, list[IndexPlace]] = {}
    for place in places:
        name = " ".join(place.name.split())
        found.setdefault(name.casefold(), []).append(place._replace(name=name))
    for key, own in list(found.items()):
        forms = (form for place in own for form in _singulars(place.name, place.language or language))
        if single := next((form for form in map(str.casefold, forms) if form in found), ""):
            found[single] += found.pop(key)
    lines = [line for own in found.values() if (line := _line(own, uses)).homes or line.others]
    return sorted(lines, key=lambda line: (line.name.casefold(), line.name))


def _line(places: Collection[IndexPlace], uses: Mapping[str, Sequence[str]]) -> IndexLine:
    """All places of a name: where it is at home, and as far as that is not too much, the others."""
    terms = [place.name for place in places if place.rank is Rank.TERM]
    [(name, _count)] = Counter(terms or [place.name for place in places]).most_common(1)
    by_rank = {rank: [place.target for place in places if place.rank is rank] for rank in Rank}
    homes = list(dict.fromkeys(by_rank[Rank.TERM] + by_rank[Rank.NAME]))
    pages = set(map(_page, homes))
    more = (
        by_rank[Rank.KEYWORD] if homes else by_rank[Rank.KEYWORD][:_MOST],
        [use for home in homes for use in uses.get(home, ())],
        [target for target in by_rank[Rank.MENTION] if _page(target) not in pages],
    )
    others: list[str] = []
    for some in more:
        wanted = [target for target in dict.fromkeys(some) if target not in (*homes, *others)]
        others += wanted if len(homes) + len(others) + len(wanted) <= _MOST else []
    return IndexLine(name, next(iter(places)).language, homes[:_MOST], others)
