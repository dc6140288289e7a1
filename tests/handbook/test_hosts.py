"""What hosts run and show is what people run and read here; their own schemas are held by ``make check``."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from building import ROOT
from sphinx_rdm.cli import main
from sphinx_rdm.cli.kit import ChangeForm, of_hosts
from sphinx_rdm.cli.project import Project

CHECK = yaml.load((ROOT / ".github/workflows/check.yml").read_text("utf-8"), yaml.BaseLoader)
WEEKLY = yaml.load((ROOT / ".github/workflows/weekly.yml").read_text("utf-8"), yaml.BaseLoader)
GITLAB = yaml.load((ROOT / ".gitlab-ci.yml").read_text("utf-8"), yaml.BaseLoader)
MATCHER = "::add-matcher::.github/problem-matcher.json"


def steps(workflow: dict[str, Any]) -> list[str]:
    """The commands of a workflow, but for the one by which GitHub shows messages."""
    run = [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]
    return [command for command in run if command != f'echo "{MATCHER}"']


def scripts(weekly: bool) -> list[str]:
    jobs = [job for name, job in GITLAB.items() if not name.startswith(".") and "script" in job]
    return [line for job in jobs if (job["extends"] == ".weekly") is weekly for line in job["script"]]


def test_hosts_check_a_proposal_with_the_commands_of_the_continuous_integration() -> None:
    local = re.findall(r"^make .+$", (ROOT / ".ci/run").read_text("utf-8"), re.MULTILINE)
    assert sorted(steps(CHECK)) == sorted(scripts(weekly=False)) == sorted(local)


def test_what_runs_once_a_week_is_the_same_at_every_host() -> None:
    assert steps(WEEKLY) == scripts(weekly=True) == ["make test-newest", "make due", "make links"]


def test_every_step_is_a_command_that_the_readme_lists() -> None:
    listed = re.findall(r"^make [\w-]+", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert {*steps(CHECK), *steps(WEEKLY)} <= set(listed)
    for command in {*steps(CHECK), *steps(WEEKLY)}:
        subprocess.run(
            [*command.split(), "--dry-run", "--old-file=.venv/.ready"], cwd=ROOT, check=True, capture_output=True
        )


def test_what_follows_a_script_is_a_command_of_the_extension() -> None:
    (line,) = GITLAB["check"]["after_script"]
    command, _sign, report = line.partition(" > ")
    assert report == GITLAB["check"]["artifacts"]["reports"]["codequality"]
    program, name, *options = command.split()
    assert program == ".venv/bin/sphinx-rdm"
    assert options[0] in main.commands[name].params[1].opts
    assert options[1] in main.commands[name].params[1].type.choices  # type: ignore[attr-defined]


@pytest.mark.parametrize("workflow", [CHECK, WEEKLY], ids=["check", "weekly"])
def test_workflows_may_only_read_and_end(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"]["group"]
    for job in workflow["jobs"].values():
        assert 0 < int(job["timeout-minutes"]) <= 90
        assert "permissions" not in job
        used = [step for step in job["steps"] if "uses" in step]
        assert [step["uses"] for step in used if not re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"])] == []
        assert used[0]["with"] == {"persist-credentials": "false"}


def test_nothing_of_the_kit_names_a_host() -> None:
    files = [
        *ROOT.glob(".github/**/*.*"),
        *ROOT.glob(".gitlab/**/*.*"),
        *ROOT.glob(".vscode/*"),
        ROOT / ".gitlab-ci.yml",
    ]
    texts = {path.name: path.read_text("utf-8") for path in files if path.is_file()}
    assert len(texts) > 12
    found = {name: re.findall(r"https?://[^\s'\"]+", text) for name, text in texts.items()}
    allowed = {"https://", "http://.", "https://doi.org/."}  # in what the model says of an address
    assert {name: urls for name, urls in found.items() if set(urls) - allowed} == {}


def test_the_forms_are_those_of_the_models() -> None:
    files = dict(of_hosts(Project.at(ROOT)))
    assert {name for name, text in files.items() if (ROOT / name).read_text("utf-8") != text} == set(), (
        "run: make schema"
    )
    folders = (".github/ISSUE_TEMPLATE", ".gitlab/issue_templates")
    assert {path.relative_to(ROOT).as_posix() for name in folders for path in (ROOT / name).iterdir()} <= set(files)


def test_the_form_for_a_change_asks_what_the_page_on_suggestions_asks() -> None:
    page = (ROOT / "docs/contribute/suggest.md").read_text("utf-8")
    asked = re.findall(r"^\d\. \*\*(.+?)\*\* (.+)$", page, re.MULTILINE)
    assert [(field.title, field.description) for field in ChangeForm.model_fields.values()] == asked


def patterns() -> list[tuple[str, dict[str, Any]]]:
    found = json.loads((ROOT / ".github/problem-matcher.json").read_text("utf-8"))["problemMatcher"]
    return [(matcher["severity"], matcher["pattern"][0]) for matcher in found]


def matched(line: str) -> tuple[str | None, ...] | None:
    """What a host reads in a line: how grave it is, and what the first pattern that fits finds."""
    for severity, pattern in patterns():
        if match := re.search(pattern["regexp"], line):
            return severity, *(match[pattern[key]] for key in ("file", "line", "column", "message"))
    return None


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "docs/topics/metadata.md:21: WARNING: unknown document: 'standars', did you mean 'standards'? [ref.doc]",
            (
                "docs/topics/metadata.md",
                "21",
                None,
                "unknown document: 'standars', did you mean 'standards'? [ref.doc]",
            ),
        ),
        (
            "data/resources.yml:41:12: unknown phase 'colect', did you mean 'collect'?",
            ("data/resources.yml", "41", "12", "unknown phase 'colect', did you mean 'collect'?"),
        ),
        ("docs/topics/metadata.md:21: WRONG ==> right", ("docs/topics/metadata.md", "21", None, "WRONG ==> right")),
    ],
)
def test_hosts_and_editors_find_the_place_of_a_message(line: str, found: tuple[str | None, ...]) -> None:
    # They are those of the page that explains messages.
    assert matched(line) == ("error", *found)
    assert line.split(" WARNING")[0].split(": ")[0] in (ROOT / "docs/contribute/edit-locally.md").read_text("utf-8")


@pytest.mark.parametrize(
    "line", ["The handbook is ready: build/html/index.html", "12:30:01: done", "All checks passed."]
)
def test_other_lines_are_no_messages(line: str) -> None:
    assert matched(line) is None


def test_tasks_of_the_editor_are_targets_and_read_messages_as_hosts_do() -> None:
    tasks = json.loads((ROOT / ".vscode/tasks.json").read_text("utf-8"))["tasks"]
    assert [task["command"] for task in tasks] == [f"make {task['label']}" for task in tasks]
    targets = re.findall(r"^([\w-]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert {task["label"] for task in tasks} <= set(targets)
    assert [task["problemMatcher"]["pattern"] for task in tasks] == [patterns()[-1][1]] * 3
    assert (Path(ROOT) / ".vscode/extensions.json").is_file()
