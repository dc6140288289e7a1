"""What ``{decision}`` and ``{process}`` draw, and where their roles lead."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest

from building import Build, Project
from letters import children
from making import bed, main, text, warnings_of
from pdfs import links, squeeze, tags
from pdfs import text as pdf_text

PAGES = {
    "drawn.md": "# Drawn\n\n```{decision} water-today\n```\n\n```{process} first-year\n```\n",
    "near.md": "# Near\n\nSee {rdm:decision}`water-today` and {rdm:process}`first-year`.\n",
    "rst.rst": "R\n=\n\n.. rdm:decision:: water-today\n",
}
DECISIONS = "data/decisions.yml"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Build:
    pages = {name: PAGES[name] for name in ("drawn.md", "near.md")}
    project = bed(tmp_path_factory.mktemp("drawings"), pages, "soil", "sow", "water")
    project.edit(DECISIONS, "to: [page:index]", "to: [resource:almanac, phase:sow, topic:soil]")
    project.edit(DECISIONS, "advice: Ask the neighbour.", "advice: Ask the neighbour.\n    to: [facility:hothouse]")
    return project.build(strict=True)


def test_a_decision_is_its_nested_list_with_each_answer_before_what_it_leads_to(shown: Build) -> None:
    figure = main(shown.page("drawn")).select_one("figure.rdm-decision")
    assert text(figure.figcaption) == "Do the beds need water today?"
    tree = figure.select_one(".rdm-tree")
    assert [text(part) for part in tree.select("p")] == [
        "Is the soil dry a finger deep?",
        *("Yes Dry on top alone says nothing.", "Is rain on its way?"),
        *("Yes", "Wait for it. See: the Almanac, Sowing, Soil"),
        *("No", "Water in the morning. See: Sow, Water"),
        *("No", "See: Soil"),
    ]
    assert [len(part.find_parents("ul")) for part in tree.select("p.rdm-answer")] == [1, 2, 2, 1]
    assert text(figure.p) == "You do not know an answer? Ask the neighbour. See: Hothouse"
    assert {part["role"] for part in tree.select("ul")} == {"list"}


def test_a_process_is_a_numbered_list_of_what_is_done_when_and_by_whom(shown: Build) -> None:
    figure = main(shown.page("drawn")).select_one("figure.rdm-process")
    assert text(figure.figcaption) == "The first year of a bed"
    assert [[text(part) for part in step.select("p")] for step in figure.select("ol > li")] == [
        ["Dig", "When: In March", "Who: Two of you", "Roots need air.", "See: Soil"],
        ["Sow", "See: Sow"],
        ["Harvest", "When: As soon as it is ripe"],
    ]
    assert text(figure.select("p")[-1]) == "If frost kills the seedlings, go back to the second step."


def test_ends_and_steps_lead_to_records_values_and_pages(shown: Build) -> None:
    links = {text(link): link["href"] for link in main(shown.page("drawn")).select("figure a")}
    assert links == {
        "the Almanac": "https://example.org/almanac",
        "Sowing": "sow.html",
        "Sow": "sow.html",
        "Water": "water.html",
        "Soil": "soil.html",
        "Hothouse": "sow.html#facility-hothouse",
    }


def test_roles_lead_to_the_drawing(shown: Build) -> None:
    links = [(text(link), link["href"]) for link in main(shown.page("near")).select("p a")]
    assert links == [
        ("Do the beds need water today?", "drawn.html#decision-water-today"),
        ("The first year of a bed", "drawn.html#process-first-year"),
    ]


@pytest.mark.parametrize("builder", ["text", "latex", "epub"])
def test_other_builders_have_the_whole_list_under_its_title(tmp_path: Path, builder: str) -> None:
    pages = {"drawn.md": PAGES["drawn.md"]}
    build = bed(tmp_path, pages, "soil", "sow", "water").build(builder, strict=True)
    (path,) = [path for path in build.out.rglob("*") if path.suffix in (".tex", ".txt", ".xhtml") and _holds(path)]
    words = path.read_text("utf-8")
    said = (
        "Do the beds need water today?",
        "You do not know",
        "Is rain on its way?",
        "Wait for it.",
        "Roots need air.",
    )
    places = [words.index(part) for part in said]
    assert places == sorted(places)


def _holds(path: Path) -> bool:
    return "Is rain on its way?" in path.read_text("utf-8")


def test_the_pdf_has_lists_within_lists_with_links(tmp_path: Path) -> None:
    pages = {"drawn.md": PAGES["drawn.md"]}
    build = bed(tmp_path, pages, "soil", "sow", "water").build("handbook", strict=True)
    (path,) = set(build.out.glob("*.pdf")) - set(build.out.glob("checklist-*.pdf"))
    with pikepdf.open(path) as pdf:
        lists = [element for element in tags(pdf) if element.S == "/L"]
        inner = [element for outer in lists for element in _below(outer) if element.S == "/L"]
    assert len(inner) == 1
    words = pdf_text(path)
    assert squeeze("Water in the morning. See: Sow") in words
    assert links(path)[1] == []


def _below(element: Any) -> list[Any]:
    inside = [child for child in children(element) if isinstance(child, pikepdf.Dictionary) and "/S" in child]
    return [*inside, *(part for child in inside for part in _below(child))]


def test_the_directive_works_in_restructuredtext(tmp_path: Path) -> None:
    page = bed(tmp_path, {"rst.rst": PAGES["rst.rst"]}, "soil", "sow", "water").build(strict=True).page("rst")
    assert main(page).select_one("figure.rdm-decision .rdm-question")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("decision} water-tody", "unknown decision 'water-tody', did you mean 'water-today'?"),
        ("process} first-yera", "unknown process 'first-yera', did you mean 'first-year'?"),
    ],
)
def test_an_unknown_one_is_reported(tmp_path: Path, content: str, message: str) -> None:
    build = bed(tmp_path, {"drawn.md": f"# D\n\n```{{{content}\n```\n"}, "soil").build()
    assert warnings_of(build, "drawn.md") == [f"3: WARNING: {message} [rdm.query]"]


def test_a_page_that_is_not_there_is_reported(tmp_path: Path) -> None:
    project = bed(tmp_path, {"drawn.md": PAGES["drawn.md"]}, "soil", "sow", "water")
    project.edit(DECISIONS, "page:water", "page:watr")
    assert "watr" in "".join(warnings_of(project.build(), "drawn.md"))


@pytest.mark.parametrize(
    ("old", "new"), [("Wait for it.", "Wait."), ("title: Do the beds", "title: Must the beds"), ("'No'", "'Not yet'")]
)
def test_a_page_follows_the_decision_that_it_draws_and_what_refers_to_it(tmp_path: Path, old: str, new: str) -> None:
    project = _of_two_pages(tmp_path)
    project.build()
    project.edit(DECISIONS, old, new)
    after = project.build()
    assert after.read == ["drawn"]
    assert after.files() == project.build(folder="clean").files()


def _of_two_pages(folder: Path) -> Project:
    return bed(folder, {name: PAGES[name] for name in ("drawn.md", "near.md")}, "soil", "sow", "water")
