"""The earlier site: each of its addresses leads on, and each of its links has a place here or a reason why not.

``links.tsv`` lists what the earlier pages linked to, ``successors.tsv`` what became of each address.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from building import ROOT, Build
from handbook.sources import handbook_data
from sphinx_rdm.kinds.plain import REDIRECT

DOCS = ROOT / "docs"
TABLES = Path(__file__).parent / "earlier-site"
RECORDS = {
    "resource": "resources.yml",
    "facility": "facilities.yml",
    "guide": "guide.yml",
    "institution": "institutions.yml",
    "term": "glossary.yml",
}
ADDRESS = re.compile(r"""(?:https?://|mailto:)[^\s<>()"'`|\]]+""")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table; a cell that the line leaves out is empty."""
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""))


LINKS = rows("links.tsv")
SUCCESSORS = rows("successors.tsv")
DROPPED = [row for row in SUCCESSORS if row["place"] == "dropped"]
STORE = handbook_data()
REDIRECTS = STORE.of(REDIRECT)

ANCHORS = [
    ("/data-life-cycle/share/", "recommended-discipline-specific-repositories"),
    ("/topics/gdpr-ethical-review-glossary/", "data-erasure--retention"),
    ("/topics/gdpr-ethical-review-glossary/", "lawful-grounds-legal-basis"),
    ("/topics/research-involving-human-data/", "data-processing"),
    ("/topics/university-rdm-resources/", "data-protection-officers"),
]
"""Places that the earlier site linked to; a browser keeps them when it follows a redirect."""


def bare(address: str) -> str:
    """An address without what makes no difference: scheme, ``www.`` and the slash at the end."""
    return re.sub(r"^(?:https?://|mailto:)?(?:www\.)?", "", address).rstrip("/")


def texts(value: Any) -> Iterator[str]:
    """Every text in a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


@cache
def held(place: str) -> list[str]:
    """The addresses that a place holds: those in the text of a page, or every text of a record."""
    kind, _, name = place.partition(" ")
    if kind == "page":
        while not (DOCS / f"{name}.md").is_file():  # it was moved, and its address leads on
            name = REDIRECTS[f"/{name}.html"].page
        body = (DOCS / f"{name}.md").read_text("utf-8").split("---\n", 2)[2]
        return [address.rstrip(".,;:") for address in ADDRESS.findall(body)]
    return [text for record in records(RECORDS[kind]) if record["id"] == name for text in texts(record)]


@cache
def records(name: str) -> list[dict[str, Any]]:
    """The records of a data file."""
    return yaml.load((ROOT / "data" / name).read_text("utf-8"), yaml.CSafeLoader)


def is_there(place: str) -> bool:
    """Whether nobody has taken the record away since; a page of the handbook stays, or another takes its address."""
    kind, _, name = place.partition(" ")
    return kind == "page" or name in STORE.records[RECORDS[kind].removesuffix(".yml")]


KEPT = [row for row in SUCCESSORS if row not in DROPPED and is_there(row["place"])]


def test_no_row_stands_twice() -> None:
    links = [(row["page"], row["address"]) for row in LINKS]
    assert len(links) == len(set(links))


def test_successors_are_sorted_and_stand_once() -> None:
    addresses = [row["address"] for row in SUCCESSORS]
    assert addresses == sorted(set(addresses))


def test_both_tables_have_the_same_addresses() -> None:
    assert {row["address"] for row in SUCCESSORS} == {row["address"] for row in LINKS} - {""}


@pytest.mark.parametrize("page", dict.fromkeys(row["page"] for row in LINKS))
def test_a_page_of_the_earlier_site_leads_on(page: str) -> None:
    assert page in REDIRECTS


def test_an_address_is_where_its_row_says() -> None:
    assert [row for row in KEPT if row["note"] and not row["note"].startswith("now ")] == []
    there = {place: set(map(bare, held(place))) for place in {row["place"] for row in KEPT}}
    now = [(row["note"].removeprefix("now ") or row["address"], row["place"]) for row in KEPT]
    assert [(address, place) for address, place in now if bare(address) not in there[place]] == []


@pytest.mark.parametrize("row", DROPPED, ids=lambda row: row["address"])
def test_a_dropped_address_has_a_reason(row: dict[str, str]) -> None:
    assert len(row["note"].split()) >= 4


def test_a_redirect_leads_to_a_page() -> None:
    assert [redirect for redirect in REDIRECTS.values() if not (DOCS / f"{redirect.page}.md").is_file()] == []


@pytest.mark.slow
def test_a_redirect_leads_to_a_place_on_its_page(handbook: Build) -> None:
    led = [(redirect.page, redirect.anchor) for redirect in REDIRECTS.values() if redirect.anchor]
    assert [(page, anchor) for page, anchor in led if f'id="{anchor}"' not in handbook.text(f"{page}.html")] == []


@pytest.mark.slow
@pytest.mark.parametrize(("page", "anchor"), ANCHORS)
def test_an_anchor_of_the_earlier_site_is_on_the_page_in_its_place(page: str, anchor: str, handbook: Build) -> None:
    assert f'id="{anchor}"' in handbook.text(f"{REDIRECTS[page].page}.html")
