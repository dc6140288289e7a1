"""Where a site is built, how the process that builds is started, and how it reports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

FORK: Final = "fork"
"""Says to the process that builds that it may be forked."""

Tell = Callable[[dict[str, Any]], None]
"""How the process that builds reports."""


class BuildPlace(NamedTuple):
    """The folders of a build: of ``conf.py``, of the pages, for the site, and for what builds keep."""

    conf: Path
    pages: Path
    out: Path
    doctrees: Path

    @property
    def previews(self) -> Path:
        """The folder of pages that were written before the build that is to write them; no site has files there."""
        return self.doctrees / "previews"
