"""The handbook as plain text loses nothing that it lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from building import Build
from handbook.sources import copy_handbook
from making import main
from plain_text import in_text

pytestmark = pytest.mark.slow


def listed(page: BeautifulSoup) -> dict[str, str]:
    """Title and address of everything on the web that is listed on an HTML page."""
    links = main(page).select("a.rdm-link")
    return {link.get_text(): str(link["href"]) for link in links if str(link["href"]).startswith("http")}


def test_plain_text_shows_the_title_and_the_address_of_every_resource_of_the_handbook(
    handbook: Build, tmp_path: Path
) -> None:
    build = copy_handbook(tmp_path).build("text", strict=True)
    pages = {name: listed(handbook.page(name)) for name in sorted(handbook.env.found_docs)}
    lost = {
        name: [f"{title} {url}" for title, url in expected.items() if not shows(title) or not shows(url)]
        for name, expected in pages.items()
        if expected and (shows := in_text(build, name))
    }
    assert lost
    assert not any(lost.values()), lost
