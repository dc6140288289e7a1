"""Books as Typst source, the whole one or parts of it: chapters with what stands before, behind and beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import Final, NamedTuple
from urllib.parse import unquote

from sphinx.builders import Builder
from sphinx.environment.adapters.indexentries import IndexEntries

from ..domain import RdmDomain
from ..kinds.resource.record import RESOURCE
from ..publication import last_review, phase_pages, said, site_of
from ..search.language import of_sphinx
from . import frame, typst
from .compose import SCHEME, SHEET, Chapter, place_of, places_in
from .fonts import Fonts
from .frame import Imprint
from .leaves import Opening
from .look import Look
from .margin import Margin
from .signs import shown
from .subject_index import IndexPlace, Subject, entries, in_brief, mentions, subjects, translations, words
from .writer import Beside

COVER: Final = "cover"
"""The picture on the cover, in the folder of the source; without an end, which may be wrong."""


class Edition(NamedTuple):
    """One book as source, with what is known of its margin; of each of its tables, whether rows have heads.

    What is crowded has next to no room: pages and texts.
    """

    source: str
    margin: Margin
    tables: Sequence[bool]
    crowded: Sequence[tuple[str, str]]


class Editor:
    """Makes books of chapters. All books have one look, and their *pictures* lie in one folder.

    *rings* are the files of the ring of the life cycle, by the phase that they show, and by nothing for all of it.
    """

    def __init__(
        self, builder: Builder, look: Look, fonts: Fonts, pictures: Mapping[str, str], rings: Mapping[str, str]
    ) -> None:
        self.builder, self.look, self.fonts, self.pictures, self.rings = builder, look, fonts, pictures, rings
        self.env = builder.env
        self.domain = RdmDomain.of(self.env)

    def imprint(self, titles: Sequence[str] = ()) -> Imprint:
        """What a book says of itself, with the *titles* of what it holds if that is not all."""
        config, site = self.env.config, site_of(self.env, self.env.config.project)
        return Imprint(site, said(config.author), config.release, last_review(self.env), titles)

    def edition(
        self, chapters: Sequence[Chapter], titles: Sequence[str], directory: str, data: Sequence[str]
    ) -> Edition:
        """A book of the *chapters*; *directory* is the page that describes resources, if one does.

        Files of *data* are attached to it.
        """
        language = self.look.language
        known = set().union(*map(places_in, chapters))  # before titles of boxes are taken out of the bodies
        places = [place for place in self._places if place.target in known]
        places += self._titles(chapters, {place.target for place in places})
        places += mentions(_headings(chapters), self._words, language)
        written = typst.book(chapters, self._beside(chapters))
        openings, tabs = self._openings(chapters, written.addresses)
        bilingual = translations(
            self.domain.store,
            {term: target for term, place in self._terms.items() if (target := place_of(*place)) in known},
        )
        imprint, fonts, paper = self.imprint(titles), self.fonts, self.look.paper
        inside = frame.Inside(
            next((self._title(chapter) for chapter in chapters if chapter.docname == directory), ""),
            len(tabs) > 1,
            any(chapter.body.find(class_=SHEET) for chapter in chapters),
            bool(bilingual),
            bool(data),
        )
        before = [frame.how_to_use(inside, imprint.site.base_url or "", fonts), frame.figures(written.figures, fonts)]
        behind = [
            frame.word_lists(bilingual, language, fonts),
            frame.index(entries(places, written.uses, language), paper.index_column, fonts),
        ]
        front, back = (list(filter(None, matters)) for matters in (before, behind))
        source = [
            frame.front(imprint, self.look, COVER if self.look.cover or self.rings else "", fonts),
            frame.attached(data),
            *(matter.source for matter in front),
            written.source,
            *(matter.source for matter in back),
            frame.back(imprint, (chapter.part for chapter in chapters if chapter.part), fonts),
        ]
        around = [[Opening(matter.title) for matter in matters] for matters in (front, back)]
        tables = [*written.tables, *(False for matter in back for _table in range(matter.tables))]
        margin = Margin([*around[0], *openings, *around[1]], tabs, paper)
        return Edition("".join(source), margin, tables, written.crowded)

    def _beside(self, chapters: Iterable[Chapter]) -> Beside:
        paper = self.look.paper
        cycle = {chapter.part_number for chapter in chapters if chapter.docname in self._phases}
        openers = dict.fromkeys(cycle, self.rings.get("", ""))
        licences, meanings, indexed = self._known
        return Beside(
            self.pictures,
            licences,
            self.fonts,
            self.look.language,
            paper.line,
            paper.wide,
            paper.height_of_text,
            openers,
            meanings,
            indexed,
        )

    @cached_property
    def _known(self) -> tuple[Mapping[str, str], Mapping[str, str], Set[str]]:
        """What all books know: licences by address, what terms mean, and places of which the index has the links."""
        store, homes = self.domain.store, self.domain.homes()
        licences = {item.url: item.licence for item in store.of(RESOURCE).values() if item.licence}
        meanings = {place_of(*self._terms[name]): said for name, said in in_brief(store) if name in self._terms}
        # A resource is listed on many pages, and its keywords are words of all kinds.
        resources = {place_of(*place) for (kind, _name), place in homes.items() if kind == RESOURCE.role}
        indexed = {place_of(subject.docname, subject.anchor) for subject in self._subjects if subject.anchor}
        return licences, meanings, indexed - resources

    def _openings(
        self, chapters: Iterable[Chapter], addresses: Mapping[str, Set[str]]
    ) -> tuple[list[Opening], list[str]]:
        """Parts and chapters in the order of their bookmarks, and the words of tabs: of a phase, its own title."""
        openings: list[Opening] = []
        tabs: list[str] = []
        part = ""
        for chapter in chapters:
            if chapter.part:
                part = shown(chapter.part, self.fonts)
                openings.append(Opening(part, is_part=True))
            own = {address: shown(address, self.fonts) for address in sorted(addresses[chapter.docname])}
            if chapter.depth:  # it goes on with the chapter before it
                openings[-1] = openings[-1]._replace(addresses={**(openings[-1].addresses or {}), **own})
                continue
            title = shown(self._title(chapter), self.fonts)
            phase = self._phases.get(chapter.docname)
            tab = title if phase else part
            if tab and tab not in tabs:
                tabs.append(tab)
            picture = self.rings.get(phase, "") if phase else ""
            opening = Opening(title, chapter.number, tabs.index(tab) if tab else None, own, picture=picture)
            openings += [opening] * len(chapter.body.find_all("h1"))
        return openings, tabs

    @cached_property
    def _phases(self) -> Mapping[str, str]:
        return phase_pages(self.env)

    @cached_property
    def _subjects(self) -> Sequence[Subject]:
        """What readers look for, and where it is."""
        small = of_sphinx(self.look.language).stopwords
        return list(subjects(self.domain.store, self.domain.homes(), self._terms, small))

    @cached_property
    def _places(self) -> Sequence[IndexPlace]:
        """All that stands in the index of one book or another."""
        found = [
            IndexPlace(name, tongue, place_of(docname, anchor), rank)
            for name, docname, anchor, tongue, rank in self._subjects
        ]
        return [*found, *(IndexPlace(name, "", target) for name, target in self._entries())]

    @cached_property
    def _words(self) -> Sequence[str]:
        """What headings may speak of."""
        return [*(place.name for place in self._places if not place.language), *words(self.domain.store)]

    def _titles(self, chapters: Iterable[Chapter], found: Set[str]) -> Iterator[IndexPlace]:
        """The titles of pages that are *found* by no other name, but not of the first, which opens the book."""
        for chapter in chapters:
            if chapter.docname != self.env.config.root_doc and (place := place_of(chapter.docname)) not in found:
                yield IndexPlace(self._title(chapter), "", place)

    def _title(self, chapter: Chapter) -> str:
        return chapter.title or self.env.titles[chapter.docname].astext()

    @cached_property
    def _terms(self) -> Mapping[str, tuple[str, str]]:
        """Page and anchor of each term of the glossary."""
        objects = self.env.domains.standard_domain.get_objects()
        return {name: (docname, anchor) for name, _title, kind, docname, anchor, _rank in objects if kind == "term"}

    def _entries(self) -> Iterator[tuple[str, str]]:
        """What authors put into the index, and its places."""
        objects = (entry for domain in self.env.domains.sorted() for entry in domain.get_objects())
        listed = {
            place_of(docname, anchor) for _name, _title, kind, docname, anchor, _rank in objects if kind != "label"
        }
        for _letter, listing in IndexEntries(self.env).create_index(self.builder):
            for name, (links, below, _key) in listing:
                for title, places in ((name, links), *((f"{name}, {sub}", found) for sub, found in below)):
                    for _main, address in places:
                        target = place_of(*unquote(str(address).removeprefix(SCHEME)).split("#", 1))
                        if target not in listed:
                            yield title, target


def _headings(chapters: Iterable[Chapter]) -> Iterator[tuple[str, str]]:
    """The titles of the sections right below those of the chapters, with the names of their places."""
    for chapter in chapters:
        for heading in chapter.body.find_all("h2"):
            if place := heading if "id" in heading.attrs else heading.find_parent(id=True):
                yield heading.get_text(), str(place["id"])
