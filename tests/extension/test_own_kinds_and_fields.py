"""A handbook with a vocabulary, a facet, two fields and a kind of record of its own, and without facilities."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from building import SITES, Build, Project
from commands import run
from making import main, rows, text

pytestmark = pytest.mark.slow  # it builds site after site

EVERYWHERE = ["html", "text", "epub", "handbook"]


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(Path(shutil.copytree(SITES / "workshop", tmp_path_factory.mktemp("own") / "workshop")))


@pytest.fixture(scope="module")
def built(workshop: Project) -> Build:
    return workshop.build(strict=True)


@pytest.mark.parametrize("builder", EVERYWHERE)
def test_builds_without_a_warning(workshop: Project, builder: str) -> None:
    build = workshop.build(builder, strict=True)
    assert (build.status, build.warnings) == (0, [])


def test_a_facet_is_a_column_a_group_and_a_filter(built: Build) -> None:
    page = main(built.page("sketch"))
    assert [text(caption) for caption in page.select("caption")] == ["By hand", "By machine"]
    assert [text(head) for head in page.select("thead")[0].select("th")] == ["Title", "Method", "Tool", "Written by"]
    assert rows(built.page("joints")) == ["Planes"]


def test_an_identifier_leads_to_the_address_of_its_pattern(built: Build) -> None:
    entry = main(built.page("all")).select_one("a[href*='fine-saw']")
    assert entry["href"] == "https://tools.example.org/fine-saw?page=1"


def test_readers_narrow_the_catalogue_down_by_a_facet_of_ones_own(built: Build) -> None:
    data = json.loads(main(built.page("all")).select_one("script.rdm-filter").get_text())
    assert ["method", "Method", [["by-hand", "By hand"], ["by-machine", "By machine"]]] in data["facets"]
    assert ["provider", "Written by", [["Ann Lee", "Ann Lee"]]] in data["facets"]


def test_a_kind_of_ones_own_is_shown_and_referred_to(built: Build) -> None:
    assert [text(cell) for cell in main(built.page("events")).select("tbody th")] == ["Open barn", "Night shift"]
    assert main(built.page("index")).select_one("a[href='events.html#event-open-barn']")
    cards = main(built.page("joints")).select(".sd-card")
    assert ["Night shift" in text(card) for card in cards] == [True]


def test_a_changed_record_has_the_pages_read_that_show_it(workshop: Project, built: Build) -> None:
    workshop.edit("data/events.yml", "Night shift", "Late shift")
    again = workshop.build(strict=True)
    assert again.read == ["events", "joints"]
    workshop.edit("data/events.yml", "Late shift", "Night shift")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "takes: address",
            "takes: addresses",
            "data/fields.yml:16:10: unknown type of value 'addresses', did you mean",
        ),
        (
            "kinds: [resources]\n  title: Film",
            "kinds: [laws]\n  title: Film",
            "data/fields.yml:14:11: unknown kind 'laws'",
        ),
        ("id: film", "id: url", "data/fields.yml:13:7: 'url' is a field of resources already"),
        ("one: method", "one: limit", "data/fields.yml:5:8: 'limit' is taken, by an option of a list"),
        ("one: method", "one: sort", "data/fields.yml:5:8: 'sort' is taken, by an option of a list"),
        ("one: method", "one: topic", "data/fields.yml:5:8: 'topic' is a field of resources already"),
        (
            "takes: identifier\n  pattern: https://tools.example.org/{}?page=1",
            "takes: facet\n  one: method",
            "data/fields.yml:11:8: 'method' is a field of resources already",
        ),
        ("id: provider", "id: providr", "data/fields.yml:18:7: 'providr' is no column of resources"),
        ("{}?page=1", "?page=1", "data/fields.yml:11:12: pattern: 'https://tools.example.org/?page=1' has no place"),
        ("takes: facet\n  one: method", "one: method", "data/fields.yml:1:3: only a facet has a name for one"),
    ],
    ids=["type", "kind", "taken", "option", "sort", "facet", "twice", "column", "pattern", "one"],
)
def test_a_fault_in_a_field_is_one_message(
    project: Callable[[str], Project], old: str, new: str, expected: str
) -> None:
    workshop = project("workshop")
    workshop.edit("data/fields.yml", old, new)
    warnings = [line for line in workshop.build().warnings if "data/" in line]
    assert len(warnings) == 1, warnings
    assert expected in warnings[0].replace("WARNING: ", "")


def test_a_resource_without_phase_and_topic_stands_in_the_catalogue_alone(project: Callable[[str], Project]) -> None:
    workshop = project("workshop")
    workshop.edit("data/resources.yml", "  phases: all\n", "")
    build = workshop.build(strict=True)
    assert "Planes" in text(main(build.page("all")))
    said = "'planes' has neither phase nor topic, so no list of one has it; have it shown, or delete it"
    assert said in run("due", str(workshop.root / "data")).stdout


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "nowhere:EVENT",
            "rdm_kinds: 'nowhere:EVENT' cannot be loaded: No module named 'nowhere'; write 'module:NAME'",
        ),
        ("workshop_kinds:PLACE", "rdm_kinds: 'workshop_kinds:PLACE' is no Kind but Facet; name a Kind"),
    ],
)
def test_a_kind_that_is_none_is_reported(project: Callable[[str], Project], name: str, expected: str) -> None:
    build = project("workshop").build(rdm_kinds=["workshop_kinds:EVENT", name])
    assert build.warnings == [f"WARNING: {expected} [rdm.source]"]


CLASHES = """
from dataclasses import replace
from workshop_kinds import EVENT

FILE = replace(EVENT, role="meeting")
ROLE = replace(EVENT, file="meetings")
OURS = replace(EVENT, file="meetings", role="resource")
"""


@pytest.mark.parametrize(
    ("name", "clash"),
    [
        ("FILE", "the file 'events.yml' of 'workshop_kinds:EVENT'"),
        ("ROLE", "the role 'event' of 'workshop_kinds:EVENT'"),
        ("OURS", "the role 'resource' of the extension"),
    ],
)
def test_two_kinds_with_one_file_or_one_role_are_reported(
    project: Callable[[str], Project], name: str, clash: str
) -> None:
    workshop = project("workshop")
    workshop.write("clashing_kinds.py", CLASHES)
    build = workshop.build(rdm_kinds=["workshop_kinds:EVENT", f"clashing_kinds:{name}"])
    assert build.warnings == [f"WARNING: rdm_kinds: 'clashing_kinds:{name}' has {clash}; choose another [rdm.source]"]
