"""What was saved: the files of a project that have changed, whichever way an editor saves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from watchfiles import DefaultFilter, awatch

from .place import BuildPlace

Note = Callable[[set[Path]], None]

_STEP: Final = 10
"""After so many milliseconds without a change, what was saved is complete."""
_LONGEST: Final = 200
"""For so many milliseconds changes are gathered at most."""


class _Sources(DefaultFilter):
    """Leaves out what editors write beside the file that is saved: locks, copies, trials, swap files."""

    ignore_entity_patterns: Sequence[str] = (
        *DefaultFilter.ignore_entity_patterns,
        r"^\.",
        r"^#.*#$",
        r"^4913$",  # with which Vim tries whether it may write into a folder
        r"\.(bak|orig|tmp)$",
    )


async def watch(place: BuildPlace, package: Path, note: Note) -> None:
    """Call *note* with what was saved in the folder of ``conf.py`` or below it, or in our *package*, for ever.

    Files are watched by their folders, because an editor that replaces a file takes the watched one away. So does Git
    with folders.
    """
    chosen = _Sources(ignore_paths=[place.out.parent])
    again = asyncio.Event()
    watched: dict[Path, int] = {}

    async def beside_conf() -> None:
        async for changes in awatch(
            place.conf, recursive=False, step=_STEP, debounce=_LONGEST, watch_filter=chosen, rust_timeout=500
        ):
            note({Path(path) for _change, path in changes})
            if _folders(place, package) != watched:
                again.set()

    async def below() -> None:
        while True:
            again.clear()
            now = _folders(place, package)
            note({path for path in now if watched and now[path] != watched.get(path)})
            watched.clear()
            watched.update(now)
            async for changes in awatch(
                *watched,
                step=_STEP,
                debounce=_LONGEST,
                watch_filter=chosen,
                stop_event=again,
                rust_timeout=500,
            ):
                note({Path(path) for _change, path in changes})

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(beside_conf())
        tasks.create_task(below())


def _folders(place: BuildPlace, package: Path) -> dict[Path, int]:
    """Where a project may have sources, each with its number on the disk, which is another if it was replaced.

    Not all folders are watched, because an environment of Python has thousands.
    """
    inside = [
        folder
        for folder in place.conf.iterdir()
        if folder.is_dir()
        and not folder.name.startswith((".", "__"))
        and folder.name != "node_modules"
        and folder != place.out.parent
        and not place.out.is_relative_to(folder)
        and not (folder / "pyvenv.cfg").exists()
    ]
    folders = {path for path in (*inside, place.pages, package) if path.is_dir()}
    highest = [path for path in folders if not any(path != other and path.is_relative_to(other) for other in folders)]
    return {path: path.stat().st_ino for path in sorted(highest)}
