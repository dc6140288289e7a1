"""Messages are one line that anybody can read, suggest only what is near, and are not more than anybody reads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import ROOT, SITES
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.records.positioned import MOST, Position, Problem
from sphinx_rdm.records.store import Store, load
from sphinx_rdm.records.wording import Suggestions, nearest, shown, visible

GARDEN = SITES / "garden" / "data"

NEAR = {
    "letter missing": ("colect", "collect"),
    "letter too many": ("titlex", "title"),
    "letter wrong": ("grund", "ground"),
    "letter wrong at the start": ("seller", "cellar"),
    "letters in the wrong order": ("harvset", "harvest"),
    "two slips in a long word": ("licnese", "licence"),
    "one slip in a word of three": ("sov", "sow"),
    "plural": ("phases", "phase"),
    "singular": ("rule", "rules"),
    "plural that ends in -es": ("box", "boxes"),
    "plural that ends in -ies": ("policy", "policies"),
    "singular of -ies": ("studies", "study"),
    "another ending": ("share", "sharing"),
    "capitals": ("Data-Types", "data-types"),
    "underscore": ("study_types", "study-types"),
    "blank": ("data types", "data-types"),
    "no separator": ("datatypes", "data-types"),
    "separator where there is none": ("meta-data", "metadata"),
    "camel case": ("dataType", "data-types"),
    "accent": ("Ångstrom", "angström"),
    "one part of a compound": ("Seed Trsut", "Seed Trust"),
    "both parts of a compound": ("studi-typs", "study-types"),
    "page of a folder": ("topics/metdata", "topics/metadata"),
    "folder of a page": ("topic/metadata", "topics/metadata"),
    "folder left out": ("metadata", "topics/metadata"),
    "another folder": ("life-cycle/metadata", "topics/metadata"),
    "slash at the end": ("topics/metadata/", "topics/metadata"),
}
FAR = {
    "folder alone in common": ("topics/readme-files", "topics/care-principles"),
    "folder in common, short names": ("topics/dmp", "topics/fair"),
    "folders near, pages not": ("topics/x", "topic/y"),
    "first part in common": ("open-data", "open-access"),
    "last part in common": ("care-principles", "fair-principles"),
    "one part more": ("data-management", "data-management-plan"),
    "another number": ("phase-1", "phase-2"),
    "another year": ("plan-2025", "plan-2026"),
    "beginning in common": ("plan", "planning"),
    "end in common": ("metadata", "data"),
    "some letters in common": ("collect", "select"),
    "two letters": ("id", "od"),
    "one letter": ("d", "id"),
    "another word": ("weather", "soil"),
    "no letters": ("---", "***"),
    "nothing": ("", "a"),
    "another script": ("资料", "数据"),
}


@pytest.mark.parametrize(("value", "word"), NEAR.values(), ids=NEAR)
def test_what_is_near_is_suggested(value: str, word: str) -> None:
    assert nearest(value, [word]) == word


@pytest.mark.parametrize(("value", "word"), FAR.values(), ids=FAR)
def test_what_is_not_near_is_not_suggested(value: str, word: str) -> None:
    assert nearest(value, [word]) is None
    assert nearest(word, [value]) is None


def test_of_several_words_the_nearest_is_suggested() -> None:
    assert nearest("metdata", ["metadatum", "topics/metdatas", "metadata"]) == "metadata"


def test_of_two_words_that_are_as_near_the_first_is_suggested() -> None:
    assert nearest("sow", ["row", "low"]) == "row"


def test_what_is_unknown_is_worded_in_one_place() -> None:
    modules = [path for path in (ROOT / "ext").rglob("*.py") if "did you mean" in path.read_text("utf-8")]
    assert [path.name for path in modules] == ["wording.py"]


def test_a_word_among_more_than_anybody_lists_gets_no_suggestion() -> None:
    assert nearest("almost-9", [f"almots-{number}" for number in range(50_001)]) is None


def test_a_file_gets_so_many_suggestions_and_then_the_number_of_words() -> None:
    suggest = Suggestions()
    said = [suggest.unknown("phase", "colect", ["collect", "plan"]) for _ in range(21)]
    near, far = "did you mean 'collect'?", "it is none of the 2 that are known"
    assert said == [f"unknown phase 'colect', {near}"] * 20 + [f"unknown phase 'colect'; {far}"]


@given(value=st.text())
def test_what_a_message_shows_can_be_printed_and_is_short(value: str) -> None:
    assert visible(value).isprintable()
    assert shown(value).isprintable()
    assert len(shown(value)) <= 80


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("räksmörgås 🧬", "räksmörgås 🧬"),
        ("a\nb\tc\x00", r"a\nb\tc\x00"),
        ("a\u202eb\u00adc\u2028", r"a\u202eb\xadc\u2028"),
        ("\ue000\ud800\U000e0001", r"?\ud800\U000e0001"),
        ("x" * 81, "x" * 79 + "…"),
    ],
)
def test_what_nobody_would_see_is_shown_as_an_escape(value: str, expected: str) -> None:
    assert shown(value) == expected


def test_a_problem_is_one_line_whatever_its_words_and_its_path() -> None:
    assert str(Problem("data/a\nb.yml", Position(1, 2), "c\u2028d\u202e")) == r"data/a\nb.yml:1:2: c\u2028d\u202e"


# How many


def garden_with(folder: Path, name: str, text: str) -> Store:
    """The garden with one file replaced."""
    data = shutil.copytree(GARDEN, folder / "data")
    (data / name).write_text(text, "utf-8")
    return load(data, KINDS)


def test_so_many_problems_of_a_file_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    store = garden_with(tmp_path, "laws.yml", "- word\n" * (MOST + 1234))
    assert [problem.position.line for problem in store.problems] == list(range(1, MOST + 2))
    assert str(store.problems[-1]) == f"data/laws.yml:{MOST + 1}:3: and 1,234 more in this file; mend these first"
    assert sum(problem.count for problem in store.problems) == MOST + 1234


def test_problems_of_other_files_are_shown_beside_those_of_a_bad_one(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for name in ("laws.yml", "style.yml"):
        (tmp_path / "data" / name).write_text("- word\n" * (MOST + 5), "utf-8")
    of_file = dict.fromkeys(("laws.yml", "style.yml", "site.yml"), 0)
    for problem in load(tmp_path / "data", KINDS).problems:
        if (name := Path(problem.path).name) in of_file:
            of_file[name] += problem.count
    assert of_file == {"laws.yml": MOST + 5, "style.yml": MOST + 5, "site.yml": 1}


def test_no_more_than_the_limit_is_not_counted(tmp_path: Path) -> None:
    store = garden_with(tmp_path, "laws.yml", "- word\n" * MOST)
    assert [problem.count for problem in store.problems] == [1] * MOST
