"""How problems are printed: for people, for programs, and for the lines of a change at a host."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .checks import Typed

_REMARKS: Final = ("due.", "links.failing", "links.moved", "links.unclear")
"""How the types of what can wait begin."""


def text(found: Iterable[Typed]) -> Iterator[str]:
    """A line for each problem, as a build has it between its own words."""
    return (str(problem) for _type, problem in found)


def as_json(found: Iterable[Typed]) -> Iterator[str]:
    """One list of all problems."""
    rows = [
        {
            "file": problem.path,
            "line": problem.position.line,
            "column": problem.position.column,
            "message": problem.message,
            "type": kind,
        }
        for kind, problem in found
    ]
    yield json.dumps(rows, ensure_ascii=False, indent=2)


def github(found: Iterable[Typed]) -> Iterator[str]:
    """A command for each problem, which has GitHub show it beside its line."""
    for kind, problem in found:
        line, column = problem.position
        level = "warning" if kind.startswith(_REMARKS) else "error"
        yield f"::{level} file={_escaped(problem.path, ':,')},line={line},col={column}::{_escaped(problem.message)}"


def gitlab(found: Iterable[Typed]) -> Iterator[str]:
    """One list of all problems, as a report on the quality of code from which GitLab shows them beside their lines."""
    rows = [
        {
            "description": problem.message,
            "check_name": kind,
            "fingerprint": sha256(str(problem).encode()).hexdigest(),
            "severity": "info" if kind.startswith(_REMARKS) else "major",
            "location": {"path": problem.path, "lines": {"begin": problem.position.line}},
        }
        for kind, problem in found
    ]
    yield json.dumps(rows, ensure_ascii=False, indent=2)


def _escaped(value: str, also: str = "") -> str:
    """What would end a command, or a value in it, as the number of its sign."""
    return "".join(f"%{ord(sign):02X}" if sign in f"%\r\n{also}" else sign for sign in value)


FORMATS: Final[dict[str, Callable[[Iterable[Typed]], Iterator[str]]]] = {
    "text": text,
    "json": as_json,
    "github": github,
    "gitlab": gitlab,
}
