"""The one place that emits warnings, and the list of their types."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Final

from docutils.nodes import Node
from sphinx.application import Sphinx
from sphinx.util import logging

from .conf_py import problem_of_setting
from .records.wording import visible

TYPE: Final = "rdm"

_logger: Final = logging.getLogger(__name__)


class Subtype(Enum):
    """The subtypes of ``rdm`` warnings, as ``suppress_warnings`` takes them (``rdm.query`` and so on)."""

    SETTINGS = "settings"
    """A setting or an extension in ``conf.py`` that is not known by that name, or a value that cannot be used."""
    SOURCE = "source"
    """A fault in a data file, or in a translation of the extension's own words."""
    PAGE = "page"
    """A page that cannot be read as it is, or that looks right in its source and is wrong on the site."""
    CONTENTS = "contents"
    """A fault in the table of contents."""
    FRONT_MATTER = "front_matter"
    """A fault in what a page says about itself."""
    QUERY = "query"
    """A directive asks for something that cannot be answered."""
    HOME = "home"
    """A record has two homes, or a home that does not exist."""
    REFERENCE = "reference"
    """A role names something that does not exist."""
    BOOK = "book"
    """Something that the books, PDF and EPUB, cannot show to everyone; or a setting of theirs that makes no sense."""
    OUTPUT = "output"
    """A file that could not be written or deleted where it belongs."""
    PROSE = "prose"
    """A remark of the builder ``prose`` on how a page is written."""


def warn(subtype: Subtype, message: str, location: str | Node | tuple[str, int | None] | None) -> None:
    """Emit *message*; under ``-W`` the build fails, and all other warnings are still emitted."""
    _logger.warning("%s", visible(message), type=TYPE, subtype=subtype.value, location=location)


def warn_of_setting(
    app: Sphinx, name: str, message: str, value: object = None, subtype: Subtype = Subtype.SETTINGS
) -> None:
    """Report what is wrong with a setting, or with a *value* in it, where it stands in ``conf.py``.

    The message begins with the setting, because there is no such place if it stands on the command line.
    """
    conf = Path(app.confdir, "conf.py")
    problem = problem_of_setting(conf, conf.name, name, message, value)
    is_there = conf.is_file() and name not in app.config.overrides
    warn(subtype, problem.message, problem.location if is_there else None)


def shown(path: Path, app: Sphinx) -> str:
    """A path as messages have it: from the folder of ``conf.py`` if it lies there, and fit to be printed."""
    inside = path.is_relative_to(app.confdir)
    name = path.relative_to(app.confdir).as_posix() if inside else str(path)
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
