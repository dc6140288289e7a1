"""What a build says of redirects."""

from __future__ import annotations

from pathlib import Path

import pytest

from builds.making import garden


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "page: index\n\n",
            "page: indec\n\n",
            "data/redirects.yml:1:8: WARNING: unknown page 'indec', did you mean 'index'? "
            "(instead of '/old/sowing/') [rdm.home]",
        ),
        (
            "anchor: garden",
            "anchor: gardn",
            "data/redirects.yml:4:8: WARNING: unknown anchor of index 'gardn', did you mean 'garden'? "
            "(instead of '/old/soil.html?part=2') [rdm.home]",
        ),
        (
            "page: index\n  anchor: garden",
            "page: indec\n  anchor: garden",
            "data/redirects.yml:4:8: WARNING: unknown page 'indec', did you mean 'index'? "
            "(instead of '/old/soil.html?part=2') [rdm.home]",
        ),
    ],
    ids=["page", "anchor", "page-with-anchor"],
)
def test_a_redirect_that_leads_nowhere_is_reported_in_every_build(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    project = garden(tmp_path, {})
    project.edit("data/redirects.yml", old, new)
    assert [project.build().warnings for _ in range(2)] == [[expected]] * 2


def test_a_heading_that_is_renamed_is_noticed_by_the_redirect_to_it(tmp_path: Path) -> None:
    project = garden(tmp_path, {})
    assert project.build().warnings == []
    project.edit("docs/index.md", "# Garden", "# Allotment")
    assert [line.rpartition(" [")[2] for line in project.build().warnings] == ["rdm.home]"]
