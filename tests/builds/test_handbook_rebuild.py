"""The handbook after an edit of one record: only what shows it is read, and nothing differs from a clean build."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import ROOT, copy_handbook
from sphinx_rdm.catalogue.store import load

pytestmark = pytest.mark.slow


def test_an_edited_description_is_read_where_it_is_shown_and_the_rest_stays(tmp_path: Path) -> None:
    record = load(ROOT / "data").resources["rdmkit-collecting-data"]
    handbook = copy_handbook(tmp_path)
    handbook.build(strict=True)
    handbook.edit("data/resources.yml", record.description, "Another description.")
    after = handbook.build(strict=True)
    clean = handbook.build(folder="clean", strict=True)
    assert after.read == ["life-cycle/collect", "resources"]
    assert {name for name, content in clean.files().items() if after.files().get(name) != content} <= {"searchindex.js"}
    assert after.files().keys() == clean.files().keys()
