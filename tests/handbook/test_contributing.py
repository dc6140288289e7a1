"""Whoever copies the commands for contributors into a shell, one block after the other, gets what is promised."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from building import ROOT

BLOCK = re.compile(r"^( *)```bash\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)#:]+)[^):]*\)")


def blocks(page: str) -> list[str]:
    """The commands of a page as they stand there, block by block."""
    return [textwrap.dedent(block) for _indent, block in BLOCK.findall((ROOT / page).read_text("utf-8"))]


class Shell:
    """A shell of somebody new, beside whom lies a repository with the files as they are now, called ADDRESS."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.host, config = folder, folder / "ADDRESS", folder / "gitconfig"
        config.write_text("[user]\nname = Ann Lee\nemail = ann@example.org\n", "utf-8")
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "MAKE", "MFLAGS"))}
        self.env = inherited | {
            "GIT_CONFIG_GLOBAL": str(config),
            "GIT_CONFIG_NOSYSTEM": "1",
            "PYTHONPATH": str(folder / "handbook/ext"),
            # What checks other files finds nothing new, and takes half of the time.
            "MAKEFLAGS": r"STAGES=check-sources\ check-schemas\ check-prose\ check-spelling",
            "PYTHON": "false",  # make must never install anything into the packages that are lent
        }
        self.run(f"git init --quiet --bare --initial-branch=main '{self.host}'")
        git = f"git --git-dir='{self.host}' -c core.bare=false --work-tree='{ROOT}'"
        self.run(f"{git} add --all\n{git} commit --quiet --message='All files'")

    def run(self, commands: str) -> str:
        """What the commands print; each must end well, and the next ones begin where they have led."""
        shell = ["bash", "-euo", "pipefail", "-c", f"{commands}\npwd"]
        done = subprocess.run(shell, cwd=self.folder, env=self.env, capture_output=True, text=True)
        assert done.returncode == 0, f"{commands}\n{done.stdout}{done.stderr}"
        *said, folder = done.stdout.splitlines()
        self.folder = Path(folder)
        return "\n".join(said)

    def run_all(self, commands: list[str]) -> None:
        """Run blocks; to the clone, packages are lent as soon as it is there."""
        for block in commands:
            self.run(block)
            if (self.folder / "Makefile").is_file() and not (ready := self.folder / ".venv/.ready").exists():
                ready.parent.mkdir()
                for path in Path(sys.prefix).iterdir():
                    if path.name != ready.name:
                        (ready.parent / path.name).symlink_to(path)
                ready.touch()


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "README.md"])
def test_what_hosts_show_leads_to_files_that_are_there(page: str) -> None:
    links = set(LINK.findall((ROOT / page).read_text("utf-8")))
    assert len(links) > 3
    assert [link for link in sorted(links) if not (ROOT / link).is_file()] == []


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A shell in which all of CONTRIBUTING.md was run."""
    shell = Shell(tmp_path_factory.mktemp("contributing"))
    shell.run_all(blocks("CONTRIBUTING.md"))
    return shell


@pytest.mark.slow
def test_the_way_from_a_clone_to_a_proposal_can_be_copied_word_for_word(shell: Shell) -> None:
    assert shell.run("git status --porcelain") == ""
    host = f"git --git-dir='{shell.host}'"
    assert shell.run(f"{host} log --format=%s main..sample-names").count("\n") == 0
    assert shell.run(f"{host} diff --name-status main sample-names").splitlines() == [
        "M\tdata/resources.yml",
        "M\tdocs/_toc.yml",
        "A\tdocs/sample-names.md",
    ]
    for name in ("life-cycle/plan", "topics/metadata", "resources"):
        assert "A guide to naming samples" in (shell.folder / f"build/html/{name}.html").read_text("utf-8")
    assert "Samples keep their names" in (shell.folder / "build/html/sample-names.html").read_text("utf-8")


@pytest.mark.slow
def test_the_commands_for_what_comes_up_often_can_be_copied_word_for_word(shell: Shell) -> None:
    commands = blocks("docs/contribute/how-to.md")
    assert len(commands) > 4
    shell.run_all(["git switch --quiet main", *commands, "make html"])
    # What the commands leave passes the tests of the handbook's content, or nobody could propose it.
    shell.run("make schema")
    shell.run(".venv/bin/python -m pytest -q -n0 -p no:cacheprovider --basetemp=../tests -m 'not slow' tests/handbook")
