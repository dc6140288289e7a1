"""The one place that writes and deletes files: inside the folder that it is given, and nowhere else.

Names of files come from data, from pages and from records of earlier builds, so each is checked here, whatever was
checked before. Links in the file system count: a folder of the output may lead elsewhere.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath

from sphinx.errors import SphinxError


class OutputError(SphinxError):
    """Something was not written or not deleted, and the message says why; Sphinx shows it without a traceback."""

    category = "Output error"


def write(top: Path, name: str, content: str | bytes) -> None:
    """Write the file called *name* in the folder *top*, and the folders above it."""
    with _explained("write", name):
        with suppress(OSError):
            if holds(top, name, content):  # which costs less to see than to write it
                os.utime(top / name)  # as if it had been written
                return
        with _new(top, name) as file:
            file.write_bytes(_bytes(content))


def copy(top: Path, name: str, source: Path) -> None:
    """Write the file called *name* in the folder *top* with the bytes of *source*."""
    with _explained("write", name), _new(top, name) as file:
        shutil.copyfile(source, file)


def delete(top: Path, name: str) -> None:
    """Delete the file called *name* in the folder *top*, if it is there, and folders above it that are now empty."""
    with _explained("delete", name):
        file = _inside(top, name)
        if file.is_dir() and not file.is_symlink():
            raise IsADirectoryError(None, "it is a folder, and a file was expected")
        with suppress(FileNotFoundError, NotADirectoryError):
            file.unlink()
        _sweep(top, name)


def give_name(top: Path, name: str, new: str) -> None:
    """Give the file called *name* in the folder *top* a *new* name there, which no other file has."""
    with _explained("move a file to", new):
        file, goal = _inside(top, name), _inside(top, new)
        if goal.exists() and not goal.samefile(file):  # as it is where capitals and small letters are one
            raise FileExistsError(None, f"'{new}' is there already")
        goal.parent.mkdir(parents=True, exist_ok=True)
        file.rename(goal)
        _sweep(top, name)


def make(top: Path, name: str) -> None:
    """Make the folder called *name* in the folder *top*, unless it is there."""
    with _explained("make", name):
        _inside(top, name).mkdir(parents=True, exist_ok=True)


def clear(top: Path, name: str) -> Path:
    """Make the folder called *name* in the folder *top*, or delete the files in it; a folder in it is not ours."""
    with _explained("clear", name):
        if (folder := _inside(top, name)).is_symlink():
            folder.unlink()
        folder.mkdir(parents=True, exist_ok=True)
        for file in sorted(folder.iterdir()):
            file.unlink()
        return folder


def has(top: Path, name: str) -> bool:
    """Whether there is a file called *name* inside the folder *top*; what is no name at all has none."""
    try:
        return _inside(top, name).is_file()
    except (OSError, ValueError, RuntimeError):
        return False


def holds(top: Path, name: str, content: str | bytes) -> bool:
    """Whether the file called *name* in the folder *top* is there with this content, and is no link."""
    try:
        file, data = _inside(top, name), _bytes(content)
        found = file.lstat()
        return stat.S_ISREG(found.st_mode) and found.st_size == len(data) and file.read_bytes() == data
    except (OSError, ValueError, RuntimeError):
        return False


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content  # so that line ends stay as they are


@contextmanager
def _new(top: Path, name: str) -> Iterator[Path]:
    """Where to write what then takes the place of a file at once, so that nobody meets half of it.

    Nothing is written through a link, because the link is what is replaced.
    """
    file = _inside(top, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.new")
    new.unlink(missing_ok=True)
    try:
        yield new
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def _sweep(top: Path, name: str) -> None:
    with suppress(OSError):  # the first that holds something else, and all above it, stay
        for folder in PurePath(name).parents[:-1]:
            (top / folder).rmdir()


def _inside(top: Path, name: str) -> Path:
    """Where a file lies; :class:`ValueError` if that is not inside *top*."""
    path = PurePath(name)
    if not path.parts or path.anchor or ".." in path.parts:
        raise ValueError("it is no name of a file inside the folder")
    file = top / path
    # Only links lead out, and to look for them is quicker than to follow the whole path; Windows has others as well.
    has_links = sys.platform == "win32" or any(map(os.path.islink, map(top.joinpath, path.parents[:-1])))
    if has_links and not file.parent.resolve().is_relative_to(top.resolve()):
        raise ValueError("a link in the file system leads out of the folder")
    return file


@contextmanager
def _explained(verb: str, name: str) -> Iterator[None]:
    """Turn what the system says into :class:`OutputError`."""
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:  # the last for a loop of links, before Python 3.13
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise OutputError(f"cannot {verb} '{name}': {reason}") from error
