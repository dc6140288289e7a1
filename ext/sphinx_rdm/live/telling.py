"""What browsers are told: which page they should show, style sheets that are newer than the build, and messages."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import StreamingResponse

from .. import output

_PAUSE: Final = 15
"""After so many seconds without news a sign of life is sent, by which a browser that is gone is noticed."""


def version(content: bytes) -> str:
    """By which a browser knows whether it shows a page as it is."""
    return hashlib.sha256(content).hexdigest()[:16]


def file_at(address: str) -> str:
    """The name of the file that a server gives for the path of an address.

    >>> file_at("/topics/what%20is.html"), file_at("/"), file_at("/topics/")
    ('topics/what is.html', 'index.html', 'topics/index.html')
    """
    name = unquote(address).lstrip("/")
    return f"{name}index.html" if not name or name.endswith("/") else name


class Browsers:
    """All browsers that show a page of the site, and what they are told of it."""

    def __init__(self, out: Path) -> None:
        self.newer: dict[str, Path] = {}
        """Style sheets that were saved after the build, and pages that were shown before it, by paths in the site."""
        self._out = out
        self._told: dict[str, Any] = {"messages": [], "building": True, "sheets": {}}
        self._versions: dict[str, str] = {}
        self._looking: dict[asyncio.Event, str] = {}

    def open(self) -> list[str]:
        """The files that are shown somewhere."""
        return sorted(set(self._looking.values()))

    def tell(self, **news: Any) -> None:
        """Tell all browsers: ``messages``, and whether something is ``building``."""
        self._told |= news
        for event in self._looking:
            event.set()

    def tell_written(self, names: Iterable[str] | None = None, **news: Any) -> None:
        """Tell those who look at them that pages may be others now; any page, if none is named."""
        if names is None:
            self._versions.clear()
        for name in names or ():
            self._versions.pop(name, None)
            self.newer.pop(name, None)
        self.tell(**news)

    def tell_newer(self, pages: Mapping[str, Path]) -> None:
        """Tell those who look at them of pages that are served from elsewhere until they are built."""
        self.tell_written(pages)
        self.newer |= pages

    def tell_sheet(self, name: str, source: Path) -> None:
        """Tell that a style sheet was saved, which is served from its *source* until it is built."""
        self.newer[name] = source
        try:
            self._told["sheets"] = {**self._told["sheets"], name: version(source.read_bytes())}
        except OSError:  # deleted, so that the build will tell
            self.newer.pop(name)
        self.tell()

    def forget_newer(self) -> None:
        """Serve all files as they were built."""
        self.newer.clear()

    def state(self, name: str) -> dict[str, Any]:
        """What somebody is told who looks at a file."""
        if name not in self._versions:
            self._versions[name] = self._version(name)
        return {"page": self._versions[name], **self._told}

    def _version(self, name: str) -> str:
        if (file := self.newer.get(name)) and file.is_file():
            return version(file.read_bytes())
        return version((self._out / name).read_bytes()) if output.has(self._out, name) else ""

    async def stream(self, request: Request) -> StreamingResponse:
        """Answer with the state now, and each time that it changes, for as long as the browser listens."""
        name = file_at(request.query_params.get("page", ""))
        headers = {"Cache-Control": "no-store"}
        return StreamingResponse(self._news(name), media_type="text/event-stream", headers=headers)

    async def _news(self, name: str) -> AsyncIterator[str]:
        event, said = asyncio.Event(), ""
        self._looking[event] = name
        try:
            while True:
                event.clear()
                state = json.dumps(self.state(name))
                yield f"data: {state}\n\n" if state != said else ": here\n\n"
                said = state
                with suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), _PAUSE)
        finally:
            del self._looking[event]
