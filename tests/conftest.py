"""What the tests share: small projects to edit and build."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import thrift
from building import SITES, Project

thrift.look_up_once()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regen", action="store_true", help="write what comes out of each case as what is expected")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("regen") and config.getoption("numprocesses", None):
        raise pytest.UsageError("--regen writes files, so it needs one process: leave -n out")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Load no file of slow tests alone where they are left out: to load all takes a second or more in each process."""
    if config.option.markexpr != "not slow" or collection_path.suffix != ".py":
        return None
    return "\npytestmark = pytest.mark.slow" in collection_path.read_text("utf-8") or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files with slow tests first: what is quick fills the time in which processes would wait for the last.

    Of those, the first need no handbook, or all processes would wait for the one that builds it.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item.path not in slow, item.path.parent.name != "extension"))


def pytest_collection_finish() -> None:
    thrift.freeze()


@pytest.fixture
def project(tmp_path: Path) -> Callable[[str], Project]:
    """Copy a project of ``tests/sites`` into a folder of the test's own."""

    def copy(name: str) -> Project:
        shutil.copytree(SITES / name, tmp_path / name)
        return Project(tmp_path / name)

    return copy
