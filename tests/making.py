"""Kitchens, gardens and beds with pages of a test's own, and what a reader sees of a list."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from building import SITES, Build, Project


def kitchen(folder: Path, pages: Mapping[str, str | bytes] | None = None) -> Project:
    """A copy of the kitchen in *folder*, with *pages*: texts by file name."""
    project = Project(folder / "kitchen")
    shutil.copytree(SITES / "kitchen", project.root)
    for name, text in (pages or {}).items():
        project.write(f"docs/{name}", text)
    return project


def garden(folder: Path, pages: Mapping[str, str]) -> Project:
    """A copy of the garden in *folder* with more *pages*: texts by file name."""
    project = Project(folder / "garden")
    shutil.copytree(SITES / "garden", project.root)
    project.edit("docs/index.md", "\nwords\n", "\nwords\n" + "".join(f"{Path(name).stem}\n" for name in pages))
    for name, page in pages.items():
        project.write(f"docs/{name}", page)
    return project


def bed(folder: Path, pages: Mapping[str, str], *own: str) -> Project:
    """A garden with these *pages*, and of its *own* only those named: built in a third of the time."""
    project = garden(folder, pages)
    gone = [path for path in (SITES / "garden/docs").iterdir() if path.stem not in {"index", *own}]
    names = "|".join(path.stem for path in gone)
    for path in gone:
        (project.root / "docs" / path.name).unlink()
    for name in ("docs/index.md", "data/vocabulary.yml"):
        text = (project.root / name).read_text("utf-8")
        project.write(name, re.sub(rf"^( {{4}}page: )?({names})\n", "", text, flags=re.M))
    for name in ("data/redirects.yml", "data/questions.yml"):
        records = (project.root / name).read_text("utf-8").split("\n\n")
        kept = [record for record in records if not re.search(rf"page: ({names})\n", f"{record}\n")]
        project.write(name, "\n\n".join(kept) or "[]\n")
    return project


def main(page: BeautifulSoup) -> Tag:
    """The part of a page that its author wrote."""
    found = page.select_one("[role=main], main")
    assert found is not None
    return found


def text(node: Tag | None) -> str:
    """What a reader reads of a node, in one line, without the signs of permanent links."""
    assert node is not None
    return " ".join(node.get_text().replace("¶", "").split())


def tables(page: BeautifulSoup) -> dict[str, list[str]]:
    """The tables of resources on a page: captions, each with the titles in its rows."""
    return {
        text(table.caption) if table.caption else "": [text(cell.a) for cell in table.select("tbody th")]
        for table in main(page).select("table.rdm-resources")
    }


def rows(page: BeautifulSoup) -> list[str]:
    """The titles in all tables of resources on a page, from the top down."""
    return [title for titles in tables(page).values() for title in titles]


def warnings_of(build: Build, page: str) -> list[str]:
    """The warnings about one page, as ``line: message``."""
    return [line.split(f"/{page}:", 1)[1] for line in build.warnings if f"/{page}:" in line]
