"""A book of some pages: which it holds, how deep they stand, and that its cover says so."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from building import SITES, Build, Project
from letters import A4, begins_a_chapter, sheets
from making import garden
from pdfs import faults_of_layout, links, outline, sizes_of, squeeze, text
from sphinx_rdm.pdf.selection import names, select
from sphinx_rdm.publication import Part, Place


def place(docname: str, *under: Place) -> Place:
    return Place(docname, docname.upper(), under)


PARTS = [
    Part("", [place("index")]),
    Part("Ways", [place("ways/road"), place("ways/river")]),
    Part("", [place("ways/index", place("ways/deep/path"))]),
    Part("All maps", [place("maps/index", place("maps/hill", place("maps/hill/top"))), place("ways")]),
]
EVERYTHING = [
    *("index 0", "Ways: ways/road 0", "ways/river 0", "ways/index 0", "ways/deep/path 1"),
    *("All maps: maps/index 0", "maps/hill 1", "maps/hill/top 2", "ways 0"),
]


def held(*wanted: str, without: tuple[str, ...] = ()) -> list[str]:
    pages = select(PARTS, wanted, without).pages
    return [f"{page.part}: {page.docname} {page.depth}".removeprefix(": ") for page in pages]


def test_without_a_name_it_holds_all() -> None:
    assert held() == EVERYTHING
    assert select(PARTS, [], []).titles == []


@pytest.mark.parametrize("name", ["ways", "Ways", "WAYS"])
def test_a_part_is_called_by_its_caption_and_goes_on_without_one(name: str) -> None:
    assert held(name) == EVERYTHING[1:5]
    assert select(PARTS, [name], []).titles == ["Ways"]


def test_a_caption_can_be_written_as_in_an_address() -> None:
    assert held("all-maps") == held("All Maps") == EVERYTHING[5:]


@pytest.mark.parametrize("name", ["maps/hill", "hill", "Hill"])
def test_a_page_brings_along_those_under_it_and_begins_its_part(name: str) -> None:
    assert held(name) == ["All maps: maps/hill 0", "maps/hill/top 1"]
    assert select(PARTS, [name], []).titles == ["MAPS/HILL"]


def test_a_page_of_a_folder_is_called_like_the_folder() -> None:
    assert held("maps") == EVERYTHING[5:8]


def test_pages_stand_in_the_order_of_the_book_and_once() -> None:
    assert held("top", "road", "hill", "index") == [
        *("index 0", "Ways: ways/road 0", "All maps: maps/hill 0", "maps/hill/top 1"),
    ]


def test_what_is_left_out_is_there_if_it_is_named() -> None:
    without = ("maps/*", "ways/river")
    assert held(without=without) == [*EVERYTHING[:2], *EVERYTHING[3:5], "All maps: ways 0"]
    assert held("ways", without=without) == ["Ways: ways/road 0", "ways/index 0", "ways/deep/path 1"]
    assert held("hill", "river", without=without) == [
        *("Ways: ways/river 0", "All maps: maps/hill 0", "maps/hill/top 1"),
    ]


def test_a_page_under_one_that_is_left_out_moves_up() -> None:
    assert held("maps", without=("maps/hill",))[:2] == EVERYTHING[5:7]  # named, with those under it
    assert held("all maps", without=("maps/hill",)) == ["All maps: maps/index 0", "maps/hill/top 1", "ways 0"]


def test_names_that_nothing_has_are_told() -> None:
    found = select(PARTS, ["hil", "road", ""], [])
    assert found.unknown == ["hil", ""]
    assert {"hill", "maps/hill", "ways", "all-maps", "all maps", "maps"} <= names(PARTS).keys()


@pytest.mark.slow
def test_the_cover_says_which_part_of_the_book_it_is(tmp_path: Path) -> None:
    shutil.copytree(SITES / "atlas", tmp_path / "atlas")
    project = Project(tmp_path / "atlas")
    whole = project.build("handbook", strict=True)
    assert squeeze("A part of the book") not in text(whole.out / "handbook.pdf")
    part = project.build("handbook", strict=True, rdm_book_pages=["river", "maps"])
    cover = text(part.out / "handbook.pdf", slice(1))
    titles = [title for _depth, title in outline(part.out / "handbook.pdf")]
    assert titles[:3] == ["How to use this book", "1 River", "2 Maps"]
    assert "Road" not in titles
    assert squeeze("A part of the book") in cover
    assert squeeze("River") in cover
    less = project.build("handbook", strict=True, rdm_book_without=["maps/*"])
    assert [title for _depth, title in outline(less.out / "handbook.pdf")][1:5] == [
        "Atlas",
        "Ways",
        "1 Road",
        "2 River",
    ]


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = garden(tmp_path_factory.mktemp("parted"), {})
    project.edit("docs/index.md", "```{toctree}\n", "```{toctree}\n:caption: All beds\n\n")
    return project


def books(build: Build) -> dict[str, Path]:
    return {path.stem: path for path in sorted(build.out.glob("handbook*.pdf"))}


@pytest.mark.slow
def test_each_phase_and_each_part_is_a_book_with_the_resources_that_it_lists(parted: Project) -> None:
    build = parted.build("handbook", strict=True, rdm_book_parts=True)
    found = books(build)
    assert {"handbook", "handbook-all-beds", "handbook-sow", "handbook-water"} <= found.keys()
    sow = text(found["handbook-sow"])
    assert squeeze("Zucchini seeds") in sow
    assert [title for _depth, title in outline(found["handbook-sow"]) if title[0].isdigit()] == [
        "1 Sow",
        "2 Resources of this part",
    ]
    assert squeeze("under its code in: Resources of this part") in sow
    assert squeeze("“Resources of this part”") in sow
    assert squeeze("Everything") not in sow
    assert squeeze("Everything") in text(found["handbook"])
    codes = re.findall(r"R\d", sow.partition("HowtousethisbookBeside")[2])
    assert codes
    assert {code for code in codes if codes.count(code) < 2} == {"R1"}  # which the hint names
    assert faults_of_layout(found["handbook-sow"]) == []
    assert links(found["handbook-sow"])[1] == []


@pytest.mark.slow
def test_only_books_with_something_new_are_set_again(parted: Project) -> None:
    before = {
        name: path.stat().st_mtime_ns for name, path in books(parted.build("handbook", rdm_book_parts=True)).items()
    }
    again = {
        name: path.stat().st_mtime_ns for name, path in books(parted.build("handbook", rdm_book_parts=True)).items()
    }
    assert again == before
    parted.edit("docs/water.md", "# Water\n", "# Water\n\nEvery morning.\n")
    build = parted.build("handbook", rdm_book_parts=True)
    after = {name: path.stat().st_mtime_ns for name, path in books(build).items()}
    assert {name for name in before if after[name] != before[name]} == {
        "handbook",
        "handbook-all-beds",
        "handbook-water",
    }
    clean = parted.build("handbook", folder="clean", rdm_book_parts=True)
    assert {path.name: path.read_bytes() for path in books(clean).values()} == {
        path.name: path.read_bytes() for path in books(build).values()
    }


@pytest.mark.slow
def test_a_chosen_page_brings_along_the_resources_that_it_lists(tmp_path: Path) -> None:
    build = garden(tmp_path, {}).build("handbook", rdm_book_pages=["sow"])
    titles = [title for depth, title in outline(build.out / "handbook.pdf") if depth == 0]
    assert titles == ["How to use this book", "1 Sow", "2 Resources of this part", "Index"]
    page = next(sheet for sheet in reversed(sheets(build.out / "handbook.pdf")) if begins_a_chapter(sheet, A4))
    assert "Resourcesofthispart" in "".join(letter.sign for letter in page.letters)


@pytest.mark.slow
def test_a_heading_is_as_large_as_its_rank_says_with_parts_or_without(tmp_path: Path) -> None:
    page = "---\nshort: It is dry.\n---\n# Sand\n\nBare.\n\n## Dunes\n\nHigh.\n\n### Crests\n\nSharp.\n"
    without = garden(tmp_path, {"sand.md": page}).build("handbook", strict=True).out / "handbook.pdf"
    shutil.copytree(SITES / "atlas", tmp_path / "atlas")
    atlas = Project(tmp_path / "atlas")
    atlas.write("docs/road.md", page.replace("# Sand", "# Gravel", 1))
    atlas.write("docs/maps/hill.md", "# Hill\n\nSteep.\n\n## Foot\n\nWet.\n")
    whole = atlas.build("handbook", strict=True).out / "handbook.pdf"
    part = atlas.build("handbook", folder="part", strict=True, rdm_book_pages=["road", "maps"]).out / "handbook.pdf"
    for path, chapter, title in ((without, 24, "Sand"), (whole, 20, "Gravel"), (part, 24, "Gravel")):
        found = sizes_of(path)
        assert [max(found[name]) for name in (title, "Dunes", "Crests", "In short")] == [chapter, 14, 12, 11]
    for path in (whole, part):
        assert [max(sizes_of(path)[name]) for name in ("Hill", "Foot")] == [14, 12]
