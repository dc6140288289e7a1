"""A real Chromium, and the built handbook served to it on this machine alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chromium import NAMES, find
from playwright.sync_api import Browser, sync_playwright
from serving import serve

from building import Build


@pytest.fixture(scope="session")
def site(handbook: Build) -> Iterator[str]:
    """The address of the handbook, with a slash at its end."""
    with serve(handbook.out) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find()
    if path is None:
        pytest.fail(f"No Chromium ({', '.join(NAMES)}); `make test` brings one along, `make test-fast` does without.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            # The sandbox refuses to start for root, as whom containers run; the pages are our own.
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
        )
        yield browser
        browser.close()
