"""Where web addresses stand: in which fields of records is known from their models, in which links from the parser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Final, NamedTuple, get_args, get_origin
from urllib.parse import urlsplit

from pydantic import BaseModel

from .front_matter.checks import Rules, read
from .page_rules import Settings
from .page_rules.links import links
from .page_rules.page import page_of
from .records.fields import outside_address
from .records.kind import Kind
from .records.model import COPY, RETIRED, Site
from .records.positioned import START, PlacedList, PlacedMapping, Position, locate

_WEB: Final = re.compile(r"https?://\S", re.IGNORECASE)
_EXAMPLES: Final = re.compile(r"(?:.*\.)?(?:example\.(?:com|net|org)|example|test|invalid)", re.IGNORECASE)
"""Hosts that RFC 2606 keeps for examples."""
_DEFINITION: Final = re.compile(r"^ {0,3}\[[^\[\]\n]+\]:[ \t]+<?", re.MULTILINE)

_RST_CODE: Final = re.compile(r"^([ \t]*)(?:\.\. (?:code|code-block|sourcecode|parsed-literal)::.*|(?!\.\. ).*::)$")
_RST_LITERAL: Final = re.compile(r"``.*?``")
_RST_ADDRESS: Final = re.compile(r"(?<!\w)https?://[^\s<>`\"]*[^\s<>`\"'.,:;!?)\]}*|]", re.IGNORECASE)


class AddressPlace(NamedTuple):
    """A place at which an address stands, in characters of the file."""

    path: str
    position: Position
    address: str
    has_copy: bool = False
    """Whether its record names an archived copy, to which readers are led if it is dead."""


def of_data(values: Mapping[str, Any], kinds: Sequence[Kind[Any]], label: str) -> Iterator[AddressPlace]:
    """The addresses in all data files, by what the models of their records say."""
    for at, address in _within(Site, values.get("site.yml"), START):
        yield AddressPlace(f"{label}/site.yml", at, address)
    for kind in kinds:
        path, rows = f"{label}/{kind.file}.yml", values.get(f"{kind.file}.yml")
        for row, at in zip(rows, rows.item_at, strict=True) if isinstance(rows, PlacedList) else ():
            if isinstance(row, PlacedMapping) and RETIRED in row:
                continue  # to which nobody is led
            copied = (
                row.get("url") if COPY in kind.model.model_fields and isinstance(row, dict) and row.get(COPY) else None
            )
            for place, address in _within(kind.model, row, at):
                yield AddressPlace(path, place, address, has_copy=address == copied)
            yield from (AddressPlace(path, *found) for found in _identified(kind, row))


def _within(hint: Any, value: Any, at: Position, marks: tuple[Any, ...] = ()) -> Iterator[tuple[Position, str]]:
    """The addresses in a value, as its annotation and the *marks* in that tell."""
    if get_origin(hint) is Annotated:
        inner, *more = get_args(hint)
        yield from _within(inner, value, at, (*marks, *more))
    elif hint is str:
        address = outside_address(marks, value) if isinstance(value, str) else ""
        if is_outside(address):
            yield at, address
    elif isinstance(hint, type) and issubclass(hint, BaseModel) and isinstance(value, PlacedMapping):
        for name, field in hint.model_fields.items():
            if name in value:
                place = locate(value, (name,))
                yield from _within(field.annotation, value[name], place, tuple(field.metadata))
    elif isinstance(value, PlacedList) and get_origin(hint) is tuple:
        for item, place in zip(value, value.item_at, strict=True):
            yield from _within(get_args(hint)[0], item, place)
    elif isinstance(value, PlacedMapping) and get_origin(hint) is dict:
        for name, inner in value.items():
            yield from _within(get_args(hint)[1], inner, locate(value, (name,)))
    else:  # one of several
        for option in get_args(hint):
            yield from _within(option, value, at, marks)


def _identified(kind: Kind[Any], row: Any) -> Iterator[tuple[Position, str]]:
    """The addresses to which identifiers of a record lead in lists."""
    for column in kind.columns:
        given = row.get(column.name) if isinstance(row, PlacedMapping) else None
        if isinstance(given, str) and column.address not in ("", "{}"):
            yield locate(row, (column.name,)), column.address.replace("{}", given)


def of_page(text: str, path: str, settings: Settings, *, rst: bool = False) -> Iterator[AddressPlace]:
    """The addresses of the links on a page, and of the sources in its front matter."""
    head = read(text, path, Rules(), rst=rst)
    lines = text.split("\n")
    for source, at in zip(head.values.get("sources", ()), head.places.get("sources", ()), strict=True):
        if is_outside(source.url):
            yield AddressPlace(path, _from(lines, at, source.url), source.url)
    found = _in_rst(lines) if rst else _in_markdown(head.text, path, settings)
    yield from (AddressPlace(path, at, address) for at, address in found if is_outside(address))


def _from(lines: Sequence[str], at: Position, address: str) -> Position:
    """Where an address stands in or below a line, which is at *at* if it is spelt otherwise there."""
    for number in range(at.line - 1, len(lines)):
        if (column := lines[number].find(address, at.column - 1 if number == at.line - 1 else 0)) >= 0:
            return Position(number + 1, column + 1)
    return at


def _in_markdown(text: str, path: str, settings: Settings) -> Iterator[tuple[Position, str]]:
    page = page_of(text, path, settings)
    defined = [match.end() for match in _DEFINITION.finditer(text)] if "]:" in text else []
    for inline, stretch, address, _seen in links(page):
        index = inline.content.rfind(address, stretch.start, stretch.end)
        begin = next((place for place in defined if text.startswith(address, place)), None)
        if index < 0 and begin is not None:  # by a name, which is explained elsewhere
            before = text.rfind("\n", 0, begin) + 1
            yield Position(text.count("\n", 0, before) + 1, begin - before + 1), address
        else:
            yield inline.at(max(index, stretch.start)), address


def _in_rst(lines: Sequence[str]) -> Iterator[tuple[Position, str]]:
    """The addresses on a page in reStructuredText, where each is a link, but in code."""
    code = -1
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip())
        if code >= 0 and indent > code:
            continue
        code = indent if _RST_CODE.match(line) else -1
        shown = _RST_LITERAL.sub(lambda match: " " * len(match[0]), line)
        for match in _RST_ADDRESS.finditer(shown):
            yield Position(number + 1, match.start() + 1), match[0]


def is_outside(address: str) -> bool:
    """Whether there is a server to ask for this address."""
    if not _WEB.match(address):
        return False
    try:
        return not _EXAMPLES.fullmatch(urlsplit(address).hostname or "")
    except ValueError:  # which asking for it tells
        return True


def by_address(places: Iterable[AddressPlace]) -> dict[str, list[AddressPlace]]:
    """The places of each address, without the part of a page that it may name: servers do not know of these."""
    found: dict[str, list[AddressPlace]] = {}
    for place in dict.fromkeys(places):
        found.setdefault(place.address.partition("#")[0], []).append(place)
    return found
