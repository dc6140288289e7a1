"""Where the links of a site that was built lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sphinx.util.inventory import InventoryFile

from building import Build

_ID = re.compile(r'<[^<>]* id="([^"]*)"')


def dead(out: Path, addresses: Iterable[str]) -> list[str]:
    """The addresses, counted from the folder *out*, that lead to no page, or to no place on it."""
    places: dict[Path, set[str]] = {}

    def leads(address: str) -> bool:
        parts = urlsplit(address)
        file = out / unquote(parts.path)
        if file.is_dir():
            file /= "index.html"
        if file not in places:
            places[file] = _ids(file)
        return file.is_file() and (not parts.fragment or unquote(parts.fragment) in places[file])

    return sorted(address for address in set(addresses) if not leads(address))


def _ids(file: Path) -> set[str]:
    return {unescape(name) for name in _ID.findall(file.read_text("utf-8"))} if file.is_file() else set()


def inventory(build: Build) -> set[str]:
    """The addresses in the inventory."""
    kinds = InventoryFile.loads((build.out / "objects.inv").read_bytes(), uri="").data
    return {item.uri for items in kinds.values() for item in items.values()}
