"""The same pages and data give the same bytes, however many processes build, and every time."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import Build, Project, copy_handbook

pytestmark = pytest.mark.slow


def build(project: Project, parallel: int) -> Build:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1750000000")
        return project.build(parallel=parallel, strict=True)


def test_two_processes_write_the_bytes_of_one_without_a_warning_and_in_another_folder(tmp_path: Path) -> None:
    alone, together = (build(copy_handbook(tmp_path / f"{number}"), number).files() for number in (1, 2))
    assert sorted(name for name in alone.keys() | together.keys() if alone.get(name) != together.get(name)) == []
