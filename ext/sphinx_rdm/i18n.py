"""The extension's own words, ready for translation.

What comes from data files is not translated here: only the words that the code itself puts on a page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from docutils import nodes
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.config import Config

from .private import in_conf_py
from .warning import Subtype, warn

CATALOGUE: Final = "sphinx_rdm"
FOLDER: Final = Path(__file__).parent / "locale"

_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)

_ = locale.get_translation(CATALOGUE)

translated: Final = _
"""The same for a text that was marked where it is declared."""


def connect(app: Sphinx) -> None:
    """Load the catalogues of the extension and, before them, those of the project itself."""
    app.add_config_value("rdm_translation", "", "env", str, "Set by the build: digest of all catalogues.")
    app.connect("config-inited", _load)
    app.connect("html-page-context", _name_language)


def language_of(config: Config, translated: bool) -> str:
    """The tag of the language that a page is in: of the build if the page is *translated*, else of its source.

    What ``conf.py`` says is the language of the sources. The command line may ask for another one, to which Sphinx
    translates the pages that have a catalogue; what has none stays as it is, and is to be pronounced so.
    """
    source = in_conf_py(config, "language") or "en"
    return str(config.language if translated else source).replace("_", "-")


def is_translated(document: nodes.document) -> bool:
    """Whether a part of a page was translated, at least."""
    progress: Mapping[str, int] = document.get("translation_progress") or {}
    return progress.get("translated", 0) > 0


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


def say_month(day: date, language: str) -> str:
    """The month of a day in words, as in ``November 2026``."""
    return format_date(day, "MMMM y", locale=_locale(language))


def say_size(size: int, language: str) -> str:
    """A number of bytes as readers of a *language* write it, as in ``2.5 MB``."""
    from babel.units import format_unit  # here, because few builds name a size

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


def _name_language(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], document: nodes.document | None
) -> None:
    """Tell the frame of a page; one without a source, such as the search, has Sphinx's words in its main part."""
    if document is not None:
        context["language"] = language_of(app.config, is_translated(document))


class CatalogueError(Exception):
    """A translation, or a whole catalogue, that cannot be used; ``line`` is its line in the file."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def compiled(source: bytes, use_fuzzy: bool) -> tuple[bytes, list[CatalogueError]]:
    """A catalogue as :mod:`gettext` reads it, from a ``.po`` file, and the translations that were left out.

    Raises :class:`CatalogueError` if the file is no catalogue.
    """
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"byte 0x{source[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise CatalogueError(what, source.count(b"\n", 0, error.start) + 1) from error
    line = 0

    def lines() -> Iterator[str]:
        nonlocal line
        for line, content in enumerate(text.split("\n"), 1):  # noqa: B007  (an error asks for the line)
            yield content

    try:
        catalogue = read_po(lines(), abort_invalid=True)
    except PoFileError as error:
        raise CatalogueError(str(error).rpartition(" on ")[0], error.lineno + 1) from error
    except Exception as error:  # whatever else the parser comes upon: it knows no line
        raise CatalogueError(str(error), line) from error
    catalogue.charset = "utf-8"  # as it was read, whatever its head says
    catalogue.creation_date = catalogue.revision_date = _NEVER  # or else now, if the file names no date
    wrong = []
    for message in catalogue:
        # With other placeholders than the code fills in, the page could not be written.
        for fault in [] if message.fuzzy and not use_fuzzy else message.check(catalogue):
            wrong.append(CatalogueError(f"the translation of '{message.id}' is left out: {fault}", message.lineno or 1))
            message.string = ""
    packed = BytesIO()
    write_mo(packed, catalogue, use_fuzzy)
    return packed.getvalue(), wrong


def _load(app: Sphinx, config: Config) -> None:
    """Load what the files say now: Sphinx compiles them later, and keeps what another build in the process loaded."""
    folders = (*(Path(app.srcdir, name) for name in config.locale_dirs), FOLDER)
    languages = dict.fromkeys((config.language, config.language.partition("_")[0]))
    places = [folder / language / "LC_MESSAGES" for folder in folders for language in languages]
    found = [_read(place, config.gettext_allow_fuzzy_translations) for place in places]
    loaded = NullTranslations()
    for content in filter(None, found):
        loaded.add_fallback(GNUTranslations(BytesIO(content)))
    locale.translators["general", CATALOGUE] = loaded
    config.rdm_translation = hashlib.sha256(b"".join(found)).hexdigest()[:16]


def _read(place: Path, use_fuzzy: bool) -> bytes:
    """The compiled catalogue in a folder; one that is compiled already counts only without its source."""
    source, ready = (place / f"{CATALOGUE}{suffix}" for suffix in (".po", ".mo"))
    file = source if source.is_file() else ready
    if not file.is_file():
        return b""
    try:
        content = file.read_bytes()
        if file == source:
            content, faults = compiled(content, use_fuzzy)
            for fault in faults:
                warn(Subtype.SOURCE, str(fault), f"{file}:{fault.line}")
        GNUTranslations(BytesIO(content))
    except Exception as error:  # gettext says in many ways that it cannot read a file
        line = error.line if isinstance(error, CatalogueError) else 1
        warn(Subtype.SOURCE, f"these translations are not used: {error}", f"{file}:{line}")
        return b""
    return content
