"""Every builder of Sphinx takes our nodes, and none loses a resource."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sphinx.util import texescape

from building import SITES, Build, Project, copy_handbook
from builds.making import main

pytestmark = pytest.mark.xdist_group("builders")  # its tests look at the same builds

BUILDERS = (
    *("html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "gettext", "texinfo", "xml", "pseudoxml"),
    *("dummy", "linkcheck"),
)


def settings(builder: str) -> dict[str, Any]:
    """No test leaves this machine, and EPUB asks for a copyright, which the garden does not have."""
    if builder == "linkcheck":
        return {"linkcheck_ignore": [".*"]}
    return {"copyright": "Gardeners"} if builder == "epub" else {}


@pytest.mark.parametrize("builder", BUILDERS)
def test_builds_the_garden_without_a_warning(project: Callable[[str], Project], builder: str) -> None:
    build = project("garden").build(builder, strict=True, **settings(builder))
    assert (build.status, build.warnings) == (0, [])


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return copy_handbook(tmp_path_factory.mktemp("builders"))


def of_handbook(copied: Project, builder: str, known: dict[str, Build]) -> Build:
    if builder not in known:
        ignored = settings(builder) if builder == "linkcheck" else {}
        # Read once for all but gettext, which keeps its doctrees in a way of its own.
        doctrees = None if builder == "gettext" else "build/doctrees"
        known[builder] = copied.build(builder, strict=True, doctrees=doctrees, **ignored)
    return known[builder]


@pytest.fixture(scope="module")
def known() -> dict[str, Build]:
    """What was built of the handbook already."""
    return {}


@pytest.mark.slow
@pytest.mark.parametrize("builder", BUILDERS)
def test_builds_the_handbook_without_a_warning(copied: Project, known: dict[str, Build], builder: str) -> None:
    build = of_handbook(copied, builder, known)
    assert (build.status, build.warnings) == (0, [])


# What is found in outputs. White space does not count, because builders break lines where they like.


def squeeze(text: str) -> str:
    return "".join(text.split())


def plain(path: Path) -> str:
    """A text file, the cells of its tables in one piece each."""
    text = path.read_text("utf-8")
    found = [line for line in text.splitlines() if not line.strip().startswith(("|", "+"))]
    row: dict[int, list[str]] = {}
    for line in text.splitlines():
        if line.strip().startswith("|"):
            for number, cell in enumerate(line.strip().strip("|").split("|")):
                row.setdefault(number, []).append(cell)
        else:
            found += ["".join(cell) for cell in row.values()]
            row = {}
    return squeeze("".join(found))


def in_text(build: Build, page: str) -> Callable[[str], bool]:
    content = plain(build.out / f"{page}.txt")
    return lambda wanted: squeeze(wanted).replace("|", "") in content.replace("|", "")


def in_latex(build: Build, _page: str) -> Callable[[str], bool]:
    content = squeeze("".join(path.read_text("utf-8") for path in build.out.glob("*.tex")))
    texescape.init()
    return lambda wanted: squeeze(texescape.escape(wanted, "pdflatex")) in content


def in_epub(build: Build, page: str) -> Callable[[str], bool]:
    content = squeeze(BeautifulSoup(build.text(f"{page}.xhtml"), "html.parser").get_text())
    return lambda wanted: squeeze(wanted) in content


def in_man(build: Build, _page: str) -> Callable[[str], bool]:
    content = "".join(path.read_text("utf-8") for path in build.out.glob("*.1"))
    for escaped, sign in (("\\-", "-"), ("\\(aq", "'"), ("\\(dq", '"'), ("\\&", ""), ("\\e", "\\"), ("\\'", "'")):
        content = content.replace(escaped, sign)
    content = squeeze(content)
    return lambda wanted: squeeze(wanted) in content


LOOKS: Mapping[str, Callable[[Build, str], Callable[[str], bool]]] = {
    "text": in_text,
    "latex": in_latex,
    "epub": in_epub,
    "man": in_man,
}

GARDEN = {
    "sow": {"the Almanac": "almanac", "Zucchini seeds": "seeds", "beans of the world": "beans"},
    "water": {"the Almanac": "almanac", "Rain diary": "rain"},
    "harvest": {"the Almanac": "almanac", "beans of the world": "beans"},
    "soil": {"Compost, properly": "compost", "Zucchini seeds": "seeds"},
    "all": {"the Almanac": "almanac", "Compost, properly": "compost", "Rain diary": "rain"},
}
"""Pages of the garden, one for each layout: titles and the ends of their addresses."""


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Build]:
    """The garden as a builder builds it."""
    root = tmp_path_factory.mktemp("outputs") / "garden"
    shutil.copytree(SITES / "garden", root)
    builds: dict[str, Build] = {}

    def build(builder: str) -> Build:
        if builder not in builds:
            builds[builder] = Project(root).build(builder, **settings(builder))
        return builds[builder]

    return build


@pytest.mark.parametrize("page", GARDEN)
@pytest.mark.parametrize("builder", LOOKS)
def test_shows_every_title(garden: Callable[[str], Build], builder: str, page: str) -> None:
    shows = LOOKS[builder](garden(builder), page)
    assert [title for title in GARDEN[page] if not shows(title)] == []


@pytest.mark.parametrize("page", GARDEN)
def test_shows_every_address_in_plain_text_right_after_its_title(garden: Callable[[str], Build], page: str) -> None:
    shows = in_text(garden("text"), page)
    entries = [f"{title} <https://example.org/{end}>" for title, end in GARDEN[page].items()]
    assert [entry for entry in entries if not shows(entry)] == []


@pytest.mark.parametrize("builder", LOOKS)
def test_shows_the_services_of_a_facility(garden: Callable[[str], Build], builder: str) -> None:
    shows = LOOKS[builder](garden(builder), "sow")
    assert [words for words in ("Nursery (NUR)", "Warm beds for rent.", "Seedling care") if not shows(words)] == []


def test_latex_can_lead_to_every_entry_of_the_catalogue(garden: Callable[[str], Build]) -> None:
    labels = re.findall(r"label\{\\detokenize\{all:(resource-[a-z]+)\}\}", garden("latex").text("gardennotebook.tex"))
    assert sorted(labels) == [f"resource-{name}" for name in ("almanac", "beans", "compost", "rain", "seeds")]


def listed(page: BeautifulSoup) -> dict[str, str]:
    """Title and address of every resource that an HTML page links to."""
    return {link.get_text(): str(link["href"]) for link in main(page).select("a.rdm-link")}


PAGES = [
    *(f"life-cycle/{name}" for name in ("plan", "collect", "process", "analyse", "preserve", "share", "reuse")),
    *("topics/metadata", "topics/data-transfer", "resources"),
]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("builder", LOOKS)
def test_shows_every_title_of_the_handbook(copied: Project, known: dict[str, Build], builder: str, page: str) -> None:
    expected = listed(of_handbook(copied, "html", known).page(page))
    shows = LOOKS[builder](of_handbook(copied, builder, known), page)
    assert expected
    assert [title for title in expected if not shows(title)] == []


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_shows_every_address_of_the_handbook_in_plain_text(copied: Project, known: dict[str, Build], page: str) -> None:
    expected = listed(of_handbook(copied, "html", known).page(page))
    shows = in_text(of_handbook(copied, "text", known), page)
    assert expected
    assert [address for address in expected.values() if not shows(address)] == []
