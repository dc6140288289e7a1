"""What ``{resources}`` lists, for every option and from both kinds of source."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from bs4 import Tag

from building import Build
from making import kitchen, main, rows, tables, text, warnings_of


@dataclass
class Case:
    """A page with one directive, and the groups that it must show, with the titles in each."""

    name: str
    options: dict[str, str]
    groups: dict[str, list[str]]
    head: dict[str, str] = field(default_factory=lambda: {"phase": "cook"})

    def markdown(self) -> str:
        head = "".join(f"{key}: {value}\n" for key, value in self.head.items())
        options = "".join(f":{key}: {value}\n" for key, value in self.options.items())
        head = f"---\n{head}---\n" if head else ""
        return f"{head}# {self.name}\n\n```{{resources}}\n{options}```\n"

    def rst(self) -> str:
        head = "".join(f":{key}: {value}\n" for key, value in self.head.items())
        options = "".join(f"   :{key}: {value}\n" for key, value in self.options.items())
        return f"{head}\n{self.name}\n{'=' * len(self.name)}\n\n.. resources::\n{options}"


BASIL, CRUMB, DOUGH, EGGS = "basil by the window", "Crumb atlas", "Dough in motion", "Eggs, slowly"
FLOUR, TEA, ZEST = "Flour", "Green tea", "Zest for aprons"
FLAT = {"group-by": "none"}

CASES = [
    # Front matter
    Case("phase-of-the-page", {}, {"Texts": [BASIL, ZEST, CRUMB], "Films": [DOUGH]}),
    Case("phases-of-the-page", {}, {"Texts": [BASIL, FLOUR, CRUMB], "Films": [EGGS]}, {"phase": "[shop, eat]"}),
    Case("topic-of-the-page", {}, {"Texts": [FLOUR], "Films": [DOUGH]}, {"topic": "bread"}),
    Case("phase-and-topic-of-the-page", {}, {"Films": [DOUGH]}, {"phase": "cook", "topic": "bread"}),
    # Options that say what about
    Case("phase", {"phase": "eat"}, {"Texts": [BASIL, CRUMB], "Films": [EGGS]}),
    Case("phases", {"phase": "shop, eat"}, {"Texts": [BASIL, FLOUR, CRUMB], "Films": [EGGS]}),
    Case("phase-without-front-matter", {"phase": "shop"}, {"Texts": [FLOUR, CRUMB]}, {}),
    Case("phase-all-alone", {"phase": "all"}, {"Texts": [CRUMB]}),
    Case("topic-ignores-phase-of-the-page", {"topic": "tea"}, {"Films": [EGGS, TEA]}),
    Case("phase-ignores-topic-of-the-page", {"phase": "shop"}, {"Texts": [FLOUR, CRUMB]}, {"topic": "tea"}),
    Case("topics", {"topic": "bread, tea"}, {"Texts": [FLOUR], "Films": [DOUGH, EGGS, TEA]}),
    Case("phase-and-topic-must-both-hold", {"phase": "eat, shop", "topic": "tea"}, {"Films": [EGGS]}),
    # Options that narrow
    Case("category", {"category": "film"}, {"Films": [DOUGH]}),
    Case("categories", {"category": "film, text"}, {"Texts": [BASIL, ZEST, CRUMB], "Films": [DOUGH]}),
    Case("kind", {"kind": "free"}, {"Texts": [ZEST, CRUMB], "Films": [DOUGH]}),
    Case("provider", {"provider": "Abbey"}, {"Texts": [BASIL], "Films": [DOUGH]}),
    Case("provider-in-any-case", {"provider": "aBBEY"}, {"Texts": [BASIL], "Films": [DOUGH]}),
    Case("providers", {"provider": "Abbey, Nook"}, {"Texts": [BASIL, CRUMB], "Films": [DOUGH]}),
    Case("exclude", {"exclude": "basil, dough"}, {"Texts": [ZEST, CRUMB]}),
    Case("several-options-must-all-hold", {"kind": "free", "provider": "Abbey"}, {"Films": [DOUGH]}),
    # Order: records of the phase come before those for all phases
    Case("no-sort", FLAT, {"": [BASIL, DOUGH, ZEST, CRUMB]}),
    Case("sort-title", {**FLAT, "sort": "title"}, {"": [BASIL, DOUGH, ZEST, CRUMB]}),
    Case("sort-title-backwards", {**FLAT, "sort": "-title"}, {"": [ZEST, DOUGH, BASIL, CRUMB]}),
    Case("sort-provider", {**FLAT, "sort": "provider"}, {"": [BASIL, ZEST, DOUGH, CRUMB]}),
    Case("sort-kind", {**FLAT, "sort": "kind"}, {"": [DOUGH, ZEST, BASIL, CRUMB]}),
    # Groups
    Case("group-by-category", {"group-by": "category"}, {"Texts": [BASIL, ZEST, CRUMB], "Films": [DOUGH]}),
    Case("group-by-kind", {"group-by": "kind"}, {"Paid": [BASIL], "Free": [DOUGH, ZEST, CRUMB]}),
    Case(
        "group-by-phase",
        {"group-by": "phase"},
        {"Shopping": [CRUMB], "Cooking": [BASIL, DOUGH, ZEST, CRUMB], "Eating": [BASIL, CRUMB]},
    ),
    Case("group-by-topic", {"group-by": "topic"}, {"Bread": [DOUGH], "Other": [BASIL, ZEST, CRUMB]}),
    Case(
        "group-by-provider",
        {"group-by": "provider"},
        {"Abbey": [BASIL, DOUGH], "Mill": [ZEST], "Nook": [DOUGH, CRUMB]},
    ),
    Case("group-by-none", {"group-by": "none"}, {"": [BASIL, DOUGH, ZEST, CRUMB]}),
    # Limit
    Case("limit-below", {**FLAT, "limit": "3"}, {"": [BASIL, DOUGH, ZEST]}),
    Case("limit-over-groups", {"limit": "2"}, {"Texts": [BASIL, ZEST]}),
    Case(
        "limit-counts-a-resource-once",
        {"group-by": "provider", "limit": "2"},
        {"Abbey": [BASIL, DOUGH], "Nook": [DOUGH]},
    ),
    Case("limit-above", {**FLAT, "limit": "40"}, {"": [BASIL, DOUGH, ZEST, CRUMB]}),
]

PAGES = {f"{case.name}.md": case.markdown() for case in CASES} | {f"r-{case.name}.rst": case.rst() for case in CASES}


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """One project with a page for each case and kind of source."""
    return kitchen(tmp_path_factory.mktemp("listed"), PAGES).build()


@pytest.mark.parametrize("source", ["myst", "rst"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_lists_what_the_page_and_the_options_ask_for(listed: Build, case: Case, source: str) -> None:
    page = listed.page(case.name if source == "myst" else f"r-{case.name}")
    assert list(tables(page).items()) == list(case.groups.items())


def test_says_nothing_about_pages_that_are_right(listed: Build) -> None:
    assert listed.warnings == []


# How it looks

LAYOUTS = {
    "table.md": "# T\n\n```{resources}\n:phase: cook\n```\n",
    "list.md": "# L\n\n```{resources}\n:phase: cook\n:layout: list\n```\n",
    "cards.md": "# C\n\n```{resources}\n:phase: cook\n:layout: cards\n```\n",
    "dropdown.md": "# D\n\n```{resources}\n:phase: cook\n:layout: dropdown\n```\n",
    "table2.rst": "T\n=\n\n.. resources::\n   :phase: cook\n   :layout: table\n",
    "list2.rst": "L\n=\n\n.. resources::\n   :phase: cook\n   :layout: list\n",
    "cards2.rst": "C\n=\n\n.. resources::\n   :phase: cook\n   :layout: cards\n",
    "dropdown2.rst": "D\n=\n\n.. resources::\n   :phase: cook\n   :layout: dropdown\n",
    "columns.md": (
        "# C\n\n```{resources}\n:phase: cook\n"
        ":columns: kind, title, phase, topic, licence, doi, keywords, category\n```\n"
    ),
    "columns2.rst": "C\n=\n\n.. resources::\n   :phase: cook\n   :columns: provider, title\n",
    "columns-list.md": (
        "# C\n\n```{resources}\n:phase: cook\n:layout: list\n:columns: title, doi, kind, keywords\n```\n"
    ),
    "empty.md": "# E\n\n```{resources}\n:topic: soup\n```\n",
    "empty-words.md": "# E\n\n```{resources}\n:topic: soup\n:empty: The pot *is* empty.\n```\n",
    "empty-words2.rst": "E\n=\n\n.. resources::\n   :topic: soup\n   :empty: The pot is empty.\n",
    "limited.md": "# L\n\n```{resources}\n:phase: cook\n:limit: 2\n```\n",
    "unlimited.md": "# L\n\n```{resources}\n:phase: cook\n:limit: 4\n```\n",
    "other.md": "# O\n\n```{resources}\n:topic: bread, tea\n:group-by: phase\n:layout: list\n```\n",
    # Where it stands
    "after.md": "# A\n\n```{resources}\n:phase: cook\n```\n\nAfter the list.\n\n## Next\n\nMore.\n",
    "after-list.md": "# A\n\n```{resources}\n:phase: cook\n:layout: list\n```\n\nAfter the list.\n\n## Next\n\nMore.\n",
    "after-cards.rst": (
        "A\n=\n\n.. resources::\n   :phase: cook\n   :layout: cards\n\nAfter the list.\n\nNext\n----\n\nMore.\n"
    ),
    "nested.md": (
        "# N\n\n## One\n\n### Two\n\n```{resources}\n:phase: cook\n:layout: list\n```\n\n"
        "After the list.\n\n## Three\n\nEnd.\n"
    ),
    "admonition.md": "---\nphase: cook\n---\n# A\n\n:::{note}\n```{resources}\n```\n:::\n",
    "admonition2.rst": ":phase: cook\n\nA\n=\n\n.. note::\n\n   .. resources::\n",
    "eval.md": "---\nphase: cook\n---\n# E\n\n```{eval-rst}\n.. resources::\n   :group-by: none\n```\n",
    "twice.md": "---\nphase: cook\n---\n# T\n\n```{resources}\n:kind: free\n```\n\n```{resources}\n:kind: paid\n```\n",
    "folder/below.md": "---\nphase: cook\n---\n# B\n\n```{resources}\n```\n",
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Build:
    project = kitchen(tmp_path_factory.mktemp("shown"), LAYOUTS)
    project.edit("docs/index.md", "*\n", "*\nfolder/*\n")
    return project.build()


both = pytest.mark.parametrize("suffix", ["", "2"], ids=["myst", "rst"])


def links(node: Tag) -> dict[str, str]:
    return {text(link): str(link["href"]) for link in node.select("a.rdm-link")}


def test_builds_all_layouts_without_a_warning(shown: Build) -> None:
    assert shown.warnings == []


@both
@pytest.mark.parametrize("layout", ["table", "list", "cards", "dropdown"])
def test_links_every_title_to_its_address(shown: Build, layout: str, suffix: str) -> None:
    found = links(main(shown.page(layout + suffix)))
    expected = {BASIL: "basil", ZEST: "apron", CRUMB: "crumb", DOUGH: "dough?a=1&b=2"}
    assert found == {title: f"https://example.org/{name}" for title, name in expected.items()}


@pytest.mark.parametrize("layout", ["table", "list", "cards", "dropdown"])
def test_shows_the_description_in_every_layout(shown: Build, layout: str) -> None:
    assert "Hands & flour, 100% slow_motion." in text(main(shown.page(layout)))


@both
def test_shows_a_table_as_a_table(shown: Build, suffix: str) -> None:
    assert len(main(shown.page(f"table{suffix}")).select("table")) == 2


@both
def test_shows_a_list_as_a_list_under_headings(shown: Build, suffix: str) -> None:
    page = main(shown.page(f"list{suffix}"))
    assert [(text(head), len(head.find_next("ul").select("li"))) for head in page.select("h2")] == [
        ("Texts", 3),
        ("Films", 1),
    ]


@both
def test_shows_cards_one_for_each_resource(shown: Build, suffix: str) -> None:
    assert len(main(shown.page(f"cards{suffix}")).select(".sd-card")) == 4


@both
def test_shows_one_fold_for_each_group(shown: Build, suffix: str) -> None:
    page = main(shown.page(f"dropdown{suffix}"))
    assert [(text(fold.summary), len(fold.select("li"))) for fold in page.select("details")] == [
        ("Texts", 3),
        ("Films", 1),
    ]


def test_shows_the_columns_that_are_asked_for_in_their_order(shown: Build) -> None:
    table = main(shown.page("columns")).select_one("table")
    heads = [text(cell) for cell in table.select("thead th")]
    assert heads == ["Kind", "Title", "Phases", "Topics", "Licence", "DOI", "Keywords", "Category"]


def test_shows_two_columns_from_rst(shown: Build) -> None:
    table = main(shown.page("columns2")).select_one("table")
    assert [text(cell) for cell in table.select("thead th")] == ["Provider", "Title"]


def test_shows_titles_of_the_vocabulary_in_cells(shown: Build) -> None:
    row = main(shown.page("columns")).select("table")[1].select_one("tbody tr")
    expected = ["Free", DOUGH, "Cooking", "Bread", "CC0", "10.1234/dough", "hands, yeast", "Films"]
    assert [text(cell) for cell in row.select("th, td")] == expected


def test_says_all_phases_in_the_cell_of_a_resource_for_all(shown: Build) -> None:
    row = main(shown.page("columns")).select("table")[0].select("tbody tr")[-1]
    assert text(row.select("th, td")[2]) == "All phases"


def test_leaves_the_cell_of_a_value_that_is_missing_empty(shown: Build) -> None:
    row = main(shown.page("columns")).select("table")[0].select_one("tbody tr")
    assert [text(cell) for cell in row.select("td")][2:6] == ["", "", "", ""]


def test_links_a_doi_in_a_table(shown: Build) -> None:
    assert links(main(shown.page("columns")))["10.1234/dough"] == "https://doi.org/10.1234/dough"


def test_shows_further_columns_of_a_list_in_one_line(shown: Build) -> None:
    lines = [text(line) for line in main(shown.page("columns-list")).select(".rdm-details")]
    assert lines[-1] == "10.1234/dough · Free · hands, yeast"


def test_names_the_columns_with_a_scope(shown: Build) -> None:
    heads = main(shown.page("table")).select("thead th")
    assert [cell["scope"] for cell in heads] == ["col"] * 4 * 2


def test_names_the_rows_with_a_scope(shown: Build) -> None:
    heads = main(shown.page("table")).select("tbody th")
    assert [cell["scope"] for cell in heads] == ["row"] * 4


def test_has_a_caption_that_names_the_group(shown: Build) -> None:
    assert [text(caption) for caption in main(shown.page("table")).select("caption")] == ["Texts", "Films"]


def test_has_no_heading_for_rows_that_are_not_grouped(shown: Build) -> None:
    assert main(shown.page("eval")).select("caption") == []


def test_puts_resources_without_a_value_under_other(shown: Build) -> None:
    heads = [text(head) for head in main(shown.page("other")).select("h2")]
    assert heads == ["Shopping", "Cooking", "Eating", "Other"]


def test_says_that_nothing_is_listed(shown: Build) -> None:
    assert text(main(shown.page("empty")).select_one(".rdm-note")) == "No resources are listed here yet."


def test_says_that_nothing_is_listed_in_the_words_of_the_page_as_plain_text(shown: Build) -> None:
    assert text(main(shown.page("empty-words")).select_one(".rdm-note")) == "The pot *is* empty."


def test_says_that_nothing_is_listed_in_the_words_of_an_rst_page(shown: Build) -> None:
    assert text(main(shown.page("empty-words2")).select_one(".rdm-note")) == "The pot is empty."


def test_says_how_many_a_limit_leaves_out(shown: Build) -> None:
    assert text(main(shown.page("limited")).select_one(".rdm-note")) == "2 of 4 resources are shown."


def test_says_nothing_of_a_limit_that_leaves_nothing_out(shown: Build) -> None:
    assert main(shown.page("unlimited")).select(".rdm-note") == []


@pytest.mark.parametrize("name", ["after", "after-list", "after-cards", "nested"])
def test_leaves_the_text_after_it_in_its_section(shown: Build, name: str) -> None:
    after = main(shown.page(name)).find("p", string="After the list.")
    assert after.parent["id"] == {"nested": "two"}.get(name, "a")


@pytest.mark.parametrize("name", ["after", "after-list", "after-cards"])
def test_leaves_the_next_section_beside_it(shown: Build, name: str) -> None:
    assert main(shown.page(name)).select_one("#next").parent["id"] == "a"


def test_has_headings_one_level_below_the_section(shown: Build) -> None:
    page = main(shown.page("nested"))
    assert [text(head) for head in page.select("section#two h4")] == ["Texts", "Films"]


@both
def test_stands_in_an_admonition(shown: Build, suffix: str) -> None:
    page = shown.page(f"admonition{suffix}")
    assert len(main(page).select(".admonition table.rdm-resources")) == len(tables(page)) == 2


def test_stands_in_rst_inside_of_markdown(shown: Build) -> None:
    assert rows(shown.page("eval")) == [BASIL, DOUGH, ZEST, CRUMB]


def test_stands_twice_on_a_page_with_ids_of_its_own(shown: Build) -> None:
    ids = [tag["id"] for tag in shown.page("twice").select("[id]")]
    assert len(ids) == len(set(ids))


def test_stands_on_a_page_in_a_folder(shown: Build) -> None:
    assert rows(shown.page("folder/below")) == [BASIL, ZEST, CRUMB, DOUGH]


def test_shows_a_category_called_other_by_its_title(tmp_path: Path) -> None:
    project = kitchen(tmp_path, {"a.md": "# A\n\n```{resources}\n:phase: cook\n```\n"})
    project.edit("data/vocabulary.yml", "  - id: film\n    title: Films", "  - id: other\n    title: Odds and ends")
    project.edit("data/resources.yml", "category: film", "category: other")
    assert list(tables(project.build().page("a"))) == ["Texts", "Odds and ends"]


# Faults

FAULTY = {
    "phase": ("cok", "unknown phase 'cok', did you mean 'cook'?"),
    "topic": ("bred", "unknown topic 'bred', did you mean 'bread'?"),
    "category": ("txt", "unknown category 'txt', did you mean 'text'?"),
    "kind": ("fre", "unknown kind 'fre', did you mean 'free'?"),
    "provider": ("Abby", "unknown provider 'Abby', did you mean 'Abbey'?"),
    "exclude": ("basl", "unknown resource 'basl', did you mean 'basil'?"),
}
FAULTY |= {
    "sort": ("heading", ":sort: unknown value 'heading'; known: -title, kind, provider, title"),
    "layout": ("lst", ":layout: unknown value 'lst', did you mean 'list'?"),
    "group-by": ("kid", ":group-by: unknown value 'kid', did you mean 'kind'?"),
    "columns": ("kind", ":columns: the column 'title' is missing; it holds the link"),
    "limit": ("0", ":limit: expected a whole number from 1, found '0'"),
    "empty": ("", ":empty: a text is missing; write one, or leave the option out"),
}


LINE = 9
"""The line of the directive on every page with a faulty option."""


def faulty(option: str, value: str) -> dict[str, str]:
    """A page in Markdown and one in rST, of which the front matter leaves the phase to the option."""
    key = "title" if option in ("phase", "topic") else "phase"
    return {
        f"{option}.md": f"---\n{key}: cook\n---\n\n# F\n\nWords.\n\n```{{resources}}\n:{option}: {value}\n```\n",
        f"{option}-r.rst": f":{key}: cook\n\n\nF\n=\n\nWords.\n\n.. resources::\n   :{option}: {value}\n",
    }


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> list[Build]:
    """Two builds, one after the other, of a project with a fault on every page."""
    pages = {
        "nothing.md": "# N\n\nWords.\n\n```{resources}\n```\n",
        "nothing-r.rst": "N\n=\n\nWords.\n\n.. resources::\n",
        "head.md": "---\ntitle: H\nphase: cok\n---\n# H\n\n```{resources}\n```\n",
        "head-r.rst": ":phase: cok\n\nH\n=\n\n.. resources::\n",
        "list.md": "---\nphase:\n  - cook\n  - [eat]\n---\n# H\n\n```{resources}\n```\n",
    }
    for option, (value, _message) in FAULTY.items():
        pages |= faulty(option, value)
    project = kitchen(tmp_path_factory.mktemp("faults"), pages)
    return [project.build(), project.build()]


in_both_builds = pytest.mark.parametrize("number", [0, 1], ids=["first-build", "second-build"])


@in_both_builds
@pytest.mark.parametrize("page", ["{}.md", "{}-r.rst"], ids=["myst", "rst"])
@pytest.mark.parametrize("option", FAULTY)
def test_an_unknown_value_is_named_with_a_hint_at_the_directive(
    faults: list[Build], option: str, page: str, number: int
) -> None:
    expected = f"{LINE}: WARNING: {FAULTY[option][1]} [rdm.query]"
    assert warnings_of(faults[number], page.format(option)) == [expected]


@in_both_builds
@pytest.mark.parametrize("page", ["nothing.md:5", "nothing-r.rst:6"], ids=["myst", "rst"])
def test_a_page_without_phase_or_topic_is_told_so_at_the_directive(faults: list[Build], page: str, number: int) -> None:
    said = [line for line in faults[number].warnings if f"/{page}: WARNING: which resources?" in line]
    assert len(said) == 1


@pytest.mark.parametrize("page", ["nothing", "nothing-r"], ids=["myst", "rst"])
def test_a_page_without_phase_or_topic_lists_nothing(faults: list[Build], page: str) -> None:
    assert rows(faults[0].page(page)) == []


@in_both_builds
@pytest.mark.parametrize("page", ["head.md:3:8", "head-r.rst:1:9"], ids=["myst", "rst"])
def test_an_unknown_phase_in_front_matter_is_named_once_where_it_stands(
    faults: list[Build], page: str, number: int
) -> None:
    name = page.partition(":")[0]
    said = [line for line in faults[number].warnings if f"docs/{name}:" in line]
    assert said == [f"docs/{page}: WARNING: unknown phase 'cok', did you mean 'cook'? [rdm.front_matter]"]


@in_both_builds
def test_a_value_of_another_form_in_front_matter_is_named_where_it_stands(faults: list[Build], number: int) -> None:
    said = [line for line in faults[number].warnings if "docs/list.md:4:5: WARNING: phase: expected an id" in line]
    assert len(said) == 1


def test_a_page_with_a_faulty_value_shows_what_the_others_ask_for(faults: list[Build]) -> None:
    assert rows(faults[0].page("list")) == [BASIL, ZEST, CRUMB, DOUGH]
