"""A search language made from that of the site, for the index; its other half runs in the browser.

Both halves fold texts before they are split into words, so that a word is found with its accents typed or
not. Synonyms are added to the index: a page that says one word of a group is found by the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import ClassVar, Final, NamedTuple

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.search import SearchLanguage, languages

from ..domain import RdmDomain
from ..i18n import _
from ..kinds.plain import SYNONYMS
from . import folding
from .folding import fold


class Form(NamedTuple):
    """One way to say something: its words, and their stems in a row, which are compared."""

    words: tuple[str, ...]
    stems: str


Groups = list[list[Form]]

_SCRIPTS: Final = tuple(Path(__file__).with_name(name).read_text("utf-8") for name in ("search.js", "results.js"))


def connect(app: Sphinx) -> None:
    """Put our language in the place of the site's own, when the data are known and before pages are indexed."""
    app.connect("builder-inited", _add_language)


def code(config: Config) -> str:
    """The code of the language that readers search in."""
    return str(config.html_search_language or config.language)


def synonyms(stems: Iterable[str], groups: Groups) -> Iterator[str]:
    """The words by which a text should be found as well, because it has another form of the same group.

    The text is given as *stems* in the order of its words; those of a form must follow each other in it.
    """
    text = _in_a_row(stems)
    for group in groups:
        found = [form.stems in text for form in group]
        if any(found):
            yield from chain(*(form.words for form, is_there in zip(group, found, strict=True) if not is_there))


def _in_a_row(stems: Iterable[str]) -> str:
    # Spaces around, so that no stem is found inside another.
    return f" {' '.join(stems)} "


class _Folding(SearchLanguage):
    """What our language adds to another one; to be mixed in before it."""

    groups: ClassVar[Groups] = []

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        # Readers type them without accents as well.
        self.stopwords = frozenset({*self.stopwords, *map(fold, self.stopwords)})
        self._stems: dict[str, str] = {}  # every word is asked for many times

    def split(self, input: str) -> list[str]:
        words = super().split(fold(input))
        return [*words, *synonyms(map(self.stem, words), self.groups)]

    def stem(self, word: str) -> str:
        if word not in self._stems:
            self._stems[word] = fold(super().stem(fold(word)))
        return self._stems[word]


def _add_language(app: Sphinx) -> None:
    name = code(app.config)
    known = languages.get(name) or languages.get(name.partition("_")[0]) or languages["en"]
    if isinstance(known, str):
        module, _dot, class_name = known.rpartition(".")
        known = getattr(import_module(module), class_name)
    base = next(parent for parent in known.__mro__ if not issubclass(parent, _Folding))
    store = RdmDomain.of(app.env).store
    language: type[_Folding] = type(f"Folding{base.__name__}", (_Folding, base), {"lang": name})
    bare = language({})
    language.groups = [[_form(bare, text) for text in group.words] for group in store.of(SYNONYMS).values()]
    # Named for the words that split a text, this is where Sphinx takes further scripts of a language from.
    language.js_splitter_code = "".join((folding.SCRIPT, _words(), *_SCRIPTS))
    app.add_search_language(language)


def _words() -> str:
    """What the scripts say to readers, as a script."""
    nothing = _(
        "No page has all of these words. Check how they are spelt, leave one out, or try others that mean the same."
    )
    return f"window.RDM_SEARCH_WORDS = {json.dumps({'nothing': str(nothing)}, ensure_ascii=False)};\n"


def _form(language: SearchLanguage, text: str) -> Form:
    words = tuple(language.split(text))
    return Form(words, _in_a_row(map(language.stem, words)))
