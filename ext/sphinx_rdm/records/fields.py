"""What a value in a record may be: one type for each kind of value, with its check in plain words.

The checks know no vocabulary of their own: the ids that a field allows come in as the validation
context, a mapping from the field's name to what is known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Annotated, Any, Final, NamedTuple

from pydantic import (
    AfterValidator,
    AnyUrl,
    BeforeValidator,
    Field,
    StringConstraints,
    TypeAdapter,
    UrlConstraints,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from . import addresses
from .expressions import objection
from .syntax import as_list, items_of
from .wording import shown

MAX_URL: Final = 2000  # the longest that all common browsers and servers take
ALL: Final = "all"
"""The word that stands for every phase in a record, and for "for every phase" in a query."""

PAGE: Final = "page:"
"""What stands before the path of a page where others name a record."""

DOI: Final = "https://doi.org/"
"""What stands before a DOI in its address."""

_MAX_SHAPED: Final = 500
"""Letters of a value of a shape of its own, such as a DOI; no sound one has so many."""
_ID: Final = r"[a-z0-9]+(-[a-z0-9]+)*"
_DOI: Final = r"10\.[0-9]{4,9}/\S+"
_MAIL: Final = r"[^@\s<>,;:]+@[^@\s<>,;:]+\.[a-z]{2,}"
_PATH: Final = r"/([^\s/?#\\]+/)*[^\s/?#\\]*(\?[^\s#]+)?"
_ANCHOR: Final = r"""[^\s#"'<>&]+"""  # docutils writes it into the page as it stands
_VIEW: Final = r"[a-z0-9_-]+=[^\s#&?=]+(&[a-z0-9_-]+=[^\s#&?=]+)*"
_FIELD: Final = r"[a-z][a-z0-9_]*"
_TARGET: Final = r"""[a-z][a-z-]*:[^\s:#?"'<>&\\]+"""
_LANGUAGE: Final = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"


class Others(NamedTuple):
    """Stands in the annotation of a field whose values are ids of other records of the same kind."""

    noun: str


class Offered(NamedTuple):
    """Stands in the annotation of a field that takes any text, of which editors offer what is there already."""

    what: str


A_PAGE: Final = Offered("pages")
"""The mark of a field whose value is the name of a page: its path from their folder, no suffix.

Editors offer them; which there are is known only when pages are read.
"""


class Known(NamedTuple):
    """The ids that a field allows, and what they stand for."""

    noun: str
    ids: Collection[str]


def fault(message: str) -> PydanticCustomError:
    """The error to raise for a value, with a message that stands as it is."""
    # Braces would be taken for fields of a template, so the message goes in as a value.
    return PydanticCustomError("rdm", "{message}", {"message": message})


def _one_line(value: str) -> str:
    return " ".join(value.split())


def proposed_id(text: str) -> str:
    """What can be the id of something that is called so; empty if it has no letter and no digit of ours."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:60].strip("-")


def _identifier(value: str) -> str:
    if re.fullmatch(_ID, value) and len(value) <= 60:
        return value
    hint = f", such as '{better}'" if (better := proposed_id(value)) else ""
    raise fault(f"id '{shown(value)}' must be small letters, digits and single hyphens, at most 60 characters{hint}")


def _not_all(value: str) -> str:
    if value == ALL:
        raise fault(f"id '{ALL}' is the word for every value; choose another")
    return value


_URL: Final = TypeAdapter(Annotated[AnyUrl, UrlConstraints(allowed_schemes=["http", "https"], host_required=True)])


def _check_length(value: str, most: int) -> None:
    if len(value) > most:
        raise fault(f"'{shown(value)}' has {len(value)} characters; at most {most} fit")


def _web_address(value: str) -> str:
    """Check a web address and keep it as typed (``AnyUrl`` would rewrite it)."""
    _check_length(value, MAX_URL)
    if re.match(r"https?:\S*\s", value, re.IGNORECASE):
        raise fault(f"'{shown(value)}' holds a space; write %20 instead")
    if re.match(r"https?:/*$|https?:///", value, re.IGNORECASE):
        raise fault(f"'{shown(value)}' names no host; write it as https://host/path")
    expected = f"'{shown(value)}' is not a web address; write one that begins with https://"
    try:
        url = _URL.validate_python(value)
    except ValidationError:
        raise fault(expected) from None
    if not re.match(r"https?://[^/\\]", value, re.IGNORECASE) or re.search(r"[\s\\<>\"`]", value):
        raise fault(expected)
    if url.username or url.password or "@" in re.split(r"[/?#]", value.partition("//")[2])[0]:
        raise fault(f"'{shown(value)}' holds a user name or password; remove the part before the @")
    return value


def _names_page(value: str) -> str:
    if "{page}" not in value:
        raise fault(f"'{shown(value)}' is the same for every page; write {{page}} where the path of a page belongs")
    return value


def _has_gap(value: str) -> str:
    if value.count("{}") != 1:
        raise fault(f"'{shown(value)}' has no place for the identifier; write {{}} once where it belongs")
    return value


def _earlier_path(value: str) -> str:
    if found := addresses.fault(value):
        raise fault(f"'{shown(value)}' {found}")
    return value


def _pattern(pattern: str) -> Any:
    """The pattern as editors are to know it; the checks word their messages better than it could."""
    return Field(json_schema_extra={"pattern": f"^{pattern}$"})


def _shaped(pattern: str, what: str) -> tuple[Any, ...]:
    """A check that the whole of a text fits the pattern, and the pattern for editors; *what* says what was expected."""

    def check(value: str) -> str:
        _check_length(value, _MAX_SHAPED)
        if re.fullmatch(pattern, value):
            return value
        raise fault(f"'{shown(value)}' is not {what}")

    return AfterValidator(check), _pattern(pattern)


def _doi_address(value: str) -> str:
    return DOI + value.removeprefix(DOI)


def outside_address(marks: Iterable[Any], value: str) -> str:
    """The address to which a text leads, if the *marks* in its annotation make it one; a pattern of some is none."""
    checks = [mark.func for mark in marks if isinstance(mark, AfterValidator)]
    if _doi_address in checks:
        return DOI + value.removeprefix(DOI)
    return value if _web_address in checks and not {_names_page, _has_gap}.intersection(checks) else ""


def _regular_expression(value: str) -> str:
    if reason := objection(value):
        raise fault(f"'{shown(value)}' {reason}")
    return value


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        raise fault("expected a day; write year, month and day, as in 2024-02-29")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise fault(f"'{shown(value)}' is not a day; write year, month and day, as in 2024-02-29")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise fault(f"'{shown(value)}' is no day of the calendar") from None


def _with_reason(what: str, sample: str) -> Callable[[str], str]:
    """A check that a reason follows a day; *what* says which, for the message."""

    def check(value: str) -> str:
        day, _space, reason = value.partition(" ")
        _day(day)
        if not reason:
            raise fault(f"'{shown(value)}' has no reason; write {what}, as in '{day} {sample}'")
        return value

    return check


def _true_or_false(value: Any) -> Any:
    if value not in ("true", "false"):
        found = f"'{shown(value)}'" if isinstance(value, str) else "what stands here"
        raise fault(f"{found} is neither true nor false; write one of the two")
    return value == "true"


def _known(value: str, info: ValidationInfo, *more: str) -> str:
    known: Known | None = (info.context or {}).get(str(info.field_name))
    if known is None or value in known.ids or value in more:
        return value
    raise PydanticCustomError("unknown", "not known", {"noun": known.noun, "known": {*known.ids, *more}})


def _known_or_all(value: str, info: ValidationInfo) -> str:
    return _known(value, info, ALL)


def _known_target(value: str, info: ValidationInfo) -> str:
    # Which pages there are is known only when they are read.
    return value if value.startswith(PAGE) else _known(value, info)


def _own(value: str, info: ValidationInfo) -> str:
    """Check that the record has the value in another field, too, whose name is the last word of this field's name."""
    field = str(info.field_name).rpartition("_")[2]
    own = info.data.get(field, (ALL,))  # a field that is missing here has a fault, which is reported
    if value in own or ALL in own:
        return value
    raise fault(f"'{shown(value)}' is not among the {field} of this record; add it there or remove it here")


def list_wanted(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
    """Refuse a text where a list was expected, with the list to write."""
    if value == ALL:
        raise fault(f"expected a list, found '{ALL}', which only phases of resources take; name them one by one")
    return _list(value, check, "a list")


def _list(value: Any, check: ValidatorFunctionWrapHandler, expected: str) -> Any:
    if not isinstance(value, str):
        return check(value)
    try:
        check(items_of(value))
    except ValidationError as error:
        if said := [detail["msg"] for detail in error.errors(include_url=False) if detail["type"] == "rdm"]:
            raise fault(f"expected a list in brackets: {said[0]}") from None
    raise fault(f"expected {expected}, found '{shown(value)}'; write {as_list(value)}")


def distinct(value: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse what stands twice in a list."""
    seen: set[str] = set()
    for item in value:
        if item in seen:
            raise fault(f"'{shown(item)}' stands twice; keep one of them")
        seen.add(item)
    return value


def _all_or_list(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
    if value == ALL:
        return (ALL,)
    if isinstance(value, list) and ALL in value:
        raise fault(f"expected '{ALL}' alone, found it in a list; write it without brackets")
    return _list(value, check, f"a list or '{ALL}'")


def _or_all(schema: dict[str, Any]) -> None:
    schema["anyOf"] = [{"const": ALL}, {"type": schema.pop("type"), "items": schema.pop("items")}]


Id = Annotated[str, AfterValidator(_identifier), _pattern(_ID)]
TermId = Annotated[Id, AfterValidator(_not_all)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_one_line)]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), AfterValidator(_one_line)
]
Description = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=21, max_length=160), AfterValidator(_one_line)
]
WebAddress = Annotated[str, AfterValidator(_web_address), _pattern(r"https?://\S+")]
PageAddress = Annotated[WebAddress, AfterValidator(_names_page)]
Doi = Annotated[str, *_shaped(_DOI, "a DOI; write it as 10.1234/abc, without https://doi.org/")]
DoiAddress = Annotated[
    str,
    *_shaped(rf"(https://doi\.org/)?{_DOI}", "a DOI; write it as 10.1234/abc or https://doi.org/10.1234/abc"),
    AfterValidator(_doi_address),
]
Mail = Annotated[str, *_shaped(_MAIL, "a mail address; write it as name@host.example, without mailto:")]
Path = Annotated[str, AfterValidator(_earlier_path), _pattern(_PATH)]
QueryString = Annotated[str, *_shaped(_VIEW, "a view; write it as name=value&name=value, without the question mark")]
Anchor = Annotated[str, *_shaped(_ANCHOR, "an anchor; write what follows the # in the address")]
Language = Annotated[str, *_shaped(_LANGUAGE, "the code of a language; write it as in 'en' or 'pt-BR'")]
RegularExpression = Annotated[str, AfterValidator(_regular_expression)]
Day = Annotated[date, BeforeValidator(_day), _pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")]
TrueOrFalse = Annotated[bool, BeforeValidator(_true_or_false)]
FieldName = Annotated[str, *_shaped(_FIELD, "the name of a field; write small letters, digits and _, a letter first")]
Pattern = Annotated[WebAddress, AfterValidator(_has_gap)]
Term = Annotated[str, AfterValidator(_known)]
Target = Annotated[
    str,
    *_shaped(_TARGET, f"what a link can lead to; write a role and an id, as in role:id, or {PAGE}folder/name"),
    AfterValidator(_known_target),
]
Lines = Annotated[tuple[Line, ...], WrapValidator(list_wanted), AfterValidator(distinct)]
_DATED: Final = _pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2} .+")
DatedReason = Annotated[Line, AfterValidator(_with_reason("what ends or changes", "the fees change")), _DATED]
DatedEnd = Annotated[Line, AfterValidator(_with_reason("why nobody should use it", "the service has closed")), _DATED]
Deadlines = Annotated[tuple[DatedReason, ...], WrapValidator(list_wanted), AfterValidator(distinct)]
Anchors = Annotated[tuple[Anchor, ...], WrapValidator(list_wanted), AfterValidator(distinct)]
Terms = Annotated[tuple[Term, ...], WrapValidator(list_wanted), AfterValidator(distinct)]
Targets = Annotated[tuple[Target, ...], WrapValidator(list_wanted), AfterValidator(distinct)]
SomeOfTerms = Annotated[
    tuple[Annotated[str, AfterValidator(_known), AfterValidator(_own)], ...],
    WrapValidator(list_wanted),
    AfterValidator(distinct),
]
AllOrTerms = Annotated[
    tuple[Annotated[str, AfterValidator(_known_or_all)], ...],
    WrapValidator(_all_or_list),
    AfterValidator(distinct),
    Field(json_schema_extra=_or_all),
]
