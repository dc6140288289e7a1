"""Forms for hosts ask for what the models and the vocabulary of a project have."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import yaml

from building import Project
from commands import run

FORMS = ".github/ISSUE_TEMPLATE"


def questions(garden: Project, name: str) -> dict[str, Any]:
    form = yaml.safe_load((garden.root / FORMS / name).read_text("utf-8"))
    return {part["id"]: part for part in form["body"] if part["type"] != "markdown"}


def test_the_form_for_a_resource_has_the_fields_of_its_model(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    assert run("kit", str(garden.root)).exit_code == 0
    asked = questions(garden, "new-resource.yml")
    assert asked["url"]["attributes"] == {
        "label": "Address",
        "description": "Where it is; begins with https:// or http://.",
    }
    needed = [key for key, part in asked.items() if part["validations"]["required"]]
    assert needed == ["title", "url", "description", "category", "kind"]
    vocabulary = yaml.safe_load((garden.root / "data/vocabulary.yml").read_text("utf-8"))
    titles = [term["title"] for term in vocabulary["phases"]]
    assert asked["phases"]["type"] == "dropdown"
    assert asked["phases"]["attributes"] == {"label": "Phases", "multiple": True, "options": titles}
    template = (garden.root / ".gitlab/issue_templates/new-resource.md").read_text("utf-8")
    assert "\n## Phases (if you know)\n\n" + "\n".join(f"- [ ] {title}" for title in titles) in template


def test_values_of_one_title_are_told_apart(project: Callable[[str], Project]) -> None:
    """A host refuses a form in which a choice stands twice."""
    garden = project("garden")
    file = garden.root / "data/vocabulary.yml"
    first, second = [term["title"] for term in yaml.safe_load(file.read_text("utf-8"))["phases"][:2]]
    file.write_text(file.read_text("utf-8").replace(f"title: {second}\n", f"title: {first}\n", 1), "utf-8")
    assert run("kit", str(garden.root)).exit_code == 0
    options = questions(garden, "new-resource.yml")["phases"]["attributes"]["options"]
    assert len(set(options)) == len(options)


def test_a_form_that_is_older_than_the_data_is_told_and_left(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    garden.write(".github/pull_request_template.md", "## What changes?\n")
    run("kit", str(garden.root))
    assert (garden.root / ".gitlab/merge_request_templates/Default.md").read_text("utf-8") == "## What changes?\n"
    assert run("kit", "--check", str(garden.root)).output == "The forms are up to date.\n"
    (old := garden.root / FORMS / "change.yml").write_text("", "utf-8")
    result = run("kit", "--check", str(garden.root))
    assert (result.exit_code, result.output) == (1, f"{old.as_posix()} is older than the data\n")
    assert old.read_text("utf-8") == ""


def test_an_editor_has_front_matter_to_fill_in(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    run("kit", str(garden.root))
    snippets = json.loads((garden.root / ".vscode/pages.code-snippets").read_text("utf-8"))
    assert "phase: ${2|sow," in "\n".join(snippets["Page with a phase"]["body"])


def test_no_form_is_made_of_faulty_data_or_where_there_is_no_project(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    garden.write("data/vocabulary.yml", "phases: [")
    result = run("kit", str(garden.root))
    assert (result.exit_code, "vocabulary.yml:" in result.output) == (1, True)
    assert not (garden.root / ".github").exists()
    assert run("kit", str(garden.root / "data")).exit_code == 2
