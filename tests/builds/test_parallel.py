"""The same pages and data give the same bytes, however many processes build, and every time."""

from __future__ import annotations

import pytest

from building import Build, Project, copy_handbook

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return copy_handbook(tmp_path_factory.mktemp("parallel"))


def build(project: Project, name: str, parallel: int) -> Build:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1750000000")
        return project.build(folder=name, parallel=parallel)


@pytest.fixture(scope="module")
def alone(kept: Project) -> Build:
    return build(kept, "alone", 1)


@pytest.fixture(scope="module")
def together(kept: Project) -> Build:
    return build(kept, "together", 2)


def differing(one: Build, other: Build) -> list[str]:
    left, right = one.files(), other.files()
    return sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))


def test_two_processes_write_the_bytes_of_one(alone: Build, together: Build) -> None:
    assert differing(alone, together) == []


def test_two_processes_warn_of_nothing(together: Build) -> None:
    assert together.warnings == []


def test_a_clean_build_in_another_folder_writes_the_same_bytes(
    alone: Build, tmp_path_factory: pytest.TempPathFactory
) -> None:
    # One more in this process, after others, and in two processes: whatever may make a difference.
    other = copy_handbook(tmp_path_factory.mktemp("elsewhere"))
    assert differing(alone, build(other, "build", 2)) == []
