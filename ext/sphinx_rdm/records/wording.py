"""How messages speak of values: in one line, cut if they are long, and with the nearest word that is known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import combinations
from typing import Final, NamedTuple

STAND_IN: Final = "\ue000"
"""Takes the place of each forbidden character of a data file, so that parsing can go on."""

_LONGEST: Final = 80  # characters of a value that a message shows
_LONGEST_ADDRESS: Final = 500
_SUGGESTIONS: Final = 20  # for one file
_WITH_MEANING: Final = re.compile(r"[^\w\s.,;:'’\"()/&–-]")
"""Signs that tell names apart, as in C++."""
_CUT: Final = 4
"""So many letters a word has at the least that is cut short, and lacks."""
_LONG: Final = 6
"""Words of so many letters seldom differ in a single one."""
_MANY: Final = 50_000  # words among which nothing is looked for


def visible(text: str) -> str:
    r"""*text* in one line, with an escape such as ``\n`` or ``\u202e`` for each character that nobody would see."""
    if text.isprintable() and STAND_IN not in text:
        return text
    return "".join(
        char if char.isprintable() else "?" if char == STAND_IN else char.encode("unicode_escape").decode()
        for char in text
    )


def shown(value: str) -> str:
    """A value as it stands inside a message."""
    text = visible(value[: _LONGEST + 1])
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def in_full(address: str) -> str:
    """An address as it stands in a message: in full, so that people can copy it, unless it is far too long."""
    return address if len(address) <= _LONGEST_ADDRESS else shown(address)


def suggest(value: str, known: Iterable[str], also: Iterable[str] = ()) -> str:
    """The end of a message about the unknown *value*: the nearest word, or else all that are *known*.

    Words in *also*, such as titles, are allowed but too many or too long to list.
    """
    words = sorted(known)
    if near := nearest(value, (*words, *also)):
        return meant(near)
    if not words:
        return "; none is defined"
    return f"; known: {', '.join(map(shown, words[:12]))}{', …' if len(words) > 12 else ''}"


def meant(near: str | None, otherwise: str = "") -> str:
    """The end of a message about what is not there: what is *near*, or *otherwise* something else."""
    return f", did you mean '{shown(near)}'?" if near else otherwise


def unknown(noun: str, value: str, known: Iterable[str], also: Iterable[str] = (), *, ending: str = "") -> str:
    """The message about a *value* that is none of the *known* ones; a given *ending* stands for what is near."""
    return f"unknown {noun} '{shown(value)}'{ending or suggest(value, known, also)}"


class Suggestions:
    """:func:`unknown` for the messages about one file, of which the first few end in a suggestion.

    Each suggestion compares a value with all words that are known, and who finds that many values
    unknown has made one mistake rather than many.
    """

    def __init__(self) -> None:
        self._left = _SUGGESTIONS

    def unknown(self, noun: str, value: str, known: Collection[str]) -> str:
        """The message about a *value* that is none of the *known* ones."""
        if not self._left:
            return unknown(noun, value, (), ending=f"; it is none of the {len(known)} that are known")
        self._left -= 1
        return unknown(noun, value, known)


def nearest(value: str, words: Collection[str]) -> str | None:
    """That of the *words* which *value* most likely is a misspelling of, if any is near; of two, the first.

    Near is what differs in case, accents or separators, has another ending, or has one slip in a short
    word and two in a long one. Compounds are near if all their parts are, and paths if their last parts
    are the same. Words with other numbers are other words.
    """
    if len(words) > _MANY:
        return None
    wanted = _form(value)
    best, least = None, 1 << 30
    for word in words:
        if abs(len(word) - len(value)) > 6 and "/" not in word + value:
            continue
        distance = _distance(wanted, _form(word), least)
        if distance is not None and distance < least:
            best, least = word, distance
    return best


def alike(one: str, other: str) -> bool:
    """Whether two names most likely are one, written in two ways.

    They differ in case, accents or signs, in one letter of a long word, or in a word that one of them cuts short.

    >>> [alike("Uppsala Univ.", name) for name in ("Uppsala University", "uppsala univ", "Uppsala Union", "Uppsala")]
    [True, True, False, False]
    """
    first, second = (sum(_form(name).folders, ()) for name in (one, other))
    if _WITH_MEANING.findall(one) != _WITH_MEANING.findall(other):
        return False
    if "".join(first) == "".join(second):
        return one != other
    pairs = [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]]
    if len(first) != len(second) or len(pairs) != 1:
        return False
    short, long = sorted(pairs[0], key=len)
    is_cut = len(first) > 1 and len(short) >= _CUT <= len(long) - len(short) and long.startswith(short)
    return is_cut or (len(short) >= _LONG and _form(short).numbers == _form(long).numbers and _slips(short, long) == 1)


def misspelt(names: Mapping[str, int]) -> dict[str, str]:
    """The names that most likely are others: each with that one, which occurs more often, or is longer."""
    ranks = {name: (-times, -len(name), number) for number, (name, times) in enumerate(names.items())}
    near: dict[tuple[str, ...], list[str]] = {}
    for name in names:
        words = sum(_form(name).folders, ())
        gaps = ((*words[:place], "", *words[place + 1 :]) for place in range(len(words)))
        for key in ((_form(name).whole,), *gaps):  # only names with one of these in common can be alike
            near.setdefault(key, []).append(name)
    found: dict[str, str] = {}
    for group in near.values():
        for one, other in combinations(group, 2):
            if alike(one, other):
                better, worse = sorted((one, other), key=ranks.__getitem__)
                found[worse] = min(found.get(worse, better), better, key=ranks.__getitem__)
    return found


class _Form(NamedTuple):
    """What of a word is compared: its parts without case and accents, those of a path in one list each."""

    folders: tuple[tuple[str, ...], ...]
    whole: str
    letters: int
    """One bit for each letter that occurs, so that most other words need no closer look."""
    numbers: tuple[str, ...]


@lru_cache(1 << 16)
def _form(word: str) -> _Form:
    decomposed = unicodedata.normalize("NFKD", word[:400]).casefold()
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    folders = tuple(tuple(re.findall(r"[^\W_]+", part)) for part in plain.strip("/").split("/"))
    whole = "".join(part for parts in folders for part in parts)
    letters = 0
    for char in whole:
        letters |= 1 << (ord(char) & 63)
    return _Form(folders, whole, letters, tuple(re.findall(r"\d+", whole)))


def _distance(one: _Form, other: _Form, least: int) -> int | None:
    """How far two words are from each other, if they are near; words that are not nearer than *least* may be left."""
    if one.whole == other.whole:
        return 0 if one.whole else None
    if one.numbers != other.numbers or not one.whole or not other.whole:
        return None
    if len(one.folders) > 1 or len(other.folders) > 1:
        if one.folders[-1] == other.folders[-1]:
            return 1
        if len(one.folders) != len(other.folders):
            return None
    elif (one.letters ^ other.letters).bit_count() > 6 * len(one.folders[0]) or least <= 1:
        return None
    distances = [_of_compounds(*pair) for pair in zip(one.folders, other.folders, strict=True)]
    return None if None in distances else 2 * sum(filter(None, distances))


def _of_compounds(one: tuple[str, ...], other: tuple[str, ...]) -> int | None:
    if len(one) != len(other):
        return _slips("".join(one), "".join(other))
    distances = [_of_parts(*pair) for pair in zip(one, other, strict=True)]
    return None if None in distances else sum(filter(None, distances))


def _of_parts(one: str, other: str) -> int | None:
    slips = _slips(one, other)
    if slips is not None:
        return slips
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    shorter, longer = sorted((len(one) - same, len(other) - same))
    return 3 if same >= 3 and shorter <= 1 and longer <= min(3, same - 1) else None


def _slips(one: str, other: str) -> int | None:
    """How many letters are missing, too many, wrong or in the wrong order; nothing if they are too many."""
    size = max(len(one), len(other))
    allowed = 0 if size < 3 else 1 if size < 6 else 2
    if abs(len(one) - len(other)) > allowed:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        earlier, before, row = before, row, [number]
        for place, found in enumerate(other, 1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != found))
            if number > 1 and place > 1 and letter == other[place - 2] and one[number - 2] == found:
                cost = min(cost, earlier[place - 2] + 1)
            row.append(cost)
        if min(row) > allowed:
            return None
    return row[-1] if row[-1] <= allowed else None


def meant_keys(strange: Iterable[str], known: Collection[str]) -> set[str]:
    """The *known* keys of which *strange* ones are misspellings, so that nobody calls them missing as well."""
    return {near for key in strange if (near := nearest(key, known))}


def all_unknown(noun: str, asked: Iterable[str], known: Collection[str]) -> list[str]:
    """A message for each of the *asked* ids that is not *known*."""
    found = [(word, ", ".join(parted(word, known))) for word in asked if word not in known]
    return [unknown(noun, word, known, ending=f"; write '{ids}'" if ids else "") for word, ids in found]


def parted(word: str, known: Iterable[str]) -> list[str]:
    """The ids of which an unknown word is made, if the commas between them are missing; nothing if it is not."""
    ids = {name.casefold(): name for name in known}
    parts = [part.casefold() for part in re.split(r"[\s,;/|&+]+", word) if part and part.casefold() != "and"]
    return [ids[part] for part in parts] if len(parts) > 1 and all(part in ids for part in parts) else []
