"""A query says which resources a page lists, in which order, and what of them; its answer holds exactly that."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields, replace

import pytest

from building import SITES
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.kinds.resource.query import Query, faults, select
from sphinx_rdm.kinds.resource.record import RESOURCE, Resource
from sphinx_rdm.records.facets import Faceted, facets_of
from sphinx_rdm.records.store import Store, load
from sphinx_rdm.records.views import fingerprint
from sphinx_rdm.records.vocabulary import Vocabulary

GARDEN = load(SITES / "garden" / "data", KINDS)


def ids(query: Query, store: Store = GARDEN) -> list[str]:
    """The ids of a query's answer, in order and without groups."""
    return list(select(store, replace(query, group_by="none")).ids)


def grouped(query: Query) -> dict[str, list[str]]:
    return {group.id: [row.id for row in group.rows] for group in select(GARDEN, query).groups}


def edited(record_id: str, **changes: str | tuple[str, ...]) -> Store:
    """The garden with one resource changed."""
    resource: Resource = GARDEN.of(RESOURCE)[record_id].model_copy(update=changes)
    return replace(GARDEN, records={**GARDEN.records, RESOURCE.file: {**GARDEN.of(RESOURCE), record_id: resource}})


def described(value: object) -> str | None:
    """What a query asks for, as the name of a test; other values have the names that pytest gives."""
    if not isinstance(value, Query):
        return None
    asked = [(field.name, getattr(value, field.name), field.default) for field in fields(Query)]
    return " ".join(f"{name}={'+'.join(given)}" for name, given, default in asked if given != default) or "everything"


# Which resources


def test_an_empty_query_matches_every_resource() -> None:
    assert set(ids(Query())) == set(GARDEN.of(RESOURCE))


def test_a_phase_matches_its_own_resources_and_those_for_all_phases() -> None:
    assert set(ids(Query(phases=("water",)))) == {"rain", "almanac"}


def test_several_phases_mean_any_of_them() -> None:
    assert set(ids(Query(phases=("water", "harvest")))) == {"rain", "beans", "almanac"}


def test_the_phase_all_matches_only_resources_for_all_phases() -> None:
    assert ids(Query(phases=("all",))) == ["almanac"]


def test_all_beside_another_phase_adds_nothing_to_it() -> None:
    assert ids(Query(phases=("all", "water"))) == ids(Query(phases=("water",)))


def test_a_resource_without_phases_belongs_to_no_phase() -> None:
    assert "compost" not in ids(Query(phases=("sow", "water", "harvest")))


def test_a_topic_does_not_match_resources_for_all_phases() -> None:
    assert set(ids(Query(topics=("soil",)))) == {"compost", "seeds"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(categories=("book",)), {"almanac", "compost", "rain"}),
        (Query(categories=("book", "seed-bank")), {"almanac", "compost", "rain", "seeds", "beans"}),
        (Query(kinds=("print",)), {"almanac", "compost"}),
        (Query(kinds=("print", "online")), {"almanac", "compost", "rain", "seeds", "beans"}),
        (Query(providers=("Seed Trust",)), {"seeds", "beans"}),
        (Query(providers=("Seed Trust", "Old Press")), {"seeds", "beans", "almanac", "compost"}),
        (Query(topics=("soil", "pests")), {"compost", "seeds"}),
    ],
    ids=described,
)
def test_several_values_of_a_facet_mean_any_of_them(query: Query, expected: set[str]) -> None:
    assert set(ids(query)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(phases=("sow",), topics=("soil",)), {"seeds"}),
        (Query(phases=("sow",), categories=("book",)), {"almanac"}),
        (Query(topics=("soil",), kinds=("print",)), {"compost"}),
        (Query(phases=("sow",), providers=("Old Press",), kinds=("online",)), {"seeds"}),
        (Query(topics=("soil",), categories=("seed-bank",), kinds=("print",)), set()),
    ],
    ids=described,
)
def test_several_facets_mean_all_of_them(query: Query, expected: set[str]) -> None:
    assert set(ids(query)) == expected


def test_providers_match_without_regard_to_case() -> None:
    assert ids(Query(providers=("seed TRUST",))) == ids(Query(providers=("Seed Trust",)))


def test_an_excluded_resource_does_not_match() -> None:
    assert ids(Query(phases=("water",), exclude=("almanac",))) == ["rain"]


# In which order


def test_titles_are_sorted_without_regard_to_case() -> None:
    assert ids(Query()) == ["beans", "compost", "rain", "almanac", "seeds"]


def test_titles_can_be_sorted_backwards() -> None:
    assert ids(Query(sort="-title")) == ["seeds", "almanac", "rain", "compost", "beans"]


def test_resources_of_the_phase_come_before_those_for_all_phases() -> None:
    assert ids(Query(phases=("sow",))) == ["beans", "seeds", "almanac"]


def test_resources_of_the_phase_come_first_when_sorted_backwards_too() -> None:
    assert ids(Query(phases=("sow",), sort="-title")) == ["seeds", "beans", "almanac"]


def test_resources_of_the_phase_come_first_inside_each_group() -> None:
    assert grouped(Query(phases=("water",))) == {"book": ["rain", "almanac"]}


def test_resources_can_be_sorted_by_provider_and_then_by_title() -> None:
    assert ids(Query(sort="provider", exclude=("rain",))) == ["compost", "almanac", "beans", "seeds"]


def test_resources_without_a_provider_come_last_when_sorted_by_provider() -> None:
    assert ids(Query(sort="provider"))[-1] == "rain"


def test_the_title_of_one_resource_is_not_compared_with_the_provider_of_another() -> None:
    query = Query(sort="provider", providers=("Seed Trust",))
    assert ids(query, edited("beans", title="Zinnia and beans")) == ["beans", "seeds"]


def test_resources_can_be_sorted_by_the_title_of_their_kind_and_then_by_title() -> None:
    assert ids(Query(sort="kind")) == ["beans", "rain", "seeds", "compost", "almanac"]


@pytest.mark.parametrize("order", [["rain", "seeds"], ["seeds", "rain"]])
def test_equal_titles_are_sorted_by_id_whatever_their_order_in_the_file(order: list[str]) -> None:
    same = {record_id: GARDEN.of(RESOURCE)[record_id].model_copy(update={"title": "Same"}) for record_id in order}
    assert ids(Query(), replace(GARDEN, records={RESOURCE.file: same})) == ["rain", "seeds"]


# How many


def test_a_limit_keeps_the_first_resources() -> None:
    assert ids(Query(limit=2)) == ["beans", "compost"]


def test_a_limit_counts_across_groups() -> None:
    assert grouped(Query(limit=4)) == {"book": ["compost", "rain", "almanac"], "seed-bank": ["beans"]}


def test_a_limit_counts_a_resource_in_several_groups_once() -> None:
    assert len(select(GARDEN, Query(group_by="phase", phases=("sow",), limit=2)).ids) == 2


def test_the_total_counts_what_the_limit_leaves_out() -> None:
    assert select(GARDEN, Query(limit=2)).total == 5


# In which groups


def test_groups_follow_the_order_of_the_vocabulary_and_not_of_the_titles() -> None:
    assert list(grouped(Query(group_by="kind"))) == ["print", "online"]


def test_a_group_is_called_as_the_vocabulary_calls_it() -> None:
    assert [group.title for group in select(GARDEN, Query()).groups] == ["Books", "Seed banks"]


@pytest.mark.parametrize(("group_by", "titles"), [("none", [""]), ("topic", ["Soil", ""])])
def test_rows_without_a_group_of_their_own_stand_under_no_title(group_by: str, titles: list[str]) -> None:
    assert [group.title for group in select(GARDEN, Query(group_by=group_by)).groups] == titles


def test_providers_are_in_order_without_regard_to_case() -> None:
    store = edited("rain", providers=("eastern Gardens",))
    groups = select(store, Query(group_by="provider")).groups
    assert [group.title for group in groups] == ["eastern Gardens", "Old Press", "Seed Trust"]


@pytest.mark.parametrize(
    ("group_by", "expected"),
    [
        ("category", {"book": ["compost", "rain", "almanac"], "seed-bank": ["beans", "seeds"]}),
        ("kind", {"print": ["compost", "almanac"], "online": ["beans", "rain", "seeds"]}),
        (
            "phase",
            {
                "sow": ["beans", "almanac", "seeds"],
                "water": ["rain", "almanac"],
                "harvest": ["beans", "almanac"],
                "other": ["compost"],
            },
        ),
        ("topic", {"soil": ["compost", "seeds"], "other": ["beans", "rain", "almanac"]}),
        (
            "provider",
            {
                "Old Press": ["compost", "almanac", "seeds"],
                "Seed Trust": ["beans", "seeds"],
                "other": ["rain"],
            },
        ),
        ("none", {"": ["beans", "compost", "rain", "almanac", "seeds"]}),
    ],
)
def test_resources_are_grouped_by(group_by: str, expected: dict[str, list[str]]) -> None:
    assert grouped(Query(group_by=group_by)) == expected


def test_a_resource_in_several_groups_is_one_of_the_ids_once() -> None:
    assert select(GARDEN, Query(group_by="phase", phases=("sow",))).ids.count("beans") == 1


# What of them


def test_cells_hold_the_shown_columns_in_their_order() -> None:
    (group,) = select(GARDEN, Query(topics=("soil",), kinds=("online",), columns=("title", "kind", "topic"))).groups
    assert [[word.text for word in cell] for cell in group.rows[0].cells] == [["Zucchini seeds"], ["Online"], ["Soil"]]


def test_an_edit_of_a_column_that_is_not_shown_does_not_change_the_view() -> None:
    query = Query(columns=("title", "kind"))
    assert select(edited("seeds", description="Another text."), query) == select(GARDEN, query)


def test_an_edit_of_a_column_that_is_shown_changes_the_view() -> None:
    query = Query(columns=("title", "description"))
    assert select(edited("seeds", description="Another text."), query) != select(GARDEN, query)


def test_what_to_start_with_is_part_of_the_view() -> None:
    query, seeds = Query(phases=("sow",)), edited("seeds", first_in_phases=("sow",))
    assert ids(query) == ["beans", "seeds", "almanac"]
    assert ids(query, seeds) == ["seeds", "beans", "almanac"]
    assert ids(Query(phases=("all",)), seeds) == ids(Query(phases=("all",)))
    beans = edited("beans", first_in_phases=("sow",))  # where it stands already
    assert (ids(query, beans), select(beans, query) == select(GARDEN, query)) == (ids(query), False)


def test_an_edit_of_a_resource_that_is_not_listed_does_not_change_the_view() -> None:
    query = Query(phases=("water",))
    assert select(edited("seeds", description="Another text."), query) == select(GARDEN, query)


# What is wrong with a query


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (Query(phases=("sov",)), "unknown phase 'sov', did you mean 'sow'?"),
        (Query(topics=("weather",)), "unknown topic 'weather'; known: pests, soil"),
        (Query(categories=("books",)), "unknown category 'books', did you mean 'book'?"),
        (Query(kinds=("onlin",)), "unknown kind 'onlin', did you mean 'online'?"),
        (Query(providers=("Seed Trsut",)), "unknown provider 'Seed Trsut', did you mean 'Seed Trust'?"),
        (Query(exclude=("almanach",)), "unknown resource 'almanach', did you mean 'almanac'?"),
        (Query(phases=("sow water",)), "unknown phase 'sow water'; write 'sow, water'"),
        (Query(phases=("Water / harvest",)), "unknown phase 'Water / harvest'; write 'water, harvest'"),
        (Query(topics=("pests AND soil;",)), "unknown topic 'pests AND soil;'; write 'pests, soil'"),
        (Query(phases=("sow wind",)), "unknown phase 'sow wind'; known: all, harvest, sow, water"),
    ],
    ids=described,
)
def test_an_unknown_word_is_a_fault_with_the_likeliest_correction(query: Query, message: str) -> None:
    assert [said for _facet, said in faults(GARDEN, query)] == [message]


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query(phases=("sow", "all"), topics=("soil",), categories=("book",), kinds=("print",)),
        Query(providers=("old press",), exclude=("rain",)),
    ],
    ids=described,
)
def test_known_words_are_no_fault(query: Query) -> None:
    assert faults(GARDEN, query) == ()


def test_every_unknown_word_is_a_fault_of_its_own() -> None:
    assert len(faults(GARDEN, Query(phases=("x1", "x2"), kinds=("x3",), exclude=("x4",)))) == 4


def test_words_of_a_faulty_facet_are_not_called_unknown() -> None:
    words = Vocabulary({**GARDEN.vocabulary.facets, "kinds": {}}, frozenset({"kinds"}))
    half_read = replace(GARDEN, vocabulary=words)
    assert faults(half_read, Query(kinds=("print",))) == ()


# Fingerprints


def test_different_views_have_different_fingerprints() -> None:
    views = [select(GARDEN, Query(limit=limit)) for limit in (1, 2, 3, 4, 5)]
    assert len({fingerprint(view) for view in views}) == 5


SCRIPT = """
import pathlib, sys
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.kinds.resource.query import Query, select
from sphinx_rdm.records.store import load
from sphinx_rdm.records.views import fingerprint
print(fingerprint(select(load(pathlib.Path(sys.argv[1]), KINDS), Query(group_by="provider"))))
"""


@pytest.mark.parametrize("seed", ["0", "1", "12345"])
def test_a_fingerprint_is_the_same_in_every_process(seed: str) -> None:
    command = [sys.executable, "-c", SCRIPT, str(SITES / "garden" / "data")]
    run = subprocess.run(
        command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == fingerprint(select(GARDEN, Query(group_by="provider")))


def test_a_facet_of_which_no_record_has_a_value_is_left_out() -> None:
    records = [Faceted("one", ((), ("v",), ()), "words")]
    found = facets_of(GARDEN, RESOURCE, {name: (name.upper(), None) for name in "abc"}, records)
    assert [choice.name for choice in found.choices] == ["b"]
    assert found.records == (Faceted("one", (("v",),), "words"),)
