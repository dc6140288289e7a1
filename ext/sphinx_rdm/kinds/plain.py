"""Kinds of records that no page shows as they are: for the review of texts, the search, and old addresses."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..records import addresses
from ..records.fields import (
    A_PAGE,
    Anchor,
    Id,
    Line,
    Lines,
    Path,
    QueryString,
    RegularExpression,
    TrueOrFalse,
    WebAddress,
)
from ..records.kind import Kind, Prose
from ..records.model import Entry
from ..records.store import Store


class Redirect(Entry):
    """An address of an earlier site, and the page that takes its place."""

    noun = "redirect"
    unique = (("old",),)
    clashes = addresses.clashes

    old: Path = Field(description="The path of the earlier address, from the first slash after the host.")
    page: Annotated[Line, A_PAGE] = Field(
        description="The page that takes its place: its path from the source folder, no suffix."
    )
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


class Question(Entry):
    """A question that readers ask, with its answer in a sentence, and the place that says more."""

    noun = "question"
    unique = (("id",), ("question", "also"))

    id: Id = Field(description="Stable id.")
    question: Line = Field(description="The question, as a reader would put it.")
    also: Lines = Field((), description="Other ways to put it, in any language.")
    answer: Annotated[Line, Prose()] = Field(description="One sentence that answers it.")
    page: Annotated[Line, A_PAGE] = Field(
        description="The page that says more: its path from the source folder, no suffix."
    )
    anchor: Anchor | None = Field(None, description="The section, record or term on that page.")


REDIRECT = Kind("redirects", Redirect)
ABBREVIATION = Kind("abbreviations", Abbreviation, names=lambda item: (item.short, item.long))
LAW = Kind("laws", Law, names=lambda item: (item.title, *item.also, *filter(None, [item.local])))
STYLE = Kind("style", StyleRule)
SYNONYMS = Kind("synonyms", Synonyms, names=lambda item: item.words)
QUESTION = Kind("questions", Question)


def redirects(store: Store) -> tuple[Redirect, ...]:
    """All old addresses with what took their places, in the order of the file."""
    return tuple(store.of(REDIRECT).values())
