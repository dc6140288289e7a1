"""One build at a time in a folder: another one waits, because both would write and neither would see all of it.

The processes that help with a build hold its locks, too. So none of them writes any more when the next build begins;
and each ends when the build is killed, for it would wait for ever to be asked for what it did.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from threading import Thread
from typing import Final

from sphinx.application import Sphinx
from sphinx.locale import __
from sphinx.util import logging

from .. import output

if sys.platform != "win32":
    import fcntl

_held: Final[dict[Path, int]] = {}
"""The folders that this process has locked, with their descriptors; the system lets go of them when it ends."""
_process = os.getpid()
"""The number of this process, by which one that it forks knows whether it is still there."""

logger = logging.getLogger(__name__)


def acquire(app: Sphinx) -> None:
    """Lock the folders of a build, before it reads what an earlier one left there."""
    for folder in sorted({Path(app.outdir), Path(app.doctreedir)}):
        output.make(folder.parent, folder.name)
        if folder not in _held and sys.platform != "win32":
            _held[folder] = _lock(folder)


def release(app: Sphinx) -> None:
    """Let the next build begin."""
    for folder in (Path(app.outdir), Path(app.doctreedir)):
        if (descriptor := _held.pop(folder, None)) is not None:
            os.close(descriptor)


if sys.platform != "win32":

    def _lock(folder: Path) -> int:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            logger.info(__("waiting until another build in %s has ended"), folder)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError:
            pass  # a file system without locks
        return descriptor

    def _help() -> None:
        """End with the build, in a process that was forked to help with one."""
        global _process
        builder, _process = _process, os.getpid()
        if _held:
            Thread(target=_end_after, args=(builder,), daemon=True).start()

    def _end_after(builder: int) -> None:
        while os.getppid() == builder:
            time.sleep(0.2)
        os._exit(1)

    os.register_at_fork(after_in_child=_help)
