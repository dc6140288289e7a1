"""Facts that end: whoever is told of one is told where its date stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from building import ROOT
from handbook.sources import handbook_data
from sphinx_rdm.kinds.guide.record import GUIDE

CLOSING = re.compile(r"\b(Alvis|Mimer|Bianca|Dardel|Klemming|Tetralith|Centre Storage|Swedish Science Cloud)\b")
TOLD = "older-national-systems-close"
DATED = re.compile(r"\b[A-Z][a-z]{2,8} 20\d\d\b")
PAGES = sorted((ROOT / "docs").rglob("*.md"))


def section(page: Path, anchor: str) -> str:
    """The text under the heading of a page that has this anchor."""
    for part in re.split(r"^#+ ", page.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        heading, _line, text = part.partition("\n")
        if re.sub(r"\W+", "-", heading.lower()).strip("-") == anchor:
            return text
    raise AssertionError(f"{page.name} has no heading for #{anchor}")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT / "docs").as_posix())
def test_a_page_that_names_a_closing_system_leads_to_what_takes_its_place(page: Path) -> None:
    text = page.read_text("utf-8").partition("\n---\n")[2]
    assert not CLOSING.search(text) or TOLD in text


def test_the_dates_of_closing_systems_stand_once_and_say_of_when_they_are() -> None:
    told = section(ROOT / "docs/life-cycle/analyse.md", TOLD)
    rows = [line for line in told.splitlines() if line.startswith("| ") and CLOSING.search(line)]
    assert rows
    assert all(DATED.search(row) for row in rows)
    assert DATED.search(told.partition("|")[0]), "the plan itself has a date"


@pytest.mark.parametrize("kind", ["resources", "guide", "facilities", "checklists", "institutions"])
def test_a_record_that_names_a_closing_system_has_a_date(kind: str) -> None:
    for record in handbook_data().records[kind].values():
        text = repr(record.model_dump(exclude={"title", "id", "url"}))
        assert not CLOSING.search(text) or DATED.search(text), record.id


def test_the_record_that_names_who_can_deposit_says_as_of_when() -> None:
    assert DATED.search(handbook_data().of(GUIDE)["fega"].description)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT / "docs").as_posix())
def test_pseudonymised_data_are_called_personal_only_with_whose_they_are(page: Path) -> None:
    """Whether they are depends on who holds them: case C-413/23 P of the Court of Justice of the European Union."""
    for paragraph in page.read_text("utf-8").split("\n\n"):
        absolute = re.search(r"(still|always|remain)\W+(\{term\}`)?personal", paragraph, re.IGNORECASE)
        if absolute and "seudonymised" in paragraph:
            assert re.search(r"university|recipient|whoever", paragraph), paragraph
