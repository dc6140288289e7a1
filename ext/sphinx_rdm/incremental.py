"""Exact rebuilds: read again what shows changed data, write again what shows changed pages, and no more.

Two kinds of fingerprint decide. What a page shows *of the data* is fingerprinted while the page is
read; a page is read again when the fingerprint of the same view differs. What pages show *of each
other* (titles, the site map, anchors, homes of records, back-links) has one fingerprint for each
output folder; when it differs, all pages are written again from their doctrees, and none is read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from . import output, served
from .catalogue import query, views
from .domain import RdmDomain
from .publication import last_review
from .served import redirects
from .warning import Subtype, warn

_SLOT: Final = "_rdm_record"


def connect(app: Sphinx) -> None:
    """Register the events, late enough to see what other extensions did."""
    app.add_config_value("rdm_static_version", "", "html", str, "Set by the build: digest of the static files.")
    app.connect("config-inited", _note_static_files, priority=900)
    app.connect("env-get-outdated", _pages_to_read)
    app.connect("env-updated", _pages_to_write, priority=900)
    app.connect("doctree-resolved", _note_written)
    app.connect("build-finished", _finish)


def code_version() -> int:
    """A number that changes with the extension's code, so that no page keeps what older code made."""
    files = sorted(file for pattern in ("*.py", "*.mo") for file in Path(__file__).parent.rglob(pattern))
    return int(hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12], 16)


def _note_static_files(app: Sphinx, config: Config) -> None:
    """Rewrite the pages when a static file changes, because they name its digest."""
    entries = [Path(app.confdir, entry) for entry in config.html_static_path]
    files = sorted(file for entry in entries for file in (entry, *entry.rglob("*")) if file.is_file())
    content = b"".join(file.name.encode() + b"\0" + file.read_bytes() for file in files)
    config.rdm_static_version = hashlib.sha256(content).hexdigest()[:16]


def _pages_to_read(
    _app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """The pages of which a view of the data has changed."""
    domain = RdmDomain.of(env)
    settled = added | changed | removed
    known: dict[str, str] = {}  # many pages ask the same question

    def is_stale(name: str, arguments: tuple[Any, ...], old: str) -> bool:
        key = repr((name, arguments))
        if key not in known:
            known[key] = views.fingerprint(domain.answer(name, arguments))
        return known[key] != old

    return [
        docname
        for docname, shown in domain.data["views"].items()
        if docname not in settled and any(is_stale(*view) for view in shown)
    ]


def _pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages to write besides those that were read: all of them if what they show of each other changed."""
    domain = RdmDomain.of(env)
    _check_pages(domain, env)
    redirects.check(domain, app.builder)
    record = _Record(app)
    setattr(app, _SLOT, record)
    record.shared = views.fingerprint(_shared(domain, env))
    record.pages = {docname: views.fingerprint(domain.data["views"].get(docname)) for docname in sorted(env.all_docs)}
    old_pages = record.old.get("pages", {})
    # Now rather than at the end, because some builders pack what is in their folder.
    for name in sorted(set(record.old.get("files", ())) - set(_files(app))):
        try:
            output.delete(Path(app.outdir), name)
        except output.OutputError as error:
            warn(Subtype.OUTPUT, str(error), None)
    record.files = _files(app)  # with pages at old addresses that have been free only since
    record.begin()
    if record.old.get("shared") != record.shared:
        return list(record.pages)
    return [docname for docname, print_ in record.pages.items() if old_pages.get(docname) != print_]


def _shared(domain: RdmDomain, env: BuildEnvironment) -> list[Any]:
    """Everything that a written page may show of other pages."""
    pages = sorted(env.all_docs)
    standard = env.get_domain("std").data
    return [
        [(name, env.titles[name].astext(), env.longtitles[name].astext(), env.tocs[name].pformat()) for name in pages],
        [(name, env.toctree_includes.get(name), env.toc_secnumbers.get(name)) for name in pages],
        [(name, env.toc_fignumbers.get(name), env.metadata[name].get("myst_slugs")) for name in pages],
        [(name, sorted(standard[name].items())) for name in ("labels", "anonlabels")],
        [(name, sorted(other.get_objects())) for name, other in sorted(env.domains.items())],
        [sorted(domain.records(object_type).items()) for object_type in domain.object_types],
        sorted((docname, sorted(set(ids))) for docname, ids in domain.data["listed"].items()),
        str(last_review(env)) if env.config.rdm_books_found else "",
    ]


def _check_pages(domain: RdmDomain, env: BuildEnvironment) -> None:
    """Report second homes, and pages that the data name but that do not exist; in every build."""
    for object_type, record_id, docname, line, first in domain.second_homes():
        message = f"{object_type} '{record_id}' is at home on {first} already; one page alone can be its home"
        warn(Subtype.HOME, message, f"{env.doc2path(docname)}:{line}")
    for facet in ("phases", "topics"):
        for term in domain.store.vocabulary.terms(facet).values():
            if term.page and term.page not in env.all_docs:
                place = domain.store.locations[facet, term.id]
                hint = query.unknown("page", [term.page], env.all_docs)[0]
                warn(Subtype.HOME, f"{hint} (home page of '{term.id}')", place)


class _Record:
    """What was written into one output folder, kept in a file beside the doctrees."""

    def __init__(self, app: Sphinx) -> None:
        folder = hashlib.sha256(str(app.outdir).encode()).hexdigest()[:12]
        self.file = Path(app.doctreedir, f"rdm-{app.builder.name}-{folder}.json")
        self.shared = ""
        self.pages: dict[str, str] = {}
        self.files: list[str] = []
        """Pages, their sources, images, downloads and what goes beside the pages; no other file is ours to delete."""
        self.written: set[str] = set()
        try:
            old = json.loads(self.file.read_text("utf-8"))
        except (OSError, ValueError):
            old = {}
        self.old: dict[str, Any] = old if isinstance(old, dict) else {}

    def begin(self) -> None:
        """Note what may be written from now on; should the build fail, the next one writes every page."""
        self._write(None, dict.fromkeys(self.pages))

    def save(self, dangling: Iterable[str]) -> None:
        """Note what was written; a page that was not keeps its old fingerprint, one with a fault has none."""
        old = self.old.get("pages", {})
        pages = {name: self.pages[name] if name in self.written else old.get(name) for name in self.pages}
        for docname in dangling:
            pages[docname] = None
        complete = self.written >= set(self.pages) or self.old.get("shared") == self.shared
        self._write(self.shared if complete else None, pages)

    def _write(self, shared: str | None, pages: dict[str, Any]) -> None:
        content = {"shared": shared, "pages": pages, "files": self.files}
        output.write(self.file.parent, self.file.name, json.dumps(content, indent=1) + "\n")


def _note_written(app: Sphinx, _doctree: nodes.document, docname: str) -> None:
    if (record := getattr(app, _SLOT, None)) is not None:
        record.written.add(docname)


def _finish(app: Sphinx, exception: Exception | None) -> None:
    """Remember what was written, unless the build failed."""
    record: _Record | None = getattr(app, _SLOT, None)
    failed = exception is not None or (app._fail_on_warnings and app._warncount)
    if record is not None and not failed:
        record.files = _files(app)  # without those at whose address the builder wrote something of its own
        record.save(RdmDomain.of(app.env).dangling)


def _files(app: Sphinx) -> list[str]:
    """All files that are ours to write, and to delete once they are not wanted any more."""
    env = app.env
    return sorted(
        [name for docname in env.all_docs for name in _files_of(app.builder, docname)]
        + [f"_images/{name}" for _docnames, name in env.images.values()]
        + [f"_downloads/{name}" for _docnames, name in env.dlfiles.values()]
        + served.names(app)
    )


def _files_of(builder: Builder, docname: str) -> list[str]:
    """What a builder writes for a page: the page, and a copy of its source under the name that Sphinx gives it."""
    if not isinstance(builder, StandaloneHTMLBuilder):
        suffix = getattr(builder, "out_suffix", "")
        return [f"{docname}{suffix}"] if suffix else []
    page = Path(builder.get_output_path(docname)).relative_to(builder.outdir).as_posix()
    if not (builder.copysource and builder.config.html_copy_source):
        return [page]
    source, link = str(builder.env.doc2path(docname, base=False)), builder.config.html_sourcelink_suffix
    return [page, f"_sources/{source}" if source == f"{docname}{link}" else f"_sources/{source}{link}"]
