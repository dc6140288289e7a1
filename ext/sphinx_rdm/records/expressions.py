"""Regular expressions in data: which of them can be used at all, and in reasonable time."""

from __future__ import annotations

import re
import warnings
from string import printable
from typing import Final

from .wording import shown

MAX_LENGTH: Final = 500
MAX_TIMES: Final = 5
"""So often may be repeated what has alternatives, or repeats something itself."""

_TOKEN: Final = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]"  # an escape, or a class of characters: of no interest
    r"|(?P<open>\(\??)|(?P<close>\))|(?P<or>\|)|(?P<times>[*+?]|\{\d*,?\d*\})[?+]?",
    re.DOTALL,
)


def objection(pattern: str) -> str | None:
    """What speaks against *pattern*, in words that follow it in a message; nothing if it can be used."""
    if len(pattern) > MAX_LENGTH:
        return f"has {len(pattern)} characters; at most {MAX_LENGTH} fit"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what Python will read otherwise one day
            compiled = re.compile(pattern, re.IGNORECASE)
    except Exception as error:  # too large a number is an error of another class, and so are too many brackets
        return f"is not a regular expression ({shown(str(error))})"
    if _may_take_for_ever(pattern):
        return f"repeats what repeats or has alternatives, which may take for ever; limit it, as in {{1,{MAX_TIMES}}}"
    if any(not found[0] for probe in ("", printable) for found in compiled.finditer(probe)):
        return "fits the empty text, so it would be found everywhere"
    return None


def _may_take_for_ever(pattern: str) -> bool:
    """Whether a group is repeated, more than a few times, that can fit one text in several ways.

    With each letter, such a pattern may take twice as long to find that it does not fit. This is told
    from its shape: it may refuse a pattern that would be fast, but lets none of this kind pass.
    """
    varies = [False]
    closed = None
    for token in _TOKEN.finditer(pattern):
        if token["open"]:
            varies.append(False)
        elif token["close"] and len(varies) > 1:
            closed = (token.end(), varies.pop())
            varies[-1] |= closed[1]
        elif token["or"]:
            varies[-1] = True
        elif token["times"]:
            if closed == (token.start(), True) and _most(token["times"]) > MAX_TIMES:
                return True
            varies[-1] = True
    return False


def _most(times: str) -> float:
    """How often a sign of repetition repeats at the most."""
    if times == "?":
        return 1
    last = times.strip("{}").rpartition(",")[2]
    return int(last) if last.isdecimal() else float("inf")
