"""Pages that could break a build: none does, whatever is built, and each message names a place in the project.

They are files in a folder. Those that are long or have no name in it are made here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from building import Build, Project
from making import bed, kitchen
from sphinx_rdm.contents.circles import circles

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parent / "pages-hostile-to-builds"

LONG = {
    "img-long.md": "![x](" + "a" * 5000 + ".png)",
    "dl-long.md": "{download}`" + "b" * 4000 + "`",
    "include-long.md": "```{include} " + "c" * 5000 + "\n```",
    "csv-big.md": "```{csv-table} T\n\n" + "x" * 200_000 + "\n```",
    "table-big.md": "|" + "a|" * 200 + "\n|" + "-|" * 200 + "\n" + ("|" + "x|" * 200 + "\n") * 5,
    "deep-quote.md": ">" * 3000 + " x",
    "deep-list.md": "\n".join("  " * depth + "- x" for depth in range(400)),
    "deep-fence.md": "\n".join(":" * (300 - depth) + "{note}" for depth in range(296)) + "\nx\n",
    "deep-emphasis.md": "*" * 5000 + "x" + "*" * 5000,
    "deep-brackets.md": "[" * 5000 + "x" + "]" * 5000,
    "deep-html.md": "<div>" * 3000 + "x",
    "deep-data.md": "---\nx: " + "[" * 500 + "]" * 500 + "\n---\n",
}

SYNTAX = ("amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist", "html_image")
SETTINGS = {
    "myst_enable_extensions": [*SYNTAX, "html_admonition", "smartquotes", "strikethrough", "substitution", "tasklist"],
    "myst_heading_anchors": 3,
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A kitchen with all these pages."""
    project = kitchen(tmp_path_factory.mktemp("hostile"))
    for path in (path for path in FOLDER.rglob("*") if path.is_file()):
        project.write(f"docs/{path.relative_to(FOLDER)}", path.read_bytes())
    for name, text in LONG.items():
        project.write(f"docs/{name}", text if text.startswith("---") else f"# Title\n\n{text}\n")
    return project


@pytest.mark.parametrize("builder", ["html", "epub", "handbook", "prose"])
def test_no_page_ends_a_build_and_every_message_names_its_place(project: Project, builder: str) -> None:
    left_out = ["parts", *(["deep-html.md"] if builder == "handbook" else [])]
    build = project.build(builder, **SETTINGS, exclude_patterns=left_out)
    assert len(build.warnings) > 200
    assert [line for line in build.warnings if not re.match(r"(docs|data)/\S+:[1-9]\d*(:\d+)?: [A-Z]+: ", line)] == []
    assert [line for line in build.warnings if str(project.root) in line] == []


def test_a_page_too_deep_for_a_book_is_named(tmp_path: Path) -> None:
    build = bed(tmp_path, {"deep.md": "# Deep\n\n" + "<div>" * 3000 + "x\n"}).build("handbook")
    said = "docs/deep.md:1: WARNING: the book was not set: the page is nested too deep [rdm.book]"
    assert (build.status, build.warnings[-1]) == (1, said)


def about(build: Build, name: str) -> list[str]:
    """What is said of a page, without its name."""
    return [line.removeprefix(f"docs/{name}:") for line in build.warnings if line.startswith(f"docs/{name}:")]


def test_a_block_on_which_a_directive_fails_is_named(tmp_path: Path) -> None:
    page = "# Page\n\nBefore.\n\n```{hlist}\n:columns: 0\n\n* a\n```\n"
    project = bed(tmp_path, {"page.md": page})
    builds = [project.build("dummy", strict=True) for _ in range(2)]
    (said,) = {line for build in builds for line in about(build, "page.md")}
    assert said == (
        "8: WARNING: nothing can be made of this block: integer division or modulo by zero; "
        "correct its options and its text, or leave it out [rdm.page]"
    )
    assert [build.status for build in builds] == [1, 1]


def test_a_circle_of_pages_is_named_at_the_page_that_closes_it(tmp_path: Path) -> None:
    pages = {"one.md": "# One\n\n```{toctree}\ntwo\n```\n", "two.md": "# Two\n\n```{toctree}\nindex\none\n```\n"}
    project = bed(tmp_path, pages)
    builds = [project.build("html", strict=True) for _ in range(2)]
    for build in builds:
        assert about(build, "two.md") == [
            "3: WARNING: the page lists 'index', below which it stands; remove the entry [rdm.contents]",
            "3: WARNING: the page lists 'one', below which it stands; remove the entry [rdm.contents]",
        ]
        assert not [line for line in build.warnings if "circular" in line]


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        ({}, []),
        ({"a": ["b", "c"], "b": ["c"], "c": []}, []),
        ({"a": ["a"]}, [("a", "a")]),
        ({"a": ["b"], "b": ["c"], "c": ["a", "b", "d"]}, [("c", "a"), ("c", "b")]),
        ({"a": [], "b": ["c"], "c": ["b"]}, [("c", "b")]),
        ({f"p{number}": [f"p{number + 1}"] for number in range(5000)}, []),
    ],
    ids=["none", "twice", "itself", "two", "apart", "long"],
)
def test_each_entry_that_closes_a_circle_is_found(lists: dict[str, list[str]], expected: list[tuple[str, str]]) -> None:
    assert list(circles(lists, "a")) == expected
    assert list(circles(dict(reversed(lists.items())), "a")) == expected


def no_page(docs: Path) -> None:
    (docs / "new\nline.md").write_text("# Line\n")


def no_end(docs: Path) -> None:
    (docs / "loop").symlink_to(docs, target_is_directory=True)


def no_target(docs: Path) -> None:
    (docs / "gone.md").symlink_to("nowhere")


def two_of_a_name(docs: Path) -> None:
    (docs / "water.md").write_text("# Water\n")
    (docs / "water.rst").write_text("Water\n=====\n")


def a_folder(docs: Path) -> None:
    (docs / "page.md").write_text("# Page\n\n![A folder](parts)\n")
    (docs / "parts").mkdir()
    (docs / "parts/part.txt").write_text("Part.\n")


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (no_page, "docs/new\\nline.md:1:1: WARNING: the name of the file has a line break, so it is no page; rename"),
        (no_end, "docs/loop:1:1: WARNING: the folder is a link to one that it lies in; remove the link"),
        (no_target, "docs/gone.md:1: WARNING: Ignored unreadable document 'gone.md'; mend the link, or make the file"),
        (two_of_a_name, 'docs/water.md:1: WARNING: multiple files found for the document "water": '),
        (a_folder, "docs/page.md:3: WARNING: cannot copy image file 'docs/parts': [Errno 21] Is a directory: "),
    ],
    ids=["line-break", "loop", "link", "two", "folder"],
)
def test_what_only_a_disk_can_hold_is_named(tmp_path: Path, spoil: Callable[[Path], None], expected: str) -> None:
    project = bed(tmp_path, {})
    spoil(project.root / "docs")
    said = [line for line in project.build().warnings if "toc.not_included" not in line]
    assert [line.startswith(expected) for line in said] == [True], said
