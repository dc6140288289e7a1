"""The index of a book: all names by which readers look for something, each with all its places."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from building import SITES, Project
from pdfs import links, outline, squeeze, text_from
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.pdf.subject_index import IndexLine, IndexPlace, entries, subjects
from sphinx_rdm.records.store import load

STORE = load(SITES / "garden/data", KINDS)
HOMES = {("resource", "almanac"): ("all", "resource-almanac"), ("facility", "none"): ("sow", "facility-none")}


def test_names_are_in_order_and_once_with_all_places_each_once() -> None:
    names = [("beans", "b"), ("Ants", "a"), ("Beans", "c"), ("beans", "b"), ("ants  of the  soil", "d")]
    places = [*(IndexPlace(name, "", target) for name, target in names), IndexPlace("bönor", "sv", "b")]
    assert entries(places) == [
        IndexLine("Ants", "", ["a"]),
        IndexLine("ants of the soil", "", ["d"]),
        IndexLine("beans", "", ["b", "c"]),
        IndexLine("bönor", "sv", ["b"]),
    ]
    assert entries([]) == []


def test_a_record_that_is_gone_and_a_phase_without_a_page_are_in_no_index() -> None:
    found = list(subjects(STORE, HOMES, {}))
    assert {subject.docname for subject in found if subject.anchor} == {"all"}
    assert ("", "") not in {(subject.docname, subject.anchor) for subject in found}


def test_other_names_translations_and_keywords_lead_to_the_same_place() -> None:
    term = next(iter(STORE.records["glossary"].values()))
    found = {subject.name for subject in subjects(STORE, {}, {term.term: ("words", "term-x")}) if subject.anchor}
    assert found == {term.term, *term.also, *term.translations.values()}
    record = STORE.records["resources"]["almanac"]
    found = {subject.name for subject in subjects(STORE, HOMES, {}) if subject.anchor == "resource-almanac"}
    assert found == {record.title, *record.keywords}


@pytest.mark.slow
def test_the_index_of_a_book_has_its_pages_and_links(tmp_path: Path) -> None:
    shutil.copytree(SITES / "garden", tmp_path / "garden")
    build = Project(tmp_path / "garden").build("handbook", strict=True)
    book = build.out / "handbook.pdf"
    assert (0, "Index") in outline(book)
    assert links(book)[1] == []
    said = text_from(book, "Index")
    names = [record.title for record in STORE.records["resources"].values()]
    names += ["Hothouse", "Nursery (NUR)"]  # which have a home
    for term in STORE.records["glossary"].values():
        names += [term.term, *term.translations.values()]
    assert [name for name in names if squeeze(name) not in said] == []
