"""Puts new addresses in the places of old ones, as a patch that people look at and apply."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from difflib import unified_diff
from itertools import groupby
from pathlib import Path

from ..address_places import AddressPlace

_PLAIN = re.compile(r"[\w:/?#@!$&+;=.~%-]+", re.ASCII)
"""Addresses that mean the same in YAML and in Markdown, in quotes and brackets of any kind."""


def replaced(address: str, moved_to: str) -> str:
    """What takes the place of an address, with the part of the page that it names; nothing if that is not certain."""
    _, mark, part = address.partition("#")
    new = f"{moved_to}{mark}{part}" if "#" not in moved_to else moved_to
    return new if _PLAIN.fullmatch(new) else ""


def _read(path: Path) -> bytes:
    return path.read_bytes()


def patch(changes: Iterable[tuple[AddressPlace, str]], read: Callable[[Path], bytes] = _read) -> Iterator[str]:
    """The lines of a unified diff with a new address for each place; what stands otherwise in a file is left alone."""
    by_file = groupby(sorted(changes), key=lambda change: change[0].path)
    for path, group in by_file:
        before = read(Path(path)).decode("utf-8", "surrogateescape").split("\n")
        after = list(before)
        for place, new in sorted(group, reverse=True):  # from the right, so that places stay where they are
            row, column = place.position.line - 1, place.position.column - 1
            line = after[row] if row < len(after) else ""
            column += line[column : column + 1] in ("'", '"')
            if line.startswith(place.address, column):
                after[row] = f"{line[:column]}{new}{line[column + len(place.address) :]}"
        name = Path(os.path.relpath(path)).as_posix()
        end = "\t" * (" " in name)
        lines = unified_diff(_ended(before), _ended(after), f"a/{name}{end}", f"b/{name}{end}", lineterm="\n")
        yield from (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _ended(lines: list[str]) -> list[str]:
    *whole, last = [f"{line}\n" for line in lines]
    return [*whole, last.removesuffix("\n")] if last != "\n" else whole
