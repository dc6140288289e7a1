"""Asks for the values of an entry, one after the other, and checks each at once; or takes them from options alone."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from typing import Any, Final, NamedTuple, Protocol

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ..records.wording import nearest
from .adding import NAMES, EntryFault, KeyPath, fields, form, is_id
from .entries import YamlValue

_NONE: Final = "-"
"""What is typed to leave out a field for which something is proposed."""
_SHOWN: Final = 40
"""So many choices are listed; of more, those that have what was typed."""


class Draft(Protocol):
    """What is to be filled in."""

    @property
    def model(self) -> type[BaseModel]:
        """The model of what is filled in."""

    def usual(self, entry: Mapping[str, YamlValue]) -> Collection[str]:
        """The optional fields that are asked for, as far as they follow from what is filled in."""

    def needed(self, entry: Mapping[str, YamlValue]) -> Collection[str]:
        """The optional fields that it must have, as far as they follow from what is filled in."""

    def faults(self, entry: Mapping[str, YamlValue]) -> Sequence[EntryFault]:
        """What is wrong with what is filled in so far."""

    def choices(self, field: FieldInfo) -> Mapping[str, str]:
        """What a field may be, each with what readers call it; nothing if that is not known."""

    def proposed(self, name: str, entry: Mapping[str, YamlValue]) -> str:
        """What a field most likely is."""


class FilledIn(NamedTuple):
    """What was filled in, and what is missing or wrong in it."""

    entry: dict[str, YamlValue]
    faults: Sequence[str]


def is_terminal() -> bool:
    """Whether somebody can answer."""
    return sys.stdin.isatty()


def order(model: type[BaseModel]) -> list[str]:
    """The fields in the order in which they are asked for: an id follows what it can be made of."""
    names = list(fields(model))
    named = next((name for name in NAMES if name in names), None)
    if named and is_id(model.model_fields[names[0]]):
        names.remove(named)
        names.insert(0, named)
    return names


def taken(draft: Draft, given: Mapping[str, YamlValue]) -> FilledIn:
    """An entry of what was *given* alone; what is not, and can be proposed, is."""
    entry = dict(given)
    for name in order(draft.model):
        if (
            name not in entry
            and draft.model.model_fields[name].is_required()
            and (found := draft.proposed(name, entry))
        ):
            entry[name] = found
    missing = [
        f"missing {name}; add --{name.replace('_', '-')}"
        for name, field in fields(draft.model).items()
        if field.is_required() and name not in entry
    ]
    wrong = [message for way, message in draft.faults(entry) if not _is_missing(way, message)]
    return FilledIn(entry, [*missing, *dict.fromkeys(wrong)])


def asked(draft: Draft, given: Mapping[str, YamlValue]) -> FilledIn:
    """An entry for which somebody is asked at a terminal; what was *given* is asked for again only if it is wrong."""
    entry = {name: value for name, value in given.items() if not _say([*_of(draft.faults(given), (name,))])}
    wanted = [*given]
    while True:
        for name in order(draft.model):
            field = draft.model.model_fields[name]
            if name not in entry and (field.is_required() or name in wanted or name in draft.usual(entry)):
                proposed = draft.proposed(name, entry)
                is_free = not _of(draft.faults({**entry, name: proposed}), (name,))
                is_needed = field.is_required() or name in draft.needed(entry)
                value = _value(draft, entry, (name,), field, proposed if is_free else "", is_needed=is_needed)
                if value is not None:
                    entry[name] = value
        faults = [message for _way, message in draft.faults(entry)]
        if not _say(faults):
            return FilledIn(entry, ())
        wrong = {str(way[0]) for way, _message in draft.faults(entry) if way}
        optional = [name for name, field in draft.model.model_fields.items() if not field.is_required()]
        # What is wrong with the whole may be mended by any of what was left out, or given.
        wanted = [*wanted, *optional]
        entry = {name: value for name, value in entry.items() if name not in (wrong or optional)}


def _is_missing(way: KeyPath, message: str) -> bool:
    """Whether a fault is that a field is not filled in yet."""
    return not way and message.startswith("missing ") and "; add a line '" in message


def _of(faults: Sequence[EntryFault], way: KeyPath) -> list[str]:
    return [message for found, message in faults if found[: len(way)] == way]


def _say(faults: Sequence[str]) -> bool:
    """Say what is wrong, and whether anything is."""
    for message in dict.fromkeys(faults):
        click.secho(f"  {message}", fg="red", err=True)
    return bool(faults)


def _value(
    draft: Draft, entry: dict[str, YamlValue], way: KeyPath, field: FieldInfo, proposed: str = "", *, is_needed: bool
) -> YamlValue | None:
    """The value of a field, for which is asked until it is sound; nothing if it is left out."""
    takes = form(field.annotation)
    click.secho(f"\n{way[-1]}", bold=True, nl=False)
    click.echo(f"{'' if is_needed else ' (optional)'}: {field.description or ''}")
    if takes.part:
        return _parts(draft, entry, way, takes.part, several=takes.several, required=is_needed)
    choices = draft.choices(field)
    numbered = _offered(choices)
    with _completed(choices):
        while True:
            value: YamlValue
            if takes.pairs:
                value = dict(_pair(text) for text in _lines("code=text"))
            elif takes.several and not choices:
                value = _lines("one a line; an empty line ends it")
            else:
                text = _prompt(proposed, is_needed=is_needed)
                words = [_choice(word, choices, numbered) for word in re.split(r"[,\s]+", text) if word]
                value = words if takes.several else _choice(text, choices, numbered)
                value = "all" if value == ["all"] else value
            if not value:
                if not is_needed:
                    return None
                _say([f"{way[-1]} is needed"])
                continue
            faults = _of(draft.faults(_with(entry, way, value)), way)
            if not (choices and isinstance(value, str | list)):
                if not _say(faults):
                    return value
                continue
            given = [value] if isinstance(value, str) else list(map(str, value))
            near = [nearest(word, choices) or nearest(word, list(choices.values())) or word for word in given]
            titles = {title: name for name, title in choices.items()}
            meant = [titles.get(word, word) for word in near]
            fitting = {
                name: title
                for name, title in choices.items()
                if name in meant or any(map(f"{name} {title}".count, given))
            }
            # What is listed next says better what is known than the beginning of the alphabet.
            if not _say([message.partition("; known: ")[0] if fitting else message for message in faults]):
                return value
            proposed = ", ".join(word for word in meant if word in choices)
            numbered = _offered(fitting)


def _parts(
    draft: Draft, entry: dict[str, YamlValue], way: KeyPath, part: type[BaseModel], *, several: bool, required: bool
) -> YamlValue | None:
    found: list[YamlValue] = []
    while (required and not found) or (
        several and click.confirm(f"Another for {way[-1]}?" if found else f"Add {way[-1]}?")
    ):
        begun: dict[str, YamlValue] = {}
        inside = (*way, len(found)) if several else way
        for name, field in fields(part).items():
            so_far = _with(entry, way, [*found, begun] if several else begun)
            value = _value(draft, so_far, (*inside, name), field, is_needed=field.is_required())
            if value is not None:
                begun[name] = value
        if not _say(_of(draft.faults(_with(entry, way, [*found, begun] if several else begun)), inside)):
            found.append(begun)
        if found and not several:
            return found[0]
    return found or None


def _with(entry: Mapping[str, YamlValue], way: KeyPath, value: YamlValue) -> dict[str, YamlValue]:
    """The entry with another value at a place in it."""

    def put(inside: Any, rest: KeyPath) -> Any:
        if not rest:
            return value
        if isinstance(rest[0], str):
            return {**inside, rest[0]: put(inside.get(rest[0], {}), rest[1:])}
        return [*inside[: rest[0]], put(inside[rest[0]], rest[1:]), *inside[rest[0] + 1 :]]

    found: dict[str, YamlValue] = put(entry, way)
    return found


def _prompt(proposed: str, *, is_needed: bool) -> str:
    if proposed and not is_needed:
        click.secho(f"  ({_NONE} leaves it out)", dim=True)
    text = str(click.prompt(">", prompt_suffix=" ", default=proposed, show_default=bool(proposed)))
    return "" if text == _NONE and not is_needed else text


def _lines(hint: str) -> list[str]:
    click.secho(f"  ({hint})", dim=True)
    found: list[str] = []
    while text := str(click.prompt(">", prompt_suffix=" ", default="", show_default=False)):
        found.append(text)
    return found


def _pair(text: str) -> tuple[str, str]:
    name, _equals, value = text.partition("=")
    return name.strip(), value.strip()


def _choice(text: str, choices: Mapping[str, str], numbered: Sequence[str]) -> str:
    """What a number of the last list stands for, or else the text itself."""
    is_number = text.isdecimal() and text not in choices and 0 < int(text) <= len(numbered)
    return numbered[int(text) - 1] if is_number else text


def _offered(choices: Mapping[str, str]) -> list[str]:
    """List the choices, if they are few; gives those that now have a number, in their order."""
    if len(choices) > _SHOWN:
        click.secho(f"  ({len(choices)} values; a part of a word shows those that have it)", dim=True)
        return []
    rows = [f"{number:>4} {name}" for number, name in enumerate(choices, 1)]
    half = -(-len(rows) // 2) if len(rows) > 6 else len(rows)
    for left, right in zip_longest(rows[:half], rows[half:], fillvalue=""):
        click.echo(f"{left:<40}{right}".rstrip())
    return list(choices)


@contextmanager
def _completed(words: Mapping[str, str]) -> Iterator[None]:
    """While it lasts, the tabulator completes words at a terminal that can do so."""
    try:
        import readline
    except ImportError:  # on Windows
        yield
        return
    readline.set_completer_delims(" ,")
    readline.parse_and_bind("tab: complete")
    readline.set_completer(
        lambda text, state: dict(enumerate(word for word in words if word.startswith(text))).get(state)
    )
    try:
        yield
    finally:
        readline.set_completer(None)
