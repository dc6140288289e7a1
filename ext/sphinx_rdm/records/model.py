"""What every record is, and the two that no kind declares: a value of the vocabulary, and the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, ClassVar, Final, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from .addresses import Clash
from .fields import (
    A_PAGE,
    DatedEnd,
    Deadlines,
    DoiAddress,
    Line,
    Lines,
    Mail,
    Others,
    PageAddress,
    Term,
    TermId,
    Text,
    TrueOrFalse,
    WebAddress,
    fault,
)


class RecordPart(BaseModel):
    """A group of values inside a record."""

    # Most commands and builds meet records of some kinds only, so a model is compiled when it is first needed.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    noun: ClassVar[str]
    """What contributors call it."""


class Source(RecordPart):
    """Where a fact was read."""

    noun = "source"

    title: Line = Field(description="Name of the source, with article or section.")
    url: WebAddress = Field(description="Where to read it.")

    def __str__(self) -> str:
        return f"{self.title}, {self.url}"


class Entry(RecordPart):
    """Something that stands alone in a data file."""

    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("id",),)
    """Groups of fields of which no value may occur in two records. The first field of all is the record's key."""
    address_field: ClassVar[str] = ""
    """The field with the address of what a record is about, which another record has only if both say so."""
    name_fields: ClassVar[tuple[str, ...]] = ()
    """Fields with names, which are written in one way in all records."""
    clashes: ClassVar[Callable[[Iterable[str]], Iterable[Clash]]] = lambda _keys: ()
    """Finds keys that cannot stand beside one before them, though they are not the same."""

    check_by: Deadlines = Field(
        (), description="Days from which it may be out of date, each with what ends or changes then."
    )


RETIRED, REPLACED_BY = "retired", "replaced_by"
"""The keys of a record that is listed no more."""
COPY: Final = "archived"
"""The key of the address of an archived copy."""


class Referable(Entry):
    """What pages refer to, and what keeps its entry when it is listed no more."""

    retired: DatedEnd | None = Field(
        None, description="The day from which nobody should use it, and why: lists leave it out, its entry says so."
    )
    replaced_by: Annotated[Term | None, Others("record")] = Field(
        None, description="Id of the record that takes its place, once it is retired."
    )

    @model_validator(mode="after")
    def _is_retired_if_replaced(self) -> Self:
        if self.replaced_by and not self.retired:
            raise fault("replaced_by: only a retired record is replaced; add a line 'retired: …' with day and reason")
        return self


class Placed(Referable):
    """What is at an address that no other record has."""

    address_field = "url"

    shares_address: TrueOrFalse = Field(
        False, description="Whether other records have its address on purpose, such as that of one page about all."
    )


Record = TypeVar("Record", bound=Entry)


class VocabularyTerm(Entry):
    """One value of a facet, such as one phase or one category."""

    noun = "value of the vocabulary"

    id: TermId = Field(description="Stable id, used in records, in front matter and in links.")
    title: Line = Field(description="What readers see.")
    also: Lines = Field((), description="Other words by which readers look for it, in any language.")
    summary: Text | None = Field(None, description="One sentence that says what the value stands for.")
    page: Annotated[Line | None, A_PAGE] = Field(
        None, description="The value's home page: its path from the source folder, no suffix."
    )


class Site(Entry):
    """Who publishes the site and where; what is unknown stays empty."""

    noun = "site"

    name: Line = Field(description="The site's name.")
    tagline: Line | None = Field(None, description="For whom it is; shown after the name.")
    authors: Line | None = Field(None, description="Who is credited.")
    licence: Line | None = Field(None, description="Licence of the text.")
    doi: DoiAddress | None = Field(None, description="Digital object identifier (DOI) that stands for all versions.")
    base_url: WebAddress | None = Field(None, description="Address under which the site is published.")
    repository: WebAddress | None = Field(None, description="Address of the source repository.")
    edit_url: PageAddress | None = Field(
        None, description="Where a page is edited; {page} stands for its path from the source folder, no suffix."
    )
    report_url: PageAddress | None = Field(
        None, description="Where a problem with a page is reported; {page} stands for the page, as above."
    )
    contact: Line | None = Field(None, description="How to reach the people behind the site.")
    operator: Line | None = Field(None, description="The organisation that publishes the site.")
    support_mail: Mail | None = Field(None, description="Where readers ask for help with their data.")
    accessibility_status: Line | None = Field(None, description="How far the site complies, in the operator's words.")
    accessibility_method: Line | None = Field(None, description="How the operator assessed it.")
    accessibility_assessed: Line | None = Field(None, description="Date of the assessment.")
    accessibility_updated: Line | None = Field(None, description="Date of the last update of the statement.")
    accessibility_contact: Line | None = Field(None, description="Where readers report a barrier.")
    accessibility_certifier: Line | None = Field(
        None, description="Who answers for it that the EPUB meets EPUB Accessibility 1.1 at WCAG 2.2 AA."
    )


FACTS: Final = tuple(name for name in Site.model_fields if name not in Entry.model_fields)
"""What can be said of a site on a page, by its key."""
