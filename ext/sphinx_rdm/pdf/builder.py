"""The builder ``handbook``: all pages in the order of the table of contents, as one PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, ClassVar, Final, NamedTuple
from urllib.parse import unquote

from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.locale import __
from sphinx.util.display import progress_message, status_iterator

from .. import output
from ..domain import RdmDomain
from ..i18n import _
from ..kinds.checklist.record import all_checklists
from ..kinds.resource.query import codes
from ..kinds.resource.record import RESOURCE
from ..publication import contents, language, last_review, moment, reviewed, said, site_of
from ..records.kind import PHASE
from ..records.wording import unknown
from ..warning import Subtype, warn
from . import checks, compiling, frame, margin, pictures, typst
from .compose import SCHEME, SHEET, Chapter, compose, place_of, places_in
from .fonts import Fonts
from .frame import Imprint
from .look import Look, fonts_of, look_of
from .selection import names, select
from .subject_index import in_brief, subjects, translations
from .writer import Beside

BOOK: Final = "handbook"
"""The name of the file, and of its source; without their ends."""
WORK: Final = "typst"
"""The folder of the source, which holds nothing else."""
COVER: Final = "cover"
"""The picture on the cover, in the folder of the source; without an end, which may be wrong."""


class Described(NamedTuple):
    """The place in a book where a resource is described, and the code that it has there."""

    code: str
    docname: str
    anchor: str


class HandbookBuilder(StandaloneHTMLBuilder):
    """Writes every page as HTML, composes the pages, and sets them with Typst."""

    name = "handbook"
    epilog = __("The handbook is in %(outdir)s.")
    embedded = True
    search = False
    copysource = False
    download_support = False
    supported_image_types: ClassVar[list[str]] = ["image/svg+xml", "image/png", "image/jpeg", "image/gif"]
    supported_data_uri_images = False

    def get_outdated_docs(self) -> Iterator[str]:
        """All pages, because they become one document."""
        yield from sorted(self.env.found_docs)

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """An address that only the composer understands."""
        return f"{SCHEME}{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """An address that only the composer understands; nothing within a page."""
        return "" if from_ == to else self.get_target_uri(to)

    def write_documents(self, docnames: Set[str]) -> None:
        """Write the bodies of the pages of the book, in its order."""
        parts = contents(self.env)
        self.selection = select(parts, _listed(self.config.rdm_book_pages), _listed(self.config.rdm_book_without))
        for name in self.selection.unknown:
            warn(Subtype.BOOK, f"rdm_book_pages: {unknown('part or page', name, names(parts))}", None)
        self.pages = self.selection.pages
        self.described = _described(RdmDomain.of(self.env), {page.docname for page in self.pages})
        self.bodies: dict[str, str] = {}
        for page in self.pages:
            doctree = self.env.get_and_resolve_doctree(page.docname, self)
            _report(checks.in_doctree(doctree))
            self.write_doc_serialized(page.docname, doctree)
            self.write_doc(page.docname, doctree)

    def handle_page(self, pagename: str, addctx: dict[str, Any], *_args: Any, **_options: Any) -> None:
        """Keep the body, and when it was reviewed; the rest of the frame around it is for screens."""
        if "body" not in addctx:
            return
        day = reviewed(self.env, pagename) if pagename != self.config.root_doc else None
        words = escape(str(_("Last reviewed")))
        below_title = f'</h1><p class="rdm-reviewed">{words} {day.isoformat()}</p>' if day else "</h1>"
        self.bodies[pagename] = addctx["body"].replace("</h1>", below_title, 1)

    def copy_assets(self) -> None:
        """Only the folder into which extensions copy style sheets and scripts, which are for screens."""
        output.make(Path(self.outdir), "_static")

    def finish(self) -> None:
        """Check, compose and set the book, then a sheet for the checklist of each phase."""
        out = Path(self.outdir)
        for old in out.joinpath(WORK).glob("*.typ"):  # the last build left one beside each of its files
            if old.name != compiling.TEMPLATE.name:
                output.delete(out, f"{old.stem}.pdf")
        folder = Path(self.app.confdir)
        fonts = fonts_of(self.config, folder, out)
        look = look_of(self.config, folder, language(self.env), fonts)
        site = self._site()
        if not self.pages:  # now that all settings have been looked at
            self.app.statuscode = 1  # with or without -W: there is no book
            return
        self.copy_image_files()
        chapters = compose(
            self.pages, self.bodies, partial(self._live, site), self.config.root_doc, self._phases().keys()
        )
        work = output.clear(out, WORK)
        if look.cover:
            output.copy(work, COVER, look.cover)
        try:
            source, over = self._source(chapters, fonts, look, work)
            sheets = list(self._sheets(look, fonts))
        except RecursionError:
            warn(Subtype.BOOK, "the book was not set: the page is nested too deep", checks.deepest(chapters))
            self.app.statuscode = 1
            return
        press = compiling.Press(work, moment(self.env), fonts, look.tokens)
        try:
            with progress_message(__("setting the book")):
                output.write(out, f"{BOOK}.pdf", press.set(BOOK, source, over))
            for name, sheet in status_iterator(
                sheets, __("setting checklists... "), length=len(sheets), stringify_func=lambda sheet: f"{sheet[0]}.pdf"
            ):
                output.write(out, f"{name}.pdf", press.set(name, sheet))
        except compiling.CompileError as error:
            warn(Subtype.BOOK, f"the book was not set: {error}", error.page or None)
            self.app.statuscode = 1

    def _source(self, chapters: Sequence[Chapter], fonts: Fonts, look: Look, work: Path) -> tuple[str, compiling.Over]:
        """The book as Typst source, with its pictures in *work*, and what is laid over its pages.

        What would leave a reader out is reported.
        """
        site, domain = site_of(self.env, self.config.project), RdmDomain.of(self.env)
        description = self.env.metadata[self.config.root_doc].get("description", "")
        day = last_review(self.env)
        imprint = Imprint(site, said(self.config.author), self.config.release, day, description, self.selection.titles)
        found = pictures.collect(chapters, Path(self.outdir), work, fonts, look.tokens)
        for chapter in chapters:
            load = partial(self.env.get_doctree, chapter.docname)
            _report(checks.in_chapter(chapter, load))
            _report(checks.without_picture(chapter, found.__contains__))
            _report(checks.without_glyph(chapter, fonts, load))
            _report(checks.embedded(chapter, load))
        around = f"{imprint.citation()} {site.tagline or ''} {description}"
        for message in checks.without_glyph_around(around, fonts):
            warn(Subtype.BOOK, message, None)
        known = set().union(*map(places_in, chapters))  # before titles of boxes are taken out of the bodies
        licences = {item.url: item.licence for item in domain.store.of(RESOURCE).values() if item.licence}
        cycle = next((chapter.part_number for chapter in chapters if chapter.docname in self._phases()), None)
        rings = {} if cycle is None else self._rings(work, look)
        openers = {} if cycle is None else {cycle: rings[""]}
        terms = {term: place_of(*place) for term, place in self._terms().items()}
        meanings = {terms[name]: said for name, said in in_brief(domain.store) if name in terms}
        paper = look.paper
        beside = Beside(found, licences, fonts, look.language, paper.line, paper.wide, openers, meanings)
        written = typst.book(chapters, beside)
        for docname, text in dict.fromkeys(written.crowded):
            _report([checks.without_room(docname, text, partial(self.env.get_doctree, docname))])
        openings, tabs = self._openings(chapters, written.addresses, rings)
        words = translations(domain.store, {term for term, place in terms.items() if place in known})
        directory = next((place.docname for place in self.described.values()), "")
        inside = frame.Inside(
            self.env.titles[directory].astext() if directory else "",
            len(tabs) > 1,
            any(chapter.body.find(class_=SHEET) for chapter in chapters),
            bool(words),
        )
        before = [frame.how_to_use(inside, site.base_url or "", fonts), frame.figures(written.figures, fonts)]
        behind = [frame.word_lists(words, look.language, fonts), frame.index(self._subjects(known), fonts)]
        source = [
            frame.front(imprint, look, COVER if look.cover or rings else "", fonts),
            *(matter.source for matter in before if matter),
            written.source,
            *(matter.source for matter in behind if matter),
            frame.back(imprint, fonts),
        ]
        openings = [
            *(margin.Opening(matter.title) for matter in before if matter),
            *openings,
            *(margin.Opening(matter.title) for matter in behind if matter),
        ]
        return "".join(source), partial(margin.stamps, openings=openings, tabs=tabs, paper=look.paper)

    def _phases(self) -> dict[str, str]:
        """The pages of phases, and what each is called."""
        terms = RdmDomain.of(self.env).store.vocabulary.terms(PHASE)
        return {term.page: name for name, term in terms.items() if term.page}

    def _rings(self, work: Path, look: Look) -> dict[str, str]:
        """Files with the ring of the life cycle: for each phase, for none, and for the cover if it has no picture."""
        names = list(self._phases().values())
        files = {name: f"ring-{name}" if name else "ring" for name in ("", *names)}
        for shown, file in files.items():
            output.write(work, file, pictures.ring([name == shown for name in names], look.tokens))
        if not look.cover:
            on_cover = {**look.tokens, "accent": look.tokens["on-accent"]}
            output.write(work, COVER, pictures.ring([False] * len(names), on_cover))
        return files

    def _openings(
        self, chapters: Sequence[Chapter], addresses: Mapping[str, Set[str]], rings: Mapping[str, str]
    ) -> tuple[list[margin.Opening], list[str]]:
        """Parts and chapters in the order of their bookmarks, and the words of tabs: of a phase, its own title."""
        phases = self._phases()
        openings: list[margin.Opening] = []
        tabs: list[str] = []
        part = ""
        for chapter in chapters:
            if chapter.part:
                part = chapter.part
                openings.append(margin.Opening(part, is_part=True))
            own = addresses[chapter.docname]
            if chapter.depth:  # it goes on with the chapter before it
                openings[-1] = openings[-1]._replace(addresses=(openings[-1].addresses or set()) | own)
                continue
            title = self.env.titles[chapter.docname].astext()
            tab = title if chapter.docname in phases else part
            if tab and tab not in tabs:
                tabs.append(tab)
            place, ring = tabs.index(tab) if tab else None, rings.get(phases.get(chapter.docname, "-"), "")
            opening = margin.Opening(title, chapter.number, place, own, picture=ring)
            openings += [opening] * len(chapter.body.find_all("h1"))
        return openings, tabs

    def _live(self, site: Builder, docname: str, anchor: str) -> str:
        """The address of a place on the published *site*, whose builder knows what its pages are called."""
        base = self.config.html_baseurl
        address = f"{site.get_target_uri(docname)}{f'#{anchor}' if anchor else ''}"
        return f"{base.rstrip('/')}/{address}" if base else ""

    def _site(self) -> Builder:
        """The builder of the site, which builds nothing here."""
        name, known = str(self.config.rdm_book_site), self.app.registry.builders
        sites = {key for key, found in known.items() if issubclass(found, StandaloneHTMLBuilder)}
        if name not in sites:
            warn(Subtype.BOOK, f"rdm_book_site: {unknown('builder', name, sites)}", None)
        site = self.app.registry.create_builder(self.app, name if name in sites else "html", self.env)
        assert isinstance(site, StandaloneHTMLBuilder)
        site.out_suffix, site.link_suffix = self.out_suffix, self.link_suffix
        return site

    def _subjects(self, known: Set[str]) -> Iterator[tuple[str, str]]:
        """What readers look for in the index, and the labels of its places, of those that are *known*."""
        domain = RdmDomain.of(self.env)
        for name, docname, anchor in subjects(domain.store, domain.homes(), self._terms()):
            if (target := place_of(docname, anchor)) in known:
                yield name, target
        yield from self._entries(known)

    def _terms(self) -> dict[str, tuple[str, str]]:
        """Page and anchor of each term of the glossary."""
        objects = self.env.domains.standard_domain.get_objects()
        return {name: (docname, anchor) for name, _title, kind, docname, anchor, _rank in objects if kind == "term"}

    def _entries(self, known: Set[str]) -> Iterator[tuple[str, str]]:
        """What authors put into the index, and the labels of its places."""
        objects = (entry for domain in self.env.domains.sorted() for entry in domain.get_objects())
        listed = {
            place_of(docname, anchor) for _name, _title, kind, docname, anchor, _rank in objects if kind != "label"
        }
        for _letter, entries in IndexEntries(self.env).create_index(self):
            for name, (links, below, _key) in entries:
                for title, places in ((name, links), *((f"{name}, {sub}", found) for sub, found in below)):
                    for _main, address in places:
                        target = place_of(*unquote(str(address).removeprefix(SCHEME)).split("#", 1))
                        if target in known and target not in listed:
                            yield title, target

    def _sheets(self, look: Look, fonts: Fonts) -> Iterator[tuple[str, str]]:
        """The checklist of each phase as the source of a sheet, by the name of its file."""
        domain, site = RdmDomain.of(self.env), site_of(self.env, self.config.project)
        for part in all_checklists(domain.store):
            if part.term.term in domain.store.vocabulary.terms(PHASE):
                yield f"checklist-{part.term.term}", frame.sheet(part, site, look, fonts)


def _described(domain: RdmDomain, pages: Set[str]) -> dict[str, Described]:
    """Each resource that one of the *pages* describes, by its id."""
    homes = domain.homes()
    places = {
        name: Described(code, *homes.get(("resource", name), ("", ""))) for name, code in codes(domain.store).items()
    }
    return {name: place for name, place in places.items() if place.docname in pages}


def _listed(given: Any) -> list[str]:
    """The names in a setting, which may be one name alone."""
    return [given] if isinstance(given, str) and given else [str(name) for name in given or () if name]


def _report(faults: Iterable[checks.Fault]) -> None:
    for fault in faults:
        warn(Subtype.BOOK, fault.message, fault.place)
