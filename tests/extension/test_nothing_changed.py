"""What a build need not do again is not done, and what it keeps for that is never stale."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from unittest.mock import Mock

import pytest

from building import Build, Project
from sphinx_rdm import data, incremental
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
    monkeypatch.setattr(data, "parse", parsed)
    again = garden.build()
    assert not parsed.called
    assert repr(store_of(again).records) == repr(store_of(garden.build(doctrees="others")).records)
    parsed.reset_mock()
    garden.edit("data/resources.yml", "Dates for every bed", "Days for every bed")
    garden.build()
    assert [call.args[1] for call in parsed.call_args_list] == ["data/resources.yml"]


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
