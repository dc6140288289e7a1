"""Looks at the source of every page in Markdown as it is read, and reports what the rules find as warnings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import Sphinx
from sphinx.util import get_filetype

from ..asked import AskedOfPage
from ..domain import RdmDomain
from ..front_matter.reading import current
from ..records.positioned import first_of_each_file
from ..warning import Subtype, shown, warn

if TYPE_CHECKING:
    from ..page_rules import Settings


def connect(app: Sphinx) -> None:
    """Come after what mends the bytes and the front matter of a page, and before all that changes its text."""
    app.connect("source-read", _look, priority=250)
    app.connect("include-read", _look_at_included, priority=150)


def _look(app: Sphinx, docname: str, content: list[str]) -> None:
    _report(app, Path(app.env.doc2path(docname)), content[0], current(app.env).asked)


def _look_at_included(app: Sphinx, relative: Path, _docname: str, content: list[str]) -> None:
    path = Path(app.srcdir, relative).resolve()
    if app.env.path2doc(path) not in app.env.found_docs:  # or it is looked at as a page
        _report(app, path, content[0], AskedOfPage())


def _report(app: Sphinx, path: Path, text: str, asked: AskedOfPage) -> None:
    if _is_myst(app, path):
        from ..page_rules import lint  # here, because a build that reads no page needs none of the rules

        problems = lint(text, shown(path, app), _settings(app)._replace(asked=asked))
        for problem in first_of_each_file(problems):
            warn(Subtype.PAGE, problem.message, problem.location)
        if problems:
            app.env.note_reread()  # or the next build would be silent


def _is_myst(app: Sphinx, path: Path) -> bool:
    if "myst_parser" not in app.extensions or app.config.myst_commonmark_only or app.config.myst_gfm_only:
        return False
    suffixes = app.config.source_suffix
    return path.name.endswith(tuple(suffixes)) and get_filetype(suffixes, str(path)) == "markdown"


def _settings(app: Sphinx) -> Settings:
    from ..page_rules import Settings
    from ..page_rules.names import ROLES

    return Settings(
        frozenset(app.config.myst_enable_extensions),
        tuple(app.config.myst_disable_syntax),
        ROLES.union(RdmDomain.of(app.env).roles),
        app.config.smartquotes,
    )
