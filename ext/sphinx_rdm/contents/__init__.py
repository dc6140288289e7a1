"""The table of contents as sphinx-external-toc knows it, read as the data are: every fault at its line, in one run.

That extension ends the build at the first fault, and never names a line. So the file is read here before it, and what
is sound is handed on. Of pages in no table of contents Sphinx says no more than that, and once; so it is said here. No
Sphinx is needed for that; ``events`` does it in a build.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from glob import escape
from pathlib import Path
from typing import Any, Final, NamedTuple

from ..records.positioned import START, Position, Problem
from ..records.source import read
from ..records.wording import shown
from .checks import WHEN_EMPTY, Pages, sound

EXTENSION: Final = "sphinx_external_toc"


class Contents(NamedTuple):
    """What was read of a table of contents."""

    sound: dict[str, Any]
    """What the extension can use of it."""
    problems: Sequence[Problem]
    listed: Mapping[str, Position | None]
    """The pages that it names, with the place of each."""


def check(path: Path, name: str, pages: Pages) -> Contents:
    """Read a table of contents, called *name* in problems."""
    from sphinx_external_toc.parsing import FILE_FORMATS, parse_toc_data

    value, problems = read(path, name, WHEN_EMPTY, listed=False)
    contents, found, listed = sound(value, name, pages, FILE_FORMATS)
    problems += found
    try:
        parse_toc_data(contents)
    except Exception as error:  # whatever another version of the extension asks for
        problems.append(Problem(name, START, f"{EXTENSION} cannot use it: {error}"))
        contents = {"root": contents["root"]}
    return Contents(contents, sorted(problems, key=lambda problem: problem.position), listed)


def globs(sound: Any) -> list[str]:
    """The patterns of the entries of a table of contents that take in several pages."""
    if isinstance(sound, dict):
        own = [sound["glob"]] if isinstance(sound.get("glob"), str) else []
        return own + [pattern for value in sound.values() for pattern in globs(value)]
    return [pattern for value in sound for pattern in globs(value)] if isinstance(sound, list) else []


def unlisted(page: str, listed: Mapping[str, Position | None], name: str, orphan: str) -> str:
    """What to do about a *page* that a table of contents called *name* does not list, and no other page."""
    folder = posixpath.dirname(page)
    lines = [place.line for other, place in listed.items() if place and posixpath.dirname(other) == folder]
    where = f"below line {max(lines)} of {name}" if lines else f"to {name}"
    return f"the page is in no table of contents; add '- file: {page}' {where}, or '{orphan}' to its front matter"


def pages_in(
    folder: Path, suffixes: Sequence[str], root: str, left_out: Sequence[str], taken: Sequence[str] = ("**",)
) -> Pages:
    """The pages in a folder, by the patterns of ``exclude_patterns`` and ``include_patterns``."""
    from sphinx.project import EXCLUDE_PATHS
    from sphinx.util.matching import get_matching_files

    def exists(name: str) -> bool:
        return is_inside(name) and any((folder / (name + suffix)).is_file() for suffix in suffixes)

    def renaming(name: str) -> str:
        beside = (folder / name).parent.glob(f"{escape(posixpath.basename(name))}.*") if is_inside(name) else ()
        found = next((path for path in sorted(beside) if path.is_file()), None)
        ending = next((suffix for suffix in suffixes if (folder / (root + suffix)).is_file()), suffixes[0])
        return f"; rename {shown(found.relative_to(folder).as_posix())} to {name}{ending}" if found else ""

    def is_inside(name: str) -> bool:
        return posixpath.normpath(name) == name and not name.startswith(("/", "../"))

    pages = Pages((), suffixes, root, exists, renaming)
    files = get_matching_files(folder, taken, [*left_out, *EXCLUDE_PATHS])
    return pages._replace(names={name for file in files if (name := pages.named(file)) != file})
