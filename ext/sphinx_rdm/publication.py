"""What a book of the handbook shows of it, in whatever format: its contents, its site, the day of its last review."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from html import escape, unescape
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from docutils import nodes
from docutils.nodes import make_id
from sphinx import addnodes
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from .domain import RdmDomain
from .i18n import _, is_translated, language_of
from .packing import EARLIEST
from .records.kind import PHASE
from .records.model import Site

BOOK: Final = "handbook"
"""The name of the file of the PDF, without its end; a hyphen and its own name follow in those of parts."""

REPORT: Final = "-report.txt"
"""What follows in the name of a report that may lie beside a book: what checkers found in that book and no other."""

EMBEDDED: Final = frozenset("iframe video audio object embed".split())  # noqa: SIM905  (data may have one as a word)
"""The elements of HTML that show another page or play something, which no book can."""


def on_the_web(address: str, page: str) -> str:
    """What an *address* is outside the book, as seen from *page*, the address of its page there.

    Either may be unknown, and then empty.
    """
    try:
        found = urljoin(page or "https:", address)
        known = bool(urlsplit(address).netloc or (page and address))
        scheme = urlsplit(found).scheme
    except ValueError:  # what an author wrote may be no address at all
        return ""
    return found if known and scheme in ("http", "https") else ""


def html_of(document: nodes.document, name: str, address: str) -> nodes.Node | None:
    """The HTML with an element called *name* and its *address*; nothing if an extension wrote it."""
    found = [node for node in document.findall(nodes.raw) if f"<{name}" in node.astext().lower()]
    # An address may stand in a piece of its own, as that of a film does.
    exact = [node for node in found if address in unescape(node.astext())]
    return placed((exact or found)[0]) if found else None


def placed(node: nodes.Node) -> nodes.Node:
    """The node itself, or the nearest one around it of which the line is known."""
    while not node.line and node.parent is not None:
        node = node.parent
    return node


class Place(NamedTuple):
    """A page in the table of contents, and those under it."""

    docname: str
    title: str
    under: Sequence[Place]


class Part(NamedTuple):
    """The pages under one caption of the first page; without a caption, the title is empty."""

    title: str
    places: Sequence[Place]


def contents(env: BuildEnvironment) -> list[Part]:
    """The first page, then the parts under it; every page has one place, and a caption further down counts for none."""
    root = env.config.root_doc
    seen = {root}

    def below(docname: str) -> Iterator[Part]:
        for tree in env.tocs[docname].findall(addnodes.toctree):
            places = []
            for title, child in tree["entries"]:
                if child in env.titles and child not in seen:
                    seen.add(child)
                    under = [place for part in below(child) for place in part.places]
                    places.append(Place(child, title or env.titles[child].astext(), under))
            if places:
                yield Part(tree.get("caption") or "", places)

    first = Place(root, env.titles[root].astext(), ())
    return [Part("", [first]), *below(root)]


class Share(NamedTuple):
    """A part of the handbook that readers can take with them: its name in addresses, its title, and its pages."""

    name: str
    title: str
    docnames: Sequence[str]


def shares(env: BuildEnvironment) -> list[Share]:
    """Each phase by itself, then each part of the contents."""
    phases, parts = phase_pages(env), contents(env)
    found = [
        Share(phases[place.docname], place.title, list(_docnames([place])))
        for part in parts
        for place in part.places
        if place.docname in phases
    ]
    titles: dict[str, list[str]] = {}
    title = ""
    for part in parts:
        title = part.title or title  # a part without a caption goes on with the one before
        titles.setdefault(title, []).extend(_docnames(part.places))
    found += (Share(make_id(title), title, names) for title, names in titles.items())
    known: dict[str, Share] = {}
    for share in found:
        known.setdefault(share.name, share)
    known.pop("", None)
    return list(known.values())


def _docnames(places: Iterable[Place]) -> Iterator[str]:
    for place in places:
        yield place.docname
        yield from _docnames(place.under)


def phase_pages(env: BuildEnvironment) -> dict[str, str]:
    """The ids of phases by their pages."""
    terms = RdmDomain.of(env).store.vocabulary.terms(PHASE)
    return {term.page: name for name, term in terms.items() if term.page}


def site_of(env: BuildEnvironment, name: str) -> Site:
    """What is known of the site; if nothing is, a site with that *name*, or with the title of its first page."""
    return RdmDomain.of(env).store.site or Site(name=name or env.titles[env.config.root_doc].astext())


def language(env: BuildEnvironment) -> str:
    """The tag of the language of a book: of the build if any of its pages is translated, else of the sources."""
    source = language_of(env.config, translated=False)
    build = language_of(env.config, translated=True)
    return build if any(build != source and is_translated(env.get_doctree(name)) for name in env.titles) else source


def last_review(env: BuildEnvironment) -> date | None:
    """The newest day on which a page was reviewed."""
    return max(filter(None, (reviewed(env, docname) for docname in env.metadata)), default=None)


def reviewed(env: BuildEnvironment, docname: str) -> date | None:
    """The day on which a page was last reviewed, as far as it says so."""
    text = env.metadata[docname].get("reviewed")  # which is sound, whatever stands on the page
    return date.fromisoformat(text) if text else None


def with_review(env: BuildEnvironment, docname: str, body: str) -> str:
    """The *body* of a page with the day of its last review below its title; the first page has none."""
    day = reviewed(env, docname) if docname in env.metadata and docname != env.config.root_doc else None
    if day is None:
        return body
    words = escape(str(_("Last reviewed")))
    return body.replace("</h1>", f'</h1><p class="rdm-reviewed">{words} {day.isoformat()}</p>', 1)


def moment(env: BuildEnvironment) -> datetime:
    """When a book was last changed, whenever it was built; the environment variable SOURCE_DATE_EPOCH may say it.

    If nobody knows, the earliest moment that there can be.
    """
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC)
    day = last_review(env)
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else EARLIEST


def particulars(site: Site, version: str, day: date | None) -> dict[str, str]:
    """What stands on the first pages of a book, by what it is called; what is unknown is left out."""
    known = {str(_("Licence")): site.licence, str(_("Address")): site.base_url, str(_("DOI")): site.doi}
    return issue(version, day) | {name: value for name, value in known.items() if value}


def issue(version: str, day: date | None) -> dict[str, str]:
    """Which book of that name it is."""
    known = {str(_("Version")): version, str(_("Date")): day.isoformat() if day else ""}
    return {name: value for name, value in known.items() if value}


def said(author: str) -> str:
    """An author, unless it is what Sphinx puts where nobody has named one."""
    return "" if author == Config.config_values["author"].default else author
