"""From the text of a page to the sound values of its front matter, and its problems; see :mod:`.model`.

Values of ours are read as records are. Those of others only have to be YAML.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple

import yaml
from pydantic import BaseModel

from ..asked import AskedOfPage, of_page
from ..asked import read as read_kinds
from ..records.kind import SUBJECT_CALLED, Facet
from ..records.parts import FilePart, parts
from ..records.positioned import START, Damaged, PlacedList, PlacedMapping, Position, Problem, locate
from ..records.source import parse
from ..records.syntax import MAX_DEPTH, TOO_DEEP, explain, foreign_quote
from ..records.validation import describe, validate
from ..records.wording import meant, meant_keys, nearest, parted, shown, unknown
from .block import EMPTY, HeadBlock, fields, find
from .model import MOST_LINES, FrontMatter, of_others

OURS: Final = tuple(FrontMatter.model_fields)
_SafeLoader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EventLoader: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_MOST_ALIASES: Final = 50
"""With many of them, a few lines become more than a computer can hold."""

_AHEAD: Final = timedelta(hours=14)
"""So far the clocks of some places on Earth are ahead of UTC."""


class Rules(NamedTuple):
    """What a site asks of front matter."""

    others: Collection[str] = of_others(())
    """The keys that others read."""
    required: Sequence[str] = ()
    ids: Mapping[Facet, Collection[str]] = {}
    """What pages can be about, as far as it is to be checked."""
    today: date | None = None
    """No page was reviewed later."""
    kinds: Mapping[str, AskedOfPage] = {}
    """What is asked of pages."""


def faults_of_settings(required: Iterable[object], kinds: Mapping[Any, Any]) -> Iterator[tuple[str, str, object]]:
    """What is wrong with the settings that ask something of pages: their name, a message, and the value, or its way."""
    for key in required:
        if key not in OURS:
            yield "rdm_required_keys", unknown("key", str(key), OURS), key
    for message, value in read_kinds(kinds, OURS)[1]:
        yield "rdm_page_rules", message, value


class PageHead(NamedTuple):
    """What is sound of the front matter of a page, and what is not."""

    values: Mapping[str, Any]
    """Values of our keys."""
    places: Mapping[str, Sequence[Position]]
    """Where each value stands, or each item of a list."""
    problems: Sequence[Problem]
    text: str
    """The page, of as many lines, in which all front matter is sound YAML."""
    asked: AskedOfPage
    """What is asked of such a page."""


def read(text: str, name: str, rules: Rules, *, rst: bool = False) -> PageHead:
    """Read the front matter of a page called *name*; *rst* for one in reStructuredText."""
    block = fields(text, OURS, rules.others) if rst else find(text, {*OURS, *rules.others})
    if block is None:
        asked = of_page(rules.kinds, ())
        keys = " and ".join(f"'{':' * rst}{key}: …'" for key in _required(rules, asked))
        message = (_NO_FIELDS if rst else _NONE).format(keys)
        return PageHead({}, {}, [Problem(name, START, message)] if keys else [], text, asked)
    problems = [Problem(name, *fault) for fault in block.faults]
    ours, theirs = _parted(block, rules.others)
    value, found = _parsed(block, ours, name)
    problems += found
    others, found = _others(theirs, block, name)
    problems += found
    problems += _doubles(theirs, value, name)
    problems += _strangers(value, rules.others, name)
    values, places, found = _values(value, name, rules)
    problems += found
    known = {*value.key_at, *(key for key, _part in theirs)}
    asked = of_page(rules.kinds, known)
    if asked.short:
        problems += _of_short(value.get("short"), values, places, asked.short, name)
    at = Position(max(block.begin, 1), 1)
    meant = meant_keys((key for key in value.key_at if key not in {*OURS, *rules.others}), OURS)
    missing = [key for key in _required(rules, asked) if key not in known | meant]
    problems += [Problem(name, at, _MISSING.format(key, ":" * rst)) for key in missing]
    if not rst and (problems or not _is_mapping(block.lines[block.begin : block.end])):
        text = _mended(block, others, value, values)
    return PageHead(values, places, sorted(problems, key=lambda problem: problem.position), text, asked)


def _required(rules: Rules, asked: AskedOfPage) -> Sequence[str]:
    return list(dict.fromkeys([*rules.required, *(["short"] if asked.short else []), *asked.keys]))


_NONE: Final = "the page has no front matter; begin it with a line '---', then {}, then a line '---'"
_NO_FIELDS: Final = "the page has no fields at its top; begin it with {}"
_MISSING: Final = "missing {0}; add a line '{1}{0}: …' to the front matter"


_Part = tuple[str, FilePart]
"""Some lines with the key that they begin with."""


def _parted(block: HeadBlock, others: Collection[str]) -> tuple[list[str], list[_Part]]:
    """The lines up to the end of the block without those of others, and the parts that are theirs."""
    rows = ["" if number < block.begin else block.lines[number] for number in range(block.end)]
    theirs: list[_Part] = []
    for part in parts(rows, block.begin, block.end, listed=False):
        key = rows[part.begin].partition(":")[0].strip(" \t'\"")
        if key in others:
            theirs.append((key, part))
            rows[part.begin : part.end] = [""] * (part.end - part.begin)
    return rows, theirs


def _parsed(block: HeadBlock, rows: Sequence[str], name: str) -> tuple[PlacedMapping, list[Problem]]:
    """What is not of others, and what is wrong with it as YAML."""
    value: Any = None
    found: list[Problem] = []
    if _has_keys(rows):
        value, found = parse("\n".join(rows).encode("utf-8", "surrogatepass"), name)
    elif not block.faults and not _has_keys(block.lines[block.begin : block.end]):
        found = [Problem(name, START, EMPTY)]
    if isinstance(value, PlacedMapping):
        return value, found
    if value is not None and not found:
        message = f"expected 'key: value' lines, found {describe(value)}"
        found = [Problem(name, Position(block.begin + 1, 1), message)]
    return PlacedMapping(START), found


def _has_keys(rows: Sequence[str]) -> bool:
    return any(row.strip() and not row.lstrip().startswith("#") for row in rows)


def _others(theirs: Sequence[_Part], block: HeadBlock, name: str) -> tuple[list[FilePart], list[Problem]]:
    """Of the parts of others those that are sound YAML, and what is wrong with the rest."""
    if not theirs or _fault(block, [part for _key, part in theirs]) is None:
        return [part for _key, part in theirs], []
    faults = [_fault(block, [part]) for _key, part in theirs]
    sound = [part for (_key, part), fault in zip(theirs, faults, strict=True) if fault is None]
    return sound, [Problem(name, *fault) for fault in faults if fault is not None]


def _fault(block: HeadBlock, taken: Sequence[FilePart]) -> tuple[Position, str] | None:
    """What keeps some parts from being YAML."""
    rows = [""] * block.end
    for part in taken:
        rows[part.begin : part.end] = block.lines[part.begin : part.end]
    text, at = "\n".join(rows), Position(taken[0].begin + 1, 1)
    depth = aliases = 0
    quoted: yaml.ScalarEvent | None = None
    try:
        for event in yaml.parse(text, Loader=_EventLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            aliases += isinstance(event, yaml.AliasEvent)
            quoted = event if isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"') else quoted
            if depth > MAX_DEPTH:
                return at, TOO_DEEP
        if aliases > _MOST_ALIASES:
            return at, f"{aliases} aliases; write the values out"
        yaml.load(text, Loader=_SafeLoader)
    except yaml.MarkedYAMLError as error:
        position, message, _noticed = explain(error, rows, 0, 1, quoted)
        last = max(number for number, row in enumerate(rows) if row.strip())
        return min(position, Position(last + 1, len(rows[last]) + 1)), message
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        return at, f"this is not valid YAML ({shown(str(error))}); put the value in quotes"
    return None


def _is_mapping(rows: Sequence[str]) -> bool:
    try:
        return isinstance(yaml.load("\n".join(rows), Loader=_SafeLoader), dict)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        return False


def _doubles(theirs: Sequence[_Part], value: PlacedMapping, name: str) -> Iterator[Problem]:
    """A problem for each key of others that stands there a second time."""
    first: dict[str, int] = {}
    for key, part in theirs:
        if (line := first.setdefault(key, part.begin + 1)) != part.begin + 1:
            place = Position(part.begin + 1, part.column + 1)
            yield Problem(name, place, f"duplicate key '{key}' (first on line {line}); keep one of them")


def _strangers(value: PlacedMapping, others: Collection[str], name: str) -> Iterator[Problem]:
    """A problem for each key that nobody reads."""
    for key, place in value.key_at.items():
        if key and key not in OURS and key not in others:
            near = nearest(key, OURS) or nearest(key, sorted(others))
            ending = meant(near, "; nothing reads it: delete it, or name it in rdm_other_keys in conf.py")
            yield Problem(name, place, unknown("key", key, (), ending=ending))


def _values(
    value: PlacedMapping, name: str, rules: Rules
) -> tuple[dict[str, Any], dict[str, Sequence[Position]], list[Problem]]:
    """The sound values of our keys, where they stand, and what is wrong with the others."""
    values: dict[str, Any] = {}
    places: dict[str, Sequence[Position]] = {}
    problems: list[Problem] = []
    for key in (key for key in value if key in OURS):
        given, found = _sound(value, key, name)
        problems += found
        if given is not None:
            values[key], places[key] = given
    for key, facet in SUBJECT_CALLED.items():
        if key in values and facet in rules.ids:
            ids = rules.ids[facet]
            problems += _unknown(key, values[key], places[key], ids, name)
            kept = [(term, at) for term, at in zip(values[key], places[key], strict=True) if term in ids]
            values[key], places[key] = tuple(term for term, _at in kept), [at for _term, at in kept]
    if rules.today and "reviewed" in values and values["reviewed"] > rules.today:
        message = f"reviewed: '{values['reviewed']}' is in the future; write the day on which the page was read"
        problems.append(Problem(name, places["reviewed"][0], message))
    if len(lines := values.get("short", ())) > MOST_LINES:
        message = f"short: {len(lines)} lines, of which {MOST_LINES} are shown; say it in fewer"
        problems.append(Problem(name, places["short"][MOST_LINES], message))
        values["short"] = lines[:MOST_LINES]
    return values, places, problems


def _of_short(
    given: Any,
    values: Mapping[str, Any],
    places: Mapping[str, Sequence[Position]],
    limits: tuple[int, int],
    name: str,
) -> Iterator[Problem]:
    """A problem for what in ``short`` is not as it is asked of such a page; *given* is its value as it was typed."""
    lines, letters = limits
    count = len(given) if isinstance(given, PlacedList) else 1
    said = list(zip(values.get("short", ()), places.get("short", ()), strict=False))
    if said and count != lines and count <= MOST_LINES:
        yield Problem(name, said[0][1], f"short: expected {lines} lines, found {count}")
    for line, place in said:
        if len(line) > letters:
            yield Problem(name, place, f"short: {len(line)} letters, at most {letters}; leave out what can wait")
        if quote := foreign_quote(line):
            yield Problem(name, place, f"short: {quote}")
        elif line[-1:] not in ".?!":
            yield Problem(name, place, f"short: '{shown(line)}' is no whole sentence; end it with a full stop")


def _sound(value: PlacedMapping, key: str, name: str) -> tuple[tuple[Any, Sequence[Position]] | None, list[Problem]]:
    """The value of a key, without the items of a list that are faulty, and its places; nothing if none is sound."""
    given, at = value[key], locate(value, (key,))
    if given is None:
        return None, [Problem(name, at, f"'{key}' has no value; add one after the colon, or delete the line")]

    def checked(given: Any) -> tuple[Any, list[Problem]]:
        one = PlacedMapping(value.position)
        one.key_at, one.value_at = value.key_at, value.value_at
        one[key] = given
        return validate(FrontMatter, one, at, name)

    if isinstance(given, PlacedList):
        given = _without(
            given, [at for item, at in zip(given, given.item_at, strict=True) if isinstance(item, Damaged)]
        )
    record, problems = (None, []) if isinstance(given, Damaged) else checked(given)
    if problems and isinstance(given, PlacedList):
        # A fault within an item stands behind the place where the item begins.
        places = [problem.position for problem in problems]
        given = _without(given, [max((at for at in given.item_at if at <= place), default=place) for place in places])
        record = checked(given)[0] if given else None
    if record is None:
        return None, problems
    return (getattr(record, key), given.item_at if isinstance(given, PlacedList) else [at]), problems


def _without(given: PlacedList, faulty: Collection[Position]) -> PlacedList:
    kept = PlacedList(given.position)
    for item, at in zip(given, given.item_at, strict=True):
        if at not in faulty:
            kept.append(item)
            kept.item_at.append(at)
    return kept


def _unknown(
    key: str, terms: Sequence[str], places: Sequence[Position], known: Collection[str], name: str
) -> Iterator[Problem]:
    """A problem for each id that is not known."""
    meant = dict.fromkeys(part for term in terms for part in parted(term, known) or [term])
    for term, place in zip(terms, places, strict=True):
        if term not in known:
            ending = f"; write [{', '.join(meant)}]" if parted(term, known) else ""
            yield Problem(name, place, unknown(key, term, known, ending=ending))


def _mended(block: HeadBlock, others: Sequence[FilePart], value: PlacedMapping, values: Mapping[str, Any]) -> str:
    """The page with what is sound of its front matter: ours as JSON, theirs as it was typed."""
    rows = [""] * block.end
    for part in others:
        rows[part.begin : part.end] = block.lines[part.begin : part.end]
    for key, found in values.items():
        said = json.dumps(found, default=_plain, ensure_ascii=False)
        rows[value.key_at[key].line - 1] = f"{json.dumps(key)}: {said}"
    rows = rows[block.begin :]
    return block.with_rows(rows if _is_mapping(rows) else [""] * len(rows))


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json", exclude_unset=True) if isinstance(value, BaseModel) else str(value)


def latest_day() -> date:
    """The day that it is by now anywhere on Earth.

    It is that of the clock, and not of SOURCE_DATE_EPOCH, which says what an output is dated and is often older than a
    page. So what is built does not depend on it: a day to come is reported and shown, and reported no more once it is
    there.
    """
    return (datetime.now(UTC) + _AHEAD).date()
