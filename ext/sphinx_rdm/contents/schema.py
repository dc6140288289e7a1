"""The JSON Schema of a table of contents, with which editors complete its keys and the names of pages."""

from __future__ import annotations

from typing import Any, Final

from ..records.fields import A_PAGE
from ..records.schema import offer
from .options import OPTIONS

_LEVELS: Final = range(2)
"""A format has its own words for the top, and others for all that is below."""


def schema() -> dict[str, Any]:
    """What stands in a table of contents, in whatever format it is."""
    from sphinx_external_toc.parsing import FILE_FORMATS

    # An option may be written in several ways, and some need none of these words, so they are told and not asked for.
    options = {name: {"description": f"Expected: {expected}."} for name, (_convert, expected) in OPTIONS.items()}
    formats = FILE_FORMATS.values()
    lists = sorted({form.get_items_key(level) for form in formats for level in _LEVELS})
    trees = sorted({form.get_subtrees_key(level) for form in formats for level in _LEVELS})
    entries = {key: {"type": "array", "items": {"$ref": "#/$defs/Entry"}} for key in lists}
    branches = {key: {"type": "array", "items": {"$ref": "#/$defs/Tree"}} for key in trees}
    page = offer(A_PAGE.what, {"type": "string"})
    shown = {"title": {"type": "string"}, "options": {"$ref": "#/$defs/Options"}}
    below = {**shown, **entries, **branches}
    top = {"format": {"enum": list(FILE_FORMATS)}, "defaults": {"$ref": "#/$defs/Options"}, "meta": {}}
    links = {
        "file": {"description": "A page: its path from the source folder, no suffix.", **page},
        "glob": {"description": "A pattern of names of pages.", "type": "string"},
        "url": {"description": "An address elsewhere.", "type": "string", "pattern": ".+://."},
    }
    return {
        **_keys({"root": {"description": "The start page.", **page}, **top, **below}),
        "required": ["root"],
        "$defs": {
            "Entry": _keys({**links, **below}),
            "Tree": _keys({**options, **entries}),
            "Options": _keys(options),
        },
    }


def _keys(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}
