"""The ring of phases and the list beside it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import combinations
from math import dist
from pathlib import Path
from typing import Any

import pytest

from building import Build, Project
from making import kitchen, main, text

SVG = "{http://www.w3.org/2000/svg}"
PAGES = {
    "ring.md": "# Ring\n\n```{life-cycle}\n```\n\nAfter.\n",
    "compact.md": "# Compact\n\n```{life-cycle}\n:compact:\n```\n",
    "alone.md": "# Alone\n\n```{life-cycle}\n:ring:\n```\n",
    "both.md": "# Both\n\n```{life-cycle}\n:ring:\n:compact:\n```\n",
    "steps/eat.md": "---\nphase: eat\n---\n# Table\n\n```{life-cycle}\n:ring:\n```\n",
    "rst.rst": "R\n=\n\n.. life-cycle::\n",
    "steps/cook.md": "---\nphase: cook\n---\n# Stove\n\n```{life-cycle}\n```\n",
    "steps/both.md": "---\nphase: [shop, eat]\n---\n# Both\n\n```{life-cycle}\n```\n",
    "shop.md": "# Market\n",
}


def with_homes(folder: Path, pages: dict[str, str]) -> Project:
    """A kitchen in which two of three phases have a home page."""
    project = kitchen(folder, pages)
    project.edit("docs/index.md", "*\n", "*\nsteps/*\n")
    project.edit("data/vocabulary.yml", "    title: Shopping\n", "    title: Shopping\n    page: shop\n")
    project.edit("data/vocabulary.yml", "    title: Cooking\n", "    title: Cooking\n    page: steps/cook\n")
    return project


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return with_homes(tmp_path_factory.mktemp("life-cycle"), PAGES)


@pytest.fixture(scope="module")
def html(kept: Project) -> Build:
    return kept.build("html")


@pytest.fixture(scope="module")
def dirhtml(kept: Project) -> Build:
    return kept.build("dirhtml")


@pytest.fixture(scope="module")
def plain(kept: Project) -> Build:
    return kept.build("text")


def stages(build: Build, page: str) -> list[Any]:
    return main(build.page(page)).select("ol.rdm-stages > li")


def list_links(build: Build, page: str) -> dict[str, str]:
    links = main(build.page(page)).select("ol.rdm-stages a")
    return {text(link): str(link["href"]) for link in links}


def ring_links(build: Build, page: str) -> dict[str, str]:
    links = main(build.page(page)).select("svg a")
    return {text(link): str(link["href"]) for link in links}


LINKS = {
    "ring": {"Shopping": "shop.html", "Cooking": "steps/cook.html"},
    "rst": {"Shopping": "shop.html", "Cooking": "steps/cook.html"},
    "steps/both": {"Cooking": "cook.html"},
    "steps/cook": {"Shopping": "../shop.html"},
}
DIRECTORY_LINKS = {
    "ring/index": {"Shopping": "../shop/", "Cooking": "../steps/cook/"},
    "steps/both/index": {"Cooking": "../cook/"},
    "steps/cook/index": {"Shopping": "../../shop/"},
}


def test_says_where_options_exclude_each_other_and_nothing_else(html: Build) -> None:
    (warning,) = html.warnings
    assert warning.endswith(
        "both.md:3: WARNING: :ring: asks for the ring alone and :compact: for no ring; use one of them [rdm.query]"
    )
    assert main(html.page("both")).select("svg") == []


@pytest.mark.parametrize("page", ["ring", "rst", "compact"])
def test_lists_the_phases_in_the_order_of_the_vocabulary(html: Build, page: str) -> None:
    assert [text(stage).split(":")[0] for stage in stages(html, page)] == ["Shopping", "Cooking", "Eating"]


def test_lists_the_summaries(html: Build) -> None:
    assert text(stages(html, "ring")[0]) == "Shopping: Fill the basket."


def test_leaves_the_summaries_out_where_it_is_compact(html: Build) -> None:
    assert text(stages(html, "compact")[0]) == "Shopping"


def test_has_no_ring_where_it_is_compact(html: Build) -> None:
    assert main(html.page("compact")).select("svg") == []


@pytest.mark.parametrize("page", LINKS)
def test_links_the_list_to_the_home_pages(html: Build, page: str) -> None:
    assert list_links(html, page) == LINKS[page]


@pytest.mark.parametrize("page", DIRECTORY_LINKS)
def test_links_the_list_to_the_home_pages_in_folders(dirhtml: Build, page: str) -> None:
    assert list_links(dirhtml, page) == DIRECTORY_LINKS[page]


@pytest.mark.parametrize("page", ["ring", "rst", "steps/cook"])
def test_links_the_ring_to_the_home_pages(html: Build, page: str) -> None:
    assert ring_links(html, page) == LINKS[page]


@pytest.mark.parametrize("page", ["ring/index", "steps/cook/index"])
def test_links_the_ring_to_the_home_pages_in_folders(dirhtml: Build, page: str) -> None:
    assert ring_links(dirhtml, page) == DIRECTORY_LINKS[page]


def test_shows_a_phase_without_a_page_as_plain_text(html: Build) -> None:
    assert stages(html, "ring")[2].select("a") == []


def test_marks_the_phase_of_the_page_in_the_list(html: Build) -> None:
    assert [text(mark) for mark in main(html.page("steps/cook")).select("ol .rdm-current")] == ["Cooking"]


def test_says_in_words_which_phase_the_page_is(html: Build) -> None:
    assert text(stages(html, "steps/cook")[1]) == "Cooking (you are here)"


def test_marks_every_phase_of_the_page_in_the_ring(html: Build) -> None:
    marked = main(html.page("steps/both")).select("svg .rdm-current")
    assert [text(mark) for mark in marked] == ["Shopping", "Eating"]


def test_marks_no_phase_on_a_page_without_one(html: Build) -> None:
    assert main(html.page("ring")).select(".rdm-current") == []


def test_hides_the_ring_from_readers_of_the_list(html: Build) -> None:
    assert main(html.page("ring")).svg["aria-hidden"] == "true"


def test_keeps_the_keyboard_out_of_the_ring(html: Build) -> None:
    assert {link["tabindex"] for link in main(html.page("ring")).select("svg a")} == {"-1"}


def test_a_ring_alone_serves_the_keyboard_and_screen_readers(html: Build) -> None:
    ring = main(html.page("alone")).svg
    assert (ring["role"], ring["aria-label"], ring.get("aria-hidden")) == (
        "group",
        "The phases as a ring of arrows",
        None,
    )
    assert [link.get("tabindex") for link in ring.select("a")] == [None, None]
    assert stages(html, "alone") == []
    assert ring_links(html, "alone") == LINKS["ring"]


def test_the_list_stays_where_it_says_which_phase_the_page_is(html: Build) -> None:
    assert [text(stage) for stage in stages(html, "steps/eat")][2].startswith("Eating (you are here)")


@pytest.mark.parametrize("builder", ["epub", "singlehtml"])
def test_a_ring_has_its_list_beside_it_in_a_book(kept: Project, builder: str) -> None:
    build = kept.build(builder, epub_basename="book")
    name = "index.html" if builder == "singlehtml" else "alone.xhtml"
    assert "Fill the basket." in build.text(name)


def test_leaves_the_text_after_it_in_its_section(html: Build) -> None:
    assert main(html.page("ring")).find("p", string="After.").parent["id"] == "ring"


@pytest.mark.parametrize("page", ["ring", "compact", "alone", "rst"])
def test_lists_the_phases_in_plain_text(plain: Build, page: str) -> None:
    lines = [line.split(":")[0] for line in plain.text(f"{page}.txt").splitlines() if line[:1].isdigit()]
    assert lines == ["1. Shopping", "2. Cooking", "3. Eating"]


# Rings of any size


def ring_of(folder: Path, count: int, title: str = "Phase {}") -> tuple[Build, str]:
    """The ring of a kitchen with *count* phases, as text."""
    project = kitchen(folder, {"ring.md": "# Ring\n\n```{life-cycle}\n```\n"})
    terms = "".join(f"  - id: p{number}\n    title: {title.format(number)}\n" for number in range(count))
    rest = (project.root / "data/vocabulary.yml").read_text("utf-8").partition("topics:")[2]
    project.write("data/vocabulary.yml", f"phases:\n{terms}topics:{rest}" if count else f"phases: []\ntopics:{rest}")
    project.write("data/resources.yml", "[]\n")
    build = project.build()
    body = build.text("ring.html")
    return build, body[body.find("<svg") : body.find("</svg>") + 6] if "<svg" in body else ""


@pytest.fixture(scope="module", params=[1, 2, 7, 15])
def ring(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, ET.Element]:
    _build, drawing = ring_of(tmp_path_factory.mktemp("ring"), request.param)
    return request.param, ET.fromstring(drawing)


def discs(drawing: ET.Element) -> list[tuple[float, float, float]]:
    return [tuple(float(disc.attrib[key]) for key in ("cx", "cy", "r")) for disc in drawing.iter(f"{SVG}circle")]


def test_draws_one_disc_for_each_phase(ring: tuple[int, ET.Element]) -> None:
    count, drawing = ring
    assert len(discs(drawing)) == count


def test_draws_discs_that_do_not_overlap(ring: tuple[int, ET.Element]) -> None:
    _count, drawing = ring
    overlaps = [(one, two) for one, two in combinations(discs(drawing), 2) if dist(one[:2], two[:2]) < one[2] + two[2]]
    assert overlaps == []


def test_draws_discs_inside_of_the_picture(ring: tuple[int, ET.Element]) -> None:
    _count, drawing = ring
    _x, _y, width, height = (float(number) for number in drawing.attrib["viewBox"].split())
    outside = [(x, y, r) for x, y, r in discs(drawing) if min(x, y) < r or x + r > width or y + r > height]
    assert outside == []


def test_draws_with_numbers_alone(ring: tuple[int, ET.Element]) -> None:
    _count, drawing = ring
    values = [value for node in drawing.iter() for value in node.attrib.values()]
    assert [value for value in values if "nan" in value.lower() or "inf" in value.lower()] == []


def test_draws_an_arrow_from_each_phase_to_the_next(ring: tuple[int, ET.Element]) -> None:
    count, drawing = ring
    arrows = [path for path in drawing.iter(f"{SVG}path") if path.attrib["class"] == "rdm-arrow"]
    assert len(arrows) == (count if count > 1 else 0)


def test_draws_letters_that_fit_into_their_discs(ring: tuple[int, ET.Element]) -> None:
    _count, drawing = ring
    labels = list(drawing.iter(f"{SVG}text"))
    sizes = [
        (len(label.text or "") * float(label.attrib["font-size"]) * 0.5, disc[2] * 2)
        for label, disc in zip(labels, discs(drawing), strict=True)
    ]
    assert [(width, room) for width, room in sizes if width > room] == []


def test_draws_titles_with_signs_of_xml_as_well_formed_xml(tmp_path: Path) -> None:
    _build, drawing = ring_of(tmp_path, 2, "'<b> & \"c\" {}'")
    assert next(ET.fromstring(drawing).iter(f"{SVG}text")).text == '<b> & "c" 0'


def test_says_that_there_are_no_phases(tmp_path: Path) -> None:
    build, _drawing = ring_of(tmp_path, 0)
    assert text(main(build.page("ring")).select_one(".rdm-note")) == "No phases are defined yet."
