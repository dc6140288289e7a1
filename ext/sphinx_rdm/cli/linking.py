"""What ``sphinx-rdm links`` does: all outside addresses of a project, what servers say, and the ledger of that."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import date
from fnmatch import fnmatchcase
from logging import CRITICAL, getLogger
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from .. import __version__
from ..address_places import AddressPlace, by_address, of_data, of_page
from ..ledger import Ledger, LedgerEntry
from ..outside.asking import Limits, ask
from ..outside.patch import replaced
from ..outside.verdict import Failure, Verdict, judged
from ..records.store import read_files, with_own_fields
from .checks import page_settings

if TYPE_CHECKING:
    from .project import Project

_SAVED_EVERY = 5
"""Seconds after which what was learnt is written down."""


class Found(NamedTuple):
    """What came of a run."""

    places: dict[str, list[AddressPlace]]
    known: dict[str, tuple[Verdict, LedgerEntry]]
    is_offline: bool = False

    @property
    def changes(self) -> Iterator[tuple[AddressPlace, str]]:
        """The places of all that has moved, each with the address to write there."""
        for address, (verdict, _entry) in self.known.items():
            for place in self.places[address] if verdict.moved_to else ():
                if new := replaced(place.address, verdict.moved_to):
                    yield place, new


def places(project: Project) -> Iterator[AddressPlace]:
    """Where the addresses of a project stand: in its data and, if it is whole, on its pages."""
    label = project.data.as_posix()
    kinds = project.all_kinds
    values = read_files(project.data, kinds, label).values or {}
    yield from of_data(values, with_own_fields(kinds, values, label, [])[0], label)
    settings = page_settings(project)
    for path, is_markdown, text in project.page_texts():
        if "://" in text:
            yield from of_page(text, path.as_posix(), settings, rst=not is_markdown)


def run(project: Project, ledger: Ledger, file: Path, limits: Limits, without: Sequence[str], today: date) -> Found:
    """Ask for all addresses but those that fit a pattern, and keep the ledger meanwhile.

    Where nothing at all answers, the network is at fault and no address, so nothing is remembered of that.
    """
    found = by_address(places(project))
    asked = {
        address: at
        for address, at in sorted(found.items())
        if not any(fnmatchcase(address, pattern) for pattern in without)
    }
    if project.is_whole and not project.store.problems:  # else addresses may be lost that are still there
        ledger.keep(found)
    known: dict[str, tuple[Verdict, LedgerEntry]] = {}
    waiting: list[tuple[str, Verdict]] = []
    has_answers, saved = False, monotonic()
    getLogger("urllib3").setLevel(CRITICAL)  # it would tell of every odd answer, which is what is asked for
    answers = ask(asked, _headers(project), limits)
    show = sys.stderr.isatty()
    with click.progressbar(answers, len(asked), "Links", file=sys.stderr) if show else nullcontext(answers) as shown:
        for address, answer in shown:
            has_answers = has_answers or bool(answer.hops) or not isinstance(answer.end, Failure)
            waiting.append((address, judged(address, answer)))
            if has_answers:
                for name, verdict in waiting:
                    known[name] = verdict, ledger.take(name, verdict.is_fine, verdict.moved_to, today)
                waiting.clear()
                if monotonic() - saved > _SAVED_EVERY:
                    ledger.save(file)
                    saved = monotonic()
    if asked and not has_answers:
        return Found(asked, {}, is_offline=True)
    if project.is_whole and not without:
        ledger.last_run = today.isoformat()
    ledger.save(file)
    return Found(asked, {address: known[address] for address in asked})


def _headers(project: Project) -> dict[str, Any]:
    """Says who asks, and which pages it would like to see."""
    site = project.store.site
    told = [f"links of {site.name}" if site else "", f"+{site.base_url}" if site and site.base_url else ""]
    remark = "; ".join(filter(None, told)).encode("ascii", "ignore").decode().translate(_BRACKETS)
    name = f"sphinx-rdm/{__version__}"
    return {"User-Agent": f"{name} ({remark})" if remark else name, "Accept": "text/html, */*;q=0.8"}


_BRACKETS = str.maketrans("()", "[]")
