"""What a book describes in its directory is listed elsewhere by its title and its code, once on each page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from building import SITES, Build, Project
from pdfs import squeeze, text

pytestmark = pytest.mark.slow  # it sets books


LISTED = {"the Almanac": "R3", "beans of the world": "R4", "Zucchini seeds": "R5"}


def garden(folder: Path) -> Project:
    shutil.copytree(SITES / "garden", folder / "garden")
    return Project(folder / "garden")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return garden(tmp_path_factory.mktemp("brief")).build("handbook", strict=True)


def page(build: Build, name: str) -> BeautifulSoup:
    return BeautifulSoup(build.app.builder.bodies[name], "html.parser")


def lines(page: BeautifulSoup) -> list[str]:
    return [" ".join(line.get_text(" ").split()) for line in page.select(".rdm-brief > li")]


def test_a_list_has_a_line_for_each_resource_with_its_code(book: Build) -> None:
    sow = page(book, "sow")
    assert lines(sow) == [f"{title} {code}" for title, code in LISTED.items()]
    assert not sow.select("table")


def test_the_directory_describes_each_resource_under_its_code_once(book: Build) -> None:
    heads = [" ".join(head.get_text(" ").split()) for head in page(book, "all").select(".rdm-entry")]
    assert [head.split()[0] for head in heads] == [f"R{number}" for number in range(1, len(heads) + 1)]
    assert {f"{code} {title}" for title, code in LISTED.items()} <= set(heads)
    links = [link["href"] for link in page(book, "sow").select(".rdm-brief a")]
    assert len(links) == len(LISTED)
    assert all(link.startswith("book:all#resource-") for link in links)


def test_a_page_says_once_where_its_codes_lead(book: Build) -> None:
    said = [text for text in page(book, "sow").find_all("p") if "under its code" in text.get_text()]
    assert [text.get_text().endswith(": Everything") for text in said] == [True]


@pytest.mark.parametrize("layout", ["list", "cards", "dropdown"])
def test_every_layout_becomes_brief(tmp_path: Path, layout: str) -> None:
    project = garden(tmp_path)
    project.edit("docs/sow.md", "```{resources}\n", f"```{{resources}}\n:layout: {layout}\n")
    sow = page(project.build("handbook", strict=True), "sow")
    assert lines(sow) == [f"{title} {code}" for title, code in LISTED.items()]
    assert "rdm-details" not in str(sow)


@pytest.mark.parametrize("layout", ["table", "list", "cards", "dropdown"])
def test_where_to_start_is_said(tmp_path: Path, layout: str) -> None:
    project = garden(tmp_path)
    project.edit("docs/sow.md", "```{resources}\n", f"```{{resources}}\n:layout: {layout}\n")
    project.edit("data/resources.yml", "title: Zucchini seeds\n", "title: Zucchini seeds\n  first_in_phases: [sow]\n")
    assert "Zucchini seeds R5 Start here" in lines(page(project.build("handbook", strict=True), "sow"))


def test_a_book_without_the_directory_keeps_the_table_with_addresses_and_licences(tmp_path: Path) -> None:
    project = garden(tmp_path)
    project.edit("docs/index.md", "\nall\n", "\n")
    build = project.build("handbook")
    assert lines(page(build, "sow")) == []
    assert page(build, "sow").select("table .rdm-description")
    assert squeeze("Zucchini seeds – CC0") in text(build.out / "handbook.pdf")


def test_a_site_keeps_the_table(tmp_path: Path) -> None:
    site = garden(tmp_path).build(strict=True).page("sow")
    assert not site.select(".rdm-brief, .rdm-code")
    assert site.select("table .rdm-description")
