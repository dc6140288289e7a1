"""An organisation that helps researchers or sets rules for them, with its pages and addresses."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import Field, model_validator

from ...records.fields import Id, Line, Lines, Mail, Term, WebAddress, fault
from ...records.kind import Facet, Kind, Listed, _
from ...records.model import Entry, RecordPart, VocabularyTerm
from ...records.store import Store
from ...records.views import Facts, added

GROUP = Facet("groups", "group")
PURPOSE = Facet("purposes", "purpose")


class Contact(RecordPart):
    """One way into an institution: a page, a mail address, or a page with its mail address."""

    noun = "link"

    purpose: Annotated[Term, PURPOSE] = Field(description="What it is for: id of a purpose of the vocabulary.")
    title: Line | None = Field(None, description="The text of the link to `url`.")
    url: WebAddress | None = Field(None, description="The page.")
    mail: Mail | None = Field(None, description="The mail address, without mailto:.")

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Contact:
        if bool(self.title) != bool(self.url):
            raise fault("a link needs title and url, both of them; add the one that is missing")
        if not self.url and not self.mail:
            raise fault("a link needs title and url, or mail; add one of them")
        return self


class Institution(Entry):
    """An organisation that helps researchers or sets rules for them, with its pages and addresses."""

    noun = "institution"

    id: Id = Field(description="Stable id; the anchor is `institution-` and this id.")
    title: Line = Field(description="The institution's name.")
    also: Lines = Field((), description="Other names, short ones and those in other languages.")
    group: Annotated[Term, GROUP] = Field(description="Id of a group of the vocabulary.")
    links: tuple[Contact, ...] = Field(min_length=1, description="Pages and mail addresses, in the order shown.")


INSTITUTION = Kind(
    "institutions",
    Institution,
    role="institution",
    title=_("institution"),
    listed=lambda item: Listed(item.title, next((link.url for link in item.links if link.url), "")),
    names=lambda item: (item.title, *item.also),
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
