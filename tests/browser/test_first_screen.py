"""What matters is on the first screen: of a page of a phase or a topic, and of a list that was narrowed down."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from handbook.sources import subject_addresses

pytestmark = pytest.mark.slow

# The first heading below the block; on pages of phases it stands above the steps.
FIRST = "article > section > section:has(h2)"


@pytest.mark.parametrize("name", subject_addresses())
def test_the_page_in_short_is_in_sight_and_the_first_section_close(page: Page, site: str, name: str) -> None:
    page.goto(site + name)
    for width, height, deepest in ((1280, 900, 800), (375, 812, 1100)):
        page.set_viewport_size({"width": width, "height": height})
        block = page.locator(".rdm-short li").first
        expect(block).to_be_in_viewport()
        box = page.locator(FIRST).first.bounding_box()
        assert box is not None
        assert box["y"] < deepest, f"at {width} px"


@pytest.mark.parametrize("name", ["resources", "data-types"])
@pytest.mark.parametrize(("width", "height", "most"), [(1440, 900, 560), (375, 812, 420)])
@pytest.mark.parametrize("scrolled", [0, 2000])
def test_the_first_hit_is_near_the_top_after_a_choice_and_a_word(
    page: Page, site: str, name: str, width: int, height: int, most: int, scrolled: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{site}{name}.html")
    page.evaluate(f"scrollTo(0, {scrolled})")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")  # it asks for its width then
    filters = page.locator(".rdm-filter-opener")
    if filters.is_visible():
        filters.click()
    page.locator(".rdm-filter-facets input").nth(1).check()
    if filters.is_visible():
        page.get_by_role("button", name=re.compile(r"Show \d+ results")).click()
    assert_first_hit_stands_within(page, most)
    page.get_by_role("searchbox").click()
    page.keyboard.type("data")
    assert_first_hit_stands_within(page, most)


def assert_first_hit_stands_within(page: Page, most: int) -> None:
    first = page.locator(".rdm-record:visible").first
    page.wait_for_timeout(50)  # for a sheet that closes
    bar = page.locator(".site-header").bounding_box()
    box, count = first.bounding_box(), page.locator(".rdm-filter-status").bounding_box()
    assert bar is not None
    assert box is not None
    assert count is not None
    assert bar["height"] <= count["y"] < box["y"] <= most
