"""The directive ``search-field``: a form on sites of any theme, and nothing in books."""

from __future__ import annotations

from pathlib import Path

import pytest

from filling import SIGNS
from making import bed

PAGES = {
    "ask.md": f"# Ask\n\n```{{search-field}} {SIGNS}\n```\n\nAfter.\n",
    "blank.rst": "Blank\n=====\n\n.. search-field::\n",
}


@pytest.mark.parametrize(("builder", "address"), [("html", "search.html"), ("dirhtml", "../search/")])
@pytest.mark.parametrize("theme", ["rdm", "alabaster"])
def test_a_field_leads_to_the_search_and_shows_its_example_as_typed(
    tmp_path: Path, builder: str, address: str, theme: str
) -> None:
    build = bed(tmp_path, PAGES).build(builder, html_theme=theme, strict=True)
    folder = "/index" if builder == "dirhtml" else ""
    (form,) = build.page(f"ask{folder}").select("form.rdm-search-field")
    assert (form["role"], form["action"], form["method"]) == ("search", address, "get")
    assert form.input["placeholder"] == " ".join(SIGNS.split())
    assert form.input["aria-label"] == "Search the handbook"
    assert "placeholder" not in build.page(f"blank{folder}").select_one("form.rdm-search-field input").attrs


def test_a_page_with_a_field_has_no_small_one_in_the_bar(tmp_path: Path) -> None:
    build = bed(tmp_path, PAGES).build(html_theme="rdm", strict=True)
    fields = {
        name: len(build.page(name).select(":is(header, main) [role=search]")) for name in ("ask", "blank", "index")
    }
    assert fields == {"ask": 1, "blank": 1, "index": 1}
    assert build.page("index").select_one("header [role=search]")
    assert not build.page("ask").select("header :is([role=search], .search-link)")


@pytest.mark.parametrize(
    ("builder", "name"), [("text", "ask.txt"), ("singlehtml", "index.html"), ("epub", "ask.xhtml")]
)
def test_books_have_no_field(tmp_path: Path, builder: str, name: str) -> None:
    text = bed(tmp_path, PAGES).build(builder, epub_basename="book", strict=True).text(name)
    assert "After." in text
    assert "search-field" not in text
