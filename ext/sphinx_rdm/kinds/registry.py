"""All kinds of records, in the order in which their files are checked."""

from __future__ import annotations

from typing import Any, Final

from ..records.kind import Kind
from .checklist.record import CHECKLIST
from .facility.record import FACILITY
from .glossary.record import GLOSSARY_TERM
from .guide.record import GUIDE
from .institution.record import INSTITUTION
from .plain import ABBREVIATION, LAW, REDIRECT, STYLE, SYNONYMS
from .resource.record import RESOURCE

KINDS: Final[tuple[Kind[Any], ...]] = (
    RESOURCE,
    FACILITY,
    GUIDE,
    CHECKLIST,
    INSTITUTION,
    GLOSSARY_TERM,
    REDIRECT,
    ABBREVIATION,
    LAW,
    STYLE,
    SYNONYMS,
)
