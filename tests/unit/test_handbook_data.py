"""The handbook's own data say what its pages promise."""

from __future__ import annotations

import pytest

from building import ROOT
from sphinx_rdm.catalogue.model import Resource
from sphinx_rdm.catalogue.query import Query, View, select
from sphinx_rdm.catalogue.store import load

STORE = load(ROOT / "data")


def of_phase(phase: str) -> View:
    return select(STORE, Query(phases=(phase,)))


def test_the_data_have_no_problem() -> None:
    assert [str(problem) for problem in STORE.problems] == []


def test_there_are_111_resources() -> None:
    assert len(STORE.resources) == 111


def test_there_are_nine_facilities() -> None:
    assert len(STORE.facilities) == 9


@pytest.mark.parametrize(
    ("phase", "count"),
    [
        ("plan", 26),
        ("collect", 28),
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
    assert groups == {"guidance": 15, "training": 6, "tool": 7}


@pytest.mark.parametrize("resource", STORE.resources.values(), ids=lambda resource: resource.id)
def test_a_description_has_8_to_45_words(resource: Resource) -> None:
    assert 8 <= len(resource.description.split()) <= 45
