"""Where a message of others belongs: in the form that ours have, and at a line even if they name none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

from docutils import nodes
from docutils.utils import get_source_line
from sphinx.application import Sphinx

from ..warning import shown

_TEXT: Final = re.compile(r"(.+?):(\d*)(:\d+)?", re.DOTALL)


class Origin(NamedTuple):
    """A file, a line if one is known, and whatever stands behind it."""

    path: str
    line: int
    """0 where none is known."""
    behind: str = ""

    def shown(self, app: Sphinx) -> str:
        """As messages have it."""
        return f"{shown(Path(self.path), app)}:{self.line or 1}{self.behind}"

    def refined(self, *signs: str) -> Origin:
        """At the line that has one of some *signs*, or its last part.

        It is looked for in the paragraph that begins at this line, or anywhere if none is known.
        """
        if self.behind:
            return self
        found = lines(self.path)
        signs = tuple(text for sign in signs for text in (sign, sign.rpartition("/")[2]) if text)
        for number in self._stretch(found):
            if any(text in found[number - 1] for text in signs):
                return self._replace(line=number)
        return self._replace(line=self.line or 1)

    def has(self, text: str) -> bool:
        """Whether the paragraph that begins at this line has a text."""
        found = lines(self.path)
        return any(text in found[number - 1] for number in self._stretch(found))

    def _stretch(self, found: list[str]) -> range:
        if not self.line:
            return range(1, len(found) + 1)
        end = next((number for number in range(self.line, len(found)) if not found[number].strip()), len(found))
        return range(self.line, end + 1)


def placed(location: object, app: Sphinx) -> Origin | None:
    """The place that a location means, in any form that Sphinx takes; nothing if it names no file."""
    path, line, behind = location, None, ""
    if isinstance(location, nodes.Node):
        path, line = get_source_line(location)
        if path is None and location.document is not None:
            path = location.document.get("source")
    elif isinstance(location, tuple):
        path, line = location
    elif isinstance(location, str) and (match := _TEXT.fullmatch(location)):
        path, line, behind = match[1], int(match[2] or 0), match[3] or ""
    if not isinstance(path, str) or not path:
        return None
    env = getattr(app, "env", None)
    if env is not None and path in env.found_docs:
        path = str(env.doc2path(path))
    return None if path.startswith("<") else Origin(path, line or 0, behind)  # such as <unknown>


def lines(path: str) -> list[str]:
    """The lines of a file; none if it cannot be read."""
    try:
        return Path(path).read_text("utf-8", "replace").splitlines()
    except (OSError, ValueError):
        return []
