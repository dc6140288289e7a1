"""What others say of a page ends in what to do. Each case is a page, and all of them are one build."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from building import Build, Project
from extension.cases import Case, each, read
from making import bed, kitchen

pytestmark = pytest.mark.slow

CASES = read("remedies.md")

SHARED: dict[str, str | bytes] = {
    "metadata.md": "# Metadata\n\n(choose-standard)=\n## Choose a standard\n\nText.\n\n## Standards\n\nText.\n",
    "guide/files.md": "# Files\n",
    "words.md": "# Words\n\n```{glossary}\nClub\n  People who share things.\n```\n",
    "images/ring.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "_downloads/plan.txt": "Plan.\n",
    "_downloads/README_data.md": "About the data.\n",
    "parts/part.md": "Part.\n",
    "parts/code.txt": "x = 1\n",
    "parts/table.csv": "a,b\n",
    "parts/empty.csv": "",
    "parts/latin.txt": "Höhe\n".encode("latin-1"),
    "images/plan.pdf": "%PDF-",
    "images/broken.png": "no picture",
}
"""What the pages could have meant."""

SYNTAX = ("attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist", "html_image")
SETTINGS = {
    "exclude_patterns": ["parts", "_downloads"],
    "myst_enable_extensions": [*SYNTAX, "strikethrough", "substitution"],
    "myst_heading_anchors": 3,
    "numfig": True,
    "suppress_warnings": ["rdm.page"],
    "myst_substitutions": {"institute": "The institute"},
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = kitchen(tmp_path_factory.mktemp("remedies"), {**SHARED, **{name: CASES[name].given for name in CASES}})
    project.edit("docs/index.md", "\n*\n", "\n*\nguide/files\n")
    return project


@pytest.fixture(scope="module")
def built(project: Project) -> Build:
    return project.build("html", **SETTINGS)


def about(build: Build, name: str) -> str:
    """The lines that a build prints about a page or on account of it."""
    docname = Path(name).stem
    return "".join(
        f"{line}\n" for line in build.warnings if f"docs/{name}" in line or f"to document '{docname}'" in line
    )


@each(CASES)
def test_a_message_of_others_ends_in_a_remedy(built: Build, case: Case, expect: Callable[[Case, str], None]) -> None:
    assert case.expected
    expect(case, about(built, case.title))


@pytest.mark.parametrize(
    ("folder", "parallel"), [("build", 1), ("parallel", 2)], ids=["the-next-build", "several-processes"]
)
def test_another_build_says_the_same(project: Project, built: Build, folder: str, parallel: int) -> None:
    build = project.build("html", folder=folder, parallel=parallel, **SETTINGS)
    # Sphinx finds that two pages have a label only where one process reads both in one go.
    first, other = (
        {line for line in found.warnings if "duplicate label choose" not in line} for found in (built, build)
    )
    assert other == first


def test_every_message_names_a_place_in_the_project(built: Build) -> None:
    assert [line for line in built.warnings if not re.match(r"docs/\S+:[1-9]\d*: [A-Z]+: ", line)] == []
    assert not [line for line in built.warnings if str(built.app.srcdir) in line]


def test_what_is_suppressed_stays_so(tmp_path: Path) -> None:
    project = bed(tmp_path, {"page.md": "# Page\n\n[Nowhere](nowhere.md)\n"})
    builds = [project.build("dummy", strict=True, suppress_warnings=types) for types in ([], ["myst.xref_missing"])]
    assert [(build.status, len(build.warnings)) for build in builds] == [(1, 1), (0, 0)]


@pytest.mark.parametrize("types", [[], ["rdm.page"]], ids=["with-the-rule", "without"])
def test_an_address_without_its_scheme_is_told_once(tmp_path: Path, types: list[str]) -> None:
    project = bed(tmp_path, {"page.md": "# Page\n\n[Journal](www.example.org)\n"})
    (line,) = project.build("dummy", suppress_warnings=types).warnings
    assert "write https://www.example.org" in line


@pytest.mark.parametrize("folder", ["docs", "."], ids=["docs", "top"])
def test_the_folder_from_which_a_build_is_started_changes_no_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    page = "# Page\n\n[Nowhere](../nowhere.md)\n"
    project = bed(tmp_path, {"page.md": page})
    monkeypatch.chdir(project.root / folder)
    assert [line.partition("; ")[0] for line in project.build("dummy").warnings] == [
        "docs/page.md:3: WARNING: 'myst' cross-reference target not found: '../nowhere.md'",
    ]
