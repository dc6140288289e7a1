"""What pages say to their readers stands on one of them; the others lead there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from docutils import nodes

from building import Build
from handbook.sources import handbook_data
from sphinx_rdm.kinds.plain import ABBREVIATION, LAW
from sphinx_rdm.lint.blocks import blocks

pytestmark = pytest.mark.slow

LEAST, RUN, SHARE = 12, 5, 0.5
"""Words of a sentence that counts, words of a run, and the share of its runs that may stand on one other page."""

# Each page spells out what it shortens, and says of itself that it is no legal advice.
NAMES = [item.long for item in handbook_data().of(ABBREVIATION).values()]
NAMES += [item.title for item in handbook_data().of(LAW).values()]
NAME = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(NAMES, key=len, reverse=True)))})\b(?: \(.*?\))?", re.I)
NO_ADVICE = "not legal advice"


def sentences(doctree: nodes.document) -> Iterator[str]:
    """What the author of a page wrote: no code, and nothing that comes from data."""
    for block in blocks(doctree):
        if NO_ADVICE not in block.text:
            yield from re.split(r"(?<=[.?!])\s+", block.text)


def words(sentence: str) -> list[str]:
    """The words of a sentence; a name is one word, however long it is."""
    return re.findall(r"\w[\w'-]*", NAME.sub("name", sentence).casefold())


def runs(found: list[str]) -> list[tuple[str, ...]]:
    """All words of a sentence that follow each other."""
    return [tuple(found[start : start + RUN]) for start in range(len(found) - RUN + 1)]


def repeated(pages: dict[str, list[str]]) -> list[tuple[str, str, str]]:
    """Which page has a sentence of which other, and the sentence."""
    said = [(page, sentence, words(sentence)) for page, found in pages.items() for sentence in found]
    pages_with: dict[tuple[str, ...], set[str]] = {}
    for page, _sentence, found in said:
        for run in runs(found):
            pages_with.setdefault(run, set()).add(page)
    shared = [(*one, Counter(page for run in runs(one[2]) for page in pages_with[run])) for one in said]
    return [
        (page, other, sentence)
        for page, sentence, found, counts in shared
        if len(found) >= LEAST
        for other in sorted(counts)
        if other != page and counts[other] > SHARE * len(runs(found))
    ]


def test_a_sentence_that_was_changed_a_little_is_the_same() -> None:
    told = "Keep three copies, on two types of media, one of them at another physical location."
    same = "The rule: three copies on two types of media, one of them at another place, says everyone."
    other = "Three copies are enough, if one of them lies far away and somebody tests each of them."
    pages = {"one": [told], "two": [same], "three": [other]}
    assert {found[:2] for found in repeated(pages)} == {("one", "two"), ("two", "one")}


def test_no_page_repeats_a_sentence_of_another(handbook: Build) -> None:
    pages = {name: list(sentences(handbook.env.get_doctree(name))) for name in sorted(handbook.env.all_docs)}
    assert repeated(pages) == []
