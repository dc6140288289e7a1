"""What the book has around its pages, as Typst source: cover, index of resources, colophon; and sheets to print."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from ..catalogue.model import Site
from ..catalogue.views import Checklist
from ..i18n import _
from ..publication import particulars
from .look import Look
from .source import call, label, literal

_TEMPLATE: Final = '#import "template.typ": *\n'


class Imprint(NamedTuple):
    """What the book says of itself: the site, who wrote it, which version, and the day of the last review."""

    site: Site
    authors: str
    version: str
    day: date | None

    def citation(self) -> str:
        """How to cite the book, in one line."""
        year = f" ({self.day.year})" if self.day else ""
        authors = f"{self.authors[:1].upper()}{self.authors[1:]}{year}"
        version = " ".join((str(_("Version")), self.version)) if self.version else ""
        parts = (authors if self.authors else "", self.site.name, version, self.site.base_url)
        return ". ".join(filter(None, parts)) + "."


def front(imprint: Imprint, look: Look, cover: str) -> str:
    """The cover, with the picture *cover* if it names one, and the contents."""
    site = imprint.site
    facts = particulars(site, imprint.version, imprint.day) | {str(_("How to cite")): imprint.citation()}
    words = "".join(f"{literal(key)}: {literal(value)}, " for key, value in facts.items())
    options = {
        "title": literal(site.name),
        "tagline": literal(site.tagline or ""),
        "authors": literal(imprint.authors),
        **look.options(),
        "contents": literal(str(_("Contents"))),
        "words": f"({words})",
        "cover": literal(cover) if cover else "none",
    }
    return f"{_TEMPLATE}#show: {call('book.with', **options).removeprefix('#')}\n"


def index(places: Iterable[tuple[str, str]]) -> str:
    """The index of resources: the title of each, and the label of its place, whose page Typst finds."""
    rows = sorted(places, key=lambda place: place[0].casefold())
    entries = "\n".join(call("entry", label(target), literal(title)) for title, target in rows)
    heading = call("heading", literal(str(_("Index of resources"))), level="1")
    return f"\n{call('pagebreak', weak='true')}\n{heading}\n{entries}\n" if rows else ""


def colophon(imprint: Imprint) -> str:
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
    return "\n" + call("closing", literal(str(_("Colophon"))), *(literal(fact) for fact in facts if fact)) + "\n"


def sheet(part: Checklist, site: Site, look: Look) -> str:
    """A document of its own: one checklist on a sheet, to fill in and to tick."""
    rows = [f"({literal(item.text)}, {literal(item.why)})" for item in part.items]
    kind, blanks = str(_("Checklist")), (str(_("Project")), str(_("Date")))
    options = {
        "title": literal(f"{kind}: {part.term.text}"),
        "site": literal(". ".join(filter(None, (site.name, site.base_url)))),
        "blanks": f"({', '.join(map(literal, blanks))})",
        **look.options(),
    }
    return f"{_TEMPLATE}{call('sheet', *rows, **options)}\n"
