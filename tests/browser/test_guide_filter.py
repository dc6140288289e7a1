"""The data type guide, narrowed down in the browser: what is left equals what the data say."""

from __future__ import annotations

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from building import ROOT

pytestmark = pytest.mark.slow

ENTRIES = yaml.load((ROOT / "data" / "guide.yml").read_text("utf-8"), yaml.CSafeLoader)
TITLES = {
    term["id"]: term["title"]
    for facet in ("areas", "data_types", "study_types")
    for term in yaml.load((ROOT / "data" / "vocabulary.yml").read_text("utf-8"), yaml.CSafeLoader)[facet]
}


def wanted(word: str = "", **values: str) -> set[str]:
    """The ids of the entries that have all values, and the word wherever a reader would look for it."""
    return {
        entry["id"]
        for entry in ENTRIES
        if all(value in entry.get(field, ()) for field, value in values.items()) and word.lower() in searched(entry)
    }


def searched(entry: dict) -> str:
    """All that an entry is found by, with the names of what goes with it from either side."""
    beside = [
        other["short"]
        for other in ENTRIES
        if other["id"] in entry.get("related", ()) or entry["id"] in other.get("related", ())
    ]
    ids = (*entry["areas"], *entry["data_types"], *entry.get("study_types", ()))
    own = (entry["title"], entry["short"], entry["description"], *entry.get("keywords", ()))
    return " ".join((*own, *(TITLES[name] for name in ids), *beside)).lower()


@pytest.fixture(autouse=True)
def _guide(page: Page, site: str) -> None:
    page.goto(f"{site}data-types.html")


def assert_shows(page: Page, expected: set[str]) -> None:
    assert expected
    expect(page.get_by_role("status")).to_have_text(f"{len(expected)} of {len(ENTRIES)}")
    while (more := page.get_by_role("button", name="Show more")).is_visible():
        more.click()
    anchors = page.locator(".rdm-record:visible [id^=guide-]").evaluate_all("all => all.map(one => one.id)")
    assert {anchor.removeprefix("guide-") for anchor in anchors} == expected


def test_everything_is_there_at_first(page: Page) -> None:
    assert_shows(page, wanted())


@pytest.mark.parametrize("word", ["mzml", "Lipidomics", "microscop", "PRIDE"])
def test_a_word_finds_entries_by_what_they_serve_and_what_goes_with_them(page: Page, word: str) -> None:
    page.get_by_role("searchbox", name="Words in name").fill(word)
    assert_shows(page, wanted(word))


@pytest.mark.parametrize(
    ("view", "values"),
    [
        ("area=proteomics", {"areas": "proteomics"}),
        ("area=genomics&kind=repository", {"areas": "genomics", "kind": "repository"}),
        ("data-type=mass-spectra&kind=file-format", {"data_types": "mass-spectra", "kind": "file-format"}),
        ("study-type=spatial-omics", {"study_types": "spatial-omics"}),
    ],
)
def test_an_address_shows_its_view(page: Page, site: str, view: str, values: dict[str, str]) -> None:
    page.goto(f"{site}data-types.html?{view}")
    assert_shows(page, wanted(**values))
    expect(page.get_by_role("search", name="Filter the list")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("start", "kinds"),
    [
        ("life-cycle/share", {"repository"}),
        ("topics/metadata", {"metadata-standard", "metadata-format"}),
    ],
)
def test_pages_link_to_the_views_of_all_areas(page: Page, site: str, start: str, kinds: set[str]) -> None:
    page.goto(f"{site}{start}.html")
    links = page.locator(".rdm-views a").evaluate_all("all => all.map(one => one.href)")
    counts = [int(text.split("(")[1][:-1]) for text in page.locator(".rdm-views li").all_inner_texts()]
    assert len(links) == len({area for entry in ENTRIES if entry["kind"] in kinds for area in entry["areas"]})
    expected = {}
    for link, count in zip(links, counts, strict=True):
        names = wanted(areas=link.split("area=")[1].split("&")[0])
        expected[link] = {entry["id"] for entry in ENTRIES if entry["id"] in names and entry["kind"] in kinds}
        assert len(expected[link]) == count
    for link in (links[0], links[-1]):
        page.goto(link)
        assert_shows(page, expected[link])


def test_a_link_to_what_goes_with_an_entry_shows_it_whatever_is_chosen(page: Page, site: str) -> None:
    page.goto(f"{site}data-types.html?kind=repository&area=proteomics")
    page.locator(".rdm-record:has(#guide-pride) summary").click()
    page.locator(".rdm-record:has(#guide-pride)").get_by_role("link", name="mzML", exact=True).click()
    expect(page.locator(".rdm-record:has(#guide-mzml)")).to_be_in_viewport()


def test_without_javascript_every_entry_is_there(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{site}data-types.html?area=proteomics")
    assert page.locator(".rdm-record:visible").count() == len(ENTRIES)
    context.close()
