"""Something worth knowing on the web: guidance, training or a tool."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ...records.fields import (
    DOI,
    AllOrTerms,
    Doi,
    Id,
    Language,
    Line,
    Lines,
    Offered,
    SomeOfTerms,
    Term,
    Terms,
    Text,
    WebAddress,
)
from ...records.kind import PHASE, TOPIC, Column, Facet, Kind, Listed, Prose, _
from ...records.model import Placed

CATEGORY = Facet("categories", "category", _("Category"))
KIND_OF_RESOURCE = Facet("kinds", "kind", _("Kind"))


class Resource(Placed):
    """Something worth knowing on the web: guidance, training or a tool."""

    noun = "resource"
    name_fields = ("providers",)

    id: Id = Field(description="Stable id; it is part of the address of the catalogue's entry.")
    title: Line = Field(description="The name that the resource gives itself.")
    url: WebAddress = Field(title="Address", description="Where it is; begins with https:// or http://.")
    description: Annotated[Text, Prose()] = Field(
        description="One or two sentences: what a reader finds there, and when to use it."
    )
    category: Annotated[Term, CATEGORY] = Field(description="Id of a category of the vocabulary.")
    kind: Annotated[Term, KIND_OF_RESOURCE] = Field(description="Id of a kind of the vocabulary.")
    phases: Annotated[AllOrTerms, PHASE] = Field(
        (), description="Ids of phases, or `all` (kept as that one word) where the resource serves every phase."
    )
    topics: Annotated[Terms, TOPIC] = Field((), description="Ids of topics of the vocabulary.")
    first_in_phases: Annotated[SomeOfTerms, PHASE] = Field(
        (), description="Those of its phases whose readers should start with it."
    )
    first_in_topics: Annotated[SomeOfTerms, TOPIC] = Field(
        (), description="Those of its topics whose readers should start with it."
    )
    providers: Annotated[Lines, Offered("providers")] = Field((), description="Who provides it.")
    keywords: Lines = Field((), description="Words that a reader may search for.")
    licence: Annotated[Line | None, Offered("licences")] = Field(
        None, description="Only where the resource states one."
    )
    doi: Doi | None = Field(None, title="DOI", description="Only where it has one; without https://doi.org/.")
    archived: WebAddress | None = Field(
        None, description="Where a copy of it is kept, to which readers are led once its own address is dead."
    )
    language: Language | None = Field(None, description="Code of the language of the title, if not that of the site.")


RESOURCE = Kind(
    "resources",
    Resource,
    role="resource",
    title=_("resource"),
    listed=lambda item: Listed(item.title, item.url, item.language or ""),
    keywords=lambda item: item.keywords,
    columns=(
        Column("title", _("Title"), lambda item: (item.title,), width=26),
        Column("description", _("Description"), lambda item: (item.description,), width=44),
        Column("kind", _("Kind"), lambda item: (item.kind,), KIND_OF_RESOURCE, width=12),
        Column("provider", _("Provider"), lambda item: item.providers),
        Column("category", _("Category"), lambda item: (item.category,), CATEGORY),
        Column("phase", _("Phases"), lambda item: item.phases, PHASE),
        Column("topic", _("Topics"), lambda item: item.topics, TOPIC),
        Column("keywords", _("Keywords"), lambda item: item.keywords),
        Column("licence", _("Licence"), lambda item: _given(item.licence)),
        Column("doi", _("DOI"), lambda item: _given(item.doi), address=f"{DOI}{{}}"),
    ),
    options=("exclude", "group-by", "limit", "empty", "none"),
    is_open=True,
    suggested=("title", "url", "description", "category", "kind", "phases", "topics", "providers", "licence", "doi"),
)


def _given(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()
