"""The start page as a finder: what most readers need is on the first screen, and leads on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from building import Build

pytestmark = pytest.mark.slow

FIELD = "main [role=search] input"
TASKS = "main [role=search] + ul a"
STAGES = "main .rdm-ring a"
DOORS = "article section section section:has(> p):has(> ul)"
OUTSIDE = """(elements) => elements.filter((element) => {
  const { top, bottom, left, right } = element.getBoundingClientRect();
  return top < 0 || bottom > innerHeight || left < 0 || right > innerWidth;
}).map((element) => element.outerHTML)"""
SMALLEST = "(elements) => Math.min(...elements.map((element) => element.getBoundingClientRect().height))"


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (375, 812)])
def test_the_field_and_the_first_tasks_are_on_the_first_screen(page: Page, site: str, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{site}index.html")
    assert page.locator("[role=search]:visible, .search-link:visible").count() == 1
    assert page.locator(TASKS).count() == 6
    assert page.locator(f"{FIELD}, {TASKS}").evaluate_all(OUTSIDE) == []


def test_the_field_leads_to_results(page: Page, site: str) -> None:
    page.goto(f"{site}index.html")
    page.locator(FIELD).fill("name files")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(f"{site}search.html?q=name+files")
    expect(page.locator("#search-results li").first).to_be_visible()


def test_the_keyboard_goes_from_the_field_over_the_tasks_to_the_ring_and_follows_it(page: Page, site: str) -> None:
    page.goto(f"{site}index.html")
    page.locator(FIELD).focus()
    expected = ["Search", *page.locator(TASKS).all_text_contents(), *page.locator(STAGES).all_text_contents()]
    stops = []
    for _ in expected:
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.textContent"))
    assert stops == expected
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}life-cycle/reuse.html")


def test_tasks_and_stages_are_targets_for_a_finger_on_the_smallest_screen(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{site}index.html")
    for targets in (TASKS, STAGES):
        assert page.locator(targets).evaluate_all(SMALLEST) >= 44
    expect(page.locator("main").get_by_role("link", name="Collect", exact=True)).to_be_visible()


def test_tasks_and_three_doors_lead_to_places_that_are_there(handbook: Build) -> None:
    start = handbook.page("index")
    assert [2 <= len(door.select("li a")) <= 3 for door in start.select(DOORS)] == [True] * 3
    for link in start.select(f"{TASKS}, {DOORS} li a"):
        name, _, anchor = str(link["href"]).partition("#")
        assert handbook.page(name.removesuffix(".html")).find(id=anchor or "main-content"), link
