"""What ``{checklist}`` shows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from building import Build
from making import bed, main, text, warnings_of

PAGES = {
    "own.md": "---\nphase: sow\n---\n# Own\n\n```{checklist}\n```\n",
    "named.md": "# Named\n\n```{checklist}\n:phase: water, sow\n```\n",
    "section.md": "# Section\n\n```{checklist}\n:topic: soil\n:section: ground\n```\n",
    "phases.md": "# Phases\n\n```{checklist}\n:phase: all\n:section: ground\n```\n",
    "any.md": "# Any\n\n```{checklist}\n:phase: all\n```\n",
    "none.md": "---\nphase: harvest\n---\n# None\n\n```{checklist}\n```\n",
    "every.md": "# Every\n\n## Lists\n\n```{checklist}\n:all:\n```\n",
    "rst.rst": "R\n=\n\n.. checklist::\n   :topic: soil\n",
}
SOIL = "```{checklist}\n:topic: soil\n```\n"
FAULTS = {
    "about-nothing.md": "# N\n\n```{checklist}\n```\n",
    "no-section.md": "# N\n\n```{checklist}\n:phase: all\n:section: all\n```\n",
    "unknown.md": "# U\n\n```{checklist}\n:phase: sew\n:section: grund\n```\n",
    "both.md": "# B\n\n```{checklist}\n:all:\n:phase: sow\n```\n",
    "twice.md": f"# T\n\n{SOIL}\n```{{checklist}}\n:topic: soil\n:section: ground\n```\n\n{SOIL}",
    "value.md": "# V\n\n```{checklist}\n:all: yes\n```\n",
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return bed(tmp_path_factory.mktemp("checklists"), PAGES).build(strict=True)


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> list[Build]:
    project = bed(tmp_path_factory.mktemp("faults"), FAULTS)
    return [project.build(), project.build()]


def items(build: Build, page: str) -> list[str]:
    return [text(label) for label in main(build.page(page)).select(".rdm-checklist li label")]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("own", ["The bed is dug."]),
        ("named", ["The bed is dug.", "The can is full."]),
        ("section", ["The bed is dug."]),
        ("phases", ["The bed is dug."]),
        ("any", ["The bed is dug.", "The can is full."]),
        ("rst", ["The bed is dug.", "The worms are counted."]),
    ],
)
def test_shows_the_items_that_are_asked_for_in_the_order_of_the_file(
    shown: Build, page: str, expected: list[str]
) -> None:
    assert items(shown, page) == expected


def test_the_words_of_the_tool_stand_once_on_a_page_and_its_scripts_are_loaded_later_in_their_version(
    shown: Build,
) -> None:
    told = [json.loads(block.get_text()) for block in shown.page("every").select("script.rdm-ticks")]
    assert ["words" in data for data in told] == [True] + [False] * (len(told) - 1)
    assert len(told) > 1
    (script,) = shown.page("every").select("script[data-ticks]")
    assert re.fullmatch(r"making\.js\?v=\w+ checklist\.js\?v=\w+", str(script["data-ticks"]))


def test_every_item_has_a_box_with_its_words_as_label(shown: Build) -> None:
    boxes = main(shown.page("named")).select("label.rdm-tick > input[type=checkbox]")
    assert len(boxes) == 2


def test_an_item_says_why_and_which_section_of_a_plan_covers_it(shown: Build) -> None:
    assert [text(why) for why in main(shown.page("named")).select(".rdm-why")] == [
        "Roots go no deeper than the spade went. In the plan: The ground.",
        "The tap is far away.",
    ]


def test_a_list_of_one_section_is_called_by_it_and_no_item_repeats_that(shown: Build) -> None:
    page = main(shown.page("phases"))
    assert json.loads(page.select_one("script.rdm-ticks").get_text())["title"] == "Checklist: The ground"
    assert [text(why) for why in page.select(".rdm-why")] == ["Roots go no deeper than the spade went."]


def test_says_that_there_is_no_checklist(shown: Build) -> None:
    assert "No checklist is written here yet." in text(main(shown.page("none")))


def test_all_checklists_stand_under_their_phases_and_topics(shown: Build) -> None:
    page = main(shown.page("every"))
    assert [text(title) for title in page.select("h3")] == ["Sowing", "Watering", "Soil"]
    assert items(shown, "every") == ["The bed is dug.", "The can is full.", "The bed is dug.", "The worms are counted."]


def test_all_checklists_can_be_jumped_to(shown: Build) -> None:
    page = main(shown.page("every"))
    links = [str(link["href"]).removeprefix("#") for link in page.select(".rdm-jumps a")]
    assert links == ["checklist-sow", "checklist-water", "checklist-soil"]
    assert all(page.find(id=link) for link in links)


@pytest.mark.parametrize("builder", ["text", "latex"])
def test_other_builders_show_a_box_on_paper(tmp_path: Path, builder: str) -> None:
    build = bed(tmp_path, {"own.md": PAGES["own.md"]}).build(builder, strict=True)
    written = "".join(path.read_text("utf-8") for path in build.out.glob("*.t*x*"))
    assert "☐" in written
    assert "The bed is dug." in written


@pytest.mark.parametrize("number", [0, 1], ids=["first-build", "second-build"])
@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "about-nothing.md",
            ["3: WARNING: which checklist? neither the page's front matter nor the directive names a phase or topic; "
             "add 'phase: …' or 'topic: …' to the front matter, or ':phase: …' or ':topic: …' "
             "to the directive [rdm.query]"],
        ),
        (
            "unknown.md",
            ["3: WARNING: unknown phase 'sew', did you mean 'sow'? [rdm.query]",
             "3: WARNING: unknown section 'grund', did you mean 'ground'? [rdm.query]"],
        ),
        ("twice.md", ["12: WARNING: the page has the same 'checklist' at line 3; delete one, or give it other options "
                      "[rdm.query]"]),
        ("no-section.md", ["3: WARNING: unknown section 'all'; known: ground [rdm.query]"]),
        ("both.md", ["3: WARNING: :phase: has no effect beside :all:; leave one of them out [rdm.query]"]),
        ("value.md", ["3: WARNING: :all: it takes no value, found 'yes' [rdm.query]",
                      "3: WARNING: which checklist? neither the page's front matter nor the directive names a phase "
                      "or topic; add 'phase: …' or 'topic: …' to the front matter, or ':phase: …' or ':topic: …' "
                      "to the directive [rdm.query]"]),
    ],
)  # fmt: skip
def test_a_fault_is_reported_in_every_build(faults: list[Build], page: str, number: int, expected: list[str]) -> None:
    assert warnings_of(faults[number], page) == expected


def test_an_item_reaches_the_page_of_all_checklists(tmp_path: Path) -> None:
    site = bed(tmp_path, {"every.md": PAGES["every.md"]})
    site.build()
    site.edit("data/checklists.yml", "The can is full.", "The can is heavy.")
    build = site.build()
    assert build.read == ["every"]
    assert "The can is heavy." in items(build, "every")
