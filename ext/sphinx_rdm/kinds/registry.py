"""All kinds of records, in the order in which their files are checked."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any, Final

from ..records.kind import Kind
from .checklist.record import CHECKLIST
from .decision.record import DECISION
from .facility.record import FACILITY
from .fact.record import FACT
from .glossary.record import GLOSSARY_TERM
from .guide.record import GUIDE
from .institution.record import INSTITUTION
from .plain import ABBREVIATION, LAW, QUESTION, REDIRECT, STYLE, SYNONYMS
from .process.record import PROCESS
from .resource.record import RESOURCE
from .system.record import SYSTEM

KINDS: Final[tuple[Kind[Any], ...]] = (
    RESOURCE,
    FACILITY,
    GUIDE,
    CHECKLIST,
    DECISION,
    PROCESS,
    SYSTEM,
    FACT,
    INSTITUTION,
    GLOSSARY_TERM,
    REDIRECT,
    ABBREVIATION,
    LAW,
    STYLE,
    SYNONYMS,
    QUESTION,
)


def added(names: Iterable[object]) -> tuple[list[Kind[Any]], list[str]]:
    """The kinds that a project adds, each named as ``module:NAME``, and what is wrong with the names."""
    kinds, faults = [], []
    taken = {name: "the extension" for kind in KINDS for name in _names(kind)}
    for name in names:
        module, _colon, attribute = str(name).partition(":")
        try:
            kind = getattr(import_module(module), attribute)
        except Exception as error:  # whatever somebody else's module raises while it is loaded
            faults.append(f"rdm_kinds: '{name}' cannot be loaded: {error}; write 'module:NAME'")
            continue
        if not isinstance(kind, Kind):
            faults.append(f"rdm_kinds: '{name}' is no Kind but {type(kind).__name__}; name a Kind")
        elif clash := next(filter(taken.__contains__, _names(kind)), ""):
            faults.append(f"rdm_kinds: '{name}' has the {clash} of {taken[clash]}; choose another")
        else:
            taken |= dict.fromkeys(_names(kind), f"'{name}'")
            kinds.append(kind)
    return kinds, faults


def _names(kind: Kind[Any]) -> list[str]:
    return [f"file '{kind.file}.yml'", *([f"role '{kind.role}'"] if kind.role else [])]
