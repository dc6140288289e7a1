"""What a site still lacks before it is published is said at its place, and only that."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from building import SITES
from commands import run
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.records.publishing import unfilled
from sphinx_rdm.records.store import load

FULL = "base_url: https://example.org/\noperator: The guild\ncontact: help@guild.example\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(SITES / "garden/data", tmp_path / "data")
    return tmp_path / "data"


def lines(data: Path, text: str) -> list[str]:
    (data / "site.yml").write_text(text, "utf-8")
    return unfilled(load(data, KINDS))


def test_a_site_that_says_all_lacks_nothing(data: Path) -> None:
    assert lines(data, f"name: Garden\n{FULL}") == []


def test_each_empty_fact_has_a_line_with_its_place(data: Path) -> None:
    assert lines(data, "name: Garden\ncontact:\nbase_url:\n\noperator:\n") == [
        "data/site.yml:3:1: base_url is empty; fill in 'base_url: …' (address under which the site is published)",
        "data/site.yml:2:1: contact is empty; fill in 'contact: …' (how to reach the people behind the site)",
        "data/site.yml:5:1: operator is empty; fill in 'operator: …' (the organisation that publishes the site)",
    ]


def test_a_fact_without_a_line_is_missing_where_the_name_stands(data: Path) -> None:
    (line,) = lines(data, "# who\nname: Garden\n" + FULL.replace("operator: The guild\n", ""))
    assert line.startswith("data/site.yml:2:1: operator is missing; fill in 'operator: …'")


@pytest.mark.parametrize("text", ["", "- a\n", "label: Garden\n"])
def test_a_faulty_file_has_problems_instead(data: Path, text: str) -> None:
    assert lines(data, text) == []
    result = run("ready", str(data))
    assert result.exit_code == 1
    assert "site.yml:1:" in result.output


def test_the_command_prints_the_lines_and_fails_as_long_as_there_are_any(data: Path) -> None:
    (data / "site.yml").write_text(f"name: Garden\n{FULL}", "utf-8")
    result = run("ready", str(data))
    assert (result.exit_code, result.output) == (0, "")
    (data / "site.yml").write_text("name: Garden\n", "utf-8")
    result = run("ready", str(data))
    assert (result.exit_code, result.output.count("\n")) == (1, 3)
