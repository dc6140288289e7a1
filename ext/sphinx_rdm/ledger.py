"""What is remembered of outside addresses from one check to the next, in a file that people keep with their sources.

It holds days only, and a line for each address, which stays as it is for as long as the address is fine. A build reads
which addresses are dead, and has records that name an archived copy lead there.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from . import output
from .records.model import COPY
from .records.positioned import START, Position, Problem
from .records.store import Store

FILE: Final = "checked/links.json"
"""Where it is in a data folder."""
ARCHIVE: Final = "https://web.archive.org/web"
"""Where copies of most of the web are kept."""
FAILURES: Final = 3
DAYS: Final = 14
"""An address is dead after so many failures over at least so many days."""


class LedgerError(Exception):
    """The file is not one that this wrote."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class LedgerEntry:
    """What is remembered of an address."""

    fine_since: str = ""
    """Empty unless the last clear answer was a good one."""
    last_fine: str = ""
    """The day of the last run in which it was fine, as far as it is so no more."""
    first_failed: str = ""
    last_failed: str = ""
    failures: int = 0
    """On so many days it failed, and on none between them was it fine."""
    moved_to: str = ""

    @property
    def is_dead(self) -> bool:
        """Whether it failed for so often, and for so long, that it will not come back."""
        return self.failures >= FAILURES and self.days >= DAYS

    @property
    def days(self) -> int:
        """The days from the first failure to the last."""
        if not self.failures:
            return 0
        return (date.fromisoformat(self.last_failed) - date.fromisoformat(self.first_failed)).days


def after(entry: LedgerEntry, is_fine: bool | None, moved_to: str, today: date, last_run: str) -> LedgerEntry:
    """What is to be remembered after an answer, which may leave open whether the address is fine.

    Several failures on one day count once.
    """
    day = today.isoformat()
    if is_fine:
        return LedgerEntry(fine_since=entry.fine_since or day, moved_to=moved_to)
    was_fine = max(entry.fine_since, last_run) if entry.fine_since else entry.last_fine
    left = replace(entry, fine_since="", last_fine=was_fine, moved_to="")
    if is_fine is None or entry.last_failed == day:
        return left
    return replace(left, first_failed=entry.first_failed or day, last_failed=day, failures=entry.failures + 1)


@dataclass
class Ledger:
    """All that is remembered."""

    last_run: str = ""
    """The day on which the last run came to its end."""
    entries: dict[str, LedgerEntry] = field(default_factory=dict)

    def take(self, address: str, is_fine: bool | None, moved_to: str, today: date) -> LedgerEntry:
        """Remember an answer, as :func:`after` has it."""
        before = self.entries.get(address, LedgerEntry())
        found = self.entries[address] = after(before, is_fine, moved_to, today, self.last_run)
        return found

    def keep(self, addresses: Collection[str]) -> None:
        """Forget all addresses but these."""
        self.entries = {address: entry for address, entry in self.entries.items() if address in addresses}

    def save(self, file: Path) -> None:
        """Write the file, as a whole or not at all."""
        rows = [
            f"  {json.dumps(address, ensure_ascii=False)}: {json.dumps(given)}"
            for address, entry in sorted(self.entries.items())
            if (given := {name: value for name, value in asdict(entry).items() if value})
        ]
        last = f' "last_run": {json.dumps(self.last_run)},\n' if self.last_run else ""
        addresses = "{\n" + ",\n".join(rows) + "\n }" if rows else "{}"
        output.write(file.parent, file.name, f'{{\n{last} "addresses": {addresses}\n}}\n')


def load(file: Path, name: str) -> Ledger:
    """What a file says, which messages call *name*; one that is not there says nothing."""
    at, advice = START, "take back the last version, or delete the file"
    try:
        given = json.loads(file.read_text("utf-8"))
        rows = {address: _entry(row) for address, row in given["addresses"].items()}
        return Ledger(_day(given.get("last_run", "")), rows)
    except FileNotFoundError:
        return Ledger()
    except json.JSONDecodeError as error:
        at, reason = Position(error.lineno, error.colno), f"this is not valid JSON ({error.msg})"
    except OSError as error:
        reason = f"the file cannot be read: {error.strerror}"
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        reason = "this is no ledger of links"
    raise LedgerError(Problem(name, at, f"{reason}; {advice}"))


def with_copies(store: Store, folder: Path, label: str) -> tuple[Store, tuple[str, ...]]:
    """The records of a data folder, of which those whose address is dead lead to the archived copy that they name.

    Also returns the keys of those.
    """
    try:
        entries = load(folder / FILE, f"{label}/{FILE}").entries
    except LedgerError as error:
        return replace(store, problems=(*store.problems, error.problem)), ()
    dead = {address for address, entry in entries.items() if entry.is_dead}
    records, found = dict(store.records), []
    for kind in store.kinds if dead else ():
        if COPY not in kind.model.model_fields:
            continue
        of_kind = store.of(kind)
        copies = {
            key: record.model_copy(update={"url": copy})
            for key, record in of_kind.items()
            if (copy := getattr(record, COPY)) and record.url.partition("#")[0] in dead
        }
        records[kind.file] = {**of_kind, **copies}
        found += [f"{kind.file} {key}" for key in copies]
    return replace(store, records=records), tuple(found)


def _entry(row: dict[str, Any]) -> LedgerEntry:
    entry = LedgerEntry(**row)
    for text in (entry.fine_since, entry.last_fine, entry.first_failed, entry.last_failed):
        _day(text)
    if entry.failures != (int(entry.failures) if entry.first_failed and entry.last_failed else 0):
        raise ValueError(row)
    return replace(entry, moved_to=str(entry.moved_to))


def _day(text: str) -> str:
    """The same, if it is a day or nothing."""
    return date.fromisoformat(text).isoformat() if text else ""
