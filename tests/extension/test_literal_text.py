"""What is typed in a data file is what readers see: YAML converts nothing, and no output takes text for markup.

A case consists of a file of resources; expected are their titles as they must be read. The case ``markup`` is built,
too: its data hold what HTML, Markdown, reStructuredText, LaTeX and template engines would act on. ``test_escaping``
holds the same for every field and every template.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from building import SITES, Build, Project
from extension.cases import Case, each, read
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.kinds.resource.record import RESOURCE
from sphinx_rdm.records.store import load

CASES = read("data-accepted.md")
MARKUP = CASES["markup"].expected.splitlines()

LISTS = ("all", "harvest", "sow", "water")
"""The pages that list every resource, an rST page among them."""


def lay_out(case: Case, folder: Path) -> Project:
    """A copy of the garden with the data of a case."""
    shutil.copytree(SITES / "garden", folder, dirs_exist_ok=True)
    case.put(folder / "data")
    return Project(folder)


@each(CASES)
def test_unusual_text_is_no_problem_and_read_as_typed(
    case: Case, tmp_path: Path, expect: Callable[[Case, str], None]
) -> None:
    store = load(lay_out(case, tmp_path).root / "data", KINDS)
    assert store.problems == ()
    expect(case, "".join(f"{resource.title}\n" for resource in store.of(RESOURCE).values()))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Build the garden with markup in its data, once for each builder."""
    site = lay_out(CASES["markup"], tmp_path_factory.mktemp("markup"))
    return cache(site.build)


@pytest.mark.parametrize("name", LISTS)
def test_an_html_page_shows_the_titles_as_typed(built: Any, name: str) -> None:
    shown = [
        link.get_text() for link in built("html").page(name).select("a.rdm-link[href^='https://example.org/item']")
    ]
    assert sorted(shown) == sorted(MARKUP)


def unwrapped(text: str) -> str:
    """The text without the line breaks that the text builder adds."""
    return " ".join(text.split())


@pytest.mark.parametrize("title", MARKUP)
def test_plain_text_shows_a_title_as_typed(built: Any, title: str) -> None:
    assert f"-[ {title} <https://example.org/item-" in unwrapped(built("text").text("all.txt"))


ESCAPED = {
    "\\textbf{x} $a_b$ 100% #1 & ~ ^ {y}": (
        r"\textbackslash{}textbf\{x\} \$a\_b\$ 100\% \#1 \& \textasciitilde{} \textasciicircum{} \{y\}"
    ),
    "{resource}`almanac` {{ x }} {% y %}": (
        r"\{resource\}\textasciigrave{}almanac\textasciigrave{} \{\{ x \}\} \{\% y \%\}"
    ),
    "<script>alert(1)</script>": r"\textless{}script\textgreater{}alert(1)\textless{}/script\textgreater{}",
}


def tex(build: Build) -> str:
    (path,) = build.out.glob("*.tex")
    return path.read_text("utf-8")


@pytest.mark.parametrize("title", ESCAPED)
def test_latex_shows_a_title_with_every_special_character_escaped(built: Any, title: str) -> None:
    assert f"{{{ESCAPED[title]}}}" in tex(built("latex"))


@pytest.mark.parametrize("macro", ["\\textbf{x}", "\\textbf{y}", "\\textit{macros}", "$a_b$"])
def test_latex_has_no_live_macro_from_the_data(built: Any, macro: str) -> None:
    assert macro not in tex(built("latex"))


@pytest.mark.parametrize("page", ["all", "harvest", "index", "soil", "sow", "water"])
def test_data_are_not_handed_out_for_translation_as_markup(built: Any, page: str) -> None:
    assert "<blink>" not in built("gettext").text(f"{page}.pot")
