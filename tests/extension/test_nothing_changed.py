"""What a build need not do again is not done, and what it keeps for that is never stale."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from unittest.mock import Mock

import pytest

from building import Build, Project
from sphinx_rdm import data, incremental, kept_data
from sphinx_rdm.records.source import parse
from sphinx_rdm.records.store import Store

Copy = Callable[[str], Project]


@pytest.fixture
def garden(project: Copy) -> Project:
    garden = project("garden")
    garden.build()
    return garden


def store_of(build: Build) -> Store:
    return data.store_of(build.app)


def test_data_files_that_are_as_they_were_are_not_parsed(garden: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = Mock(side_effect=parse)
    monkeypatch.setattr(kept_data, "parse", parsed)
    again = garden.build()
    assert not parsed.called
    assert repr(store_of(again).records) == repr(store_of(garden.build(doctrees="others")).records)
    parsed.reset_mock()
    garden.edit("data/resources.yml", "Dates for every bed", "Days for every bed")
    garden.build()
    assert [call.args[1] for call in parsed.call_args_list] == ["data/resources.yml"]


def test_records_that_were_sound_are_not_checked_again(garden: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    own = "- id: climate\n  kinds: [resources]\n  title: Climate\n  takes: facet\n  one: climate\n"
    garden.write("data/fields.yml", own + "- id: provider\n  kinds: [resources]\n  title: Grower\n")
    garden.edit("data/vocabulary.yml", "phases:\n", "climate:\n  - {id: mild, title: Mild}\nphases:\n")
    garden.edit(
        "data/resources.yml", "title: the Almanac", "climate: [mild]\n  check_by: [2999-01-01 x]\n  title: the Almanac"
    )
    first = store_of(garden.build(strict=True))
    checked = Mock(side_effect=kept_data.checked)
    monkeypatch.setattr(kept_data, "checked", checked)
    again = garden.build(strict=True)
    assert not checked.called
    assert not again.read
    fresh = store_of(garden.build(doctrees="others"))
    for store in (first, fresh):
        assert repr(replace(store_of(again), kinds=())) == repr(replace(store, kinds=()))
        assert columns_of(store_of(again)) == columns_of(store)


def columns_of(store: Store) -> dict[str, list[tuple[str, list[tuple[str, ...]]]]]:
    """What lists show of all records, by kind and column."""
    return {
        kind.file: [
            (column.heading, [column.values(record) for record in store.of(kind).values()]) for column in kind.columns
        ]
        for kind in store.kinds
    }


def test_what_is_wrong_with_data_is_told_in_every_build(garden: Project) -> None:
    garden.edit("data/resources.yml", "title: the Almanac", "title: the Almanac # and more")
    garden.edit("data/site.yml", "name:", "nme:")
    first = garden.build()
    assert first.warnings
    again = garden.build()
    assert again.warnings == first.warnings
    assert store_of(again).problems == store_of(first).problems
    assert store_of(again).locations == store_of(first).locations


@pytest.mark.parametrize(
    "content", [b"", b"no pickle", pickle.dumps(["another"]), pickle.dumps(("older", {}))], ids=repr
)
def test_what_was_kept_of_data_and_is_damaged_is_passed_over(garden: Project, content: bytes) -> None:
    kept = garden.root / "build/html-doctrees/rdm-data.pickle"
    sound = kept.read_bytes()
    kept.write_bytes(content)
    build = garden.build()
    assert not build.warnings
    assert not build.read
    assert kept.read_bytes() == sound


def test_pages_ask_the_data_again_only_if_a_file_is_another(garden: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Mock(side_effect=incremental.views.answer)
    monkeypatch.setattr(incremental.views, "answer", asked)
    garden.build()
    assert not asked.called
    resources = garden.root / "data/resources.yml"
    resources.write_bytes(resources.read_bytes() + b"\n# A remark that no page shows.\n")
    assert not garden.build().read
    assert asked.called


def test_pages_ask_kinds_of_ones_own_in_every_build(project: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop = project("workshop")
    workshop.build()
    asked = Mock(side_effect=incremental.views.answer)
    monkeypatch.setattr(incremental.views, "answer", asked)
    workshop.build()
    assert asked.called


def test_what_pages_show_of_each_other_is_known_until_one_is_read(
    garden: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Mock(side_effect=incremental.shared)
    monkeypatch.setattr(incremental, "shared", found)
    assert not garden.build().written
    assert not found.called
    garden.edit("docs/sow.md", "# ", "# Now ")
    assert garden.build().written
    assert found.called
