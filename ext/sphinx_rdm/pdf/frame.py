"""What the book has around its pages, as Typst source: cover, index of resources, colophon; and sheets to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from ..i18n import _
from ..kinds.checklist.record import NamedChecklist
from ..publication import particulars
from ..records.model import Site
from ..theme.tokens import size
from .flow import flowing
from .fonts import Fonts, Style
from .look import Look
from .source import call, content, label, literal
from .subject_index import entries
from .words import SIZE

_NARROW: Final = 430.0
"""The room for words on the cover, in points."""
_COLUMN: Final = 190.0
"""The room for a name in the index."""
_LONG: Final = 1500
"""Letters of an item of a sheet that may break across pages."""
_TEMPLATE: Final = '#import "template.typ": *\n'


class Imprint(NamedTuple):
    """What the book says of itself: the site, who wrote it, which version, and the day of the last review.

    If it holds but a part, ``titles`` says which.
    """

    site: Site
    authors: str
    version: str
    day: date | None
    titles: Sequence[str] = ()

    def citation(self) -> str:
        """How to cite the book, in one line."""
        year = f" ({self.day.year})" if self.day else ""
        authors = f"{self.authors[:1].upper()}{self.authors[1:]}{year}"
        version = " ".join((str(_("Version")), self.version)) if self.version else ""
        parts = (authors if self.authors else "", self.site.name, version, self.site.base_url)
        return ". ".join(filter(None, parts)) + "."


def front(imprint: Imprint, look: Look, cover: str, fonts: Fonts) -> str:
    """The cover, with the picture *cover* if it names one, and the contents."""
    site = imprint.site
    part = {str(_("A part of the book")): ", ".join(imprint.titles)} if imprint.titles else {}
    facts = part | particulars(site, imprint.version, imprint.day) | {str(_("How to cite")): imprint.citation()}
    words = "".join(f"({_said(key, fonts)}, {_said(value, fonts)}), " for key, value in facts.items())
    options = {
        "title": literal(site.name),
        "name": content(flowing(site.name, fonts, size("cover"), Style.LABEL, _NARROW)),
        "tagline": literal(site.tagline or ""),
        "motto": _said(site.tagline or "", fonts),
        "authors": literal(imprint.authors),
        **look.options(),
        "contents": literal(str(_("Contents"))),
        "words": f"({words})",
        "cover": literal(cover) if cover else "none",
    }
    return f"{_TEMPLATE}#show: {call('book.with', **options).removeprefix('#')}\n"


def index(places: Iterable[tuple[str, str]], fonts: Fonts) -> str:
    """An index: names, and the labels of their places, whose pages Typst finds."""
    lines = [
        call("entry", content(flowing(name, fonts, room=_COLUMN)), *map(label, targets))
        for name, targets in entries(places)
    ]
    title = _said(str(_("Index")), fonts)
    return "\n" + call("index", title, content("\n".join(lines))) + "\n" if lines else ""


def colophon(imprint: Imprint, fonts: Fonts) -> str:
    """What the book was made with, and on which terms."""
    site, day = imprint.site, imprint.day
    facts = [
        str(_("Version %(version)s.")) % {"version": imprint.version} if imprint.version else "",
        str(_("The pages were last reviewed by %(day)s.")) % {"day": day.isoformat()} if day else "",
        str(_("Licence: %(licence)s.")) % {"licence": site.licence} if site.licence else "",
        str(_("How to cite: %(citation)s")) % {"citation": imprint.citation()},
        str(_("A number behind an arrow is the page to which the words before it lead.")),
        str(_("Made with Sphinx and Typst, in Source Sans Pro, Libertinus Serif and DejaVu Sans Mono.")),
    ]
    return "\n" + call("closing", *(_said(fact, fonts) for fact in (str(_("Colophon")), *filter(None, facts)))) + "\n"


def _said(text: str, fonts: Fonts, size: float = SIZE) -> str:
    return content(flowing(text, fonts, size))


def sheet(part: NamedChecklist, site: Site, look: Look, fonts: Fonts) -> str:
    """A document of its own: one checklist on a sheet, to fill in and to tick."""
    rows = [
        f"({_said(item.text, fonts)}, {_said(item.why, fonts)}, {str(len(item.text + item.why) > _LONG).lower()})"
        for item in part.items
    ]
    kind, blanks = str(_("Checklist")), (str(_("Project")), str(_("Date")))
    name = f"{kind}: {part.term.text}"
    options = {
        "title": literal(name),
        "name": _said(name, fonts, size("sheet")),
        "site": _said(". ".join(filter(None, (site.name, site.base_url))), fonts),
        "of": literal(site.name),
        "blanks": f"({', '.join(_said(blank, fonts) for blank in blanks)})",
        **look.options(),
    }
    return f"{_TEMPLATE}{call('sheet', *rows, **options)}\n"
