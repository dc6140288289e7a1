"""What is for eyes alone: notes beside the text, heads, numbers of pages and tabs, laid over the finished book.

A screen reader has all of it from links and headings, so it is passed over there. It is read from the PDF itself, from
the links and the bookmarks of its pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, cast

import pikepdf

from .fonts import Style, width
from .links import bare
from .paper import Paper
from .words import parts

_LEADING: Final = (1.2, 1.1)
"""From line to line of a note, as a multiple of its size, and where there are many."""
_AIR: Final = (2.5, 1.0)
"""Points between two notes, and where there are many."""
_SAME_LINE: Final = 6.0
"""Points that two links on one line may differ in height."""
_BASELINE: Final = 0.95
"""From the top of a link to the line that its words stand on, as a multiple of the size of the text."""
_CAPITAL: Final = 0.66
"""How high a numeral is, as a multiple of its size."""
_HEAD, _FOOT = 30.0, 26.0
"""Points from the text to the line over it and to the one under it."""
_PICTURE: Final = 0.6
"""How wide a picture is, as part of the column of notes."""
_TAB: Final = (22.0, 76.0)
"""The width of a tab, and its height if there is room, in points."""
_TAB_AIR: Final = 8.0


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


class SideNote(NamedTuple):
    """Words beside a line of text: how far down that line is, in points, and the lines of the note."""

    down: float
    lines: Sequence[str]


class MarginMark(NamedTuple):
    """What the book says of a place: the page, counted from 1, and how far down it, in points.

    A ``note`` has words for the margin; between ``from`` and ``to`` there is no room for notes.
    """

    page: int
    down: float
    kind: str
    words: str


class Stamp(NamedTuple):
    """Words on a page: where their line begins, or ends, and what they are.

    A tab or a picture has its corner there, and its size; the words of a picture are the name of its file.
    """

    x: float
    y: float
    words: str
    kind: str
    ends: bool = False
    size: tuple[float, float] = (0.0, 0.0)


class Margin(NamedTuple):
    """What is known of a book beside its pages: its openings, the words of the tabs, and the measures of its paper."""

    openings: Sequence[Opening]
    tabs: Sequence[str]
    paper: Paper


class _Page(NamedTuple):
    """What a page holds: its chapter, if it has one, whether that begins here, the section, and where links lead."""

    opening: Opening | None
    begins: bool
    section: str
    links: Sequence[tuple[float, str]]


def stamps(book: pikepdf.Pdf, marks: Sequence[MarginMark], margin: Margin) -> list[list[Stamp]]:
    """All stamps of each page of the finished *book*."""
    openings, tabs, paper = margin
    found: dict[int, list[MarginMark]] = {}
    for mark in marks:
        found.setdefault(mark.page, []).append(mark)
    pages = enumerate(_pages(book, openings, paper), 1)
    return [list(_stamps(page, number, found.get(number, ()), tabs, paper)) for number, page in pages]


def _stamps(
    page: _Page, number: int, marks: Sequence[MarginMark], tabs: Sequence[str], paper: Paper
) -> Iterator[Stamp]:
    opening = page.opening
    if opening is None or opening.is_part:
        return
    left, is_right = paper.left(number), paper.is_right(number)
    x = left + paper.full if is_right else left
    yield Stamp(x, paper.height - paper.bottom + _FOOT, str(number), "folio", ends=is_right)
    if not page.begins:
        chapter = f"{opening.number}\N{EN SPACE}{opening.title}" if opening.number else opening.title
        words = (page.section or chapter) if is_right and paper.is_mirrored else chapter
        yield Stamp(x, paper.top - _HEAD, _cut(words, paper.full, paper.size("running")), "running", ends=is_right)
    if opening.tab is not None:
        yield _tab(opening.tab, tabs, paper, is_right=is_right)
    column, top = paper.notes_left(number), paper.top
    if page.begins and opening.number:
        numeral = paper.size("numeral")
        yield Stamp(column, top + _CAPITAL * numeral, str(opening.number), "numeral")
        top += numeral
        if opening.picture:
            high = _PICTURE * paper.notes
            yield Stamp(column, top, opening.picture, "picture", size=(high, high))
            top += high + _TAB_AIR
    notes = [
        *_notes(page.links, paper),
        *(SideNote(mark.down, _wrapped(mark.words, paper)) for mark in marks if mark.kind == "note"),
    ]
    notes.sort(key=lambda note: note.down)
    for low, high, own in spread(notes, list(_free(marks, top, paper.height - paper.bottom)), paper.size("note")):
        yield from (Stamp(column, y, words, "note") for words, y in placed(own, low, high, paper.size("note")))


def _free(marks: Sequence[MarginMark], top: float, bottom: float) -> Iterator[tuple[float, float]]:
    """From where to where there is room for notes."""
    for mark in marks:
        if mark.kind == "from":
            yield top, mark.down - _TAB_AIR
        if mark.kind == "to":
            top = mark.down + _TAB_AIR
    yield top, bottom


def spread(
    notes: Sequence[SideNote], rooms: Sequence[tuple[float, float]], size: float
) -> list[tuple[float, float, list[SideNote]]]:
    """Each room with the notes for it: those of its lines, and what the rooms above had no place for."""
    left = list(notes)
    found = []
    for number, (top, bottom) in enumerate(rooms):
        own: list[SideNote] = []
        is_last = number == len(rooms) - 1
        while left and (is_last or left[0].down <= bottom):
            if not is_last and _high([*own, left[0]], size * _LEADING[0], _AIR[0]) > bottom - top:
                break
            own.append(left.pop(0))
        found.append((top, bottom, own))
    return found


def _tab(place: int, tabs: Sequence[str], paper: Paper, *, is_right: bool) -> Stamp:
    """A tab at the outer edge, as high as there is room for all, and with as much of its words."""
    wide, most = _TAB
    high = min(most, (paper.height - paper.top - paper.bottom) / len(tabs) - _TAB_AIR)
    words = _cut(tabs[place], high - _TAB_AIR, paper.size("note"), ellipsis="")
    x, y = paper.width - wide if is_right else 0.0, paper.top + place * (high + _TAB_AIR)
    return Stamp(x, y, words, "tab", is_right, (wide, high))


def _cut(words: str, room: float, large: float, ellipsis: str = "…") -> str:
    """As many of the words as a line has room for."""
    kept = words.split(" ")
    while kept and width(" ".join(kept) + ellipsis, Style.LABEL) * large > room:
        kept.pop()
    found = " ".join(kept)
    return found if found == words or not found else found + ellipsis


def placed(notes: Sequence[SideNote], top: float, bottom: float, size: float) -> list[tuple[str, float]]:
    """The lines of the notes with their heights, each note beside its text or as near to that as the others let it.

    If they are many for the column, they stand closer; if too many, long ones are cut, and at last some are left
    out: their links still lead where they say. All measures are in points; *size* is that of the notes.
    """
    room = bottom - top
    closer = _high(notes, size * _LEADING[0], _AIR[0]) > room
    line, air = size * _LEADING[closer], _AIR[closer]
    kept = list(notes)
    while kept and _high(kept, line, air) > room:
        longest = max(range(len(kept)), key=lambda number: len(kept[number].lines))
        down, lines = kept.pop(longest)
        if len(lines) > 1:
            kept.insert(longest, SideNote(down, [*lines[:-2], f"{lines[-2][:-2]}…"]))
    tops: list[float] = []
    end = top
    for note in kept:
        tops.append(max(end, note.down - size))
        end = tops[-1] + len(note.lines) * line + air
    limit = bottom
    for number in reversed(range(len(kept))):
        tops[number] = min(tops[number], limit - len(kept[number].lines) * line)
        limit = tops[number] - air
    return [
        (words, y + size + number * line)
        for note, y in zip(kept, tops, strict=True)
        for number, words in enumerate(note.lines)
    ]


def _high(notes: Sequence[SideNote], line: float, air: float) -> float:
    return sum(len(note.lines) * line + air for note in notes) - air


def _notes(links: Iterable[tuple[float, str]], paper: Paper) -> Iterator[SideNote]:
    """Links as notes: the pages of one line are one note, and nothing is said twice there."""
    lines: list[tuple[float, list[str]]] = []
    for down, goal in links:
        if not lines or down - lines[-1][0] > _SAME_LINE:
            lines.append((down, []))
        if goal not in lines[-1][1]:
            lines[-1][1].append(goal)
    most = paper.notes / paper.size("note")
    for down, goals in lines:
        if pages := [goal for goal in goals if goal.isdigit()]:
            first, *others = pages
            yield SideNote(down, _broken([f"→\N{NO-BREAK SPACE}{first}", *(f", {page}" for page in others)], paper))
        for address in (bare(goal) for goal in goals if not goal.isdigit()):
            shown = address.removesuffix("/") if address.count("/") == 1 else address
            yield SideNote(down, _broken(parts(shown, most, Style.NOTE), paper))


def _wrapped(words: str, paper: Paper) -> list[str]:
    """Words in lines of the column of notes."""
    return [line.rstrip() for line in _broken((f"{word} " for word in words.split()), paper)]


def _broken(pieces: Iterable[str], paper: Paper) -> list[str]:
    """Lines for the column of notes, broken between the pieces."""
    lines = [""]
    for piece in pieces:
        if lines[-1] and width((lines[-1] + piece).rstrip(), Style.NOTE) * paper.size("note") > paper.notes:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.removeprefix(", ")
    return lines


def _pages(book: pikepdf.Pdf, openings: Sequence[Opening], paper: Paper) -> Iterator[_Page]:
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
        yield _Page(None if is_blank or is_back else opening, begins, shown, links)


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
