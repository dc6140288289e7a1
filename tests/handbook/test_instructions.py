"""What the README and the documentation say about the project works as they say it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from building import ROOT, Project
from sphinx_rdm import asked
from sphinx_rdm.cli.project import settings
from sphinx_rdm.front_matter.checks import OURS
from sphinx_rdm.page_rules import Settings, lint


def commands(*arguments: str) -> str:
    return subprocess.run(["make", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_make_site_asks_first_if_it_is_strict_and_at_the_end_in_any_case() -> None:
    free, strict = (
        re.findall(r"ready data|docs build/\w+", commands("-n", "site", *more)) for more in ([], ["STRICT=1"])
    )
    assert free == ["docs build/pdf", "docs build/epub", "docs build/offline", "docs build/site", "ready data"]
    assert strict == ["ready data", *free]


def test_the_readme_lists_the_commands_that_make_lists() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (block,) = re.findall(r"```text\n(make help.*?)```", readme, re.DOTALL)
    assert block.splitlines() == [line.strip() for line in commands("help").splitlines() if "  make " in line]


@pytest.mark.parametrize(
    ("heading", "cases"), [("In a data file", "data-*.md"), ("On a page", "*.md")], ids=["data", "page"]
)
def test_messages_are_quoted_as_they_are_said(heading: str, cases: str) -> None:
    """But for the values that they show, each is what comes of a case of the tests."""
    page = (ROOT / "docs/contribute/edit-locally.md").read_text("utf-8")
    (section,) = re.findall(rf"^### {heading}\n(.*?)^### ", page, re.DOTALL | re.MULTILINE)
    said = "\n".join(path.read_text("utf-8") for path in ROOT.glob(f"tests/extension/fixtures/{cases}"))
    quoted = re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)
    assert len(quoted) > 5
    shapes = {text: re.sub(r"'.*?'|\d+|\\\[.*?\\\]", ".+?", re.escape(text)) for text in quoted}
    assert [text for text, shape in shapes.items() if not re.search(shape, said)] == []


def documented_handbook(folder: Path) -> Project:
    """The small handbook of the documentation, word for word."""
    page = (ROOT / "docs/contribute/directives.md").read_text("utf-8")
    section = page.partition("\n## Use the extension for another handbook\n")[2]
    blocks = re.findall(r"^(```+)\{code-block\} \w+\n:caption: (\S+)\n\n(.*?)^\1$", section, re.MULTILINE | re.DOTALL)
    assert {"conf.py", "data/site.yml", "docs/index.md"} <= {name for _fence, name, _text in blocks}
    project = Project(folder)
    for _fence, name, text in blocks:
        project.write(name, text)
    return project


@pytest.mark.slow
def test_the_documented_handbook_builds_without_a_warning_as_a_site_and_as_both_books(tmp_path: Path) -> None:
    project = documented_handbook(tmp_path)
    builds = [project.build(builder, strict=True) for builder in ("html", "epub", "handbook")]
    assert [(build.status, build.warnings) for build in builds] == [(0, [])] * 3


def test_the_page_templates_have_what_is_asked_of_pages() -> None:
    page = (ROOT / "docs/contribute/page-templates.md").read_text("utf-8")
    templates = re.findall(r"^(`{5,})markdown\n(.*?)^\1$", page, re.MULTILINE | re.DOTALL)
    assert len(templates) == 4
    asked_of = asked.read(settings(ROOT / "conf.py")["rdm_page_rules"], OURS)[0]
    for _fence, text in templates:
        keys = re.findall(r"^(\w+):", text.split("---\n")[1], re.MULTILINE)
        what = asked.of_page(asked_of, keys)
        assert lint(text, "template", Settings(frozenset(("colon_fence",)), asked=what)) == []
        assert keys.count("short") == bool(what.short)
