"""From a loaded value to a record, or to every problem in it, worded for the person who edits the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .addresses import bare
from .fields import Known
from .model import RETIRED, Entry, Record
from .positioned import Damaged, PlacedList, PlacedMapping, Position, Problem, locate
from .syntax import COLON_IN_VALUE, foreign_quote
from .wording import Suggestions, meant, meant_keys, misspelt, shown

Context = Mapping[str, Known]
"""The allowed ids of each field; a field that is not in it is not checked."""
Location = tuple[int | str, ...]
"""Keys and indexes that lead to a value inside a record."""


def validate(
    model: type[Record],
    value: Any,
    position: Position,
    path: str,
    known: Context | None = None,
    suggest: Suggestions | None = None,
) -> tuple[Record | None, list[Problem]]:
    """Make a record of *model* from a value that the loader read at *position* of the file *path*.

    Returns the record, or ``None`` with every problem found in it; a value that the loader already
    found damaged gives ``None`` too. *suggest* is shared by the records of a file.
    """
    if isinstance(value, Damaged):
        return None, []
    if not isinstance(value, PlacedMapping):
        article = "an" if model.noun[0] in "aeiou" else "a"
        message = f"expected {article} {model.noun} as 'key: value' lines, found {describe(value)}"
        return None, [Problem(path, position, message)]
    given = {key: item for key, item in value.items() if item is not None}
    try:
        record = model.model_validate(given, context=known)
    except ValidationError as error:
        details = _without_echoes(model, error.errors(include_url=False))
        words = suggest or Suggestions()
        return None, [_problem(model, value, path, detail, words) for detail in details if not _is_known(detail, value)]
    return (record if value.sound else None), []


class Collected(NamedTuple):
    """The sound records of a list and the rows they were made from, both by the records' keys, and all problems."""

    records: dict[str, Any]
    rows: dict[str, PlacedMapping]
    problems: list[Problem]


def collect(
    model: type[Entry], rows: PlacedList, path: str, known: Context, suggest: Suggestions | None = None
) -> Collected:
    """Make a record of *model* from each item of a list of the file *path*.

    Of two records with the same key, or with keys that clash, the first is kept.
    """
    key = model.unique[0][0]
    suggest = suggest or Suggestions()
    found = Collected({}, {}, [])
    first: dict[tuple[int, str], int] = {}
    for row, at in zip(rows, rows.item_at, strict=True):
        record, problems = validate(model, row, at, path, known, suggest)
        found.problems.extend(problems)
        if not isinstance(row, PlacedMapping):
            continue
        doubles = list(_doubles(model, row, first))
        found.problems.extend(Problem(path, position, message) for _field, position, message in doubles)
        if record is not None and key not in [field for field, _position, _message in doubles]:
            record_key = getattr(record, key)
            found.records[record_key] = record
            found.rows[record_key] = row
    for clash in list(model.clashes(found.records)):
        before = f"'{shown(clash.before)}' (line {locate(found.rows[clash.before], (key,)).line})"
        message = f"{key}: '{shown(clash.value)}' {clash.message.format(before)}"
        found.problems.append(Problem(path, locate(found.rows[clash.value], (key,)), message))
        del found.records[clash.value], found.rows[clash.value]
    found.problems.extend(_same_places(model, found, path))
    for field in model.name_fields:
        found.problems.extend(_misspelt(field, found, path))
    return found


def _doubles(
    model: type[Entry], row: PlacedMapping, first: dict[tuple[int, str], int]
) -> Iterator[tuple[str, Position, str]]:
    """Field, place and message of each value that an earlier record has; notes the others in *first*.

    *first* gives the line of a value, by the number of its group in ``model.unique``.
    """
    for number, fields in enumerate(model.unique):
        mine: set[str] = set()  # a record may say the same twice
        for field in fields:
            given = row.get(field)
            values = list(enumerate(given)) if isinstance(given, PlacedList) else [(None, given)]
            for index, value in values:
                if not isinstance(value, str) or value.casefold() in mine:
                    continue
                mine.add(value.casefold())
                position = locate(row, (field,) if index is None else (field, index))
                line = first.setdefault((number, value.casefold()), position.line)
                if line != position.line:
                    label = fields[0]
                    message = f"duplicate {label} '{shown(value)}' (first on line {line}); each {label} may occur once"
                    yield field, position, message


def _same_places(model: type[Entry], found: Collected, path: str) -> Iterator[Problem]:
    """A problem for each record at the address of an earlier one, unless both say that they share it."""
    first: dict[str, str] = {}
    for key, record in found.records.items():
        if not (address := getattr(record, model.address_field, None)) or getattr(record, RETIRED, None):
            continue
        before = first.setdefault(bare(_OF_PAGE.sub("", address)), key)
        both = (found.records[before], record)
        if before != key and not all(getattr(item, "shares_address", False) for item in both):
            line = locate(found.rows[before], (model.address_field,)).line
            advice = "keep one of the records, or write 'shares_address: true' in both"
            said = f"'{shown(address)}' is the address of '{shown(before)}', too (line {line}); {advice}"
            yield Problem(path, locate(found.rows[key], (model.address_field,)), f"{model.address_field}: {said}")


_OF_PAGE: Final = re.compile("#(?![/!]).*")
"""What names a place of a page; behind other signs, scripts find whole pages by it."""


def _misspelt(field: str, found: Collected, path: str) -> Iterator[Problem]:
    """A problem for each name that is written otherwise elsewhere, and there more often, or longer."""
    places: dict[str, list[Position]] = {}
    for key, record in found.records.items():
        for index, name in enumerate(getattr(record, field)):
            places.setdefault(name, []).append(locate(found.rows[key], (field, index)))
    for name, better in misspelt({name: len(of_name) for name, of_name in places.items()}).items():
        for at in places[name]:
            said = f"'{shown(name)}' is written otherwise on line {places[better][0].line}{meant(better)}"
            yield Problem(path, at, f"{field}: {said}")


def _without_echoes(model: type[Entry], errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """The errors, but for those that only follow from another.

    Such are lists that are too short because the items in them are faulty, and keys that are missing because they are
    misspelt.
    """
    missing = {error["loc"][:-1] for error in errors if error["type"] == "missing"}
    strange: dict[Location, list[str]] = {}
    for error in errors:
        if error["type"] == "extra_forbidden" and error["loc"][:-1] in missing:
            strange.setdefault(error["loc"][:-1], []).append(str(error["loc"][-1]))
    near = {inside: meant_keys(keys, _part(model, inside).model_fields) for inside, keys in strange.items()}

    def is_echo(error: ErrorDetails) -> bool:
        size = len(error["loc"])
        if error["type"] == "missing":
            return error["loc"][-1] in near.get(error["loc"][:-1], ())
        inside = (other["loc"] for other in errors if len(other["loc"]) > size)
        return error["type"] == "too_short" and any(location[:size] == error["loc"] for location in inside)

    return [error for error in errors if not is_echo(error)]


def _is_known(error: ErrorDetails, value: PlacedMapping) -> bool:
    """Whether the loader has reported a problem with this very value."""
    if error["type"] == "missing":
        inner = _innermost(value, error["loc"][:-1])
        return not inner.complete or (str(error["loc"][-1]) in inner.key_at and not inner.sound)
    return isinstance(error["input"], Damaged) and error["type"] != "extra_forbidden"


def _innermost(value: PlacedMapping, location: Location) -> PlacedMapping:
    """The mapping inside *value* to which a location leads."""
    inner: Any = value
    for part in location:
        inner = inner[part]
    return inner if isinstance(inner, PlacedMapping) else value


def _part(model: type[BaseModel], location: Location) -> type[BaseModel]:
    """The model of the part inside a record to which a location leads."""
    for name in location:
        if isinstance(name, str) and name in model.model_fields:
            model = next(_models(model.model_fields[name].annotation), model)
    return model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models in an annotation, however deep."""
    for inside in get_args(annotation):
        if isinstance(inside, type) and issubclass(inside, BaseModel):
            yield inside
        yield from _models(inside)


def _problem(model: type[Entry], value: PlacedMapping, path: str, error: ErrorDetails, suggest: Suggestions) -> Problem:
    location = error["loc"]
    if is_key := location[-1:] == ("[key]",):
        location = location[:-1]
    position = locate(value, location, key=is_key or error["type"] in ("extra_forbidden", "missing"))
    if error["type"] == "missing" and location[-1] in _innermost(value, location[:-1]).key_at:
        return Problem(path, position, f"'{location[-1]}' has no value; add one after the colon")
    return Problem(path, position, _message(_part(model, location[:-1]), model.noun, error, suggest))


def _message(model: type[BaseModel], noun: str, error: ErrorDetails, suggest: Suggestions) -> str:
    location = error["loc"]
    if location[-1:] == ("[key]",):
        location = location[:-2]
    key = next((part for part in reversed(location) if isinstance(part, str)), noun)
    name, found = shown(key), error["input"]
    if isinstance(found, str) and (said := foreign_quote(found)) and error["type"] in ("rdm", "unknown"):
        return f"{name}: {said}"
    match error["type"]:
        case "missing":
            return f"missing {name}; add a line '{name}: …'"
        case "extra_forbidden":
            return suggest.unknown("key", key, model.model_fields)
        case "unknown":
            return suggest.unknown(error["ctx"]["noun"], found, error["ctx"]["known"])
        case "string_type":
            if found is None:
                return f"{name}: expected text, found nothing; fill it in or delete the line"
            if said := _with_colon(found, in_list=isinstance(location[-1], int)):
                return f"{name}: {said}"
            advice = "write one value, in quotes if it begins with a bracket or brace"
            return f"{name}: expected text, found {describe(found)}; {advice}"
        case "tuple_type":
            return f"{name}: expected a list, found {describe(found)}; write [a, b] or lines that begin with '- '"
        case "dict_type" | "model_type":
            return f"{name}: expected 'key: value' lines, found {describe(found)}"
        case "too_short" if not found:
            return f"{name} is an empty list; add at least one"
        case "too_short":
            return f"{name} has {len(found)} of at least {error['ctx']['min_length']}; add what is missing"
        case "string_too_short" if found.strip():
            return f"{name} has {len(found)} characters of at least {error['ctx']['min_length']}; say more"
        case "string_too_short":
            field = model.model_fields.get(key) if isinstance(location[-1], str) else None
            return f"{name} is empty; fill it in{'' if field and field.is_required() else ' or delete it'}"
        case "string_too_long":
            return f"{name} has {len(found)} characters; at most {error['ctx']['max_length']} fit"
        case "rdm":
            text = error["msg"]
            return f"{name}: {text}" if text.startswith("'") or text.startswith("expected") else text
        case _:
            return f"{name}: {error['msg']}"


def _with_colon(found: Any, *, in_list: bool) -> str:
    """What is wrong with a sentence that became a key and its value by a colon; nothing if it is none."""
    if not isinstance(found, PlacedMapping) or len(found) != 1:
        return ""
    ((key, value),) = found.items()
    if found.key_at[key] != found.position:  # braces are around it
        return ""
    is_sentence = " " in key or (in_list and isinstance(value, str) and " " in value)
    return foreign_quote(key, is_cut=True) or (COLON_IN_VALUE if is_sentence else "")


def describe(value: Any) -> str:
    """Name a loaded value in the words of someone who edits the file."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return f"the text '{shown(value)}'"
    return "'key: value' lines" if isinstance(value, dict) else "a list"
