"""Every letter of a PDF with its place, font and size; and what must be true of all of them."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pymupdf
import pypdfium2

from sphinx_rdm.pdf.paper import Paper, paper_of

A4 = paper_of("a4", mirrored=True, large=False)
CLOSE = (1.2, 2.5)
"""Two letters with their middles nearer than that, across and down, lie on each other."""
_DOWN = 10_000
"""More squares than a page has from its top to its foot."""
_NEAR = [across * _DOWN + down for across in (-1, 0, 1) for down in (-1, 0, 1)]


class Letter(NamedTuple):
    """A letter with its box, the line that it stands on, its font and its size in points."""

    sign: str
    left: float
    right: float
    line: float
    font: str
    size: float


class Sheet(NamedTuple):
    """A page with its letters in the order in which they were set."""

    number: int
    width: float
    height: float
    letters: list[Letter]


def sheets(path: Path) -> list[Sheet]:
    """All pages of a PDF."""
    return _sheets(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _sheets(path: Path, _changed: int) -> list[Sheet]:
    with pymupdf.open(path) as pdf:
        return [Sheet(page.number + 1, page.rect.width, page.rect.height, list(_letters(page))) for page in pdf]


def _letters(page: pymupdf.Page) -> Iterator[Letter]:
    for span in page.get_texttrace():
        for code, _glyph, (_x, line), (left, _top, right, _bottom) in span["chars"]:
            if right - left > 0.1 and (sign := chr(code)).strip():
                yield Letter(sign, left, right, line, span["font"], span["size"])


def words(pages: list[Sheet]) -> str:
    """All that is on paper, without spaces."""
    return "".join(
        letter.sign
        for page in pages
        for letter in page.letters
        if 0 <= letter.left <= page.width and 0 <= letter.line <= page.height
    )


def in_text(letter: Letter, number: int, paper: Paper) -> bool:
    """Whether a letter stands in the column of the text of the page of that *number*."""
    left = paper.text_left(number)
    is_beside = left - 1 <= letter.left and letter.right <= left + paper.text + 1
    return is_beside and paper.top - 2 < letter.line < paper.height - paper.bottom + 6


def is_stamp(letter: Letter, number: int, paper: Paper) -> bool:
    """Whether a letter is one of what is laid over pages: a note, a numeral, a head, the number of a page, a tab."""
    notes, small = paper.notes_left(number), letter.size <= paper.size("folio") + 0.1
    is_noted = notes - 1 <= letter.left and letter.right <= notes + paper.notes + 1
    if _is_between(letter, paper) and is_noted:
        return letter.font.startswith("SourceSans") and (small or letter.size > paper.size("part"))
    is_around = paper.top - 35 < letter.line < paper.top - 20 or 20 < letter.line - paper.height + paper.bottom < 30
    if is_around and _is_inside(letter, number, paper):
        return small
    at_edge = letter.left > paper.width - 23 if paper.is_right(number) else letter.right < 23
    return at_edge and small and letter.left >= 0 and letter.right <= paper.width


def is_wide_code(letter: Letter, number: int, paper: Paper) -> bool:
    """Whether a letter is one of code that goes over the column of notes."""
    return letter.font == "DejaVuSansMono" and _is_between(letter, paper) and _is_inside(letter, number, paper)


def _is_between(letter: Letter, paper: Paper) -> bool:
    return paper.top - 2 < letter.line < paper.height - paper.bottom + 2


def _is_inside(letter: Letter, number: int, paper: Paper) -> bool:
    left = paper.left(number)
    return left - 1 <= letter.left and letter.right <= left + paper.full + 1


def side_notes(pages: list[Sheet], paper: Paper = A4) -> list[str]:
    """What is noted beside the text of each page, line by line."""
    return ["".join(letter.sign for letter in page.letters if _is_note(letter, page.number, paper)) for page in pages]


def _is_note(letter: Letter, number: int, paper: Paper) -> bool:
    is_beside = paper.notes_left(number) - 1 <= letter.left <= paper.notes_left(number) + paper.notes
    return is_beside and not in_text(letter, number, paper) and letter.size <= paper.size("note") + 0.1


def opens_a_part(page: Sheet, paper: Paper) -> bool:
    """Whether a page has a numeral as only the opening of a part has, and is as wide as its margins let it."""
    return any(letter.size > paper.size("numeral") + 1 for letter in page.letters)


def begins_a_chapter(page: Sheet, paper: Paper) -> bool:
    """Whether a page has a numeral beside its text."""
    return any(abs(letter.size - paper.size("numeral")) < 1 for letter in page.letters)


def misplaced(pages: list[Sheet], paper: Paper = A4, wide: Collection[int] = ()) -> list[str]:
    """Letters outside their columns, and letters on each other, with the words around them.

    Pages of which the number is *wide* have no column of notes.
    """
    found = []
    for page in pages[1:]:  # the cover has margins of its own
        is_open = opens_a_part(page, paper) or page.number in wide
        taken: dict[int, list[int]] = {}  # by squares of three points
        for number, letter in enumerate(page.letters):
            known = (
                (is_open and _is_inside(letter, page.number, paper))
                or in_text(letter, page.number, paper)
                or is_stamp(letter, page.number, paper)
                or is_wide_code(letter, page.number, paper)
            )
            if not known:
                found.append(f"{page.number}: in the margin: {_around(page, number)}")
            middle = (letter.left + letter.right) / 2
            square = int(middle / 3) * _DOWN + int(letter.line / 3)
            for near in _NEAR:
                for other in taken.get(square + near, ()):
                    there = page.letters[other]
                    across, down = abs((there.left + there.right) / 2 - middle), abs(there.line - letter.line)
                    if other < number - 1 and across < CLOSE[0] and down < CLOSE[1]:
                        found.append(f"{page.number}: on each other: {_around(page, number)}, {_around(page, other)}")
            taken.setdefault(square, []).append(number)
    return found


def _around(page: Sheet, number: int) -> str:
    return "".join(letter.sign for letter in page.letters[max(0, number - 8) : number + 8])


def tiny(pages: list[Sheet], least: float = 8.0) -> set[str]:
    """Fonts and sizes of letters that many could not read."""
    found = {(letter.font, round(letter.size, 2)) for page in pages for letter in page.letters}
    return {f"{font} {size}" for font, size in found if size < least - 0.01}


def hyphens_of_words(pages: list[Sheet], fonts: tuple[str, ...], most: float = 20.0) -> list[str]:
    """Words in one of the *fonts* and no larger than *most* that a line parts behind their own hyphen."""
    found = []
    for page in pages:
        for number, (before, letter, after) in enumerate(
            zip(page.letters, page.letters[1:], page.letters[2:], strict=False), 1
        ):
            inside = before.line == letter.line and letter.left - before.right < 1 and before.sign.isalnum()
            own = inside and letter.sign == "-" and letter.font in fonts and letter.size < most
            if own and after.font == letter.font and after.line > letter.line and after.left < letter.left:
                found.append(f"{page.number}: {_around(page, number)}")
    return found


def languages(path: Path) -> dict[str, str]:
    """The text in each language, as a screen reader takes it from the tags and from the marks in the text."""
    tongues: dict[tuple[int, int], str] = {}
    with pikepdf.open(path) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        pending = [(pdf.Root.StructTreeRoot, str(pdf.Root.Lang), None)]
        while pending:
            element, language, page = pending.pop()
            if isinstance(element, int):
                tongues[page, element] = language
            elif isinstance(element, pikepdf.Dictionary):
                page = pages[element.Pg.objgen] if "/Pg" in element else page
                language = str(element.get("/Lang", language))
                listed = [element.MCID] if "/MCID" in element else children(element)
                pending += [(child, language, page) for child in listed]
    found: dict[str, list[str]] = {}
    document = pypdfium2.PdfDocument(path)
    for number, page in enumerate(document):
        text = page.get_textpage()
        for item in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            place = pypdfium2.raw.FPDFPageObj_GetMarkedContentID(item)
            language = mark_of(item) or tongues.get((number, place), "")
            if language:
                found.setdefault(language, []).append(written(item, text))
    document.close()
    return {language: re.sub("[\u0002\u00ad\ufffe]", "", "".join(texts)) for language, texts in found.items()}


def written(item: pypdfium2.PdfObject, page: pypdfium2.PdfTextPage) -> str:
    """The text of one object of a page."""
    buffer = (ctypes.c_ushort * 4000)()
    size = pypdfium2.raw.FPDFTextObj_GetText(item, page, buffer, 8000)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")


def mark_of(item: pypdfium2.PdfObject) -> str:
    """The language that a mark around a piece of text names, if one does."""
    raw = pypdfium2.raw
    size = ctypes.c_ulong()
    for number in range(raw.FPDFPageObj_CountMarks(item)):
        buffer = (ctypes.c_ushort * 20)()
        mark = raw.FPDFPageObj_GetMark(item, number)
        if raw.FPDFPageObjMark_GetParamStringValue(mark, b"Lang", buffer, 40, size):
            return bytes(buffer)[: size.value - 2].decode("utf-16-le")
    return ""


def artifacts(path: Path) -> set[str]:
    """The texts that no screen reader says, without what is laid over pages; lines close to each other are one text."""
    found = set()
    document = pypdfium2.PdfDocument(path)
    for page in document:
        text, said, last = page.get_textpage(), "", 0.0
        for item in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=1):
            _left, bottom, _right, _top = item.get_bounds()
            is_artifact = pypdfium2.raw.FPDFPageObj_GetMarkedContentID(item) < 0
            if said and (not is_artifact or abs(bottom - last) > 15):
                found.add(said)
                said = ""
            if is_artifact:
                said, last = said + written(item, text), bottom
        found.add(said)
    document.close()
    return found


def children(element: pikepdf.Dictionary) -> list[Any]:
    """What is right below a structure element."""
    found = element.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]
