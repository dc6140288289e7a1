"""What the search index holds: words without accents, and synonyms from the data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from building import Build
from builds.making import garden


def pages(build: Build, word: str) -> list[str]:
    """The pages under a word of the index, which is given as the index has it."""
    index = json.loads(build.text("searchindex.js").removeprefix("Search.setIndex(").removesuffix(")"))
    numbers = {number for name in ("terms", "titleterms") for number in _listed(index[name].get(word, []))}
    return sorted(index["docnames"][number] for number in numbers)


def _listed(value: int | list[int]) -> list[int]:
    return value if isinstance(value, list) else [value]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    project = garden(tmp_path_factory.mktemp("search"), {"cafe.md": "# Café\n\nCrème brûlée, Łódź, smørrebrød.\n"})
    return project.build(strict=True)


@pytest.mark.parametrize("word", ["creme", "brule", "lodz", "smorrebrod"])
def test_a_word_is_kept_without_its_accents(built: Build, word: str) -> None:
    assert pages(built, word) == ["cafe"]


def test_a_synonym_leads_to_the_pages_that_say_it_in_other_words(built: Build) -> None:
    assert pages(built, "spade") == pages(built, "soil") != []


def test_several_words_that_follow_each_other_have_synonyms_too(built: Build) -> None:
    assert pages(built, "marktackn") == ["words"]


def test_a_page_that_has_the_words_apart_has_no_synonym(tmp_path: Path) -> None:
    build = garden(tmp_path, {"apart.md": "# Apart\n\nThe bed has a cover, the cover lies on the bed.\n"}).build()
    assert "apart" not in pages(build, "marktackn")


def test_a_changed_synonym_reaches_every_page_of_the_next_build(tmp_path: Path) -> None:
    project = garden(tmp_path, {})
    project.build()
    project.edit("data/synonyms.yml", "[spade, soil]", "[shovel, soil]")
    build = project.build()
    assert (build.read, pages(build, "shovel")) == ([], pages(build, "soil"))


def test_a_site_in_a_language_without_a_stemmer_is_searched_as_well(tmp_path: Path) -> None:
    build = garden(tmp_path, {"cafe.md": "# Café\n\nCrème.\n"}).build(language="eo")
    assert pages(build, "creme") == ["cafe"]
