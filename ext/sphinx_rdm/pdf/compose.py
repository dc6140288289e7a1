"""From the HTML bodies of pages to the chapters of one document: unique labels, and links inside the book."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from html import unescape
from typing import Final, NamedTuple
from urllib.parse import unquote

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from ..publication import EMBEDDED, on_the_web
from .inside import elements, having
from .words import HEADINGS

SCHEME: Final = "book:"
"""What an address of another page of the book begins with in the bodies; its docname and anchor follow."""

SHEET: Final = "rdm-sheet"
"""The class of a section that is a page of its own."""

_TAGS: Final = frozenset(("script", "style", "form"))
_CLASSES: Final = frozenset(("headerlink", "toctree-wrapper", "rdm-jumps", "rdm-compact", "rdm-box"))
"""What only a screen can use, what the contents of the book say as well, and boxes that Typst draws itself."""

Live = Callable[[str, str], str]
"""The address of a page and an anchor on the published site; empty if that is not known."""


class PageBody(NamedTuple):
    """One page at its place in the table of contents.

    ``part`` is the title of the part that begins with the page, if one does; ``depth`` counts the pages above it.
    ``title`` stands in the place of the page's own if the book holds only some of it.
    """

    docname: str
    depth: int
    part: str
    title: str = ""


class Chapter(NamedTuple):
    """One page of the book.

    ``depth`` counts the pages above it, and its headings begin at ``level``; ``number`` is what it is counted as, or 0.
    ``part`` is the title of the part that begins with it, and ``part_number`` counts the parts up to it. ``title`` is
    that which the chapter has in this book alone, if it has one.
    """

    docname: str
    depth: int
    level: int
    number: int
    part: str
    part_number: int
    body: Tag
    title: str = ""


def compose(
    pages: Sequence[PageBody],
    bodies: Mapping[str, str],
    live: Live,
    first: str = "",
    sheets: Set[str] = frozenset(),
) -> list[Chapter]:
    """The chapters, in the order of the pages, from their *bodies* as HTML.

    A link to what the book lacks leads to the *live* site, or is text. The page that comes *first* has no number, nor
    have pages below others. On pages of *sheets*, the checklist comes last, on a page of its own.
    """
    part = number = 0
    chapters = []
    renamed = {}
    for page in pages:
        part += bool(page.part)
        is_counted = page.depth == 0 and page.docname != first
        number += is_counted
        level = 1 + page.depth + bool(part)
        body = BeautifulSoup(bodies[page.docname], "html.parser")
        for element in list(filter(_is_for_screens, elements(body))):
            element.decompose()
        for element in [span for span in elements(body, ("span",)) if not span.attrs]:
            element.unwrap()  # which part a word, as docutils parts addresses of mail
        _join_texts(body)
        if page.docname in sheets:
            _put_last(body)
        _link_instead(body, page.docname, live)
        if page.title and (heading := body.find("h1")):
            renamed[f"#{place_of(page.docname)}", heading.get_text()] = page.title
            heading.string = page.title
        for element in having(body, "id"):
            element["id"] = place_of(page.docname, str(element["id"]))
        for image in body.find_all("img"):
            address = str(image.get("src", ""))
            if address and "://" not in address and not address.startswith("data:"):
                # a file, now as seen from the folder of all
                image["src"] = posixpath.normpath(posixpath.join(posixpath.dirname(page.docname), unquote(address)))
        own = number if is_counted else 0
        chapters.append(Chapter(page.docname, page.depth, level, own, page.part, part, body, page.title))
    rings = [ring for chapter in chapters for ring in chapter.body.find_all("svg", class_="rdm-life-cycle")]
    for ring in rings[:-1]:  # it is the same wherever it stands
        ring.decompose()
    known = {chapter.docname: places_in(chapter) for chapter in chapters}
    for chapter in chapters:
        _lead_on(chapter, known, live)
        for link in chapter.body.find_all("a") if renamed else ():
            if title := renamed.get((str(link.get("href", "")), link.get_text())):
                link.string = title
    return chapters


def listed(bodies: Iterable[str], docname: str) -> set[str]:
    """The anchors of a page to which the *bodies* of others link."""
    pattern = re.compile(rf'href="{re.escape(SCHEME + docname)}#([^"]+)"')
    return {unquote(unescape(anchor)) for body in bodies for anchor in pattern.findall(body)}


class RecordPage(NamedTuple):
    """A page that describes resources, taken apart: its title, and in groups under a heading, records with anchors."""

    title: str
    groups: Sequence[tuple[str, Sequence[tuple[Set[str], str]]]]

    def body(self, anchors: Set[str]) -> str:
        """The page with those records alone that have one of the *anchors*; empty if none has."""
        found = [
            (heading, "".join(record for own, record in records if own & anchors)) for heading, records in self.groups
        ]
        inside = "".join(f"<div>{heading}{records}</div>" for heading, records in found if records)
        return f"<section>{self.title}{inside}</section>" if inside else ""


def directory_of(body: str) -> RecordPage:
    """A page by its *body*."""
    page = BeautifulSoup(body, "html.parser")
    groups = [
        (
            str(group.find(class_="rubric", recursive=False) or ""),
            [
                ({str(element["id"]) for element in having(record, "id")}, str(record))
                for record in group.find_all(class_="rdm-record", recursive=False)
            ],
        )
        for group in page.find_all(class_="rdm-group")
    ]
    return RecordPage(str(page.find("h1") or ""), groups)


def place_of(docname: str, anchor: str = "") -> str:
    """What a place in the book is called: a page, or an anchor on it."""
    return f"{docname}#{anchor}"


def places_in(chapter: Chapter) -> set[str]:
    """What all places of a chapter are called."""
    return {place_of(chapter.docname), *(str(element["id"]) for element in having(chapter.body, "id"))}


def _link_instead(body: Tag, docname: str, live: Live) -> None:
    """Put a link with its title in the place of what a book cannot show, and leave the words beside it."""
    maker = BeautifulSoup("", "html.parser")
    for element in list(elements(body, EMBEDDED)):
        inner = element.find(["source", "embed"], src=True)
        address = str(element.get("src") or element.get("data") or (inner and inner.get("src")) or "")
        text = str(element.get("title") or element.get("aria-label") or "") or address or element.name
        link = maker.new_tag("a", attrs={"data-instead-of": element.name, "data-source": address})
        link.string = text
        if goal := on_the_web(address, live(docname, "")):
            link["href"] = goal
        element.insert_before(link)
        if element.get_text(strip=True):
            element.insert_before(" ")
            element.unwrap()
        else:
            element.decompose()


def _join_texts(body: Tag) -> None:
    """Make one text of those beside each other; however deep they are, as the method of BeautifulSoup cannot."""
    for text in [node for node in body.descendants if type(node) is NavigableString]:
        before = text.previous_sibling
        if type(before) is NavigableString:
            text.replace_with(before + text)
            before.extract()


def _put_last(body: Tag) -> None:
    """Move the section of the checklist to the end."""
    checklist = body.find(class_="rdm-checklist")
    section = checklist.find_parent("section") if checklist else None
    if section and section.parent and section.parent.name == "section":
        around = section.parent
        section["class"] = SHEET
        if (heading := section.find(list(HEADINGS), recursive=False)) and "id" in section.attrs:
            heading["id"] = section.attrs.pop("id")  # behind the break that begins the page
        around.append(section.extract())


def _is_for_screens(element: Tag) -> bool:
    return element.name in _TAGS or not _CLASSES.isdisjoint(element.get_attribute_list("class"))


def _lead_on(chapter: Chapter, known: Mapping[str, set[str]], live: Live) -> None:
    """Turn addresses into labels of the book; a link that leads nowhere becomes its text."""
    for link in chapter.body.find_all("a"):
        address = str(link.get("href", ""))
        if address.startswith("#"):
            docname, anchor = chapter.docname, unquote(address[1:])
        elif address.startswith(SCHEME):
            docname, _sign, anchor = unquote(address.removeprefix(SCHEME)).partition("#")
        else:
            if address.startswith("mailto:"):
                link["href"] = unquote(address)  # Sphinx hides mail addresses in this way
            continue
        target = place_of(docname, anchor)
        if target in known.get(docname, ()):
            link["href"] = f"#{target}"
        elif docname in known:
            link["data-dead"] = target  # reported with the page's name
            del link["href"]
        elif address := live(docname, anchor):
            link["href"] = address
        else:
            del link["href"]
