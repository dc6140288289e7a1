"""The command line: what it checks, how it prints that, and what it leaves unloaded."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from building import ROOT, Project
from commands import run
from sphinx_rdm.cli.formats import FORMATS
from sphinx_rdm.cli.project import Project as Checked
from sphinx_rdm.cli.project import settings
from sphinx_rdm.records.positioned import Position, Problem

PAGES: dict[str, str | bytes] = {
    "docs/river.md": "---\nphase: swin\nphases: swim\n---\n# River\n\nSee {phase} `swim` and [the map] (map.md).\n",
    "docs/maps/hill.md": "# Hill\n\nH\xf6he\n".encode("latin-1"),
}
"""Faults in front matter, in what MyST would pass over, and in an encoding."""
INVALID, COMMA = "ERROR: this is not valid Python:", "a comma is missing behind it"
ASKED = """rdm_page_rules = {'phase': {'short': (1, 40), 'parts': ['## Fords'], 'ends': 3}}
rdm_required_keys = ['revieved']
rdm_book_papr = 'a4'
"""


@pytest.fixture
def atlas(project: Callable[[str], Project], monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project with faults in its data and in its table of contents, and the current folder."""
    atlas = project("atlas")
    atlas.edit("data/vocabulary.yml", "    title: Walking", "    ttle: way\n    title: Walking")
    atlas.edit("data/resources.yml", "description: Long.", "description: Long.\n  licnese: None")
    atlas.edit("docs/_toc.yml", "file: river", "filee: river")
    atlas.edit("docs/_toc.yml", "maps/hill", "maps/hil")
    conf = (atlas.root / "conf.py").read_text("utf-8")
    atlas.write("conf.py", f"{conf}{ASKED}")
    for name, text in PAGES.items():
        atlas.write(name, text)
    monkeypatch.chdir(atlas.root)
    return atlas


def test_a_project_is_checked_with_its_data_its_contents_and_its_pages(atlas: Project) -> None:
    result = run("check")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "data/vocabulary.yml:3:5: unknown key 'ttle', did you mean 'title'?",
        "data/resources.yml:13:3: unknown key 'licnese', did you mean 'licence'?",
        "conf.py:20:1: unknown setting 'rdm_book_papr', did you mean 'rdm_book_paper'?",
        "conf.py:19:22: rdm_required_keys: unknown key 'revieved', did you mean 'reviewed'?",
        "conf.py:18:70: rdm_page_rules: unknown rule 'ends', did you mean 'end'?",
        "docs/_toc.yml:6:9: unknown key 'filee', did you mean 'file'?",
        "docs/_toc.yml:12:23: unknown page 'maps/hil', did you mean 'maps/hill'?",
        "docs/maps/hill.md:3:2: byte 0xf6 is not UTF-8; save the file as UTF-8",
        "docs/river.md:1:1: missing short; add a line 'short: …' to the front matter",
        "docs/river.md:3:1: unknown key 'phases', did you mean 'phase'?",
        "docs/river.md:5:1: the page lacks '## Fords'; all of its kind have it (part)",
        "docs/river.md:7:5: no role, because of the space; write {phase}`…` (no-role)",
        "docs/river.md:7:32: no link, because of the space between ] and (; take it away (no-link)",
        "docs/road.md:1:1: missing short; add a line 'short: …' to the front matter",
        "docs/road.md:4:1: the page lacks '## Fords'; all of its kind have it (part)",
    ]
    assert result.stderr == "15 problems.\n"


def test_a_build_says_the_same_lines_but_for_what_sphinx_adds(atlas: Project) -> None:
    said = [re.fullmatch(r"(\S+:) WARNING: (.*) \[(rdm\.\w+)\]", line) for line in atlas.build("dummy").warnings]
    problems = json.loads(run("check", "--format", "json").stdout)
    assert [f"{match[1]} {match[2]}" for match in said if match] == run("check").stdout.splitlines()
    assert [match[3] for match in said if match] == [problem["type"] for problem in problems]
    assert all(said)


def test_data_alone_are_checked_where_a_folder_of_data_is_named(atlas: Project) -> None:
    assert [line.partition(":")[0] for line in run("check", "data").stdout.splitlines()] == [
        "data/vocabulary.yml",
        "data/resources.yml",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x = = 1\n", "conf.py:1:5: ERROR: this is not valid Python: invalid syntax"),
        ("x = “plot”\n", f"conf.py:1:5: {INVALID} invalid character '“' (U+201C); write straight quotation marks"),
        ("x = [\n  (1, 2)\n  (3, 4),\n]\n", f"conf.py:2:3: {INVALID} 'tuple' object is not callable; {COMMA}"),
        ("x = plot\n", "conf.py:1:1: ERROR: the file cannot be run: NameError: name 'plot' is not defined"),
        ("extensions = ['a_b']\n", "conf.py:1:15: ERROR: the extension 'a_b' cannot be loaded: No module named 'a_b'"),
    ],
)
def test_what_keeps_a_build_from_beginning_is_one_line(atlas: Project, text: str, line: str) -> None:
    atlas.write("conf.py", text)
    result = run("build", "-c", ".", "-q", "docs", "out")
    assert (result.exit_code, result.stderr.splitlines()) == (2, [line])


def test_a_build_says_how_it_is_called_here() -> None:
    # In a process of its own, since Sphinx has its help printed by that which reads arguments.
    command = [sys.executable, "-m", "sphinx_rdm", "build"]
    said = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True)
    assert said.stdout.startswith("usage: sphinx-rdm build ")


@pytest.mark.slow
def test_a_build_by_the_command_is_one_of_sphinx_which_ends_with_its_warnings(atlas: Project) -> None:
    result = run("build", "-c", ".", "-q", "-b", "dummy", "docs", "out")
    warnings, again = result.stderr.split("\nWhat was wrong, once more:\n\n")
    assert result.exit_code == 0
    assert "data/vocabulary.yml:3:5: WARNING: unknown key" in warnings
    assert again == warnings
    kept = run("build", "-c", ".", "-q", "-E", "-w", "kept.txt", "-b", "dummy", "docs", "out")
    assert (kept.stderr, Path("kept.txt").read_text("utf-8")) == (warnings, warnings)


def test_files_are_named_from_the_current_folder(atlas: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    here = run("check").stdout
    monkeypatch.chdir(atlas.root.parent)
    assert run("check", "atlas").stdout == "".join(f"atlas/{line}\n" for line in here.splitlines())


def test_the_sources_of_the_handbook_have_no_problem() -> None:
    assert run("check", str(ROOT)).exit_code == 0


def test_a_sound_project_has_no_problem(project: Callable[[str], Project]) -> None:
    result = run("check", str(project("atlas").root))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "No problems in 5 pages and 4 data files. "
        "A build checks links and roles; one with '-b prose' finds what is left of a template.\n"
        "What is stale, dead or missing is told by: sphinx-rdm due\n"
    )


@pytest.mark.parametrize(
    "arguments", [["chk"], ["check", "--format", "xml"], ["check", "one", "two"], ["check", "--nothing"]]
)
def test_what_is_not_understood_is_told_from_what_is_wrong(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "--help" in result.stderr


def test_a_folder_that_is_no_project_is_not_taken_for_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("check")
    assert result.exit_code == 2
    assert "there is no conf.py here" in result.stderr
    assert run("check", "data").exit_code == 1


PROBLEM = Problem("data/a,b:c.yml", Position(3, 5), "50% of: 'x', y")


def test_problems_are_one_list_for_programs() -> None:
    assert json.loads("".join(FORMATS["json"]([("rdm.source", PROBLEM)]))) == [
        {"file": "data/a,b:c.yml", "line": 3, "column": 5, "message": "50% of: 'x', y", "type": "rdm.source"}
    ]
    assert json.loads("".join(FORMATS["json"]([]))) == []


def test_what_ends_a_command_of_github_is_escaped() -> None:
    (line,) = FORMATS["github"]([("rdm.source", PROBLEM)])
    assert line == "::error file=data/a%2Cb%3Ac.yml,line=3,col=5::50%25 of: 'x', y"


def test_gitlab_has_a_report_in_which_every_problem_is_told_apart() -> None:
    others = [("rdm.page", replace(PROBLEM, message="y")), ("due.check_by", replace(PROBLEM, message="z"))]
    rows = json.loads("".join(FORMATS["gitlab"]([("rdm.source", PROBLEM), *others])))
    assert [row["severity"] for row in rows] == ["major", "major", "info"]
    assert len({row["fingerprint"] for row in rows}) == 3
    del rows[0]["fingerprint"]
    assert rows[0] == {
        "description": PROBLEM.message,
        "check_name": "rdm.source",
        "severity": "major",
        "location": {"path": PROBLEM.path, "lines": {"begin": 3}},
    }


@pytest.mark.parametrize(
    "kind", ["rdm.source", "due.check_by", "links.dead", "links.failing", "links.moved", "links.unclear"]
)
def test_all_hosts_agree_on_what_can_wait(kind: str) -> None:
    found = [(kind, PROBLEM)]
    can_wait = "".join(FORMATS["github"](found)).startswith("::warning ")
    assert can_wait is (json.loads("".join(FORMATS["gitlab"](found)))[0]["severity"] == "info")


def test_settings_are_those_that_are_written_out(tmp_path: Path) -> None:
    conf = tmp_path / "conf.py"
    conf.write_text(
        "import os\nextensions = ['a']\nextensions += ['b']\nextensions += [f'c.{x}' for x in 'de']\n"
        "rdm_data: str = 'records'\none = two = 'index'\nproject = os.name\nx, y = 1, 2\nlist.append = 3\n"
    )
    assert settings(conf) == {"extensions": ["a", "b"], "rdm_data": "records", "one": "index", "two": "index"}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("tags.add(“draft”)", "invalid character '“' (U+201C); write straight quotation marks"),
        ("suppress_warnings = [", "'[' was never closed"),
        ("pairs = [('a', 'b') ('c', 'd')]", "a comma is missing behind it"),
    ],
)
def test_a_conf_py_that_python_cannot_read_is_told(
    project: Callable[[str], Project], monkeypatch: pytest.MonkeyPatch, more: str, said: str
) -> None:
    atlas = project("atlas")
    atlas.write("conf.py", f"{(atlas.root / 'conf.py').read_text('utf-8')}\n{more}\n")
    monkeypatch.chdir(atlas.root)
    result = run("check")
    assert result.exit_code == 1
    (line,) = result.stdout.splitlines()
    assert re.match(r"conf\.py:\d+:\d+: this is not valid Python: ", line)
    assert said in line


@pytest.mark.parametrize(
    "text", ["", "extensions = [", "\0", "x" * 100_000 + "(" * 1000, "extensions = 3\nextensions += 'x'"]
)
def test_a_conf_py_that_cannot_be_read_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "conf.py").write_text(text)
    assert not settings(tmp_path / "conf.py").get("rdm_kinds")
    assert list(Checked.at(tmp_path).suffixes) == [".rst", ".md"]


@pytest.mark.parametrize("arguments", [["--help"], ["live", "--help"], ["check", "data"], ["due", "data"]])
def test_a_command_loads_no_sphinx_without_need(arguments: list[str], project: Callable[[str], Project]) -> None:
    call = f"from sphinx_rdm.cli import main; main({arguments}, standalone_mode=False)"
    code = f"{call}; import sys; print(sorted(sys.modules))"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=project("atlas").root, capture_output=True, text=True, check=True
    )
    loaded = found.stdout.splitlines()[-1]
    assert [name for name in ("'docutils'", "'sphinx.application'", "'sphinx_external_toc'") if name in loaded] == []


@pytest.mark.parametrize(("command", "package"), [("live", "uvicorn"), ("check", "markdown_it")])
def test_a_command_says_what_to_install_if_a_package_is_missing(
    command: str, package: str, project: Callable[[str], Project]
) -> None:
    code = f"import sys; sys.modules[{package!r}] = None; from sphinx_rdm.cli import main; main([{command!r}])"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=project("atlas").root, capture_output=True, text=True, check=False
    )
    assert found.returncode == 1
    assert f"{command}' needs the package '{package}'; install it with: pip install 'sphinx-rdm[all]'" in found.stderr
    assert "Traceback" not in found.stderr
