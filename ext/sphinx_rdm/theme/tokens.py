"""Colours, measures and fonts by name, for all that has a look: the site, the EPUB, the PDF, the life cycle."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from sphinx.config import Config

NAME: Final = "rdm"
"""The theme of the site."""

CONTRAST: Final = 4.5
"""The least contrast of text with what is behind it (WCAG 2.2, 1.4.3)."""
_AT_NIGHT: Final = 7.0
"""The contrast of an accent with the ground by night, where thin letters look thinner."""
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)

Table = Mapping[str, str]
"""Values by name, as CSS takes them."""


def tokens_of(config: Config) -> Mapping[str, Table]:
    """What is so ``always``, by ``day``, by ``night``, in ``print`` and in a ``book``, in the accent that is chosen."""
    return tokens(str(config.html_theme_options.get("accent") or "") if config.html_theme == NAME else "")


@cache
def tokens(accent: str = "") -> Mapping[str, Table]:
    """The same in a given *accent*; without one, in our own."""
    tables = _read()
    del tables["paper"], tables["large"]
    if accent:
        tables["day"]["accent"] = accent
        tables["night"]["accent"] = _shade(accent, tables["day"]["paper"], tables["night"]["paper"])
    return {name: {key: _value(value, table) for key, value in table.items()} for name, table in tables.items()}


@cache
def papers(*, large: bool = False) -> Mapping[str, Mapping[str, float]]:
    """The measures of each paper of the PDF in millimetres, in usual or in *large* print."""
    tables = _read()
    found = {name: {key: float(value) for key, value in paper.items()} for name, paper in tables["paper"].items()}
    if not large:
        return found
    own = {key: float(value) for key, value in tables["large"].items()}
    beside = 2 * own["inner"] + own["gap"] + own["notes"]
    return {name: paper | own | {"text-width": paper["width"] - beside} for name, paper in found.items()}


def _read() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("tokens.toml").read_text("utf-8"))


def fault(accent: str) -> str:
    """What is wrong with a colour for words; empty if it can be used."""
    if not _COLOUR.fullmatch(accent):
        return f"'{accent}' is no colour; write one as in '{tokens()['day']['accent']}'"
    if (found := contrast(accent, tokens(accent)["day"]["soft"])) < CONTRAST:
        reason = f"its contrast with light grounds is {found:.1f}, and {CONTRAST} is needed"
        return f"'{accent}' is too light for words: {reason}; choose a darker colour"
    return ""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG defines it: 1 if they are the same, 21 for black and white."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [channel / 255 for channel in bytes.fromhex(colour[1:])]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mix(one: str, other: str, share: float) -> str:
    """A colour between two, with a *share* of the one."""
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes(round(a * share + b * (1 - share)) for a, b in pairs).hex()


def _shade(colour: str, light: str, ground: str) -> str:
    """The colour, mixed with a light one until it can be read on a dark ground."""
    shades = (_mix(light, colour, share / 20) for share in range(21))
    return next(shade for shade in shades if contrast(shade, ground) >= _AT_NIGHT)


def size(name: str) -> float:
    """A size in the PDF, in points."""
    return float(tokens()["book"][name])


def _value(value: str | float | list[Any], table: Mapping[str, Any]) -> str:
    if not isinstance(value, list):
        return str(value)
    one, other, share = value
    return _mix(table.get(one, one), table.get(other, other), share)
