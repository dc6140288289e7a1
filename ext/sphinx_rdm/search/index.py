"""The search index, composed at the end of a build from what is kept of each page.

Sphinx reads the index of the last build and changes it, which leaves words without pages in it and loses the
entries of pages that were not written. Here, what the index holds of a page is kept in a file beside the
doctrees, for each output folder; it is renewed whenever the page is written. So an index has what a clean
build gives it, in the same order.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from contextlib import suppress
from fnmatch import fnmatchcase
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final, TypedDict, TypeGuard

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.search import IndexBuilder

from .. import output
from ..domain import RdmDomain
from ..i18n import _
from ..incremental.beside import tell_shown
from ..private import use_index
from ..settings import report_patterns
from . import language, questions
from .folding import fold
from .passages import TERM, Passage, passages
from .weights import LEVELS, Weighed, packed, postings

_SLOT: Final = "_rdm_kept"


class IndexedPassage(TypedDict):
    """What the index holds of one passage. Words are stems."""

    anchor: str
    title: str
    kind: str
    heading: list[str]
    """Of its title, and of what authors marked for an index."""
    words: dict[str, int]
    """How often each is said."""
    blocks: list[str]


class IndexedPage(TypedDict):
    """What the index holds of one page."""

    title: str
    file: str
    description: str
    title_words: list[str]
    passages: list[IndexedPassage]


def connect(app: Sphinx) -> None:
    """Put our index in the place of Sphinx's, and have all pages written of which nothing is kept."""
    app.connect("builder-inited", _use)
    app.connect("env-updated", _pages_to_write)
    app.connect("env-updated", partial(report_patterns, "rdm_search_last"))
    tell_shown(app, lambda env: f"at home: {', '.join(_at_home(env))}")


class Kept:
    """What the index holds of the pages of one output folder; nothing of those that are not to be found."""

    @classmethod
    def of(cls, builder: Builder) -> Kept:
        """The one of a build."""
        kept: Kept | None = getattr(builder, _SLOT, None)
        if kept is None:
            setattr(builder, _SLOT, kept := cls(builder))
        return kept

    def __init__(self, builder: Builder) -> None:
        folder = hashlib.sha256(str(builder.outdir).encode()).hexdigest()[:12]
        self._file = Path(builder.doctreedir, f"rdm-search-{builder.name}-{folder}.json")
        self._made_by = language.made_by(builder.env)
        self.pages: dict[str, IndexedPage | None] = {}
        self._composed = ["", "", ""]
        """A digest of passages, and the words and the lists that were made of these."""
        with suppress(OSError, ValueError, KeyError, TypeError):  # none yet, or not ours
            content = json.loads(self._file.read_text("utf-8"))
            if content["made by"] == self._made_by:
                self.pages, self._composed = content["pages"], content["composed"]
        self._saved = self._state()

    def begin(self, docnames: Iterable[str]) -> None:
        """Forget what is to be written now; if the build fails, the next one writes it again."""
        for docname in docnames:
            self.pages.pop(docname, None)
        self.save()
        self.pages |= dict.fromkeys(docnames)

    def save(self) -> None:
        """Write the file, unless it has all this."""
        if self._saved != self._state():
            content = {"made by": self._made_by, "pages": self.pages, "composed": self._composed}
            output.write(self._file.parent, self._file.name, json.dumps(content))
            self._saved = self._state()

    def _state(self) -> list[Any]:
        return [dict(self.pages), *self._composed]

    def composed(self, weighed: Sequence[Weighed]) -> tuple[str, str]:
        """The words and the lists of an index of these passages; made anew only if these are others."""
        of = hashlib.sha256(repr(weighed).encode("utf-8", "surrogatepass")).hexdigest()
        if self._composed[0] != of:
            self._composed = [of, *packed(dict(sorted(postings(weighed).items())))]
        return self._composed[1], self._composed[2]


class Index(IndexBuilder):
    """An index of pages that are fed now and of pages that were fed in an earlier build."""

    def __init__(self, env: BuildEnvironment, kept: Kept) -> None:
        config = env.config
        super().__init__(env, language.code(config), config.html_search_options, config.html_search_scorer)
        self._environment = env
        self._kept = kept

    def get_js_stemmer_rawcodes(self) -> list[Any]:
        """No file: no page asks for them, and those of another language would be left over."""
        return []

    def prune(self, docnames: Iterable[str]) -> None:
        """Forget all pages but these."""
        for docname in self._kept.pages.keys() - set(docnames):
            del self._kept.pages[docname]

    def feed(self, docname: str, filename: Any, title: str, doctree: nodes.document) -> None:
        """Take a page; one without a title is not to be found."""
        if title:
            self._kept.pages[docname] = {
                "title": title,
                "file": str(filename),
                "description": str(self._environment.metadata[docname].get("description", "")),
                "title_words": self._stems(title),
                "passages": [
                    self._indexed(one) for one in passages(doctree, title, self._places.get(docname, {}), self._at_home)
                ],
            }

    def dump(self, stream: Any, format: Any) -> None:
        """Write the index, and keep what it is made of."""
        super().dump(stream, format)
        self._kept.save()

    def freeze(self) -> dict[str, Any]:
        """The index as plain values: pages, passages with the numbers of their pages and kinds, words, questions."""
        pages = {docname: page for docname, page in sorted(self._kept.pages.items()) if page is not None}
        found = [(docname, one) for docname, page in pages.items() for one in page["passages"]]
        numbers = {docname: number for number, docname in enumerate(pages)}
        kinds = sorted({one["kind"] for _docname, one in found} | {"", TERM})
        places = [
            [numbers[docname], kinds.index(one["kind"]), _unusual(one["anchor"], one["title"]), one["title"]]
            for docname, one in found
        ]
        weighed = [
            Weighed(() if one["kind"] else pages[docname]["title_words"], one["heading"], one["words"])
            for docname, one in found
        ]
        last = self._environment.config.rdm_search_last
        store = RdmDomain.of(self._environment).store
        words, lists = self._kept.composed(weighed)
        return {
            "pages": [
                [docname, page["title"], int(any(fnmatchcase(docname, pattern) for pattern in last))]
                for docname, page in pages.items()
            ],
            "kinds": [str(_("term")) if kind == TERM else kind for kind in kinds],
            "levels": LEVELS,
            "terms": kinds.index(TERM),
            "passages": places,
            "words": words,
            "postings": lists,
            "questions": questions.placed(store, [(docname, one["anchor"]) for docname, one in found], self.lang),
        }

    def _stems(self, text: str) -> list[str]:
        return language.stems(self.lang, text)

    def _indexed(self, passage: Passage) -> IndexedPassage:
        return {
            "anchor": passage.anchor,
            "title": passage.title,
            "kind": passage.kind,
            "heading": [stem for text in (passage.title, *passage.marked) for stem in self._stems(text)],
            "words": dict(Counter(stem for block in passage.blocks for stem in self._stems(block))),
            "blocks": passage.blocks,
        }

    @cached_property
    def _at_home(self) -> list[str]:
        return _at_home(self._environment)

    @cached_property
    def _places(self) -> dict[str, dict[str, tuple[str, str]]]:
        """By page, the anchors of what domains have to show, each with its title and kind."""
        places: dict[str, dict[str, tuple[str, str]]] = {}
        for domain in self._environment.domains.sorted():
            is_primary = domain.name == self._environment.config.primary_domain
            for _name, title, object_type, docname, anchor, priority in domain.get_objects():
                if anchor and priority >= 0:
                    known = domain.object_types.get(object_type)
                    kind = str(domain.get_type_name(known, is_primary)) if known else object_type
                    places.setdefault(docname, {}).setdefault(anchor, (title, kind))
        return places


def _at_home(env: BuildEnvironment) -> list[str]:
    """The types of records that some page is the home of."""
    return sorted({object_type for object_type, _id in RdmDomain.of(env).homes()})


def _unusual(anchor: str, title: str) -> str | int:
    """An anchor; 0 for the one that a title usually has, which the script makes again."""
    return 0 if anchor and anchor == "-".join(re.findall(r"\w+", fold(title))) else anchor


def _is_searched(builder: Builder) -> TypeGuard[StandaloneHTMLBuilder]:
    return isinstance(builder, StandaloneHTMLBuilder) and builder.search


def _use(app: Sphinx) -> None:
    if _is_searched(app.builder):
        use_index(app.builder, partial(_begun, app.builder))


def _begun(builder: Builder, docnames: Set[str]) -> Index:
    kept = Kept.of(builder)
    kept.begin(docnames)
    return Index(builder.env, kept)


def _pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages of which nothing is kept, because a build failed or words are made in another way."""
    return sorted(env.all_docs.keys() - Kept.of(app.builder).pages.keys()) if _is_searched(app.builder) else []
