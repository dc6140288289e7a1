"""The same pages and data give the same bytes, however many processes build, and every time."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import Build, copy_handbook
from machine.sequence import differences

pytestmark = pytest.mark.slow


def test_one_process_writes_the_bytes_of_two_at_another_time_in_another_folder(handbook: Build, tmp_path: Path) -> None:
    assert differences(copy_handbook(tmp_path).build(strict=True).files(), handbook.files()) == {}
