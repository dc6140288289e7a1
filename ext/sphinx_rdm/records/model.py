"""What each kind of record may say: one pydantic model for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from . import addresses
from .addresses import Clash
from .fields import (
    AllOrTerms,
    Anchor,
    Anchors,
    Doi,
    Id,
    Language,
    Line,
    Lines,
    Mail,
    PageAddress,
    Path,
    QueryString,
    RegularExpression,
    Term,
    TermId,
    Terms,
    Text,
    TrueOrFalse,
    WebAddress,
    fault,
)


class Part(BaseModel):
    """A group of values inside a record."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    noun: ClassVar[str]
    """What contributors call it."""


class Entry(Part):
    """Something that stands alone in a data file."""

    facets: ClassVar[dict[str, str]] = {}
    """Fields whose values are ids of the vocabulary, each with the plural name of its facet."""
    refers: ClassVar[tuple[str, ...]] = ()
    """Fields whose values are ids of other records of the same kind."""
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("id",),)
    """Groups of fields of which no value may occur in two records. The first field of all is the record's key."""
    clashes: ClassVar[Callable[[Iterable[str]], Iterable[Clash]]] = lambda _keys: ()
    """Finds keys that cannot stand beside one before them, though they are not the same."""


class VocabularyTerm(Entry):
    """One value of a facet, such as one phase or one category."""

    noun = "value of the vocabulary"

    id: TermId = Field(description="Stable id, used in records, in front matter and in links.")
    title: Line = Field(description="What readers see.")
    summary: Text | None = Field(None, description="One sentence that says what the value stands for.")
    page: Line | None = Field(None, description="The value's home page: its path from the source folder, no suffix.")


class Resource(Entry):
    """Something worth knowing on the web: guidance, training or a tool."""

    noun = "resource"
    facets = {"phases": "phases", "topics": "topics", "category": "categories", "kind": "kinds"}

    id: Id = Field(description="Stable id; it is part of the address of the catalogue's entry.")
    title: Line = Field(description="The name that the resource gives itself.")
    url: WebAddress = Field(description="Where it is; begins with https:// or http://.")
    description: Text = Field(description="One or two sentences: what a reader finds there, and when to use it.")
    category: Term = Field(description="Id of a category of the vocabulary.")
    kind: Term = Field(description="Id of a kind of the vocabulary.")
    phases: AllOrTerms = Field(
        (), description="Ids of phases, or `all` (kept as that one word) where the resource serves every phase."
    )
    topics: Terms = Field((), description="Ids of topics of the vocabulary.")
    providers: Lines = Field((), description="Who provides it.")
    keywords: Lines = Field((), description="Words that a reader may search for.")
    licence: Line | None = Field(None, description="Only where the resource states one.")
    doi: Doi | None = Field(None, description="Only where it has one; without https://doi.org/.")
    language: Language | None = Field(None, description="Code of the language of the title, if not that of the site.")

    @model_validator(mode="after")
    def _is_listed_somewhere(self) -> Resource:
        if not self.phases and not self.topics:
            raise fault("neither phases nor topics, so no page would list it; add one of them")
        return self


class Facility(Entry):
    """A place that produces or works on data for others, shown as a fold-out."""

    noun = "facility"
    facets = {"platform": "platforms"}

    id: Id = Field(description="Stable id; the fold-out's anchor is `facility-` and this id.")
    title: Line = Field(description="Name, with the abbreviation in brackets if it has one.")
    platform: Term = Field(description="Id of a platform of the vocabulary.")
    url: WebAddress = Field(description="The facility's own page.")
    summary: Text = Field(description="One or two sentences: what it offers.")
    services: Lines = Field((), description="What a researcher can ask it for, one service an item.")


class GuideEntry(Entry):
    """Something that serves a type of data: where they are deposited, or how they are described or written."""

    noun = "entry of the guide"
    facets = {"kind": "guide_kinds", "areas": "areas", "data_types": "data_types", "study_types": "study_types"}
    refers = ("related",)

    id: Id = Field(description="Stable id; the anchor is `guide-` and this id.")
    title: Line = Field(description="The full name, with the abbreviation.")
    short: Line = Field(description="The name by which other entries refer to it.")
    url: WebAddress = Field(description="Where it is, or where it is specified.")
    description: Text = Field(description="One to three sentences: what it holds or describes, and when to use it.")
    kind: Term = Field(description="Id of a kind of the guide, from the vocabulary.")
    areas: Terms = Field(min_length=1, description="Ids of areas of the vocabulary.")
    data_types: Terms = Field(min_length=1, description="Ids of the types of data that it serves.")
    study_types: Terms = Field((), description="Ids of the types of study that produce such data.")
    guidelines: WebAddress | None = Field(None, description="How to submit to it.")
    related: Terms = Field((), description="Ids of entries that go with it; each pair is named in one of the two.")
    keywords: Lines = Field((), description="Further words that a reader may search for.")

    @model_validator(mode="after")
    def _has_others_related(self) -> GuideEntry:
        if self.id in self.related:
            raise fault(f"related: '{self.id}' names itself; remove it")
        return self


class Contact(Part):
    """One way into an institution: a page, a mail address, or a page with its mail address."""

    noun = "link"

    purpose: Term = Field(description="What it is for: id of a purpose of the vocabulary.")
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
    facets = {"group": "groups", "purpose": "purposes"}

    id: Id = Field(description="Stable id; the anchor is `institution-` and this id.")
    title: Line = Field(description="The institution's name.")
    group: Term = Field(description="Id of a group of the vocabulary.")
    links: tuple[Contact, ...] = Field(min_length=1, description="Pages and mail addresses, in the order shown.")


class ChecklistItem(Entry):
    """One thing to tick: a statement that is true when it is done."""

    noun = "item of a checklist"
    facets = {"phases": "phases", "topics": "topics", "section": "sections"}

    id: Id = Field(description="Stable id.")
    text: Line = Field(description="The statement.")
    phases: Terms = Field((), description="Ids of the phases whose checklist it belongs to.")
    topics: Terms = Field((), description="Ids of the topics whose checklist it belongs to.")
    section: Term | None = Field(None, description="Id of the section of a data management plan that covers it.")
    why: Line = Field(description="One short sentence: what goes wrong without it, or what it is good for.")

    @model_validator(mode="after")
    def _is_listed_somewhere(self) -> ChecklistItem:
        if not self.phases and not self.topics:
            raise fault("neither phases nor topics, so no page would show it; add one of them")
        return self


class Source(Part):
    """Where a definition comes from."""

    noun = "source"

    title: Line = Field(description="Name of the source, with article or section.")
    url: WebAddress = Field(description="Where to read it.")


class GlossaryTerm(Entry):
    """A term with its definition, its translations and the source of both."""

    noun = "term"
    facets = {"group": "glossaries"}
    refers = ("see",)
    unique = (("id", "anchors"), ("term", "also"))

    id: Id = Field(description="Stable id; it is the anchor of the term on its page.")
    group: Term = Field(description="Id of a glossary of the vocabulary.")
    term: Line = Field(description="The term as readers see it.")
    also: Lines = Field((), description="Other forms that lead to the same entry.")
    translations: dict[Language, Line] = Field(default={}, description="The term in other languages, by language code.")
    definition: Text = Field(description="What it means, in one to three sentences.")
    sources: tuple[Source, ...] = Field(min_length=1, description="Where the meaning comes from.")
    see: Terms = Field((), description="Ids of terms that explain more.")
    anchors: Anchors = Field((), description="Further anchors under which others link to the term.")


class Redirect(Entry):
    """An address of an earlier site, and the page that takes its place."""

    noun = "redirect"
    unique = (("old",),)
    clashes = addresses.clashes

    old: Path = Field(description="The path of the earlier address, from the first slash after the host.")
    page: Line = Field(description="The page that takes its place: its path from the source folder, no suffix.")
    anchor: Anchor | None = Field(None, description="The place on that page.")
    view: QueryString | None = Field(None, description="What a list on that page is narrowed down to.")


class Abbreviation(Entry):
    """A short form, and what it stands for."""

    noun = "abbreviation"
    unique = (("short",),)

    short: Line = Field(description="The abbreviation, without a plural s.")
    long: Line = Field(description="What it stands for, in the words in which pages spell it out.")
    common: TrueOrFalse = Field(
        False, description="Whether every reader knows it, so that pages need not spell it out."
    )


class Law(Entry):
    """An act or a regulation that pages name."""

    noun = "law"
    unique = (("number",), ("title", "also"))

    number: Line = Field(description="The number under which the law is published.")
    title: Line = Field(description="The name that pages use.")
    also: Lines = Field((), description="Other names of the same law.")
    local: Line | None = Field(None, description="The name in the language of the law.")
    url: WebAddress | None = Field(None, description="Where to read it.")


class StyleRule(Entry):
    """A turn of phrase to avoid in running text."""

    noun = "rule of style"

    id: Id = Field(description="Stable id, which the message names.")
    pattern: RegularExpression = Field(description="Regular expression for what is to be avoided; case does not count.")
    message: Line = Field(description="What to write instead.")
    unless: Lines = Field((), description="Phrases in which it is right.")


class Synonyms(Entry):
    """Words by which readers look for the same thing."""

    noun = "group of synonyms"

    id: Id = Field(description="Stable id.")
    words: Lines = Field(min_length=2, description="Single words, or several that follow each other.")


class Site(Entry):
    """Who publishes the site and where; what is unknown stays empty."""

    noun = "site"

    name: Line = Field(description="The site's name.")
    tagline: Line | None = Field(None, description="For whom it is; shown after the name.")
    authors: Line | None = Field(None, description="Who is credited.")
    licence: Line | None = Field(None, description="Licence of the text.")
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
    accessibility_status: Line | None = Field(None, description="How far the site complies, in the operator's words.")
    accessibility_method: Line | None = Field(None, description="How the operator assessed it.")
    accessibility_assessed: Line | None = Field(None, description="Date of the assessment.")
    accessibility_updated: Line | None = Field(None, description="Date of the last update of the statement.")
    accessibility_contact: Line | None = Field(None, description="Where readers report a barrier.")
