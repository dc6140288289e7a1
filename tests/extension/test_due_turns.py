"""When pages have their turn to be reviewed: what holds of the turns of any pages, whenever they were reviewed."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sphinx_rdm.due.turns import REST, YEAR, turns


def reviews(first: date, last: date) -> st.SearchStrategy[dict[str, date]]:
    """Some pages that were reviewed between two days; as often many as few."""
    lists = st.integers(1, 61).flatmap(lambda count: st.lists(st.dates(first, last), min_size=count, max_size=count))
    return lists.map(lambda days: {f"page-{number * 37 % 61:02}": day for number, day in enumerate(days)})


REVIEWS = reviews(date(2023, 11, 1), date(2026, 11, 30))
ANY = st.one_of(REVIEWS, st.dates(date(2026, 11, 1), date(2026, 12, 5)).flatmap(lambda day: reviews(day, day)))


def ends(first: date, last: date) -> list[date]:
    """The last days of months from one day to another."""
    months = range(first.year * 12 + first.month, last.year * 12 + last.month + 1)
    days = [date(month // 12, month % 12 + 1, 1) - timedelta(days=1) for month in months]
    return [day for day in days if first <= day <= last]


def can_be_spread(reviewed: dict[str, date], most: int) -> bool:
    """Whether every page finds a month that it may have: whether no stretch of months is wanted by too many."""
    wanted = [ends(day + REST, day + YEAR) for day in reviewed.values()]
    days = sorted({day for months in wanted for day in (months[0], months[-1])})
    return all(
        sum(first <= months[0] and months[-1] <= last for months in wanted) <= most * len(ends(first, last))
        for first in days
        for last in days
        if first <= last
    )


@settings(deadline=None)
@given(ANY)
def test_every_page_has_one_turn_within_a_year_and_not_at_once(reviewed: dict[str, date]) -> None:
    found = turns(reviewed)
    assert found.keys() == reviewed.keys()
    for page, day in found.items():
        assert (day + timedelta(days=1)).day == 1
        assert reviewed[page] + REST <= day <= reviewed[page] + YEAR


@settings(deadline=None)
@given(ANY)
def test_no_month_has_more_than_a_twelfth_if_that_is_possible(reviewed: dict[str, date]) -> None:
    most = -(-len(reviewed) // 12)
    assert (max(Counter(turns(reviewed).values()).values()) <= most) is can_be_spread(reviewed, most)


@settings(deadline=None)
@given(ANY, st.randoms())
def test_the_order_in_which_pages_are_found_does_not_matter(reviewed: dict[str, date], random: object) -> None:
    pages = list(reviewed)
    random.shuffle(pages)  # type: ignore[attr-defined]
    assert turns({page: reviewed[page] for page in pages}) == turns(reviewed)


@settings(deadline=None)
@given(ANY)
def test_whoever_was_reviewed_earlier_has_an_earlier_turn_and_names_decide(reviewed: dict[str, date]) -> None:
    assume(can_be_spread(reviewed, -(-len(reviewed) // 12)))
    found = turns(reviewed)
    days = [found[page] for page in sorted(reviewed, key=lambda page: (reviewed[page], page))]
    assert days == sorted(days)


@settings(deadline=None)
@given(REVIEWS, st.data(), st.dates(date(2026, 12, 1), date(2027, 6, 30)))
def test_a_review_moves_few_others(reviewed: dict[str, date], data: st.DataObject, day: date) -> None:
    page = data.draw(st.sampled_from(sorted(reviewed)))
    again = {**reviewed, page: day}
    most = -(-len(reviewed) // 12)
    assume(can_be_spread(reviewed, most) and can_be_spread(again, most))
    before, after = turns(reviewed), turns(again)
    moved = Counter(before[name] for name in reviewed if name != page and before[name] != after[name])
    assert all(count <= 2 for count in moved.values())


def test_pages_that_were_read_in_one_week_are_spread_over_the_months_to_come() -> None:
    reviewed = {f"page-{number:02}": date(2026, 11, 24 + number % 7) for number in range(60)}
    months = Counter(turns(reviewed).values())
    assert max(months.values()) == 5
    assert len(months) == 12
    assert turns({**reviewed, "page-00": date(2026, 12, 20)})["page-00"] == date(2027, 11, 30)


def test_where_a_twelfth_is_not_enough_months_share_what_is_left() -> None:
    months = Counter(turns({f"page-{number:02}": date(2026, 11, 24) for number in range(60)}).values())
    assert sorted(months.values()) == [*[5] * 6, *[6] * 5]


@pytest.mark.parametrize(
    ("day", "turn"), [("2026-11-29", "2027-10-31"), ("2026-11-30", "2027-11-30"), ("2024-03-01", "2025-02-28")]
)
def test_a_page_alone_has_its_turn_in_the_last_month_that_ends_within_the_year(day: str, turn: str) -> None:
    assert turns({"page": date.fromisoformat(day)}) == {"page": date.fromisoformat(turn)}
