"""Bytes to text: the encoding of data files, and the characters that have no place in them."""

from __future__ import annotations

import re
import unicodedata
from codecs import BOM_UTF8
from typing import Final

from .positioned import START, Position
from .wording import STAND_IN

MAX_BYTES: Final = 10_000_000

# Controls, direction overrides, invisible operators and private characters: what a reviewer cannot see.
# Soft hyphens and zero-width joiners stay, because names in several scripts need them.
FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\uffff\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]+"
)
_DIRECTION: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

TextFault = tuple[Position, str]
"""What is wrong at a place."""


def decode(raw: bytes) -> tuple[str | None, list[TextFault]]:
    """The text of a data file, with one kind of line end, and what is wrong with its characters.

    A tab or a run of forbidden characters is one fault; the characters are replaced in the text, so
    that it can be parsed all the same. There is no text if the bytes are none.
    """
    if len(raw) > MAX_BYTES:
        return None, [(START, too_large(len(raw)))]
    if fault := misencoded(raw):
        return None, [fault]
    text = raw.removeprefix(BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n").decode()
    faults: list[TextFault] = []
    if "\t" not in text and not FORBIDDEN.search(text):
        return text, faults
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line:
            faults.append((Position(number, line.index("\t") + 1), "a tab; use spaces"))
        faults += [(Position(number, match.start() + 1), describe(match[0])) for match in FORBIDDEN.finditer(line)]
    return FORBIDDEN.sub(lambda match: STAND_IN * len(match.group()), text), sorted(faults)


def too_large(size: int) -> str:
    """What is wrong with a file of so many bytes."""
    return f"the file has {size} bytes, more than {MAX_BYTES}; split it"


def misencoded(raw: bytes) -> TextFault | None:
    """Where the bytes of a file stop to be UTF-8."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or 3 * raw.count(0) > len(raw) > 1:
        return START, "the file is UTF-16; save it as UTF-8"
    raw = raw.removeprefix(BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        *before, last = raw[: error.start].decode().split("\n")
        position = Position(len(before) + 1, len(last) + 1)
        return position, f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8"
    return None


def describe(character: str) -> str:
    """What is wrong with a run of forbidden characters, named after its first."""
    code = f"U+{ord(character[0]):04X}"
    if _DIRECTION.match(character):
        return f"{code} changes the direction of text unseen; delete it"
    name = unicodedata.name(character[0], "a control or private character").lower()
    return f"character {code} ({name}) is not allowed; delete it"
