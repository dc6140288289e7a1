"""What ``{facilities}`` shows."""

from __future__ import annotations

import pytest

from building import Build
from making import kitchen, main, text, warnings_of

PAGES = {
    "ovens.md": "# Ovens\n\n```{facilities}\n:platform: oven\n:home:\n```\n\nAfter.\n",
    "again.md": "# Again\n\n```{facilities}\n:platform: oven\n```\n\nSee {facility}`bakery`.\n",
    "rst.rst": "R\n=\n\n.. facilities::\n   :platform: oven\n",
    "cellars.md": "# Cellars\n\n```{facilities}\n:platform: cellar\n```\n",
    "folder/below.md": "# Below\n\nSee {facility}`Pottery`.\n",
}
FAULTS = {
    "unknown.md": "# U\n\n```{facilities}\n:platform: ovn\n```\n",
    "unknown-r.rst": "U\n=\n\n.. facilities::\n   :platform: ovn\n",
    "without.md": "# W\n\n```{facilities}\n```\n",
    "ovens.md": PAGES["ovens.md"],
    "value.md": "# V\n\n```{facilities}\n:platform: cellar\n:home: yes\n```\n",
    "taken.md": "# Facility pottery\n\n## Facility bakery\n\n```{facilities}\n:platform: oven\n:home:\n```\n",
    "second.md": "# S\n\nWords.\n\n```{facilities}\n:platform: oven\n:home:\n```\n",
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Build:
    project = kitchen(tmp_path_factory.mktemp("facilities"), PAGES)
    project.edit("docs/index.md", "*\n", "*\nfolder/*\n")
    return project.build()


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> list[Build]:
    project = kitchen(tmp_path_factory.mktemp("faults"), FAULTS)
    return [project.build(), project.build()]


in_both_builds = pytest.mark.parametrize("number", [0, 1], ids=["first-build", "second-build"])


def test_builds_without_a_warning(shown: Build) -> None:
    assert shown.warnings == []


@pytest.mark.parametrize("page", ["ovens", "rst"])
def test_shows_the_facilities_of_the_platform_in_the_order_of_the_file(shown: Build, page: str) -> None:
    folds = main(shown.page(page)).select("details")
    assert [text(fold.summary) for fold in folds] == ["Bakery (BAK)", "Pottery"]


def test_shows_the_summary_and_the_services(shown: Build) -> None:
    fold = main(shown.page("ovens")).select_one("details")
    assert [text(line) for line in fold.select("p")] == [
        "Hot stone.",
        "Bread for hire",
        "Advice on crust",
        "Visit Bakery (BAK)",
    ]


def test_links_to_the_facility_with_words_that_name_it(shown: Build) -> None:
    links = main(shown.page("ovens")).select("details a")
    assert [(text(link), link["href"]) for link in links] == [
        ("Visit Bakery (BAK)", "https://example.org/bakery"),
        ("Visit Pottery", "https://example.org/pottery"),
    ]


def test_has_anchors_where_the_facilities_are_at_home(shown: Build) -> None:
    assert shown.page("ovens").select("#facility-bakery")


def test_has_no_anchors_elsewhere(shown: Build) -> None:
    assert not shown.page("again").select("#facility-bakery")


def test_leaves_the_text_after_it_in_its_section(shown: Build) -> None:
    assert main(shown.page("ovens")).find("p", string="After.").parent["id"] == "ovens"


def test_says_that_a_platform_has_no_facility(shown: Build) -> None:
    assert text(main(shown.page("cellars")).select_one(".rdm-note")) == "No facilities are listed here yet."


@pytest.mark.parametrize(
    ("page", "address"),
    [("again", "ovens.html#facility-bakery"), ("folder/below", "../ovens.html#facility-pottery")],
)
def test_a_role_leads_to_the_home(shown: Build, page: str, address: str) -> None:
    assert main(shown.page(page)).select_one("p > a.reference.internal")["href"] == address


@in_both_builds
@pytest.mark.parametrize("page", ["unknown.md:3", "unknown-r.rst:4"])
def test_an_unknown_platform_is_named_with_a_hint(faults: list[Build], page: str, number: int) -> None:
    name, line = page.split(":")
    expected = f"{line}: WARNING: unknown platform 'ovn', did you mean 'oven'? [rdm.query]"
    assert warnings_of(faults[number], name) == [expected]


@in_both_builds
def test_a_missing_platform_is_asked_for_with_those_that_are_known(faults: list[Build], number: int) -> None:
    expected = "3: WARNING: which facilities? add ':platform:' with one of: oven, cellar [rdm.query]"
    assert warnings_of(faults[number], "without.md") == [expected]


@in_both_builds
def test_a_second_home_is_reported_with_the_first(faults: list[Build], number: int) -> None:
    said = warnings_of(faults[number], "second.md")
    assert said == [
        f"5: WARNING: facility '{name}' is at home on ovens already; one page alone can be its home [rdm.home]"
        for name in ("bakery", "pottery")
    ]


@pytest.mark.parametrize("number", [0, 1], ids=["first-build", "second-build"])
def test_a_value_for_an_option_that_takes_none_is_reported(faults: list[Build], number: int) -> None:
    assert warnings_of(faults[number], "value.md") == ["3: WARNING: :home: it takes no value, found 'yes' [rdm.query]"]
