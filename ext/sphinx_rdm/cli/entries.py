"""One entry more in a file of records: from the text of the file and the values of the entry to the new text.

Every other byte stays. How the entry is laid out follows the entries that are there: their order and that of their
keys, empty lines between them, lists in brackets or not, and whether long text is folded.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple, TypeAlias

import yaml

from ..records.kind import Kind
from ..records.model import Placed, VocabularyTerm
from ..records.parts import FilePart, parts
from ..records.positioned import START, PlacedList, PlacedMapping
from ..records.source import parse

YamlValue: TypeAlias = "str | date | bool | Sequence[YamlValue] | Mapping[str, YamlValue]"
"""What an entry may hold; text that is none in YAML is of another type."""

_BOM: Final = "\ufeff"
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_HEADING: Final = re.compile(r"\r?\n\r?\n(?:#.*\r?\n)+\r?\n")
"""Comments between empty lines, which are about all records that follow."""
_WIDEST: Final = 120
"""So many letters a line may have before a list in brackets becomes one of lines."""
_TELLING: Final = 3
"""So few records at the least show an order."""


class CannotAddError(Exception):
    """Nothing can be added to a file as it is; the message says why."""


class Layout(NamedTuple):
    """How the entries of a file are written."""

    dash: int = 0
    """The column of the dashes, from 0."""
    keys: int = 2
    """The column of the keys."""
    is_spaced: bool = True
    """Whether an empty line stands between two entries."""
    blocks: frozenset[str] = frozenset()
    """The keys whose lists have a line for each item."""
    fold: str | None = None
    """What opens a text of several lines, such as ``>-``; nothing if each has one line."""
    width: int = _WIDEST
    """The longest line of such a text."""


def with_entry(text: str, entry: Mapping[str, YamlValue], kind: Kind[Any], *, at_end: bool = False) -> str:
    """The text of a file of this kind with an entry more: at its place, or *at_end* behind all others."""
    bom = _BOM if text.startswith(_BOM) else ""
    lines = _LINE.findall(text.removeprefix(_BOM))
    ending = next((found[0] for line in lines if (found := re.search(r"\r\n|\r|\n", line))), "\n")
    rows, stretches = _read(text, lines)
    layout = _layout(text, lines, rows, stretches)
    new = [f"{line}{ending}" for line in written(_in_order(entry, rows, kind), layout)]
    if not rows:
        return bom + "".join(_only(lines, new, ending, kind))
    place = len(rows) if at_end else _place(rows, entry, kind, has_headings=bool(_HEADING.search(text)))
    gap = [ending] if layout.is_spaced else []
    if place:
        number = _end(lines, stretches[place - 1])
        if not lines[number - 1].endswith(("\n", "\r")):
            lines[number - 1] += ending
        return bom + "".join([*lines[:number], *gap, *new, *lines[number:]])
    number = _begin(lines, stretches[0])
    return bom + "".join([*lines[:number], *new, *gap, *lines[number:]])


def with_fields(text: str, key: str, fields: Mapping[str, YamlValue], kind: Kind[Any]) -> tuple[str, range]:
    """The text of a file in which the entry with this *key* has more fields at its end, and the lines of these."""
    bom = _BOM if text.startswith(_BOM) else ""
    lines = _LINE.findall(text.removeprefix(_BOM))
    ending = next((found[0] for line in lines if (found := re.search(r"\r\n|\r|\n", line))), "\n")
    rows, stretches = _read(text, lines)
    number = next(number for number, row in enumerate(rows) if row.get(kind.key) == key)
    if re.match(r" *- *\{", lines[stretches[number].begin]):
        raise CannotAddError("the record stands in braces; write each of its keys on a line of its own")
    end = _end(lines, stretches[number])
    if not lines[end - 1].endswith(("\n", "\r")):
        lines[end - 1] += ending
    layout = _layout(text, lines, rows, stretches)
    new = [f"{line}{ending}" for line in keyed(fields, layout.keys, layout)]
    return bom + "".join([*lines[:end], *new, *lines[end:]]), range(end + 1, end + 1 + len(new))


def with_value(text: str, facet: str, value: Mapping[str, YamlValue]) -> str:
    """The text of a vocabulary in which a facet has one value more, behind all others."""
    contents, _problems = parse(text.encode("utf-8", "surrogatepass"), "")
    values = contents.get(facet) if isinstance(contents, PlacedMapping) else None
    if not isinstance(values, PlacedList) or not values:
        raise CannotAddError(f"it has no list '{facet}'; write one with a first value")
    lines = _LINE.findall(text)
    first = values.item_at[0].line - 1
    below = (number for number in range(first, len(lines)) if re.match(r"[^\s#-]", lines[number]))
    end = next(below, len(lines))
    while not lines[end - 1].strip() or lines[end - 1].startswith("#"):  # which is about the next facet
        end -= 1
    listed = with_entry("".join(lines[first:end]), value, _VALUES, at_end=True)
    return "".join([*lines[:first], listed, *lines[end:]])


_VALUES: Final = Kind("vocabulary", VocabularyTerm)


def _read(text: str, lines: Sequence[str]) -> tuple[PlacedList, list[FilePart]]:
    """The records of a file, and the lines of each."""
    rows, problems = parse(text.encode("utf-8", "surrogatepass"), "", listed=True)
    if rows is None and not any(line.strip() and not line.lstrip().startswith("#") for line in lines):
        return PlacedList(START), []
    if not isinstance(rows, PlacedList) or not rows.complete:
        at, message = (problems[0].position.line, problems[0].message) if problems else (1, "expected a list")
        raise CannotAddError(f"nothing can be added to it before this is mended, on line {at}: {message}")
    stretches = parts([line.rstrip("\r\n") for line in lines], 0, len(lines), listed=True)
    if len(stretches) != len(rows):
        raise CannotAddError("its list stands in brackets; begin each record on a line with '- '")
    return rows, stretches


def _only(lines: list[str], new: list[str], ending: str, kind: Kind[Any]) -> Iterator[str]:
    """The lines of a file with its first entry: it takes the place of an empty list, or stands behind all comments."""
    if any(line.strip() and not line.lstrip().startswith("#") for line in lines):
        for line in lines:
            yield from new if re.match(r"\s*\[", line) else [line]
        return
    yield from lines or [f"# yaml-language-server: $schema=schema/{kind.file}.json{ending}"]
    if lines and not lines[-1].endswith(("\n", "\r")):
        yield ending
    if not lines or lines[-1].strip():
        yield ending
    yield from new


def _end(lines: Sequence[str], stretch: FilePart) -> int:
    """The line behind the last of an entry. Comments that are indented as its keys are belong to it."""

    def is_behind(line: str) -> bool:
        text = line.lstrip(" ")
        return not text.strip() or (text.startswith("#") and len(line) - len(text) <= stretch.column)

    number = stretch.end
    while is_behind(lines[number - 1]):
        number -= 1
    return number


def _begin(lines: Sequence[str], stretch: FilePart) -> int:
    """The first line of an entry with the comment right above it, unless that is the one on top of the file."""
    number = stretch.begin
    while number and lines[number - 1].lstrip().startswith("#"):
        number -= 1
    return number or stretch.begin


def _place(rows: PlacedList, entry: Mapping[str, YamlValue], kind: Kind[Any], *, has_headings: bool) -> int:
    """How many records stand before the place of an entry: among those of its group, where these are sorted.

    A group is those with the same value of a facet. Without one, a file with headings has those whose ids begin alike.
    """
    names = [name for name, field in kind.model.model_fields.items() if field.is_required() and field.annotation is str]
    grouped = [name for name in names if name in kind.facets and _stand_together(rows, name)]
    members = list(range(len(rows)))
    for name in grouped[:1]:
        members = [number for number in members if rows[number].get(name) == entry.get(name)]
    if has_headings and not grouped:
        members = [number for number in members if _begins_alike(rows[number], entry, kind)] or members
    if not members:
        return len(rows)
    for name in (name for name in dict.fromkeys((kind.key, *names)) if name not in kind.facets and name in entry):
        values = [rows[number].get(name) for number in members]
        for key in _ORDERS if len(values) >= _TELLING and all(isinstance(value, str) for value in values) else ():
            found = [key(value) for value in values]
            if found == sorted(found) and found[0] != found[-1]:
                mine = key(str(entry[name]))
                return next((at for at, other in zip(members, found, strict=True) if other > mine), members[-1] + 1)
    return members[-1] + 1


_ORDERS: Final[tuple[Callable[[str], Any], ...]] = (
    str.casefold,
    lambda text: [int(number) for number in re.findall(r"[0-9]+", text)],
)
"""What files are sorted by: letters, or the numbers in a text."""


def _stand_together(rows: PlacedList, name: str) -> bool:
    """Whether records with the same value follow each other; a file in which none do is in no groups."""
    values = [row.get(name) for row in rows]
    begun = [value for number, value in enumerate(values) if not number or value != values[number - 1]]
    return len(begun) == len({str(value) for value in begun}) < len(values)


def _begins_alike(row: PlacedMapping, entry: Mapping[str, YamlValue], kind: Kind[Any]) -> bool:
    """Whether two keys have the first word in common, where words are joined by hyphens."""
    one, other = str(row.get(kind.key)), str(entry.get(kind.key))
    return "-" in one and one.split("-")[0] == other.split("-")[0]


def _layout(text: str, lines: Sequence[str], rows: PlacedList, stretches: Sequence[FilePart]) -> Layout:
    if not rows:
        return Layout()
    dash = stretches[0].column
    first = re.match(r" *-( +)\S", lines[stretches[0].begin])
    gaps = [not lines[_begin(lines, part) - 1].strip() for part in stretches[1:]]
    blocks = Counter[str]()
    for key, number, value in (
        (key, row.key_at[key].line, value)
        for row in rows
        for key, value in row.items()
        if isinstance(value, PlacedList)
    ):
        blocks[key] += 1 if value and value.item_at[0].line > number else -1
    fold, width = _folding(text)
    return Layout(
        dash,
        dash + 1 + (len(first[1]) if first else 1),
        2 * sum(gaps) >= len(gaps),
        frozenset(key for key, more in blocks.items() if more > 0),
        fold,
        width,
    )


def _folding(text: str) -> tuple[str | None, int]:
    """What most texts of several lines in a file are opened with, and the longest of their lines."""
    lines = text.splitlines()
    opened: Counter[str] = Counter()
    widths = []
    event: Any
    for event in yaml.parse(text.removeprefix(_BOM), Loader=yaml.BaseLoader):
        is_text = isinstance(event, yaml.ScalarEvent)
        if is_text and event.end_mark.line - event.start_mark.line > (event.style == ">"):
            begin, end = event.start_mark.line, event.end_mark.line
            opened[lines[begin][event.start_mark.column :].strip() if event.style == ">" else ""] += 1
            widths += [len(line) for line in lines[begin : end + (event.style != ">")]]
    if not opened:
        return None, _WIDEST
    return opened.most_common(1)[0][0], max(widths)


def _in_order(entry: Mapping[str, YamlValue], rows: PlacedList, kind: Kind[Any]) -> dict[str, YamlValue]:
    """The entry with its keys as in the record that has most of them; those that it lacks follow in our order."""
    fields = kind.model.model_fields
    ours = sorted(fields, key=lambda name: name in Placed.model_fields)
    usual: Mapping[str, Any] = max(rows, key=lambda row: len(entry.keys() & row.keys()), default={})
    order = [key for key in usual if key in entry]
    for number, key in enumerate(ours):
        if key in entry and key not in order:
            before = [order.index(other) for other in ours[:number] if other in order]
            order.insert(max(before, default=-1) + 1, key)
    return {key: entry[key] for key in [*order, *(key for key in entry if key not in order)]}


def written(entry: Mapping[str, YamlValue], layout: Layout) -> list[str]:
    """The lines of an entry of a list."""
    lines = keyed(entry, layout.keys, layout)
    dash = f"{' ' * layout.dash}-"
    return [dash.ljust(layout.keys) + lines[0][layout.keys :], *lines[1:]]


def keyed(entry: Mapping[str, YamlValue], column: int, layout: Layout) -> list[str]:
    """The lines of keys with their values, which begin in a column."""
    return [line for key, value in entry.items() for line in _pair(key, value, column, layout)]


def _pair(key: str, value: YamlValue, column: int, layout: Layout) -> list[str]:
    head = f"{' ' * column}{scalar(key)}:"
    match value:
        case bool():
            return [f"{head} {str(value).lower()}"]
        case date():
            return [f"{head} {value}"]
        case str():
            return _text(head, value, column, layout)
        case Mapping():
            return [head, *keyed(value, column + 2, layout)]
    if any(isinstance(item, Mapping) for item in value):
        inner = layout._replace(dash=column + 2, keys=column + 4)
        return [head, *(line for item in value if isinstance(item, Mapping) for line in written(item, inner))]
    texts = list(map(str, value))
    row = f"{head} [{', '.join(scalar(text, in_brackets=True) for text in texts)}]"
    if texts and (key in layout.blocks or len(row) > _WIDEST):
        return [head, *(f"{' ' * (column + 2)}- {scalar(text)}" for text in texts)]
    return [row]


def _text(head: str, value: str, column: int, layout: Layout) -> list[str]:
    line = f"{head} {scalar(value)}"
    if layout.fold is None or len(line) <= layout.width or " ".join(value.split()) != value:
        return [line]
    indent = " " * (column + 2)
    first = f"{head} {layout.fold}" if layout.fold else f"{head} "
    room = indent if layout.fold else " " * len(first)
    found = textwrap.wrap(
        value,
        layout.width,
        initial_indent=room,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    folded = [first, *found] if layout.fold else [first + found[0].lstrip(), *found[1:]]
    read, problems = parse("\n".join(folded).encode(), "", listed=False)
    is_kept = (
        not problems and isinstance(read, PlacedMapping) and [str(text).strip() for text in read.values()] == [value]
    )
    return folded if is_kept else [line]


def scalar(text: str, *, in_brackets: bool = False) -> str:
    """A text as it is to be typed: in quotes only if it would be read as something else."""
    form = "[{}]" if in_brackets else "{}"
    single = "'{}'".format(text.replace("'", "''"))
    resolver: Any = yaml.SafeLoader("")
    is_text = resolver.resolve(yaml.ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str"
    typed = [text] if is_text else []
    for found in [*typed, single]:
        value, problems = parse(f"- k: {form.format(found)}\n".encode("utf-8", "surrogatepass"), "", listed=True)
        if not problems and value == [{"k": [text] if in_brackets else text}]:
            return found
    return json.dumps(text, ensure_ascii=False)
