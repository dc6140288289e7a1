"""What a reader finds in plain text. White space does not count, because builders break lines where they like."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from building import Build


def squeeze(text: str) -> str:
    return "".join(text.split())


def plain(path: Path) -> str:
    """A text file, the cells of its tables in one piece each."""
    text = path.read_text("utf-8")
    found = [line for line in text.splitlines() if not line.strip().startswith(("|", "+"))]
    row: dict[int, list[str]] = {}
    for line in text.splitlines():
        if line.strip().startswith("|"):
            for number, cell in enumerate(line.strip().strip("|").split("|")):
                row.setdefault(number, []).append(cell)
        else:
            found += ["".join(cell) for cell in row.values()]
            row = {}
    return squeeze("".join(found))


def in_text(build: Build, page: str) -> Callable[[str], bool]:
    content = plain(build.out / f"{page}.txt")
    return lambda wanted: squeeze(wanted).replace("|", "") in content.replace("|", "")
