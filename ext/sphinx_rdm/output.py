"""The one place that writes and deletes files: inside the folder that it is given, and nowhere else.

Names of files come from data, from pages and from records of earlier builds, so each is checked here, whatever was
checked before. Links in the file system count: a folder of the output may lead elsewhere.
"""

from __future__ import annotations

import shutil
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
        data = content.encode() if isinstance(content, str) else content  # bytes, so that line ends stay as they are
        _free(top, name).write_bytes(data)


def copy(top: Path, name: str, source: Path) -> None:
    """Write the file called *name* in the folder *top* with the bytes of *source*."""
    with _explained("write", name):
        shutil.copyfile(source, _free(top, name))


def delete(top: Path, name: str) -> None:
    """Delete the file called *name* in the folder *top*, if it is there, and folders above it that are now empty."""
    with _explained("delete", name):
        file = _inside(top, name)
        if file.is_dir() and not file.is_symlink():
            raise IsADirectoryError(None, "it is a folder, and a file was expected")
        with suppress(FileNotFoundError, NotADirectoryError):
            file.unlink()
        with suppress(OSError):  # the first that holds something else, and all above it, stay
            for folder in PurePath(name).parents[:-1]:
                (top / folder).rmdir()


def clear(top: Path, name: str) -> Path:
    """Make the folder called *name* in the folder *top*, or delete the files in it; a folder in it is not ours."""
    with _explained("clear", name):
        folder = _inside(top, name)
        if folder.is_symlink():
            folder.unlink()
        folder.mkdir(parents=True, exist_ok=True)
        for file in sorted(folder.iterdir()):
            file.unlink()
        return folder


def _free(top: Path, name: str) -> Path:
    """Where to write a file; its folder is there, and writing there follows no link."""
    file = _inside(top, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.is_symlink():
        file.unlink()
    return file


def _inside(top: Path, name: str) -> Path:
    """Where a file lies; :class:`ValueError` if that is not inside *top*."""
    path = PurePath(name)
    if not path.parts or path.anchor or ".." in path.parts:
        raise ValueError("it is no name of a file inside the folder")
    file = top / path
    if not file.parent.resolve().is_relative_to(top.resolve()):
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
