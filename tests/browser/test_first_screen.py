"""A page of a phase or a topic says what matters on its first screen, and what to do begins right below."""

from __future__ import annotations

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
