"""What the page on design shows of the code is so."""

from __future__ import annotations

import re

from handbook.rooms import PICTURE, ROOT, drawn, rows

PAGE = ROOT / "docs/contribute/design.md"


def test_the_picture_of_the_rooms_is_that_of_the_code() -> None:
    assert PICTURE.read_text("utf-8") == drawn(), "run: python tests/handbook/rooms.py"


def test_the_table_of_the_rooms_has_each_in_its_row() -> None:
    told: dict[int, list[str]] = {}
    for row, modules in re.findall(r"^\| (\d+) \| (`[^|]+`) \|", PAGE.read_text("utf-8"), re.MULTILINE):
        told.setdefault(int(row), []).extend(re.findall(r"`([^`]+)`", modules))
    assert {row: sorted(names) for row, names in told.items()} == {
        row: sorted(names) for row, names in enumerate(rows(), 1)
    }


def test_every_module_is_in_a_row() -> None:
    package = ROOT / "ext/sphinx_rdm"
    listed = {name.removesuffix("/") for row in rows() for name in row}
    modules = {path.relative_to(package).with_suffix("").as_posix() for path in package.glob("*.py")}
    folders = {path.parent.name for path in package.glob("*/__init__.py")}
    # The package itself, its command line, an old name, and kinds, whose modules are rows of their own.
    assert (modules | folders) - listed == {"__init__", "__main__", "book", "kinds"}
    kinds = {path.relative_to(package).as_posix() for path in package.glob("kinds/*.py")}
    assert {name.removesuffix(".py") for name in kinds} - listed == {"kinds/__init__"}


def test_every_module_that_the_page_names_is_there() -> None:
    package = ROOT / "ext/sphinx_rdm"
    names = re.findall(r"`((?:ext/sphinx_rdm/)?[a-z_]+/[a-z_/]+(?:\.\w+)?)`", PAGE.read_text("utf-8"))
    inside = [name.removeprefix("ext/sphinx_rdm/") for name in names]
    ours = [name for name in inside if name and (package / name.partition("/")[0]).is_dir()]
    assert len(ours) > 15
    assert [name for name in ours if not (package / name).exists() and not (package / f"{name}.py").exists()] == []
