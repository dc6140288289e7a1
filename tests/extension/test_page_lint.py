"""Rules for the sources of pages: what looks right and is wrong is told at its place, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import ROOT, SITES, Project
from extension.cases import Case, each, read
from making import bed
from sphinx_rdm import asked
from sphinx_rdm.domain import RdmDomain
from sphinx_rdm.front_matter.checks import OURS
from sphinx_rdm.page_rules import RULES, Settings, lint, page, parser
from sphinx_rdm.page_rules.names import DIRECTIVES, ROLES, words

MISTAKES, SOUND = read("page-mistakes.md"), read("page-sound.md")
EXTENSIONS = frozenset(("attrs_inline", "colon_fence", "deflist", "fieldlist", "smartquotes"))
SETTINGS = Settings(EXTENSIONS, roles=ROLES | {"topic"})
HOSTILE = [
    *(None, 5, 0, -1, True, 2.5, "", "\0", "{x}", "{x", "## x", "3.", "0.", b"x", {"a": 1}, [""], [5], [None, []]),
    *((1, 2), (2, 1), (1, 2, 3), (True, 2), ["## ["], ["## *" + "a*" * 50], [("## x", ())], ["9" * 50 + "."]),
]
PAGES = sorted(SITES.glob("*/docs/**/*.md"))  # those of the handbook are checked with its settings


MORE = EXTENSIONS | words(
    "alert amsmath attrs_block dollarmath gfm_autolink section_ref strikethrough substitution tasklist"
)
SIGNS = st.sampled_from(
    [*"`~:%>+(*-_1[<#&!{}\\$^]=|.)abc \n", "\n\n", "\n    ", ")=", "[^a]: ", "](b)", "{a}`", "```", ":::"]
)

# What is asked of the pages of cases whose name begins with "asked-".
KINDS, _FAULTS = asked.read(
    {
        "*": {"lead": (3, 9)},
        "phase": {
            "words": 40,
            "parts": ["## Pitfalls", ("{checklist}", "## *example*"), "3."],
            "end": "{resources}",
        },
    },
    OURS,
)


def found(case: Case) -> str:
    text = case.content.decode()
    keys = [key for key in OURS if f"\n{key}:" in text]
    settings = SETTINGS._replace(asked=asked.of_page(KINDS, keys)) if case.name.startswith("asked-") else SETTINGS
    return "".join(f"{problem}\n" for problem in lint(text, "page.md", settings))


@each(MISTAKES)
def test_every_mistake_is_named_at_its_place(case: Case, expect: Callable[[Case, str], None]) -> None:
    said = found(case)
    assert said
    expect(case, said)


@each(SOUND)
def test_a_sound_page_has_no_problem(case: Case) -> None:
    assert found(case) == ""


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_pages_of_our_small_sites_have_no_problem(path: Path) -> None:
    assert lint(path.read_text("utf-8"), path.name, SETTINGS) == []


def test_every_rule_has_a_mistake() -> None:
    ids = {line.rpartition("(")[2].rstrip(")") for case in MISTAKES.values() for line in case.expected.splitlines()}
    assert ids == set(RULES)


@pytest.mark.slow
def test_directives_of_ours_are_known_by_their_names(tmp_path: Path) -> None:
    assert RdmDomain.of(bed(tmp_path, {}).build("dummy").app.env).directives.keys() <= DIRECTIVES


def test_what_an_extension_of_myst_reads_is_no_mistake() -> None:
    text = "See https://example.org, ~~struck~~.\n\n- [ ] row\n\n<img src='river.png' alt='A river'>\n"
    reading = EXTENSIONS | {"linkify", "strikethrough", "tasklist", "html_image"}
    assert len(lint(text, "page.md", SETTINGS)) == 4
    assert lint(text, "page.md", SETTINGS._replace(extensions=reading)) == []


def asked_of_all(text: str, settings: Settings) -> page.Page:
    """A page whose parser asks all its rules everywhere, as it does if nobody hastens it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parser, "_BLOCKS", {})
        patch.setattr(parser, "_SPANS", {})
        patch.setattr(page, "parser_of", parser.parser_of.__wrapped__)
        return page.page_of(text, "page.md", settings)


@pytest.mark.parametrize("extensions", [EXTENSIONS, MORE], ids=["ours", "all"])
def test_rules_that_are_not_asked_would_take_nothing(extensions: frozenset[str]) -> None:
    settings = SETTINGS._replace(extensions=extensions)
    cases = [case.content.decode() for case in (*MISTAKES.values(), *SOUND.values())]
    for text in (*cases, *(path.read_text("utf-8") for path in PAGES)):
        assert page.page_of(text, "page.md", settings) == asked_of_all(text, settings)


@pytest.mark.parametrize("extensions", [EXTENSIONS, MORE], ids=["ours", "all"])
@given(st.lists(SIGNS, max_size=30).map("".join))
def test_rules_that_are_not_asked_would_take_nothing_of_any_text(extensions: frozenset[str], text: str) -> None:
    settings = SETTINGS._replace(extensions=extensions)
    assert page.page_of(text, "page.md", settings) == asked_of_all(text, settings)


def test_a_dash_is_made_only_where_the_site_makes_them() -> None:
    assert len(lint("Use --force.\n", "page.md", SETTINGS)) == 1
    assert lint("Use --force.\n", "page.md", SETTINGS._replace(dashes=False)) == []


def test_the_page_for_contributors_has_every_rule() -> None:
    page = (ROOT / "docs/contribute/page-rules.md").read_text("utf-8")
    table = page.partition("\n## All rules\n")[2].splitlines()
    rows = [line.replace("\\|", "¦") for line in table if line.startswith("| `")]
    told = [tuple(cell.strip().replace("¦", "|") for cell in row.strip("|").split("|")) for row in rows]
    assert told == [(f"`{rule.id}`", _sentence(rule.what), _sentence(rule.why)) for rule in RULES.values()]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value)[:20])
@pytest.mark.parametrize("rule", asked.AskedOfPage._fields)
def test_what_is_asked_is_sound_or_is_told(rule: str, value: object) -> None:
    kinds, faults = asked.read({"*": {rule: value}}, OURS)
    assert bool(faults) != (kinds["*"] != asked.AskedOfPage())
    lint("# Boats\n", "page.md", SETTINGS._replace(asked=kinds["*"]))


# What pages are made of, in any order.
PIECES = st.sampled_from(
    [case.given for case in MISTAKES.values()]
    + [
        *"`:{}[]()<>*_#|-%\\\n\t \u00a0",
        "```",
        ":::",
        "{note}",
        "{topic}`",
        "](",
        "<!--",
        "\n\n",
        "    ",
        "> ",
        "1. ",
        "- ",
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=20).map("".join))
def test_no_text_is_too_much(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in lint(text, "page.md", SETTINGS):
        assert 1 <= problem.position.line <= len(lines)
        assert 1 <= problem.position.column <= len(lines[problem.position.line - 1]) + 1


@pytest.mark.slow
def test_a_build_tells_what_is_wrong_until_it_is_mended(project: Callable[[str], Project]) -> None:
    site = project("garden")
    site.write("docs/soil.md", "---\norphan: true\n---\n# Soil\n\nSee {topic} `soil` and {phase}`sow`.\n")
    message = "docs/soil.md:6:5: WARNING: no role, because of the space; write {topic}`…` (no-role) [rdm.page]"
    assert [line for line in site.build().warnings if "soil.md" in line] == [message]
    again = site.build()
    assert [line for line in again.warnings if "soil.md" in line] == [message]
    assert again.read == ["soil"]
    site.edit("docs/soil.md", "} `soil", "}`soil")
    assert [line for line in site.build().warnings if "rdm.page" in line] == []
    assert site.build().read == []


@pytest.mark.slow
def test_a_build_looks_at_included_files_and_lets_rst_be(project: Callable[[str], Project]) -> None:
    site = project("garden")
    site.write("docs/parts/bed.md", "See [the bed] (soil.md).\n")
    site.write("docs/soil.md", "---\norphan: true\n---\n# Soil\n\n```{include} parts/bed.md\n```\n")
    site.write("docs/stones.rst", ":orphan:\n\nStones\n======\n\nSee `the bed <https://example.org>`_ -- or not.\n")
    found = [line for line in site.build(exclude_patterns=["parts"]).warnings if "rdm.page" in line]
    message = "no link, because of the space between ] and (; take it away (no-link)"
    assert found == [f"docs/parts/bed.md:1:13: WARNING: {message} [rdm.page]"]


@pytest.mark.slow
def test_a_fault_of_a_picture_is_told_once(project: Callable[[str], Project]) -> None:
    site = project("garden")
    names = [name for name in SOUND if name.startswith("image-with")]
    for name in names:
        site.write(f"docs/{name}.md", f"---\norphan: true\n---\n# Soil\n\n{SOUND[name].given}")
    site.write("docs/river.png", (Path(__file__).parent / "leaf.png").read_bytes())
    told = [line.partition(".md:")[0] for line in site.build("dummy").warnings]
    assert sorted(told) == sorted(f"docs/{name}" for name in names)
