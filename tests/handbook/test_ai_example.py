"""The example on the page about AI assistants runs, and prints what the page says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from building import ROOT

PAGE = (ROOT / "docs/topics/ai-assistants.md").read_text("utf-8")
BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files that the page shows, by what each begins with."""
    names = {"id,age,diagnosis": "invented.csv", "from clean import": "test_clean.py", '"""Clean ages': "clean.py"}
    for indent, _language, text in BLOCK.findall(PAGE):
        shown = re.sub(rf"^{indent}", "", text, flags=re.MULTILINE)
        for begin, name in names.items():
            if shown.startswith(begin):
                (tmp_path / name).write_text(shown, "utf-8")
    assert {file.name for file in tmp_path.iterdir()} == set(names.values())
    return tmp_path


@pytest.mark.parametrize("command", ["test_clean.py", "clean.py invented.csv"])
def test_prints_what_the_page_says(folder: Path, command: str) -> None:
    assert f"`python {command}`" in PAGE
    run = subprocess.run([sys.executable, *command.split()], cwd=folder, capture_output=True, text=True, check=True)
    assert f"`{run.stdout.strip()}`" in PAGE
