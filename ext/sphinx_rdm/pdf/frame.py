"""What the book has around its pages, as Typst source: cover, imprint, lists, index, back; and sheets to print."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from ..i18n import _, language_name
from ..kinds.checklist.record import NamedChecklist
from ..publication import issue, particulars
from ..records.model import Site
from ..theme.tokens import size
from .flow import flowing
from .fonts import Fonts, Style
from .look import Look
from .source import call, content, literal
from .subject_index import IndexLine, Translation
from .words import SIZE

_NARROW: Final = 330.0
"""The room for the name on the cover, in points."""
_LINE: Final = 170.0
"""The room for other words, in the largest print on the narrowest paper."""
_LONG: Final = 1500
"""Letters of an item of a sheet that may break across pages."""
_TEMPLATE: Final = '#import "template.typ": *\n'


class Imprint(NamedTuple):
    """What the book says of itself: the site, who wrote it, which version, the day of the last review.

    If it holds but a part, ``titles`` says which.
    """

    site: Site
    authors: str
    version: str
    day: date | None
    titles: Sequence[str] = ()

    def citation(self) -> str:
        """How to cite the book, in one line; a DOI leads to where the book is, whatever its address."""
        year = f" ({self.day.year})" if self.day else ""
        authors = f"{self.authors[:1].upper()}{self.authors[1:]}{year}"
        version = " ".join((str(_("Version")), self.version)) if self.version else ""
        address = self.site.doi or self.site.base_url or ""
        parts = (authors if self.authors else "", self.site.name, version, address)
        # A full stop behind an address would be taken for a part of it.
        return ". ".join(filter(None, parts)) + ("" if address else ".")

    def text(self) -> str:
        """All words that come from elsewhere than from the pages."""
        return " ".join(filter(None, (self.citation(), self.site.base_url, self.site.tagline)))

    def facts(self) -> dict[str, str]:
        """What a librarian asks for, by what it is called."""
        site = self.site
        known = {
            str(_("Publisher")): site.operator,
            str(_("Contact")): site.contact or site.support_mail,
            **particulars(site, self.version, self.day),
            str(_("How to cite")): self.citation(),
            str(_("Standards")): str(_("PDF/UA-1 for screen readers, PDF/A-3a for archives")),
            str(_("Made with")): str(_("Sphinx and Typst, in Source Sans Pro, Libertinus Serif and DejaVu Sans Mono")),
        }
        return {name: value for name, value in known.items() if value}


class Matter(NamedTuple):
    """What stands before or behind the chapters, under a title of its own; how many tables that has."""

    title: str
    source: str
    tables: int = 0


class Inside(NamedTuple):
    """What a book has that readers should know of: titles of the directory and of tabs, and whether there is more."""

    directory: str
    has_tabs: bool
    has_sheets: bool
    has_translations: bool
    has_data: bool


def front(imprint: Imprint, look: Look, cover: str, fonts: Fonts) -> str:
    """The cover, with the picture *cover* if it names one, the imprint and the contents."""
    site = imprint.site
    part = {str(_("A part of the book")): ", ".join(imprint.titles)} if imprint.titles else {}
    options = {
        "title": literal(site.name),
        "name": content(flowing(site.name, fonts, _NARROW, size("cover"), Style.LABEL)),
        "tagline": literal(site.tagline or ""),
        "motto": _said(site.tagline or "", fonts),
        "authors": literal(imprint.authors),
        **look.options(),
        "contents": literal(str(_("Contents"))),
        "words": _pairs(part | issue(imprint.version, imprint.day), fonts),
        "imprint": _pairs(imprint.facts(), fonts, _linked),
        "cover": literal(cover) if cover else "none",
    }
    return f"{_TEMPLATE}#show: {call('book.with', **options).removeprefix('#')}\n"


def how_to_use(inside: Inside, address: str, fonts: Fonts) -> Matter:
    """What a reader should know of the book before the first page; *address* is that of the site, if it has one."""
    hints = {
        str(_("Beside the text")): _(
            "An arrow leads to a page of the book, an address to the web. A chapter explains terms at their first use."
        ),
        str(_("Codes")): inside.directory
        and _("A code such as R17 stands for a resource. Look it up in “%(title)s”.") % {"title": inside.directory},
        str(_("Tabs")): inside.has_tabs and _("Each tab at the edge of the pages is a phase or a part."),
        str(_("Checklists")): inside.has_sheets
        and _("The checklist of a phase is the last page of its chapter, to copy or to tear out."),
        str(_("Index")): _(
            "At the end, by all names and keywords. A page in bold is where the thing itself is described."
        ),
        str(_("Other languages")): inside.has_translations
        and _("The index has the words of both languages. Before it, they stand beside each other."),
        str(_("Screen readers")): _("Notes, heads and tabs are passed over. Links and headings say the same."),
        str(_("Data")): inside.has_data and _("The lists are made from data files, which are attached to the PDF."),
        str(_("On the web")): address
        and _("The same pages, with a search and lists to narrow down, are at %(address)s.") % {"address": address},
    }
    found = _pairs({name: str(text) for name, text in hints.items() if text}, fonts)
    return _matter(str(_("How to use this book")), f"#hints(..{found})", fonts)


def attached(names: Iterable[str]) -> str:
    """Files of data that the PDF brings along; they lie beside its source."""
    said = str(_("What the lists of the handbook are made of"))
    return "".join(f"{call('data-file', literal(name), literal(said))}\n" for name in names)


def figures(places: Iterable[tuple[str, str]], fonts: Fonts) -> Matter | None:
    """A list of figures: their titles, and their places, whose pages Typst finds."""
    lines = [_array([content(flowing(name, fonts, _LINE)), "()", _array([literal(target)])]) for name, target in places]
    return _matter(str(_("Figures")), call("entries", *lines), fonts, alone="false") if lines else None


def word_lists(translations: Iterable[Translation], source: str, fonts: Fonts) -> Matter | None:
    """Terms and their translations beside each other, sorted by either, with the pages that explain them.

    *source* is the language of the terms.
    """
    found: dict[str, list[Translation]] = {}
    for item in translations:
        found.setdefault(item.language, []).append(item)
    tables = []
    for language, items in found.items():
        names = language_name(source, source), language_name(language, source)
        rows = [
            (_said(item.term, fonts), _spoken(item, fonts), literal(item.target))
            for item in sorted(items, key=Translation.by_term)
        ]
        back = [
            (_spoken(item, fonts), _said(item.term, fonts), literal(item.target))
            for item in sorted(items, key=Translation.by_word)
        ]
        for heads, lines in ((names, rows), (names[::-1], back)):
            heading = call("title-of-section", _said(" – ".join(heads), fonts))
            columns = (_said(name, fonts) for name in (*heads, str(_("Page"))))
            table = call("word-list", *columns, *(f"({', '.join(line)})" for line in lines))
            tables.append(f"{heading}\n{table}\n")
    matter = _matter(str(_("Words in two languages")), "\n".join(tables), fonts)
    return matter._replace(tables=len(tables)) if tables else None


def _spoken(item: Translation, fonts: Fonts) -> str:
    return content(call("text", _said(item.word, fonts), lang=literal(item.language)))


def index(entries: Iterable[IndexLine], room: float, fonts: Fonts) -> Matter | None:
    """An index: names, and their places, whose pages Typst finds; a name has so much *room*."""
    lines = []
    letter = ""
    for name, tongue, homes, others in entries:
        own = name[:1].upper() if name[:1].isalpha() else ""
        if own != letter:
            lines.append(call("letter", _said(own, fonts)).removeprefix("#"))
            letter = own
        words = content(flowing(name, fonts, room))
        said = content(call("text", words, lang=literal(tongue))) if tongue else words
        lines.append(_array([said, _array(map(literal, homes)), _array(map(literal, others))]))
    return _matter(str(_("Index")), call("entries", *lines), fonts, "index") if lines else None


def back(imprint: Imprint, parts: Iterable[str], fonts: Fonts) -> str:
    """The back of the book: what it is, and which *parts* it has."""
    said = filter(None, (imprint.site.tagline, " · ".join(parts), imprint.site.licence, imprint.site.base_url))
    return "\n" + call("back", _said(imprint.site.name, fonts), *(_said(text, fonts) for text in said)) + "\n"


def _array(values: Iterable[str]) -> str:
    return f"({''.join(f'{value}, ' for value in values)})"


def _matter(title: str, body: str, fonts: Fonts, name: str = "matter", **options: str) -> Matter:
    return Matter(title, "\n" + call(name, _said(title, fonts), content(body), **options) + "\n")


def _said(text: str, fonts: Fonts, size: float = SIZE) -> str:
    return content(flowing(text, fonts, _LINE, size))


def _linked(text: str, fonts: Fonts) -> str:
    """A text in which web addresses are links."""
    pieces = re.split(r"(https?://\S+)", text)
    return content(
        "".join(
            f"{call('link', literal(piece))}{_said(piece, fonts)}" if number % 2 else flowing(piece, fonts, _LINE)
            for number, piece in enumerate(pieces)
        )
    )


def _pairs(facts: Mapping[str, str], fonts: Fonts, said: Callable[[str, Fonts], str] = _said) -> str:
    return f"({''.join(f'({_said(name, fonts)}, {said(value, fonts)}), ' for name, value in facts.items())})"


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
