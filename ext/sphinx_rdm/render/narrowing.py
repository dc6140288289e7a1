"""Lists that a script can narrow down: every record in full, in groups, with what the script needs beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from docutils import nodes

from ..i18n import _, translated
from ..nodes import filter_data, permalink
from ..records.facets import Facets
from .parts import heading, link, rubric

WORDS: Final = {
    "label": _("Filter the list"),
    "sort": _("Order"),
    "sort-title": _("Title, A to Z"),
    "sort-title-down": _("Title, Z to A"),
    "count": _("{shown} of {total}"),
    "partly": _("{shown} of {total}; the first {first} are shown"),
    "none": _("Nothing fits. Remove a filter, or try a shorter word."),
    "more": _("Show more"),
    "remove": _("Remove the filter {name}"),
    "clear": _("Clear all filters"),
    "copy": _("Copy link to this view"),
    "copied": _("Link copied"),
    "active": _("Active filters"),
}
"""What the script says; the words in braces are filled in by it."""


class Section(NamedTuple):
    """The records of one group: the group's title, and the content of each record."""

    title: str
    records: Sequence[Sequence[nodes.Node]]


def narrowed(
    sections: Sequence[Section],
    facets: Facets,
    words: Mapping[str, object],
    anchors: Mapping[str, str],
    level: int,
) -> list[nodes.Node]:
    """The sections under headings of a *level*, complete without a script.

    *words* has what this list says besides :data:`WORDS`: ``search`` names the field for words, ``sort-group``
    the order by groups.
    """
    lists = nodes.container("", classes=["rdm-catalogue"])
    for section in sections:
        part = nodes.container("", heading(section.title, level), classes=["rdm-group"])
        for record in section.records:
            part += nodes.container("", *record, classes=["rdm-record"])
        lists += part
    data = {
        "facets": [[choice.name, str(translated(choice.title)), choice.values] for choice in facets.choices],
        "records": [[anchors[record.id], record.values, record.words] for record in facets.records],
        "words": {name: str(text) for name, text in {**WORDS, **words}.items()},
    }
    return [filter_data("", data=data), lists]


def entry_heading(title: str, url: str, language: str, anchor: str, level: int) -> nodes.rubric:
    """The head of a record: its name, which links to where it is, and a permanent link to the record itself."""
    head = rubric(link(title, url, language), anchor)
    head["heading-level"] = level
    head["classes"].append("rdm-entry")
    head += permalink("", refid=anchor, title=title)
    return head
