"""The builder ``handbook``: all pages in the order of the table of contents, as one PDF."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import Any, ClassVar

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import SphinxError
from sphinx.locale import __
from sphinx.util.display import progress_message, status_iterator

from ..catalogue.model import Site
from ..domain import RdmDomain
from ..i18n import _
from ..publication import Part, Place, contents, last_review, site_of
from ..warning import Subtype, warn
from . import checks, pdf, typst
from .compose import SCHEME, Chapter, Page, compose, label
from .typst import call, literal


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder and its settings; Sphinx asks for them, by the entry point, when the book is built."""
    app.add_builder(HandbookBuilder)
    app.add_config_value("rdm_book_paper", "a4", "", str, "Paper of the book: a4 or us-letter.")
    app.add_config_value("rdm_book_accent", "#0f5f6a", "", str, "Colour of headings and of the cover.")
    app.add_config_value("rdm_book_cover", "", "", str, "Picture on the cover, seen from the folder of conf.py.")
    app.add_config_value("rdm_book_parts", [], "", list, "Parts to set, by their titles or folders; empty means all.")
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class HandbookBuilder(StandaloneHTMLBuilder):
    """Writes every page as HTML, composes the pages, and sets them with Typst."""

    name = "handbook"
    epilog = __("The handbook is in %(outdir)s.")
    embedded = True
    search = False
    copysource = False
    download_support = False
    supported_image_types: ClassVar[list[str]] = ["image/svg+xml", "image/png", "image/jpeg", "image/gif"]

    def init(self) -> None:
        """Start without any page."""
        super().init()
        self.bodies: dict[str, str] = {}

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
        self.pages = list(_pages(contents(self.env), self.config.rdm_book_parts))
        if not self.pages:
            raise SphinxError(__("no part of the book is called %s") % ", ".join(self.config.rdm_book_parts))
        for page in self.pages:
            doctree = self.env.get_and_resolve_doctree(page.docname, self)
            self.write_doc_serialized(page.docname, doctree)
            self.write_doc(page.docname, doctree)

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "page.html",
        *,
        outfilename: Any = None,
        event_arg: Any = None,
    ) -> None:
        """Keep the body; the frame around it is for screens."""
        if "body" in addctx:
            self.bodies[pagename] = addctx["body"]

    def finish(self) -> None:
        """Check, compose and set the book, then a sheet for the checklist of each phase."""
        self.copy_image_files()
        chapters = compose(self.pages, self.bodies, self._live)
        self._check(chapters)
        out = Path(self.outdir)
        work = out / "typst"
        work.mkdir(parents=True, exist_ok=True)
        for name in self.images.values():
            shutil.copy(out / self.imagedir / name, work / name)
        beside = typst.Beside(self._pictures(chapters, work), self._licences())
        cover = Path(self.app.confdir, self.config.rdm_book_cover) if self.config.rdm_book_cover else None
        if cover is not None and not cover.is_file():
            raise SphinxError(__("rdm_book_cover: there is no file %s") % cover)
        if cover is not None:
            shutil.copy(cover, work / f"cover{cover.suffix}")
        source = (
            self._front(f"cover{cover.suffix}" if cover else "")
            + typst.book(chapters, beside)
            + self._index(chapters)
            + self._colophon()
        )
        sheets = list(self._sheets())
        day = last_review(self.env)
        try:
            with progress_message(__("setting the book")):
                pdf.write(work, source, out / "handbook.pdf", day)
            for name, sheet in status_iterator(sheets, __("setting checklists... "), length=len(sheets)):
                pdf.write(work, sheet, out / name, day)
        except pdf.CompileError as error:
            self._explain(error)
            self.app.statuscode = 1  # with or without -W: there is no book

    def _check(self, chapters: Sequence[Chapter]) -> None:
        for chapter in chapters:
            doctree = self.env.get_doctree(chapter.docname)
            for fault in (*checks.in_doctree(doctree), *checks.in_chapter(chapter, doctree)):
                warn(Subtype.BOOK, fault.message, fault.place)

    def _explain(self, error: pdf.CompileError) -> None:
        """Say on which page, and for a sign that no font has, on which line."""
        page = self.env.get_doctree(error.page) if error.page in self.env.all_docs else None
        for fault in checks.without_glyph(page, error.signs) if page else ():
            warn(Subtype.BOOK, fault.message, fault.place)
        warn(Subtype.BOOK, f"the book was not set: {error}", page)

    def _live(self, docname: str, anchor: str) -> str:
        base = self.config.html_baseurl
        return f"{base.rstrip('/')}/{docname}.html{f'#{anchor}' if anchor else ''}" if base else ""

    def _pictures(self, chapters: list[Chapter], work: Path) -> dict[str, str]:
        """The drawings of the pages as files, by their source."""
        found: dict[str, str] = {}
        for chapter in chapters:
            for drawing in chapter.body.select("svg.rdm-life-cycle"):
                text = str(drawing)
                name = f"drawing-{hashlib.sha256(text.encode()).hexdigest()[:12]}.svg"
                (work / name).write_text(_for_paper(text), "utf-8")
                found[text] = name
        return found

    def _licences(self) -> dict[str, str]:
        resources = RdmDomain.of(self.env).store.resources.values()
        return {item.url: item.licence for item in resources if item.licence}

    @property
    def _site(self) -> Site:
        return site_of(self.env, self.config.project)

    @property
    def _look(self) -> dict[str, str]:
        return {
            "language": literal(self.config.language.partition("_")[0]),
            "paper": literal(self.config.rdm_book_paper),
            "accent": f"rgb({literal(self.config.rdm_book_accent)})",
        }

    def _citation(self) -> str:
        site, day = self._site, last_review(self.env)
        year = f" ({day.year})" if day else ""
        author = site.authors or self.config.author
        named = f"{author[:1].upper()}{author[1:]}{year}"
        parts = (named, site.name, f"{_('Version')} {self.config.release}", site.base_url or "")
        return ". ".join(filter(None, parts)) + "."

    def _front(self, cover: str) -> str:
        site, day = self._site, last_review(self.env)
        facts = {
            str(_("Version")): self.config.release,
            str(_("Date")): day.isoformat() if day else "",
            str(_("Licence")): site.licence or "",
            str(_("Address")): site.base_url or "",
            str(_("How to cite")): self._citation(),
        }
        words = "".join(f"{literal(key)}: {literal(value)}, " for key, value in facts.items() if value)
        options = {
            "title": literal(site.name),
            "tagline": literal(site.tagline or ""),
            "authors": literal(site.authors or self.config.author),
            **self._look,
            "contents": literal(str(_("Contents"))),
            "words": f"({words or ':'})",
            "cover": literal(cover) if cover else "none",
        }
        return f'#import "template.typ": *\n#show: {call("book.with", **options).removeprefix("#")}\n'

    def _colophon(self) -> str:
        """What the book was made with, and on which terms."""
        site, day = self._site, last_review(self.env)
        facts = [
            str(_("Version %(version)s.")) % {"version": self.config.release},
            str(_("The pages were last reviewed by %(day)s.")) % {"day": day.isoformat()} if day else "",
            str(_("Licence: %(licence)s.")) % {"licence": site.licence} if site.licence else "",
            str(_("How to cite: %(citation)s")) % {"citation": self._citation()},
            str(_("Made with Sphinx and Typst, in Source Sans Pro, Libertinus Serif and DejaVu Sans Mono.")),
        ]
        return "\n" + call("closing", literal(str(_("Colophon"))), *(literal(fact) for fact in facts if fact)) + "\n"

    def _sheets(self) -> Iterator[tuple[str, str]]:
        """The checklist of each phase as the source of a sheet, by the name of its file."""
        domain = RdmDomain.of(self.env)
        for part in domain.answer("all-checklists", ()):
            if part.term.term in domain.store.vocabulary.phases:
                rows = [f"({literal(item.text)}, {literal(item.why)})" for item in part.items]
                title = literal(f"{_('Checklist')}: {part.term.text}")
                sheet = call("sheet", *rows, title=title, site=literal(self._site.name), **self._look)
                yield f"checklist-{part.term.term}.pdf", f'#import "template.typ": *\n{sheet}\n'

    def _index(self, chapters: list[Chapter]) -> str:
        """The index of resources with their pages."""
        domain = RdmDomain.of(self.env)
        present = {chapter.docname for chapter in chapters}
        rows = []
        for (kind, record_id), (docname, anchor) in domain.homes().items():
            if kind == "resource" and docname in present:
                rows.append((domain.records(kind)[record_id].title, label(docname, anchor)))
        rows.sort(key=lambda row: row[0].casefold())
        if not rows:
            return ""
        entries = "\n".join(f"#entry(label({literal(target)}), {literal(title)})" for title, target in rows)
        return f"\n#pagebreak(weak: true)\n#heading(level: 1, {literal(str(_('Index of resources')))})\n{entries}\n"


def _pages(parts: Sequence[Part], wanted: Sequence[str]) -> Iterator[Page]:
    """The pages of the parts that are *wanted*, or all; a part is called by its title or as its title in small."""

    def below(places: Sequence[Place], depth: int, part: str) -> Iterator[Page]:
        for number, place in enumerate(places):
            yield Page(place.docname, depth, "" if number else part)
            yield from below(place.under, depth + 1, "")

    names = {_slug(name) for name in wanted if name}
    title = ""
    for part in parts:
        title = part.title or title
        if not names or _slug(title) in names:
            yield from below(part.places, 0, part.title)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _for_paper(drawing: str) -> str:
    """A drawing of a page as a file of its own: without links, and with a font of the book."""
    text = re.sub(r"</?a\b[^>]*>", "", drawing).replace(" viewbox=", " viewBox=")  # as the HTML parser writes it
    return text.replace("<text ", '<text font-family="Source Sans Pro" font-weight="600" ')
