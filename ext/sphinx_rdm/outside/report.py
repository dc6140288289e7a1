"""Tells people what is known of addresses: at each place where one stands, with what is likely to help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ..address_places import AddressPlace
from ..ledger import ARCHIVE, DAYS, FAILURES, LedgerEntry
from ..records.positioned import Problem
from ..records.wording import in_full
from .verdict import AddressState, Verdict

URGENCY: Final = (AddressState.DEAD, AddressState.FAILING, AddressState.MOVED, AddressState.UNCLEAR)
"""In this order it is told."""


def state(verdict: Verdict, entry: LedgerEntry) -> AddressState:
    """What is known of an address after the last answer, and all before."""
    return AddressState.DEAD if verdict.state is AddressState.FAILING and entry.is_dead else verdict.state


def told(
    places: Mapping[str, Sequence[AddressPlace]], known: Mapping[str, tuple[Verdict, LedgerEntry]]
) -> Iterator[tuple[AddressState, Problem]]:
    """All that needs somebody, the most urgent first, and at each place where it stands."""
    for wanted in URGENCY:
        for address, (verdict, entry) in known.items():
            if state(verdict, entry) is wanted:
                # Readers are led to a copy, so there is nothing to do.
                wanting = (place for place in places[address] if wanted is not AddressState.DEAD or not place.has_copy)
                for place in wanting:
                    message = f"{in_full(place.address)} {_remark(wanted, verdict, entry, place.address)}"
                    yield wanted, Problem(place.path, place.position, message)


def _remark(state: AddressState, verdict: Verdict, entry: LedgerEntry, address: str) -> str:
    match state:
        case AddressState.DEAD:
            archived = f"{ARCHIVE}/{entry.last_fine.replace('-', '') or '*'}/{address}"
            advice = f"put its new address here, or an archived copy; look for one at {archived}"
            return f"is dead: {verdict.said}, {_history(entry)}; {advice}"
        case AddressState.FAILING:
            return f"fails: {verdict.said}, {_history(entry)}; look for a typing error, or wait for the next run"
        case AddressState.MOVED if verdict.moved_to:
            return f"{verdict.said}; write that"
        case AddressState.MOVED:
            return f"{verdict.said}; look there for what was meant"
        case _:
            return f"cannot be told: {verdict.said}; open it in a browser"


def _history(entry: LedgerEntry) -> str:
    often = {1: "once", 2: "twice"}.get(entry.failures, f"{entry.failures} times")
    since = f"since {entry.first_failed}" if entry.days else f"on {entry.first_failed}"
    fine = f", last fine on {entry.last_fine}" if entry.last_fine else ""
    return f"{often} {since}{fine}"


def summary(places: Mapping[str, Sequence[AddressPlace]], known: Mapping[str, tuple[Verdict, LedgerEntry]]) -> str:
    """How many addresses there are, and how many of each state."""
    found = [state(*item) for item in known.values()]
    counts = {wanted: found.count(wanted) for wanted in (AddressState.FINE, *URGENCY)}
    words = {
        AddressState.DEAD: f"dead ({FAILURES} failures in {DAYS} days)",
        AddressState.MOVED: "moved (--patch FILE has their new addresses)",
        AddressState.UNCLEAR: "cannot be told (--unclear lists them)",
    }
    said = [f"{count:,} {words.get(wanted, wanted.name.lower())}" for wanted, count in counts.items() if count]
    count = sum(map(len, places.values()))
    return f"{len(places):,} addresses at {count:,} places: {', '.join(said) or 'none'}."
