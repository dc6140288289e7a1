"""What a reader loads: little, and from this site alone."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from building import Build

pytestmark = pytest.mark.slow

MOST = {
    **{"index.html": 40_000, "life-cycle/collect.html": 45_000, "resources.html": 125_000, "data-types.html": 125_000},
    # Before a question, and with what ten pages say, and some with the records that are found.
    **{"search.html": 110_000, "search.html?q=metadata": 170_000},
}
"""Bytes of a page with all that it loads, compressed as servers do it."""


@pytest.mark.parametrize("name", MOST)
def test_a_page_is_light_and_loads_nothing_from_elsewhere(
    handbook: Build, browser: Browser, site: str, name: str
) -> None:
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}{name}", wait_until="networkidle")
    page.close()
    assert [url for url in asked if not url.startswith(site)] == []
    files = [Path(handbook.out, urlsplit(url).path.lstrip("/")) for url in dict.fromkeys(asked)]
    assert len(files) > 5
    sizes = {file.name: len(gzip.compress(file.read_bytes(), 6)) for file in files}
    assert sum(sizes.values()) <= MOST[name], sizes
