"""The strictest policy: what the page for publishers proposes, and all browser tests are served under."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.slow


def test_the_page_for_publishers_names_one_policy(policy: str) -> None:
    assert policy == (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


def test_the_policy_is_really_in_force(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(site)
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }))")
    page.close()


def test_colours_switch_under_the_policy(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(site)
    page.locator("button.colours").click()
    page.locator("button.colours").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.close()
