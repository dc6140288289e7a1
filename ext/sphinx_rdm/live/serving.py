"""The site for browsers on this machine alone: the files as they lie on disk, and one script more in each page."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .telling import Browsers, version

HOST: Final = "127.0.0.1"
OURS: Final = "/_live"
"""Where our own files are; no site has a page there."""

_FILES: Final = Path(__file__).parent / "browser"
_HEAD: Final = re.compile(rb"<head(?:\s[^>]*)?>", re.IGNORECASE)
_PRIVATE: Final = {
    "Cache-Control": "no-cache",
    # Nor may a page of another site load what is written here, such as a script with all texts.
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def served(out: Path, browsers: Browsers) -> Starlette:
    """Everything that a browser can ask for."""
    routes = [
        Route(f"{OURS}/events", browsers.stream),
        Mount(OURS, StaticFiles(directory=_FILES)),
        Mount("/", _Site(out, browsers)),
    ]
    # A page of another site could have its own name lead to this machine, and read the answers.
    middleware = [Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"]), Middleware(_WithScript)]
    return Starlette(routes=routes, middleware=middleware)


class _Site(StaticFiles):
    """The output folder and nothing outside it; in it, files that are newer than the build."""

    def __init__(self, out: Path, browsers: Browsers) -> None:
        super().__init__(directory=out, html=True)
        self._browsers = browsers

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Where the file for a path lies."""
        if source := self._browsers.newer.get(path):
            try:
                return str(source), source.stat()
            except OSError:
                pass
        return super().lookup_path(path)


class _WithScript:
    """Adds the script that shows news to each page, and forbids what no answer needs."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        held: list[Message] = []

        async def changed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _PRIVATE.items():
                    headers.setdefault(name, value)
                is_page = headers.get("content-type", "").startswith("text/html") and message["status"] in (200, 404)
                if is_page and scope["method"] == "GET":
                    held.append(message)
                    return
            elif held:
                held.append(message)
                if message.get("more_body"):
                    return
                start, *parts = held
                body = b"".join(part.get("body", b"") for part in parts)
                body = with_script(body, version(body) if start["status"] == 200 else "")
                MutableHeaders(scope=start)["content-length"] = str(len(body))
                held.clear()
                await send(start)
                message = {"type": "http.response.body", "body": body}
            await send(message)

        await self._app(scope, receive, changed if scope["type"] == "http" else send)


def with_script(page: bytes, shown: str) -> bytes:
    """A page with our script before all others, which says what version of the page it stands on."""
    script = f'<script src="{OURS}/page.js" data-version="{shown}"></script>'.encode()
    head = _HEAD.search(page)
    at = head.end() if head else 0
    return page[:at] + script + page[at:]
