"""Runs the server and the watcher together, once in a folder, until somebody stops them."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Final

import uvicorn

from .. import output
from .following import Follower
from .place import BuildPlace
from .serving import HOST, served
from .telling import Browsers
from .watching import watch

if sys.platform != "win32":
    import fcntl

_PACKAGE: Final = Path(__file__).parents[1]
_PORTS: Final = range(8000, 8020)
"""Which ports are tried if none is asked for."""
_START: Final = "index.html"


def run(place: BuildPlace, port: int, *, opens: bool) -> int:
    """Build a site, and show and follow it until it is stopped; the exit code, which is 1 if it cannot be followed.

    *port* is 0 for the first that is free. *opens* says whether a browser is opened.
    """
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    with _alone(place.out.parent) as is_alone:
        if not is_alone:
            print(f"Another 'sphinx-rdm live' is at work in {place.out.parent}; use it, or stop it.", file=sys.stderr)
            return 1
        try:
            listener = _listen(port)
        except OSError as error:
            print(f"port {port}: cannot be used: {error.strerror}; leave --port out", file=sys.stderr)
            return 1
        asyncio.run(_run(place, listener, opens=opens))
    return 1  # unless somebody stops it, it goes on


async def _run(place: BuildPlace, listener: socket.socket, *, opens: bool) -> None:
    """Serve, watch and build at once, until one of them ends."""
    for folder in (place.out, place.doctrees):
        output.make(folder.parent, folder.name)
    address = f"http://{HOST}:{listener.getsockname()[1]}/"
    print(f"{address} shows the site while you edit; stop with Ctrl and C.")
    browsers = Browsers(place.out)
    follower = Follower(place, browsers, print)
    config = uvicorn.Config(served(place.out, browsers), log_level="error", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    setattr(server, "capture_signals", nullcontext)  # noqa: B010  (all is stopped, not the server alone)

    def stop(*_signal: object) -> None:
        follower.end()
        print("\nStopped.", flush=True)
        os._exit(0)  # without a word to browsers, and without waiting for threads that wait for files to change

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, stop)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(server.serve(sockets=[listener]))
        tasks.create_task(watch(place, _PACKAGE, follower.note))
        tasks.create_task(follower.run())
        if opens:
            tasks.create_task(_open(address, place.out))


async def _open(address: str, out: Path) -> None:
    """Open a browser, as soon as there is something to see."""
    while not output.has(out, _START):
        await asyncio.sleep(0.1)
    await asyncio.to_thread(webbrowser.open, address)


def _listen(port: int) -> socket.socket:
    """A socket at a port of this machine that no other machine can reach; without a wish, at the first that is free."""
    for tried in [port] if port else [*_PORTS, 0]:
        listener = socket.socket()
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, tried))
            listener.listen()
        except OSError:
            listener.close()
            if tried == port:
                raise
        else:
            return listener
    raise OSError("no port is free")


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether nobody else is at work in a folder, and keep others away for the time being."""
    output.make(folder.parent, folder.name)
    if sys.platform == "win32":
        yield True
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield True
            return
        yield False
    finally:
        os.close(descriptor)
