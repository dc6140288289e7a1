"""The data type guide: every entry in full, with what goes with it, and what other pages show of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import Tag

from building import SITES, Build
from making import bed, main, text, warnings_of
from sphinx_rdm.kinds.guide import record
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.records.store import load

pytestmark = pytest.mark.slow

# The garden's page of stores is the home of the guide; its page of words shows parts of it.


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return bed(tmp_path_factory.mktemp("guide"), {}, "stores", "words").build(strict=True)


def facts(build: Build, entry: str) -> dict[str, Tag]:
    """The facts of an entry by their names."""
    found = main(build.page("stores")).select_one(f"#guide-{entry}").find_next("dl")
    return {text(name).rstrip(":"): name.find_next("dd") for name in found.select("dt")}


def links(place: Tag) -> dict[str, str]:
    return {text(link): str(link["href"]) for link in place.select("a:not(.headerlink)")}


def test_describes_every_entry_by_kind_in_the_order_of_the_file(shown: Build) -> None:
    page = main(shown.page("stores"))
    assert [text(head) for head in page.select("h2, h3")] == [
        "Sheds",
        "The cellar (CEL)",
        "Loft",
        "Labels",
        "Wooden tag",
    ]


def test_shows_everything_that_is_known_of_an_entry(shown: Build) -> None:
    assert {name: text(value) for name, value in facts(shown, "cellar").items()} == {
        "Area": "Roots",
        "Type of data": "Bulbs",
        "Labels": "Tag",
        "Submission": "Instructions of CEL",
        "Keywords": "winter",
    }
    assert text(main(shown.page("stores")).select_one("#guide-tag").find_next("p")) == (
        "Says what hangs there, & since when."
    )


def test_a_relation_that_one_entry_names_stands_in_both(shown: Build) -> None:
    assert links(facts(shown, "tag")["Sheds"]) == {"CEL": "#guide-cellar", "Loft": "#guide-loft"}
    assert links(facts(shown, "loft")["Labels"]) == {"Tag": "#guide-tag"}


def test_an_entry_links_to_where_it_is_and_to_itself(shown: Build) -> None:
    head = main(shown.page("stores")).select_one("#guide-loft").find_parent("h3")
    assert [link["href"] for link in head.select("a")] == ["https://loft.example/"]
    beside = head.find_next_sibling("a")
    assert (beside["href"], beside["aria-label"]) == ("#guide-loft", "Link to Loft")


def test_the_script_gets_every_entry_with_its_facets_and_further_words(shown: Build) -> None:
    data = json.loads(main(shown.page("stores")).select_one("script.rdm-filter").get_text())
    assert data["facets"] == [
        ["area", "Area", [["roots", "Roots"], ["leaves", "Leaves"]]],
        ["data-type", "Type of data", [["bulbs", "Bulbs"], ["herbs", "Herbs"]]],
        ["study-type", "Type of study", [["tasting", "Tasting"]]],
        ["kind", "Kind", [["shed", "Sheds"], ["label", "Labels"]]],
    ]
    assert data["records"][0] == ["guide-cellar", [["roots"], ["bulbs"], [], ["shed"]], "CEL Roots Bulbs Tag winter"]
    assert data["words"]["sort-group"] == "By kind"


def test_a_role_links_to_an_entry(shown: Build) -> None:
    assert links(main(shown.page("words")))["Loft"] == "stores.html#guide-loft"


def test_a_table_shows_one_kind_with_links_to_the_entries(shown: Build) -> None:
    table = main(shown.page("words")).select_one("table.rdm-guide")
    assert [text(cell) for cell in table.select("caption, th, td")] == [
        "Labels",
        "Name",
        "Types of data",
        "Goes with",
        "Wooden tag",
        "Herbs",
        "CEL, Loft",
    ]
    assert links(table) == {
        "Wooden tag": "stores.html#guide-tag",
        "CEL": "stores.html#guide-cellar",
        "Loft": "stores.html#guide-loft",
    }
    assert table.caption.select_one(".headerlink")["href"] == "#data-types-label"


def test_areas_link_to_views_of_the_guide_with_their_number_of_entries(shown: Build) -> None:
    views = main(shown.page("words")).select_one(".rdm-views")
    assert [text(item) for item in views.select("li")] == ["Roots (2)", "Leaves (1)"]
    assert list(links(views).values()) == ["stores.html?area=roots&kind=shed", "stores.html?area=leaves&kind=shed"]


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (":area: roots", ["The cellar (CEL)", "Loft"]),
        (":area: leaves\n:kind: shed", ["Loft"]),
        (":data-type: bulbs, herbs\n:study-type: tasting", ["Loft"]),
        (":area: leaves, roots\n:kind: shed, label", ["The cellar (CEL)", "Loft", "Wooden tag"]),
    ],
)
def test_a_table_has_the_entries_with_one_value_of_each_option(tmp_path: Path, options: str, names: list[str]) -> None:
    page = f"# More\n\n```{{data-types}}\n{options}\n```\n"
    build = bed(tmp_path, {"more.md": page}, "stores").build()
    assert [text(cell) for cell in main(build.page("more")).select("tbody th")] == names


def test_an_area_links_to_a_view_with_all_options(tmp_path: Path) -> None:
    page = "# More\n\n```{data-types}\n:layout: areas\n:area: roots\n:data-type: bulbs, herbs\n:kind: shed\n```\n"
    build = bed(tmp_path, {"more.md": page}, "stores").build()
    assert list(links(main(build.page("more")).select_one(".rdm-views")).values()) == [
        "stores.html?area=roots&kind=shed&data-type=bulbs&data-type=herbs"
    ]


def test_in_a_book_an_area_links_to_its_first_entry(tmp_path: Path) -> None:
    build = bed(tmp_path, {}, "stores", "words").build("singlehtml", strict=True)
    assert links(build.page("index").select_one(".rdm-views")) == {"Roots": "#guide-cellar", "Leaves": "#guide-loft"}


def test_without_a_guide_entries_lead_to_their_addresses_and_areas_nowhere(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "stores", "words")
    project.edit("docs/stores.md", "```{data-type-guide}\n```", "Closed.")
    project.edit("data/redirects.yml", "\n  view: area=roots", "")
    page = main(project.build(strict=True).page("words"))
    assert links(page)["Loft"] == "https://loft.example/"
    assert links(page.select_one(".rdm-views")) == {}


def test_without_entries_each_says_so(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "stores", "words")
    (project.root / "data/guide.yml").unlink()
    project.edit("docs/words.md", "{guide}`loft`", "loft")
    project.edit("data/redirects.yml", "\n  view: area=roots", "")
    build = project.build(strict=True)
    assert text(main(build.page("stores")).select_one(".rdm-note")) == "The guide has no entries yet."
    assert len(main(build.page("words")).select(".rdm-note")) == 2


def test_an_unknown_kind_or_layout_is_reported(tmp_path: Path) -> None:
    page = "# More\n\n```{data-types}\n:kind: shet\n```\n\n```{data-types}\n:layout: area\n```\n"
    assert warnings_of(bed(tmp_path, {"more.md": page}).build(), "more.md") == [
        "3: WARNING: unknown kind 'shet', did you mean 'shed'? [rdm.query]",
        "7: WARNING: :layout: unknown value 'area', did you mean 'areas'? [rdm.query]",
    ]


def test_a_second_list_with_a_filter_on_one_page_is_reported(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "all", "stores", "words")
    project.edit(
        "docs/all.md", "```{resource-catalogue}\n```", "```{resource-catalogue}\n```\n\n```{data-type-guide}\n```"
    )
    project.edit("docs/stores.md", "```{data-type-guide}\n```", "Closed.")
    project.edit("data/redirects.yml", "page: stores", "page: all")
    assert warnings_of(project.build(), "all.md") == [
        "6: WARNING: the page has another list with a filter, and only the first gets one; use two pages [rdm.query]"
    ]


def test_a_redirect_to_a_view_that_the_page_has_not_is_reported(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "stores", "words")
    project.edit("data/redirects.yml", "area=roots", "area=rots")
    assert project.build().warnings == [
        "data/redirects.yml:11:8: WARNING: unknown filter of stores 'area=rots', did you mean 'area=roots'? "
        "(instead of '/old/stores/?of=roots') [rdm.home]"
    ]


def test_a_facet_of_several_values_of_one_and_of_none_is_shown_and_narrows_down(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = load(SITES / "garden/data", KINDS)
    several, one = ("areas", record.AREA), ("kind", record.KIND_OF_ENTRY)
    none = ("guidelines", record.STUDY_TYPE)  # a field that may be empty, as a facet of a single value may
    monkeypatch.setattr(record, "_SORTED_BY", (several, one))
    rows = {row.entry.id: row for group in record.guide(store) for row in group.rows}
    cellar = store.of(record.GUIDE)["cellar"]
    title = store.vocabulary.title(record.KIND_OF_ENTRY, cellar.kind)
    assert dict(rows["cellar"].values)["Kind"] == (title,)
    narrowed = next(item for item in record.guide_facets(store).records if item.id == "cellar")
    assert narrowed.values[:2] == (cellar.areas, (cellar.kind,))
    monkeypatch.setattr(record, "_SORTED_BY", (none,))
    empty = next(item for item in store.of(record.GUIDE).values() if item.guidelines is None)
    shown = {row.entry.id: row for group in record.guide(store) for row in group.rows}
    assert dict(shown[empty.id].values) == {"Type of study": ()}
