"""The handbook after contributors' edits: a record is where it belongs, and nothing differs from a clean build."""

from __future__ import annotations

import re

import pytest
import yaml
from bs4 import BeautifulSoup

from building import ROOT, Build, Project, copy_handbook
from builds.making import main, rows
from sphinx_rdm.catalogue.store import load

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("handbook-rebuild")]  # its tests look at the same builds

README = (ROOT / "README.md").read_text("utf-8")
(EXAMPLE,) = re.findall(
    r"^Add a record to `data/resources\.yml`:\n\n```yaml\n(.*?)^```$", README, re.DOTALL | re.MULTILINE
)
RECORD = yaml.safe_load(EXAMPLE)[0]
(NAMED,) = re.findall(r"in the tables of \*(\w+)\* and \*(\w+)\*, and in the catalogue, where it links to both", README)
PAGES = [phase.page for phase in load(ROOT / "data").vocabulary.phases.values() if phase.title in NAMED]
CATALOGUE = "resources"


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The handbook with the example of the README, copied word for word to the end of the file."""
    project = copy_handbook(tmp_path_factory.mktemp("example"))
    resources = project.root / "data/resources.yml"
    resources.write_text(resources.read_text("utf-8") + "\n" + EXAMPLE, "utf-8")
    return project


@pytest.fixture(scope="module")
def built(handbook: Project) -> Build:
    return handbook.build(strict=True)


def entry(page: BeautifulSoup) -> str:
    """What the catalogue says of the record, with the addresses of its links."""
    return str(main(page).select_one(f".rdm-record:has(#resource-{RECORD['id']})"))


def test_the_example_of_the_readme_builds_without_a_warning(built: Build) -> None:
    assert (built.status, built.warnings) == (0, [])


def test_the_example_of_the_readme_is_on_the_pages_that_the_readme_names(built: Build) -> None:
    assert len(PAGES) == len(NAMED)
    for name in PAGES:
        assert RECORD["title"] in rows(built.page(name))
    shown = entry(built.page(CATALOGUE))
    assert RECORD["url"] in shown
    assert all(f'href="{name}.html' in shown for name in PAGES)


def test_an_edited_description_is_read_where_it_is_shown_and_the_rest_stays(handbook: Project, built: Build) -> None:
    assert RECORD["description"] in built.text(f"{CATALOGUE}.html")
    handbook.edit("data/resources.yml", RECORD["description"], "Another description.")
    after = handbook.build(strict=True)
    clean = handbook.build(folder="clean", strict=True)
    assert after.read == sorted([*PAGES, CATALOGUE])
    assert {name for name, content in clean.files().items() if after.files().get(name) != content} <= {"searchindex.js"}
    assert after.files().keys() == clean.files().keys()
