"""The index of a book: all names by which readers look for something, each with all its places."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from building import SITES, Project
from making import bed, garden
from pdfs import index_of, links, outline, squeeze, text_from
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.pdf.subject_index import IndexLine, IndexPlace, Rank, entries, subjects
from sphinx_rdm.records.store import load

STORE = load(SITES / "garden/data", KINDS)
HOMES = {("resource", "almanac"): ("all", "resource-almanac"), ("facility", "none"): ("sow", "facility-none")}


def test_names_are_in_order_and_once_with_all_places_each_once() -> None:
    names = [("beans", "b"), ("Ants", "a"), ("Beans", "c"), ("beans", "b"), ("ants  of the  soil", "d")]
    places = [*(IndexPlace(name, "", target) for name, target in names), IndexPlace("bönor", "sv", "b")]
    assert entries(places) == [
        IndexLine("Ants", "", ["a"], []),
        IndexLine("ants of the soil", "", ["d"], []),
        IndexLine("beans", "", ["b", "c"], []),
        IndexLine("bönor", "sv", ["b"], []),
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


@pytest.mark.parametrize(
    ("single", "plural"),
    [
        ("seed", "seeds"),
        ("data berry", "Data berries"),
        ("batch", "batches"),
        ("case", "cases"),
        ("bed key", "bed keys"),
        ("GMO", "GMOs"),
    ],
)
def test_a_word_and_its_plain_plural_are_one_line(single: str, plural: str) -> None:
    places = [IndexPlace(plural, "", "b"), IndexPlace(single, "", "a"), IndexPlace(plural, "", "c")]
    assert entries(places) == [IndexLine(plural, "", ["a", "b", "c"], [])]
    assert [line.name for line in entries([IndexPlace(single, "", "a", Rank.TERM), *places])] == [single]
    assert [line.name for line in entries(places[:1])] == [plural]  # which has no other form
    assert len(entries(places, language="sv")) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("new", "news"),
        ("clas", "class"),
        ("genomic", "genomics"),
        ("GI", "GIS"),
        ("analysi", "analysis"),
        ("do", "does"),
    ],
)
def test_different_words_are_never_one_line(one: str, other: str) -> None:
    assert len(entries([IndexPlace(one, "", "a"), IndexPlace(other, "", "b")])) == 2


def test_a_line_has_its_home_and_no_more_places_than_help() -> None:
    many = [IndexPlace("bean", "", f"k#{number}", Rank.KEYWORD) for number in range(9)]
    heading = IndexPlace("bean", "", "p#x", Rank.MENTION)
    home = IndexPlace("bean", "", "h#y")
    assert entries([*many, heading]) == [IndexLine("bean", "", [], [place.target for place in many[:8]])]
    assert entries([*many, home, heading]) == [IndexLine("bean", "", ["h#y"], ["p#x"])]
    assert entries([home, heading._replace(target="h#z")]) == [IndexLine("bean", "", ["h#y"], [])]
    assert entries([home, heading], {"h#y": ["u"]}) == [IndexLine("bean", "", ["h#y"], ["u", "p#x"])]
    assert entries([heading._replace(target=f"p{number}#x") for number in range(9)]) == []


@pytest.mark.slow
def test_common_words_lead_to_the_pages_and_sections_that_are_about_them(tmp_path: Path) -> None:
    pages = {
        "tools.md": "# Tools of ours\n\nAll of them.\n\n## When a heap sinks, and IT\n\nWait.\n",
        "more.md": "# More\n\nAll.\n\n## Leaves for ground covers\n\nWait.\n\n## Put it here\n\nNow.\n",
    }
    project = garden(tmp_path, pages)
    project.edit("data/vocabulary.yml", "title: Soil", "title: Soil, worms and the deep compost")
    project.edit("data/resources.yml", "keywords: [heap]", "keywords: [heaps, IT]")
    found = index_of(project.build("handbook", strict=True).out / "handbook.pdf")
    names = [line for line in found if line.casefold() in ("soil", "worms", "compost, deep", "heap", "heaps", "it")]
    assert names == ["compost, deep", "heaps", "IT", "Soil", "worms"]
    assert found["worms"] == found["Soil"] == found["deep compost"] == found["compost, deep"]
    (tools,), (more,) = found["Tools of ours"], found["More"]
    assert {page.strip("*") for page in found["heaps"]} >= {tools}
    assert more not in found["IT"]  # a heading says 'it'
    assert tools in found["IT"]
    assert more in found["ground cover"]
    assert [page for page in found["ground cover"] if page.startswith("*")] == [f"*{page}" for page in found["mulch"]]


@pytest.mark.slow
def test_the_words_of_two_languages_have_the_page_that_explains_them(tmp_path: Path) -> None:
    project = bed(tmp_path, {"terms.md": "# Terms\n\nAll.\n\n```{glossary-terms}\n```\n"})
    book = project.build("handbook").out / "handbook.pdf"
    said = text_from(book, "Words in two languages")
    [page] = index_of(book)["marktäckning"]
    assert f"EnglishSwedishPagemulchmarktäckning{page}" in said
    assert f"SwedishEnglishPagemarktäckningmulch{page}" in said


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
