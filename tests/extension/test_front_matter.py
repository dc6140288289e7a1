"""What a page says of itself at its top: every mistake is named at its place, and what is sound of it is used.

Pages of ``front-matter.md`` have mistakes, and expected are the problems. Those of ``front-matter-accepted.md`` are
sound, odd as they are, and expected are the values of our keys. Pages whose name begins with ``rst-`` are in
reStructuredText. Of those with ``required`` in it, the site asks for two keys, and of those with ``asked`` for two
sentences in short, if they are about a phase; of those with both, whatever they are about.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from building import Build, Project
from extension.cases import Case, each, read
from hostile import HOSTILE, UNUSUAL, quoted, yaml_texts
from making import bed
from sphinx_rdm.asked import AskedOfPage
from sphinx_rdm.front_matter import checks
from sphinx_rdm.front_matter.block import find
from sphinx_rdm.front_matter.model import of_others
from sphinx_rdm.records.kind import PHASE, TOPIC

CASES, ODD = read("front-matter.md"), read("front-matter-accepted.md")
IDS = {PHASE: ("sow", "water", "harvest"), TOPIC: ("soil", "pests")}
RULES = checks.Rules(of_others(["myst_parser"], ["blog"]), ids=IDS, today=date(2026, 11, 30))
MORE = checks.Rules(of_others(["myst_parser"]))
REQUIRED = RULES._replace(required=["description", "reviewed"])
ASKED = RULES._replace(kinds={"phase": AskedOfPage(short=(2, 40))})
BOTH = REQUIRED._replace(kinds={"*": AskedOfPage(short=(2, 40))})

Facets = dict[str, list[str]]


def facets(text: str, *, rst: bool = False) -> Facets:
    """The ids of each facet that a page's head names."""
    values = checks.read(text, "docs/page", MORE, rst=rst).values
    return {f"{key}s": list(terms) for key, terms in values.items() if key in ("phase", "topic")}


def problems(text: str, *, rst: bool = False) -> list[str]:
    return [str(problem) for problem in checks.read(text, "docs/page", MORE, rst=rst).problems]


MYST = {
    "a-single-id": ("---\nphase: sow\n---\n# Sow\n", {"phases": ["sow"]}),
    "a-list-in-brackets": ("---\nphase: [sow, water]\n---\n", {"phases": ["sow", "water"]}),
    "a-list-on-two-lines": ("---\nphase: [sow,\n  water]\n---\n", {"phases": ["sow", "water"]}),
    "a-list-of-dashes": ("---\ntopic:\n  - soil\n  - pests\n---\n", {"topics": ["soil", "pests"]}),
    "a-list-of-dashes-not-indented": ("---\ntopic:\n- soil\n- pests\n---\n", {"topics": ["soil", "pests"]}),
    "both-keys": ("---\ntopic: soil\nphase: sow\n---\n", {"phases": ["sow"], "topics": ["soil"]}),
    "quotes": ("---\nphase: 'sow'\n---\n", {"phases": ["sow"]}),
    "a-word-that-yaml-converts": ("---\nphase: no\n---\n", {"phases": ["no"]}),
    "a-number": ("---\nphase: 1.10\n---\n", {"phases": ["1.10"]}),
    "other-keys": ("---\ntitle: Sow\nphase: sow\norphan: true\n---\n", {"phases": ["sow"]}),
    "an-end-of-dots": ("---\nphase: sow\n...\n", {"phases": ["sow"]}),
    "a-key-inside-another": ("---\nmyst:\n  phase: sow\n---\n", {}),
    "a-key-inside-text": ("---\nabstract: |\n  phase: sow\nphase: water\n---\n", {"phases": ["water"]}),
    "no-front-matter": ("# Sow\n\nphase: sow\n", {}),
    "no-text-at-all": ("", {}),
    "a-rule-on-top": ("---\n\n# Sow\n\nphase: sow\n", {}),
    "text-on-top": ("Note: this is text.\n\n---\n", {}),
    "a-rule-further-down": ("# Sow\n\n---\nphase: sow\n---\n", {}),
}

RST = {
    "a-single-id": (":phase: sow\n\nSow\n===\n", {"phases": ["sow"]}),
    "a-list-in-brackets": (":phase: [sow, water]\n", {"phases": ["sow", "water"]}),
    "both-keys": (":topic: soil\n:phase: sow\n", {"phases": ["sow"], "topics": ["soil"]}),
    "other-keys": (":orphan:\n:phase: sow\n:author: A. Gardener\n", {"phases": ["sow"]}),
    "other-keys-over-lines": (":author: A\n   Gardener\n:phase: sow\n", {"phases": ["sow"]}),
    "a-comment-before": (".. A comment.\n\n:phase: sow\n", {"phases": ["sow"]}),
    "fields-further-down": ("Sow\n===\n\n:phase: sow\n", {}),
    "no-text-at-all": ("", {}),
}


@pytest.mark.parametrize("name", MYST)
def test_a_markdown_page_names_its_facets(name: str) -> None:
    text, expected = MYST[name]
    assert facets(text) == expected


@pytest.mark.parametrize("name", RST)
def test_an_rst_page_names_its_facets(name: str) -> None:
    text, expected = RST[name]
    assert facets(text, rst=True) == expected


@pytest.mark.parametrize("name", MYST)
def test_a_sound_markdown_page_has_no_problem(name: str) -> None:
    assert problems(MYST[name][0]) == []


@pytest.mark.parametrize("name", RST)
def test_a_sound_rst_page_has_no_problem(name: str) -> None:
    assert problems(RST[name][0], rst=True) == []


def suffix(case: Case) -> str:
    return ".rst" if case.name.startswith("rst-") else ".md"


def rules(case: Case) -> checks.Rules:
    if "required" in case.name:
        return BOTH if "asked" in case.name else REQUIRED
    return ASKED if "asked" in case.name else RULES


def checked(case: Case) -> checks.PageHead:
    return checks.read(case.content.decode(), "page", rules(case), rst=suffix(case) == ".rst")


@each(CASES)
def test_every_mistake_is_named_at_its_place(case: Case, expect: Callable[[Case, str], None]) -> None:
    assert case.expected
    expect(case, "".join(f"{str(problem).removeprefix('page:')}\n" for problem in checked(case).problems))


@each(ODD)
def test_a_sound_page_has_no_problem_however_odd(case: Case, expect: Callable[[Case, str], None]) -> None:
    head = checked(case)
    assert head.problems == []
    expect(case, "".join(f"{key}: {value}\n" for key, value in head.values.items()))


@each(CASES | ODD)
def test_a_page_keeps_its_lines_and_is_sound_the_second_time(case: Case) -> None:
    before = case.content.decode()
    after = checked(case).text
    assert after.count("\n") == before.count("\n")
    assert checks.read(after, "page", rules(case), rst=suffix(case) == ".rst").text == after


# Sphinx takes away the first byte order mark, and nothing is asked of the pages of the garden.
BUILT = {name: case for name, case in CASES.items() if rules(case) is RULES and name != "byte-order-mark"}


@pytest.mark.parametrize("value", HOSTILE["Day"])
def test_what_is_no_day_is_a_problem_of_its_line(value: str) -> None:
    head = checks.read(f"---\ntopic: soil\nreviewed: {quoted(value)}\n---\n", "page", RULES)
    assert [problem.position.line for problem in head.problems] == [3]
    assert dict(head.values) == {"topic": ("soil",)}


@pytest.mark.parametrize("value", UNUSUAL["Day"])
def test_a_day_is_kept_as_it_was_typed(value: str) -> None:
    head = checks.read(f"---\nreviewed: {value}\n---\n", "page", RULES)
    assert str(head.values["reviewed"]) == value


def test_a_day_to_come_is_shown_all_the_same() -> None:
    head = checks.read("---\nreviewed: 2026-12-01\n---\n", "page", RULES)
    assert (len(head.problems), head.values["reviewed"]) == (1, date(2026, 12, 1))


TEXTS = yaml_texts(
    *(
        "---\n",
        "---\n",
        "--\n",
        "...\n",
        "\ufeff",
        "# Sow\n",
        "text\n",
        "phase: sow\n",
        "phase: [sow, wter]\n",
        "topic:\n",
    ),
    *("reviewed: 2026-02-30\n", "description: ", "short:\n", "orphan: true\n", "title: a: b\n", "substitutions: *a\n"),
    *("\u2028", "\ud800", "\ufffd", "[" * 60, "x" * 300),
)


@given(TEXTS, st.booleans(), st.booleans())
def test_any_text_has_an_answer_of_as_many_lines_that_is_sound_yaml(text: str, fenced: bool, rst: bool) -> None:
    text = f"---\n{text}" if fenced else text
    head = checks.read(text, "page", REQUIRED, rst=rst)
    assert head.text.count("\n") == text.count("\n")
    assert not [problem for problem in head.problems if problem.position.line > text.count("\n") + 1]
    if not rst and (found := find(head.text, {"phase"})) and not found.faults:
        assert isinstance(yaml.safe_load("\n".join(found.lines[found.begin : found.end])), dict)


@pytest.fixture(scope="module")
def built_twice(tmp_path_factory: pytest.TempPathFactory) -> list[Build]:
    """Two builds after each other of a garden with the pages of the cases, each under the name of its case."""
    pages = {f"{case.name}{suffix(case)}": case.content.decode() for case in BUILT.values()}
    project = bed(tmp_path_factory.mktemp("faulty"), pages)
    return [project.build("dummy") for _ in range(2)]


@pytest.mark.slow
def test_a_build_says_all_of_this_and_nothing_else_in_every_run(built_twice: list[Build]) -> None:
    first, second = (build.warnings for build in built_twice)
    assert first == second
    expected = [
        f"docs/{case.name}{suffix(case)}:{line.replace(': ', ': WARNING: ', 1)} [rdm.front_matter]"
        for case in BUILT.values()
        for line in case.expected.splitlines()
    ]
    assert sorted(line for line in first if "toctree" not in line) == sorted(expected)


@pytest.mark.slow
def test_a_page_with_a_fault_fails_a_strict_build_in_every_run(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    garden.edit("docs/sow.md", "phase: sow", "phase: sew")
    assert [garden.build("dummy", strict=True).status for _ in range(2)] == [1, 1]


@pytest.mark.slow
def test_a_mended_page_builds_without_a_warning(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    garden.edit("docs/water.md", "phase: water", "phase: watering")
    garden.build("dummy")
    garden.edit("docs/water.md", "phase: watering", "phase: water")
    assert garden.build("dummy").warnings == []


@pytest.mark.slow
def test_ids_without_a_comma_are_understood_in_options_as_well(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    lists = ("resources} \n:phase: sow water", "checklist}\n:phase: sow/water", "resources}\n:topic: soil and pests")
    garden.write("docs/sow.md", "# Sow\n\n" + "".join(f"```{{{options}\n```\n\n" for options in lists))
    said = [line.partition("WARNING: ")[2] for line in garden.build("dummy").warnings]
    assert said == [
        "unknown phase 'sow water'; write 'sow, water' [rdm.query]",
        "unknown phase 'sow/water'; write 'sow, water' [rdm.query]",
        "unknown topic 'soil and pests'; write 'soil, pests' [rdm.query]",
    ]


@pytest.mark.slow
def test_a_page_whose_suffix_has_two_parts_is_read_as_what_it_is(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    suffixes = {".rst.txt": "restructuredtext", ".md.txt": "markdown", ".md": "markdown", ".rst": "restructuredtext"}
    (garden.root / "docs/harvest.rst").rename(garden.root / "docs/harvest.rst.txt")
    (garden.root / "docs/sow.md").rename(garden.root / "docs/sow.md.txt")
    build = garden.build("text", source_suffix=suffixes)
    assert "Almanac" in build.text("harvest.txt")
    assert "Almanac" in build.text("sow.txt")
    assert build.warnings == []


@pytest.mark.slow
def test_a_page_with_the_line_ends_of_windows_lists_its_phase(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    text = (garden.root / "docs" / "water.md").read_bytes()
    garden.write("docs/water.md", text.replace(b"\n", b"\r\n"))
    assert "Rain diary" in garden.build("text").text("water.txt")


def test_pages_of_a_kind_must_have_its_keys() -> None:
    rules = RULES._replace(kinds={"*": AskedOfPage(keys=("short",)), "phase": AskedOfPage(keys=("sources",))})
    text = "---\nphase: sow\nshort: [One line.]\n---\n# Page\n"
    messages = [str(problem) for problem in checks.read(text, "a.md", rules).problems]
    assert messages == ["a.md:1:1: missing sources; add a line 'sources: …' to the front matter"]
    assert checks.read(text.replace("phase: sow\n", ""), "a.md", rules).problems == []
