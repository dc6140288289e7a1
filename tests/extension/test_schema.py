"""The schemas that editors use are up to date, and refuse no sound file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from building import SITES, Project
from commands import run
from editing import AsEditorsRead, found
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.records.schema import schemas
from sphinx_rdm.records.store import load

GARDEN = SITES / "garden" / "data"


@pytest.mark.parametrize("name", sorted(path.name for path in GARDEN.glob("*.yml")))
def test_a_sound_file_is_valid(name: str) -> None:
    value = yaml.load((GARDEN / name).read_text("utf-8"), AsEditorsRead)
    assert found(schemas(load(GARDEN, KINDS)), Path(name).stem, value) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("resources", [{"id": "spade"}]),
        ("facilities", [{"id": "x", "title": "X", "platform": "cellar", "url": "https://x.example", "summary": "X"}]),
        ("checklists", [{"id": "Dig", "text": "Dug.", "phases": ["sow"], "why": "Roots."}]),
        ("checklists", [{"id": "dig", "text": "Dug.", "phases": "sow", "why": "Roots."}]),
        ("processes", [{"id": "x", "title": "X", "steps": []}]),
        ("decisions", [{"id": "x", "title": "X", "question": "X?", "answers": [{"answer": "Y", "to": ["page"]}]}]),
        ("institutions", [{"id": "x", "title": "X", "group": "near", "links": []}]),
        ("abbreviations", [{"short": "UV", "long": "ultraviolet", "common": "very"}]),
        ("vocabulary", {"stages": []}),
        ("site", {"name": "Garden", "nme": "Garden"}),
    ],
)
def test_an_editor_marks_what_a_build_would_refuse(name: str, value: Any) -> None:
    assert found(schemas(load(GARDEN, KINDS)), name, value) != []


def test_the_command_writes_a_schema_for_every_file(tmp_path: Path) -> None:
    for path in GARDEN.glob("*.yml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    result = run("schema", str(tmp_path))
    written = {path.stem: json.loads(path.read_text("utf-8")) for path in (tmp_path / "schema").glob("*.json")}
    assert written == schemas(load(GARDEN, KINDS))
    assert result.exit_code == 0
    names = [Path(line.removeprefix("Wrote ")).stem for line in result.output.splitlines()]
    assert sorted(names) == sorted(written)
    assert run("schema", str(tmp_path)).output == "The schemas are up to date.\n"


def test_a_schema_that_is_older_than_the_data_is_told_and_left(tmp_path: Path) -> None:
    for path in GARDEN.glob("*.yml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    run("schema", str(tmp_path))
    assert run("schema", "--check", str(tmp_path)).exit_code == 0
    (old := tmp_path / "schema/resources.json").write_text("{}")
    result = run("schema", "--check", str(tmp_path))
    assert (result.exit_code, result.output) == (1, f"{old.as_posix()} is older than the data\n")
    assert old.read_text("utf-8") == "{}"


def test_what_is_offered_may_be_older_than_the_data(tmp_path: Path) -> None:
    """Who adds a record or a page has nothing to write anew."""
    for path in GARDEN.glob("*.yml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    run("schema", str(tmp_path))
    file = tmp_path / "resources.yml"
    file.write_text(file.read_text("utf-8").replace("providers: [", "providers: [Worms, ", 1), "utf-8")
    offered = tmp_path / "schema/_offered.json"
    said = f"The schemas are up to date. {offered.as_posix()} is older, and may be.\n"
    assert run("schema", "--check", str(tmp_path)).output == said
    assert run("schema", str(tmp_path)).output == f"Wrote {offered.as_posix()}\n"
    assert "Worms" in offered.read_text("utf-8")
    assert run("schema", "--check", str(tmp_path)).output == "The schemas are up to date.\n"


def test_what_other_records_and_pages_say_is_offered_and_anything_is_taken() -> None:
    found_schemas = schemas(load(GARDEN, KINDS), ["all", "beds/index"])
    offered = {name: part["enum"] for name, part in found_schemas["_offered"]["$defs"].items()}
    assert offered["pages"] == ["all", "beds/index"]
    assert {"page:all", "phase:sow"} <= set(offered["targets"])
    question = {"id": "why", "question": "Why?", "answer": "So.", "page": "not/there"}
    assert found(found_schemas, "questions", [question]) == []
    assert found(found_schemas, "questions", [question | {"page": ""}]) != []


CONTENTS = {
    "root": "index",
    "subtrees": [{"caption": "Beds", "entries": [{"file": "soil"}, {"url": "https://x.example"}]}],
}


@pytest.mark.parametrize(
    ("name", "sound", "faulty"),
    [
        ("_toc", CONTENTS, {"subtrees": []}),
        (
            "_toc",
            {"root": "index", "format": "jb-book", "chapters": [{"glob": "beds/*"}]},
            CONTENTS | {"format": "book"},
        ),
        ("_toc", {"root": "index", "entries": [{"file": "new"}]}, {"root": "index", "entries": [{"page": "soil"}]}),
        ("_page", {"phase": "sow", "reviewed": "2026-01-31"}, {"phase": "sew"}),
        ("_page", {"phase": ["sow"], "orphan": True, "short": "One line."}, {"phases": ["sow"]}),
    ],
)
def test_contents_and_front_matter_of_a_project_have_schemas(
    project: Callable[[str], Project], name: str, sound: Any, faulty: Any
) -> None:
    garden = project("garden")
    conf = (garden.root / "conf.py").read_text("utf-8")
    garden.write("conf.py", f"{conf}\nextensions += ['sphinx_external_toc']\n")
    assert run("schema", str(garden.root / "data")).exit_code == 0
    written = {path.stem: json.loads(path.read_text("utf-8")) for path in garden.root.glob("data/schema/*.json")}
    assert found(written, name, sound) == []
    assert found(written, name, faulty) != []
    assert "index" in written["_offered"]["$defs"]["pages"]["enum"]


def test_the_command_makes_no_folder_where_there_are_no_data(tmp_path: Path) -> None:
    assert run("schema", str(tmp_path / "dta")).exit_code == 1
    assert list(tmp_path.iterdir()) == []
