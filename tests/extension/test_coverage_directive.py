"""What ``{coverage}`` counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import Build
from making import bed, kitchen, main, text, warnings_of

pytestmark = pytest.mark.slow  # it builds site after site

PAGES = {
    "phases.md": "# P\n\n```{coverage}\n```\n",
    "topics.md": "# T\n\n```{coverage}\n:facet: topics\n```\n",
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return bed(tmp_path_factory.mktemp("coverage"), PAGES, "sow").build(strict=True)


def rows(build: Build, page: str) -> list[list[str]]:
    return [[text(cell) for cell in row.select("th, td")] for row in main(build.page(page)).select("table tr")]


def test_counts_the_resources_of_each_phase_by_category_and_marks_gaps(shown: Build) -> None:
    assert rows(shown, "phases") == [
        ["Name", "Books", "Seed banks", "Total"],
        ["Sowing", "1", "2", "3"],
        ["Watering", "2", "gap", "2"],
        ["Harvesting", "1", "1", "2"],
    ]


def test_counts_the_resources_of_each_topic(shown: Build) -> None:
    assert rows(shown, "topics") == [
        ["Name", "Books", "Seed banks", "Total"],
        ["Soil", "1", "1", "2"],
        ["Pests", "gap", "gap", "gap"],
    ]


def test_a_row_leads_to_the_page_of_its_phase(shown: Build) -> None:
    assert [link["href"] for link in main(shown.page("phases")).select("tbody th a")] == [
        "sow.html",
    ]


def test_a_new_resource_is_counted_in_the_next_build(tmp_path: Path) -> None:
    project = bed(tmp_path, PAGES, "sow", "soil")
    project.build()
    project.edit("data/resources.yml", "phases: [water]", "phases: [water, sow]")
    build = project.build()
    assert build.read == ["phases", "sow"]
    assert rows(build, "phases")[1] == ["Sowing", "2", "2", "4"]


def test_another_facet_is_reported(tmp_path: Path) -> None:
    project = bed(tmp_path, {"phases.md": "# P\n\n```{coverage}\n:facet: phase\n```\n"})
    assert warnings_of(project.build(), "phases.md") == [
        "3: WARNING: :facet: unknown value 'phase', did you mean 'phases'? [rdm.query]"
    ]


def test_is_read_again_when_a_count_changes_and_not_before(tmp_path: Path) -> None:
    project = kitchen(
        tmp_path, {"counted.md": "# Counted\n\n```{coverage}\n```\n\n```{coverage}\n:facet: topics\n```\n"}
    )
    project.build()
    assert project.build().read == []
    project.edit("data/resources.yml", "phases: [cook, eat]", "phases: [eat]")
    assert "counted" in project.build().read
