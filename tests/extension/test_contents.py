"""The table of contents: every mistake is named at its line, and what is sound of the file is used."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from sphinx_external_toc.parsing import parse_toc_data

from extension.cases import Case, each, read
from hostile import yaml_texts
from sphinx_rdm.contents import check, pages_in, unlisted
from sphinx_rdm.contents.checks import Pages
from sphinx_rdm.records.positioned import Position

CASES, SOUND = read("contents.md"), read("contents-accepted.md")
NAMES = {"index", "river", "road", "maps/index", "maps/hill"}
PAGES = Pages(NAMES, (".md", ".rst"), "index", {*NAMES, "maps/hidden"}.__contains__)


def checked(content: bytes) -> tuple[dict[str, Any], list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "_toc.yml")
        path.write_bytes(content)
        contents, problems, _listed = check(path, "_toc.yml", PAGES)
    return contents, [str(problem) for problem in problems]


def listed(contents: dict[str, Any]) -> Iterator[str]:
    """The pages that a table of contents names, from the top down."""
    yield from (contents[key] for key in ("root", "file") if key in contents)
    for tree in contents.get("subtrees", ()):
        for entry in tree["entries"]:
            yield from listed(entry)


@each(CASES)
def test_every_mistake_is_named_at_its_place(case: Case, expect: Callable[[Case, str], None]) -> None:
    assert case.expected
    expect(case, "".join(f"{line}\n" for line in checked(case.content)[1]))


@each(CASES)
def test_what_is_sound_beside_a_mistake_can_be_used(case: Case) -> None:
    contents, _problems = checked(case.content)
    names = list(listed(contents))
    assert set(parse_toc_data(contents)) == set(names)
    assert names[0] == "index"
    assert len(names) == len(set(names))
    assert set(names) <= NAMES


@each(SOUND)
def test_a_sound_file_has_no_problem(case: Case, expect: Callable[[Case, str], None]) -> None:
    contents, problems = checked(case.content)
    assert problems == []
    expect(case, "".join(f"{name}\n" for name in listed(contents)))


def test_pages_below_an_entry_with_a_mistake_are_kept() -> None:
    contents, problems = checked(CASES["several-faults"].content)
    assert len(problems) > 1
    assert list(listed(contents)) == ["index", "road"]


def test_keys_of_another_format_mean_the_same() -> None:
    contents, _problems = checked(SOUND["format-of-jupyter-book"].content)
    assert list(listed(contents)) == ["index", "river", "road"]
    assert parse_toc_data(contents).root.subtrees[0].titlesonly is True


def test_options_have_the_values_that_were_typed() -> None:
    contents, _problems = checked(SOUND["options"].content)
    assert contents["subtrees"][0]["entries"][0] == {
        "file": "river",
        "title": "The river",
        "subtrees": [
            {
                "entries": [{"file": "road"}],
                "hidden": False,
                "maxdepth": 2,
                "numbered": 2,
                "titlesonly": True,
                "style": ["romanupper", "numerical"],
            }
        ],
    }


@pytest.mark.parametrize(
    ("page", "where"),
    [
        ("maps/hill", "below line 5 of docs/_toc.yml"),
        ("road", "below line 3 of docs/_toc.yml"),
        ("trips/day", "to docs/_toc.yml"),
    ],
)
def test_a_page_in_no_contents_is_told_where_its_neighbours_stand(page: str, where: str) -> None:
    listed = {"index": None, "river": Position(3, 11), "maps/index": Position(4, 11), "maps/dale": Position(5, 11)}
    assert unlisted(page, listed, "docs/_toc.yml", "orphan: true") == (
        f"the page is in no table of contents; add '- file: {page}' {where}, or 'orphan: true' to its front matter"
    )


def test_a_project_without_a_page_still_has_an_answer() -> None:
    contents, problems, _listed = check(Path("no-such-file.yml"), "_toc.yml", Pages((), (".md",), "index"))
    assert contents["root"] == "index"
    assert [str(problem) for problem in problems] == [
        "_toc.yml:1:1: the file is missing; create it (write at least a line 'root: index')"
    ]


@pytest.mark.parametrize("name", ["dale.txt", "dale.md.txt"])
def test_a_file_that_is_no_page_because_of_its_ending_is_what_was_meant(tmp_path: Path, name: str) -> None:
    (tmp_path / "maps").mkdir()
    (tmp_path / "_toc.yml").write_text("root: index\nentries:\n  - file: maps/dale\n")
    for path in ("index.md", f"maps/{name}"):
        (tmp_path / path).touch()
    _contents, problems, _listed = check(
        tmp_path / "_toc.yml", "_toc.yml", pages_in(tmp_path, (".rst", ".md"), "index", [])
    )
    assert [problem.message for problem in problems] == [
        f"unknown page 'maps/dale'; rename maps/{name} to maps/dale.md"
    ]


TEXTS = yaml_texts(
    *("root: index\n", "entries:\n", "subtrees:\n", "  - file: river\n", "  - entries:\n", "      - file: road\n"),
    *(
        "    entries:\n",
        "      - glob: maps/*\n",
        "  - url: https://example.org\n",
        "    title: x\n",
        "    caption: y\n",
    ),
    *("    numbered: 1\n", "options:\n", "  maxdepth: 1\n", "defaults: {hidden: no}\n", "format: jb-book\n"),
)


@given(TEXTS)
def test_any_file_has_an_answer_that_can_be_used(text: str) -> None:
    contents, problems = checked(text.encode("latin-1"))
    assert set(listed(json.loads(json.dumps(contents)))) <= NAMES
    parse_toc_data(contents)
    assert not [problem for problem in problems if "sphinx_external_toc" in problem]
