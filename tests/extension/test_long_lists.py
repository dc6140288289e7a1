"""Long lists begin with what to start with, and a site folds the rest of them; everything else has them whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

import pdfs
from building import Build
from making import kitchen, main, tables, text
from plain_text import in_text

HOSTILE = "Texts \"'><blink>%(count)d</blink> &amp; \\y{z}"
LAYOUTS = ("table", "list", "cards", "dropdown")
PAGES = {f"{layout}.md": f"# P\n\n```{{resources}}\n:phase: cook\n:layout: {layout}\n```\n" for layout in LAYOUTS}
PAGES |= {
    "flat.rst": "F\n=\n\n.. resources::\n   :phase: cook\n   :group-by: none\n",
    "backwards.md": "# B\n\n```{resources}\n:phase: cook\n:sort: -title\n```\n",
    "eight.md": "# E\n\n```{resources}\n:phase: cook\n:limit: 8\n```\n",
    "nine.md": "# N\n\n```{resources}\n:phase: cook\n:limit: 9\n```\n",
    "two.md": "# T\n\n```{resources}\n:phase: cook\n:limit: 2\n```\n",
    "other-phase.md": "# O\n\n```{resources}\n:phase: eat\n:layout: list\n```\n",
    "topic.md": "---\ntopic: tea\n---\n# T\n\n```{resources}\n```\n",
    "chosen.md": "# C\n\n```{resources}\n:phase: shop\n```\n",
    "everything.md": "# A\n\n```{resource-catalogue}\n```\n",
}


def titled(name: str) -> str:
    return name.capitalize().replace("-", " ")


def record(name: str, category: str, *more: str) -> str:
    lines = (
        *(f"- id: {name}", f"title: {titled(name)}", f"url: https://example.org/{name}"),
        *(f"description: About {name}.", f"category: {category}", "kind: free", *more),
    )
    return "\n  ".join(lines) + "\n"


RECORDS = [
    *(record(f"text-{letter}", "text", "phases: [cook, eat]") for letter in "abcdefg"),
    record("text-h", "text", "phases: [cook]", "first_in_phases: [cook]"),
    record("text-i", "text", "phases: all", "topics: [tea]", "first_in_phases: [cook]", "first_in_topics: [tea]"),
    *(record(f"film-{letter}", "film", "phases: [cook]", "topics: [tea]") for letter in "abcdefgh"),
    *(record(f"shop-{number}", "text", "phases: [shop]", "first_in_phases: [shop]") for number in range(7)),
]
FILMS = [f"Film {letter}" for letter in "abcdefgh"]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Build]:
    """What some builders make of a kitchen with long lists."""
    project = kitchen(tmp_path_factory.mktemp("long"), PAGES)
    project.write("data/resources.yml", "\n".join(RECORDS))
    project.write("data/facilities.yml", "[]\n")
    project.edit("data/vocabulary.yml", "title: Texts", f"title: '{HOSTILE.replace(chr(39), chr(39) * 2)}'")
    settings = {"rdm_links_beside": True, "numfig": True, "html_permalinks": True, "epub_basename": "book"}
    return {
        builder: project.build(builder, doctrees="build/doctrees", **settings)
        for builder in ("html", "dirhtml", "singlehtml", "text", "latex", "epub", "handbook")
    }


@pytest.fixture(scope="module")
def site(sites: dict[str, Build]) -> Build:
    return sites["html"]


def fold(page: BeautifulSoup) -> Tag:
    (found,) = main(page).select("details.rdm-rest")
    return found


def test_no_builder_warns(sites: dict[str, Build]) -> None:
    assert [line for build in sites.values() for line in build.warnings] == []


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_table_of_nine_shows_five_and_one_of_eight_all(sites: dict[str, Build], builder: str) -> None:
    shown = tables(sites[builder].page("table" if builder == "html" else "table/index"))
    # The rest of a table has no number of its own.
    assert {re.sub(r"^Table \d+ ", "", caption): rows for caption, rows in shown.items()} == {
        HOSTILE: ["Text h", "Text i", "Text a", "Text b", "Text c"],
        f"4 more in {HOSTILE}": ["Text d", "Text e", "Text f", "Text g"],
        "Films": FILMS,
    }


def test_a_fold_is_closed_and_says_what_is_in_it(site: Build) -> None:
    found = fold(site.page("table"))
    assert (text(found.summary), found.get("open")) == (f"4 more in {HOSTILE}", None)
    assert [cell["scope"] for cell in found.select("thead th")] == ["col"] * 4


def test_a_list_without_groups_is_folded_too(site: Build) -> None:
    found = tables(site.page("flat"))
    assert {caption: len(rows) for caption, rows in found.items()} == {"": 5, "12 more": 12}


@pytest.mark.parametrize(("layout", "item"), [("list", "li"), ("cards", ".sd-card")])
def test_lists_and_cards_are_folded_like_tables(site: Build, layout: str, item: str) -> None:
    page = main(site.page(layout))
    inside = [text(node.strong) for node in fold(site.page(layout)).select(item)]
    assert inside == ["Text d", "Text e", "Text f", "Text g"]
    assert [text(node.strong) for node in page.select(item)][:5] == ["Text h", "Text i", "Text a", "Text b", "Text c"]


def test_what_is_a_fold_by_itself_holds_all(site: Build) -> None:
    page = main(site.page("dropdown"))
    assert [len(fold.select("li")) for fold in page.select("details")] == [9, 8]
    assert page.select("details.rdm-rest") == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_to_start_with_says_so(site: Build, layout: str) -> None:
    marks = main(site.page(layout)).select(".rdm-first")
    assert [(text(mark), text(mark.find_next("a"))) for mark in marks] == [
        ("Start here", "Text h"),
        ("Start here", "Text i"),
    ]


def test_each_part_of_a_list_has_the_order_that_is_asked_for(site: Build) -> None:
    first, *_others = tables(site.page("backwards")).values()
    # Records for all phases come last among those that are first, as they do among the others.
    assert first == ["Text h", "Text i", "Text g", "Text f", "Text e"]


@pytest.mark.parametrize(("page", "sizes"), [("two", [2]), ("eight", [8]), ("nine", [5, 4])])
def test_a_limit_is_for_all_that_is_listed_and_leaves_what_to_start_with(
    site: Build, page: str, sizes: list[int]
) -> None:
    found = list(tables(site.page(page)).values())
    assert ([len(rows) for rows in found], found[0][:2]) == (sizes, ["Text h", "Text i"])


def test_what_to_start_with_is_so_for_its_own_phases_and_topics_alone(site: Build) -> None:
    assert main(site.page("other-phase")).select(".rdm-first") == []
    marks = main(site.page("topic")).select(".rdm-first")
    assert [text(mark.find_next("a")) for mark in marks] == ["Text i"]
    assert main(site.page("everything")).select(".rdm-first, .rdm-rest") == []


def test_nothing_to_start_with_is_folded_away(site: Build) -> None:
    # Seven to start with, and one for all phases.
    assert [len(rows) for rows in tables(site.page("chosen")).values()] == [8]


def test_nothing_is_folded_where_all_is_to_be_started_with(tmp_path: Path) -> None:
    project = kitchen(tmp_path, {"a.md": "# A\n\n```{resources}\n:phase: cook\n```\n"})
    nine = [record(f"text-{n}", "text", "phases: [cook]", "first_in_phases: [cook]") for n in range(9)]
    project.write("data/resources.yml", "\n".join(nine))
    assert [len(rows) for rows in tables(project.build().page("a")).values()] == [9]
    more = [*nine, record("text-last", "text", "phases: [cook]")]
    project.write("data/resources.yml", "\n".join(more))
    assert [len(rows) for rows in tables(project.build().page("a")).values()] == [9, 1]


def test_ids_stay_unique_and_links_lead_to_whole_lists(site: Build) -> None:
    page = site.page("table")
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert [table.get("id") for table in main(page).select("table")] == ["resources-text", None, "resources-film"]


def test_the_search_does_not_take_the_mark_for_what_a_page_says(site: Build) -> None:
    said = [path.read_text("utf-8") for path in site.out.glob("_search/*.js")]
    assert said
    assert [text for text in said if "Start here" in text] == []


# Where nothing folds

NAMES = [f"Text {letter}" for letter in "abcdefghi"] + FILMS


def test_a_book_has_one_whole_table_for_each_group(sites: dict[str, Build]) -> None:
    page = BeautifulSoup(sites["epub"].text("table.xhtml"), "html.parser")
    assert [len(table.select("tbody tr")) for table in page.select("table")] == [9, 8]
    one_page = main(sites["singlehtml"].page("index"))
    assert [len(table.select("tbody tr")) for table in one_page.select("section#document-table table, #p table")][
        :2
    ] == [9, 8]
    assert (page.select("details"), one_page.select(".rdm-rest")) == ([], [])


def test_text_and_latex_and_pdf_have_all_and_no_fold(sites: dict[str, Build]) -> None:
    found = in_text(sites["text"], "table")
    assert [name for name in [*NAMES, "*Start here*"] if not found(name)] == []
    tex = next(sites["latex"].out.glob("*.tex")).read_text("utf-8")
    (pdf,) = sites["handbook"].out.glob("*.pdf")
    printed = pdfs.text(pdf)
    assert [name for name in NAMES if name not in tex or pdfs.squeeze(name) not in printed] == []
    assert ("Start here" in tex, "Starthere" in printed) == (True, True)
    assert (found("more in"), "more in" in tex, "morein" in printed) == (False, False, False)
