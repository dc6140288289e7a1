"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ..records.positioned import Position
from .page import Page


class Mistake(NamedTuple):
    """A fault at a place; of the lines below it, up to the line ``until``, nothing else is said."""

    at: Position
    message: str
    until: int = 0


class Rule(NamedTuple):
    """One kind of fault that a page shows in its source to nobody, and readers find."""

    id: str
    what: str
    """What it finds, for contributors."""
    why: str
    """What readers would see instead."""
    check: Callable[[Page], Iterable[Mistake]]
