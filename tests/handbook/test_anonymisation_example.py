"""What the pages on data about people show is what comes out, and their papers fit together."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from building import ROOT

DOWNLOADS = ROOT / "docs" / "_downloads"
EXAMPLE = DOWNLOADS / "anonymisation"
PAPERS = DOWNLOADS / "deletion"
SCRIPT = EXAMPLE / "smallest_group.py"


def page(name: str) -> str:
    return (ROOT / "docs" / "topics" / f"{name}.md").read_text("utf-8")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script in its folder, as the page says, and leave nothing behind there."""
    command = [sys.executable, "-B", SCRIPT.name, *arguments]
    return subprocess.run(command, cwd=EXAMPLE, capture_output=True, text=True, encoding="utf-8")


def imported(script: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(script.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def requested() -> dict[str, int]:
    """What the request asks to delete, with the number of files."""
    lines = (PAPERS / "deletion_request.txt").read_text("utf-8").splitlines()
    found = [re.match(r"   ([\w-]+/) +(\d+) files ", line) for line in lines]
    return {match[1]: int(match[2]) for match in found if match}


def test_the_script_prints_what_the_page_shows() -> None:
    example = r"```bash\npython3 smallest_group\.py (\S+)\n```\n\n```text\n(.*?)```"
    shown = re.search(example, page("anonymisation"), re.DOTALL)
    assert shown is not None
    done = run(shown[1])
    assert (done.returncode, done.stderr, done.stdout) == (0, "", shown[2])


def test_the_script_says_how_to_run_it_if_no_table_is_named() -> None:
    done = run()
    assert done.returncode == 1
    assert "python3 smallest_group.py participants.csv" in done.stderr


def test_the_script_needs_python_alone() -> None:
    assert set(imported(SCRIPT)) <= sys.stdlib_module_names


def test_the_table_has_20_people_with_codes_and_without_names() -> None:
    people = rows(EXAMPLE / "participants.csv")
    assert [person["id"] for person in people] == [f"P{number:03}" for number in range(1, 21)]
    assert [sorted(person) for person in people] == [sorted(people[0])] * 20
    assert "name" not in people[0]
    assert len({(person["birth_year"], person["postcode"], person["sex"]) for person in people}) == 20


@pytest.mark.parametrize(
    ("name", "folder"), [("anonymisation", EXAMPLE), ("encryption-and-deletion", PAPERS)], ids=["example", "papers"]
)
def test_a_page_offers_every_file_of_its_folder(name: str, folder: Path) -> None:
    files = sorted(path.name for path in folder.iterdir() if path.is_file())
    assert files
    assert [file for file in files if f"<../_downloads/{folder.name}/{file}>" not in page(name)] == []


@pytest.mark.parametrize("path", sorted(PAPERS.iterdir()), ids=lambda path: path.name)
def test_papers_fit_on_a_small_screen_or_a_line_of_a_table(path: Path) -> None:
    widest = max(len(line) for line in path.read_text("utf-8").splitlines())
    assert widest <= (72 if path.suffix == ".txt" else 100)


def test_the_request_counts_its_files() -> None:
    text = (PAPERS / "deletion_request.txt").read_text("utf-8")
    assert f"files.txt, {sum(requested().values())} lines" in text


def test_the_log_says_of_everything_requested_that_it_went_after_the_decision_and_on_it() -> None:
    text = (PAPERS / "deletion_request.txt").read_text("utf-8")
    decided = re.search(r"Date: (\d{4}-\d\d-\d\d)", text.partition("Decision")[2])
    number = re.search(r"Reg\. no\. (\d{4}/\d+)", text)
    assert decided is not None
    assert number is not None
    log = rows(PAPERS / "deletion_log.csv")
    assert {row["decision"] for row in log} == {number[1]}
    assert all(date.fromisoformat(row["date"]) > date.fromisoformat(decided[1]) for row in log)
    assert all(row["done_by"] != row["checked_by"] for row in log)
    logged = "\n".join(f"{row['what']} {row['where']}" for row in log)
    assert [what for what, files in requested().items() if f"{what} ({files} files) project area" not in logged] == []


def hooks() -> dict[str, dict[str, str]]:
    """The guards that the page shows, by their ids."""
    block = re.search(r"```yaml\n(repos:.*?)```", page("encryption-and-deletion"), re.DOTALL)
    assert block is not None
    (repository,) = yaml.safe_load(block[1])["repos"]
    return {hook["id"]: hook for hook in repository["hooks"]}


def test_the_guards_stop_what_the_page_says_and_let_code_pass() -> None:
    line = re.search(r"A commit with the line `(.*?)` now stops", page("encryption-and-deletion"))
    assert line is not None
    number = re.compile(hooks()["no-identity-number"]["entry"])
    assert number.search(line[1])
    assert not number.search("threshold = 0.05  # 2026-11-30")
    data = re.compile(hooks()["no-data"]["files"])
    assert [name for name in ("pheno.tsv", "a/b.vcf.gz", "model.rds") if not data.search(name)] == []
    assert [name for name in ("plot.py", "README.md", "explore.ipynb") if data.search(name)] == []
