"""What the search index holds: words without accents, synonyms from the data, and what a clean build gives it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sphinx.errors import ExtensionError

from building import Build, Project
from hostile_garden import hostile_garden
from living import dead, inventory
from making import bed, garden

pytestmark = pytest.mark.slow

INDEX = "searchindex.js"


def index_of(build: Build) -> dict[str, Any]:
    return json.loads(build.text(INDEX).removeprefix("Search.setIndex(").removesuffix(")"))


def pages(build: Build, word: str) -> list[str]:
    """The pages under a word of the index, which is given as the index has it."""
    index = index_of(build)
    numbers = {number for name in ("terms", "titleterms") for number in _listed(index[name].get(word, []))}
    return sorted(index["docnames"][number] for number in numbers)


def _listed(value: int | list[int]) -> list[int]:
    return value if isinstance(value, list) else [value]


# In "Cre\u0300me", the accent is a sign of its own; the hyphen of "marmalade" is seen only where a line ends.
CAFE = "# Café\n\nCre\u0300me brûlée, Łódź, smørrebrød, marma\u00adlade.\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    project = bed(tmp_path_factory.mktemp("search"), {"cafe.md": CAFE}, "soil", "words", "stores")
    return project.build(strict=True)


@pytest.mark.parametrize("word", ["creme", "brule", "lodz", "smorrebrod", "marmalad"])
def test_a_word_is_kept_without_its_accents(built: Build, word: str) -> None:
    assert pages(built, word) == ["cafe"]


def test_a_synonym_leads_to_the_pages_that_say_it_in_other_words(built: Build) -> None:
    assert pages(built, "spade") == pages(built, "soil") != []


def test_several_words_that_follow_each_other_have_synonyms_too(built: Build) -> None:
    assert pages(built, "marktackn") == ["words"]


def test_a_page_that_has_the_words_apart_has_no_synonym(tmp_path: Path) -> None:
    build = bed(tmp_path, {"apart.md": "# Apart\n\nThe bed has a cover, the cover lies on the bed.\n"}).build()
    assert "apart" not in pages(build, "marktackn")


def test_a_changed_synonym_reaches_every_page_of_the_next_build(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "soil")
    project.build()
    project.edit("data/synonyms.yml", "[spade, soil]", "[shovel, soil]")
    build = project.build()
    assert (build.read, pages(build, "shovel")) == ([], pages(build, "soil"))


def test_a_site_in_a_language_without_a_stemmer_is_searched_as_well(tmp_path: Path) -> None:
    build = bed(tmp_path, {"cafe.md": "# Café\n\nCrème.\n"}).build(language="eo")
    assert pages(build, "creme") == ["cafe"]


def test_words_of_headings_are_not_words_of_the_title(built: Build) -> None:
    index = index_of(built)
    assert "word" in index["titleterms"]
    assert "store" in index["headingterms"].keys() - index["titleterms"].keys()


def test_a_page_that_is_not_to_be_found_is_not_in_the_index_and_neither_are_its_records(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "sow", "all")
    project.edit("docs/sow.md", "phase: sow", "phase: sow\nnosearch: true")
    index = index_of(project.build())
    titles = {place[0] for places in index["places"].values() for place in places}
    assert "sow" not in index["docnames"]
    assert ("Hothouse" in titles, "Compost, properly" in titles) == (False, True)


def test_a_site_of_which_no_page_is_to_be_found_has_an_empty_index(tmp_path: Path) -> None:
    project = bed(tmp_path, {})
    for path in (project.root / "docs").iterdir():
        path.unlink()
    project.write("docs/index.md", "---\nnosearch: true\n---\n# Nothing\n")
    assert index_of(project.build())["docnames"] == []


# The inventory, by which other sites link here


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_everything_in_the_inventory_has_its_place(tmp_path: Path, builder: str) -> None:
    build = hostile_garden(tmp_path).build(builder, html_use_index=builder == "html")
    addresses = inventory(build)
    assert ("genindex.html" in addresses, dead(build.out, addresses)) == (builder == "html", [])


# Builds after a build


def test_an_edit_of_one_page_takes_nothing_of_others_from_the_index(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "water", "words", "stores")
    before = index_of(project.build())
    project.edit("docs/water.md", "# Water", "# Water\n\nQuietly.")
    after = project.build()
    assert "words" not in after.written
    assert index_of(after)["indexentries"] == before["indexentries"] != {}


def test_a_change_of_the_language_leaves_no_script_of_the_other(tmp_path: Path) -> None:
    project = bed(tmp_path, {})
    project.build()
    build = project.build(html_search_language="sv")
    clean = project.build(folder="clean", html_search_language="sv")
    static = [{name for name in one.files() if name.startswith("_static/")} for one in (build, clean)]
    assert static[0] == static[1]
    assert [name for name in static[0] if "stemmer" in name] == []
    assert build.text(INDEX) == clean.text(INDEX)


HOOK = """
from pathlib import Path


def setup(app):
    app.connect("doctree-resolved", fail)


def fail(app, doctree, docname):
    if Path(app.confdir, "power-cut").exists() and docname == "stores":
        raise RuntimeError("power cut")
"""
WORDS = ["spade", "soil", "rake", "Éte", "hoe", "cover", "bed", "mulch", "the", "12", "constructor"]
PAGES = ["docs/soil.md", "docs/water.md", "docs/stores.md", "docs/words.md", "docs/sow.md"]


def add_words(project: Project, chance: random.Random) -> None:
    page = project.root / chance.choice(PAGES)
    page.write_text(page.read_text("utf-8") + "\n" + " ".join(chance.choices(WORDS, k=4)) + ".\n", "utf-8")


def add_heading(project: Project, chance: random.Random) -> None:
    page = project.root / chance.choice(PAGES)
    page.write_text(page.read_text("utf-8") + f"\n## {chance.choice(WORDS)} {chance.choice(WORDS)}\n", "utf-8")


def turn(name: str, one: str, other: str) -> Callable[[Project, random.Random], None]:
    """An edit that puts one text in the place of another, or back again."""

    def edit(project: Project, _chance: random.Random) -> None:
        text = (project.root / name).read_text("utf-8")
        project.edit(name, *((other, one) if other in text else (one, other)))

    return edit


def come_or_go(project: Project, chance: random.Random) -> None:
    page = project.root / "docs/bees.md"
    if page.exists():
        page.unlink()
    else:
        title = chance.choice(["# Bees\n\n", "", "# Soil\n\n"])
        project.write("docs/bees.md", f"---\norphan: true\n---\n{title}```{{index}} honey\n```\nHoney.\n")


def fail(project: Project, _chance: random.Random) -> None:
    project.edit("docs/soil.md", "# ", "# Rich ")
    project.edit("docs/soil.md", "\n```{resources}", "\n{resource}`nonesuch`\n\n```{resources}")
    assert project.build(doctrees="build/doctrees", strict=True).status == 1
    project.edit("docs/soil.md", "\n{resource}`nonesuch`\n\n", "\n")


def break_off(project: Project, chance: random.Random) -> None:
    add_words(project, chance)
    project.edit("docs/stores.md", "# Where", "# And where")
    cut = project.write("power-cut", "")
    with pytest.raises(ExtensionError):
        project.build(doctrees="build/doctrees")
    cut.unlink()


def lose_a_file(project: Project, chance: random.Random) -> None:
    names = ["html/searchindex.js", "html/stores.html", *(f"doctrees/{path.name}" for path in kept(project))]
    (project.root / "build" / chance.choice(names)).unlink(missing_ok=True)


def spoil_a_file(project: Project, chance: random.Random) -> None:
    for path in kept(project):
        path.write_text(chance.choice(["", "{", "[]", "null", '{"pages": {}}']), "utf-8")


def kept(project: Project) -> list[Path]:
    """The files beside the doctrees that hold what the index is made of."""
    return sorted((project.root / "build/doctrees").glob("rdm-search-*"))


EDITS = [
    *(add_words, add_heading, come_or_go, fail, break_off, lose_a_file, spoil_a_file),
    turn("docs/words.md", "# Words and people", "# Dictionary"),
    turn("docs/index.md", "# Garden", "# The <b> & garden"),
    turn("docs/soil.md", "topic: soil", "topic: soil\nnosearch: true"),
    turn("data/glossary.yml", "term: humus", "term: leaf mould"),
    turn("data/glossary.yml", "What is left", "All that is left"),
    turn("data/synonyms.yml", "[spade, soil]", "[shovel, soil, earth]"),
    turn("data/resources.yml", "title: the Almanac", "title: An Álmanac & more"),
    turn("data/resources.yml", "phases: [water]", "phases: [sow]"),
    turn("data/guide.yml", "title: Loft", "title: Attic"),
]


def test_after_any_edits_the_index_is_that_of_a_clean_build(tmp_path: Path) -> None:
    chance = random.Random(1)
    project = garden(tmp_path, {})
    project.write("conf.py", (project.root / "conf.py").read_text("utf-8") + HOOK)
    done: list[str] = []
    for number, edit in enumerate(chance.sample(EDITS, k=10)):
        edit(project, chance)
        builder, processes = chance.choice(["html", "html", "dirhtml"]), chance.choice([1, 2])
        build = project.build(builder, doctrees="build/doctrees", parallel=processes)
        done.append(f"{getattr(edit, '__name__', edit)} {builder} -j {processes}")
        if number % 5 == 4:
            assert build.text(INDEX) == project.build(builder, folder=f"clean-{number}").text(INDEX), done
