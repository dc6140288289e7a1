"""What a book of the handbook shows of it, in whatever format: its contents, its site, the day of its last review."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from .catalogue.model import Site
from .domain import RdmDomain

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


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
        for tree in env.get_doctree(docname).findall(addnodes.toctree):
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


def site_of(env: BuildEnvironment, name: str) -> Site:
    """What is known of the site; if nothing is, a site with that *name*."""
    return RdmDomain.of(env).store.site or Site(name=name)


def last_review(env: BuildEnvironment) -> date | None:
    """The newest day on which a page was reviewed; what is no day was meant otherwise, and does not count."""
    return max(filter(None, map(_day, (meta.get("reviewed") for meta in env.metadata.values()))), default=None)


def _day(value: object) -> date | None:
    text = str(value)
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
