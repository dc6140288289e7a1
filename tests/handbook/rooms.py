"""Draws the rooms of the extension: ``python tests/handbook/rooms.py`` writes the picture anew.

A row holds the modules that the contract in ``pyproject.toml`` puts there, to which `make check` holds the code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PICTURE = ROOT / "docs/images/rooms.svg"
WIDTH, ROW, GAP, LETTER = 980, 30, 6, 7.2


def rows() -> list[list[str]]:
    """The rooms in each row from the top down, by their places in the package; a folder ends with a slash."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(item["layers"] for item in contracts if "sphinx_rdm.warning" in " ".join(item.get("layers", ())))
    return [_rooms(layer) for layer in layers if layer != "sphinx_rdm.book"]  # an old name of another room


def _rooms(layer: str) -> list[str]:
    places = [module.strip().replace(".", "/") for module in layer.split("|")]
    names = [place.partition("/")[2] + "/" * (ROOT / "ext" / place).is_dir() for place in places]
    # Kinds have the same modules, each in a folder of its own.
    alike = [re.sub(r"(?<=kinds/)\w+(?=/)", "…", name) for name in names]
    return list(
        dict.fromkeys(other if alike.count(other) > 1 else name for name, other in zip(names, alike, strict=True))
    )


def drawn() -> str:
    """The picture."""
    found = rows()
    height = len(found) * (ROW + GAP)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
            ' font-family="sans-serif" font-size="13">',
            "<title>The rooms of the extension, row by row</title>",
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
            *(line for number, row in enumerate(found, 1) for line in _row(number, row)),
            "</svg>\n",
        ]
    )


def _row(number: int, row: list[str]) -> Iterator[str]:
    top = (number - 1) * (ROW + GAP)
    yield f'<text x="4" y="{top + 20}" fill="#4b5f65">{number}</text>'
    wide = [round(LETTER * len(name) + 16) for name in row]
    for name, width, end in zip(row, wide, accumulate(width + GAP for width in wide), strict=True):
        left = 34 + end - GAP - width
        yield f'<rect x="{left}" y="{top}" width="{width}" height="{ROW}" rx="6" fill="#e4edee" stroke="#0f5f6a"/>'
        yield f'<text x="{left + width / 2:g}" y="{top + 20}" text-anchor="middle" fill="#17262a">{name}</text>'


if __name__ == "__main__":
    PICTURE.write_text(drawn(), "utf-8")
