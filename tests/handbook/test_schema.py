"""The schemas beside the data are up to date, and refuse no file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from building import ROOT
from editing import AsEditorsRead, found
from sphinx_rdm.cli.kit import of_editors
from sphinx_rdm.cli.project import Project
from sphinx_rdm.records.schema import OFFERED

DATA = ROOT / "data"
SCHEMAS = {name: json.loads(text) for name, text in of_editors(Project.of_data(DATA)).items()}


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("*.yml")))
def test_a_sound_file_is_valid(name: str) -> None:
    value = yaml.load((DATA / name).read_text("utf-8"), AsEditorsRead)
    assert found(SCHEMAS, Path(name).stem, value) == []


def test_the_handbook_has_the_schemas_of_its_data() -> None:
    written = {path.stem: json.loads(path.read_text("utf-8")) for path in (DATA / "schema").glob("*.json")}
    assert written.keys() == SCHEMAS.keys()
    # Who adds a record or a page need not write anew what is offered of them.
    assert written | {OFFERED: SCHEMAS[OFFERED]} == SCHEMAS, "run: make schema"


def test_the_table_of_contents_is_valid_and_names_its_schema() -> None:
    text = (ROOT / "docs/_toc.yml").read_text("utf-8")
    assert found(SCHEMAS, "_toc", yaml.load(text, AsEditorsRead)) == []
    assert text.startswith("# yaml-language-server: $schema=../data/schema/_toc.json\n")


def test_the_front_matter_of_every_page_is_valid() -> None:
    pages = [path for path in ROOT.glob("docs/**/*.md") if "_downloads" not in path.parts]
    heads = {path: path.read_text("utf-8").split("---\n")[1] for path in pages}
    assert len(heads) > 50
    faults = {path.name: found(SCHEMAS, "_page", yaml.load(head, AsEditorsRead)) for path, head in heads.items()}
    assert {name: said for name, said in faults.items() if said} == {}
