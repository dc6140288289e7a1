"""What is for eyes alone: notes beside the text, heads, numbers of pages and tabs, laid over the finished book.

A screen reader has all of it from links and headings, so it is passed over there. It is read from the PDF itself, from
the links and the bookmarks of its pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import pikepdf

from .fonts import Style, width
from .leaves import BookPage, Opening, leaves
from .links import bare
from .paper import Paper
from .words import parts

_LEADING: Final = (1.2, 1.1)
"""From line to line of a note, as a multiple of its size, and where there are many."""
_AIR: Final = (2.5, 1.0)
"""Points between two notes, and where there are many."""
_SAME_LINE: Final = 6.0
"""Points that two links on one line may differ in height."""
_CAPITAL: Final = 0.66
"""How high a numeral is, as a multiple of its size."""
_HEAD, _FOOT = 30.0, 26.0
"""Points from the text to the line over it and to the one under it."""
_PICTURE: Final = 0.6
"""How wide a picture is, as part of the column of notes."""
_TAB: Final = (22.0, 76.0)
"""The width of a tab, and its height if there is room, in points."""
_TAB_AIR: Final = 8.0


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


def stamps(book: pikepdf.Pdf, marks: Sequence[MarginMark], margin: Margin) -> list[list[Stamp]]:
    """All stamps of each page of the finished *book*."""
    openings, tabs, paper = margin
    found: dict[int, list[MarginMark]] = {}
    for mark in marks:
        found.setdefault(mark.page, []).append(mark)
    pages = enumerate(leaves(book, openings, paper), 1)
    return [list(_stamps(page, number, found.get(number, ()), tabs, paper)) for number, page in pages]


def _stamps(
    page: BookPage, number: int, marks: Sequence[MarginMark], tabs: Sequence[str], paper: Paper
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
    """A tab at the outer edge, as high as there is room for all, and with as much of its words as two lines hold."""
    wide, most = _TAB
    high = min(most, (paper.height - paper.top - paper.bottom) / len(tabs) - _TAB_AIR)
    room, large = high - _TAB_AIR, paper.size("note")
    first = _cut(tabs[place], room, large, ellipsis="")
    second = _cut(tabs[place].removeprefix(first).strip(), room, large, ellipsis="")
    words = f"{first}\n{second}" if second else first
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
            kept.insert(longest, SideNote(down, [*lines[:-2], _shorter(lines[-2])]))
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


def _shorter(line: str) -> str:
    """A line that ends with an ellipsis, and is no wider."""
    kept = line
    while kept and width(f"{kept}…", Style.NOTE) > width(line, Style.NOTE):
        kept = kept[:-1]
    return f"{kept}…"


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
