"""JSON Schemas of the data files, so that an editor completes keys and ids while somebody types.

They say less than the checks of :mod:`.fields`, and never more: what a schema refuses, a build refuses, too. What comes
and goes with records and pages is offered and never asked for, so it may be older than these.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from . import own_fields
from .fields import A_PAGE, PAGE, Offered
from .kind import SUBJECTS, Kind, marked
from .model import RecordPart, Site, VocabularyTerm
from .store import Store, facets_of

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
OFFERED: Final = "_offered"
"""The file of what editors offer; the underscore sets it apart from the files of data."""
_TARGETS: Final = "targets"


def schemas(store: Store, pages: Collection[str] = ()) -> dict[str, dict[str, Any]]:
    """The schema of every data file, by the file's name without suffix; ids are those of the store's vocabulary.

    *pages* are the names of those that editors offer, beside what the records say.
    """
    found = {"site": of_model(Site), "vocabulary": _of_vocabulary(list(facets_of(store.kinds)))}
    found[own_fields.FILE] = _listed(of_model(own_fields.OwnField, own_fields.allowed(store.kinds)))
    for kind in store.kinds:
        known = {field: list(store.vocabulary.terms(facet)) for field, facet in kind.facets.items()}
        more = dict.fromkeys(kind.others, kind.file) | dict.fromkeys(kind.anything, _TARGETS)
        found[kind.file] = _listed(of_model(kind.model, known, more))
    values = _offered(store, pages)
    found[OFFERED] = {"$defs": {name: {"enum": list(dict.fromkeys(known))} for name, known in values.items()}}
    return {name: headed(f"{name}.yml", schema) for name, schema in found.items()}


def headed(title: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema that says what it is of."""
    return {"$schema": DIALECT, "title": title, **schema}


def of_model(
    model: type[RecordPart], known: Mapping[str, list[str]] | None = None, more: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The schema of a model, with the ids that its fields take.

    *more* names what is offered for fields beside those that are marked.
    """
    offered = _names(model) | dict(more or {})
    schema = model.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        for name, field in part["properties"].items():
            _tidy(field)
            if known and (ids := known.get(name)):
                _allow(field, ids)
            if name in offered:
                _offer(field, offered[name])
    return schema


def offer(name: str, otherwise: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a value for which editors offer something, and which may be something else."""
    return {"anyOf": [{"$ref": f"{OFFERED}.json#/$defs/{name}"}, dict(otherwise)]}


def _offered(store: Store, pages: Collection[str]) -> dict[str, list[str]]:
    """What is there already, by the names under which it is offered."""
    pages = sorted(pages)
    targets = [f"{facet.singular}:{term}" for facet in SUBJECTS for term in store.vocabulary.terms(facet)]
    targets += [f"{kind.role}:{key}" for kind in store.kinds if kind.role for key in store.of(kind)]
    found = {A_PAGE.what: pages, _TARGETS: [*targets, *(f"{PAGE}{page}" for page in pages)]}
    found |= {kind.file: list(store.of(kind)) for kind in store.kinds if kind.others}
    for kind in store.kinds:
        for field, name in _names(kind.model).items():
            if name != A_PAGE.what:
                found[name] = sorted({*found.get(name, ()), *_values(store, kind, field)})
    return found


def _names(model: type[RecordPart]) -> dict[str, str]:
    """The name of what is offered for each field that is marked."""
    return {name: mark.what for name, mark in marked(model, Offered)}


def _values(store: Store, kind: Kind[Any], field: str) -> list[str]:
    """All that records say in a field of texts."""
    given = [getattr(record, field, ()) for record in store.of(kind).values()]
    return [text for value in given for text in (value if isinstance(value, tuple) else (value,)) if text]


def _of_vocabulary(facets: list[str]) -> dict[str, Any]:
    terms = {"type": "array", "items": {"$ref": "#/$defs/VocabularyTerm"}}
    return {
        "type": "object",
        "properties": dict.fromkeys(facets, terms),
        "additionalProperties": False,
        "$defs": {"VocabularyTerm": of_model(VocabularyTerm)},
    }


def _listed(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a list of such records, with its definitions at the top, where their references look for them."""
    definitions = schema.pop("$defs", None)
    return {"type": "array", "items": schema, **({"$defs": definitions} if definitions else {})}


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


def _offer(field: dict[str, Any], name: str) -> None:
    """Have editors offer something for a field of texts, or of a list of them."""
    if "items" in field:
        field["items"] = offer(name, field["items"])
        return
    otherwise = {key: field.pop(key) for key in [*field] if key != "description"}
    field.update(offer(name, otherwise))
