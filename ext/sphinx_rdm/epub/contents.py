"""The table of contents of a book: the pages in the order of the handbook, under the captions of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from .. import publication
from ..i18n import _
from ..publication import Place


class ContentsEntry(NamedTuple):
    """One line of the contents and those under it; a part has no address of its own."""

    title: str
    address: str = ""
    entries: Sequence[ContentsEntry] = ()

    def first(self) -> str:
        """The address of the first page that the line stands for."""
        return self.address or next((address for entry in self.entries if (address := entry.first())), "")


def contents(builder: StandaloneHTMLBuilder) -> list[ContentsEntry]:
    """The first page, the parts or pages under it, and the indices that the builder writes."""

    def entry(place: Place) -> ContentsEntry:
        return ContentsEntry(
            place.title, builder.get_target_uri(place.docname), [entry(child) for child in place.under]
        )

    found: list[ContentsEntry] = []
    for part in publication.contents(builder.env):
        entries = [entry(place) for place in part.places]
        found += [ContentsEntry(part.title, entries=entries)] if part.title else entries
    for name, index, _content, _collapse in builder.domain_indices:
        found.append(ContentsEntry(str(index.localname), name + builder.out_suffix))
    if builder.use_index:
        found.append(ContentsEntry(str(_("Index")), "genindex" + builder.out_suffix))
    return found


def has_index(env: BuildEnvironment, by_default: bool) -> bool:
    """Whether the book needs an index: if authors made entries; for terms of a glossary alone, only *by default*."""
    entries = env.get_domain("index").data["entries"]
    terms = set(env.get_domain("std").data["objects"].values())
    places = {(docname, entry[2]) for docname, found in entries.items() for entry in found}
    return bool(places if by_default else places - terms)


def addresses(entries: Sequence[ContentsEntry]) -> Iterator[str]:
    """The pages of the entries in reading order."""
    for entry in entries:
        if entry.address:
            yield entry.address
        yield from addresses(entry.entries)


def without(entries: Sequence[ContentsEntry], excluded: set[str]) -> list[ContentsEntry]:
    """The entries that are not *excluded*, nor empty."""
    kept = [entry._replace(entries=without(entry.entries, excluded)) for entry in entries]
    return [entry for entry in kept if (entry.address or entry.entries) and entry.address not in excluded]
