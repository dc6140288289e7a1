"""Draws the rooms of the extension: ``python tests/handbook/rooms.py`` writes the picture anew.

A row holds the modules that the contract in ``pyproject.toml`` puts there, to which `make check` holds the code.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PICTURE = ROOT / "docs/images/rooms.svg"
WIDTH, ROW, GAP, LEFT, LETTER = 540, 30, 6, 34, 7.2


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
    """The picture; a row that is long goes on in the next line."""
    boxes: list[str] = []
    top = 1  # half of a line is outside its box
    for number, row in enumerate(rows(), 1):
        boxes.append(f'<text x="4" y="{top + 20}" fill="#4b5f65">{number}</text>')
        left = LEFT
        for name in row:
            wide = round(LETTER * len(name) + 16)
            if left + wide > WIDTH:
                left, top = LEFT, top + ROW + 2
            boxes.append(_box(name, left, top, wide))
            left += wide + GAP
        top += ROW + GAP
    size = f'width="{WIDTH}" height="{top}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" font-family="sans-serif" font-size="13">'
    )
    title = "<title>The rooms of the extension, row by row</title>"
    return "\n".join([head, title, f'<rect {size} fill="#ffffff"/>', *boxes, "</svg>\n"])


def _box(name: str, left: int, top: int, wide: int) -> str:
    box = f'<rect x="{left}" y="{top}" width="{wide}" height="{ROW}" rx="6" fill="#e5edef" stroke="#0f5f6a"/>'
    middle = left + wide / 2
    return f'{box}<text x="{middle:g}" y="{top + 20}" text-anchor="middle" fill="#17262a">{name}</text>'


if __name__ == "__main__":
    PICTURE.write_text(drawn(), "utf-8")
