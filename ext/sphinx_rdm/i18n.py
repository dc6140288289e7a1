"""The extension's own words, ready for translation.

What comes from data files is not translated here: only the words that the code itself puts on a page.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sphinx.locale import get_translation

CATALOGUE: Final = "sphinx_rdm"
FOLDER: Final = Path(__file__).parent / "locale"

_ = get_translation(CATALOGUE)
