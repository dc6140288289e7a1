"""What ``sphinx-rdm due`` prints: what a project is made of, and of all that is due what an editor needs this month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from .. import ledger
from ..due.lines import AT_ONCE, DueLine, DuePage, DueSources
from .checks import page_settings

if TYPE_CHECKING:
    from .checks import Typed
    from .project import Project


def sources(project: Project) -> DueSources:
    """What a project is made of; raises :class:`.LedgerError` if what is known of links cannot be read."""
    file = project.data / ledger.FILE
    return DueSources(
        project.store,
        project.data,
        project.data.as_posix(),
        [DuePage(path.as_posix(), text, not is_markdown) for path, is_markdown, text in project.page_texts()],
        (project.pages / project.root).as_posix(),
        ledger.load(file, file.as_posix()),
        lambda: page_settings(project),
    )


def pressing(lines: Sequence[DueLine], until: date) -> list[Typed]:
    """What cannot wait longer than up to a day."""
    found = (line for line in lines if line.kind in AT_ONCE or (line.day and line.day <= until))
    return [(line.kind.value, line.problem) for line in found]


def later(lines: Sequence[DueLine], until: date) -> DueLine | None:
    """What comes first after that day."""
    found = [line for line in lines if line.day and line.day > until]
    return min(found, key=lambda line: line.day or until, default=None)


def at_leisure(lines: Sequence[DueLine], *, is_full: bool) -> Iterator[Typed]:
    """What has no day: all of it, or the first of each kind and how many there are."""
    waiting = (line for line in lines if line.day is None and line.kind not in AT_ONCE)
    for kind, group in groupby(waiting, key=lambda line: line.kind):
        first, *more = [line.problem for line in group]
        if more and not is_full:
            first, more = replace(first, message=f"{first.message} (and {len(more):,} more: sphinx-rdm due --all)"), []
        yield from ((kind.value, problem) for problem in (first, *more))
