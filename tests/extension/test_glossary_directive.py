"""What ``{glossary-terms}`` shows, and what finds its entries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from building import Build
from making import bed, main, text, warnings_of

pytestmark = pytest.mark.slow  # it builds site after site

# The garden's own page of words defines the terms.
PAGES = {"see.md": "# See\n\n{term}`Mulch`, {term}`leaves that rotted <humus>` and {term}`ground cover`.\n"}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return bed(tmp_path_factory.mktemp("glossary"), PAGES, "words", "stores").build(strict=True)


def test_defines_the_terms_in_the_order_of_the_file(shown: Build) -> None:
    page = main(shown.page("words"))
    assert [text(term) for term in page.select("dl.rdm-glossary > dt")] == ["mulch", "humus"]
    assert text(page.select_one("dl.rdm-glossary > dd > p")) == "What lies on the bed and keeps it moist."


def test_shows_translations_other_forms_sources_and_relatives(shown: Build) -> None:
    facts = main(shown.page("words")).select_one("dl.rdm-glossary dl.rdm-facts")
    names = [text(name) for name in facts.select("dt")]
    values = [text(value) for value in facts.select("dd")]
    assert dict(zip(names, values, strict=True)) == {
        "Swedish:": "marktäckning",
        "Also:": "ground cover",
        "Source:": "Almanac, page 3",
        "See also:": "humus",
    }


def test_a_translation_says_which_language_it_is_in(shown: Build) -> None:
    assert main(shown.page("words")).select_one("[lang=sv]").get_text() == "marktäckning"


def test_the_anchor_of_a_term_is_its_id_and_older_anchors_lead_there_too(shown: Build) -> None:
    page = main(shown.page("words"))
    term = page.find(id="mulch")
    assert term.name == "dt"
    assert page.find(id="mulch--cover").find_parent("dt") is term


def test_terms_and_other_forms_are_found_from_other_pages_whatever_their_case(shown: Build) -> None:
    links = main(shown.page("see")).select("p a")
    assert [(link["href"], text(link)) for link in links] == [
        ("words.html#mulch", "Mulch"),
        ("words.html#humus", "leaves that rotted"),
        ("words.html#mulch", "ground cover"),
    ]


def test_one_glossary_can_be_shown_alone(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "words", "stores")
    project.edit("data/vocabulary.yml", "glossaries:\n", "glossaries:\n  - id: fancy\n    title: Fancy words\n")
    project.edit("data/glossary.yml", "- id: humus\n  group: plain", "- id: humus\n  group: fancy")
    project.edit("docs/words.md", "```{glossary-terms}\n```", "```{glossary-terms}\n:group: fancy\n```")
    project.edit("docs/words.md", "{term}`mulch`", "{term}`humus`")
    build = project.build(strict=True)
    assert [text(term) for term in main(build.page("words")).select("dl.rdm-glossary > dt")] == ["humus"]


def test_an_unknown_glossary_is_reported(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "words", "stores")
    project.edit("docs/words.md", "```{glossary-terms}\n```", "```{glossary-terms}\n:group: plane\n```")
    assert "15: WARNING: unknown group 'plane'; known: plain [rdm.query]" in warnings_of(project.build(), "words.md")


def test_a_heading_that_takes_the_anchor_of_a_term_is_reported(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "words", "stores")
    project.edit("docs/words.md", "## To do", "## Humus")
    assert warnings_of(project.build(), "words.md") == [
        "15: WARNING: the anchor 'humus' is taken; rename the heading that has it [rdm.query]"
    ]


def test_a_language_that_nobody_knows_is_named_by_its_code(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "words", "stores")
    project.edit("data/glossary.yml", "    sv: ", "    zzz: ")
    assert text(main(project.build(strict=True).page("words")).select_one("dl.rdm-facts dt")) == "zzz:"


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "man", "texinfo", "singlehtml"])
@pytest.mark.slow
def test_every_builder_takes_the_page(tmp_path: Path, builder: str) -> None:
    build = bed(tmp_path, PAGES, "words", "stores").build(builder)
    assert [line for line in build.warnings if "words" in line] == []


def at_hand(build: Build) -> dict[str, Any]:
    """What links to terms show."""
    found = json.loads(build.text("_terms.js").removeprefix("globalThis.rdmTerms = ").removesuffix(";\n"))
    assert isinstance(found, dict)
    return found


def loads_terms(build: Build, name: str) -> bool:
    return bool(build.page(name).select("script[data-terms]"))


def test_what_terms_mean_stands_beside_the_pages_for_those_that_link_to_one(shown: Build) -> None:
    assert at_hand(shown) == {
        "language": "en",
        "more": "In the glossary",
        "terms": [
            [
                *("words.html#mulch", "mulch", "What lies on the bed and keeps it moist."),
                [["Swedish", "sv", "marktäckning"]],
            ],
            ["words.html#humus", "humus", "What is left of leaves.", []],
        ],
    }
    assert [loads_terms(shown, name) for name in ("see", "words", "stores")] == [True, True, False]
    assert "keeps it moist" not in shown.text("see.html")


def test_another_builder_has_addresses_of_its_own_and_no_book_has_the_file(tmp_path: Path) -> None:
    project = bed(tmp_path, PAGES, "words", "stores")
    assert at_hand(project.build("dirhtml", strict=True))["terms"][0][0] == "words/#mulch"
    for builder in ("epub", "text"):
        build = project.build(builder, strict=True)
        assert "_terms.js" not in build.files()
        assert not any(b"data-terms" in content for content in build.files().values())


def test_without_a_glossary_on_a_page_there_is_no_file_and_nothing_loads_it(tmp_path: Path) -> None:
    project = bed(tmp_path, {"see.md": "# See\n\n{term}`spade`.\n\n:::{glossary}\nspade\n: It digs.\n:::\n"}, "stores")
    build = project.build()
    assert ("_terms.js" in build.files(), loads_terms(build, "see")) == (False, False)
