"""Sequences of random edits and builds, some of which are interrupted, leave what a clean build leaves.

The seeds are the same in every run, and the sequences short. ``make fuzz`` throws others, for as long as wanted.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from building import ROOT

pytestmark = pytest.mark.slow


def test_sequences_leave_the_files_of_a_clean_build() -> None:
    # In a process of its own: builds are forks, and this one has become large.
    command = [sys.executable, "-m", "machine", "--sequences", "8", "--seed", "0", "--edits", "2"]
    run = subprocess.run(command, cwd=ROOT / "tests", capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "8 sequences" in run.stdout
    assert "(0 killed)" not in run.stdout.splitlines()[-1]
