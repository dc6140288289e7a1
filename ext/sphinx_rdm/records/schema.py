"""JSON Schemas of the data files, so that an editor completes keys and ids while somebody types.

They say less than the checks of :mod:`.fields`, and never more: what a schema refuses, a build refuses, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from . import own_fields
from .model import Entry, Site, VocabularyTerm
from .store import Store, facets_of

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schemas(store: Store) -> dict[str, dict[str, Any]]:
    """The schema of every data file, by the file's name without suffix; ids are those of the store's vocabulary."""
    found = {"site": _of(Site), "vocabulary": _of_vocabulary(list(facets_of(store.kinds)))}
    found[own_fields.FILE] = {"type": "array", "items": _of(own_fields.OwnField, own_fields.allowed(store.kinds))}
    for kind in store.kinds:
        known = {field: list(store.vocabulary.terms(facet)) for field, facet in kind.facets.items()}
        found[kind.file] = {"type": "array", "items": _of(kind.model, known)}
    return {name: {"$schema": DIALECT, "title": f"{name}.yml", **_hoisted(schema)} for name, schema in found.items()}


def _of(model: type[Entry], known: Mapping[str, list[str]] | None = None) -> dict[str, Any]:
    schema = model.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        for name, field in part["properties"].items():
            _tidy(field)
            if known and (ids := known.get(name)):
                _allow(field, ids)
    return schema


def _of_vocabulary(facets: list[str]) -> dict[str, Any]:
    terms = {"type": "array", "items": {"$ref": "#/$defs/VocabularyTerm"}}
    return {
        "type": "object",
        "properties": dict.fromkeys(facets, terms),
        "additionalProperties": False,
        "$defs": {"VocabularyTerm": _of(VocabularyTerm)},
    }


def _hoisted(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with the definitions of its items at the top, where their references look for them."""
    definitions = schema.get("items", {}).pop("$defs", None)
    return {**schema, "$defs": definitions} if definitions else schema


def _tidy(field: dict[str, Any]) -> None:
    """Take out what pydantic adds and what would show up in an editor as noise."""
    field.pop("title", None)
    field.pop("default", None)
    options = [option for option in field.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:  # a value that may stay empty
        del field["anyOf"]
        field.update({**options[0], **field, "type": [options[0]["type"], "null"]})


def _allow(field: dict[str, Any], ids: list[str]) -> None:
    """Let a field take *ids* only, or a list of them."""
    lists = [part for part in (field, *field.get("anyOf", ())) if "items" in part]
    for part in lists:
        part["items"] = {"enum": ids}
    if not lists:
        field["enum"] = [*ids, None] if "null" in field["type"] else ids
