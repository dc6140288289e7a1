"""What the builder ``prose`` remarks on a page, and on what it keeps silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import Build, Project
from making import bed, garden, kitchen, warnings_of

pytestmark = pytest.mark.slow  # it builds site after site


def remarks(project: Project, page: str = "page.md") -> list[str]:
    return warnings_of(project.build("prose"), page)


def page(folder: Path, text: str) -> Project:
    return bed(folder, {"page.md": f"# Page\n\n{text}\n"})


CAPITALS = "'TO BE WRITTEN' stands in capitals, as in a template; write what belongs there"
NPK = "'NPK' is used first here; write 'nitrogen, phosphorus and potassium (NPK)'"
UNKNOWN = "'BBC' is no abbreviation that we know; spell it out, or list it in abbreviations.yml"
REMARKS: list[tuple[str, list[str]]] = [
    # Rules of style
    ("We utilise it.", ["3: 'utilise': write 'use' (plain-use)"]),
    ("Beds.\n\n## How to Utilise it\n\nDig.", ["5: 'Utilise': write 'use' (plain-use)"]),
    ("| A |\n| --- |\n| utilised |", ["3: 'utilise': write 'use' (plain-use)"]),
    ("- One.\n- We utilise it.", ["4: 'utilise': write 'use' (plain-use)"]),
    ("Read the book Utilise the Sun.", []),
    ('They say "we utilise it" there.', []),
    ("> We utilise it.", []),
    ("Run `utilise`.", []),
    ("```\nutilise\n```", []),
    ("Read [how to utilise it](https://example.org/how).", []),
    # Abbreviations
    ("Feed NPK.", [f"3: {NPK}"]),
    ("Feed nitrogen, phosphorus and potassium (NPK). Feed NPK.", []),
    ("Feed NPK (nitrogen, phosphorus and potassium).", []),
    ("No UV here, and none of the UVs there.", []),
    ("Ask BBC.", [f"3: {UNKNOWN}"]),
    ("Ask BBC. Ask BBC again.", [f"3: {UNKNOWN}"]),
    ("See F1, `BBC` and X.", []),
    ("TO BE WRITTEN (1 of 3).", [f"3: {CAPITALS}"]),
    ("Ask BBC NPK UV.", [f"3: {UNKNOWN}", f"3: {NPK}"]),
    ("| NPK |\n| --- |\n| NPK |", []),
    # Laws
    ("The Hedge Act says so.", ["3: the Hedge Act is named without its number; add 1999:12"]),
    ("The act on hedges says so.", ["3: the Hedge Act is named without its number; add 1999:12"]),
    ("The Hedge Act (1999:12) says so. The Hedge Act stays.", []),
    ("| Act |\n| --- |\n| Hedge Act |", ["3: the Hedge Act is named without its number; add 1999:12"]),
    ("| Act | Number |\n| --- | --- |\n| Hedge Act | 1999:12 |", []),
    # Terms of the glossary
    ("Lay mulch over humus.", []),
    ("Lay {term}`mulch` over humus.", ["3: 'humus' is in the glossary; link it once: {term}`humus`"]),
    ("Lay {term}`mulch` over {term}`humus`. More mulch, more humus.", []),
    ("Lay {term}`it <ground cover>` over {term}`humus`. More mulch.", []),
    # Addresses that a record has
    (
        "Read [the diary](https://www.example.org/rain/).",
        ["3: https://www.example.org/rain/ has a record; write {resource}`rain`"],
    ),
    ("Read {resource}`rain` and [the colours](https://example.org/rainbow).", []),
    (
        "Ask [them](https://example.org/hothouse).",
        ["3: https://example.org/hothouse has a record; write {facility}`hothouse`"],
    ),
]  # fmt: skip
"""What stands on a page, and what is remarked on it."""


@pytest.fixture(scope="module")
def remarked(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A garden with a page for each of ``REMARKS``."""
    pages = {f"page-{number}.md": f"# Page\n\n{text}\n" for number, (text, _expected) in enumerate(REMARKS)}
    return bed(tmp_path_factory.mktemp("remarks"), pages, "words", "stores").build("prose")


def test_a_source_that_is_still_to_be_named_is_told(tmp_path: Path) -> None:
    sources = "sources:\n  - title: TO BE WRITTEN.\n    url: https://example.org/\n"
    project = bed(tmp_path, {"page.md": f"---\n{sources}---\n# Page\n\nDig.\n"})
    assert remarks(project) == [f"1: WARNING: sources: {CAPITALS} [rdm.prose]"]


@pytest.mark.parametrize("number", range(len(REMARKS)), ids=[text for text, _expected in REMARKS])
def test_remarks_on_a_page(number: int, remarked: Build) -> None:
    said = warnings_of(remarked, f"page-{number}.md")
    assert [line.replace("WARNING: ", "").removesuffix(" [rdm.prose]") for line in said] == REMARKS[number][1]


def test_what_comes_from_data_is_not_held_against_the_page(tmp_path: Path) -> None:
    project = bed(tmp_path, {"page.md": "---\nphase: water\n---\n# Page\n\n```{resources}\n```\n"})
    project.edit("data/resources.yml", "title: Rain diary", "title: How to utilise BBC")
    assert remarks(project) == []


def test_records_are_held_to_the_rules_of_style_where_they_stand(tmp_path: Path) -> None:
    project = garden(tmp_path, {})
    project.edit("data/resources.yml", "Rain by day.", "Rain that you utilise.")
    project.edit("data/checklists.yml", "The tap is far away.", "You utilise it.")
    project.edit("data/decisions.yml", "Wait for it.", "Utilise it.")
    project.edit("data/vocabulary.yml", "Put seeds", "Utilise seeds")
    said = [line for line in project.build("prose").warnings if "[rdm.prose]" in line]
    assert sorted(said) == [
        "data/checklists.yml:8:7: WARNING: 'utilise': write 'use' (plain-use) [rdm.prose]",
        "data/decisions.yml:1:7: WARNING: 'Utilise': write 'use' (plain-use) [rdm.prose]",
        "data/resources.yml:42:7: WARNING: 'utilise': write 'use' (plain-use) [rdm.prose]",
        "data/vocabulary.yml:2:9: WARNING: 'Utilise': write 'use' (plain-use) [rdm.prose]",
    ]


LONG = "This sentence goes on " + "and on " * 9 + "until it ends."


def test_long_sentences_on_average_are_remarked_on(tmp_path: Path) -> None:
    build = page(tmp_path, LONG).build("prose")
    said = "sentences have 25.0 words on average; split some, to stay under 20"
    assert [line.partition("WARNING: ")[2] for line in build.warnings] == [f"{said} [rdm.prose]"]


@pytest.mark.parametrize("suffix", [".md", ".rst", ".md.rst"])
def test_the_file_of_a_remark_is_named_whatever_its_suffix(tmp_path: Path, suffix: str) -> None:
    heading = "# Page" if suffix == ".md" else "Page\n===="
    project = bed(tmp_path, {f"page{suffix}": f"{heading}\n\n{LONG} We utilise it.\n"})
    project.edit("docs/index.md", f"\n{Path(f'page{suffix}').stem}\n", "\npage\n")
    suffixes = {".md.rst": "restructuredtext", ".rst": "restructuredtext", ".md": "markdown"}
    said = project.build("prose", source_suffix=suffixes, rdm_words_per_sentence=10).warnings
    path, line = f"docs/page{suffix}", 3 if suffix == ".md" else 4
    assert [place.partition(": WARNING")[0] for place in said if "/page" in place] == [f"{path}:{line}", f"{path}:1"]


def test_short_sentences_make_up_for_a_long_one(tmp_path: Path) -> None:
    assert page(tmp_path, f"{LONG} It ends. So it does.").build("prose").warnings == []


def test_the_length_that_a_page_may_reach_is_a_setting(tmp_path: Path) -> None:
    assert page(tmp_path, LONG).build("prose", rdm_words_per_sentence=30).warnings == []


def test_the_report_has_every_page_with_the_longest_sentences_first(tmp_path: Path) -> None:
    build = page(tmp_path, LONG).build("prose")
    heading, *lines = build.text("readability.txt").splitlines()
    assert heading == "Words per sentence, on average"
    assert lines[0].split() == ["25.0", "page"]
    lengths = [float(line.split()[0]) for line in lines]
    assert lengths == sorted(lengths, reverse=True)
    assert {line.split()[1] for line in lines} == set(build.app.env.all_docs)


def test_a_strict_build_fails_for_a_remark(tmp_path: Path) -> None:
    assert page(tmp_path, "We utilise it.").build("prose", strict=True).status == 1


@pytest.mark.parametrize("number", [1, 2])
def test_remarks_come_again_in_every_build(tmp_path: Path, number: int) -> None:
    project = page(tmp_path, "We utilise it.")
    for _ in range(number):
        build = project.build("prose")
    assert len(warnings_of(build, "page.md")) == 1


def test_a_handbook_without_rules_lists_or_glossary_is_reviewed_for_unknown_capitals_alone(tmp_path: Path) -> None:
    build: Build = kitchen(tmp_path, {"page.md": "# Page\n\nWe utilise BBC.\n"}).build("prose")
    assert [line.partition("WARNING: ")[2] for line in build.warnings] == [f"{UNKNOWN} [rdm.prose]"]
