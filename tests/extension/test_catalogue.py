"""The catalogue: every resource in full, with an anchor and links back to the pages that list it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import Tag

from building import Build, Project
from making import garden, kitchen, main, text, warnings_of

PAGES = {
    "all.md": "# Everything\n\n```{resource-catalogue}\n```\n\nAfter.\n",
    "stove.md": "---\nphase: cook\n---\n# At the stove\n\n```{resources}\n:limit: 2\n```\n\nSee {resource}`eggs`.\n",
    "steps/table.md": "---\nphase: eat\n---\n# At table\n\n```{resources}\n```\n\n```{resources}\n:limit: 9\n```\n",
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = kitchen(tmp_path_factory.mktemp("catalogue"), PAGES)
    project.edit("docs/index.md", "*\n", "*\nsteps/*\n")
    project.edit("data/vocabulary.yml", "    title: Cooking\n", "    title: Cooking\n    page: stove\n")
    return project


@pytest.fixture(scope="module")
def html(kept: Project) -> Build:
    return kept.build()


@pytest.fixture(scope="module")
def dirhtml(kept: Project) -> Build:
    return kept.build("dirhtml")


IDS = ["basil", "crumb", "flour", "apron", "dough", "eggs", "sencha"]


def facts(build: Build, page: str, record: str) -> dict[str, Tag]:
    """The facts of an entry by their names."""
    entry = main(build.page(page)).select_one(f"#resource-{record}").find_next("dl")
    return {text(name).rstrip(":"): name.find_next("dd") for name in entry.select("dt")}


def backlinks(build: Build, page: str, record: str) -> dict[str, str]:
    found = facts(build, page, record).get("Listed on")
    return {text(link): str(link["href"]) for link in found.select("a")} if found else {}


def test_builds_without_a_warning(html: Build) -> None:
    assert html.warnings == []


def test_has_an_anchor_for_every_resource(html: Build) -> None:
    anchors = [tag["id"] for tag in main(html.page("all")).select("[id^=resource-]")]
    assert anchors == [f"resource-{record}" for record in IDS]


def test_has_each_anchor_in_the_heading_of_its_resource(html: Build) -> None:
    headings = [text(tag.find_parent("h3")) for tag in main(html.page("all")).select("[id^=resource-]")]
    assert headings == [
        "basil by the window",
        "Crumb atlas",
        "Flour",
        "Zest for aprons",
        "Dough in motion",
        "Eggs, slowly",
        "Green tea",
    ]


def test_groups_the_resources_by_category(html: Build) -> None:
    assert [text(head) for head in main(html.page("all")).select("h2")] == ["Texts", "Films"]


def test_shows_everything_that_is_known_of_a_resource(html: Build) -> None:
    found = {name: text(value) for name, value in facts(html, "all", "dough").items()}
    assert found == {
        "Kind": "Free",
        "Provider": "Nook, Abbey",
        "Phases": "Cooking",
        "Topics": "Bread",
        "Keywords": "hands, yeast",
        "Licence": "CC0",
        "DOI": "10.1234/dough",
    }


def test_links_a_phase_to_its_home_page(html: Build) -> None:
    assert facts(html, "all", "dough")["Phases"].a["href"] == "stove.html"


def test_says_all_phases(html: Build) -> None:
    assert text(facts(html, "all", "crumb")["Phases"]) == "All phases"


def test_links_back_to_the_pages_that_list_a_resource_each_once(html: Build) -> None:
    assert backlinks(html, "all", "basil") == {"At the stove": "stove.html", "At table": "steps/table.html"}


def test_links_back_from_a_page_that_is_a_folder(dirhtml: Build) -> None:
    assert backlinks(dirhtml, "all/index", "basil") == {"At the stove": "../stove/", "At table": "../steps/table/"}


def test_does_not_link_back_to_a_page_whose_limit_left_the_resource_out(html: Build) -> None:
    assert backlinks(html, "all", "dough") == {}


def test_does_not_link_back_to_a_page_that_only_mentions_a_resource(html: Build) -> None:
    assert "At the stove" not in backlinks(html, "all", "eggs")


def test_an_entry_unfolds_behind_one_line_on_a_site_and_is_whole_elsewhere(kept: Project, html: Build) -> None:
    fold = main(html.page("all")).select_one(".rdm-record:has(#resource-eggs) > details.rdm-more")
    assert text(fold.summary).endswith(" More")
    assert fold.dl is not None
    for builder, name in [("text", "all.txt"), ("epub", "all.xhtml")]:
        elsewhere = kept.build(builder).text(name)
        assert "details" not in elsewhere
        assert " More" not in elsewhere


VIEWS = {
    "To eat: phase=eat category=text": None,
    "A: b <i>&</i>: phase=eat": None,
    "phase=eat": "'phase=eat' is no view; write 'Title: facet=value'",
    "Nothing:": "'Nothing:' is no view; write 'Title: facet=value'",
    "Odd: phase": "unknown phase ''",
    "Odd: phse=eat": "unknown facet 'phse', did you mean 'phase'?",
    "Odd: phase=eeat": "unknown phase 'eeat', did you mean 'eat'?",
}


def test_views_to_start_from_are_those_that_can_be_chosen(tmp_path: Path) -> None:
    page = "# All\n\n```{resource-catalogue}\n" + "".join(f"{line}\n" for line in VIEWS) + "```\n"
    project = kitchen(tmp_path, {"all.md": page})
    build = project.build()
    wanted = [message for message in VIEWS.values() if message]
    assert [line for line in warnings_of(build, "all.md") if not any(one in line for one in wanted)] == []
    assert len(warnings_of(build, "all.md")) == len(wanted)
    data = json.loads(main(build.page("all")).select_one("script.rdm-filter").get_text())
    assert [title for title, _query in data["views"]] == [
        line.rpartition(":")[0] for line, message in VIEWS.items() if message is None
    ]
    assert data["views"][1][1] == "phase=eat"
    assert warnings_of(project.build(), "all.md") == warnings_of(build, "all.md")


def test_leaves_the_text_after_it_in_its_section(html: Build) -> None:
    assert main(html.page("all")).find("p", string="After.").parent["id"] == "everything"


def test_links_back_to_a_page_under_its_new_title(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    garden.build()
    garden.edit("docs/soil.md", "# Soil", "# Earth")
    assert "Earth" in backlinks(garden.build(), "all", "compost")


def test_keeps_ids_unique_beside_a_heading_of_the_same_id(tmp_path: Path) -> None:
    pages = {"all.md": "# Everything\n\n```{resource-catalogue}\n```\n\n## Resource basil\n\n## Resources text\n"}
    ids = [tag["id"] for tag in kitchen(tmp_path, pages).build().page("all").select("[id]")]
    assert sorted(ids) == sorted(set(ids))


def test_keeps_the_anchor_of_a_resource_below_a_heading_of_the_same_id(tmp_path: Path) -> None:
    pages = {
        "all.md": "# Everything\n\n## Resource basil\n\n## Resources\n\n```{resource-catalogue}\n```\n",
        "see.md": "# See\n\n{resource}`basil`\n",
    }
    build = kitchen(tmp_path, pages).build()
    anchor = main(build.page("see")).select_one("p a")["href"].partition("#")[2]
    assert "basil by the window" in text(build.page("all").find(id=anchor).parent)


@pytest.mark.parametrize("number", [0, 1], ids=["first-build", "second-build"])
def test_a_second_catalogue_is_reported_with_both_pages(tmp_path: Path, number: int) -> None:
    pages = {"all.md": PAGES["all.md"], "more.md": "# More\n\nWords.\n\n```{resource-catalogue}\n```\n"}
    project = kitchen(tmp_path, pages)
    builds = [project.build() for _ in range(number + 1)]
    assert warnings_of(builds[number], "more.md") == [
        f"5: WARNING: resource '{record}' is at home on all already; one page alone can be its home [rdm.home]"
        for record in IDS
    ]


def test_a_second_catalogue_fails_a_strict_build(tmp_path: Path) -> None:
    pages = {"all.md": PAGES["all.md"], "more.md": PAGES["all.md"]}
    assert kitchen(tmp_path, pages).build(strict=True).status == 1


def test_a_second_catalogue_on_the_same_page_is_reported(tmp_path: Path) -> None:
    pages = {"all.md": "# Everything\n\n```{resource-catalogue}\n```\n\n```{resource-catalogue}\n```\n"}
    found = warnings_of(kitchen(tmp_path, pages).build(), "all.md")
    assert len([line for line in found if line.endswith("one page alone can be its home [rdm.home]")]) == len(IDS)


def test_without_a_catalogue_roles_lead_to_the_address(tmp_path: Path) -> None:
    build = kitchen(tmp_path, {"see.md": "# See\n\n{resource}`basil`\n"}).build()
    assert main(build.page("see")).select_one("p a")["href"] == "https://example.org/basil"


def test_without_a_catalogue_nothing_is_warned_about(tmp_path: Path) -> None:
    assert kitchen(tmp_path, {"see.md": "# See\n\n{resource}`basil`\n"}).build().warnings == []


def test_a_catalogue_without_resources_says_so(tmp_path: Path) -> None:
    project = kitchen(tmp_path, {"all.md": PAGES["all.md"]})
    project.write("data/resources.yml", "[]\n")
    assert text(main(project.build().page("all")).select_one(".rdm-note")) == "No resources are listed here yet."


def test_a_title_in_another_language_says_so_wherever_it_stands(tmp_path: Path) -> None:
    project = garden(tmp_path, {})
    project.edit("data/resources.yml", "title: Rain diary\n", "title: Regndagbok\n  language: sv\n")
    project.edit("docs/index.md", "{resource}`Rain diary`", "{resource}`rain`")
    build = project.build(strict=True)
    assert [text(main(build.page(name)).select_one("[lang=sv]")) for name in ("index", "water", "all")] == [
        "Regndagbok"
    ] * 3
