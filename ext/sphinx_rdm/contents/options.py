"""The options of a list of entries: from what was typed to a value, or to nothing if it makes no sense."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

_WORDS: Final = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_STYLES: Final = ("numerical", "romanupper", "romanlower", "alphaupper", "alphalower")


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _flag(value: Any) -> bool | None:
    return _WORDS.get(value.lower()) if isinstance(value, str) else None


def _number(value: Any) -> int | None:
    return int(value) if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,3}", value) else None


def _flag_or_number(value: Any) -> bool | int | None:
    flag = _flag(value)
    return _number(value) if flag is None else flag


def _styles(value: Any) -> list[str] | None:
    styles = [value] if isinstance(value, str) else value
    return styles if isinstance(styles, list) and styles and all(style in _STYLES for style in styles) else None


OPTIONS: Final[Mapping[str, tuple[Callable[[Any], Any], str]]] = {
    "caption": (_text, "a text"),
    "hidden": (_flag, "true or false"),
    "maxdepth": (_number, "a whole number"),
    "numbered": (_flag_or_number, "true, false or a whole number"),
    "reversed": (_flag, "true or false"),
    "titlesonly": (_flag, "true or false"),
    "style": (_styles, f"one or several of {', '.join(_STYLES)}"),
    "restart_numbering": (_flag, "true or false"),
}
"""For each option, how its value is read, and what is expected."""
