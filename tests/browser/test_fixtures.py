"""What the tests of the pages in a browser build on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.slow


def test_what_a_test_leaves_behind_does_not_reach_the_next(
    tab: Page, site: str, request: pytest.FixtureRequest
) -> None:
    tab.route("**/*.css*", lambda route: route.abort())
    tab.emulate_media(media="print", color_scheme="dark", forced_colors="active", reduced_motion="reduce")
    page: Page = request.getfixturevalue("page")
    page.goto(site)
    felt = "print, (prefers-color-scheme: dark), (forced-colors: active), (prefers-reduced-motion: reduce)"
    assert not page.evaluate("felt => matchMedia(felt).matches", felt)
    assert page.evaluate("document.styleSheets[0].cssRules.length")
