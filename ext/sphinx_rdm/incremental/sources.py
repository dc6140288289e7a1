"""What each page was made from: files, as they were then, and names of files that were there or were missing.

Sphinx reads a page again when a file is newer than the last reading. A file that is put back or moved into its
place is older, and yet another; and a link to a page that was there is read otherwise than one to a page that was not.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.i18n import get_image_filename_for_language

from ..domain import RdmDomain

State = tuple[int, ...] | list[str] | bool
"""What a look at a path finds."""


def connect(app: Sphinx) -> None:
    """Note paths and their states while a page is read, and find the pages for which one has changed."""
    app.connect("source-read", _note_source, priority=1)
    app.connect("doctree-read", _note_others)
    app.connect("env-get-outdated", _outdated)


def _note_source(app: Sphinx, docname: str, _content: list[str]) -> None:
    """Keep the state of a page's source, as soon as it was read."""
    _note(app.env, docname, "content", [app.env.doc2path(docname)])


def _note_others(app: Sphinx, doctree: nodes.document) -> None:
    """Note what the page depends on, besides its source."""
    docname = app.env.current_document.docname
    _note(app.env, docname, "content", app.env.dependencies[docname])
    _note(app.env, docname, "presence", _named(doctree, app.env))


def _note(env: BuildEnvironment, docname: str, look: str, paths: Iterable[Path]) -> None:
    """Keep for a page what a look at paths finds."""
    kept = RdmDomain.of(env).data["sources"].setdefault(docname, {})
    for path in sorted(set(map(str, paths))):
        kept[look, path] = _LOOKS[look](Path(path))


def _outdated(_app: Sphinx, env: BuildEnvironment, *_known: set[str]) -> list[str]:
    """The pages for which a path is not what it was."""

    @cache  # many pages depend on the same
    def now(look: str, path: str) -> State:
        return _LOOKS[look](Path(path))

    return [
        docname
        for docname, kept in RdmDomain.of(env).data["sources"].items()
        if docname in env.found_docs and any(now(*seen) != old for seen, old in kept.items())
    ]


def _content(path: Path) -> State:
    """Time and size of a file, which change with its content, whichever way the time goes."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size


def _presence(path: Path) -> State:
    """Whether there is such a file; of a pattern, the files that it stands for."""
    if "*" in path.name:
        with suppress(ValueError, OSError):  # a pattern that means nothing
            return sorted(found.name for found in path.parent.glob(path.name))
    return os.path.isfile(path)  # noqa: PTH113  (unlike its method, it asks for no exception to be caught)


_LOOKS: Final[dict[str, Callable[[Path], State]]] = {"content": _content, "presence": _presence}


def _named(doctree: nodes.document, env: BuildEnvironment) -> Iterator[Path]:
    """The files that a page names, whether they are there or not: pages, pictures, and files to download."""
    docname = env.current_document.docname
    for tree in doctree.findall(addnodes.toctree):
        yield from (Path(env.doc2path(name)) for name in tree["includefiles"])
    links = [*doctree.findall(addnodes.pending_xref), *doctree.findall(addnodes.download_reference)]
    for link in links:
        if link.get("refdomain") == "doc":  # to a page, as MyST writes it
            yield Path(env.doc2path(link["reftarget"]))
        elif link.get("reftype") == "myst" or isinstance(link, addnodes.download_reference):
            yield from _seen_from(docname, str(link["reftarget"]).partition("#")[0], env)
    for picture in doctree.findall(nodes.image):
        given = picture.get("original_uri", f"/{picture['uri']}")
        if "://" not in given and not picture["uri"].startswith("data:"):
            yield from _seen_from(docname, given, env)
            yield from _seen_from(docname, get_image_filename_for_language(given, env), env)


def _seen_from(docname: str, name: str, env: BuildEnvironment) -> Iterator[Path]:
    with suppress(OSError, ValueError):  # what no file can be called
        if name:
            yield Path(env.relfn2path(name, docname)[1])
