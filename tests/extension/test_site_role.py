"""What the role ``{site}`` says, and what it takes with it where nothing is known."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from building import Build
from making import bed, main, text, warnings_of

pytestmark = pytest.mark.slow

NOTHING = "The operator of this site has not filled this in yet."
DEFINITIONS = {"myst_enable_extensions": ["colon_fence", "deflist"]}
PAGE = """\
# People

- Ask {site}`contact`
- Read {site}`base_url`, said {site}`operator`.

Before.

Write to {site}`contact` or to {site}`operator`.

After.

| What | Where |
| --- | --- |
| Bed | Here |
| Source | {site}`repository` |

| What | Where |
| --- | --- |
| Source | {site}`repository` |

Name
: {site}`name`

Source
: {site}`repository`

:::{note}
- Outer
  - Inner {site}`repository`
:::
"""


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("Old shed, behind the well", None),
        ("""Old "shed" -- ask... the 'well' & <b>""", None),
        ("ask@garden.example", "mailto:ask@garden.example"),
        ("https://garden.example/ask", "https://garden.example/ask"),
        ("https://garden.example/a--b...c", "https://garden.example/a--b...c"),
    ],
)
def test_shows_what_is_known_as_typed_and_as_a_link_if_it_is_an_address(
    tmp_path: Path, value: str, address: str | None
) -> None:
    project = bed(tmp_path, {}, "words")
    project.edit("data/site.yml", "name: Garden notebook\n", f"name: Garden notebook\ncontact: |-\n  {value}\n")
    line = main(project.build(strict=True, smartquotes=True).page("words")).select_one("p")
    assert text(line) == f"Ask {value}."
    addresses = [unquote(link["href"]) for link in line.select("a") if text(link) == value]
    assert addresses == ([address] if address else [])


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> BeautifulSoup:
    return main(_built(tmp_path_factory.mktemp("people")).page("people"))


def _built(folder: Path, builder: str = "html") -> Build:
    return bed(folder, {"people.md": PAGE}).build(builder, strict=True, **DEFINITIONS)


def test_a_paragraph_without_its_fact_is_left_out_and_its_neighbours_stay(people: BeautifulSoup) -> None:
    paragraphs = [text(place) for place in people.select("section > p")]
    assert paragraphs == [NOTHING, "Before.", "After."]


def test_a_list_of_which_nothing_is_known_says_so_once_on_a_page(people: BeautifulSoup) -> None:
    assert text(people).count(NOTHING) == 1
    assert not people.select("ul:empty, li:empty, p:empty, table:empty, dl:empty")


def test_a_row_an_item_and_a_definition_without_their_facts_are_left_out(people: BeautifulSoup) -> None:
    assert [text(row) for row in people.select("tbody tr")] == ["Bed Here"]
    assert [text(term) for term in people.select("dl > dt")] == ["Name"]
    assert [text(item) for item in people.select(".admonition li")] == ["Outer"]


def test_other_outputs_leave_the_same_out(tmp_path: Path) -> None:
    written = _built(tmp_path, "text").text("people.txt")
    assert written.split().count("Source") == 0
    assert " ".join(written.split()).count(NOTHING) == 1


def test_the_line_comes_when_the_fact_does(tmp_path: Path) -> None:
    project = bed(tmp_path, {"people.md": PAGE})
    project.build(strict=True, **DEFINITIONS)
    project.edit("data/site.yml", "name: Garden notebook\n", "name: Garden notebook\nrepository: https://x.example/s\n")
    again = project.build(strict=True, **DEFINITIONS)
    assert "people" in again.read
    assert [text(term) for term in main(again.page("people")).select("dl > dt")] == ["Name", "Source"]


def test_an_unknown_key_is_reported_in_every_build(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "words")
    project.edit("docs/words.md", "{site}`contact`", "{site}`contct`")
    builds = [warnings_of(project.build(), "words.md") for _ in range(2)]
    assert builds == [["3: WARNING: unknown key of site.yml 'contct', did you mean 'contact'? [rdm.reference]"]] * 2
