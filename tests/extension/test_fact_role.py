"""What the role ``{fact}`` says of what can end, and that pages follow it."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import Project
from making import bed, main, text, warnings_of

pytestmark = pytest.mark.slow  # it builds site after site

FACTS = """- id: fee
  title: Fee for a swim
  text: SEK 40 -- "at most"
  as_of: 2024-02-29
  sources:
    - title: Fees
      url: https://example.org/fees
"""


@pytest.fixture
def pond(tmp_path: Path) -> Project:
    project = bed(tmp_path, {"pond.md": "# Pond\n\nIt costs {fact}`fee` there.\n"}, "words")
    project.write("data/facts.yml", FACTS)
    return project


def test_it_is_a_link_with_its_day_as_typed(pond: Project) -> None:
    said = main(pond.build(strict=True).page("pond")).select_one("p")
    assert text(said) == 'It costs SEK 40 -- "at most" (as of 2024-02-29) there.'
    assert [link["href"] for link in said.select("a")] == ["https://example.org/fees"]


def test_the_page_follows_the_data(pond: Project) -> None:
    pond.build(strict=True)
    pond.edit("data/facts.yml", "  text: SEK 40", "  url: https://example.org/swim\n  text: SEK 50")
    said = main(pond.build(strict=True).page("pond")).select_one("p")
    assert "SEK 50" in text(said)
    assert [link["href"] for link in said.select("a")] == ["https://example.org/swim"]


def test_an_unknown_one_is_told_and_one_with_a_fault_only_there(pond: Project) -> None:
    pond.write("docs/pond.md", "# Pond\n\nIt costs {fact}`fe` there.\n")
    (said,) = warnings_of(pond.build(), "pond.md")
    assert said == "3: WARNING: unknown fact 'fe', did you mean 'fee'? [rdm.reference]"
    pond.write("docs/pond.md", "# Pond\n\nIt costs {fact}`fee` there.\n")
    pond.edit("data/facts.yml", "2024-02-29", "soon")
    build = pond.build()
    assert warnings_of(build, "pond.md") == []
    assert [line for line in build.warnings if "facts.yml:4:10" in line]
