"""Which pages a book holds: all but those that are left out, or those that are asked for by name."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import partial
from typing import Final, NamedTuple

from docutils.nodes import make_id

from ..publication import Part, Place
from .compose import PageBody

_INDEX: Final = "/index"


class Selection(NamedTuple):
    """The pages in their order; the titles of what was asked for, none if that is all; and names that nothing has."""

    pages: Sequence[PageBody]
    titles: Sequence[str] = ()
    unknown: Sequence[str] = ()

    def docnames(self) -> set[str]:
        """What the pages are called."""
        return {page.docname for page in self.pages}


def select(parts: Sequence[Part], wanted: Sequence[str], without: Sequence[str]) -> Selection:
    """The pages of a book.

    A part is called by its caption, or by its caption as in an address; a page by the path of its source or by the
    end of that, and brings along those under it. *without* has patterns of paths that are left out unless they are
    called by name.
    """
    known = names(parts)
    asked = {name: known.get(name.casefold()) for name in wanted}
    captions = {title for title in asked.values() if isinstance(title, str)}
    named = {place.docname for found in asked.values() if isinstance(found, Place) for place in _all([found])}

    def is_held(docname: str, title: str) -> bool:
        left_out = any(fnmatchcase(docname, pattern) for pattern in without)
        return docname in named or ((not wanted or title in captions) and not left_out)

    pages = [page for title, part in _titled(parts) for page in _held(part, partial(is_held, title=title))]
    titles = [found.title if isinstance(found, Place) else found for found in asked.values() if found]
    return Selection(pages, list(dict.fromkeys(titles)), [name for name, found in asked.items() if found is None])


def only(whole: Selection, docnames: Container[str], titles: Sequence[str] = ()) -> Selection:
    """Those pages of a book that are named, as a book of their own; the first of each part begins it."""
    pages = []
    part = ""
    for page in whole.pages:
        part = page.part or part
        if page.docname in docnames:
            pages.append(page._replace(part=part))
            part = ""
    return Selection(pages, titles)


def without_short_parts(pages: Sequence[PageBody]) -> list[PageBody]:
    """The same pages; if no part has more than one chapter, none is opened by a page of its own."""
    chapters = [page for page in pages if page.depth == 0]
    is_short = all(page.part for page in chapters)
    return [page._replace(part="") for page in pages] if is_short else list(pages)


def names(parts: Sequence[Part]) -> dict[str, str | Place]:
    """What parts and pages can be called: the caption of a part, or a place. Captions come before pages."""
    pages = [place for part in parts for place in _all(part.places)]
    ends = {place.docname: place.docname.removesuffix(_INDEX) for place in pages}
    found: dict[str, str | Place] = {}
    for place in reversed(pages):
        found[ends[place.docname].rpartition("/")[2].casefold()] = place
    for place in pages:
        found |= {ends[place.docname].casefold(): place, place.docname.casefold(): place}
    for title in (part.title for part in parts if part.title):
        found |= {name: title for name in (make_id(title), title.casefold()) if name}
    return found


def _titled(parts: Sequence[Part]) -> Iterator[tuple[str, Part]]:
    """The parts with the caption that each goes on with: of one without, that is the one before."""
    title = ""
    for part in parts:
        title = part.title or title
        yield title, part


def _all(places: Sequence[Place]) -> Iterator[Place]:
    for place in places:
        yield place
        yield from _all(place.under)


def _held(part: Part, is_held: Callable[[str], bool]) -> Iterator[PageBody]:
    """The pages of a part, each as deep as the pages above it that are held; the first begins the part."""
    title = part.title

    def below(places: Sequence[Place], depth: int) -> Iterator[tuple[str, int]]:
        for place in places:
            held = is_held(place.docname)
            if held:
                yield place.docname, depth
            yield from below(place.under, depth + held)

    for docname, depth in below(part.places, 0):
        yield PageBody(docname, depth, title)
        title = ""
