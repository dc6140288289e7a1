"""What ``{topics}`` shows."""

from __future__ import annotations

from collections.abc import Callable

from building import Project
from making import main, text

PAGE = "---\norphan: true\n---\n# Topics\n\n```{topics}\n```\n"


def test_lists_the_topics_with_their_pages_in_the_order_of_the_vocabulary(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    garden.edit("data/vocabulary.yml", "title: Pests\n", "title: Pests\n    summary: Who eats along.\n")
    garden.write("docs/topics.md", PAGE)
    build = garden.build(strict=True)
    items = main(build.page("topics")).select("ul > li")
    assert [text(item) for item in items] == ["Soil", "Pests: Who eats along."]
    assert [link["href"] for item in items for link in item.select("a")] == ["soil.html"]
    garden.write("docs/topics.md", PAGE.replace("```\n", ":compact:\n```\n"))
    assert [text(item) for item in main(garden.build(strict=True).page("topics")).select("ul > li")] == [
        "Soil",
        "Pests",
    ]


def test_says_that_there_are_no_topics(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    garden.edit("data/vocabulary.yml", "topics:\n  - id: soil\n    title: Soil\n    page: soil\n", "topics: []\n")
    garden.edit("data/vocabulary.yml", "  - id: pests\n    title: Pests\n", "")
    garden.edit("data/resources.yml", "  topics: [soil]\n", "  phases: [water]\n")
    garden.write("docs/topics.md", PAGE)
    assert "No topics are defined yet." in text(main(garden.build().page("topics")))


def test_lists_the_topics_whose_pages_lie_in_a_folder(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    garden.edit("data/vocabulary.yml", "title: Pests\n", "title: Pests\n    page: tiny/pests\n")
    garden.write("docs/tiny/pests.md", "---\norphan: true\n---\n# Pests\n\nThey eat along.\n")
    garden.write("docs/topics.md", PAGE.replace("```\n", ":under: tiny\n```\n"))
    items = main(garden.build(strict=True).page("topics")).select("ul > li")
    assert [text(item) for item in items] == ["Pests"]
    garden.write("docs/topics.md", PAGE.replace("```\n", ":under: tny\n```\n"))
    [warning] = garden.build().warnings
    assert "topics.md:6: WARNING: unknown folder with pages of topics 'tny', did you mean 'tiny'?" in warning
