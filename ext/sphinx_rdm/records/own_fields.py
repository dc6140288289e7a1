"""Fields of one's own: what ``fields.yml`` adds to records, and what it calls columns that are there already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated, Any, Final

from pydantic import Field, create_model, model_validator

from .fields import FieldName, Id, Known, Line, Lines, Pattern, Term, Terms, WebAddress, fault
from .kind import Column, Facet, Kind
from .model import Entry
from .positioned import PlacedList, Problem, locate
from .validation import collect
from .wording import shown

FILE: Final = "fields"
"""The name of the file, without suffix."""
_TYPES: Final[dict[str, Any]] = {"text": Line, "list": Lines, "address": WebAddress, "identifier": Line, "facet": Terms}
"""What a field may take, and the type of its values."""
_RESERVED: Final = ("q", "sort", "columns", "layout", "home")
"""What the addresses of lists that a script narrows down, and the options of any list, have names for."""


class OwnField(Entry):
    """A field that records of some kinds have here, or another title for a column that they have anyway."""

    noun = "field"

    id: FieldName = Field(description="The key in a record; a facet's values stand under it in the vocabulary, too.")
    kinds: Terms = Field(min_length=1, description="The kinds of records that have it, by the names of their files.")
    title: Line = Field(description="What readers call it.")
    takes: Term | None = Field(
        None, description="What it takes: text, list, address, identifier or facet. Without it, a column is renamed."
    )
    one: Id | None = Field(None, description="What options and addresses call one value of a facet.")
    pattern: Pattern | None = Field(None, description="Address of an identifier, with {} in place of it.")
    help: Line | None = Field(None, description="What editors say of it.")

    @model_validator(mode="after")
    def _is_whole(self) -> OwnField:
        if (self.takes == "identifier") != bool(self.pattern):
            raise fault("pattern and 'takes: identifier' belong together; add the one that is missing")
        if self.one and self.takes != "facet":
            raise fault("only a facet has a name for one of its values; leave 'one' out, or write 'takes: facet'")
        return self


OWN_FIELD: Final = Kind(FILE, OwnField)


def allowed(kinds: Sequence[Kind[Any]]) -> dict[str, list[str]]:
    """What some fields of a field may hold."""
    return {"kinds": [kind.file for kind in kinds if kind.is_open], "takes": list(_TYPES)}


def extend(kinds: Sequence[Kind[Any]], rows: PlacedList, path: str) -> tuple[tuple[Kind[Any], ...], list[Problem]]:
    """Add the fields in the *rows* of the file *path* to the *kinds* that they name; also returns what is wrong.

    If something is wrong, a key that is not known may be that of a field which was not understood.
    """
    nouns = {"kinds": "kind", "takes": "type of value"}
    known = {name: Known(nouns[name], values) for name, values in allowed(kinds).items()}
    found = collect(OwnField, rows, path, known)
    problems = list(found.problems)
    lost = bool(problems) or not rows.sound or not rows.complete
    extended = []
    for kind in kinds:
        own = [field for field in found.records.values() if kind.file in field.kinds]
        sound: list[OwnField] = []
        for field in own:
            if reason := _objection(kind, field, [_name(other) for other in sound]):
                at = locate(found.rows[field.id], ("one",) if field.one else ("id",))
                problems.append(Problem(path, at, f"'{shown(_name(field))}' {reason}"))
            else:
                sound.append(field)
        # A field that is not understood must not make its key unknown in each record that has it.
        lenient = lost or len(sound) < len(own)
        extended.append(_with(kind, sound, lenient=lenient) if own or lenient else kind)
    return tuple(extended), problems


def _name(field: OwnField) -> str:
    """What the column, the option and the address of a field are called."""
    return field.one or field.id


def _objection(kind: Kind[Any], field: OwnField, before: Sequence[str]) -> str:
    """What is wrong with a field for a kind that has the ones *before*; nothing if it is all right."""
    columns = [column.name for column in kind.columns]
    if field.takes is None:
        if field.id in columns:
            return ""
        return (
            f"is no column of {kind.file}; known: {', '.join(columns) or 'none'}; add 'takes' for a field that is new"
        )
    if hasattr(kind.model, field.id) or field.id.startswith("model_") or _name(field) in (*_RESERVED, *kind.options):
        return "is taken, by an option of a list or by the code that checks records; choose another"
    if field.id in kind.model.model_fields or _name(field) in (*columns, *before):
        return f"is a field of {kind.file} already; choose another, or leave 'takes' out to rename its column"
    return ""


def _with(kind: Kind[Any], own: Sequence[OwnField], *, lenient: bool) -> Kind[Any]:
    titles = {field.id: field.title for field in own if field.takes is None}
    columns = tuple(replace(column, heading=titles.get(column.name, column.heading)) for column in kind.columns)
    new = [field for field in own if field.takes is not None]
    added = tuple(map(_column, new))
    definitions: dict[str, Any] = {field.id: _definition(field) for field in new}
    # The name stays, because it shows in the text by which answers to pages are compared.
    model = create_model(kind.model.__name__, __base__=kind.model, __module__=kind.model.__module__, **definitions)
    if lenient:
        model.model_config["extra"] = "ignore"
        model.model_rebuild(force=True)
    return replace(kind, model=model, columns=(*columns, *added), added=added)


def _definition(field: OwnField) -> tuple[Any, Any]:
    """The annotation and the default of a field."""
    kind = _TYPES[str(field.takes)]
    if facet := _facet(field):
        kind = Annotated[kind, facet]
    several = field.takes in ("list", "facet")
    return (kind if several else kind | None, Field(() if several else None, description=field.help or field.title))


def _facet(field: OwnField) -> Facet | None:
    return Facet(field.id, _name(field), field.title) if field.takes == "facet" else None


def _column(field: OwnField) -> Column[Any]:
    facet = _facet(field)
    address = {"identifier": field.pattern or "", "address": "{}"}.get(str(field.takes), "")
    return Column(_name(field), field.title, _values(field.id), facet, address=address)


def _values(name: str) -> Callable[[Any], tuple[str, ...]]:
    def values(record: Any) -> tuple[str, ...]:
        value = getattr(record, name)
        return value if isinstance(value, tuple) else (value,) if value else ()

    return values
