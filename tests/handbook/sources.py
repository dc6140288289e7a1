"""What the handbook is made from, and the site that it becomes, built once for all tests."""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from functools import cache
from pathlib import Path

import pytest

from building import ROOT, Build, Project
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.records.kind import SUBJECTS
from sphinx_rdm.records.store import Store, load


def copy_handbook(folder: Path) -> Project:
    """Copy what the handbook is made from."""
    for name in ("docs", "data"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("conf.py", "CONTRIBUTING.md"):  # pages show parts of both
        shutil.copy(ROOT / name, folder)
    return Project(folder)


@cache
def handbook_data() -> Store:
    """The data of the handbook."""
    return load(ROOT / "data", KINDS)


def subject_addresses() -> list[str]:
    """The addresses of the pages of phases and topics."""
    terms = (term for facet in SUBJECTS for term in handbook_data().vocabulary.terms(facet).values())
    return [f"{term.page}.html" for term in terms if term.page]


def page_addresses() -> list[str]:
    """The addresses of all pages of the handbook: of each source, and of the search, with a question and without."""
    docs = ROOT / "docs"
    sources = [path.relative_to(docs) for path in sorted(docs.rglob("*.md"))]
    names = [source.with_suffix(".html").as_posix() for source in sources if "_downloads" not in source.parts]
    return [*names, "search.html", "search.html?q=metadata"]


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


def built_as(builder: str, handbook: Build, folder: Path) -> Build:
    """The handbook by another builder, in an empty *folder*, from pages that were read for the site."""
    shutil.copytree(handbook.doctrees, folder / "doctrees")
    project = Project(handbook.out.parent.parent)
    build = project.build(builder, folder=str(folder), doctrees=str(folder / "doctrees"), strict=True)
    assert build.read == []
    return build
