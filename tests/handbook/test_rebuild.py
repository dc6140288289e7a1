"""The handbook, built by one process, and after contributors' edits: no byte differs from a clean build by two.

The tests build one copy of the handbook, one after the other.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from building import ROOT, Build, Project
from handbook.sources import copy_handbook, handbook_data
from machine.sequence import differences
from making import main, rows
from sphinx_rdm.records.kind import PHASE

pytestmark = pytest.mark.slow  # its tests look at the same builds

README = (ROOT / "README.md").read_text("utf-8")
EXAMPLE = re.compile(r"^Add a record to `data/resources\.yml`:\n\n```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PLACES = re.compile(r"in the tables of \*(\w+)\* and \*(\w+)\*, and in the catalogue, where it links to both")
CATALOGUE, RESOURCES = "resources", "data/resources.yml"


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
    of_title = {phase.title: phase.page for phase in handbook_data().vocabulary.terms(PHASE).values()}
    return [of_title[title] for title in titles]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return copy_handbook(tmp_path_factory.mktemp("copied"))


@pytest.fixture(scope="module")
def by_one_process(copied: Project) -> dict[str, bytes]:
    return copied.build(strict=True).files()


@pytest.fixture(scope="module")
def built(copied: Project, by_one_process: dict[str, bytes], example: str) -> Build:
    """The same copy, built again with the example at the end of its file."""
    resources = copied.root / RESOURCES
    resources.write_text(resources.read_text("utf-8") + "\n" + example, "utf-8")
    return copied.build(strict=True)


def test_one_process_writes_the_bytes_of_two_at_another_time_in_another_folder(
    handbook: Build, by_one_process: dict[str, bytes]
) -> None:
    assert differences(by_one_process, handbook.files()) == {}


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


def test_without_the_example_the_files_are_those_of_a_clean_build(
    copied: Project, built: Build, by_one_process: dict[str, bytes]
) -> None:
    assert differences(built.files(), by_one_process)
    (copied.root / RESOURCES).write_bytes((ROOT / RESOURCES).read_bytes())
    assert differences(copied.build(strict=True).files(), by_one_process) == {}
