"""What the role ``{site}`` says."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from builds.making import garden, main, text, warnings_of


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("Old shed, behind the well", None),
        ("ask@garden.example", "mailto:ask@garden.example"),
        ("https://garden.example/ask", "https://garden.example/ask"),
    ],
)
def test_shows_what_is_known_as_a_link_if_it_is_an_address(tmp_path: Path, value: str, address: str | None) -> None:
    project = garden(tmp_path, {})
    project.edit("data/site.yml", "name: Garden notebook\n", f"name: Garden notebook\ncontact: {value}\n")
    line = main(project.build(strict=True).page("words")).select_one("p")
    assert text(line).startswith(f"Ask {value}, or ")
    addresses = [unquote(link["href"]) for link in line.select("a") if text(link) == value]
    assert addresses == ([address] if address else [])


def test_says_that_the_operator_is_to_fill_it_in(tmp_path: Path) -> None:
    line = main(garden(tmp_path, {}).build(strict=True).page("words")).select_one("p")
    assert text(line).startswith("Ask to be filled in by the operator, or ")


def test_an_unknown_key_is_reported_in_every_build(tmp_path: Path) -> None:
    project = garden(tmp_path, {})
    project.edit("docs/words.md", "{site}`contact`", "{site}`contct`")
    builds = [warnings_of(project.build(), "words.md") for _ in range(2)]
    assert builds == [["3: WARNING: unknown key 'contct' of site.yml, did you mean 'contact'? [rdm.reference]"]] * 2
