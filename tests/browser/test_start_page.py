"""The start page as a finder: what most readers need is on the first screen, and leads on."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect

from building import Build

pytestmark = pytest.mark.slow

FIELD = "main [role=search] input"
TASKS = f"{FIELD.split()[0]} [role=search] + ul a"
OUTSIDE = """(elements) => elements.filter((element) => {
  const { top, bottom, left, right } = element.getBoundingClientRect();
  return top < 0 || bottom > innerHeight || left < 0 || right > innerWidth;
}).map((element) => element.outerHTML)"""


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (375, 812)])
def test_the_field_and_the_first_tasks_are_on_the_first_screen(page: Page, site: str, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{site}index.html")
    assert page.locator("[role=search]:visible, .search-link:visible").count() == 1
    assert page.locator(TASKS).count() == 6
    assert page.locator(f"{FIELD}, {TASKS}").evaluate_all(OUTSIDE) == []
    sizes = [link.bounding_box() for link in page.locator(TASKS).all()]
    assert all(box and box["height"] >= 44 for box in sizes)


def test_the_field_leads_to_results(page: Page, site: str) -> None:
    page.goto(f"{site}index.html")
    page.locator(FIELD).fill("name files")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(f"{site}search.html?q=name+files")
    expect(page.locator("#search-results li").first).to_be_visible()


def test_the_keyboard_goes_from_the_field_over_the_tasks_to_the_ring_and_follows_it(page: Page, site: str) -> None:
    page.goto(f"{site}index.html")
    page.locator(FIELD).focus()
    stops = []
    for _ in range(14):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.textContent"))
    assert stops[0] == "Search"
    assert stops[1:7] == page.locator(TASKS).all_text_contents()
    assert stops[7:] == page.locator(".rdm-ring a").all_text_contents()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}life-cycle/reuse.html")


def test_each_stage_is_a_target_for_a_finger_and_says_its_name(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{site}index.html")
    for link in page.locator(".rdm-ring a").all():
        box = link.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    expect(page.locator("main").get_by_role("link", name="Collect", exact=True)).to_be_visible()


def test_three_doors_lead_to_places_that_are_there(handbook: Build) -> None:
    start = handbook.page("index")
    doors = [
        section for section in start.select("article section section section") if section.find("p", recursive=False)
    ]
    assert len(doors) == 3
    pages: dict[str, BeautifulSoup] = {}
    for door in doors:
        links = door.select("li a")
        assert 2 <= len(links) <= 3
        for link in links:
            name, _, anchor = urljoin("", str(link["href"])).partition("#")
            page = pages.setdefault(name, handbook.page(re.sub(r"\.html$", "", name)))
            assert not anchor or page.find(id=anchor), link
