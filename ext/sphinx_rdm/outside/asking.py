"""Asks servers for addresses: many servers at once, each of them one thing at a time, and none for too long.

``requests`` does the talking. What follows which answer is decided here: a redirect is one more question to a server,
which waits its turn like any other.
"""

from __future__ import annotations

import errno
import socket
import ssl
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Final, NamedTuple, TypeAlias
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import requote_uri
from urllib3.exceptions import NameResolutionError

from .verdict import BUSY, Failure, Hop, ServerAnswer, seconds_to_wait

_OFTEN: Final = 3
"""After so many troubles in a row, or so many times of waiting, a host is asked no more."""


_NO_WAY: Final = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL)


class Limits(NamedTuple):
    """How long and how often to ask; times are in seconds."""

    address: float = 20
    """For all answers that one address needs, without the time in which it waits its turn."""
    pause: float = 0.5
    """Between two questions to one host."""
    wait: float = 20
    """The longest time that a host may ask to wait; who asks for more is asked nothing more."""
    host: float = 150
    """For all answers of one host."""
    at_once: int = 32
    """So many hosts are asked at the same time."""
    redirects: int = 10


class Said(NamedTuple):
    """What a server said, as far as it matters."""

    status: int
    target: str = ""
    """The address to which it leads on, as it stands in the answer."""
    wait: float | None = None
    """The seconds after which it wants to be asked again, if it says so."""


_Ask: TypeAlias = Callable[[requests.Session, str, float], Said | Failure]


class _Session(requests.Session):
    """Follows nothing by itself, since it would read all that a redirect says, however long."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Say that there is none."""


@dataclass(eq=False)
class _Question:
    """An address that is being asked for."""

    address: str
    at: str
    """Where it has led so far."""
    hops: list[Hop] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    """Where it has been, each with the cookies that it had there."""
    session: requests.Session = field(default_factory=_Session)
    """Keeps cookies, without which some servers lead in a circle."""
    left: float = 0
    """Seconds in which it must be answered."""
    has_waited: bool = False

    @property
    def place(self) -> tuple[str, str]:
        """Where it has led so far, and with which cookies."""
        return self.at, str(sorted(self.session.cookies.items()))


@dataclass(eq=False)
class _Host:
    """A host, and what it is still to be asked."""

    queue: deque[_Question] = field(default_factory=deque)
    asked: _Question | None = None
    since: float = 0
    """When it was last asked."""
    free_at: float = 0
    spent: float = 0
    troubles: int = 0
    """So many of the last answers were none, or that it is too busy."""
    waits: int = 0
    is_given_up: bool = False

    @property
    def overdue_at(self) -> float:
        """When to wait no longer for what it was asked; a little later than whoever asks should have given up."""
        return self.since + (self.asked.left if self.asked else 0) + 1


def ask(addresses: Iterable[str], headers: Mapping[str, str], limits: Limits) -> Iterator[tuple[str, ServerAnswer]]:
    """Ask for each of the *addresses*, and give each with its answer as soon as that is there."""
    return _Round(headers, limits).run(addresses)


class _Round:
    def __init__(self, headers: Mapping[str, str], limits: Limits) -> None:
        self.headers, self.limits = headers, limits
        self.hosts: defaultdict[str, _Host] = defaultdict(_Host)
        self.answers: SimpleQueue[tuple[_Host, _Question, Said | Failure]] = SimpleQueue()
        self.done: list[tuple[str, ServerAnswer]] = []
        self.adapter = HTTPAdapter(pool_connections=limits.at_once)

    def run(self, addresses: Iterable[str]) -> Iterator[tuple[str, ServerAnswer]]:
        """Ask, and wait for answers, until there are no more questions."""
        for address in addresses:
            question = _Question(address, address, left=self.limits.address)
            question.session.headers.update(self.headers)
            question.session.auth = _nobody
            for scheme in ("https://", "http://"):
                question.session.mount(scheme, self.adapter)
            question.seen.add(question.place)
            self._put(question)
        while True:
            self._begin()
            yield from self.done
            self.done.clear()
            busy = [host for host in self.hosts.values() if host.asked or host.queue]
            if not busy:
                return
            times = [host.overdue_at if host.asked else max(host.free_at, monotonic() + 0.01) for host in busy]
            try:
                host, question, said = self.answers.get(timeout=max(min(times) - monotonic(), 0.001))
            except Empty:
                self._give_up_overdue()
            else:
                if host.asked is question:  # else it was given up
                    self._take(host, question, said)

    def _put(self, question: _Question, *, first: bool = False) -> None:
        """Have a question wait its turn."""
        try:
            name = urlsplit(question.at).netloc.lower()
        except ValueError:
            self._end(question, Failure.NO_ADDRESS)
            return
        host = self.hosts[name]
        if host.is_given_up:
            self._end(question, Failure.UNASKED)
        elif first:
            host.queue.appendleft(question)
        else:
            host.queue.append(question)

    def _begin(self) -> None:
        """Ask all hosts that may be asked now, first those that still have the most to answer."""
        now = monotonic()
        free = self.limits.at_once - sum(1 for host in self.hosts.values() if host.asked)
        ready = [host for host in self.hosts.values() if host.queue and not host.asked and host.free_at <= now]
        for host in sorted(ready, key=lambda host: -len(host.queue))[: max(free, 0)]:
            host.asked, host.since = host.queue.popleft(), now
            # A thread that hangs must not keep the command from ending, as one of a pool would.
            Thread(target=self._work, args=(host, host.asked), daemon=True).start()

    def _work(self, host: _Host, question: _Question) -> None:
        self.answers.put((host, question, fetch(question.session, question.at, question.left)))

    def _give_up_overdue(self) -> None:
        """Wait no longer for hosts that send little by little; who still sends is asked nothing more."""
        for host in list(self.hosts.values()):
            if host.asked and host.overdue_at <= monotonic():
                question, host.asked = host.asked, None
                self._end(question, Failure.SLOW)
                self._give_up(host)

    def _give_up(self, host: _Host) -> None:
        host.is_given_up = True
        while host.queue:
            self._end(host.queue.popleft(), Failure.UNASKED)

    def _take(self, host: _Host, question: _Question, said: Said | Failure) -> None:
        """Do what follows from an answer."""
        now = monotonic()
        took, host.asked, host.free_at = now - host.since, None, now + self.limits.pause
        host.spent += took
        question.left -= took
        is_busy = isinstance(said, Said) and said.status in BUSY
        host.troubles = host.troubles + 1 if said is Failure.SLOW or is_busy else 0
        if isinstance(said, Failure):
            self._end(question, said)
        elif said.target:
            self._follow(question, said)
        elif said.status in BUSY and said.wait is not None and self._may_wait(host, question, said.wait):
            host.free_at = now + max(said.wait, self.limits.pause)
            host.waits += 1
            host.troubles = 0
            question.has_waited = True
            host.queue.appendleft(question)
        else:
            self._end(question, said.status)
            if said.status in BUSY and (said.wait or 0) > self.limits.wait:
                host.troubles = _OFTEN
        if host.troubles >= _OFTEN or host.spent > self.limits.host:
            self._give_up(host)

    def _may_wait(self, host: _Host, question: _Question, wait: float) -> bool:
        is_short = wait <= self.limits.wait and question.left > 0
        return is_short and host.waits < _OFTEN and not question.has_waited

    def _follow(self, question: _Question, said: Said) -> None:
        """Ask for what an answer leads to."""
        try:
            target = requote_uri(urljoin(question.at, said.target))
        except ValueError:
            target = said.target
        question.hops.append(Hop(said.status, target))
        question.at = target.partition("#")[0]
        place = question.place
        if not target.lower().startswith(("http://", "https://")):
            self._end(question, Failure.NOWHERE)
        elif place in question.seen:
            self._end(question, Failure.LOOP)
        elif len(question.hops) > self.limits.redirects:
            self._end(question, Failure.TOO_FAR)
        elif question.left <= 0:
            self._end(question, Failure.SLOW)
        else:
            question.seen.add(place)
            self._put(question, first=True)

    def _end(self, question: _Question, end: int | Failure) -> None:
        self.done.append((question.address, ServerAnswer(tuple(question.hops), end)))


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Log in nowhere: without this, what stands in a ``.netrc`` would be sent."""
    return request


def fetch(session: requests.Session, address: str, seconds: float) -> Said | Failure:
    """What a server says to one question; nothing of what follows its headers is read."""
    try:
        timeout = (min(seconds, 10), seconds)
        with session.get(address, stream=True, allow_redirects=False, timeout=timeout) as answer:
            target = requests.Session.get_redirect_target(session, answer)
            wait = seconds_to_wait(answer.headers.get("Retry-After"))
            return Said(answer.status_code, target or "", wait)
    except Exception as error:
        return _fault(error)


def _fault(error: Exception) -> Failure:
    """What an error means."""
    if isinstance(error, requests.Timeout | TimeoutError):
        return Failure.SLOW
    if isinstance(error, requests.exceptions.ProxyError):  # which says nothing of the host
        return Failure.UNREACHABLE
    reasons = list(_reasons(error))
    if any(isinstance(reason, ssl.SSLCertVerificationError) for reason in reasons):
        return Failure.CERTIFICATE
    if any(isinstance(reason, ConnectionRefusedError) for reason in reasons):
        return Failure.REFUSED
    if any(isinstance(reason, NameResolutionError) for reason in reasons):
        # Whether there is no such host, or nobody to ask whether there is, is for the system to say.
        known = [reason.errno for reason in reasons if isinstance(reason, socket.gaierror)]
        return Failure.UNREACHABLE if socket.EAI_AGAIN in known else Failure.NO_HOST
    if isinstance(error, ValueError):
        return Failure.NO_ADDRESS
    if any(isinstance(reason, OSError) and reason.errno in _NO_WAY for reason in reasons):
        return Failure.UNREACHABLE
    return Failure.BROKEN


def _reasons(error: BaseException) -> Iterator[BaseException]:
    """An error, and all that it came from."""
    todo: list[object] = [error]
    seen: set[int] = set()
    for reason in todo:
        if isinstance(reason, BaseException) and id(reason) not in seen:
            seen.add(id(reason))
            yield reason
            todo += [reason.__cause__, reason.__context__, getattr(reason, "reason", None), *reason.args]
