"""The index of the search, as its script reads it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from building import Build
from sphinx_rdm.search.folding import fold
from sphinx_rdm.search.weights import DIGITS

FILE = "searchindex.js"


@dataclass(frozen=True)
class Passage:
    """A place to which the search can lead."""

    page: str
    kind: str
    anchor: str
    title: str

    @property
    def place(self) -> str:
        return f"{self.page}#{self.anchor}" if self.anchor else self.page


@dataclass(frozen=True)
class Index:
    pages: dict[str, str]
    """Titles by name."""
    passages: list[Passage]
    words: dict[str, dict[Passage, float]]
    """How much each says of each passage."""

    def having(self, word: str) -> list[str]:
        """The pages that have a word, which is given as the index has it."""
        return sorted({passage.page for passage in self.words.get(word, {})})


def usual(title: str) -> str:
    """The anchor that stands for itself."""
    return "-".join(re.findall(r"\w+", fold(title)))


def unpacked(read: dict[str, str]) -> dict[str, list[int]]:
    """The words with their numbers, as the script reads them."""
    found, before = {}, ""
    for word, digits in zip(read["words"].split(), read["postings"].split("."), strict=False):
        before = before[: int(word[0], 36)] + word[1:]
        # All digits of a number but the last are of the sixteen at the end.
        texts = re.findall(rf"[{re.escape(DIGITS[48:])}]*[{DIGITS[:48]}]", digits)
        found[before] = [number(list(map(DIGITS.index, text))) for text in texts]
    return found


def number(digits: list[int]) -> int:
    value = 0
    for digit in digits[:-1]:
        value = value * 16 + digit - 48
    return value * 48 + digits[-1]


def index_of(build: Build) -> Index:
    read = json.loads(build.text(FILE).removeprefix("Search.setIndex(").removesuffix(")"))
    names = [name for name, _title, _last in read["pages"]]
    passages = [
        Passage(names[page], read["kinds"][kind], usual(title) if anchor == 0 else anchor, title)
        for page, kind, anchor, title in read["passages"]
    ]
    levels = read["levels"]
    words: dict[str, dict[Passage, float]] = {}
    for word, steps in unpacked(read).items():
        number = 0
        for step in steps:
            number += step // len(levels)
            words.setdefault(word, {})[passages[number]] = levels[step % len(levels)]
    return Index({name: title for name, title, _last in read["pages"]}, passages, words)
