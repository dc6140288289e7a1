"""Where the links of a finished book lead: their addresses are names of places, of which Typst says where they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import pikepdf
from pikepdf import Array, Name

from ..i18n import _

_ABOVE: Final = 10.0
"""Points that are shown above a place."""


class BookPlace(NamedTuple):
    """A place in a book by its name: the page, counted from 1, and how far across and down it, in points."""

    name: str
    page: int
    across: float
    down: float


def lead(book: pikepdf.Pdf, places: Iterable[BookPlace]) -> None:
    """Let each link of the *book* lead to the page and height of its place, and say the page.

    Raises :class:`KeyError` with the name of a place that the book does not have.
    """
    found = {place.name: place for place in reversed([*places])}  # of two with one name, the first
    pages = [(page.obj, float(page.mediabox[3])) for page in book.pages]
    for page, _height in pages:
        for link in page.get("/Annots", ()):
            address = bytes(link.A.get("/URI", b"")).decode() if "/A" in link else ""
            if not address.startswith("#"):
                continue
            place = found[address[1:]]
            goal, height = pages[place.page - 1]
            del link["/A"]
            link.Dest = Array([goal, Name.XYZ, place.across, height - max(0.0, place.down - _ABOVE), 0])
            link.Contents = str(_("Page %(page)d")) % {"page": place.page}
