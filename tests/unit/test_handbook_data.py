"""The handbook's own data say what its pages promise."""

from __future__ import annotations

import pytest

from building import ROOT
from sphinx_rdm.catalogue.model import ChecklistItem, Resource
from sphinx_rdm.catalogue.query import Query, View, select
from sphinx_rdm.catalogue.store import load
from sphinx_rdm.catalogue.views import checklist

STORE = load(ROOT / "data")
PHASES, TOPICS = STORE.vocabulary.phases, STORE.vocabulary.topics

# A page that explains words has no list to tick.
TOPICS_WITH_CHECKLIST = [topic for topic in TOPICS if topic != "gdpr-and-ethical-review-glossary"]


def of_phase(phase: str) -> View:
    return select(STORE, Query(phases=(phase,)))


def test_the_data_have_no_problem() -> None:
    assert [str(problem) for problem in STORE.problems] == []


@pytest.mark.parametrize(
    ("kind", "count"),
    [("resources", 115), ("facilities", 9), ("guide", 46), ("institutions", 17), ("glossary", 30)],
)
def test_nothing_got_lost(kind: str, count: int) -> None:
    assert len(getattr(STORE, kind)) == count


@pytest.mark.parametrize(
    ("phase", "count"),
    [
        ("plan", 30),
        ("collect", 31),
        ("process", 17),
        ("analyse", 28),
        ("preserve", 16),
        ("share", 42),
        ("reuse", 28),
    ],
)
def test_a_phase_lists_its_resources_and_those_for_all_phases(phase: str, count: int) -> None:
    assert len(of_phase(phase).ids) == count


def test_collect_lists_its_resources_by_category() -> None:
    groups = {group.id: len(group.rows) for group in of_phase("collect").groups}
    assert groups == {"guidance": 17, "training": 6, "tool": 8}


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_lists_a_resource(topic: str) -> None:
    assert select(STORE, Query(topics=(topic,))).ids


@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_has_a_checklist(phase: str) -> None:
    assert 6 <= len(checklist(STORE, (phase,), (), ())) <= 12


@pytest.mark.parametrize("topic", TOPICS_WITH_CHECKLIST)
def test_a_topic_has_a_checklist(topic: str) -> None:
    assert 5 <= len(checklist(STORE, (), (topic,), ())) <= 12


@pytest.mark.parametrize("value", [*PHASES.values(), *TOPICS.values()], ids=lambda value: value.id)
def test_a_phase_or_topic_has_a_page_and_says_what_it_is_about(value: object) -> None:
    assert (ROOT / f"docs/{value.page}.md").is_file()  # type: ignore[attr-defined]
    assert value.summary  # type: ignore[attr-defined]


@pytest.mark.parametrize("resource", STORE.resources.values(), ids=lambda resource: resource.id)
def test_a_description_has_8_to_45_words(resource: Resource) -> None:
    assert 8 <= len(resource.description.split()) <= 45


@pytest.mark.parametrize("item", STORE.checklists.values(), ids=lambda item: item.id)
def test_an_item_to_tick_is_a_short_statement_with_a_short_reason(item: ChecklistItem) -> None:
    assert item.text.endswith(".")
    assert len(item.text.split()) <= 20
    assert len(item.why.split()) <= 18


def test_every_section_of_a_plan_has_something_to_tick() -> None:
    assert {item.section for item in STORE.checklists.values() if item.section} == set(STORE.vocabulary.sections)
