"""The search index, composed at the end of a build from what is kept of each page.

Sphinx reads the index of the last build and changes it, which leaves words without pages in it and loses the
entries of pages that were not written. Here, what the index holds of a page is kept in a file beside the
doctrees, for each output folder; it is renewed whenever the page is written. So an index has what a clean
build gives it, in the same order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Set
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypedDict, TypeGuard

import sphinx
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from .. import output
from ..domain import RdmDomain
from ..kinds.plain import SYNONYMS
from ..private import PageIndex, use_index
from . import language


class IndexedPage(TypedDict):
    """What the index holds of one page. Words are stems, and each is in one of the three lists at most."""

    title: str
    file: str
    headings: list[tuple[str, str | None]]
    """Each with its anchor; the page itself has none."""
    entries: list[tuple[str, str, str]]
    """Of the index of the site: what is said, anchor, and "main" where it is explained."""
    title_words: list[str]
    heading_words: list[str]
    words: list[str]


def connect(app: Sphinx) -> None:
    """Put our index in the place of Sphinx's, and have all pages written of which nothing is kept."""
    app.connect("builder-inited", _use)
    app.connect("env-updated", _pages_to_write)


class Kept:
    """What the index holds of the pages of one output folder; nothing of those that are not to be found."""

    def __init__(self, builder: Builder) -> None:
        folder = hashlib.sha256(str(builder.outdir).encode()).hexdigest()[:12]
        self._file = Path(builder.doctreedir, f"rdm-search-{builder.name}-{folder}.json")
        self._made_by = _makers(builder.env)
        self.pages: dict[str, IndexedPage | None] = {}
        with suppress(OSError, ValueError, KeyError, TypeError):  # none yet, or not ours
            content = json.loads(self._file.read_text("utf-8"))
            if content["made by"] == self._made_by:
                self.pages = content["pages"]

    def begin(self, docnames: Iterable[str]) -> None:
        """Forget what is to be written now; if the build fails, the next one writes it again."""
        for docname in docnames:
            self.pages.pop(docname, None)
        self.save()
        self.pages |= dict.fromkeys(docnames)

    def save(self) -> None:
        """Write the file."""
        content = {"made by": self._made_by, "pages": self.pages}
        output.write(self._file.parent, self._file.name, json.dumps(content))


class Index(PageIndex):
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
        if not title:
            return
        fed = self.learn(docname, filename, title, doctree)
        stems = map(self.lang.stem, self.lang.split(title))
        title_words = set(filter(self.lang.word_filter, stems))
        heading_words = set(fed.heading_words) - title_words
        self._kept.pages[docname] = {
            "title": title,
            "file": str(filename),
            "headings": fed.headings,
            "entries": fed.entries,
            "title_words": sorted(title_words),
            "heading_words": sorted(heading_words),
            "words": sorted(set(fed.words) - title_words - heading_words),
        }

    def dump(self, stream: Any, format: Any) -> None:
        """Write the index, and keep what it is made of."""
        super().dump(stream, format)
        self._kept.save()

    def freeze(self) -> dict[str, Any]:
        """The index as plain values. Its objects are under ``places``, with anchors as they are on the page."""
        pages = {docname: page for docname, page in sorted(self._kept.pages.items()) if page is not None}
        headings: dict[str, list[tuple[int, str | None]]] = {}
        entries: dict[str, list[tuple[int, str, bool]]] = {}
        for number, page in enumerate(pages.values()):
            for heading, anchor in page["headings"]:
                headings.setdefault(heading, []).append((number, anchor))
            for entry, anchor, main in page["entries"]:
                entries.setdefault(entry.lower(), []).append((number, anchor, main == "main"))
        return {
            "docnames": list(pages),
            "filenames": [page["file"] for page in pages.values()],
            "titles": [page["title"] for page in pages.values()],
            "titleterms": _numbers(page["title_words"] for page in pages.values()),
            "headingterms": _numbers(page["heading_words"] for page in pages.values()),
            # Sphinx's script looks words up in two of the three.
            "terms": _numbers([*page["heading_words"], *page["words"]] for page in pages.values()),
            "alltitles": headings,
            "indexentries": entries,
            "places": self._places({docname: number for number, docname in enumerate(pages)}),
        }

    def _places(self, numbers: dict[str, int]) -> dict[str, list[tuple[str, int, str, int]]]:
        """What domains have to show, by its kind: title, number of the page, anchor and priority."""
        places: dict[str, list[tuple[str, int, str, int]]] = {}
        for domain in self._environment.domains.sorted():
            is_primary = domain.name == self._environment.config.primary_domain
            for _name, title, object_type, docname, anchor, priority in domain.get_objects():
                if docname in numbers and priority >= 0:
                    known = domain.object_types.get(object_type)
                    kind = str(domain.get_type_name(known, is_primary)) if known else object_type
                    places.setdefault(kind, []).append((title, numbers[docname], anchor, priority))
        return {kind: sorted(found) for kind, found in places.items()}


def _numbers(pages: Iterable[list[str]]) -> dict[str, int | list[int]]:
    """The numbers of the pages that have a word; one number alone is no list."""
    found: dict[str, list[int]] = {}
    for number, words in enumerate(pages):
        for word in words:
            found.setdefault(word, []).append(number)
    return {word: numbers if len(numbers) > 1 else numbers[0] for word, numbers in found.items()}


def _makers(env: BuildEnvironment) -> str:
    """A digest of what makes a page's words of its text: code, language and synonyms."""
    groups = [group.words for group in RdmDomain.of(env).store.of(SYNONYMS).values()]
    makers = [sphinx.__version__, env.version, language.code(env.config), env.config.html_search_options, groups]
    return hashlib.sha256(repr(makers).encode()).hexdigest()[:16]


def _is_searched(builder: Builder) -> TypeGuard[StandaloneHTMLBuilder]:
    return isinstance(builder, StandaloneHTMLBuilder) and builder.search


def _use(app: Sphinx) -> None:
    if _is_searched(app.builder):
        use_index(app.builder, partial(_begun, app.builder))


def _begun(builder: Builder, docnames: Set[str]) -> Index:
    kept = Kept(builder)
    kept.begin(docnames)
    return Index(builder.env, kept)


def _pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages of which nothing is kept, because a build failed or words are made in another way."""
    return sorted(env.all_docs.keys() - Kept(app.builder).pages.keys()) if _is_searched(app.builder) else []
