"""The extension's own words, ready for translation.

What comes from data files is not translated here: only the words that the code itself puts on a page.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.units import format_unit
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import get_translation

CATALOGUE: Final = "sphinx_rdm"
FOLDER: Final = Path(__file__).parent / "locale"

_ = get_translation(CATALOGUE)


def connect(app: Sphinx) -> None:
    """Load the catalogues of the extension and, before them, those of the project itself."""
    app.add_config_value("rdm_translation", "", "env", str, "Set by the build: digest of the project's catalogue.")
    app.connect("config-inited", _load)


def language_name(code: str, reader: str) -> str:
    """What a reader of the language *reader* calls the language *code*; the code itself if nobody knows."""
    try:
        name = Locale.parse(code, sep="-").get_display_name(reader.replace("-", "_")) or code
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:]


def say_date(day: date, language: str) -> str:
    """A day in words, as in ``25 November 2026``."""
    return format_date(day, "long", locale=_locale(language))


def say_size(size: int, language: str) -> str:
    """A number of bytes as readers of a *language* write it, as in ``2.5 MB``."""
    number, unit = (size / 1_000_000, "megabyte") if size >= 1_000_000 else (max(1, round(size / 1000)), "kilobyte")
    return str(format_unit(round(number, 1), f"digital-{unit}", "short", locale=_locale(language)))


def _locale(language: str) -> Locale:
    """How readers of a language write numbers and days; for English, as in Britain."""
    try:
        return Locale.parse("en_GB" if language == "en" else language, sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


def language_classes(language: str) -> list[str]:
    """Classes that become the attribute from which a screen reader knows how to pronounce a text."""
    return [f"language-{language}"] if language else []


def _load(app: Sphinx, config: Config) -> None:
    own = [Path(app.srcdir, name) for name in config.locale_dirs]
    for folder in (*own, FOLDER):
        app.add_message_catalog(CATALOGUE, str(folder))
    files = [folder / config.language / "LC_MESSAGES" / f"{CATALOGUE}.mo" for folder in own]
    content = b"".join(file.read_bytes() for file in files if file.is_file())
    config.rdm_translation = hashlib.sha256(content).hexdigest()[:16]
