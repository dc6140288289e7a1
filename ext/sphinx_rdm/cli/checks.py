"""What can be checked without a build: functions, each from a project to the problems of some of its files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeAlias

from ..records.positioned import START, Problem
from .project import Project

_DEFAULTS: Final[dict[str, Any]] = {"root_doc": "index", "exclude_patterns": ()}

Check: TypeAlias = Callable[[Project], Iterable[Problem]]


def problems(project: Project) -> Iterator[tuple[str, Problem]]:
    """All problems of a project in the order of its files, each with the type that a build gives it."""
    for kind, check in CHECKS.items() if project.is_whole else [("rdm.source", data)]:
        for problem in check(project):
            yield kind, problem


def data(project: Project) -> Iterator[Problem]:
    """The data files, and the kinds of records that a project adds."""
    name = (project.folder / "conf.py").as_posix()
    yield from (Problem(name, START, fault) for fault in project.kinds[1])
    yield from project.store.problems


def contents(project: Project) -> Iterable[Problem]:
    """The table of contents, if it is a file of its own."""
    from ..contents import EXTENSION, check, pages_in

    if EXTENSION not in project.settings.get("extensions", ()):
        return []
    path = project.pages / str(project.settings.get("external_toc_path", "_toc.yml"))
    root, left_out = (project.settings.get(name, default) for name, default in _DEFAULTS.items())
    return check(path, path.as_posix(), pages_in(project.pages, project.suffixes, root, left_out)).problems


CHECKS: Final[dict[str, Check]] = {"rdm.source": data, "rdm.contents": contents}
"""Each check with the type of the warnings that a build makes of its problems."""
