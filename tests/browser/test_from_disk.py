"""The site works when its files are opened from a disk, without a server."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from building import Build
from handbook.sources import handbook_data
from sphinx_rdm.kinds.guide.record import GUIDE
from sphinx_rdm.kinds.resource.record import RESOURCE

pytestmark = pytest.mark.slow

STORE = handbook_data()


@pytest.fixture
def disk(handbook: Build) -> str:
    return handbook.out.as_uri() + "/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    # A page that is left for another gives up what it has not loaded yet.
    page.on("requestfailed", lambda request: request.failure == "net::ERR_ABORTED" or said.append(request.url))
    yield page
    page.close()
    assert said == []


def test_a_search_from_the_start_page_finds_and_leads_on(disk: str, page: Page) -> None:
    page.goto(f"{disk}index.html")
    field = page.get_by_role("combobox").first
    field.fill("etikprovning")
    field.press("Enter")
    first = page.locator("#search-results h3 > a").first
    expect(first).to_be_visible()
    title = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def test_the_lists_are_narrowed_down(disk: str, page: Page) -> None:
    page.goto(f"{disk}life-cycle/share.html")
    view = page.locator(".rdm-views li").first
    fitting = view.inner_text().rpartition("(")[2].removesuffix(")")
    view.get_by_role("link").click()
    expect(page.get_by_role("status")).to_have_text(f"{fitting} of {len(STORE.of(GUIDE))}")
    title = next(iter(STORE.of(RESOURCE).values())).title
    page.goto(f"{disk}resources.html?q={quote(title)}")
    expect(page.get_by_role("status")).to_contain_text(f" of {len(STORE.of(RESOURCE))}")
    expect(page.locator(".rdm-record:visible").first).to_contain_text(title)


def test_pages_lead_to_each_other_and_colours_switch(disk: str, page: Page) -> None:
    page.goto(f"{disk}index.html")
    page.get_by_role("link", name="Collect", exact=True).first.click()
    expect(page).to_have_url(f"{disk}life-cycle/collect.html")
    page.locator("button.colours").click()
    page.locator("button.colours").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
