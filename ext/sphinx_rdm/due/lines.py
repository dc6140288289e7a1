"""What there is to do, in lines that say where: functions, each from what a project is made of to lines of a kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from ..front_matter.checks import PageHead, Rules, read
from ..kinds.glossary.record import GLOSSARY_TERM
from ..kinds.resource.query import coverage, of_no_subject
from ..kinds.resource.record import RESOURCE
from ..ledger import ARCHIVE, Ledger, LedgerEntry
from ..records.deadlines import KEY, of_list
from ..records.kind import SUBJECTS, _
from ..records.positioned import START, Position, Problem
from ..records.store import Store, read_files
from ..records.wording import in_full
from .turns import YEAR, turns

if TYPE_CHECKING:
    from ..page_rules import Settings


class DueKind(Enum):
    """Why there is something to do, the most urgent first; the value is its type where it is reported."""

    DEAD = "due.dead"
    CHECK_BY = "due.check_by"
    MOVED = "due.moved"
    FAILING = "due.failing"
    REVIEW = "due.review"
    COPY = "due.copy"
    UNNAMED = "due.unnamed"
    LICENCE = "due.licence"
    CONTRIBUTORS = "due.contributors"
    TRANSLATION = "due.translation"
    GAP = "due.gap"


AT_ONCE: Final = (DueKind.DEAD, DueKind.MOVED, DueKind.FAILING)
"""What has no day, and does not wait for one."""
BY_DAY: Final = (DueKind.CHECK_BY, DueKind.REVIEW)
TITLES: Final[Mapping[DueKind, str]] = {
    DueKind.DEAD: _("Dead links"),
    DueKind.MOVED: _("Links that have moved"),
    DueKind.FAILING: _("Links that fail"),
    DueKind.COPY: _("Dead links with an archived copy"),
    DueKind.UNNAMED: _("Records that readers hardly meet"),
    DueKind.LICENCE: _("Records without a licence"),
    DueKind.CONTRIBUTORS: _("Pages without contributors"),
    DueKind.TRANSLATION: _("Terms without a translation"),
    DueKind.GAP: _("Categories without a resource"),
}
"""What readers call those that are in no month."""
ADVICE: Final[Mapping[DueKind, str]] = {
    DueKind.DEAD: _("put its new address here, or an archived copy; look for one at %(look)s"),
    DueKind.CHECK_BY: _("change or retire what is no longer true, then name the next day or none"),
    DueKind.MOVED: _("write that"),
    DueKind.FAILING: _("look for a typing error, or wait for the next run"),
    DueKind.COPY: _("if it has a new address, write that"),
    DueKind.UNNAMED: _("have it shown, or delete it"),
    DueKind.LICENCE: _("look whether it states one"),
    DueKind.CONTRIBUTORS: _("if readers are to know who wrote it, write 'contributors: …'"),
    DueKind.GAP: _("ask whether readers miss it"),
}
"""What to do, to be translated; of other kinds, the line says it."""


class DueLine(NamedTuple):
    """One thing to do, and the place to edit."""

    kind: DueKind
    day: date | None
    """The day by which to do it; nothing if it has none."""
    path: str
    position: Position
    words: str
    """What is to be told, to be translated, with names in place of the values."""
    values: tuple[tuple[str, str], ...] = ()

    @property
    def problem(self) -> Problem:
        """The line as commands print it."""
        words = "; ".join((self.words, *filter(None, [ADVICE.get(self.kind)])))
        return Problem(self.path, self.position, words % dict(self.values))


class DuePage(NamedTuple):
    """A page as far as something may be due on it."""

    path: str
    text: str
    is_rst: bool = False


class DueSources(NamedTuple):
    """What a project is made of."""

    store: Store
    data: Path
    label: str
    """What messages call the folder of data."""
    pages: Sequence[DuePage]
    front: str
    """The path of the first page, without its ending."""
    ledger: Ledger
    settings: Callable[[], Settings]
    """What the parser of pages must know; asked for only if addresses are looked for."""


def due(sources: DueSources) -> list[DueLine]:
    """All that is to do, the most urgent first."""
    store = sources.store
    heads = {page.path: read(page.text, page.path, Rules(), rst=page.is_rst) for page in sources.pages}
    found = [*_links(sources), *_days(store, heads), *_reviews(heads), *_unnamed(sources), *_licences(store)]
    found += [*_contributors(heads, sources.front), *_translations(store), *_gaps(store)]
    order = {kind: number for number, kind in enumerate(DueKind)}
    return sorted(found, key=lambda line: (order[line.kind], line.day or date.min, line.path, line.position))


def _days(store: Store, heads: Mapping[str, PageHead]) -> Iterator[DueLine]:
    words = _("may be out of date from %(day)s: %(reason)s")
    of_pages = (of_list(head.values.get(KEY, ()), head.places.get(KEY, ()), path) for path, head in heads.items())
    for day, reason, path, at in chain(store.deadlines, *of_pages):
        yield DueLine(DueKind.CHECK_BY, day, path, at, words, (("day", str(day)), ("reason", reason)))


def _links(sources: DueSources) -> Iterator[DueLine]:
    entries = sources.ledger.entries.items()
    wanting = {address: entry for address, entry in entries if entry.failures or entry.moved_to}
    if not wanting:
        return
    from ..address_places import by_address, of_data, of_page  # here, because most builds need no parser for this

    kinds = sources.store.kinds
    files = read_files(sources.data, kinds, sources.label).values or {}
    places = list(of_data(files, kinds, sources.label))
    for page in sources.pages:
        if any(address in page.text for address in wanting):
            places += of_page(page.text, page.path, sources.settings(), rst=page.is_rst)
    for address, found in by_address(places).items():
        for place in found if address in wanting else ():
            kind, words, values = _of_link(place.address, wanting[address], place.has_copy)
            values = {"address": place.address, **values}
            named = tuple((name, in_full(value)) for name, value in values.items())
            yield DueLine(kind, None, place.path, place.position, words, named)


def _of_link(address: str, entry: LedgerEntry, has_copy: bool) -> tuple[DueKind, str, dict[str, str]]:
    if entry.is_dead and has_copy:
        words = _("%(address)s is dead, and readers are led to its archived copy")
        return DueKind.COPY, words, {}
    if entry.is_dead:
        words = _("%(address)s is dead: it failed %(times)s times from %(first)s to %(last)s")
        archive = f"{ARCHIVE}/{entry.last_fine.replace('-', '') or '*'}/{address}"
        times = {"times": str(entry.failures), "first": entry.first_failed, "last": entry.last_failed}
        return DueKind.DEAD, words, {**times, "look": archive}
    if entry.failures:
        words = _("%(address)s has failed since %(first)s")
        return DueKind.FAILING, words, {"first": entry.first_failed}
    return DueKind.MOVED, _("%(address)s has moved for good to %(new)s"), {"new": entry.moved_to}


def _reviews(heads: Mapping[str, PageHead]) -> Iterator[DueLine]:
    given = {path: head.values.get("reviewed") for path, head in heads.items()}
    # A day that no calendar can add a year to was reported.
    reviewed = {path: day for path, day in given.items() if isinstance(day, date) and day < date.max - 2 * YEAR}
    words = _("its turn for a review is %(month)s (turns are spread over the year); last read %(day)s")
    for path, day in turns(reviewed).items():
        values = (("month", f"{day:%Y-%m}"), ("day", str(reviewed[path])))
        yield DueLine(DueKind.REVIEW, day, path, _place(heads[path], "reviewed"), words, values)


def _place(head: PageHead, key: str) -> Position:
    return next(iter(head.places.get(key, ())), START)


_INCLUDED: Final = re.compile(r"^[`:]{3,}\{include\}|^\s*\.\. include::", re.MULTILINE)


def _unnamed(sources: DueSources) -> Iterator[DueLine]:
    """Resources that no list of a phase or topic has, and records shown by their ids alone that nothing names."""
    store = sources.store
    words = _("'%(name)s' has neither phase nor topic, so no list of one has it")
    for key in of_no_subject(store):
        yield _of_record(store, DueKind.UNNAMED, RESOURCE.file, key, words)
    text = "\n".join(page.text for page in sources.pages)
    if not text or _INCLUDED.search(text):
        return  # what pages include may name records as well
    said = " ".join(text.split()).casefold()
    values: str | None = None
    words = _("no page names '%(name)s'")
    for kind in store.kinds:
        if not kind.by_id or re.search(rf"(?:\{{|\.\. )(?:rdm:)?records(?:\}}|::)\s*{re.escape(kind.file)}\b", text):
            continue
        for key, record in store.of(kind).items():
            title = kind.listed(record).title if kind.listed else key
            if _names(key).search(text) or " ".join(title.split()).casefold() in said:
                continue
            if values is None:
                files = (file for file in sorted(sources.data.glob("*.yml")) if file.is_file())
                values = "\n".join(file.read_text("utf-8", "replace") for file in files)
            if len(_names(key).findall(values)) < 2:  # as it does itself
                yield _of_record(store, DueKind.UNNAMED, kind.file, key, words)


def _names(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")


def _of_record(store: Store, kind: DueKind, file: str, key: str, words: str, *more: tuple[str, str]) -> DueLine:
    path, line, column = store.locations[file, key].rsplit(":", 2)
    return DueLine(kind, None, path, Position(int(line), int(column)), words, (("name", key), *more))


def _licences(store: Store) -> Iterator[DueLine]:
    words = _("'%(name)s' names no licence")
    for kind in store.kinds:
        field = kind.model.model_fields.get("licence")
        if field and not field.is_required():
            for key, record in store.of(kind).items():
                if not record.licence:
                    yield _of_record(store, DueKind.LICENCE, kind.file, key, words)


def _contributors(heads: Mapping[str, PageHead], front: str) -> Iterator[DueLine]:
    """Pages that lack them, if others have them; else one line, because many projects do not want to name any."""
    lacking = [path for path, head in heads.items() if not head.values.get("contributors")]
    if lacking and len(lacking) == len(heads):
        words = _("neither this page nor any other names contributors")
        path = next((path for path in heads if path.rpartition(".")[0] == front), lacking[0])
        yield DueLine(DueKind.CONTRIBUTORS, None, path, START, words)
        return
    words = _("names no contributors")
    yield from (DueLine(DueKind.CONTRIBUTORS, None, path, START, words) for path in lacking)


def _translations(store: Store) -> Iterator[DueLine]:
    """Terms without a language that other terms of their group have."""
    words = _("'%(name)s' has no translation into %(languages)s, which other terms of its group have")
    languages: dict[str, set[str]] = {}
    terms = store.of(GLOSSARY_TERM)
    for term in terms.values():
        languages.setdefault(term.group, set()).update(term.translations)
    for key, term in terms.items():
        if missing := sorted(languages[term.group] - term.translations.keys()):
            more = ("languages", ", ".join(missing))
            yield _of_record(store, DueKind.TRANSLATION, GLOSSARY_TERM.file, key, words, more)


def _gaps(store: Store) -> Iterator[DueLine]:
    """Phases and topics without a resource of a category in which most of them have one; else there may be none."""
    words = _("'%(name)s' has no resource of category %(categories)s, where most have one")
    for facet in SUBJECTS:
        counted = coverage(store, facet)
        rows = [counts for _term, counts in counted.rows]
        usual = [2 * sum(map(bool, counts)) > len(rows) for counts in zip(*rows, strict=True)]
        for term, counts in counted.rows:
            cells = zip(counted.columns, counts, usual, strict=True)
            if missing := [title for title, count, is_usual in cells if is_usual and not count]:
                more = ("categories", ", ".join(missing))
                yield _of_record(store, DueKind.GAP, facet.name, term.term, words, more)
