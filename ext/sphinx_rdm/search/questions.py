"""Questions with their answers, each at the passage that says more: what the search shows before all else."""

from __future__ import annotations

from collections.abc import Sequence

from sphinx.search import SearchLanguage

from ..kinds.plain import QUESTION
from ..records.store import Store
from ..records.wording import unknown
from ..warning import Subtype, warn
from .language import asked

Asked = tuple[str, int, list[str]]
"""A question, the number of the passage that says more than its answer, and the stems of each way to put it."""


def placed(store: Store, places: Sequence[tuple[str, str]], language: SearchLanguage) -> list[Asked]:
    """The questions, in the order of their file, for an index with passages at *places*: pages and anchors.

    One that leads to no passage is reported and left out.
    """
    numbers = {place: number for number, place in enumerate(places)}
    found: list[Asked] = []
    for key, item in store.of(QUESTION).items():
        place = (item.page, item.anchor or "")
        if place in numbers:
            ways = [" ".join(asked(language, way)) for way in (item.question, *item.also)]
            found.append((item.question, numbers[place], ways))
            continue
        anchors = {anchor: None for page, anchor in places if page == item.page}
        if anchors:
            fault = unknown(f"section, record or term of {item.page}", place[1], filter(None, anchors))
        else:
            fault = unknown("page", item.page, dict.fromkeys(page for page, _anchor in places))
        warn(Subtype.HOME, f"{fault} (for '{item.question}')", store.locations["questions", key])
    return found


def answers(store: Store) -> dict[str, list[tuple[str, str]]]:
    """By page, the questions that it says more about, each with its answer."""
    found: dict[str, list[tuple[str, str]]] = {}
    for item in store.of(QUESTION).values():
        found.setdefault(item.page, []).append((item.question, item.answer))
    return found
