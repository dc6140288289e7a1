"""Addresses without what makes no difference; paths of an earlier site, their files, and which exclude others.

See https://url.spec.whatwg.org/ for how browsers read a path.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, unquote

from .text import FORBIDDEN, describe
from .wording import shown

MAX_PART: Final = 200
"""Bytes in a part of a path; most disks take 255, and tools add to a name while they write."""
MAX_PATH: Final = 1000
"""Bytes in a whole path; the folder of the site comes in front, and most systems take 4096."""

_ESCAPE: Final = re.compile("%[0-9a-fA-F]{2}")
_BARE_PER_CENT: Final = re.compile(f"%(?!{_ESCAPE.pattern[1:]})")


class Clash(NamedTuple):
    """A value that cannot stand beside one that came before it, and why, with ``{}`` for the one before."""

    value: str
    before: str
    message: str


def bare(address: str) -> str:
    """An address without what makes no difference: the scheme, 'www.' and a slash at the end."""
    return re.sub(r"^https?://(www\.)?", "", address, flags=re.IGNORECASE).rstrip("/")


def fault(value: str) -> str:
    """What is wrong with the path of an earlier site, and how to mend it; nothing if it is sound.

    What counts is the path that a server sees: without escapes, and without what follows a question mark.
    """
    path, mark, query = value.partition("?")
    if not value.startswith("/") or re.search(r"[\s#]", value):
        return "is not a path; write it from the first slash after the host, as in /topics/metadata/"
    if mark and not parse_qsl(query, keep_blank_values=True):
        return f"asks for nothing; write '{shown(path)}', or add what followed the question mark"
    if _BARE_PER_CENT.search(path):
        return "has a per cent sign that begins no escape; write %25 for the sign itself"
    try:
        seen = unquote(path, errors="strict")
    except UnicodeDecodeError:
        return "has an escape that is not UTF-8; write the letter itself"
    if found := FORBIDDEN.search(seen) or re.search(r"[\t\n\r]", seen):
        return f"hides a sign: {describe(found[0])}"
    return _fault_of_signs(path, seen) or _fault_of_parts(seen)


def file_of(value: str) -> str:
    """The file that a server sends for a sound path; nothing if it would not be sent as a page.

    >>> file_of("/topics/metadata/?kind=tool")
    'topics/metadata/index.html'
    """
    path = _seen(value)[0].removeprefix("/")
    suffix = "" if path.endswith("/") else PurePosixPath(path).suffix.lower()
    if suffix in (".html", ".htm"):
        return path
    return "" if suffix else PurePosixPath(path, "index.html").as_posix()


def fold(file: str) -> str:
    """The name of a file on a disk that tells apart neither small letters from capitals nor two spellings of é."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", file).casefold())


def clashes(values: Iterable[str]) -> Iterator[Clash]:
    """The sound paths that cannot stand beside one before them, because pages at both could not be kept apart."""
    asked: dict[tuple[str, tuple[tuple[str, str], ...]], str] = {}
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for value in values:
        path, query = _seen(value)
        file = file_of(value)
        folded = fold(file)
        above = [folder.as_posix() for folder in PurePosixPath(folded).parents][:-1]
        blocking = folders.get(folded) or next((files[folder] for folder in above if folder in files), None)
        if before := asked.get((file or path, query)):
            yield Clash(value, before, "is the same address as {}; keep one of the two")
        elif (before := files.get(folded, "")) and file_of(before) != file:
            yield Clash(value, before, "is the same file as {} on many disks; spell the path in one way")
        elif blocking:
            yield Clash(value, blocking, "cannot be kept beside {}: one needs a folder where the other is a file")
        else:
            asked[file or path, query] = value
            if file:
                files.setdefault(folded, value)
                folders |= {folder: value for folder in above if folder not in folders}


def _seen(value: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What a server sees of a path: the path itself, and what is asked for in any order."""
    path, _mark, query = value.partition("?")
    return unquote(path), tuple(sorted(parse_qsl(query, keep_blank_values=True)))


def _fault_of_signs(path: str, seen: str) -> str:
    if "\\" in seen:
        return "has a backslash; write a slash"
    if _ESCAPE.search(seen):
        return "is escaped twice; escape it once"
    if seen.count("/") != path.count("/"):
        return "has an escaped slash; write the slash itself"
    if len(seen.encode()) > MAX_PATH:
        return f"has {len(seen.encode())} bytes; at most {MAX_PATH} fit"
    return ""


def _fault_of_parts(seen: str) -> str:
    """What is wrong with a name between the slashes; behind the last, there need not be one."""
    parts = seen.removeprefix("/").split("/")
    for number, part in enumerate(parts, 1):
        if not part and number < len(parts):
            return "has nothing between two slashes; write one slash"
        if part in (".", ".."):
            return f"has the part '{shown(part)}', which leads elsewhere; write the path without it"
        if part != part.rstrip(". "):
            return f"has the part '{shown(part)}', and no name ends in a dot or a space everywhere; delete that end"
        if re.match("[a-zA-Z]:", part):
            return f"has the part '{shown(part)}', which begins like the name of a disk; write what follows the host"
        if len(part.encode()) > MAX_PART:
            return f"has a part of {len(part.encode())} bytes; at most {MAX_PART} fit between two slashes"
    return ""
