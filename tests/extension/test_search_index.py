"""What the search index holds: words without accents, synonyms from the data, and what a clean build gives it."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sphinx.errors import ExtensionError

from building import Build, Project
from hostile_garden import hostile_garden
from living import dead, inventory
from making import bed, garden
from searching import FILE, index_of

pytestmark = pytest.mark.slow

# In "Cre\u0300me", the accent is a sign of its own; the hyphen of "marmalade" is seen only where a line ends.
CAFE = "# Café\n\nCre\u0300me brûlée, Łódź, smørrebrød, marma\u00adlade.\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    project = bed(tmp_path_factory.mktemp("search"), {"cafe.md": CAFE}, "soil", "words", "stores")
    return project.build(strict=True)


@pytest.mark.parametrize("word", ["creme", "brule", "lodz", "smorrebrod", "marmalad"])
def test_a_word_is_kept_without_its_accents(built: Build, word: str) -> None:
    assert index_of(built).having(word) == ["cafe"]


def test_a_word_counts_most_in_a_heading_and_least_in_a_long_text(tmp_path: Path) -> None:
    page = f"# A\n\n## Rake\n\nIt.\n\n## B\n\nRake.\n\n## C\n\nRake. {'More words. ' * 60}\n"
    index = index_of(bed(tmp_path, {"a.md": page}).build())
    found = {passage.title: weight for passage, weight in index.words["rake"].items()}
    assert found["Rake"] >= found["B"] > found["C"]


def test_a_record_is_a_place_of_its_own_and_no_part_of_the_section_around_it(tmp_path: Path) -> None:
    index = index_of(bed(tmp_path, {}, "all").build())
    (place,) = index.words["composted"] if "composted" in index.words else index.words["compost"]
    assert (place.place, place.title) == ("all#resource-compost", "Compost, properly")


def test_a_term_is_found_by_its_definition(built: Build) -> None:
    places = [(passage.kind, passage.title) for passage in index_of(built).words["moist"]]
    assert ("term", "mulch") in places


def test_what_authors_mark_for_an_index_counts_as_a_heading(tmp_path: Path) -> None:
    page = "# Bees\n\n## Wax\n\n```{index} honey; raw\n```\n\nSticky.\n"
    found = index_of(bed(tmp_path, {"bees.md": page}).build()).words["honey"]
    assert {passage.place for passage in found} == {"bees#wax"}


def test_a_page_that_is_not_to_be_found_is_not_in_the_index_and_neither_are_its_records(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "sow", "all")
    project.edit("docs/sow.md", "phase: sow", "phase: sow\nnosearch: true")
    index = index_of(project.build())
    titles = {passage.title for passage in index.passages}
    assert "sow" not in index.pages
    assert ("Hothouse" in titles, "Compost, properly" in titles) == (False, True)


def test_a_site_of_which_no_page_is_to_be_found_has_an_empty_index(tmp_path: Path) -> None:
    project = bed(tmp_path, {})
    for path in (project.root / "docs").iterdir():
        path.unlink()
    project.write("docs/index.md", "---\nnosearch: true\n---\n# Nothing\n")
    assert index_of(project.build()).pages == {}


# What scripts know besides the index


def names_of(build: Build) -> list[set[str]]:
    """The groups of names of the same thing, by their stems."""
    script = build.text("_static/language_data.js")
    data = json.loads(script.partition("window.RDM_SEARCH = ")[2].partition(";\n")[0])
    return [{" ".join(name) for name in group} for group in data["names"]]


def test_names_of_the_same_thing_come_from_all_records(built: Build) -> None:
    groups = names_of(built)
    assert {"spade", "soil"} in groups
    assert any({"mulch", "marktackn"} <= group for group in groups)


def test_other_names_of_values_and_institutions_are_known(tmp_path: Path) -> None:
    project = bed(tmp_path, {})
    project.edit("data/vocabulary.yml", "title: Pests\n", "title: Pests\n    also: [Ohyra]\n")
    project.edit("data/institutions.yml", "title: Gardeners' Guild\n", "title: Gardeners' Guild\n  also: [Gillet]\n")
    groups = names_of(project.build(strict=True))
    assert [len([group for group in groups if name in group]) for name in ("ohyra", "gillet")] == [1, 1]


def test_a_changed_name_reaches_the_next_build(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "soil")
    project.build()
    project.edit("data/synonyms.yml", "[spade, soil]", "[shovel, soil]")
    build = project.build()
    assert (build.read, {"shovel", "soil"} in names_of(build)) == ([], True)


def test_a_site_in_a_language_without_a_stemmer_is_searched_as_well(tmp_path: Path) -> None:
    build = bed(tmp_path, {"cafe.md": "# Café\n\nCrème.\n"}).build(language="eo")
    assert index_of(build).having("creme") == ["cafe"]


def test_what_a_page_says_stands_in_a_script_of_its_own(built: Build) -> None:
    said = json.loads(built.text("_search/cafe.js").removeprefix('RDM_SEARCH.take("cafe",').removesuffix(");\n"))
    assert said == ["", ["Cre\u0300me brûlée, Łódź, smørrebrød, marmalade."]]


def test_a_page_that_is_not_to_be_found_any_more_leaves_nothing_behind(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "soil")
    assert "_search/soil.js" in project.build().files()
    project.edit("docs/soil.md", "topic: soil", "topic: soil\nnosearch: true")
    assert "_search/soil.js" not in project.build().files()


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("page: soill", r"unknown page 'soill', did you mean 'soil'\?"),
        ("page: soil\n  anchor: sol", r"unknown section, record or term of soil 'sol'.*"),
        ("page: soil\n  anchor: <b>{}", None),
    ],
)
def test_a_question_that_leads_nowhere_is_reported_and_left_out(tmp_path: Path, place: str, said: str | None) -> None:
    project = bed(tmp_path, {}, "soil", "sow")
    lost = f"- id: lost\n  question: 'Where <i>am</i> I?'\n  answer: Nowhere.\n  {place}\n"
    project.write("data/questions.yml", (project.root / "data/questions.yml").read_text("utf-8") + "\n" + lost)
    build = project.build()
    (warning,) = build.warnings
    if said:
        pattern = rf"data/questions\.yml:8:7: WARNING: {said} \(for 'Where <i>am</i> I\?'\) \[rdm\.home\]"
        assert re.fullmatch(pattern, warning)
    assert [question for question, _place, _ways in questions_of(build)] == ["How do I dig without a bad back?"]


def questions_of(build: Build) -> list[tuple[str, int, list[str]]]:
    return json.loads(build.text(FILE).removeprefix("Search.setIndex(").removesuffix(")"))["questions"]


def test_a_question_or_an_answer_that_changes_reaches_the_next_build(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "soil")
    project.build()
    project.edit("data/questions.yml", "digging and back pain", "what to dig with")
    project.edit("data/questions.yml", "a straight back", "a bent back")
    build = project.build()
    assert build.read == []
    assert "what to dig with" not in build.text(FILE)
    assert any("dig" in way and "pain" not in way for way in questions_of(build)[0][2][1:])
    assert "a bent back" in build.text("_search/soil.js")


@pytest.mark.parametrize(("name", "column"), [("rdm_search_last", 27), ("rdm_book_without", 28)])
@pytest.mark.parametrize("given", ["sow/*", "", "<b>{}\n"])
def test_a_pattern_of_no_page_is_reported_where_it_stands(
    tmp_path: Path, given: object, name: str, column: int
) -> None:
    project = bed(tmp_path, {}, "sow")
    project.write("conf.py", (project.root / "conf.py").read_text("utf-8") + f"{name} = ['so*', {given!r}]\n")
    (said,) = project.build().warnings
    assert re.fullmatch(
        rf"conf\.py:10:{column}: WARNING: {name}: '.*' is the name of no page, .* \[rdm\.settings\]", said
    )


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
    kept = [[one for one in index.passages if one.page == "words"] for index in (before, index_of(after))]
    assert kept[0] == kept[1] != []


def test_a_change_of_the_language_leaves_no_script_of_the_other(tmp_path: Path) -> None:
    project = bed(tmp_path, {})
    project.build()
    build = project.build(html_search_language="sv")
    clean = project.build(folder="clean", html_search_language="sv")
    static = [{name for name in one.files() if name.startswith("_static/")} for one in (build, clean)]
    assert static[0] == static[1]
    assert [name for name in static[0] if "stemmer" in name] == []
    assert build.text(FILE) == clean.text(FILE)


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
            assert build.text(FILE) == project.build(builder, folder=f"clean-{number}").text(FILE), done
