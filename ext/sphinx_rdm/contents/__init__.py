"""The table of contents as sphinx-external-toc knows it, read as the data are: every fault at its line, in one run.

That extension ends the build at the first fault, and never names a line. So the file is read here before it, and what
is sound is handed on. Of pages in no table of contents Sphinx says no more than that, and once; so it is said here.
"""

from __future__ import annotations

import json
import logging
import os
import posixpath
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.project import EXCLUDE_PATHS
from sphinx.util import get_filetype
from sphinx.util.matching import get_matching_files

from .. import output
from ..records.positioned import START, Position, Problem
from ..records.source import read
from ..warning import Subtype, shown, warn
from .checks import WHEN_EMPTY, Pages, sound

_SLOT: Final = "_rdm_contents"
_EXTENSION: Final = "sphinx_external_toc"


def connect(app: Sphinx) -> None:
    """Come between Sphinx, which settles the suffixes of pages at 800, and the extension, which reads at 900."""
    app.connect("config-inited", _hand_on, priority=850)
    app.connect("config-inited", _restore, priority=950)
    app.connect("env-updated", _report_unlisted)


class Contents(NamedTuple):
    """What was read of a table of contents."""

    sound: dict[str, Any]
    """What the extension can use of it."""
    problems: Sequence[Problem]
    listed: Mapping[str, Position | None]
    """The pages that it names, with the place of each."""


def check(path: Path, name: str, pages: Pages) -> Contents:
    """Read a table of contents, called *name* in problems."""
    from sphinx_external_toc.parsing import FILE_FORMATS, parse_toc_data

    value, problems = read(path, name, WHEN_EMPTY, listed=False)
    contents, found, listed = sound(value, name, pages, FILE_FORMATS)
    problems += found
    try:
        parse_toc_data(contents)
    except Exception as error:  # whatever another version of the extension asks for
        problems.append(Problem(name, START, f"{_EXTENSION} cannot use it: {error}"))
        contents = {"root": contents["root"]}
    return Contents(contents, sorted(problems, key=lambda problem: problem.position), listed)


def unlisted(page: str, listed: Mapping[str, Position | None], name: str, orphan: str) -> str:
    """What to do about a *page* that a table of contents called *name* does not list, and no other page."""
    folder = posixpath.dirname(page)
    lines = [place.line for other, place in listed.items() if place and posixpath.dirname(other) == folder]
    where = f"below line {max(lines)} of {name}" if lines else f"to {name}"
    return f"the page is in no table of contents; add '- file: {page}' {where}, or '{orphan}' to its front matter"


def _hand_on(app: Sphinx, config: Config) -> None:
    """Have the extension read what is sound in place of the file."""
    if _EXTENSION not in app.extensions:
        return
    path = Path(app.srcdir, str(config.external_toc_path))
    contents = check(path, shown(path, app), _pages(app, config))
    for problem in contents.problems:
        warn(Subtype.CONTENTS, problem.message, problem.location)
    for handler in logging.getLogger("sphinx").handlers:
        # Before the filter of Sphinx that counts the warnings. Every build sets up these handlers anew.
        handler.filters.insert(0, _is_no_missing_page)
    name = f"rdm-contents-{os.getpid()}.yml"  # for this build alone, because others may share the folder
    output.write(Path(app.doctreedir), name, json.dumps(contents.sound, ensure_ascii=False))
    setattr(app, _SLOT, (config.external_toc_path, name, contents))
    config.external_toc_path = str(Path(app.doctreedir, name))


def _restore(app: Sphinx, config: Config) -> None:
    """Set the setting back, or every build would find it changed, and read all pages."""
    if _EXTENSION in app.extensions:
        config.external_toc_path, name, _contents = getattr(app, _SLOT)
        output.delete(Path(app.doctreedir), name)


def _report_unlisted(app: Sphinx, env: BuildEnvironment) -> None:
    """Report the pages that Sphinx says are in no table of contents; unless a fault there may be the reason."""
    if _EXTENSION not in app.extensions:
        return
    path, _name, contents = getattr(app, _SLOT)
    if contents.problems:
        return
    included = {app.config.root_doc, *env.files_to_rebuild}.union(*env.included.values())
    for docname in sorted(env.all_docs.keys() - included):
        if "orphan" not in env.metadata[docname]:
            page = env.doc2path(docname)
            rst = get_filetype(app.config.source_suffix, page) == "restructuredtext"
            toc = shown(Path(app.srcdir, path), app)
            message = unlisted(docname, contents.listed, toc, ":orphan:" if rst else "orphan: true")
            warn(Subtype.CONTENTS, message, Problem(shown(page, app), START, message).location)


def _pages(app: Sphinx, config: Config) -> Pages:
    suffixes = tuple(config.source_suffix)

    def exists(name: str) -> bool:
        inside = posixpath.normpath(name) == name and not name.startswith(("/", "../"))
        return inside and any(Path(app.srcdir, name + suffix).is_file() for suffix in suffixes)

    pages = Pages((), suffixes, config.root_doc, exists)
    files = get_matching_files(app.srcdir, config.include_patterns, [*config.exclude_patterns, *EXCLUDE_PATHS])
    return pages._replace(names={name for file in files if (name := pages.named(file)) != file})


def _is_no_missing_page(record: logging.LogRecord) -> bool:
    return (getattr(record, "type", ""), getattr(record, "subtype", "")) != ("toc", "not_included")
