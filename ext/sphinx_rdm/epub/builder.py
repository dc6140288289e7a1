"""The builder ``epub``: Sphinx's own, with a frame, metadata, a table of contents and an archive of ours."""

from __future__ import annotations

import textwrap
import uuid
from collections.abc import Mapping, Sequence, Set
from functools import cached_property
from math import cos, pi, sin
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple
from urllib.parse import quote, unquote
from xml.etree.ElementTree import ParseError

from docutils import nodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.locale import __
from sphinx.util import logging
from sphinx.util.template import FileRenderer

from .. import output
from ..domain import RdmDomain
from ..i18n import _
from ..packing import MIMETYPE, pack
from ..private import given
from ..publication import (
    REPORT,
    html_of,
    language,
    last_review,
    moment,
    on_the_web,
    particulars,
    placed,
    said,
    site_of,
    with_review,
)
from ..records.fields import DOI
from ..records.kind import PHASE
from ..theme.tokens import tokens_of
from ..warning import Subtype, warn
from . import xhtml
from .archive import Leaf, read_leaf
from .contents import ContentsEntry, addresses, contents, has_index, without

THEME: Final = "rdm-epub"

COVER_IMAGE: Final = "_cover.svg"
COVER: Final = "_cover.xhtml"
TITLE_PAGE: Final = "_title.xhtml"
NAVIGATION: Final = "_nav.xhtml"
"""Files of our own; as in Sphinx, an underscore keeps them apart from pages of authors."""

CONFORMS: Final = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
"""What the specification has a book say that meets it (https://www.w3.org/TR/epub-a11y-11/#sec-conf-reporting-pub)."""

_UNKNOWN: Final = "unknown"
"""What Sphinx puts where it has no value."""

logger = logging.getLogger(__name__)


class Item(NamedTuple):
    """One file as the package lists it."""

    id: str
    address: str
    media_type: str
    properties: str
    is_page: bool


class EpubBuilder(Epub3Builder):
    """Packs the pages of the table of contents, and no file that they do not use.

    The cover and the table of contents are made here, so Sphinx's settings for these have no effect.
    """

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        """A frame with nothing in it but the page."""
        return THEME, self.config.epub_theme_options

    def handle_finish(self) -> None:
        """Write what stands before the pages, the list of all files, and the archive."""
        entries = without(contents(self), set(self.config.epub_exclude_files))
        pages = self._pages(entries)
        leaves = self._write_front(entries) | {name: self._look(name) for name in pages}
        out = Path(self.outdir)
        shown = (file for leaf in leaves.values() for file in leaf.files if output.has(out, file))
        files = sorted({file for file in shown if PurePosixPath(file).suffix in self.media_types})
        items = [
            *(self._item(number, name, leaf.properties) for number, (name, leaf) in enumerate(leaves.items(), 1)),
            *(self._item(number, name) for number, name in enumerate(files, len(leaves) + 1)),
        ]
        for name in pages:
            for file in sorted((leaves[name].files | leaves[name].links).difference(files, leaves)):
                warn(Subtype.BOOK, f"'{file}' is shown or linked here, and is not in the book", _source(name))
        orders = {address: number for number, address in enumerate(dict.fromkeys(addresses(entries)), 1)}
        self._render("toc.ncx", entries=entries, depth=_depth(entries), orders=orders)
        site = site_of(self.env, self.config.project)
        self._render(
            "content.opf",
            items=items,
            cover=next(item.id for item in items if "cover-image" in item.properties),
            accessibility=accessibility([leaves[name] for name in pages]),
            certifier=site.accessibility_certifier,
            doi=(site.doi or "").removeprefix(DOI),
            conforms=CONFORMS,
        )
        self.build_mimetype()
        self.build_container()
        book = f"{self.config.epub_basename}.epub"
        logger.info(__("writing %s file..."), book)
        names = [MIMETYPE, "META-INF/container.xml", "content.opf", "toc.ncx", *files, *leaves]
        packed = pack(out, names, moment(self.env))
        is_same = output.holds(out, book, packed)
        output.write(out, book, packed)
        if not is_same:
            output.delete(out, f"{self.config.epub_basename}{REPORT}")

    def _pages(self, entries: Sequence[ContentsEntry]) -> list[str]:
        """The files of all pages in reading order; those outside the table of contents come last."""
        excluded = set(self.config.epub_exclude_files)
        strays = (self.get_target_uri(docname) for docname in sorted(self.env.titles))
        names = (unquote(address) for address in (*addresses(entries), *strays))
        return [name for name in dict.fromkeys(names) if name not in excluded and output.has(Path(self.outdir), name)]

    def _look(self, name: str) -> Leaf:
        try:
            return read_leaf(Path(self.outdir), name)
        except ParseError as error:
            warn(Subtype.BOOK, f"this page is not well-formed XML, so readers may not open it: {error}", _source(name))
            return Leaf("", frozenset(), frozenset(), has_pictures=True, is_described=False)

    def _item(self, number: int, name: str, properties: str = "") -> Item:
        special = {COVER_IMAGE: "cover-image", NAVIGATION: "nav"}.get(name, "")
        media_type = self.media_types[PurePosixPath(name).suffix]
        is_page = name.endswith(self.out_suffix)
        return Item(f"item-{number}", quote(name), media_type, f"{special} {properties}".strip(), is_page)

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Tell the frame which style sheets the site adds; decide on an index, unless the site does."""
        if "epub_use_index" not in given(self.config):
            self.use_index = has_index(self.env, self.use_index)
        super().prepare_writing(docnames)
        self.globalcontext["book_styles"] = [name for name, _attributes in self.config.epub_css_files]

    def handle_page(
        self, pagename: str, addctx: dict[str, Any], *args: Any, event_arg: Any = None, **options: Any
    ) -> None:
        """Mend the HTML that authors wrote, and say what is lost of it."""
        if "body" in addctx and isinstance(event_arg, nodes.document):
            addctx["body"] = with_review(self.env, pagename, self._for_book(pagename, addctx["body"], event_arg))
        super().handle_page(pagename, addctx, *args, event_arg=event_arg, **options)

    def _for_book(self, docname: str, body: str, document: nodes.document) -> str:
        base = self.config.html_baseurl
        page = f"{base.rstrip('/')}/{docname}.html" if base else ""
        mended, lost = xhtml.for_book(body, lambda address: on_the_web(address, page))
        for item in dict.fromkeys(lost):
            warn(Subtype.BOOK, item.message, html_of(document, item.element, item.address) or docname)
        if why := xhtml.fault(body):
            message = f"this HTML is not well-formed ({why}), so it was mended; end each tag, and quote each value"
            warn(Subtype.BOOK, message, _place_of_fault(document) or docname)
        return mended

    # What is written beside the pages

    def _write_front(self, entries: Sequence[ContentsEntry]) -> dict[str, Leaf]:
        domain = RdmDomain.of(self.env)
        site = site_of(self.env, self.config.epub_title)
        lines = textwrap.wrap(self.config.epub_title, 14) or [""]
        size = min(190, round(1300 / (0.6 * max(1, *map(len, lines)))))
        colours = tokens_of(self.config)["day"]
        discs = _ring(len(domain.store.vocabulary.terms(PHASE)))
        self._render(COVER_IMAGE, lines=lines, size=size, tagline=site.tagline, colours=colours, discs=discs)
        alt = str(_("Cover: %(title)s")) % {"title": ", ".join(filter(None, (self.config.epub_title, site.tagline)))}
        self._render(COVER, image=COVER_IMAGE, alt=alt, word=str(_("Cover")))
        facts = {
            str(_("Authors")): said(self.config.epub_author),
            str(_("Publisher")): self._publisher(),
            **particulars(site, self.config.release, last_review(self.env)),
        }
        self._render(
            TITLE_PAGE,
            tagline=site.tagline,
            facts={key: value for key, value in facts.items() if value},
            addresses=(site.base_url, site.doi),
        )
        words = {"contents": str(_("Contents")), "landmarks": str(_("Landmarks")), "cover": str(_("Cover"))}
        marks = {"cover": COVER, "first": next(addresses(entries), TITLE_PAGE)}
        self._render(NAVIGATION, entries=entries, words=words, marks=marks)
        return {name: self._look(name) for name in (COVER, TITLE_PAGE, NAVIGATION)}

    def _render(self, template: str, **context: Any) -> None:
        renderer = FileRenderer(str(Path(__file__).with_name("templates")))
        renderer.env.autoescape = True  # a title is a title, whatever signs are in it
        styles = [f"_static/{name}" for name in ("pygments.css", "book.css", *self.globalcontext["book_styles"])]
        text = renderer.render(template, {"book": self._facts, "styles": styles, **context})
        output.write(Path(self.outdir), template, text)

    # What the book says of itself

    @cached_property
    def _facts(self) -> Mapping[str, str]:
        rights, code, day = self.config.epub_copyright, str(self.config.epub_language), last_review(self.env)
        identifier = self.config.epub_identifier
        if identifier == _UNKNOWN:  # then a number that stays as long as the name does
            identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"sphinx-rdm:{self.config.epub_title}").urn
        known = {
            "title": self.config.epub_title,
            "language": language(self.env) if code == self.config.language else code.replace("_", "-"),
            "identifier": str(identifier),
            "author": said(self.config.epub_author),
            "contributor": self.config.epub_contributor,
            "publisher": self._publisher(),
            "description": self.config.epub_description,
            "rights": rights if isinstance(rights, str) else ", ".join(rights),
            "date": day.isoformat() if day else "",
            "modified": moment(self.env).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        return {key: value for key, value in known.items() if value and value != _UNKNOWN}

    def _publisher(self) -> str:
        publisher = str(self.config.epub_publisher)
        return "" if publisher == self.config.epub_author else publisher  # Sphinx takes the one for the other


def accessibility(leaves: Sequence[Leaf]) -> list[tuple[str, str]]:
    """What is true of the pages, in the terms of EPUB Accessibility 1.1."""
    pictures = any(leaf.has_pictures for leaf in leaves)
    described = all(leaf.is_described for leaf in leaves)
    summary = [str(_("All of the book is text that can be enlarged and read aloud, with headings, lists and tables."))]
    if pictures and described:
        summary.append(str(_("Each picture has a description, or text beside it that says the same.")))
    features = ["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability"]
    return [
        ("accessMode", "textual"),
        *([("accessMode", "visual")] if pictures else []),
        *([("accessModeSufficient", "textual")] if described else []),
        *(("accessibilityFeature", feature) for feature in features),
        *([("accessibilityFeature", "alternativeText")] if pictures and described else []),
        ("accessibilityHazard", "none"),
        ("accessibilitySummary", " ".join(summary)),
    ]


def _place_of_fault(document: nodes.document) -> nodes.Node | None:
    """The first HTML that is not well-formed; what begins in one piece may end in another beside it."""
    pieces: dict[int, list[nodes.raw]] = {}
    for node in document.findall(nodes.raw):
        pieces.setdefault(id(node.parent), []).append(node)
    for beside in pieces.values():
        if xhtml.fault("".join(node.astext() for node in beside)):
            return placed(next((node for node in beside if xhtml.fault(node.astext())), beside[0]))
    return None


def _source(name: str) -> str:
    return name.rpartition(".")[0]


def _depth(entries: Sequence[ContentsEntry]) -> int:
    return max((1 + _depth(entry.entries) for entry in entries), default=0)


def _ring(count: int) -> list[tuple[int, int, int]]:
    """Centres and radius of the discs on the cover, one for each phase."""
    radius = round(min(118, 0.7 * pi * 400 / count)) if count else 0
    angles = [2 * pi * number / count - pi / 2 for number in range(count)]
    return [(round(800 + 400 * cos(angle)), round(1680 + 400 * sin(angle)), radius) for angle in angles]
