"""The keys of front matter that are ours, declared once, and those of others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from ..records.fields import Day, Description, Line, Lines, distinct, fault
from ..records.kind import PHASE, TOPIC
from ..records.model import Entry, Source
from ..records.syntax import as_list
from ..records.wording import shown


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _is_id(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, str) or not value:
        key = info.field_name
        raise fault(f"expected an id or a list of ids; write '{key}: name' or '{key}: [one, two]'")
    if "," in value:
        raise fault(f"expected a list, found '{shown(value)}'; write {as_list(value)}")
    return value


def _in_a_row(value: Any) -> Any:
    return ", ".join(value) if isinstance(value, list) and all(isinstance(name, str) for name in value) else value


def _is_list(value: Any) -> Any:
    if not isinstance(value, list):
        raise fault(f"expected a list of sources; {_SOURCE}, for each")
    return value


def _is_source(value: Any) -> Any:
    if isinstance(value, str):
        raise fault(f"'{shown(value)}' lacks its title or its address; {_SOURCE}")
    return value


_SOURCE: Final = "write '- title: …', and 'url: https://…' below it"


class PageSource(Source):
    """Where a fact on a page was read."""

    read: Day | None = Field(None, description="The date of the copy that was read, if that is known.")


def _distinct_sources(value: tuple[PageSource, ...]) -> tuple[PageSource, ...]:
    for key in ("title", "url"):
        distinct(tuple(str(getattr(source, key)) for source in value))
    return value


Subjects = Annotated[
    tuple[Annotated[str, BeforeValidator(_is_id)], ...], BeforeValidator(_as_list), AfterValidator(distinct)
]


class FrontMatter(Entry):
    """What a page says of itself. Every key may be left out, unless the settings of a site ask for it."""

    noun = "front matter"

    description: Description | None = Field(None, description="What the reader gets; search engines show it.")
    reviewed: Day | None = Field(None, description="The day on which somebody last read the whole page.")
    contributors: Annotated[Line | None, BeforeValidator(_in_a_row)] = Field(
        None, description="Names of those who wrote the page."
    )
    phase: Annotated[Subjects, PHASE] = Field((), description="The phases that the page is about.")
    topic: Annotated[Subjects, TOPIC] = Field((), description="The topics that the page is about.")
    short: Annotated[Lines, BeforeValidator(_as_list)] = Field((), description="The page in a few lines of plain text.")
    sources: Annotated[
        tuple[Annotated[PageSource, BeforeValidator(_is_source)], ...],
        BeforeValidator(_is_list),
        AfterValidator(_distinct_sources),
    ] = Field((), description="Where facts were read; the end of the page lists them.")


MOST_LINES: Final = 5
"""So many lines the text in short may have."""

_OF_OTHERS: Final[Mapping[str, tuple[str, ...]]] = {
    # Sphinx and docutils, which are always there.
    "": (
        *("tocdepth", "nocomments", "orphan", "nosearch", "no-search"),
        *("title", "author", "authors", "organization", "contact", "address", "version", "revision", "status", "date"),
        *("copyright", "dedication", "abstract"),
    ),
    "myst_parser": ("myst", "html_meta", "substitutions"),
    "myst_nb": ("myst", "html_meta", "substitutions", "mystnb", "jupytext", "kernelspec", "file_format"),
    "sphinx_design": ("sd_hide_title",),
    "furo": ("hide-toc", "hide-navigation"),
    "pydata_sphinx_theme": (
        *("html_theme.show_nav_level", "html_theme.sidebar_primary.remove", "html_theme.sidebar_secondary.remove"),
        "html_theme.content_footer_items.remove",
    ),
    "sphinx_rtd_theme": ("github_url", "bitbucket_url", "gitlab_url"),
}
"""The keys that others read, by the name of their extension."""


def of_others(extensions: Iterable[str], own: Iterable[str] = ()) -> frozenset[str]:
    """The keys of others in a site with these *extensions*, which has keys of its *own*."""
    return frozenset(key for name in ("", *extensions) for key in _OF_OTHERS.get(name, ())) | {*own}
