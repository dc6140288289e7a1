"""A page says in its front matter which phases and topics it is about; only these two keys are our business.

Pages of ``front-matter.md`` have faults, and expected are the problems. Those of ``front-matter-accepted.md`` name the
phase ``sow``, and have other keys that are odd YAML, or none at all: what they say is for others to judge.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from building import Build, Project
from extension.cases import Case, each, read
from making import bed
from sphinx_rdm import front_matter

pytestmark = pytest.mark.slow  # it builds site after site

CASES, ODD = read("front-matter.md"), read("front-matter-accepted.md")

Facets = dict[str, list[str]]


def facets(text: str, *, rst: bool = False) -> Facets:
    """The ids of each facet that a page's head names."""
    found, _problems = front_matter.parse(text, "docs/page", rst=rst)
    return {facet: [term for term, _place in terms] for facet, terms in found.items()}


def problems(text: str, *, rst: bool = False) -> list[str]:
    return [str(problem) for problem in front_matter.parse(text, "docs/page", rst=rst)[1]]


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
    "a-byte-order-mark": ("\ufeff---\nphase: sow\n---\n", {"phases": ["sow"]}),
    "a-key-inside-another": ("---\nmyst:\n  phase: sow\n---\n", {}),
    "a-key-inside-text": ("---\nabout: |\n  phase: sow\nphase: water\n---\n", {"phases": ["water"]}),
    "no-front-matter": ("# Sow\n\nphase: sow\n", {}),
    "no-text-at-all": ("", {}),
    "empty-front-matter": ("---\n---\n# Sow\n", {}),
    "front-matter-that-does-not-end": ("---\nphase: sow\n\n# Sow\n", {}),
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


@each(ODD)
def test_other_keys_are_ignored_however_odd(case: Case) -> None:
    assert problems(case.content.decode(), rst=suffix(case) == ".rst") == []


@each(ODD)
def test_our_keys_are_read_beside_odd_ones(case: Case, expect: Callable[[Case, str], None]) -> None:
    found = facets(case.content.decode(), rst=suffix(case) == ".rst")
    expect(case, "".join(f"{facet}: {', '.join(terms)}\n" for facet, terms in found.items()))


@pytest.fixture(scope="module")
def built_twice(tmp_path_factory: pytest.TempPathFactory) -> list[Build]:
    """Two builds after each other of a garden with the pages of all cases, each under the name of its case."""
    pages = {f"{case.name}{suffix(case)}": case.content.decode() for case in CASES.values()}
    project = bed(tmp_path_factory.mktemp("faulty"), pages)
    return [project.build("dummy") for _ in range(2)]


@each(CASES)
def test_a_build_reports_a_fault_at_its_line_and_column_in_every_run(
    case: Case, built_twice: list[Build], expect: Callable[[Case, str], None]
) -> None:
    assert case.expected
    page = f"docs/{case.name}{suffix(case)}:"
    first, second = ([line for line in build.warnings if _is_ours(line, page)] for build in built_twice)
    assert first == second
    report = re.compile(rf"{re.escape(page)}(.+?): WARNING: (.*) \[rdm\.front_matter\]")
    expect(case, "".join(report.sub(r"\1: \2", line) + "\n" for line in first))


def _is_ours(line: str, page: str) -> bool:
    return line.startswith(page) and "[rdm." in line


def test_a_page_with_a_fault_fails_a_strict_build_in_every_run(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    garden.edit("docs/sow.md", "phase: sow", "phase: sew")
    assert [garden.build("dummy", strict=True).status for _ in range(2)] == [1, 1]


def test_a_mended_page_builds_without_a_warning(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    garden.edit("docs/water.md", "phase: water", "phase: watering")
    garden.build("dummy")
    garden.edit("docs/water.md", "phase: watering", "phase: water")
    assert garden.build("dummy").warnings == []


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


def test_a_page_whose_suffix_has_two_parts_is_read_as_what_it_is(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    suffixes = {".rst.txt": "restructuredtext", ".md.txt": "markdown", ".md": "markdown", ".rst": "restructuredtext"}
    (garden.root / "docs/harvest.rst").rename(garden.root / "docs/harvest.rst.txt")
    (garden.root / "docs/sow.md").rename(garden.root / "docs/sow.md.txt")
    build = garden.build("text", source_suffix=suffixes)
    assert "Almanac" in build.text("harvest.txt")
    assert "Almanac" in build.text("sow.txt")
    assert build.warnings == []


def test_a_page_with_the_line_ends_of_windows_lists_its_phase(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    text = (garden.root / "docs" / "water.md").read_bytes()
    garden.write("docs/water.md", text.replace(b"\n", b"\r\n"))
    assert "Rain diary" in garden.build("text").text("water.txt")
