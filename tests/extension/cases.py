"""Cases in files that people read: a title, what is given, and what comes out, each closed by a line with a dot.

The form is that of the fixtures of markdown-it-py and MyST-Parser. ``pytest --regen`` writes what comes out now.
Where what is given consists of several files, a line ``==> name <==`` stands above each; ``==> name missing <==`` says
that there is no such file. In a case whose title ends in ``[bytes]`` escapes stand for bytes, as in Python; a backslash
at the end of a line joins it to the next, and ``\\x5b{9}`` is a byte nine times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from markdown_it.utils import read_fixture_file

FIXTURES = Path(__file__).parent / "fixtures"
_BYTES = " [bytes]"
_HEAD = re.compile(r"^==> (\S+)( missing)? <==\n", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """One case of a fixture file."""

    file: str
    title: str
    given: str
    expected: str

    @property
    def name(self) -> str:
        return self.title.removesuffix(_BYTES)

    @property
    def content(self) -> bytes:
        """What is given, if that is one file."""
        return self._as_bytes(self.given)

    @property
    def files(self) -> dict[str, bytes | None]:
        """What is given, by the name of the file; ``None`` for one that is missing."""
        _none, *parts = _HEAD.split(self.given)
        named = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
        return {name: None if missing else self._as_bytes(text) for name, missing, text in named}

    def put(self, folder: Path) -> None:
        """Make the files of a folder those of the case."""
        for name, content in self.files.items():
            (folder / name).unlink() if content is None else (folder / name).write_bytes(content)

    def rewrite(self, found: str) -> None:
        """Write *found* into the file as what is expected."""
        path = FIXTURES / self.file
        path.write_text(path.read_text("utf-8").replace(self._whole(self.expected), self._whole(found), 1), "utf-8")

    def _whole(self, expected: str) -> str:
        return f"\n{self.title}\n.\n{self.given}.\n{expected}.\n"

    def _as_bytes(self, text: str) -> bytes:
        if self.title == self.name:
            return text.encode()
        repeated = re.sub(r"(\\x[0-9a-f]{2})\{(\d+)\}", lambda found: found[1] * int(found[2]), text)
        return repeated.encode().decode("unicode_escape").encode("latin-1")


def read(*files: str) -> dict[str, Case]:
    """The cases of fixture files, by name; no two have the same."""
    found = [Case(file, *case) for file in files for _line, *case in read_fixture_file(FIXTURES / file)]
    cases = {case.name: case for case in found}
    assert len(cases) == len(found) > 0, files
    return cases


def each(cases: dict[str, Case]) -> pytest.MarkDecorator:
    """Run a test for each of the cases."""
    return pytest.mark.parametrize("case", cases.values(), ids=cases)
