"""Coming between Sphinx and sphinx-external-toc, which reads what is sound of the table of contents."""

from __future__ import annotations

import json
import os
from logging import LogRecord
from pathlib import Path
from typing import Final

from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import get_filetype

from .. import output
from ..private import hear_warnings
from ..records.positioned import START, Problem
from ..warning import Subtype, shown, warn
from . import EXTENSION, check, pages_in, unlisted
from .circles import circles

_SLOT: Final = "_rdm_contents"


def connect(app: Sphinx) -> None:
    """Come between Sphinx, which settles the suffixes of pages at 800, and the extension, which reads at 900."""
    app.connect("config-inited", _hand_on, priority=850)
    app.connect("config-inited", _restore, priority=950)
    app.connect("env-updated", _cut_circles)
    app.connect("env-updated", _report_unlisted)


def _hand_on(app: Sphinx, config: Config) -> None:
    """Have the extension read what is sound in place of the file."""
    if EXTENSION not in app.extensions:
        return
    path = Path(app.srcdir, str(config.external_toc_path))
    left_out = config.exclude_patterns
    pages = pages_in(Path(app.srcdir), tuple(config.source_suffix), config.root_doc, left_out, config.include_patterns)
    contents = check(path, shown(path, app), pages)
    for problem in contents.problems:
        warn(Subtype.CONTENTS, problem.message, problem.location)
    hear_warnings(_is_no_missing_page)
    name = f"rdm-contents-{os.getpid()}.yml"  # for this build alone, because others may share the folder
    output.write(Path(app.doctreedir), name, json.dumps(contents.sound, ensure_ascii=False))
    setattr(app, _SLOT, (config.external_toc_path, name, contents))
    config.external_toc_path = str(Path(app.doctreedir, name))


def _restore(app: Sphinx, config: Config) -> None:
    """Set the setting back, or every build would find it changed, and read all pages."""
    if EXTENSION in app.extensions:
        config.external_toc_path, name, _contents = getattr(app, _SLOT)
        output.delete(Path(app.doctreedir), name)


def _cut_circles(app: Sphinx, env: BuildEnvironment) -> None:
    """Report pages that list one above them, and leave out these entries, which would lead Sphinx round for ever."""
    for docname, entry in list(circles(env.toctree_includes, app.config.root_doc)):
        trees = (tree for tree in env.tocs[docname].findall(addnodes.toctree) if entry in tree["includefiles"])
        which = "itself" if entry == docname else f"'{entry}', below which it stands"
        warn(Subtype.CONTENTS, f"the page lists {which}; remove the entry", next(trees, None) or (docname, None))
        env.toctree_includes[docname] = [name for name in env.toctree_includes[docname] if name != entry]
        env.reread_always.add(docname)


def _report_unlisted(app: Sphinx, env: BuildEnvironment) -> None:
    """Report the pages that Sphinx says are in no table of contents; unless a fault there may be the reason."""
    if EXTENSION not in app.extensions:
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


def _is_no_missing_page(record: LogRecord) -> bool:
    return (getattr(record, "type", ""), getattr(record, "subtype", "")) != ("toc", "not_included")
