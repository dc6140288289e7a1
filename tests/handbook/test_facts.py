"""Facts that end: whoever is told of one is told where its date stands."""

from __future__ import annotations

import re

import pytest

from building import ROOT
from handbook.sources import handbook_data
from sphinx_rdm.kinds.institution.record import INSTITUTION
from sphinx_rdm.kinds.system.record import SYSTEM

DATED = re.compile(r"\b[A-Z][a-z]{2,8} 20\d\d\b")
PAGES = sorted((ROOT / "docs").rglob("*.md"))


SYSTEMS = handbook_data().of(SYSTEM)
NAMES = re.compile(rf"\b({'|'.join(re.escape(name) for item in SYSTEMS.values() for name in SYSTEM.names(item))})\b")
TYPED = re.compile(r"```.*?```|`[^`]*`|\{\w+\}`[^`]*`|\]\([^)]*\)|<http[^>]*>", re.DOTALL)
"""What is code, a role or an address on a page."""


def test_a_page_names_a_system_only_by_its_role() -> None:
    texts = {page: TYPED.sub("", page.read_text("utf-8").partition("\n---\n")[2]) for page in PAGES}
    assert {page.name: found for page, text in texts.items() if (found := set(NAMES.findall(text)))} == {}


@pytest.mark.parametrize("kind", ["resources", "guide", "facilities", "checklists", "decisions", "questions"])
def test_a_record_that_names_a_closing_system_has_a_day_to_check_it_by(kind: str) -> None:
    closing = [name for item in SYSTEMS.values() if item.until for name in SYSTEM.names(item)]
    names = re.compile(rf"\b({'|'.join(map(re.escape, closing))})\b")
    for record in handbook_data().records[kind].values():
        text = repr(record.model_dump(exclude={"title", "id", "url", "question", "also", "keywords"}))
        assert record.check_by or not names.search(text), record.id


def test_a_system_that_has_a_last_day_says_what_comes_then() -> None:
    assert [item.id for item in SYSTEMS.values() if item.until and not item.then] == []


def test_what_an_institution_has_joined_says_as_of_when() -> None:
    own = {column.facet.name for column in handbook_data().extended(INSTITUTION).added if column.facet}
    titles = [term.title for facet in own for term in handbook_data().vocabulary.facets[facet].values()]
    assert titles
    assert [title for title in titles if not DATED.search(title)] == []


def test_pseudonymised_data_are_called_personal_only_with_whose_they_are() -> None:
    """Whether they are depends on who holds them: case C-413/23 P of the Court of Justice of the European Union."""
    for paragraph in "\n\n".join(page.read_text("utf-8") for page in PAGES).split("\n\n"):
        absolute = re.search(r"(still|always|remain)\W+(\{term\}`)?personal", paragraph, re.IGNORECASE)
        if absolute and "seudonymised" in paragraph:
            assert re.search(r"university|recipient|whoever", paragraph), paragraph
