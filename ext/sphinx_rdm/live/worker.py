"""One build: everything that can be done before a file is saved, then the order, the build, and what came of it.

A process builds once. One that builds again would keep something of the build before, and not leave the files of a
clean build. For the same reason pages are not shown by it before it builds, but by a :mod:`.preview`.
"""

from __future__ import annotations

import gc
import io
import json
import locale
import os
import re
import select
import sys
import time
import traceback
from collections.abc import Set
from multiprocessing import cpu_count
from pathlib import Path
from typing import Any, Final

import sphinx.locale
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import docutils_namespace, patch_docutils

from .. import output
from ..assets import static_folders
from ..conf_py import refuse_missing_commas
from ..ending import told
from ..records.wording import visible
from .place import BuildPlace, Tell
from .preview import Preview, address

PACKAGE: Final = Path(__file__).parents[1]
ENDED: Final = 0
"""The exit code of a worker that has built, or was not needed after all; it leaves the next one to be started."""
LEFT_ALONE: Final = 3
"""The exit code of a worker whose server is gone."""

_FEW: Final = 4
"""So many pages are read before a process that helps with it is there."""
_BATCH: Final = 8
"""How many pages are written before it is asked again whether something else was saved."""
_COLOURS: Final = re.compile(r"\x1b\[[0-9;]*m")


class Orders:
    """What the server says, a line at a time."""

    def next(self) -> dict[str, Any] | None:
        """The next order to build, or to leave; nothing if the server is gone."""
        while line := self._line():
            order: dict[str, Any] = json.loads(line)
            if order["do"] != "hurry":
                return order
        return None

    def _line(self) -> bytes:
        # Not a byte more than the line: the next is for the next worker.
        line = b""
        while not line.endswith(b"\n"):
            if not (sign := os.read(0, 1)):
                return b""
            line += sign
        return line

    def is_hurried(self) -> bool:
        """Whether the server has said more already."""
        return sys.platform != "win32" and bool(select.select([0], [], [], 0)[0])


def work(place: BuildPlace, tell: Tell, *, forks: bool) -> int:
    """Make everything ready, wait for the order, and build; the exit code of this process.

    If pages are to be shown before, that is done by a fork of this process; if there must be none, by this process
    itself, which then cannot build any more.
    """
    gc.disable()  # what a build leaves behind goes with its process
    orders, messages = Orders(), _Messages(place.conf)
    app, error = None, None
    refuse_missing_commas()
    try:
        app = _made(place, messages)
    except Exception as raised:  # such as a fault in conf.py, of which the order will hear
        error = raised
    preview = Preview(app, place.previews, tell, forks=forks) if app else None
    order = orders.next()
    if order and order["do"] == "preview":
        if preview:
            preview.show(order)
        else:
            tell({"is": "previewed", "pages": []})
        if not forks:
            return ENDED
        order = orders.next()
    if preview:
        preview.end()
    if order is None:
        return LEFT_ALONE
    if order["do"] == "leave":
        return ENDED
    begin = time.perf_counter()
    build = _Rebuild(app, order, messages, orders, tell) if app else None
    if build and app:
        try:
            app.build()
        except Exception as raised:
            error = raised
    tell(
        {
            "is": "done",
            "failed": error is not None,
            "messages": [*messages.kept, *([_explained(error, place)] if error else [])],
            "read": build.read if build else [],
            "written": build.written if build else 0,
            "left_out": bool(build and build.is_partial),
            "seconds": time.perf_counter() - begin,
            "known": _known(app) if build and app else None,
        }
    )
    return ENDED


def _made(place: BuildPlace, messages: _Messages) -> Sphinx:
    """An application that has read everything but pages: settings, data, contents, and what earlier builds kept."""
    locale.setlocale(locale.LC_ALL, "")
    sphinx.locale.init_console()
    patch_docutils(place.conf).__enter__()
    docutils_namespace().__enter__()
    return Sphinx(
        srcdir=place.pages,
        confdir=place.conf,
        outdir=place.out,
        doctreedir=place.doctrees,
        buildername="html",
        status=None,
        warning=messages,
        parallel=cpu_count(),
    )


class _Rebuild:
    """What is noted of a build while it goes on.

    Pages that are open in a browser come first, and are told of before others are written. What is left out when more
    was saved is left to the next build, which sees that it is outdated as if nobody had built.
    """

    def __init__(self, app: Sphinx, order: dict[str, Any], messages: _Messages, orders: Orders, tell: Tell) -> None:
        self.app, self.orders, self.messages, self.tell = app, orders, messages, tell
        self.open, self.saved = set(order["open"]), set(order["saved"])
        self.read: list[str] = []
        self.written = 0
        self.is_partial = False
        assert isinstance(app.builder, StandaloneHTMLBuilder)
        self._builder, self._write = app.builder, app.builder.write_documents
        app.connect("env-get-outdated", self._saved)
        app.connect("env-before-read-docs", self._choose, priority=999)
        app.connect("env-updated", self._settle)
        setattr(app.builder, "write_documents", self._write_documents)  # noqa: B010  (a method, for a checker of types)

    def _saved(self, _app: Sphinx, env: BuildEnvironment, *_known: Set[str]) -> list[str]:
        """Read what was saved, whatever its time says: it may have been saved while an earlier build read it."""
        return [name for name in map(env.path2doc, self.saved) if name in env.found_docs]

    def _choose(self, app: Sphinx, _env: BuildEnvironment, docnames: list[str]) -> None:
        self.read = sorted(docnames)
        self._processes = app.parallel
        if len(docnames) <= _FEW:
            app.parallel = 1

    def _settle(self, app: Sphinx, _env: BuildEnvironment) -> None:
        app.parallel = self._processes

    def _write_documents(self, docnames: Set[str]) -> None:
        addresses = {name: address(self._builder, name) for name in docnames}
        first = {name for name in docnames if addresses[name] in self.open}
        if first:
            self._write(first)
            self._builder.copy_image_files()  # or a browser would seek them in vain
            pages = sorted(addresses[name] for name in first)
            self.tell({"is": "shown", "pages": pages, "messages": self.messages.kept})
        rest = sorted(docnames - first)
        while rest and not self.is_partial:
            self._write(set(rest[:_BATCH]))
            del rest[:_BATCH]
            self.is_partial = bool(rest) and self.orders.is_hurried()
        self.written = len(docnames) - len(rest)


class _Messages(io.StringIO):
    """What Sphinx warns of: one message for each time that it writes."""

    def __init__(self, top: Path) -> None:
        super().__init__()
        self.kept: list[str] = []
        self._top = f"{top}{os.sep}"

    def write(self, text: str) -> int:
        """Keep a message, with paths as seen from the folder of ``conf.py``."""
        if said := _COLOURS.sub("", text).replace(self._top, "").strip():
            self.kept.append(said)
        return len(text)


def _explained(error: Exception, place: BuildPlace) -> str:
    """What ended a build; what only helps who mends the code goes into a file."""
    if line := told(error, place.conf / "conf.py"):
        return line
    output.write(place.doctrees, "traceback.txt", "".join(traceback.format_exception(error)))
    at = traceback.extract_tb(error.__traceback__)[-1]
    file = _seen(place.doctrees / "traceback.txt", place)
    return (
        f"{_seen(Path(at.filename), place)}:{at.lineno}: ERROR: {type(error).__name__}: {visible(str(error))}; "
        f"a fault in code, and {file} has all that led there"
    )


def _seen(path: Path, place: BuildPlace) -> str:
    return str(path.relative_to(place.conf) if path.is_relative_to(place.conf) else path)


def _known(app: Sphinx) -> dict[str, Any]:
    """What the server may know of a project: which files are what."""
    config, top = app.config, Path(app.confdir)
    data = top / str(getattr(config, "rdm_data", "data"))
    names = [*config.html_static_path, *config.html_extra_path, *config.templates_path, *config.html_theme_path]
    names += [config.html_logo, config.html_favicon, "conf.py", "docutils.conf"]
    ground = {
        data,
        *(top / str(name) for name in names if name),
        *(Path(app.srcdir, name) for name in config.locale_dirs),
    }
    modules = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    code = {PACKAGE, *(Path(file) for file in modules if file and Path(file).is_relative_to(top))}
    return {
        "pages": [str(app.env.doc2path(name)) for name in sorted(app.env.found_docs)],
        "data": str(data),
        "ground": sorted(map(str, ground)),
        "code": sorted(map(str, code)),
        "static": static_folders(app),
    }
