"""One thing to tick, and the lists of them."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import Field, model_validator

from ...records.fields import ALL, Id, Line, Term, Terms, fault
from ...records.kind import PHASE, SUBJECTS, TOPIC, Facet, Kind, Prose, Word
from ...records.model import Entry
from ...records.store import Store

SECTION = Facet("sections", "section")


class ChecklistItem(Entry):
    """One thing to tick: a statement that is true when it is done."""

    noun = "item of a checklist"

    id: Id = Field(description="Stable id.")
    text: Annotated[Line, Prose()] = Field(description="The statement.")
    phases: Annotated[Terms, PHASE] = Field((), description="Ids of the phases whose checklist it belongs to.")
    topics: Annotated[Terms, TOPIC] = Field((), description="Ids of the topics whose checklist it belongs to.")
    section: Annotated[Term | None, SECTION] = Field(
        None, description="Id of the section of a data management plan that covers it."
    )
    why: Annotated[Line, Prose()] = Field(
        description="One short sentence: what goes wrong without it, or what it is good for."
    )

    @model_validator(mode="after")
    def _is_listed_somewhere(self) -> ChecklistItem:
        if not self.phases and not self.topics:
            raise fault("neither phases nor topics, so no page would show it; add one of them")
        return self


CHECKLIST = Kind("checklists", ChecklistItem)


class Tick(NamedTuple):
    """One item of a checklist as shown."""

    id: str
    text: str
    why: str
    section: str
    """Title of the section of a data management plan that covers it, or nothing."""


class NamedChecklist(NamedTuple):
    """The items of one phase or topic."""

    term: Word
    items: tuple[Tick, ...]


def checklist(
    store: Store, phases: tuple[str, ...], topics: tuple[str, ...], sections: tuple[str, ...]
) -> tuple[Tick, ...]:
    """The items that name one of the phases, topics and sections; empty means any, and ``all`` that one is named."""
    return tuple(
        _tick(store, item)
        for item in store.of(CHECKLIST).values()
        if _names_one(item.phases, phases)
        and _names_one(item.topics, topics)
        and (not sections or item.section in sections)
    )


def _names_one(given: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return bool(given) if wanted == (ALL,) else not wanted or not set(wanted).isdisjoint(given)


def subjects(
    store: Store, phases: tuple[str, ...], topics: tuple[str, ...], sections: tuple[str, ...]
) -> tuple[str, ...]:
    """The titles of phases, topics and sections, without those that are not known."""
    named = zip((*SUBJECTS, SECTION), (phases, topics, sections), strict=True)
    known = ((store.vocabulary.terms(facet), ids) for facet, ids in named)
    return tuple(terms[term].title for terms, ids in known for term in ids if term in terms)


def all_checklists(store: Store) -> tuple[NamedChecklist, ...]:
    """The checklist of every phase, then of every topic; an item stands in each list that it names."""
    found = []
    for facet in SUBJECTS:
        lists: dict[str, list[Tick]] = {}
        for item in store.of(CHECKLIST).values():
            for value in item.phases if facet == PHASE else item.topics:
                lists.setdefault(value, []).append(_tick(store, item))
        found += [
            NamedChecklist(Word(term.title, term.id), tuple(lists[term.id]))
            for term in store.vocabulary.terms(facet).values()
            if term.id in lists
        ]
    return tuple(found)


def _tick(store: Store, item: ChecklistItem) -> Tick:
    return Tick(item.id, item.text, item.why, store.vocabulary.title(SECTION, item.section) if item.section else "")
