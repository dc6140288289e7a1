"""How much each word says of each passage: BM25F, without the part that depends on the question.

A word counts by where it stands: in the title of the page, in the heading of the passage, or in its text, there by
how often, and the less the longer the text is. That is Robertson, Zaragoza and Taylor, "Simple BM25 extension to
multiple weighted fields" (2004).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Final, NamedTuple

PAGE_TITLE: Final = 2.5
HEADING: Final = 3.5
MOST_IN_HEADING: Final = 2
SATURATION: Final = 1.2
LENGTH: Final = 0.6
"""How much the length of a text matters, from 0 to 1."""
LEVELS: Final = (0.35, 0.75)
"""What a weight is rounded to: little or much. Three, four or nine of them ranked no better in a larger index."""

COMMON: Final = 50
"""So many passages have a stem that is no help where it is said little."""


class Weighed(NamedTuple):
    """The stems of one passage."""

    page_title: Iterable[str]
    heading: Sequence[str]
    text: Mapping[str, int]
    """How often each stands in it."""


DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_LAST: Final = 48
"""How many of the digits end a number; the others have more behind them."""
_BASE_36: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


def packed(words: Mapping[str, Iterable[int]]) -> tuple[str, str]:
    """The words and the lists of small numbers that they have, as two texts of a fifth less when compressed.

    Before each word stands how many letters it shares with the one before it, as a digit of base 36. Numbers have
    digits of base 16, and a last one of base 48; a point ends a list.
    """
    names, lists, before = [], [], ""
    for word, numbers in words.items():
        same = takewhile(lambda pair: pair[0] == pair[1], zip(word, before, strict=False))
        shared = min(sum(1 for _pair in same), len(_BASE_36) - 1)
        names.append(f"{_BASE_36[shared]}{word[shared:]}")
        lists.append("".join(map(_digits, numbers)))
        before = word
    return " ".join(names), ".".join(lists)


def _digits(number: int) -> str:
    text = DIGITS[number % _LAST]
    number //= _LAST
    while number:
        text = DIGITS[_LAST + number % (len(DIGITS) - _LAST)] + text
        number //= len(DIGITS) - _LAST
    return text


def postings(passages: Sequence[Weighed]) -> dict[str, list[int]]:
    """For each stem its passages: how many to go on from the one before, times the number of levels, plus a level."""
    lengths = [sum(passage.text.values()) for passage in passages]
    usual = sum(lengths) / max(len(lengths), 1) or 1
    found: dict[str, list[int]] = {}
    last: dict[str, int] = {}
    for number, (passage, length) in enumerate(zip(passages, lengths, strict=True)):
        shortness = 1 - LENGTH + LENGTH * length / usual
        weights = {stem: count / shortness for stem, count in passage.text.items()}
        for stem in set(passage.heading):
            weights[stem] = weights.get(stem, 0) + HEADING * min(passage.heading.count(stem), MOST_IN_HEADING)
        for stem in set(passage.page_title):
            weights[stem] = weights.get(stem, 0) + PAGE_TITLE
        for stem, weight in sorted(weights.items()):
            share = weight / (SATURATION + weight)
            level = min(range(len(LEVELS)), key=lambda one: abs(LEVELS[one] - share))
            found.setdefault(stem, []).append((number - last.get(stem, 0)) * len(LEVELS) + level)
            last[stem] = number
    return {stem: _telling(numbers) for stem, numbers in found.items()}


def _telling(numbers: list[int]) -> list[int]:
    """Of a stem that many passages have, those alone that say it much: the others match any question a little."""
    if len(numbers) <= COMMON:
        return numbers
    kept, number, before = [], 0, 0
    for step, level in (divmod(one, len(LEVELS)) for one in numbers):
        number += step
        if level:
            kept.append((number - before) * len(LEVELS) + level)
            before = number
    return kept
