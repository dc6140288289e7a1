"""What each page was made from: files, as they were then, and names of files that were there or were missing.

Sphinx reads a page again when a file is newer than the last reading. A file that is put back or moved into its
place is older, and yet another; and a link to a page that was there is read otherwise than one to a page that was not.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util.i18n import get_image_filename_for_language

_NAME: Final = "rdm_sources"
"""The attribute of the environment that keeps, for each page, the state of every path that it depends on."""

State = tuple[int, ...] | list[str] | bool
"""What a look at a path finds."""


class SourceCollector(EnvironmentCollector):
    """Notes paths and their states while a page is read, and finds the pages for which one has changed."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page that is read again or gone."""
        _kept(env).pop(docname, None)

    def merge_other(self, app: Sphinx, env: BuildEnvironment, docnames: Any, other: BuildEnvironment) -> None:
        """Take over the pages that another process read."""
        _kept(env).update({name: _kept(other)[name] for name in docnames if name in _kept(other)})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note what the page depends on, besides its source, which was noted before it was read."""
        env = app.env
        docname = env.current_document.docname
        note(env, docname, "content", env.dependencies[docname])
        note(env, docname, "presence", _named(doctree, env))

    def get_outdated_docs(
        self, app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
    ) -> list[str]:
        """The pages for which a path is not what it was."""
        now: dict[tuple[str, str], State] = {}  # many pages depend on the same

        def differs(seen: tuple[str, str], old: State) -> bool:
            if seen not in now:
                now[seen] = _LOOKS[seen[0]](Path(seen[1]))
            return now[seen] != old

        return [
            docname
            for docname, kept in _kept(env).items()
            if docname in env.found_docs and any(differs(seen, old) for seen, old in kept.items())
        ]


def note(env: BuildEnvironment, docname: str, look: str, paths: Iterable[Path]) -> None:
    """Keep for a page what a look at paths finds."""
    kept = _kept(env).setdefault(docname, {})
    for path in sorted(set(map(str, paths))):
        kept[look, path] = _LOOKS[look](Path(path))


def note_source(app: Sphinx, docname: str, _content: list[str]) -> None:
    """Keep the state of a page's source, as soon as it was read."""
    note(app.env, docname, "content", [app.env.doc2path(docname)])


def _kept(env: BuildEnvironment) -> dict[str, dict[tuple[str, str], State]]:
    if not hasattr(env, _NAME):
        setattr(env, _NAME, {})
    kept: dict[str, dict[tuple[str, str], State]] = getattr(env, _NAME)
    return kept


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
