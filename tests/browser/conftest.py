"""A real Chromium, and the built handbook, served on this machine alone and under the policy for publishers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from chromium import NAMES, find
from playwright.sync_api import Browser, Page, sync_playwright
from serving import serve

from building import ROOT, Build
from handbook.sources import handbook

__all__ = ["handbook"]

FLAGS = [
    # The sandbox refuses to start for root, as whom containers run; the pages are our own.
    *("--no-sandbox", "--disable-background-networking", "--disable-component-update"),
    # Where there is no graphics card, playing one takes a third of the time.
    *("--disable-gpu", "--disable-gpu-compositing", "--disable-gpu-rasterization", "--disable-software-rasterizer"),
    # To begin each page in a new frame, and each site in a process of its own, takes a fifth of the time to load one.
    "--disable-features=RenderDocument,IsolateOrigins,site-per-process",
]


@pytest.fixture(scope="session")
def policy() -> str:
    """The content security policy that the page for publishers proposes, wherever it does."""
    (policy,) = set(re.findall(r"default-src [^\"\n]+", (ROOT / "docs/contribute/publish.md").read_text("utf-8")))
    return policy


@pytest.fixture(scope="session")
def site(handbook: Build, policy: str) -> Iterator[str]:
    """The address of the handbook, with a slash at its end, served under that policy."""
    with serve(handbook.out, {"Content-Security-Policy": policy}) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find()
    if path is None:
        pytest.fail(f"No Chromium ({', '.join(NAMES)}); `make test` brings one along, `make test-fast` does without.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=FLAGS,
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Page:
    """A page for all tests that need none of their own: a new one would take twice the time."""
    return browser.new_page()


@pytest.fixture
def page(tab: Page) -> Page:
    """An empty page of a usual size, of which no test before is to be felt: not its routes, media, or pointer.

    A route that was left to wait held up the scripts of the next test, and what it was about.
    """
    tab.unroute_all(behavior="ignoreErrors")
    tab.goto("about:blank")
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.emulate_media(media="null", color_scheme="null", forced_colors="null", reduced_motion="null")
    tab.mouse.move(0, 0)
    return tab
