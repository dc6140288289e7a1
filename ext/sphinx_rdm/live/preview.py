"""Open pages as they were saved, at once: read and written apart from everything that makes a build exact.

Neither the site nor what builds keep is touched. So a preview may be wrong until the build has ended: it takes numbers
and contents from the last one.
"""

from __future__ import annotations

import json
import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from .. import data
from ..domain import RdmDomain
from ..private import read_page, write_elsewhere, write_page
from .place import Tell


class Preview:
    """Shows pages once.

    A fork of this process does so, and gets into practice while it waits: what a process does again takes half the
    time. Where there must be no fork, this process does it.
    """

    def __init__(self, app: Sphinx, folder: Path, tell: Tell, *, forks: bool) -> None:
        self._app, self._folder, self._tell = app, folder, tell
        self._child = 0
        if forks:
            reading, self._writing = os.pipe()
            self._child = os.fork()
            if self._child == 0:
                os.close(self._writing)
                self._serve(reading)
            os.close(reading)

    def show(self, order: dict[str, Any]) -> None:
        """Read and write the open pages that an order names, and tell which of them can be shown."""
        if not self._child:
            self._tell(_Stage(self._app, self._folder).shown(order))
            return
        with suppress(BrokenPipeError), os.fdopen(os.dup(self._writing), "wb") as pipe:
            pipe.write(json.dumps(order).encode())
        if self._ended():
            self._tell({"is": "previewed", "pages": []})

    def end(self) -> None:
        """Show nothing any more."""
        if self._child:
            os.kill(self._child, signal.SIGKILL)
            self._ended()

    def _ended(self) -> int:
        """The exit code of the fork; it ends when it has shown what it was told to."""
        os.close(self._writing)
        child, self._child = self._child, 0
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def _serve(self, reading: int) -> NoReturn:
        status = 1
        try:
            stage = _Stage(self._app, self._folder)
            stage.practise()
            with os.fdopen(reading, "rb") as pipe:
                if order := pipe.read():
                    self._tell(stage.shown(json.loads(order)))
            status = 0
        finally:
            os._exit(status)


class _Stage:
    """An application that writes pages beside the site."""

    def __init__(self, app: Sphinx, folder: Path) -> None:
        builder = app.builder
        assert isinstance(builder, StandaloneHTMLBuilder)
        self._app, self._builder = app, builder
        self._docnames = {address(builder, name): name for name in app.env.found_docs}
        write_elsewhere(builder, folder)

    def practise(self) -> None:
        """Read and write the first page."""
        name = self._app.config.root_doc
        with suppress(Exception):  # there may be none
            read_page(self._app, name)
            write_page(self._app, name)

    def shown(self, order: dict[str, Any]) -> dict[str, Any]:
        """Show what an order names."""
        try:
            return {"is": "previewed", "pages": self._show(order)}
        except Exception:  # the build will tell
            return {"is": "previewed", "pages": []}

    def _show(self, order: dict[str, Any]) -> list[str]:
        app, env = self._app, self._app.env
        shown = {page: self._docnames[page] for page in order["open"] if page in self._docnames}
        read = {name for name in map(env.path2doc, order["saved"]) if name in env.found_docs}
        if order["has_data"]:
            data.load_data(app, app.config)
            RdmDomain.of(env).use(data.store_of(app))
            read.update(shown.values())
        for name in sorted(read):
            read_page(app, name)
        return [page for page, name in shown.items() if self._has_written(name)]

    def _has_written(self, docname: str) -> bool:
        """Write a page; whether all its pictures are on the site."""
        builder = self._builder
        write_page(self._app, docname)
        return all(Path(builder.outdir, builder.imagedir, name).is_file() for name in builder.images.values())


def address(builder: StandaloneHTMLBuilder, docname: str) -> str:
    """The address of a page in the site."""
    return Path(builder.get_output_path(docname)).relative_to(builder.outdir).as_posix()
