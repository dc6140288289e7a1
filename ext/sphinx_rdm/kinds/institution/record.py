"""An organisation that helps researchers or sets rules for them, with its pages and addresses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import Annotated, NamedTuple

from pydantic import Field, model_validator

from ...records.fields import Id, Line, Lines, Mail, Term, WebAddress, fault
from ...records.kind import Column, Facet, Kind, Listed, _
from ...records.model import RecordPart, Referable, VocabularyTerm
from ...records.store import Store
from ...records.views import Facts, added

GROUP = Facet("groups", "group")
PURPOSE = Facet("purposes", "purpose")


_MAILTO = "mailto:"


class Way(NamedTuple):
    """A link: what it says, and its address."""

    text: str
    address: str


class Contact(RecordPart):
    """One way into an institution: a page, a mail address, or a page with its mail address."""

    noun = "link"

    purpose: Annotated[Term, PURPOSE] = Field(description="What it is for: id of a purpose of the vocabulary.")
    title: Line | None = Field(None, description="The text of the link to `url`.")
    url: WebAddress | None = Field(None, description="The page.")
    mail: Mail | None = Field(None, description="The mail address, without mailto:.")

    @property
    def ways(self) -> tuple[Way, ...]:
        """The links that it stands for: to the page first, then to the mail address."""
        page = [Way(self.title, self.url)] if self.title and self.url else []
        return (*page, *([Way(self.mail, f"{_MAILTO}{self.mail}")] if self.mail else []))

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Contact:
        if bool(self.title) != bool(self.url):
            raise fault("a link needs title and url, both of them; add the one that is missing")
        if not self.url and not self.mail:
            raise fault("a link needs title and url, or mail; add one of them")
        return self


class Institution(Referable):
    """An organisation that helps researchers or sets rules for them, with its pages and addresses."""

    noun = "institution"

    id: Id = Field(description="Stable id; the anchor is `institution-` and this id.")
    title: Line = Field(description="The institution's name.")
    also: Lines = Field((), description="Other names, short ones and those in other languages.")
    group: Annotated[Term, GROUP] = Field(description="Id of a group of the vocabulary.")
    links: tuple[Contact, ...] = Field(min_length=1, description="Pages and mail addresses, in the order shown.")

    def ways(self, purpose: str) -> tuple[Way, ...]:
        """The links for one purpose."""
        return tuple(way for link in self.links if link.purpose == purpose for way in link.ways)


INSTITUTION = Kind(
    "institutions",
    Institution,
    role="institution",
    title=_("institution"),
    listed=lambda item: Listed(item.title, next((link.url for link in item.links if link.url), "")),
    names=lambda item: (item.title, *item.also),
    columns=(Column(GROUP.singular, _("Group"), lambda item: (item.group,), GROUP),),
    is_open=True,
)


class Directory(NamedTuple):
    """Institutions, and the purposes of their links."""

    purposes: tuple[VocabularyTerm, ...]
    institutions: tuple[tuple[Institution, Facts], ...]


def institutions(store: Store, group: str) -> Directory:
    """The institutions of one group, or of all, in the order of the file; purposes that none has are left out."""
    found = tuple(item for item in store.of(INSTITUTION).values() if group in ("", item.group))
    used = {link.purpose for item in found for link in item.links}
    purposes = tuple(term for term in store.vocabulary.terms(PURPOSE).values() if term.id in used)
    return Directory(purposes, tuple((item, added(store, INSTITUTION, item)) for item in found))


class Card(NamedTuple):
    """What is known of one institution, by the titles of purposes."""

    id: str
    title: str
    known: tuple[tuple[str, tuple[Way, ...]], ...]
    unknown: tuple[str, ...]
    asked: tuple[tuple[str, Way], ...]
    """Whom to ask there: one way for each purpose for which some institution has a mail address, mail first."""


def cards(store: Store, group: str) -> tuple[Card, ...]:
    """A card for each institution of one group, or of all, in the order of the file."""
    found = institutions(store, group).institutions
    purposes = store.vocabulary.terms(PURPOSE).values()
    personal = {link.purpose for item, _own in found for link in item.links if link.mail}
    return tuple(_card(item, purposes, personal) for item, _own in found)


def _card(item: Institution, purposes: Iterable[VocabularyTerm], personal: Set[str]) -> Card:
    found = [(term, item.ways(term.id)) for term in purposes]
    return Card(
        item.id,
        item.title,
        known=tuple((term.title, ways) for term, ways in found if ways),
        unknown=tuple(term.title for term, ways in found if not ways),
        asked=tuple((term.title, _personal(ways)) for term, ways in found if ways and term.id in personal),
    )


def _personal(ways: Sequence[Way]) -> Way:
    return next((way for way in ways if way.address.startswith(_MAILTO)), ways[0])
