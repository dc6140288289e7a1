"""The schemas beside the data are up to date, and refuse no file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from building import ROOT
from editing import AsEditorsRead, found
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.records.schema import schemas
from sphinx_rdm.records.store import load

DATA = ROOT / "data"
SCHEMAS = schemas(load(DATA, KINDS))


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("*.yml")))
def test_a_sound_file_is_valid(name: str) -> None:
    value = yaml.load((DATA / name).read_text("utf-8"), AsEditorsRead)
    assert found(SCHEMAS[Path(name).stem], value) == []


def test_the_handbook_has_the_schemas_of_its_data() -> None:
    written = {path.stem: json.loads(path.read_text("utf-8")) for path in (DATA / "schema").glob("*.json")}
    assert written == SCHEMAS, "run: make schema"
