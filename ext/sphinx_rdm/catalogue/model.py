"""What a record may say: one pydantic model for each kind of record, and problems in plain words.

The checks know no vocabulary of their own: the ids that a field allows come in as the validation
context, a mapping from the field's name to the known ids.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from typing import Annotated, Any, ClassVar, Final, TypeVar

from pydantic import (
    AfterValidator,
    AnyUrl,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    UrlConstraints,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from .positioned import Damaged, PlacedMapping, Position, Problem, locate

MAX_URL: Final = 2000  # the longest that all common browsers and servers take
ALL: Final = "all"
"""The word that stands for every phase in a record, and for "for every phase" in a query."""


def suggest(value: str, known: Iterable[str], also: Iterable[str] = ()) -> str:
    """The end of a message about the unknown *value*: the nearest word, or else all that are *known*.

    Words in *also*, such as titles, are allowed but too many or too long to list.
    """
    words = sorted(known)
    by_fold = {word.casefold(): word for word in (*words, *also)}
    if near := get_close_matches(value.casefold(), by_fold, 1, 0.6):
        return f", did you mean '{by_fold[near[0]]}'?"
    if not words:
        return "; none is defined"
    return f"; known: {', '.join(words[:12])}{', …' if len(words) > 12 else ''}"


def _fault(message: str) -> PydanticCustomError:
    # Braces would be taken for fields of a template, so the message goes in as a value.
    return PydanticCustomError("rdm", "{message}", {"message": message})


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _identifier(value: str) -> str:
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value) and len(value) <= 60:
        return value
    ascii_only = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    better = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:60].strip("-")
    hint = f", such as '{better}'" if better else ""
    raise _fault(f"id '{value}' must be small letters, digits and single hyphens, at most 60 characters{hint}")


_URL: Final = TypeAdapter(Annotated[AnyUrl, UrlConstraints(allowed_schemes=["http", "https"], host_required=True)])


def _web_address(value: str) -> str:
    """Check a web address and keep it as typed (``AnyUrl`` would rewrite it)."""
    if re.search(r"\s", value):
        raise _fault(f"'{value}' holds a space; write %20 instead")
    if re.match(r"https?:/*$|https?:///", value, re.IGNORECASE):
        raise _fault(f"'{value}' names no host; write it as https://host/path")
    if len(value) > MAX_URL:
        raise _fault(f"'{value[:60]}…' has {len(value)} characters; at most {MAX_URL} fit")
    expected = f"'{value}' is not a web address; write one that begins with https://"
    try:
        url = _URL.validate_python(value)
    except ValidationError:
        raise _fault(expected) from None
    if not re.match(r"https?://[^/\\]", value, re.IGNORECASE) or re.search(r"[\s\\<>\"`]", value):
        raise _fault(expected)
    if url.username or url.password or "@" in re.split(r"[/?#]", value.partition("//")[2])[0]:
        raise _fault(f"'{value}' holds a user name or password; remove the part before the @")
    return value


def _doi(value: str) -> str:
    if re.fullmatch(r"10\.\d{4,9}/\S+", value):
        return value
    raise _fault(f"'{value}' is not a DOI; write it as 10.1234/abc, without https://doi.org/")


def _known(value: str, info: ValidationInfo) -> str:
    field = str(info.field_name)
    known: Collection[str] | None = (info.context or {}).get(field)
    if known is None or value in known:
        return value
    raise _fault(f"unknown {field.removesuffix('s')} '{value}'{suggest(value, known)}")


def _list_wanted(value: Any) -> Any:
    if value == ALL:
        raise _fault(f"expected a list, found '{ALL}', which only phases take; name them one by one")
    if isinstance(value, str):
        raise _fault(f"expected a list, found '{value}'; write [{value}]")
    return value


def _distinct(value: tuple[str, ...]) -> tuple[str, ...]:
    for number, item in enumerate(value):
        if item in value[:number]:
            raise _fault(f"'{item}' stands twice; keep one of them")
    return value


def _all_or_list(value: Any) -> Any:
    if value == ALL:
        return (ALL,)
    if isinstance(value, str):
        raise _fault(f"expected a list or '{ALL}', found '{value}'; write [{value}]")
    if isinstance(value, list) and ALL in value:
        raise _fault(f"expected '{ALL}' alone, found it in a list; write it without brackets")
    return value


Id = Annotated[str, AfterValidator(_identifier)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_one_line)]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), AfterValidator(_one_line)
]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Doi = Annotated[str, AfterValidator(_doi)]
Term = Annotated[str, AfterValidator(_known)]
Lines = Annotated[tuple[Line, ...], BeforeValidator(_list_wanted), AfterValidator(_distinct)]
Terms = Annotated[tuple[Term, ...], BeforeValidator(_list_wanted), AfterValidator(_distinct)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    noun: ClassVar[str]
    """What contributors call a record of this kind."""


class VocabularyTerm(_Model):
    """One value of a facet, such as one phase or one category."""

    noun = "value of the vocabulary"

    id: Id = Field(description="Stable id, used in records, in front matter and in links.")
    title: Line = Field(description="What readers see.")
    summary: Text | None = Field(None, description="One sentence that says what the value stands for.")
    page: Line | None = Field(None, description="The value's home page: its path from the source folder, no suffix.")


class Resource(_Model):
    """Something worth knowing on the web: guidance, training or a tool."""

    noun = "resource"

    id: Id = Field(description="Stable id; it is part of the address of the catalogue's entry.")
    title: Line = Field(description="The name that the resource gives itself.")
    url: WebAddress = Field(description="Where it is; begins with https:// or http://.")
    description: Text = Field(description="One or two sentences: what a reader finds there, and when to use it.")
    category: Term = Field(description="Id of a category of the vocabulary.")
    kind: Term = Field(description="Id of a kind of the vocabulary.")
    phases: Annotated[tuple[Term, ...], BeforeValidator(_all_or_list), AfterValidator(_distinct)] = Field(
        (), description="Ids of phases, or `all` (kept as that one word) where the resource serves every phase."
    )
    topics: Terms = Field((), description="Ids of topics of the vocabulary.")
    providers: Lines = Field((), description="Who provides it.")
    keywords: Lines = Field((), description="Words that a reader may search for.")
    licence: Line | None = Field(None, description="Only where the resource states one.")
    doi: Doi | None = Field(None, description="Only where it has one; without https://doi.org/.")

    @model_validator(mode="after")
    def _is_listed_somewhere(self) -> Resource:
        if not self.phases and not self.topics:
            raise _fault("neither phases nor topics, so no page would list it; add one of them")
        return self


class Facility(_Model):
    """A place that produces or works on data for others, shown as a fold-out."""

    noun = "facility"

    id: Id = Field(description="Stable id; the fold-out's anchor is `facility-` and this id.")
    title: Line = Field(description="Name, with the abbreviation in brackets if it has one.")
    platform: Term = Field(description="Id of a platform of the vocabulary.")
    url: WebAddress = Field(description="The facility's own page.")
    summary: Text = Field(description="One or two sentences: what it offers.")
    services: Lines = Field((), description="What a researcher can ask it for, one service an item.")


class Site(_Model):
    """Who publishes the site and where; what is unknown stays empty."""

    noun = "site"

    name: Line = Field(description="The site's name.")
    tagline: Line | None = Field(None, description="For whom it is; shown after the name.")
    authors: Line | None = Field(None, description="Who is credited.")
    licence: Line | None = Field(None, description="Licence of the text.")
    base_url: WebAddress | None = Field(None, description="Address under which the site is published.")
    repository: WebAddress | None = Field(None, description="Address of the source repository.")
    contact: Line | None = Field(None, description="How to reach the people behind the site.")
    operator: Line | None = Field(None, description="The organisation that publishes the site.")


Record = TypeVar("Record", bound=_Model)


def validate(
    model: type[Record], value: Any, position: Position, path: str, known: dict[str, Collection[str]]
) -> tuple[Record | None, list[Problem]]:
    """Make a record of *model* from a value that the loader read at *position* of the file *path*.

    *known* gives the allowed ids of each field; a field that is not in it is not checked. Returns the
    record, or ``None`` with every problem found in it; a value that the loader already found damaged
    gives ``None`` too.
    """
    if not isinstance(value, PlacedMapping):
        message = f"expected a {model.noun} as 'key: value' lines, found {_describe(value)}"
        return None, [Problem(path, position, message)]
    given = {key: item for key, item in value.items() if item is not None}
    try:
        record = model.model_validate(given, context=known)
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [_problem(model, value, path, detail) for detail in details if not _is_known(detail, value)]
    return (record if value.sound else None), []


def _is_known(error: ErrorDetails, value: PlacedMapping) -> bool:
    """Whether the loader has reported a problem with this very value."""
    if error["type"] == "missing":
        return str(error["loc"][-1]) in value.key_at and not value.sound
    return isinstance(error["input"], Damaged) and error["type"] != "extra_forbidden"


def _problem(model: type[_Model], value: PlacedMapping, path: str, error: ErrorDetails) -> Problem:
    location = error["loc"]
    position = locate(value, location, key=error["type"] in ("extra_forbidden", "missing"))
    if error["type"] == "missing" and location[0] in value.key_at:
        return Problem(path, position, f"'{location[0]}' has no value; add one after the colon")
    return Problem(path, position, _message(model, error, location))


def _message(model: type[_Model], error: ErrorDetails, location: tuple[int | str, ...]) -> str:
    name = str(location[0]) if location else model.noun
    found = error["input"]
    match error["type"]:
        case "missing":
            return f"missing {name}; add a line '{name}: …'"
        case "extra_forbidden":
            return f"unknown key '{name}'{suggest(name, model.model_fields)}"
        case "string_type":
            if found is None:
                return f"{name}: expected text, found nothing; fill it in or delete the line"
            advice = "write one value, in quotes if it begins with a bracket or brace"
            return f"{name}: expected text, found {_describe(found)}; {advice}"
        case "tuple_type":
            return f"{name}: expected a list, found {_describe(found)}; write [a, b] or lines that begin with '- '"
        case "string_too_short":
            required = len(location) == 1 and model.model_fields[name].is_required()
            return f"{name} is empty; fill it in{'' if required else ' or delete it'}"
        case "string_too_long":
            return f"{name} has {len(found)} characters; at most {error['ctx']['max_length']} fit"
        case "rdm":
            text = error["msg"]
            return f"{name}: {text}" if text.startswith("'") or text.startswith("expected") else text
        case _:
            return f"{name}: {error['msg']}"


def _describe(value: Any) -> str:
    """Name a loaded value in the words of someone who edits the file."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return f"the text '{value}'"
    return "'key: value' lines" if isinstance(value, dict) else "a list"
