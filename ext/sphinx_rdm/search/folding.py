"""Texts in small letters and without accents, as the script ``folding.js`` makes them in the browser."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Final

SCRIPT: Final = (Path(__file__).parents[1] / "static" / "folding.js").read_text("utf-8")
"""The script, which other scripts call as ``rdmFold``. Its tables are the only ones."""


def fold(text: str) -> str:
    """*text* in small letters, without accents, and with signs such as ``ﬁ`` or ``m²`` taken apart.

    >>> fold("Smørrebrød på ÉTÉ")
    'smorrebrod pa ete'
    """
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).lower().translate(_LETTERS)
    # Together again what belongs together in scripts without accents.
    return unicodedata.normalize("NFC", plain)


def _table(pattern: str) -> str:
    found = re.search(pattern, SCRIPT, re.DOTALL)
    assert found is not None, f"folding.js: no {pattern}"
    return found[1]


_ACCENTS: Final = re.compile(json.loads(_table(r'const marks = (".*?");')))
_LETTERS: Final = str.maketrans(json.loads(_table(r"const letters = (\{.*?\});")))
