"""What each page of the finished book holds, by its bookmarks and links: chapter, section, and where links lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, cast

import pikepdf

from .paper import Paper

_BASELINE: Final = 0.95
"""From the top of a link to the line that its words stand on, as a multiple of the size of the text."""


class Opening(NamedTuple):
    """A part or a chapter of the book, in the order of the bookmarks.

    ``number`` is what it is counted as, if it is; ``tab`` is the place of its tab among all tabs, if it has one;
    ``addresses`` are those behind links of which no reader of paper sees where they lead, as fonts can show it, and
    without any table of them, nothing is noted; ``picture`` is the file of one below its number.
    """

    title: str
    number: int = 0
    tab: int | None = None
    addresses: Mapping[str, str] | None = None
    is_part: bool = False
    picture: str = ""


class BookPage(NamedTuple):
    """What a page holds: its chapter, if it has one, whether that begins here, the section, and where links lead."""

    opening: Opening | None
    begins: bool
    section: str
    links: Sequence[tuple[float, str]]


def leaves(book: pikepdf.Pdf, openings: Sequence[Opening], paper: Paper) -> Iterator[BookPage]:
    """What each page of the *book* holds; its chapters begin in the order of the *openings*."""
    numbers = {page.obj.objgen: number for number, page in enumerate(book.pages)}
    starts, sections = _bookmarks(book, openings, numbers)
    chapters: list[Opening | None] = []
    for number in range(len(book.pages)):
        chapters.append(starts.get(number, chapters[-1] if chapters else None))
    section = ""
    for number, page in enumerate(book.pages):
        opening, begins = chapters[number], number in starts
        titles = sections.get(number, [])
        section = "" if begins else section
        shown = titles[0] if titles else section
        section = titles[-1] if titles else section
        is_blank = {"/Font", "/XObject"}.isdisjoint(page.get("/Resources", {}).keys())
        links = list(_links(page.obj, opening, chapters, numbers, paper)) if opening else []
        is_back = number == len(book.pages) - 1
        yield BookPage(None if is_blank or is_back else opening, begins, shown, links)


def _bookmarks(
    book: pikepdf.Pdf, openings: Sequence[Opening], numbers: Mapping[tuple[int, int], int]
) -> tuple[dict[int, Opening], dict[int, list[str]]]:
    """What begins on which page, and the titles of the sections on each.

    A bookmark at the top, or right below a part, is that of the next opening.
    """
    starts: dict[int, Opening] = {}
    sections: dict[int, list[str]] = {}
    waiting = list(reversed(openings))

    def walk(items: Iterable[pikepdf.OutlineItem], *, are_openings: bool) -> None:
        for item in items:
            page = numbers[cast(pikepdf.Array, item.destination)[0].objgen]
            opening = waiting.pop() if are_openings and waiting else None
            if opening:
                starts[page] = opening
            else:
                sections.setdefault(page, []).append(item.title)
            walk(item.children, are_openings=bool(opening and opening.is_part))

    with book.open_outline() as outline:
        walk(outline.root, are_openings=True)
    return starts, sections


def _links(
    page: pikepdf.Dictionary,
    opening: Opening,
    chapters: Sequence[Opening | None],
    numbers: Mapping[tuple[int, int], int],
    paper: Paper,
) -> Iterator[tuple[float, str]]:
    """How far down each link stands that leads out of its chapter, and the page or the address that it leads to."""
    if opening.addresses is None:
        return
    for link in sorted(page.get("/Annots", ()), key=_place):
        down = paper.height - float(link.Rect[3]) + _BASELINE * paper.size("text")
        if "/Dest" in link:
            goal = numbers[link.Dest[0].objgen]
            if chapters[goal] is not opening:
                yield down, str(goal + 1)
        elif "/A" in link and (address := str(link.A.get("/URI", ""))) in opening.addresses:
            yield down, opening.addresses[address]


def _place(link: pikepdf.Object) -> tuple[int, float]:
    """Where a link begins, so that those of one line are in the order of its words."""
    left = link.QuadPoints[0] if "/QuadPoints" in link else link.Rect[0]
    return -round(float(link.Rect[3])), float(left)
