"""What readers can take with them: books that lie beside the site, and the site itself as one ZIP.

Books are built first. The setting ``rdm_books`` names their files; they are copied beside the pages, and the foot of
every page can tell how large they are. A page cannot tell how large a ZIP is that it stands in. So the ZIP is made from
a build of its own, ``rdm_zip``, and offered like a book.
"""

from __future__ import annotations

import os
import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config

from .. import output
from ..i18n import _, say_date, say_size
from ..incremental.beside import faults_reported, tell_names, tell_shown
from ..packing import pack
from ..publication import BOOK, Share, last_review, moment, shares
from ..records.wording import shown
from ..references import is_site
from ..warning import Subtype, warn_of_setting
from .sheets import copy_beside, found_beside

FORMATS: Final = {".pdf": "PDF", ".epub": "EPUB", ".zip": "ZIP"}
"""What readers call the formats, by the end of the file's name."""


_PART: Final = f"{BOOK}-{{}}.pdf"


class Offer(NamedTuple):
    """A file that the foot of a page links to: its address from the top of the site, and the text of the link."""

    address: str
    label: str


def connect(app: Sphinx) -> None:
    """Register the settings and what follows from them."""
    app.add_config_value(
        "rdm_books", [], "html", list, "Files that every page offers, seen from the folder of conf.py."
    )
    app.add_config_value("rdm_books_found", [], "html", list, "Set by the build: these files with their sizes.")
    app.add_config_value("rdm_parts_found", {}, "html", dict, "Set by the build: books of parts with their sizes.")
    app.add_config_value("rdm_zip", "", "", str, "Name of a ZIP of the whole site, written beside the pages.")
    tell_names(app, lambda builder: _names(builder.config))
    # In the foot of pages that offer a book.
    tell_shown(app, lambda env: str(last_review(env)) if env.config.rdm_books_found else "")
    tell_shown(app, lambda env: repr(shares(env)) if env.config.rdm_parts_found else "")
    app.connect("config-inited", _find)
    app.connect("html-page-context", _offer)
    app.connect("build-finished", _write, priority=950)


def _names(config: Config) -> list[str]:
    """The files in the output folder that come from here."""
    books = [Path(entry).name for entry, _size in config.rdm_books_found]
    books += config.rdm_parts_found
    return [*books, config.rdm_zip] if _is_zip(config.rdm_zip) else books


def say(name: str, size: int, day: date | None, language: str, title: str = "") -> str:
    """What a file is, with its size in bytes and the day of its last review, for readers of a *language*.

    If it holds but a part, *title* is what that is called.

    >>> say("handbook.pdf", 2_512_345, date(2026, 11, 25), "en")
    'The handbook as PDF, 2.5 MB, 25 November 2026'
    >>> say("handbook-plan.pdf", 240_000, None, "en", "Plan")
    '“Plan” as PDF, 240 kB'
    """
    facts = [FORMATS[Path(name).suffix], say_size(size, language), say_date(day, language) if day else ""]
    words = {"format": ", ".join(filter(None, facts)), "title": title}
    return str(_("“%(title)s” as %(format)s") if title else _("The handbook as %(format)s")) % words


def _find(app: Sphinx, config: Config) -> None:
    """Note the files with their sizes, and report what cannot be offered."""
    found: dict[str, tuple[str, int]] = {}
    for entry in config.rdm_books:
        path = Path(app.confdir, entry)
        if path.suffix not in FORMATS:
            _report(app, "rdm_books", f"'{shown(entry)}' is none of {', '.join(FORMATS)}", entry)
        elif not os.path.isfile(path):  # noqa: PTH113  (which takes what is no name of a file)
            message = f"there is no file '{shown(entry)}'; build it first, or take it from the list"
            _report(app, "rdm_books", message, entry)
        elif path.name in found:
            message = f"two files are called '{shown(path.name)}'; give one of them another name"
            _report(app, "rdm_books", message, entry)
        else:
            found[path.name] = (entry, path.stat().st_size)
    config.rdm_books_found = list(found.values())
    config.rdm_parts_found = found_beside(app, config, _PART.format("*"))
    if config.rdm_zip and not _is_zip(config.rdm_zip):
        message = f"'{shown(config.rdm_zip)}' is not the plain name of a file; write it as site.zip"
        _report(app, "rdm_zip", message, config.rdm_zip)


def _report(app: Sphinx, name: str, message: str, value: str) -> None:
    warn_of_setting(app, name, message, value, Subtype.BOOK)


def _is_zip(name: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\.zip", name))


def _offer(app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: nodes.document | None) -> None:
    """Tell the template what to link to: the book of the part that the page is in, then what holds everything."""
    if not is_site(app.builder):
        return
    day, language = last_review(app.env), app.config.language
    offers = []
    if part := _parts(app.builder).get(page):
        name = _PART.format(part.name)
        offers.append(Offer(name, say(name, app.config.rdm_parts_found[name], None, language, part.title)))
    found = app.config.rdm_books_found
    offers += [Offer(Path(entry).name, say(entry, size, day, language)) for entry, size in found]
    if offers:
        context["rdm_books"] = offers


@lru_cache(maxsize=1)
def _parts(builder: Builder) -> dict[str, Share]:
    """The smallest part with a book that each page is in."""
    known = builder.config.rdm_parts_found
    parts = [part for part in (shares(builder.env) if known else ()) if _PART.format(part.name) in known]
    parts.sort(key=lambda part: len(part.docnames), reverse=True)
    return {docname: part for part in parts for docname in part.docnames}


def _write(app: Sphinx, exception: Exception | None) -> None:
    """Copy the books beside the pages, and pack the site when all else is there."""
    if exception is not None or not is_site(app.builder):
        return
    out = Path(app.outdir)
    for entry, _size in app.config.rdm_books_found:
        with faults_reported():
            output.copy(out, Path(entry).name, Path(app.confdir, entry))
    copy_beside(app, app.config.rdm_parts_found)
    if _is_zip(name := app.config.rdm_zip):
        with faults_reported():
            output.write(out, name, pack(out, _packed(out, name), moment(app.env)))


def _packed(out: Path, archive: str) -> list[str]:
    """All files of the site, but for the archive itself and for what a builder keeps for its next run."""
    files = [path.relative_to(out) for path in out.rglob("*") if path.is_file()]
    found = sorted(file.as_posix() for file in files if not any(part.startswith(".") for part in file.parts))
    return [name for name in found if name != archive]
