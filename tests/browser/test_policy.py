"""Served under the strictest content security policy that ``contribute/publish`` proposes, every page works in full."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from serving import serve

from building import ROOT, Build, page_addresses

pytestmark = pytest.mark.slow

PUBLISH = (ROOT / "docs/contribute/publish.md").read_text("utf-8")
POLICIES = set(re.findall(r"default-src [^\"\n]+", PUBLISH))
PAGES = page_addresses()


@pytest.fixture(scope="module")
def strict_site(handbook: Build) -> Iterator[str]:
    """The address of the handbook, served with the policy."""
    with serve(handbook.out, {"Content-Security-Policy": next(iter(POLICIES))}) as address:
        yield address


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_init_script("addEventListener('securitypolicyviolation', event => console.error(event.violatedDirective))")
    yield page
    page.close()


def test_the_page_for_operators_names_one_policy() -> None:
    (policy,) = POLICIES
    assert policy == (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


def test_the_policy_is_really_in_force(browser: Browser, strict_site: str) -> None:
    page = browser.new_page()
    page.goto(strict_site)
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }))")
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_breaks_the_policy_or_says_or_lacks_anything(page: Page, strict_site: str, name: str) -> None:
    asked: list[str] = []
    said: list[str] = []
    listeners: dict[Any, Callable[[Any], object]] = {
        "console": lambda message: said.append(message.text),
        "pageerror": lambda error: said.append(str(error)),
        "request": lambda request: asked.append(request.url),
        "requestfailed": lambda request: said.append(f"failed: {request.url}"),
        "response": lambda response: said.append(response.url) if response.status >= 400 else None,
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    page.goto(strict_site + name, wait_until="networkidle")
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
    assert asked
    assert [url for url in asked if not url.startswith((strict_site, "data:"))] == []
    assert said == []


def test_search_filter_colours_and_folds_work_under_the_policy(page: Page, strict_site: str) -> None:
    page.goto(f"{strict_site}search.html?q=metadata")
    expect(page.locator("#search-results li").first).to_be_visible()
    page.goto(f"{strict_site}resources.html?q=zenodo")
    expect(page.get_by_role("status")).to_contain_text("of")
    page.goto(f"{strict_site}life-cycle/collect.html#facility-ngi")
    expect(page.locator("details.rdm-facility[open]")).to_have_count(1)
    before = page.evaluate("document.documentElement.dataset.theme")
    button = page.locator("button.colours")
    while page.evaluate("document.documentElement.dataset.theme") == before:
        button.click()
