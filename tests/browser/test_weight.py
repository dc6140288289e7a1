"""What a reader loads: little, and from this site alone."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from building import Build
from searching import index_of

pytestmark = pytest.mark.slow

MOST = {
    **{"index.html": 40_000, "life-cycle/collect.html": 45_000, "resources.html": 125_000, "data-types.html": 125_000},
}
"""Bytes of a page with all that it loads, compressed as servers do it."""
SEARCH, PASSAGE = 41_000, 64
"""Those of the search page, and what its index may take for each passage that can be found."""
QUOTED = 60_000
"""Those of what the pages say that are found first, and of the records among them."""


def weight(build: Build, browser: Browser, site: str, name: str) -> int:
    """Bytes of all that a page loads, none of it from elsewhere."""
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}{name}", wait_until="networkidle")
    page.close()
    assert [url for url in asked if not url.startswith(site)] == []
    files = [Path(build.out, urlsplit(url).path.lstrip("/")) for url in dict.fromkeys(asked)]
    assert len(files) > 5
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)


@pytest.mark.parametrize("name", MOST)
def test_a_page_is_light_and_loads_nothing_from_elsewhere(
    handbook: Build, browser: Browser, site: str, name: str
) -> None:
    assert weight(handbook, browser, site, name) <= MOST[name]


def test_the_search_is_light_for_what_it_can_find(handbook: Build, browser: Browser, site: str) -> None:
    most = SEARCH + PASSAGE * len(index_of(handbook).passages)
    assert weight(handbook, browser, site, "search.html") <= most
    assert weight(handbook, browser, site, "search.html?q=metadata") <= most + QUOTED
