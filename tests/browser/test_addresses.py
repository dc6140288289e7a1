"""Old addresses lead on, and addresses that lead nowhere get a page that helps; in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from building import Build
from handbook.sources import handbook_data
from hostile import HOSTILE, UNUSUAL
from sphinx_rdm.kinds.plain import REDIRECT, Redirect

pytestmark = pytest.mark.slow


def form(redirect: Redirect) -> tuple[object, ...]:
    """What the way from an old address depends on."""
    path, _sign, query = redirect.old.partition("?")
    return (
        path.count("/") > 2,
        path.endswith("/"),
        Path(path).suffix,
        bool(query),
        bool(redirect.view),
        bool(redirect.anchor),
    )


# One of each form; that all of them lead to what is there, tests of the content say.
REDIRECTS = {form(redirect): redirect for redirect in handbook_data().of(REDIRECT).values()}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def goal(redirect: Redirect) -> str:
    """The path of the new address."""
    view = f"?{redirect.view}" if redirect.view else ""
    anchor = f"#{redirect.anchor}" if redirect.anchor else ""
    return f"{redirect.page}.html{view}{anchor}"


@pytest.mark.parametrize("redirect", REDIRECTS.values(), ids=lambda redirect: redirect.old)
def test_an_old_address_leads_to_the_new_one(redirect: Redirect, site: str, page: Page) -> None:
    own = redirect.old.endswith("/") and redirect.page == redirect.old.strip("/") + "/index"
    old = redirect.old.removeprefix("/")
    new = site + (old if redirect.old == "/" or own else goal(redirect))
    if new != site + old:
        # That the new page is there, tests of the content say; to show it takes longer than the way to it.
        page.route(new.partition("#")[0], lambda route: route.fulfill(body=""), times=1)
    page.goto(site + old, wait_until="commit")
    page.wait_for_url(lambda address: address == new, wait_until="commit", timeout=5000)


def test_an_anchor_is_kept(site: str, page: Page) -> None:
    page.goto(f"{site}topics/gdpr-ethical-review-glossary/#data-erasure--retention", wait_until="commit")
    expect(page).to_have_url(f"{site}topics/gdpr-and-ethical-review-glossary.html#data-erasure--retention")


def test_the_order_of_what_is_asked_for_and_more_of_it_make_no_difference(site: str, page: Page) -> None:
    page.goto(f"{site}data-type-guide/?info=repository&from=mail&area=proteomics", wait_until="commit")
    expect(page).to_have_url(f"{site}data-types.html?area=proteomics&kind=repository")


def test_without_a_script_an_old_address_leads_to_its_page(site: str, browser: Browser) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{site}data-type-guide/?area=proteomics&info=repository", wait_until="commit")
    expect(page).to_have_url(f"{site}data-types.html")
    page.close()


@pytest.mark.parametrize("place", ["lifecycle", "topics/a/b/lost-samples_2024.html", "topics/%ff%"])
def test_what_is_not_found_is_answered_by_a_page_that_works_at_any_depth(place: str, site: str, page: Page) -> None:
    failed: list[str] = []
    page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    page.goto(site + place)
    assert failed == [site + place]
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
    page.get_by_role("link", name="Skip to main content").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}{place}#main-content")


def test_the_page_searches_for_the_words_of_the_address(site: str, page: Page) -> None:
    page.goto(f"{site}rdm/readme-templates.html")
    field = page.get_by_role("combobox", name="Search the site")
    expect(field).to_have_value("readme templates")
    field.press("Enter")
    expect(page.locator("#search-results h3 > a").first).to_have_text("README files")


ODD = [
    "",
    "//[",
    "http://[",
    "http://",
    "https:\\\\[",
    "/%",
    "/%ff",
    "/\0",
    "/\ud800",
    "?",
    "#",
    "\\",
    "javascript:x",
    "//%",
]


def test_whatever_stands_among_the_old_addresses_the_page_searches_and_leads_on(
    site: str, page: Page, handbook: Build
) -> None:
    rows = [
        *([old, "index.html"] for old in [*ODD, *HOSTILE["Path"], *UNUSUAL["Path"]]),
        ["/last.html", "support.html"],
    ]
    block = json.dumps(rows)[:-1].replace("<", "\\u003c")
    odd = handbook.text("404.html").replace('class="rdm-moved">[', f'class="rdm-moved">{block},', 1)
    assert len(odd) > len(handbook.text("404.html"))
    page.route("**/lost/*", lambda route: route.fulfill(status=404, content_type="text/html", body=odd))
    page.route("**/last.html", lambda route: route.fulfill(status=404, content_type="text/html", body=odd))
    page.goto(f"{site}lost/readme-templates.html")
    expect(page.get_by_role("combobox", name="Search the site")).to_have_value("readme templates")
    page.goto(f"{site}last.html", wait_until="commit")
    expect(page).to_have_url(f"{site}support.html")
