"""The builder ``handbook``: all pages in the order of the table of contents, as one PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, ClassVar, Final, NamedTuple, TypeVar

from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import __
from sphinx.util.display import status_iterator

from .. import output
from ..domain import RdmDomain
from ..i18n import _
from ..kinds.checklist.record import all_checklists
from ..kinds.resource.query import codes
from ..publication import BOOK, contents, language, moment, phase_pages, shares, site_of, with_review
from ..records.kind import PHASE
from ..records.store import files
from ..records.wording import unknown
from ..warning import Subtype, warn
from . import checks, compiling, frame, pictures
from .compose import SCHEME, Chapter, RecordPage, compose, directory_of, listed
from .edition import COVER, Editor
from .fonts import Fonts
from .look import Look, fonts_of, look_of
from .selection import Selection, names, only, select, without_short_parts

WORK: Final = "typst"
"""The folder of the source, which holds nothing else."""

T = TypeVar("T")


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
        """Write the bodies of the pages of all books, in their order, and of those that describe resources."""
        parts, without = contents(self.env), _listed(self.config.rdm_book_without)
        self.whole = select(parts, _listed(self.config.rdm_book_pages), without)
        for name in self.whole.unknown:
            warn(Subtype.BOOK, f"rdm_book_pages: {unknown('part or page', name, names(parts))}", None)
        every = select(parts, (), without)
        self.described = _described(RdmDomain.of(self.env), every.docnames() | self.whole.docnames())
        directories = {place.docname for place in self.described.values()} - self.whole.docnames()
        self.directories = only(every, directories)
        self.bodies: dict[str, str] = {}
        for page in [*self.whole.pages, *self.directories.pages]:
            doctree = self.env.get_and_resolve_doctree(page.docname, self)
            _report(checks.in_doctree(doctree))
            self.write_doc_serialized(page.docname, doctree)
            self.write_doc(page.docname, doctree)

    def handle_page(self, pagename: str, addctx: dict[str, Any], *_args: Any, **_options: Any) -> None:
        """Keep the body, and when it was reviewed; the rest of the frame around it is for screens."""
        if "body" not in addctx:
            return
        self.bodies[pagename] = with_review(self.env, pagename, addctx["body"])

    def copy_assets(self) -> None:
        """Only the folder into which extensions copy style sheets and scripts, which are for screens."""
        output.make(Path(self.outdir), "_static")

    def finish(self) -> None:
        """Check, compose and set all books, then a sheet for the checklist of each phase."""
        out = Path(self.outdir)
        folder = Path(self.app.confdir)
        fonts = fonts_of(self.config, folder, out)
        look = look_of(self.config, folder, language(self.env), fonts)
        site = self._site()  # so that all settings have been looked at
        press = compiling.Press(out, output.clear(out, WORK), moment(self.env), fonts, look.tokens, self._version())
        try:
            if self.whole.pages:
                self.copy_image_files()
                books = self._books()
                composed = {name: self._chapters(book, site) for name, book in books.items()}
                self._set(press, books, composed, look, fonts)
            else:
                self.app.statuscode = 1  # with or without -W: there is no book
        except compiling.CompileError as error:
            warn(Subtype.BOOK, f"the book was not set: {error}", error.page or None)
            self.app.statuscode = 1
        finally:
            press.clear()

    def _set(
        self,
        press: compiling.Press,
        books: Mapping[str, Selection],
        composed: Mapping[str, Sequence[Chapter]],
        look: Look,
        fonts: Fonts,
    ) -> None:
        """Write all books and sheets; what would leave a reader out is reported."""
        work = press.folder
        if look.cover:
            output.copy(work, COVER, look.cover)
        every = [chapter for chapters in composed.values() for chapter in chapters]
        found = pictures.collect(every, Path(self.outdir), work, fonts, look.tokens)
        data = () if books[BOOK].titles else list(self._copied_data(work))
        editor = Editor(self, look, fonts, found, self._rings(work, look))
        self._check(composed[BOOK], found, fonts)
        for message in checks.without_glyph_around(editor.imprint().text(), fonts):
            warn(Subtype.BOOK, message, None)
        try:
            editions = {
                name: editor.edition(
                    chapters, books[name].titles, self._directory(chapters), data if name == BOOK else ()
                )
                for name, chapters in composed.items()
            }
        except RecursionError:
            warn(Subtype.BOOK, "the book was not set: the page is nested too deep", checks.deepest(composed[BOOK]))
            self.app.statuscode = 1
            return
        for docname, text in dict.fromkeys(editions[BOOK].crowded):
            _report([checks.without_room(docname, text, partial(self.env.get_doctree, docname))])
        for name, edition in self._told(editions, __("setting books... ")):
            press.set(name, edition.source, edition.margin, edition.tables)
        for name, sheet in self._told(dict(self._sheets(look, fonts)), __("setting checklists... ")):
            press.set(name, sheet)

    @staticmethod
    def _told(files: Mapping[str, T], summary: str) -> Iterator[tuple[str, T]]:
        """Each file while its name is shown."""
        yield from status_iterator(
            files.items(), summary, length=len(files), stringify_func=lambda file: f"{file[0]}.pdf"
        )

    def _books(self) -> dict[str, Selection]:
        """The pages of each book by the name of its file: the one that is asked for, and if it is whole, its parts."""
        books = {BOOK: self.whole}
        if self.config.rdm_book_parts and not self.whole.titles:
            for share in shares(self.env):
                if (part := only(self.whole, share.docnames, [share.title])).pages:
                    books[f"{BOOK}-{share.name}"] = part
        return books

    def _chapters(self, book: Selection, site: Builder) -> list[Chapter]:
        """The chapters of a book, and of pages that describe resources, what it lists."""
        own = book.docnames()
        bodies = {name: self.bodies[name] for name in own}
        added = []
        lacking = {place.docname for place in self.described.values()} - own
        for page in only(self.whole, lacking).pages or self.directories.pages:
            if body := self._directories[page.docname].body(listed(bodies.values(), page.docname)):
                added.append(page._replace(title=str(_("Resources of this part"))))
                bodies[page.docname] = body
        phases = phase_pages(self.env).keys()
        return compose(
            without_short_parts([*book.pages, *added]), bodies, partial(self._live, site), self.config.root_doc, phases
        )

    @cached_property
    def _directories(self) -> dict[str, RecordPage]:
        """The pages that describe resources."""
        names = {place.docname for place in self.described.values()}
        return {name: directory_of(self.bodies[name]) for name in names}

    def _copied_data(self, work: Path) -> Iterator[str]:
        """The names of the data files, with copies in *work*."""
        folder = Path(self.app.confdir, self.config.rdm_data)
        for name in files(RdmDomain.of(self.env).store.kinds):
            if (folder / name).is_file():
                output.copy(work, name, folder / name)
                yield name

    def _check(self, chapters: Iterable[Chapter], found: Mapping[str, str], fonts: Fonts) -> None:
        for chapter in chapters:
            load = partial(self.env.get_doctree, chapter.docname)
            _report(checks.in_chapter(chapter, load))
            _report(checks.without_picture(chapter, found.__contains__, load))
            _report(checks.without_glyph(chapter, fonts, load))
            _report(checks.embedded(chapter, load))

    def _directory(self, chapters: Iterable[Chapter]) -> str:
        """The page of a book that describes resources, if it has one."""
        own = {chapter.docname for chapter in chapters}
        return next((place.docname for place in self.described.values() if place.docname in own), "")

    def _rings(self, work: Path, look: Look) -> dict[str, str]:
        """Files with the ring of the life cycle: for each phase, for none, and for the cover if it has no picture."""
        names = list(phase_pages(self.env).values())
        if not names:
            return {}
        files = {name: f"ring-{name}" if name else "ring" for name in ("", *names)}
        for shown, file in files.items():
            output.write(work, file, pictures.ring([name == shown for name in names], look.tokens))
        if not look.cover:
            on_cover = {**look.tokens, "accent": look.tokens["on-accent"]}
            output.write(work, COVER, pictures.ring([False] * len(names), on_cover))
        return files

    def _version(self) -> str:
        """What a book depends on besides its sources: our code, and the packages that set it."""
        code = self.app.extensions[__package__.rpartition(".")[0]].metadata["env_version"]
        return f"{code} {version('typst')} {version('pikepdf')}"

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
