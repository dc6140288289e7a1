"""When each page has its turn to be reviewed: by which day, so that the turns of all are spread over the year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

YEAR: Final = timedelta(days=365)
"""A page is reviewed again within this time."""
REST: Final = timedelta(days=28)
"""So long a page that was reviewed is left alone."""
_MONTHS: Final = 12


def turns(reviewed: Mapping[str, date]) -> dict[str, date]:
    """The last day of the month in which each page has its turn, from the day on which it was *reviewed*.

    No page has it later than a year after its review. A page that finds its month full goes to an earlier one; of
    pages that were reviewed on one day, those go first whose names come first.
    """
    # Three wishes, of which a later one gives way to an earlier one: never later than a year; not within the rest;
    # in no month more than a twelfth of all. So a month takes more only if those before it, down to the rest, are
    # full. The newest page chooses first, the latest month that it may: whoever is reviewed leaves a place to which
    # one page of each month before it moves at the most, and all others stay.
    most = -(-len(reviewed) // _MONTHS)
    taken: Counter[int] = Counter()
    found = {}
    for page in sorted(reviewed, key=lambda page: (reviewed[page], page), reverse=True):
        latest = _month(reviewed[page] + YEAR + timedelta(days=1)) - 1
        months = range(latest, _month(reviewed[page] + REST) - 1, -1)
        month = next((month for month in months if taken[month] < most), min(months, key=taken.__getitem__))
        taken[month] += 1
        found[page] = _last_day(month)
    return found


def _month(day: date) -> int:
    return day.year * _MONTHS + day.month - 1


def _last_day(month: int) -> date:
    year, number = divmod(month + 1, _MONTHS)
    return date(year, number + 1, 1) - timedelta(days=1)
