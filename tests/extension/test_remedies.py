"""What others say of a page ends in what to do. Each case is a page, and all of them are one build."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from building import Build
from extension.cases import Case, each, read
from making import kitchen

pytestmark = pytest.mark.slow

CASES = read("remedies.md")

SHARED = {
    "metadata.md": "# Metadata\n\n(choose-standard)=\n## Choose a standard\n\nText.\n\n## Standards\n\nText.\n",
    "guide/files.md": "# Files\n",
    "words.md": "# Words\n\n```{glossary}\nClub\n  People who share things.\n```\n",
    "images/ring.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "_downloads/plan.txt": "Plan.\n",
    "parts/part.md": "Part.\n",
    "parts/code.txt": "x = 1\n",
    "parts/table.csv": "a,b\n",
}
"""What the pages could have meant."""

SYNTAX = ("attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist", "html_image")
SETTINGS = {
    "exclude_patterns": ["parts", "_downloads"],
    "myst_enable_extensions": [*SYNTAX, "strikethrough", "substitution"],
    "myst_heading_anchors": 3,
    "myst_substitutions": {"institute": "The institute"},
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    project = kitchen(tmp_path_factory.mktemp("remedies"), {**SHARED, **{name: CASES[name].given for name in CASES}})
    project.edit("docs/index.md", "\n*\n", "\n*\nguide/files\n")
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
