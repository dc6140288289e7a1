"""A search language made from that of the site, for the index; its other half runs in the browser.

Both halves fold accents where words are stemmed, so that a word is found with its accents typed or
not. Synonyms are added to the index: a page that says one word of a group is found by the others.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import ClassVar, Final, NamedTuple

from sphinx.application import Sphinx
from sphinx.search import SearchLanguage, languages

from ..domain import RdmDomain


class Form(NamedTuple):
    """One way to say something: its words, and their stems, which are compared."""

    words: tuple[str, ...]
    stems: tuple[str, ...]


Groups = list[list[Form]]

_SCRIPTS: Final = tuple(Path(__file__).with_name(name) for name in ("search.js", "results.js"))


def connect(app: Sphinx) -> None:
    """Put our language in the place of the site's own, when the data are known and before pages are indexed."""
    app.connect("builder-inited", _add_language)


# Letters that Unicode does not take apart into a plain letter and an accent; the same stand in search.js.
_LETTERS: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"})


def fold(text: str) -> str:
    """A text in small letters and without accents."""
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(mark for mark in apart if not unicodedata.combining(mark)).translate(_LETTERS)


def synonyms(stems: Iterable[str], groups: Groups) -> Iterator[str]:
    """The words by which a text should be found as well, because it has another form of the same group.

    The text is given as *stems* in the order of its words; those of a form must follow each other in it.
    """
    text = f" {' '.join(stems)} "
    for group in groups:
        found = [f" {' '.join(form.stems)} " in text for form in group]
        if any(found):
            yield from (
                word for form, is_there in zip(group, found, strict=True) if not is_there for word in form.words
            )


class _Folding(SearchLanguage):
    """What our language adds to another one; to be mixed in before it."""

    groups: ClassVar[Groups] = []
    js_splitter_code = "".join(script.read_text("utf-8") for script in _SCRIPTS)

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self._stems: dict[str, str] = {}  # every word is asked for many times

    def split(self, input: str) -> list[str]:
        words = super().split(input)
        return [*words, *synonyms(map(self.stem, words), self.groups)]

    def stem(self, word: str) -> str:
        if word not in self._stems:
            self._stems[word] = fold(super().stem(fold(word)))
        return self._stems[word]


def _add_language(app: Sphinx) -> None:
    code = app.config.html_search_language or app.config.language
    known = languages.get(code) or languages.get(code.partition("_")[0]) or languages["en"]
    if isinstance(known, str):
        module, _dot, name = known.rpartition(".")
        known = getattr(import_module(module), name)
    base = next(parent for parent in known.__mro__ if not issubclass(parent, _Folding))
    store = RdmDomain.of(app.env).store
    language: type[_Folding] = type(f"Folding{base.__name__}", (_Folding, base), {"lang": code})
    bare = language({})
    language.groups = [[_form(bare, text) for text in group.words] for group in store.synonyms.values()]
    app.add_search_language(language)


def _form(language: SearchLanguage, text: str) -> Form:
    words = tuple(language.split(text))
    return Form(words, tuple(map(language.stem, words)))
