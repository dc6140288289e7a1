"""The process that builds, as the server sees it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from .place import FORK, BuildPlace

Report = dict[str, Any]

CAN_FORK = sys.platform.startswith("linux")
"""Whether a process that has loaded everything can be forked safely: the libraries of macOS do not stand it."""
_LONGEST: Final = 2**26
"""How many bytes a report may have."""


class Builder:
    """Takes one order at a time."""

    def __init__(self, place: BuildPlace) -> None:
        self.place = place
        self.ready_since = 0.0
        """When the worker before the one that waits ended: what was saved until then, this one has read."""
        self._process: asyncio.subprocess.Process | None = None
        self._is_waiting = False

    async def build(self, order: dict[str, Any], changed: float, shown: Callable[[Report], None]) -> Report | None:
        """Have *order* built by a worker that is younger than *changed*; nothing if it was ended by somebody else.

        *shown* is called as soon as pages that are open in a browser are there.
        """
        await self._prepare(changed)
        self._say({"do": "build", **order})
        self._is_waiting = False
        while report := await self._next():
            if report["is"] == "shown":
                shown(report)
            elif report["is"] == "done":
                if not CAN_FORK:  # then the process was the worker, and another one makes ready
                    await self._ended()
                    await self._start()
                return report
            else:  # the worker was ended; the order may still wait for another one
                self.end()
        return None

    async def preview(self, order: dict[str, Any], changed: float) -> list[str]:
        """Have open pages written before they are built; those that were.

        Data are read again if they *changed*, and the pages with them; whatever else did, is as it was. A worker that
        was made ready in the meantime knows the data already, but has read no page since.
        """
        if self._process and not self._is_waiting:
            await self._ended()
        self._say({"do": "preview", "has_data": changed > 0, **order})
        report = await self._next()
        self._is_waiting = CAN_FORK  # or the process was the worker, and another one makes ready
        if report and report["is"] == "previewed":
            return list(report["pages"])
        self.end()  # the worker was ended
        return []

    async def _prepare(self, changed: float) -> None:
        """Have a worker wait that has read what was *changed*."""
        if self._process and not self._is_waiting:
            await self._ended()
        if self._process and changed > self.ready_since:
            self._say({"do": "leave"})
            await self._ended()
        if not self._process:
            await self._start()

    async def _start(self) -> None:
        self.ready_since, self._is_waiting = time.monotonic(), True
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "sphinx_rdm.live.standby", FORK if CAN_FORK else "once", *map(str, self.place)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_LONGEST,
            start_new_session=True,  # so that it can be ended with all that it started, and by us alone
        )

    async def _ended(self) -> None:
        """Wait for the end of a worker, and so for the start of the next one."""
        while report := await self._next():
            if report["is"] == "ended":
                self._is_waiting, self.ready_since = True, report["at"]
                return

    async def _next(self) -> Report | None:
        """What the process says next; if it has ended, nothing."""
        if self._process and self._process.stdout:
            if line := await self._process.stdout.readline():
                report: Report = json.loads(line)
                return report
            self.end()
        return None

    def _say(self, order: dict[str, Any]) -> None:
        if self._process and self._process.stdin:
            with suppress(BrokenPipeError, ConnectionResetError):
                self._process.stdin.write(json.dumps(order).encode() + b"\n")

    def hurry(self) -> None:
        """Have the build leave out what nobody looks at, because more was saved."""
        self._say({"do": "hurry"})

    def end(self) -> None:
        """End the process and all that it started, at once."""
        process, self._process = self._process, None
        if process:
            with suppress(ProcessLookupError):
                if sys.platform == "win32":
                    process.kill()
                else:
                    os.killpg(process.pid, signal.SIGKILL)
