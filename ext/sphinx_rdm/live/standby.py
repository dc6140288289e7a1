"""The process that builds: it imports what builds need, never builds itself, and has a worker ready for each save.

Where a process can be forked safely, the worker is a fork, which costs next to nothing. Elsewhere (on macOS, whose
libraries do not stand it, and on Windows) this process is the worker itself, and the server starts another one.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final, NoReturn

from .. import output
from .place import FORK, BuildPlace, Tell
from .worker import LEFT_ALONE, work

_MODULES: Final = "modules.txt"
"""Beside the doctrees: the names of the modules that builds have loaded."""


def main() -> int:
    """Build in the folders that are given, until the server is gone; once only, if this process must not be forked."""
    way, *folders = sys.argv[1:]
    place = BuildPlace(*map(Path, folders))
    reports = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what an extension prints is no report

    def tell(report: dict[str, Any]) -> None:
        reports.write(json.dumps(report).encode() + b"\n")

    if way != FORK:
        return work(place, tell, forks=False)
    with suppress(OSError):  # the first time
        _warm_up((place.doctrees / _MODULES).read_text("utf-8").split())
    while _worker(place, tell) != LEFT_ALONE:
        tell({"is": "ended", "at": time.monotonic()})
    return 0


def _worker(place: BuildPlace, tell: Tell) -> int:
    """Have a worker build once; its exit code, or the negative number of the signal that ended it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        known = set(sys.modules)
        with os.fdopen(writing, "wb") as pipe:
            _end(place, tell, known, pipe)
    os.close(writing)
    with os.fdopen(reading, "rb") as news:
        names = news.read().decode().split()
    if names:
        _warm_up(names)
        output.write(place.doctrees, _MODULES, " ".join(sorted(sys.modules)))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _end(place: BuildPlace, tell: Tell, known: set[str], names: BinaryIO) -> NoReturn:
    """Work in this process, name the modules that were loaded for it, and end without clearing up."""
    status = 1
    try:
        status = work(place, tell, forks=True)
        new = [name for name, module in list(sys.modules.items()) if getattr(module, "__file__", None)]
        names.write(" ".join(name for name in new if name not in known).encode())
        for stream in (names, sys.stdout, sys.stderr):
            stream.flush()
    finally:
        os._exit(status)


def _warm_up(names: Iterable[str]) -> None:
    """Load what a worker had to load, so that the next one need not."""
    for name in names:
        with suppress(Exception):  # then the worker says what is wrong with it
            importlib.import_module(name)
    gc.collect()
    gc.freeze()  # no page of memory is copied because a fork counts what is in use


if __name__ == "__main__":
    sys.exit(main())
