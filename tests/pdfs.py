"""What a reader finds in a PDF: its words, outline, links and tags, and what is badly set."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pypdfium2

from letters import A4, Sheet, begins_a_chapter, children, misplaced, opens_a_part, sheets
from sphinx_rdm.pdf.paper import Paper

NOTE = 9
"""Points from the edge of the text to where the number of a footnote stands."""
SMALLEST_HEADING, LARGEST_HEADING = 10, 20
HYPHEN = re.compile(r"[\u00ad\u200b]|-\r?\n|[\ufffe\u0002](?:\r?\n)?")


def text(path: Path, pages: slice = slice(None)) -> str:
    """The text of a PDF in one line, without what the lines did to it."""
    pdf = pypdfium2.PdfDocument(path)
    found = "\n".join(pdf[number].get_textpage().get_text_bounded() for number in range(len(pdf))[pages])
    pdf.close()
    return squeeze(HYPHEN.sub("", found))


def text_from(path: Path, title: str) -> str:
    """The text from the page on, to which the last bookmark of that title leads."""
    with pymupdf.open(path) as pdf:
        page = next(page for _level, name, page in reversed(pdf.get_toc()) if name == title)
    return text(path, slice(page - 1, None))


def squeeze(words: str) -> str:
    """Words without spaces, because lines break anywhere, and in one form of each letter."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", words)).replace("\u200b", "").replace("-", "")


def outline(path: Path) -> list[tuple[int, str]]:
    """Depth and title of every entry of the outline."""

    def below(items: list[pikepdf.OutlineItem], depth: int) -> Iterator[tuple[int, str]]:
        for item in items:
            yield depth, item.title
            yield from below(item.children, depth + 1)

    with pikepdf.open(path) as pdf, pdf.open_outline() as found:
        return list(below(found.root, 0))


def tags(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every structure element, in order."""
    pending = [pdf.Root.StructTreeRoot]
    while pending:
        element = pending.pop()
        if not isinstance(element, pikepdf.Dictionary):
            continue
        if "/S" in element:
            yield element
        pending += reversed(children(element))


def links(path: Path) -> tuple[set[str], list[str]]:
    """The addresses that links lead to, and the links inside the book that lead to no page of it."""
    outside, dead = set(), []
    with pikepdf.open(path) as pdf:
        pages = {page.obj.objgen for page in pdf.pages}
        names = set(pikepdf.NameTree(pdf.Root.Names.Dests)) if "/Dests" in pdf.Root.get("/Names", {}) else set()
        for page in pdf.pages:
            for note in page.obj.get("/Annots", []):
                action = note.get("/A", {})
                goal = note.get("/Dest", action.get("/D"))
                if action.get("/S") == "/URI":
                    outside.add(str(action.URI))
                elif goal[0].objgen not in pages if isinstance(goal, pikepdf.Array) else str(goal) not in names:
                    dead.append(str(goal))
    return outside, dead


def sizes_of(path: Path) -> dict[str, set[float]]:
    """The sizes in which each line of a PDF is set that is of one size, in points."""
    found: dict[str, set[float]] = {}
    with pymupdf.open(path) as pdf:
        for page in pdf:
            for block in page.get_text("dict")["blocks"]:
                for line in block.get("lines", ()):
                    sizes = {round(span["size"], 1) for span in line["spans"]}
                    found.setdefault("".join(span["text"] for span in line["spans"]).strip(), set()).update(sizes)
    return found


def index_of(path: Path) -> dict[str, list[str]]:
    """The names in the index that take a line each, with their pages; one in bold has a star in front."""
    with pymupdf.open(path) as pdf:
        first = next(page for _level, title, page in pdf.get_toc() if title == "Index")
        lines = [
            line["spans"]
            for page in list(pdf)[first - 1 :]
            for block in page.get_text("dict")["blocks"]
            for line in block.get("lines", ())
        ]
    found = {}
    for spans in lines:
        pages = [span for span in spans if re.fullmatch(r"[\d, ]+", span["text"])]
        name = "".join(span["text"] for span in spans if span not in pages).strip()
        signed = ((span["text"], "*" if "Bold" in span["font"] else "") for span in pages)
        found[name] = [f"{sign}{number}" for text, sign in signed for number in re.findall(r"\d+", text)]
    return found


def faults_of_layout(path: Path, paper: Paper = A4) -> list[str]:
    """What a reader would see at once: empty pages, words in the margin or on each other, headings at the foot."""
    faults, wide = displaced(path, paper), wide_pages(path)
    with pymupdf.open(path) as pdf:
        for number, page in enumerate(pdf, 1):
            all_lines, pictures = _lines(page), page.get_image_info()
            # Before the opening of a part, on the left, and before the back, on the right.
            is_blank = number == len(pdf) - 1 or (number < len(pdf) and opens_a_part(sheets(path)[number], paper))
            faults += [f"{number}: empty"] if not all_lines and not is_blank else []
            lines = [line for line in all_lines if number in wide or _is_text(line, number, paper)]
            body = " ".join(line[3] for line in lines)
            title_alone = any(line[2] >= LARGEST_HEADING * paper.scale for line in lines)
            if all_lines and len(body.split()) < 8 and not (title_alone or pictures or page.get_drawings()):
                faults.append(f"{number}: all but empty: {body}")
            faults += [
                f"{number}: a picture off the page"
                for picture in pictures
                if not page.rect.contains(pymupdf.Rect(picture["bbox"]))
            ]
            is_last = number == len(pdf) or begins_a_chapter(sheets(path)[number], paper)
            last = max(lines) if len(lines) > 2 and not is_last else None
            if last and last[1] == "SourceSansPro-Bold" and last[2] >= SMALLEST_HEADING * paper.scale:
                faults.append(f"{number}: a heading at the foot: {last[3]}")
    return faults


def displaced(path: Path, paper: Paper = A4) -> list[str]:
    """Words in the margin or on each other; the back has margins of its own."""
    return misplaced(sheets(path)[:-1], paper, wide_pages(path))


def wide_pages(path: Path) -> range:
    """The numbers of the pages of the index, which has no notes beside it."""
    with pymupdf.open(path) as pdf:
        index = next((page for _level, title, page in reversed(pdf.get_toc()) if title == "Index"), len(pdf))
        return range(index, len(pdf))


def _is_text(line: tuple[float, str, float, str, float], number: int, paper: Paper) -> bool:
    """Whether a line is no stamp: it stands in the column of the text."""
    left = paper.text_left(number)
    return left - 1 <= line[4] < left + paper.text and paper.top - 2 < line[0] < paper.height - paper.bottom + 8


def _lines(page: pymupdf.Page) -> list[tuple[float, str, float, str, float]]:
    """How far down each line of text ends, the font and the size of its beginning, the text, and where it begins."""
    lines = (line for block in _blocks(page) for line in block.get("lines", ()))
    return [
        (line["bbox"][3], line["spans"][0]["font"], line["spans"][0]["size"], text, line["bbox"][0])
        for line in lines
        if (text := "".join(span["text"] for span in line["spans"]).strip())
    ]


def lengths(path: Path, paper: Paper = A4) -> list[int]:
    """How many letters each line of the text has, with its spaces, of those that go over most of the column."""
    found = []
    with pymupdf.open(path) as pdf:
        for page in pdf:
            for line in (line for block in _blocks(page) for line in block.get("lines", ())):
                left, _top, right, _bottom = line["bbox"]
                first = line["spans"][0]
                is_text = first["font"].startswith("Libertinus") and abs(first["size"] - paper.size("text")) < 0.1
                if is_text and right - left > 0.85 * paper.text:
                    found.append(len("".join(span["text"] for span in line["spans"]).strip()))
    return found


def _blocks(page: pymupdf.Page) -> list[dict[str, Any]]:
    """The blocks of text of a page, without its pictures."""
    return page.get_text("dict", flags=pymupdf.TEXTFLAGS_DICT & ~pymupdf.TEXT_PRESERVE_IMAGES)["blocks"]


def too_empty(path: Path, paper: Paper = A4) -> list[int]:
    """Pages with text on less than a quarter of their height, but for last ones of parts, and for hints of use."""
    found = []
    high = paper.height - paper.top - paper.bottom
    pages = sheets(path)
    for page, following in pairwise(pages[: wide_pages(path).start]):
        lines = [
            letter.line
            for letter in page.letters
            if 0 <= letter.left - paper.text_left(page.number) + 1 < paper.text and letter.line < paper.top + high + 8
        ]
        is_last = not following.letters or opens_a_part(following, paper) or opens_a_part(page, paper)
        has_hints = "Howtousethisbook" in "".join(letter.sign for letter in page.letters)
        if lines and not (is_last or has_hints) and max(lines) - paper.top < high / 4:
            found.append(page.number)
    return found


def pale(path: Path) -> set[str]:
    """Texts of which the contrast with white is under 4.5, but for white ones, which stand on a colour."""
    found = set()
    with pymupdf.open(path) as pdf:
        for page in pdf:
            for block in _blocks(page):
                for span in (span for line in block.get("lines", ()) for span in line["spans"]):
                    if span["color"] != 0xFFFFFF and span["text"].strip(" .\u2060") and _contrast(span["color"]) < 4.5:
                        found.add(f"{span['color']:06x}: {span['text']}")
    return found


def _contrast(colour: int) -> float:
    parts = [(colour >> shift & 255) / 255 for shift in (16, 8, 0)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def strays(path: Path) -> tuple[int, int]:
    """How many notes there are at the feet of pages, and how many are on another page than their first mark."""
    with pymupdf.open(path) as pdf:
        pages = [
            (page.number, link.get("page"))
            for page, sheet in zip(pdf, sheets(path), strict=True)
            for link in page.get_links()
            if link["kind"] in (pymupdf.LINK_GOTO, pymupdf.LINK_NAMED)
            and abs(link["from"].x0 - A4.text_left(page.number + 1) - NOTE) < 1
            and _inside(link["from"], sheet).isdigit()
        ]
    return len(pages), sum(note != mark for note, mark in pages)


def _inside(box: pymupdf.Rect, sheet: Sheet) -> str:
    """What is set in a box, for one line of text."""
    letters = (letter for letter in sheet.letters if box.y0 <= letter.line <= box.y1 + 1)
    return "".join(letter.sign for letter in letters if box.x0 <= (letter.left + letter.right) / 2 <= box.x1)
