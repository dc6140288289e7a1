"""Lists that a script can narrow down: every record in full, in groups, with what the script needs beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from docutils import nodes

from ..i18n import _, translated
from ..nodes import filter_data, permalink
from ..records.facets import Facets
from .parts import heading, link, rubric

WORDS: Final = {
    "label": _("Filter the list"),
    "field": _("Find"),
    "filters": _("Filters"),
    "chosen": _("Filters ({count})"),
    "close": _("Show {count} results"),
    "shut": _("Close the filters"),
    "start": _("Start from:"),
    "sort": _("Order:"),
    "sort-title": _("Title, A to Z"),
    "sort-title-down": _("Title, Z to A"),
    "count": _("{shown} of {total}"),
    "none": _("Nothing fits. Remove a filter, or try a shorter word."),
    "more": _("Show more ({count} left)"),
    "remove": _("Remove the filter {name}"),
    "clear": _("Clear all filters"),
    "copy": _("Copy link to this view"),
    "copied": _("Link copied"),
    "active": _("Active filters"),
}
"""What the script says; the words in braces are filled in by it."""


def narrowed(
    sections: Sequence[tuple[str, Sequence[Sequence[nodes.Node]]]],
    facets: Facets,
    views: Sequence[tuple[str, str]],
    words: Mapping[str, object],
    anchors: Mapping[str, str],
    level: int,
) -> list[nodes.Node]:
    """The sections, each with a title and the content of each record, under headings of a *level*.

    They are complete without a script, which offers *views* to start from: their titles, and what is asked for there.
    *words* has what this list says besides :data:`WORDS`: ``search`` names the field for words, ``sort-group``
    the order by groups.
    """
    lists = nodes.container("", classes=["rdm-catalogue"])
    for title, records in sections:
        entries = (nodes.container("", *record, classes=["rdm-record"]) for record in records)
        lists += nodes.container("", heading(title, level), *entries, classes=["rdm-group"])
    data = {
        "facets": [[choice.name, str(translated(choice.title)), choice.values] for choice in facets.choices],
        "records": [[anchors[record.id], record.values, record.words] for record in facets.records],
        "views": views,
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
