"""What others say of a page, in our voice: their words, the nearest word that is known, and the remedy.

Sphinx, docutils, MyST and sphinx-design report faults in a form that their developers understand. Each of their
messages becomes one line, at a place that is named as ours are, and ends in what to do. Its own words stay, because
people search for them. Whoever builds a site meets these messages, so this is no part that ``conf.py`` has to name.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Final

from sphinx.application import Sphinx

from ..private import hear_warnings
from ..records.wording import visible
from ..warning import TYPE
from . import blocks, directives, links
from .names import Names, Remedy, SiteNames
from .places import Origin, placed

REMEDIES: Final[Mapping[str, Remedy]] = links.REMEDIES | directives.REMEDIES | blocks.REMEDIES
"""For each message, as a regular expression, what is said besides."""

_MANY: Final = re.compile(r'choose from ((?:"[^"]*", ){12})(?:"[^"]*", )+or "[^"]*"')
_WRONG: Final = ("value", "anywhere", "file", "page")
_WITHOUT_SCHEME: Final = re.compile(r"'myst' cross-reference target not found: '.*'; write (https://.*)")
_SIGNED: Final = re.compile(r"_StrPath\(('.*?')\)")


def connect(app: Sphinx) -> None:
    """Hear every warning before Sphinx does, also those that other processes hand on."""
    hear_warnings(_in_our_voice(app))


def with_remedy(text: str, place: Origin | None, names: Names) -> tuple[str, Origin | None]:
    """A message and what to do, with the line at which its fault stands.

    A pattern names what is wrong: as a value that stands near the place, as a sign that stands anywhere, because the
    line is wrong, as a file that was to be copied, for which no place is named, or as a page of which none is.
    """
    for said, more in REMEDIES.items():
        if match := re.fullmatch(said, text.rstrip(".: ")):
            added = more if isinstance(more, str) else more(match, names)
            wrong = {name: value for name, value in match.groupdict().items() if name in _WRONG}
            if "file" in wrong:
                place = names.user_of(wrong["file"])
            elif "page" in wrong:
                place = names.file_at(wrong["page"])
            if place is not None:
                place = (place._replace(line=0) if "anywhere" in wrong else place).refined(*wrong.values())
            return _MANY.sub(r"choose from \1…", (match[0] if added else text) + added), place
    return text, place and place.refined()


def _in_our_voice(app: Sphinx) -> Callable[[logging.LogRecord], bool]:
    """A filter that has every warning say what to do, and leaves out what was said already."""
    said: set[tuple[str, Origin | None]] = set()
    site = SiteNames(app)

    def revise(record: logging.LogRecord) -> bool:
        place = placed(getattr(record, "location", None), app)
        text = logging.LogRecord.getMessage(record)
        if getattr(record, "type", "") != TYPE:
            text = _in_one_line(text, record, app)
            if _follows(text, place):
                return False
            with suppress(Exception):  # a message that nobody foresaw is better than none
                text, place = with_remedy(text, place, Names(site, place))
            if (text, place) in said or _repeats(text, place, said):
                return False
        if not _is_silenced(record, app):
            said.add((text, place))
        record.msg, record.args = visible(text.replace(f"{app.confdir}{os.sep}", "")), ()
        if place is not None:
            setattr(record, "location", place.shown(app))  # noqa: B010  (an attribute of Sphinx, for a checker of types)
        return True

    return revise


def _in_one_line(text: str, record: logging.LogRecord, app: Sphinx) -> str:
    """What a message says, without the lines of the source that docutils repeats, and with paths as ours are."""
    kind = getattr(record, "type", "") or ""
    folders = [str(app.confdir)]
    if kind == "docutils":
        text = text.partition("\n\n")[0]
        folders += [name for name in [os.path.relpath(app.confdir)] if name.strip("./")]  # as docutils has them
    for folder in folders:
        text = text.replace(f"{folder}{os.sep}", "")
    text = " ".join(text.split()).removesuffix(f" [{kind}.{getattr(record, 'subtype', '')}]")
    return _SIGNED.sub(r"\1", text)


def _is_silenced(record: logging.LogRecord, app: Sphinx) -> bool:
    """Whether a setting keeps a message of ours from being printed, which then stands for no other."""
    types = {TYPE, f"{TYPE}.*", f"{TYPE}.{getattr(record, 'subtype', '')}"}
    return getattr(record, "type", "") == TYPE and not types.isdisjoint(app.config.suppress_warnings)


def _repeats(text: str, place: Origin | None, said: Iterable[tuple[str, Origin | None]]) -> bool:
    """Whether a rule for pages has named the same address without its scheme, and said what to write."""
    if not place or not (address := _WITHOUT_SCHEME.fullmatch(text)):
        return False
    ours = f"because https:// is missing; write {address[1]}"
    # Ours are placed from the folder of the project.
    return any(ours in other and where and place.path.endswith(where.path) for other, where in said)


def _follows(text: str, place: Origin | None) -> bool:
    """Whether a fault that another message names is the only reason for this one."""
    if text.startswith(("circular toctree references", "self referenced toctree")):
        return True  # reported by the table of contents
    if text.startswith("Too many autonumbered footnote references"):
        return place is not None and place.has("[^")  # a Markdown footnote, of which the name is unknown
    return text.startswith('Duplicate ID: "equation-')
