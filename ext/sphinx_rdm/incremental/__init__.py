"""Exact rebuilds: an incremental build leaves the files of a clean one, and reads and writes no more than it must.

Four questions decide. *Does all that pages are read with stay the same* (``digest.of_reading``: code, settings,
language)? If not, all pages are read. *Does all that the folder was written with stay the same*
(``digest.of_writing``), and did the last build end (``record``)? If not, what earlier builds left there is deleted,
and all pages are written. *Is what a page was made from still the same* (its views of the data, ``sources``)? If
not, it is read. *Is what pages show of each other still the same* (``shared``)? If not, all pages are written.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from .. import output
from ..domain import RdmDomain
from ..records import views
from ..records.kind import SUBJECTS
from ..records.vocabulary import home_of
from ..records.wording import unknown
from ..warning import Subtype, warn
from . import beside, claims, digest, lock, sources
from .beside import shown_everywhere
from .digest import fingerprint
from .faults import FaultHandler
from .record import FolderRecord
from .shared import settle, shared

code_version = digest.of_code

_SLOT: Final = "_rdm_build"
_READ_WITH: Final = "rdm_read_with"
"""The attribute of the environment that says with what its pages were read."""
_SHARED: Final = "rdm_shared"
"""The attribute that says what pages show of each other, and of which data that is."""
_TITLES: Final = "rdm_titles_in_contents"
"""The attribute of the environment that says how the table of contents called the pages."""


class _Build:
    """One build, from the moment when it is known what it stands on."""

    def __init__(self, app: Sphinx) -> None:
        self.read_with = digest.of_reading(app, app.env)
        self.record = FolderRecord(app, digest.of_writing(app, self.read_with))
        self.faults = FaultHandler(app, self.record)
        self.has_read = False
        """Whether pages were read or have gone."""
        self.shared = ""
        self.pages: dict[str, Any] = {}
        self.indices: set[str] = set()

    @classmethod
    def of(cls, app: Sphinx) -> _Build | None:
        build: _Build | None = getattr(app, _SLOT, None)
        return build


def connect(app: Sphinx) -> None:
    """Register the events; first to see what earlier builds left, last to see what other extensions did."""
    sources.connect(app)
    beside.connect(app)
    app.connect("config-inited", lambda app, _config: lock.acquire(app), priority=990)
    app.connect("env-get-outdated", _begin, priority=900)
    app.connect("env-before-read-docs", _forget)
    app.connect("source-read", _listen, priority=1)
    app.connect("doctree-read", claims.note, priority=990)
    app.connect("env-updated", _clear, priority=1)
    app.connect("env-get-updated", _pages_to_write, priority=900)
    app.connect("doctree-resolved", _note_written)
    app.connect("html-page-context", _note_index)
    app.connect("build-finished", _finish, priority=990)


def _begin(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Begin the record, and name the pages to read because of what their source does not say."""
    build = _Build(app)
    setattr(app, _SLOT, build)
    build.record.begin()
    build.faults.attach()
    build.has_read = bool(removed)
    others = _with_other_contents(env)
    if getattr(env, _READ_WITH, "") != build.read_with:
        setattr(env, _READ_WITH, build.read_with)
        return sorted(env.found_docs)
    return [*_with_changed_views(env, added | changed | removed), *others]


def _with_changed_views(env: BuildEnvironment, settled: set[str]) -> list[str]:
    """The pages of which a view of the data has changed; of those made of the same files, none has."""
    domain = RdmDomain.of(env)
    made_of = domain.data["settled"]
    known: dict[str, str] = {}  # many pages ask the same question

    def is_stale(name: str, arguments: tuple[Any, ...], old: str) -> bool:
        key = repr((name, arguments))
        if key not in known:
            known[key] = views.fingerprint(views.answer(domain.store, name, arguments))
        return known[key] != old

    stale = []
    for docname, shown in domain.data["views"].items():
        if docname not in settled and not (domain.digest and made_of.get(docname) == domain.digest):
            if any(is_stale(*view) for view in shown):
                stale.append(docname)
            else:
                made_of[docname] = domain.digest
    return stale


def _with_other_contents(env: BuildEnvironment) -> list[str]:
    """The pages of which the part of the table of contents went, or gives others a new title.

    What else changes there, sphinx-external-toc sees itself. It knows pages by their names without a suffix, because
    that is what ``contents`` hands on.
    """
    site_map = getattr(env, "external_site_map", None)
    if site_map is None:
        return []
    having = {name for name in site_map if site_map[name].subtrees}
    known: dict[str, str | None] = getattr(env, _TITLES, {})
    titles = {name: site_map[name].title for name in site_map}
    setattr(env, _TITLES, titles)
    renamed = {name for name in titles.keys() & known.keys() if titles[name] != known[name]}
    return [name for name, below in env.toctree_includes.items() if name not in having or renamed.intersection(below)]


def _forget(app: Sphinx, _env: BuildEnvironment, docnames: list[str]) -> None:
    """Take the stored environment away while doctrees are written; an interrupted build would leave it behind them."""
    if docnames:
        if build := _Build.of(app):
            build.has_read = True
        output.delete(Path(app.doctreedir), ENV_PICKLE_FILENAME)


def _listen(app: Sphinx, _docname: str, _content: list[str]) -> None:
    if build := _Build.of(app):
        build.faults.attach()


def _clear(app: Sphinx, env: BuildEnvironment) -> None:
    """Delete what no longer belongs into the folder, before anything is written there."""
    claims.settle(env)
    settle(env)
    if build := _Build.of(app):
        build.pages = {
            name: {"read": env.all_docs[name], "files": _files(app.builder, name)} for name in sorted(env.all_docs)
        }
        _delete(app, build.record.leftovers(build.pages, _beside(app)))


def _pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages to write besides those that were read."""
    domain = RdmDomain.of(env)
    _check_pages(domain, env)
    build = _Build.of(app)
    if build is None:
        return []
    # The environment is as it was kept, unless pages were read, and nothing else but the data counts.
    digest, known = getattr(env, _SHARED, ("", ""))
    if build.has_read or not digest or digest != domain.digest:
        known = shared(env)
        setattr(env, _SHARED, (domain.digest, known))
    build.shared = fingerprint([known, shown_everywhere(env)])
    return build.record.to_write(build.pages, build.shared)


def _check_pages(domain: RdmDomain, env: BuildEnvironment) -> None:
    """Report second homes, and pages that the data name but that do not exist; in every build."""
    for object_type, record_id, docname, line, first in domain.second_homes():
        message = f"{object_type} '{record_id}' is at home on {first} already; one page alone can be its home"
        warn(Subtype.HOME, message, f"{env.doc2path(docname)}:{line}")
    for facet in SUBJECTS:
        for term in domain.store.vocabulary.terms(facet).values():
            if term.page and term.page not in env.all_docs:
                place = domain.store.locations[home_of(facet.name), term.id]
                hint = unknown("page", term.page, env.all_docs)
                warn(Subtype.HOME, f"{hint} (home page of '{term.id}')", place)


def _note_written(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if (build := _Build.of(app)) and docname in build.pages:
        build.record.written.add(docname)
        build.record.show_life()
        build.pages[docname]["files"] += (f"_images/{name}" for name in _pictures(doctree, app.builder))


def _pictures(doctree: nodes.document, builder: Builder) -> Iterator[str]:
    """The files of the pictures on a page; of several to choose from, the one that the builder takes."""
    for picture in doctree.findall(nodes.image):
        candidates: dict[str, str] = picture.get("candidates", {})
        chosen = (candidates[kind] for kind in builder.supported_image_types if kind in candidates)
        path = picture["uri"] if "*" in candidates else next(chosen, "")
        if path in builder.env.images:
            yield builder.env.images[path][1]


def _note_index(app: Sphinx, page: str, _template: str, _context: object, _doctree: object) -> None:
    """Remember the indices that the builder writes, which come and go with what pages define."""
    indices = {f"{domain.name}-{index.name}" for domain in app.env.domains.sorted() for index in domain.indices}
    if (build := _Build.of(app)) and (page in indices or page.startswith("genindex")) and page not in build.pages:
        build.indices.update(_files(app.builder, page)[:1])


def _finish(app: Sphinx, exception: Exception | None) -> None:
    """Remember what was written, and let the next build begin."""
    if build := _Build.of(app):
        record = build.record
        record.is_sound &= exception is None
        record.faulty |= RdmDomain.of(app.env).dangling
        pages = record.merge(build.pages)
        files = {*_beside(app), *build.indices} if record.is_sound else set()
        if record.is_sound:
            _delete(app, record.outdated(pages, files))
        # What went wrong first is to be told.
        with suppress(output.OutputError) if exception else nullcontext():
            record.end(pages, files, build.shared)
    lock.release(app)


def _delete(app: Sphinx, names: Iterable[str]) -> None:
    for name in sorted(names):
        try:
            output.delete(Path(app.outdir), name)
        except output.OutputError as error:
            warn(Subtype.OUTPUT, str(error), None)


def _beside(app: Sphinx) -> set[str]:
    """What is written beside the pages, as far as there is a place for it now."""
    return {*(f"_downloads/{name}" for _docnames, name in app.env.dlfiles.values()), *beside.names_beside(app)}


def _files(builder: Builder, docname: str) -> list[str]:
    """What a builder writes for a page: the page, and a copy of its source under the name that Sphinx gives it."""
    if not isinstance(builder, StandaloneHTMLBuilder):
        suffix = getattr(builder, "out_suffix", "")
        return [f"{docname}{suffix}"] if suffix else []
    # The path below the folder; what pathlib makes of it takes ten times as long, for every page.
    page = str(builder.get_output_path(docname)).removeprefix(f"{builder.outdir}{os.sep}").replace(os.sep, "/")
    if not (builder.copysource and builder.config.html_copy_source):
        return [page]
    source, link = str(builder.env.doc2path(docname, base=False)), builder.config.html_sourcelink_suffix
    return [page, f"_sources/{source}" if source == f"{docname}{link}" else f"_sources/{source}{link}"]
