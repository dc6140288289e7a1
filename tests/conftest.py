"""What the tests share: small projects to edit and build, and the handbook, built once."""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import thrift
from building import ROOT, SITES, Build, Project, copy_handbook

__all__ = ["ROOT", "SITES", "Build", "Project", "copy_handbook"]

thrift.look_up_once()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files with slow tests first: what is quick fills the time in which processes would wait for the last."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    thrift.freeze()


@pytest.fixture
def project(tmp_path: Path) -> Callable[[str], Project]:
    """Copy a project of ``tests/sites`` into a folder of the test's own."""

    def copy(name: str) -> Project:
        shutil.copytree(SITES / name, tmp_path / name)
        return Project(tmp_path / name)

    return copy


@pytest.fixture(scope="session")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The handbook as a site, built once for all tests, of whatever process, that only look at it."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    result = folder / "handbook.pickle"
    with (folder / "handbook.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not result.exists():
            build = copy_handbook(tmp_path_factory.mktemp("handbook")).build(parallel=2, strict=True)
            result.write_bytes(pickle.dumps(build))
    return pickle.loads(result.read_bytes())
