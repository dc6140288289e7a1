"""Cases of fixture files, compared or written anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extension.cases import Case

CHANGED = pytest.StashKey[list[str]]()


@pytest.fixture
def expect(request: pytest.FixtureRequest) -> Callable[[Case, str], None]:
    """Compare what comes out of a case with what is expected; with ``--regen`` write it there instead."""

    def compare(case: Case, found: str) -> None:
        if not request.config.getoption("regen"):
            assert found == case.expected
        elif found != case.expected:
            case.rewrite(found)
            request.config.stash.setdefault(CHANGED, []).append(f"{case.file}: {case.title}")

    return compare


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.getoption("regen"):
        changed = config.stash.get(CHANGED, [])
        terminalreporter.write_line("\n".join(["Cases that changed:", *changed] if changed else ["No case changed."]))
