"""`make live` as who edits meets it: what it prints, what it tells browsers, and what it serves."""

from __future__ import annotations

import http.client
import json
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from building import Project
from machine.sequence import files

PATIENCE = 30
"""So many seconds are waited for what must come."""
WITHOUT_FORK = "from sphinx_rdm.live import builder; builder.CAN_FORK = False"
"""To be run before the command, which then does as on a system where a process must not be forked."""


def under_policy(policy: str) -> str:
    """To be run before the command, which then serves everything under a content security policy."""
    return f"from sphinx_rdm.live import serving; serving._PRIVATE['Content-Security-Policy'] = {policy!r}"


class Live:
    """A site that is built again at every save."""

    def __init__(self, project: Project, before: str = "") -> None:
        self.project = project
        self.out = project.root / "build/live/html"
        folders = ["--project", project.root, "--pages", project.root / "docs", "--build", project.root / "build/live"]
        command = f"{before}\nfrom sphinx_rdm.cli import main\nmain()"
        self.process = subprocess.Popen(
            [sys.executable, "-c", command, "live", "--no-browser", *map(str, folders)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.address = re.search(r"http://[\d.:]+/", self.line(lambda line: "http://" in line))[0]
        self.port = int(self.address.rpartition(":")[2].strip("/"))

    def _read(self) -> None:
        with self.process.stdout as said:
            for line in said:
                self._lines.put(line.rstrip("\n"))
        self._lines.put(None)

    def line(self, wanted: Callable[[str], bool]) -> str:
        """The next line that is *wanted*; those before it are passed over."""
        passed = []
        while (line := self._lines.get(timeout=PATIENCE)) is not None:
            passed.append(line)
            if wanted(line):
                return line
        raise AssertionError(f"it ended, and had said: {passed}")

    def built(self, name: str = "") -> str:
        """What is said of the build that follows on a save of a file, when all is written."""
        return self.line(lambda line: line.startswith(name) and line.endswith(" s") and "more follows" not in line)

    def messages(self) -> list[str]:
        """What the panel in the browser shows."""
        with self.told() as told:
            return next(told)["messages"]

    @contextmanager
    def told(self, page: str = "/") -> Iterator[Iterator[dict[str, Any]]]:
        """What the browser that shows a page is told, state after state."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", f"/_live/events?page={page}")
        answer = connection.getresponse()
        end = time.monotonic() + PATIENCE

        def states() -> Iterator[dict[str, Any]]:
            for line in answer:
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))
                assert time.monotonic() < end, "nothing of that was told"

        try:
            yield states()
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        """The answer to a request, whose path goes out as it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        try:
            return answer.status, answer.read()
        finally:
            connection.close()

    def children(self) -> list[int]:
        """The process that builds, and those below it."""
        found, pending = [], [self.process.pid]
        while pending:
            for task in Path(f"/proc/{pending.pop()}/task").glob("*/children"):
                pending += map(int, task.read_text().split())
            found += [pid for pid in pending if pid not in found]
        return found

    def files(self) -> dict[str, bytes]:
        """What is in the output folder."""
        return files(self.out)

    def stop(self, number: int = signal.SIGINT) -> int:
        """Press Ctrl and C; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def live(project: Project, before: str = "") -> Iterator[Live]:
    """A site that is being edited, whose first build has ended; *before* is run before the command."""
    running = Live(project, before)
    try:
        running.built("start")
        yield running
    finally:
        running.stop()


def replace(path: Path, text: str) -> None:
    """Save as Vim does: try the folder, keep a swap file, move the old file away, write a new one, delete the old."""
    swap, trial, old = path.with_name(f".{path.name}.swp"), path.with_name("4913"), path.with_name(f"{path.name}~")
    for file in (swap, trial):
        file.write_text("")
    trial.unlink()
    path.rename(old)
    path.write_text(text, "utf-8")
    old.unlink()
    swap.unlink()
