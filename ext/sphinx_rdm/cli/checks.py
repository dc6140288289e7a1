"""What can be checked without a build: functions, each from a project to the problems of some of its files."""

from __future__ import annotations

import posixpath
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final, TypeAlias

from ..records.kind import SUBJECT_CALLED, SUBJECTS
from ..records.positioned import START, Problem, first_of_each_file
from .project import Project

if TYPE_CHECKING:
    from ..contents import Contents
    from ..front_matter.checks import Rules
    from ..page_rules import Settings

Typed: TypeAlias = tuple[str, Problem]
"""A problem with the type that a build gives it."""
Check: TypeAlias = Callable[[Project], Iterator[Typed]]


def problems(project: Project) -> Iterator[Typed]:
    """All problems of a project in the order of its files."""
    broken = list(_settings_file(project)) if project.is_whole else []
    yield from broken
    # What is asked of pages is not known without the settings.
    for check in CHECKS if project.is_whole and not broken else [data]:
        yield from check(project)


def _settings_file(project: Project) -> Iterator[Typed]:
    """What keeps Python from reading ``conf.py``; it is not run."""
    from ..conf_py import fault, refuse_missing_commas

    conf = project.folder / "conf.py"
    try:
        with warnings.catch_warnings():
            refuse_missing_commas()
            compile(conf.read_bytes(), conf, "exec", dont_inherit=True)
    except SyntaxError as error:
        if found := fault(error, conf):
            yield "rdm.settings", replace(found, path=conf.as_posix())
    except (OSError, ValueError, RecursionError, MemoryError):
        pass  # a build tells


def _settings(project: Project) -> Iterator[Typed]:
    """Names of settings that nearly are ours, and what is asked of pages; other settings are known to a build alone."""
    from ..conf_py import OURS, problem_of_setting
    from ..front_matter.checks import faults_of_settings
    from ..records.wording import nearest, unknown

    strange = (name for name in project.settings if name.startswith("rdm_") and name not in OURS)
    names = ((name, near) for name in strange if (near := nearest(name, OURS)))
    asked = project.settings.get("rdm_page_rules")
    faults = faults_of_settings(project.texts("rdm_required_keys"), asked if isinstance(asked, dict) else {})
    conf = project.folder / "conf.py"
    for name, message, value in (*((name, unknown("setting", name, [near]), None) for name, near in names), *faults):
        yield "rdm.settings", problem_of_setting(conf, conf.as_posix(), name, message, value)


def data(project: Project) -> Iterator[Typed]:
    """The data files, and the kinds of records that a project adds."""
    name = (project.folder / "conf.py").as_posix()
    for problem in (*(Problem(name, START, fault) for fault in project.kinds[1]), *project.store.problems):
        yield "rdm.source", problem


def _contents(project: Project) -> Iterator[Typed]:
    """The table of contents, if it is a file of its own."""
    if project.contents:
        yield from (("rdm.contents", problem) for problem in project.contents.problems)


def _pages(project: Project) -> Iterator[Typed]:
    """The bytes, the front matter and the source of each page, and what leads to it."""
    from ..front_matter.checks import read
    from ..page_rules import lint
    from ..page_text import as_text, no_page

    rules, settings = page_rules(project), page_settings(project)
    is_linted = "sphinx_rdm.lint" in project.texts("extensions")
    texts: dict[str, str] = {}
    for path, is_markdown in project.sources():
        name = path.as_posix()
        try:
            text, faults = ("", [(START, message)]) if (message := no_page(path)) else as_text(path.read_bytes())
        except OSError as error:
            text, faults = "", [(START, f"the file cannot be read: {error.strerror}")]
        yield from (("rdm.page", Problem(name, *fault)) for fault in faults)
        texts[name] = text
        if text:
            head = read(text, name, rules, rst=not is_markdown)
            yield from (("rdm.front_matter", problem) for problem in head.problems)
            found = lint(head.text, name, settings._replace(asked=head.asked)) if is_markdown and is_linted else []
            yield from (("rdm.page", problem) for problem in first_of_each_file(found))
    if project.contents and not project.contents.problems:
        yield from (("rdm.contents", problem) for problem in _unlisted(project, project.contents, texts))


_LEADS: Final = re.compile(r"(?:\{|\.\. )toctree(?:\}|::)")
_SHOWS: Final = re.compile(r"(?:\{|\.\. )include(?:\}|::)[ \t]*(\S+)")


def _unlisted(project: Project, contents: Contents, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Pages to which nothing leads, as far as that is certain: pages may have lists of their own.

    *texts* are those of all pages, by the names of their files.
    """
    from ..contents import globs, unlisted
    from ..front_matter.block import ORPHAN

    if any(map(_LEADS.search, texts.values())):
        return
    patterns, toc = globs(contents.sound), project.toc.as_posix()
    shown = {posixpath.basename(name) for text in texts.values() for name in _SHOWS.findall(text)}
    for (path, is_markdown), (name, text) in zip(project.sources(), texts.items(), strict=True):
        page = project.known_pages.named(path.relative_to(project.pages).as_posix())
        is_listed = page in contents.listed or any(fnmatchcase(page, pattern) for pattern in patterns)
        if not (is_listed or path.name in shown or ORPHAN.search(text)):
            orphan = "orphan: true" if is_markdown else ":orphan:"
            yield Problem(name, START, unlisted(page, contents.listed, toc, orphan))


CHECKS: Final[tuple[Check, ...]] = (data, _settings, _contents, _pages)
"""What is checked of a whole project."""


def page_rules(project: Project) -> Rules:
    """What the project asks of front matter."""
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


def page_settings(project: Project) -> Settings:
    """What the rules for pages must know of the project."""
    from ..page_rules import Settings
    from ..page_rules.names import ROLES

    return Settings(
        frozenset(project.texts("myst_enable_extensions")),
        tuple(project.texts("myst_disable_syntax")),
        ROLES.union(SUBJECT_CALLED, (kind.role for kind in project.store.kinds if kind.role)),
        bool(project.settings.get("smartquotes", True)),
    )
