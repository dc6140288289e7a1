"""What a kind of record is declared with: its file and model, its facets and columns, and how pages refer to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar, get_args

from pydantic import BaseModel

from .fields import Others
from .model import Record


def _(text: str) -> str:
    """Mark a text for translators. It is translated where it is shown, because records know no language."""
    return text


class Word(NamedTuple):
    """One value as shown; ``term`` is its id if it is a value of the vocabulary or a record."""

    text: str
    term: str = ""


class Listed(NamedTuple):
    """What references to a record show of it, and where it is: an address, or the page of a value."""

    title: str
    address: str
    language: str = ""


@dataclass(frozen=True)
class Facet:
    """A way to sort records. A field whose annotation holds it takes ids of its values in the vocabulary."""

    name: str
    """The key of its values in the vocabulary's file."""
    singular: str
    """What options, addresses and messages call one value."""
    title: str = ""
    """What readers call it where they narrow a list down by it, to be translated."""

    @property
    def noun(self) -> str:
        """The singular as a word of a sentence."""
        return self.singular.replace("-", " ")


PHASE = Facet("phases", _("phase"), _("Phases"))
TOPIC = Facet("topics", _("topic"), _("Topics"))
SUBJECTS = (PHASE, TOPIC)
"""What a page can be about, which its front matter says. Values have home pages, and roles of their own."""
SUBJECT_CALLED = {facet.singular: facet for facet in SUBJECTS}
"""The same by the name of one value, which is that of its role and of the key in front matter."""


@dataclass(frozen=True)
class Anything:
    """Stands in the annotation of a field whose values name records of all kinds, and values of the vocabulary."""


@dataclass(frozen=True)
class Prose:
    """Stands in the annotation of a field that holds sentences of ours, and no names."""


class Head(NamedTuple):
    """What a page shows of a column besides its cells; ``facet`` is the singular name of its facet, if it has one."""

    name: str
    heading: str
    width: int
    facet: str = ""
    address: str = ""


@dataclass(frozen=True)
class Column(Generic[Record]):
    """One thing that lists can show of a record."""

    name: str
    heading: str
    """What readers call it, to be translated."""
    values: Callable[[Record], tuple[str, ...]]
    """The values of a record, as they stand in it."""
    facet: Facet | None = None
    width: int = 18
    """Its share of the width on paper; browsers find their own."""
    address: str = ""
    """Where a value leads, with ``{}`` in place of it; empty if it is no link."""

    @property
    def head(self) -> Head:
        """The column without what cannot be kept."""
        return Head(self.name, self.heading, self.width, self.facet.singular if self.facet else "", self.address)


@dataclass(frozen=True, eq=False)
class Kind(Generic[Record]):
    """A kind of record."""

    file: str
    """The name of its data file, without suffix."""
    model: type[Record]
    role: str = ""
    """The name of the role that refers to a record; empty if none does."""
    title: str = ""
    """What Sphinx's search and other projects call a record, to be translated."""
    listed: Callable[[Record], Listed] | None = None
    """What a role shows."""
    names: Callable[[Record], tuple[str, ...]] | None = None
    """All names by which readers look for what a record is about, in any language; the search takes them for one."""
    keywords: Callable[[Record], tuple[str, ...]] | None = None
    """Words under which a record stands in an index besides, which other records may share."""
    columns: tuple[Column[Record], ...] = ()
    by_id: bool = False
    """Whether pages show its records one by one, each by its id or title, unless they list those of any kind."""
    options: tuple[str, ...] = ()
    """Options of its directive that are no facets."""
    is_open: bool = False
    """Whether a data folder may add fields to it, because what shows its records shows these, too."""
    suggested: tuple[str, ...] = ()
    """The fields that a form asks of those who suggest a record; there is no form if it is empty."""
    added: tuple[Column[Record], ...] = ()
    """The columns of such fields."""

    @property
    def key(self) -> str:
        """The field that tells records apart."""
        return self.model.unique[0][0]

    @property
    def facets(self) -> dict[str, Facet]:
        """The facet of each field that has one, in the record and in its parts."""
        return dict(marked(self.model, Facet))

    @property
    def others(self) -> dict[str, Others]:
        """The fields whose values are ids of other records."""
        return dict(marked(self.model, Others))

    @property
    def anything(self) -> list[str]:
        """The fields whose values name records of all kinds."""
        return [name for name, _mark in marked(self.model, Anything)]


def sentences(record: BaseModel) -> Iterator[str]:
    """What a record and its parts say in sentences of ours."""
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if isinstance(value, str) and any(isinstance(mark, Prose) for mark in field.metadata):
            yield value
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, BaseModel):
                yield from sentences(part)


Mark = TypeVar("Mark")


def marked(model: type[BaseModel], mark: type[Mark]) -> Iterator[tuple[str, Mark]]:
    """The fields of a model and its parts whose annotations hold a mark, each with that."""
    models = [model]  # each once: a part may hold parts like itself
    for inner in models:
        for name, field in inner.model_fields.items():
            yield from ((name, found) for found in field.metadata if isinstance(found, mark))
            parts = (part for part in get_args(field.annotation) if isinstance(part, type))
            models += [part for part in parts if issubclass(part, BaseModel) and part not in models]
