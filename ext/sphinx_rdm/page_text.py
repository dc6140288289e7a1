"""From the bytes of a page to its text, whatever they are, and what is wrong with them; without Sphinx."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from .records.positioned import Position
from .records.text import TextFault, describe, misencoded

MOST_FAULTS: Final = 20
"""How many characters of a page are reported; a page with more of them is no text."""

_MARKS: Final = re.compile("[\udc80-\udcff]+")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f]+")
_CONTROL_BYTES: Final = bytes(byte for byte in range(128) if _CONTROLS.match(chr(byte)))


def no_page(path: Path) -> str:
    """Why this is no page; empty if it is one."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return "the name of the file is not UTF-8, so that no address can lead to the page; rename the file"
    return "" if path.is_file() else "this is not a file with text, so it is no page; remove it, or rename it"


def as_text(raw: bytes) -> tuple[str, list[TextFault]]:
    """The text of a page, whatever its bytes, and what is wrong with them; there are no faults if it is sound."""
    fault = misencoded(raw)
    if fault is None and len(raw.translate(None, _CONTROL_BYTES)) == len(raw):  # as most are, and far sooner known
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"), []
    text = _decode(raw).replace("\r\n", "\n").replace("\r", "\n")
    faults = [fault] if fault else list(islice(_controls(text), MOST_FAULTS))
    return _CONTROLS.sub("\ufffd", text), faults


def _controls(text: str) -> Iterator[TextFault]:
    for match in _CONTROLS.finditer(text):
        before = text.rfind("\n", 0, match.start()) + 1
        yield Position(text.count("\n", 0, before) + 1, match.start() - before + 1), describe(match.group())


def _decode(raw: bytes) -> str:
    """What was most likely meant: UTF-16, or UTF-8 with some letters as old editors on Windows wrote them."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace")
    if len(raw) > 1 and raw[:2].count(0) == 1:
        return raw.decode("utf-16-le" if raw[1] == 0 else "utf-16-be", "replace")
    text = raw.decode("utf-8-sig", "surrogateescape")
    return _MARKS.sub(lambda match: match[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace"), text)


def is_damaged(text: str) -> bool:
    """Whether a text that was decoded with marks for wrong bytes has any, or characters that no page may have."""
    return bool(_MARKS.search(text) or _CONTROLS.search(text))
