"""A search language made from that of the site, for the index; its other half runs in the browser.

Both halves fold texts before they are split into words, so that a word is found with its accents typed or
not. The scripts get the names that records go by: who looks for one finds what says another.
"""

from __future__ import annotations

import hashlib
import json
import re
from importlib import import_module
from pathlib import Path
from typing import ClassVar, Final

import sphinx
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.search import SearchLanguage, languages

from .. import output
from ..domain import RdmDomain
from ..i18n import _
from ..kinds.glossary.record import GLOSSARY_TERM
from ..records.store import Store
from . import folding
from .folding import fold

_SLOT: Final = "_rdm_stems"
_STEMS: Final = "rdm-search-stems.json"
_SCRIPTS: Final = tuple(
    # Readers load them, and need no comments and no indents.
    re.sub(r"^ *(//.*\n)?", "", Path(__file__).with_name(name).read_text("utf-8"), flags=re.MULTILINE)
    for name in ("engine.js", "results.js")
)


def connect(app: Sphinx) -> None:
    """Put our language in the place of the site's own, when the data are known and before pages are indexed."""
    app.connect("builder-inited", _add_language)
    app.connect("build-finished", _keep_stems)


def code(config: Config) -> str:
    """The code of the language that readers search in."""
    return str(config.html_search_language or config.language)


def made_by(env: BuildEnvironment) -> str:
    """A digest of what makes words of a text: code and language."""
    makers = [sphinx.__version__, env.version, code(env.config), env.config.html_search_options]
    return hashlib.sha256(repr(makers).encode()).hexdigest()[:16]


class _Folding(SearchLanguage):
    """What our language adds to another one; to be mixed in before it."""

    known: ClassVar[dict[str, str]]
    """The stems of words: each is asked for many times, and by every build."""

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        # Readers type them without accents as well.
        self.stopwords = frozenset({*self.stopwords, *map(fold, self.stopwords)})

    def split(self, input: str) -> list[str]:
        return super().split(fold(input))

    def stem(self, word: str) -> str:
        if word not in self.known:
            self.known[word] = fold(super().stem(fold(word)))
        return self.known[word]


def of_sphinx(name: str) -> type[SearchLanguage]:
    """What Sphinx knows of a language by its code; of one that it does not know, what it knows of English."""
    named = languages.get(name) or languages.get(name.partition("_")[0]) or languages["en"]
    if isinstance(named, str):
        module, _dot, class_name = named.rpartition(".")
        named = getattr(import_module(module), class_name)
    return next(parent for parent in named.__mro__ if not issubclass(parent, _Folding))


def _add_language(app: Sphinx) -> None:
    name = code(app.config)
    base = of_sphinx(name)
    known = _kept_stems(app)
    language: type[_Folding] = type(f"Folding{base.__name__}", (_Folding, base), {"lang": name, "known": known})
    setattr(app, _SLOT, (known, len(known)))
    store = RdmDomain.of(app.env).store
    data = {"names": _names(store, language({})), "small": sorted(_small_words(store)), "words": _words()}
    # Named for the words that split a text, this is where Sphinx takes further scripts of a language from.
    data_script = f"window.RDM_SEARCH = {json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"
    language.js_splitter_code = "".join((folding.SCRIPT, data_script, *_SCRIPTS))
    app.add_search_language(language)


def _kept_stems(app: Sphinx) -> dict[str, str]:
    """The stems that earlier builds found, unless these were made in another way."""
    try:
        content = json.loads(Path(app.doctreedir, _STEMS).read_text("utf-8"))
        found: dict[str, str] = content["stems"] if content["made by"] == made_by(app.env) else {}
    except (OSError, ValueError, KeyError, TypeError):  # none yet, or not ours
        return {}
    return found


def _keep_stems(app: Sphinx, exception: Exception | None) -> None:
    """Keep what was found besides."""
    known, before = getattr(app, _SLOT)
    if exception is None and len(known) > before:
        output.write(Path(app.doctreedir), _STEMS, json.dumps({"made by": made_by(app.env), "stems": known}))


def _names(store: Store, language: SearchLanguage) -> list[list[list[str]]]:
    """Groups of names by which readers look for the same thing: the stems of each name, in a row."""
    of_records = (kind.names(record) for kind in store.kinds if kind.names for record in store.of(kind).values())
    groups = []
    for names in (*store.vocabulary.names(), *of_records):
        found = [name for text in names if (name := stems(language, text))]
        unlike = [name for number, name in enumerate(found) if name not in found[:number]]
        if len(unlike) > 1:
            groups.append(unlike)
    return groups


def stems(language: SearchLanguage, text: str) -> list[str]:
    """The stems of the words of a text that tell something, in their order."""
    found = (language.stem(word) for word in language.split(text) if language.word_filter(word))
    return [stem for stem in found if language.word_filter(stem)]


def asked(language: SearchLanguage, text: str) -> list[str]:
    """The stems of a question as the script takes it apart: of all words but small ones, or else of all."""
    words = language.split(text)
    return [language.stem(word) for word in words if word not in language.stopwords] or list(map(language.stem, words))


def _small_words(store: Store) -> set[str]:
    """What says little in the languages that terms are translated to: readers ask in them, and pages quote them."""
    codes = {code.partition("-")[0] for term in store.of(GLOSSARY_TERM).values() for code in term.translations}
    return {fold(word) for code in codes & languages.keys() for word in of_sphinx(code).stopwords}


def _words() -> dict[str, str]:
    """What the scripts say to readers; the words in braces are filled in by them."""
    words = {
        "nothing": _("Nothing has any of these words. Check how they are spelt, or try others that mean the same."),
        "near": _("Perhaps you meant:"),
        "short": _("Short answer"),
        "answer": _("1 answer"),
        "suggestions": _("{count} suggestions. Go to them with the arrow keys."),
        "all": _("All results for “{question}”"),
        "found": _("{count} results"),
        "one": _("1 result"),
        "some": _("No page has all of these words; these have some of them."),
        "instead": _("Showing results for “{other}” instead of “{word}”."),
        "pages": _("Pages"),
        "records": _("Resources and places"),
        "terms": _("Words"),
        "more": _("Show more"),
    }
    return {name: str(text) for name, text in words.items()}
