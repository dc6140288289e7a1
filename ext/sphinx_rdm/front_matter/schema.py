"""The JSON Schema of front matter, with which editors complete keys, and the ids of what a page is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ..records.kind import SUBJECT_CALLED
from ..records.schema import of_model
from ..records.vocabulary import Vocabulary
from .model import FrontMatter

_ONE_OR_SEVERAL: Final = (*SUBJECT_CALLED, "short")
"""The keys under which a single text is a list of one."""


def schema(words: Vocabulary, others: Sequence[str], required: Sequence[str]) -> dict[str, Any]:
    """What a page may say of itself, with the keys that *others* read, and those that every page must have."""
    ids = {name: list(words.terms(facet)) for name, facet in SUBJECT_CALLED.items() if words.checks(facet)}
    found = of_model(FrontMatter, ids)
    keys = found["properties"]
    for name in _ONE_OR_SEVERAL:
        several = {key: keys[name].pop(key) for key in [*keys[name]] if key != "description"}
        keys[name]["anyOf"] = [several["items"], several]
    keys["contributors"]["type"] = ["string", "array", "null"]
    keys |= {key: {} for key in others}
    return {**found, "required": list(required)} if required else found
