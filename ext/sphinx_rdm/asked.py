"""What a project asks of its pages, by their kinds: from the value of a setting to what is sound of it.

A kind is a key of front matter that its pages have. The parts that they must have stand in the setting as on a page:
``## Name`` for a heading, ``{name}`` for a directive, ``3.`` for a list of so many steps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final, NamedTuple

from .records.wording import shown, unknown

EVERY: Final = "*"
"""The kind of all pages."""

_PART: Final = re.compile(r"#[#*]* .*\S|\{[^\s{}]+\}|[1-9]\d*\.")


class AskedOfPage(NamedTuple):
    """What is asked of a page; nothing, unless the project says so."""

    lead: tuple[int, int] | None = None
    """The fewest and the most words of the paragraph below the title."""
    words: int | None = None
    """The most words of its own."""
    short: tuple[int, int] | None = None
    """How many sentences say it in short, and the most letters of each."""
    parts: tuple[tuple[str, ...], ...] = ()
    """What it must have: of each group of patterns, one must fit something on the page."""
    end: str | None = None
    """The directive with which it ends."""
    keys: tuple[str, ...] = ()
    """The keys of front matter that it must have, beside those that every page has."""


Kinds = Mapping[str, AskedOfPage]
"""What is asked of pages, by their kinds."""


def of_page(kinds: Kinds, keys: Collection[str]) -> AskedOfPage:
    """What is asked of a page with these *keys*; of two limits, the later one counts, and parts add up."""
    found = [asked for kind, asked in kinds.items() if kind == EVERY or kind in keys]
    limits = {name: value for asked in found for name, value in asked._asdict().items() if value is not None}
    sums = {name: tuple(one for asked in found for one in getattr(asked, name)) for name in ("parts", "keys")}
    return AskedOfPage(**{**limits, **sums})


def read(setting: Mapping[Any, Any], keys: Collection[str]) -> tuple[Kinds, list[tuple[str, object]]]:
    """Read the *setting* of a project whose pages have these *keys*.

    Beside what is sound, returns what is wrong, each with the key in the setting that is, or the keys that lead there.
    """
    kinds: dict[str, AskedOfPage] = {}
    faults: list[tuple[str, object]] = []
    for kind, value in setting.items():
        if kind != EVERY and kind not in keys:
            faults.append((unknown("key", str(kind), (EVERY, *keys)), kind))
        elif not isinstance(value, dict):
            faults.append((f"expected a dictionary, as in {{'words': 900}}, found {shown(repr(value))}", kind))
        else:
            faults += [(message, (kind, name)) for message, name in _faults(value, keys)]
            sound = {name: _READ[name](given) for name, given in value.items() if name in _READ}
            sound["keys"] = tuple(key for key in sound.get("keys") or () if key in keys)
            kinds[kind] = AskedOfPage(**{name: found for name, found in sound.items() if found is not None})
    return kinds, faults


def _faults(value: Mapping[Any, Any], keys: Collection[str]) -> Iterator[tuple[str, object]]:
    for name, given in value.items():
        if name not in _READ:
            yield unknown("rule", str(name), _READ), name
        elif _READ[name](given) is None:
            yield f"{name}: expected {_EXPECTED[name]}, found {shown(repr(given))}", name
        elif name == "keys":
            yield from ((f"keys: {unknown('key', key, keys)}", name) for key in given if key not in keys)


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _pair(value: object) -> tuple[int, int] | None:
    numbers = [_number(item) for item in value] if isinstance(value, list | tuple) else []
    match numbers:
        case [int(first), int(second)]:
            return first, second
    return None


def _range(value: object) -> tuple[int, int] | None:
    pair = _pair(value)
    return pair if pair and pair[0] <= pair[1] else None


def _parts(value: object) -> tuple[tuple[str, ...], ...] | None:
    if not isinstance(value, list | tuple):
        return None
    groups = [tuple(item) if isinstance(item, list | tuple) else (item,) for item in value]
    is_sound = all(group and all(isinstance(part, str) and _PART.fullmatch(part) for part in group) for group in groups)
    return tuple(groups) if is_sound else None


def _texts(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list | tuple):
        return None
    return tuple(value) if all(isinstance(item, str) for item in value) else None


def _directive(value: object) -> str | None:
    return value if isinstance(value, str) and value[:1] == "{" and _PART.fullmatch(value) else None


_READ: Final[Mapping[str, Callable[[object], Any]]] = {
    "lead": _range,
    "words": _number,
    "short": _pair,
    "parts": _parts,
    "end": _directive,
    "keys": _texts,
}
_EXPECTED: Final = {
    "lead": "the fewest and the most words, as in (10, 50)",
    "words": "a number of words, as in 900",
    "short": "a number of lines and the most letters of each, as in (3, 140)",
    "parts": "a list of headings, directives and steps, as in ['## Name', '{name}', '3.']",
    "end": "a directive, as in '{name}'",
    "keys": "a list of keys of front matter, as in ['sources']",
}
