"""Sequences of random edits and builds, some of which are interrupted, leave what a clean build leaves.

The seeds are the same in every run. ``make fuzz`` throws others, for as long as wanted.
"""

from __future__ import annotations

import pytest

from machine.sequence import run, throw

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seed", range(30))
def test_a_sequence_leaves_the_files_of_a_clean_build(seed: int) -> None:
    plan = throw(seed)
    result = run(plan)
    assert result.differences == {}, "\n".join([*result.log, f"again: python -m machine {plan}"])
