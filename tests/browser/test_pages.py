"""The handbook as readers meet it: quiet, private, and usable without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from building import ROOT
from sphinx_rdm.catalogue.store import load

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

PAGES = [
    *("index.html", "life-cycle/index.html", "life-cycle/collect.html", "life-cycle/share.html", "resources.html"),
    *("topics/index.html", "topics/ena-submission.html", "topics/fair-principles.html"),
    *("topics/university-resources.html", "topics/gdpr-and-ethical-review-glossary.html", "checklists.html"),
    *("about/accessibility.html", "contribute/coverage.html"),
]
FACILITIES = list(load(ROOT / "data").facilities)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", [*PAGES, "search.html"])
def test_a_page_asks_no_other_host_and_is_quiet(page: Page, site: str, name: str) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(f"failed: {request.url}"))
    page.on("response", lambda response: said.append(response.url) if response.status >= 400 else None)
    page.goto(site + name, wait_until="networkidle")
    assert asked
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    assert said == []


@pytest.mark.parametrize("facility", FACILITIES)
def test_an_address_that_points_at_a_facility_opens_it(page: Page, site: str, facility: str) -> None:
    page.goto(f"{site}life-cycle/collect.html#facility-{facility}")
    fold = page.locator(f"details:has(#facility-{facility}), details#facility-{facility}")
    assert fold.evaluate("fold => fold.open")
    assert fold.get_by_role("link").first.is_visible()
    assert page.locator("details.rdm-facility[open]").count() == 1


def test_following_a_link_into_a_fold_opens_it(page: Page, site: str) -> None:
    page.goto(f"{site}life-cycle/collect.html")
    assert page.locator("details.rdm-facility[open]").count() == 0
    page.evaluate(f"location.hash = '#facility-{FACILITIES[0]}'")
    page.wait_for_selector("details.rdm-facility[open]")
    assert page.locator("details.rdm-facility[open]").count() == 1


def test_all_folds_are_open_in_print_and_closed_again_after(page: Page, site: str) -> None:
    page.goto(f"{site}life-cycle/collect.html")
    total = page.locator("details.sd-dropdown").count()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.sd-dropdown[open]").count() == total
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.sd-dropdown[open]").count() == 0


def test_without_scripts_every_facility_can_be_unfolded_and_read(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}life-cycle/collect.html")
    folds = page.locator("details.rdm-facility")
    assert folds.count() == len(FACILITIES)
    for number in range(len(FACILITIES)):
        folds.nth(number).locator("summary").click()
        assert folds.nth(number).get_by_role("link").first.is_visible()
    context.close()


def test_the_life_cycle_can_be_clicked_in_the_picture(page: Page, site: str) -> None:
    page.goto(f"{site}index.html")
    page.locator("svg.rdm-life-cycle a").nth(1).click()
    assert page.url == f"{site}life-cycle/collect.html"


def test_the_life_cycle_can_be_followed_from_the_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}index.html")
    link = page.locator("ol.rdm-stages a").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}life-cycle/plan.html")


def test_the_search_finds_a_facility_by_name(page: Page, site: str) -> None:
    page.goto(f"{site}search.html?q=metabolomics")
    page.wait_for_selector("#search-results li")
    titles = page.locator("#search-results li a").all_inner_texts()
    assert any("Collect" in title for title in titles)


def test_a_search_leaves_nothing_in_the_browser(page: Page, site: str) -> None:
    page.goto(f"{site}search.html?q=metabolomics")
    page.wait_for_selector("#search-results li")
    page.goto(f"{site}index.html")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.context.cookies() == []


def test_a_click_on_the_words_of_a_checklist_ticks_its_box(page: Page, site: str) -> None:
    page.goto(f"{site}checklists.html")
    item = page.locator(".rdm-checklist li").first
    item.get_by_text(item.locator("label").inner_text()).click()
    box = item.get_by_role("checkbox")
    assert box.is_checked()
    assert box.bounding_box()["height"] >= 24  # type: ignore[index]
    page.reload()
    assert not box.is_checked()


def test_a_citation_has_the_address_of_the_page_and_can_be_copied(browser: Browser, site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}topics/metadata.html#ontologies")
    page.get_by_text("Cite this page").click()
    page.get_by_role("button", name="Copy").first.click()
    assert f" {site}topics/metadata.html (" in page.evaluate("navigator.clipboard.readText()")
    context.close()
