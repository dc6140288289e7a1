"""The handbook after contributors' edits: a record is where it belongs, and nothing differs from a clean build."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from building import ROOT, Build, Project, copy_handbook, handbook_data
from builds.making import main, rows
from machine.sequence import differences

pytestmark = pytest.mark.slow  # its tests look at the same builds

README = (ROOT / "README.md").read_text("utf-8")
EXAMPLE = re.compile(r"^Add a record to `data/resources\.yml`:\n\n```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PLACES = re.compile(r"in the tables of \*(\w+)\* and \*(\w+)\*, and in the catalogue, where it links to both")
CATALOGUE = "resources"


@pytest.fixture(scope="module")
def example() -> str:
    """The example of the README, word for word."""
    (block,) = EXAMPLE.findall(README)
    return block


@pytest.fixture(scope="module")
def record(example: str) -> dict[str, Any]:
    return yaml.safe_load(example)[0]


@pytest.fixture(scope="module")
def pages() -> list[str]:
    """The pages on which the README says that the example is, besides the catalogue."""
    (titles,) = PLACES.findall(README)
    of_title = {phase.title: phase.page for phase in handbook_data().vocabulary.phases.values()}
    return [of_title[title] for title in titles]


@pytest.fixture(scope="module")
def handbook(example: str, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The handbook with the example at the end of its file."""
    project = copy_handbook(tmp_path_factory.mktemp("example"))
    resources = project.root / "data/resources.yml"
    resources.write_text(resources.read_text("utf-8") + "\n" + example, "utf-8")
    return project


@pytest.fixture(scope="module")
def built(handbook: Project) -> Build:
    return handbook.build(strict=True)


def test_the_example_of_the_readme_builds_without_a_warning(built: Build) -> None:
    assert (built.status, built.warnings) == (0, [])


def test_the_example_of_the_readme_is_on_the_pages_that_the_readme_names(
    built: Build, record: dict[str, Any], pages: list[str]
) -> None:
    for name in pages:
        assert record["title"] in rows(built.page(name))
    entry = str(main(built.page(CATALOGUE)).select_one(f".rdm-record:has(#resource-{record['id']})"))
    assert record["url"] in entry
    assert [name for name in pages if f'href="{name}.html' not in entry] == []


def test_an_edited_description_is_read_where_it_is_shown_and_the_rest_stays(
    handbook: Project, built: Build, record: dict[str, Any], pages: list[str]
) -> None:
    clean = built.files()
    first, other = record["description"], "Another description."
    assert first in built.text(f"{CATALOGUE}.html")
    for old, new in ((first, other), (other, first)):
        handbook.edit("data/resources.yml", old, new)
        after = handbook.build(strict=True)
        assert after.read == sorted([*pages, CATALOGUE])
        texts = [after.text(f"{name}.html") for name in after.read]
        assert all(new in text and old not in text for text in texts)
    assert differences(after.files(), clean) == {}
