"""What answers of servers mean: pure functions from what was said to a verdict."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from http import HTTPStatus
from itertools import takewhile
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from ..records.wording import in_full

PERMANENT: Final = (301, 308)
_GONE: Final = (404, 410)
_LONG: Final = 1_000_000
BUSY: Final = (429, 503)
"""With these, a server may say when to come back."""


class Failure(Enum):
    """What came in place of an answer; the value is how it is told."""

    NO_HOST = "its host is not known"
    REFUSED = "its host refuses the connection"
    CERTIFICATE = "its certificate cannot be trusted"
    SLOW = "no answer in time"
    BROKEN = "its answer breaks off, or is none"
    UNREACHABLE = "its host cannot be reached from here"
    LOOP = "it leads in a circle"
    TOO_FAR = "it leads on and on"
    NOWHERE = "it leads to what is no web address"
    NO_ADDRESS = "nobody can be asked for it"
    UNASKED = "not asked, because its host kept us waiting for others"


_CERTAIN: Final = (Failure.NO_HOST, Failure.REFUSED, Failure.CERTIFICATE)


class Hop(NamedTuple):
    """An answer that leads on."""

    status: int
    address: str
    """To where."""


class ServerAnswer(NamedTuple):
    """All that came of asking for an address: what led on, and how it ended."""

    hops: tuple[Hop, ...]
    end: int | Failure
    """The status of the last answer, or what was in its place."""


class AddressState(Enum):
    """What is known of an address; the value is its type where it is reported."""

    FINE = "links.fine"
    MOVED = "links.moved"
    FAILING = "links.failing"
    DEAD = "links.dead"
    UNCLEAR = "links.unclear"


class Verdict(NamedTuple):
    """What one answer says of an address."""

    state: AddressState
    said: str
    moved_to: str = ""
    """Where it has moved for good, if it is known to be there."""

    @property
    def is_fine(self) -> bool | None:
        """Whether it leads somewhere; nothing if that cannot be told."""
        return None if self.state is AddressState.UNCLEAR else self.state is not AddressState.FAILING


def judged(address: str, answer: ServerAnswer) -> Verdict:
    """What an answer says of an address.

    Servers turn programs away as they turn away nobody else (401, 403, 429). So only what is certain counts.
    """
    said = _said(answer)
    if isinstance(answer.end, Failure):
        return Verdict(AddressState.FAILING if answer.end in _CERTAIN else AddressState.UNCLEAR, said)
    if answer.end in _GONE or (answer.end >= 500 and answer.end < 600):
        return Verdict(AddressState.FAILING, said)
    if not 200 <= answer.end < 300:
        return Verdict(AddressState.UNCLEAR, said)
    # What lies behind a move that is not for good may be elsewhere tomorrow, and the address of today stays.
    lasting = [hop.address for hop in takewhile(lambda hop: hop.status in PERMANENT, answer.hops)]
    if not lasting or lasting[-1] == address:
        return Verdict(AddressState.FINE, said)
    if _is_front(lasting[-1]) and not _is_front(address):
        return Verdict(AddressState.MOVED, f"has given way to the front page {in_full(lasting[-1])}")
    return Verdict(AddressState.MOVED, f"has moved for good to {in_full(lasting[-1])}", lasting[-1])


def _said(answer: ServerAnswer) -> str:
    if isinstance(answer.end, Failure):
        said = answer.end.value
    else:
        try:
            said = f"answers {answer.end} ({HTTPStatus(answer.end).phrase})"
        except ValueError:
            said = f"answers {answer.end}"
    return f"leads to {in_full(answer.hops[-1].address)}: {said}" if answer.hops else said


def _is_front(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query


def seconds_to_wait(text: str | None, now: datetime | None = None) -> float | None:
    """How long a ``Retry-After`` asks to wait, in seconds or up to a date; nothing if it does not say.

    >>> seconds_to_wait("7")
    7.0
    """
    try:
        return float(min(int(text or ""), _LONG))
    except ValueError:
        pass
    try:
        until = parsedate_to_datetime(text or "")
        return max((until - (now or datetime.now(UTC))).total_seconds(), 0.0)
    except (ValueError, TypeError, OverflowError):
        return None
