"""What can be checked without a build: functions, each from a project to the problems of some of its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, TypeAlias

from ..records.kind import SUBJECT_CALLED, SUBJECTS
from ..records.positioned import START, Problem, first_of_each_file
from .project import Project

if TYPE_CHECKING:
    from ..front_matter.checks import Rules
    from ..page_rules import Settings

Typed: TypeAlias = tuple[str, Problem]
"""A problem with the type that a build gives it."""
Check: TypeAlias = Callable[[Project], Iterator[Typed]]


def problems(project: Project) -> Iterator[Typed]:
    """All problems of a project in the order of its files."""
    for check in CHECKS if project.is_whole else [data]:
        yield from check(project)


def data(project: Project) -> Iterator[Typed]:
    """The data files, and the kinds of records that a project adds."""
    name = (project.folder / "conf.py").as_posix()
    for problem in (*(Problem(name, START, fault) for fault in project.kinds[1]), *project.store.problems):
        yield "rdm.source", problem


def _contents(project: Project) -> Iterator[Typed]:
    """The table of contents, if it is a file of its own."""
    from ..contents import EXTENSION, check

    if EXTENSION in project.texts("extensions"):
        path = project.pages / str(project.settings.get("external_toc_path", "_toc.yml"))
        yield from (("rdm.contents", problem) for problem in check(path, path.as_posix(), project.known_pages).problems)


def _pages(project: Project) -> Iterator[Typed]:
    """The bytes, the front matter and the source of each page."""
    from ..front_matter.checks import read
    from ..page_rules import lint
    from ..page_text import as_text, no_page

    rules, settings = _rules(project), _settings(project)
    is_linted = "sphinx_rdm.lint" in project.texts("extensions")
    for path, is_markdown in project.sources():
        name = path.as_posix()
        try:
            text, faults = ("", [(START, message)]) if (message := no_page(path)) else as_text(path.read_bytes())
        except OSError as error:
            text, faults = "", [(START, f"the file cannot be read: {error.strerror}")]
        yield from (("rdm.page", Problem(name, *fault)) for fault in faults)
        if text:
            head = read(text, name, rules, rst=not is_markdown)
            yield from (("rdm.front_matter", problem) for problem in head.problems)
            found = lint(head.text, name, settings._replace(asked=head.asked)) if is_markdown and is_linted else []
            yield from (("rdm.page", problem) for problem in first_of_each_file(found))


CHECKS: Final[tuple[Check, ...]] = (data, _contents, _pages)
"""What is checked of a whole project."""


def _rules(project: Project) -> Rules:
    from ..asked import read
    from ..front_matter.checks import OURS, Rules, latest_day
    from ..front_matter.model import of_others

    words = project.store.vocabulary
    asked = project.settings.get("rdm_page_rules")
    return Rules(
        others=of_others(project.texts("extensions"), project.texts("rdm_other_keys")),
        required=[key for key in project.texts("rdm_required_keys") if key in OURS],
        ids={facet: words.terms(facet) for facet in SUBJECTS if words.checks(facet)},
        today=latest_day(),
        kinds=read(asked, OURS)[0] if isinstance(asked, dict) else {},
    )


def _settings(project: Project) -> Settings:
    from ..page_rules import Settings
    from ..page_rules.names import ROLES

    return Settings(
        frozenset(project.texts("myst_enable_extensions")),
        tuple(project.texts("myst_disable_syntax")),
        ROLES.union(SUBJECT_CALLED, (kind.role for kind in project.store.kinds if kind.role)),
        bool(project.settings.get("smartquotes", True)),
    )
