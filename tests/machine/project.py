"""The project that a sequence edits, and what edits share."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import TypeVar

T = TypeVar("T")

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
WORDS = (
    "spade",
    "rain",
    "bed",
    "seed",
    "shed",
    "root",
    "leaf",
    "frost",
    "heap",
    "twine",
    "straw",
    "moss",
    "pond",
    "hedge",
)


class Skip(Exception):  # noqa: N818  (it is no error)
    """The edit does not apply to the project as it is."""


class Subject:
    """A project in a folder of its own, and the dice of one edit."""

    def __init__(self, root: Path, random: Random) -> None:
        self.root = root
        self.docs = root / "docs"
        self.random = random

    def some(self, choices: Sequence[T]) -> T:
        """One of several; without any, the edit does not apply."""
        if not choices:
            raise Skip
        return self.random.choice(choices)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def word(self) -> str:
        return self.random.choice(WORDS)

    # Files

    def pages(self, *, without: Sequence[str] = ()) -> list[str]:
        """The names of all pages, with their ends."""
        found = (path for path in self.docs.rglob("*") if path.suffix in (".md", ".rst") and "_" not in path.name)
        return sorted(name for path in found if (name := path.relative_to(self.docs).as_posix()) not in without)

    def page(self, *, without: Sequence[str] = ()) -> str:
        return self.some(self.pages(without=without))

    def files(self, folder: str, *ends: str) -> list[str]:
        """All files below a folder of the project, as paths from its top."""
        found = (path for path in (self.root / folder).rglob("*") if path.is_file())
        return sorted(path.relative_to(self.root).as_posix() for path in found if not ends or path.suffix in ends)

    def read(self, name: str) -> str:
        return (self.root / name).read_text("utf-8", "surrogateescape")

    def write(self, name: str, content: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape"))

    def change(self, name: str, edit: Callable[[str], str]) -> None:
        """Change the text of a file; if nothing changes, the edit does not apply."""
        old = self.read(name)
        new = edit(old)
        if old == new:
            raise Skip
        self.write(name, new)

    def remove(self, name: str) -> None:
        path = self.root / name
        path.unlink()
        if path.parent not in (self.docs, self.root) and not any(path.parent.iterdir()):
            path.parent.rmdir()

    def move(self, old: str, new: str) -> None:
        (self.root / new).parent.mkdir(parents=True, exist_ok=True)
        shutil.move(self.root / old, self.root / new)  # keeps the time of the file

    def age(self, name: str) -> None:
        """Give a file a time long ago, as a copy that keeps times does."""
        os.utime(self.root / name, (10**9 + self.random.randrange(10**6),) * 2)

    # Lists of pages

    def contents(self) -> str:
        """The file with the table of contents."""
        return "docs/_toc.yml" if (self.docs / "_toc.yml").exists() else "docs/index.md"

    def entries(self) -> list[str]:
        """The pages that the table of contents names."""
        if self.contents().endswith(".yml"):
            return re.findall(r"(?m)^ +- file: (\S+)$", self.read(self.contents()))
        found = re.search(r"(?s)```\{toctree\}\n(.*?)```", self.read(self.contents()))
        lines = found[1].splitlines() if found else []
        return [line.strip() for line in lines if line.strip() and not line.startswith((":", "*"))]

    def set_entries(self, change: Callable[[list[str]], list[str]]) -> None:
        """Change the list of pages in the first table of contents."""
        name = self.contents()
        if name.endswith(".yml"):
            before, after = self.entries(), change(self.entries())
            if before == after:
                raise Skip
            nested = [line for line in after if line.startswith("maps/") and line != "maps/index"]
            flat = [line for line in after if line not in nested]
            body = ["root: index", "subtrees:", "  - caption: Ways", "    entries:"]
            for entry in flat:
                body.append(f"      - file: {entry}")
                if entry == "maps/index" and nested:
                    body += ["        subtrees:", "          - entries:"]
                    body += [f"              - file: {line}" for line in nested]
            self.write(name, "\n".join(body) + "\n")
            return

        def replace(text: str) -> str:
            found = re.search(r"(?s)(```\{toctree\}\n)(.*?)(```)", text)
            if found is None:
                raise Skip
            kept = [line for line in found[2].splitlines() if line.startswith((":", "*"))]
            listed = change([line.strip() for line in found[2].splitlines() if line.strip() and line not in kept])
            options = [line for line in kept if line.startswith(":")]
            globs = [line for line in kept if not line.startswith(":")]
            inside = "\n".join([*options, *([""] if options else []), *listed, *globs])
            return text[: found.start()] + found[1] + inside + "\n" + found[3] + text[found.end() :]

        self.change(name, replace)


def stem(page: str) -> str:
    """The name of a page without its end."""
    return page.rpartition(".")[0]
