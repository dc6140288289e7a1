"""The table of contents as sphinx-external-toc knows it, read as the data are: every fault at its line, in one run.

That extension ends the build at the first fault, and never names a line. So the file is read here before it, and what
is sound is handed on.
"""

from __future__ import annotations

import json
import logging
import os
import posixpath
from pathlib import Path
from typing import Any, Final

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.project import EXCLUDE_PATHS
from sphinx.util.matching import get_matching_files

from .. import output
from ..records.positioned import START, Problem
from ..records.source import read
from ..warning import Subtype, shown, warn
from .checks import WHEN_EMPTY, Pages, sound

_SLOT: Final = "_rdm_contents"
_EXTENSION: Final = "sphinx_external_toc"


def connect(app: Sphinx) -> None:
    """Come between Sphinx, which settles the suffixes of pages at 800, and the extension, which reads at 900."""
    app.connect("config-inited", _hand_on, priority=850)
    app.connect("config-inited", _restore, priority=950)


def check(path: Path, name: str, pages: Pages) -> tuple[dict[str, Any], list[Problem]]:
    """Read a table of contents, called *name* in problems: what the extension can use of it, and all problems."""
    from sphinx_external_toc.parsing import FILE_FORMATS, parse_toc_data

    value, problems = read(path, name, WHEN_EMPTY, listed=False)
    contents, found = sound(value, name, pages, FILE_FORMATS)
    problems += found
    try:
        parse_toc_data(contents)
    except Exception as error:  # whatever another version of the extension asks for
        problems.append(Problem(name, START, f"{_EXTENSION} cannot use it: {error}"))
        contents = {"root": contents["root"]}
    return contents, sorted(problems, key=lambda problem: problem.position)


def _hand_on(app: Sphinx, config: Config) -> None:
    """Have the extension read what is sound in place of the file."""
    if _EXTENSION not in app.extensions:
        return
    path = Path(app.srcdir, str(config.external_toc_path))
    contents, problems = check(path, shown(path, app), _pages(app, config))
    for problem in problems:
        warn(Subtype.CONTENTS, problem.message, problem.location)
    if problems:  # then pages are in no table of contents, which is no news
        for handler in logging.getLogger("sphinx").handlers:
            # Before the filter of Sphinx that counts the warnings. Every build sets up these handlers anew.
            handler.filters.insert(0, _is_no_missing_page)
    name = f"rdm-contents-{os.getpid()}.yml"  # for this build alone, because others may share the folder
    output.write(Path(app.doctreedir), name, json.dumps(contents, ensure_ascii=False))
    setattr(app, _SLOT, (config.external_toc_path, name))
    config.external_toc_path = str(Path(app.doctreedir, name))


def _restore(app: Sphinx, config: Config) -> None:
    """Set the setting back, or every build would find it changed, and read all pages."""
    if _EXTENSION in app.extensions:
        config.external_toc_path, name = getattr(app, _SLOT)
        output.delete(Path(app.doctreedir), name)


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
