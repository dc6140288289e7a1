"""Which pages had a warning: they are read or written again by the next build, so that no warning vanishes."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.build_phase import BuildPhase
from sphinx.util.logging import NAMESPACE

from ..warning import Subtype
from .record import FolderRecord

_BUILDERS: Final = f"{NAMESPACE}.sphinx.builders"
"""What builders say that is about no page: mostly that a file could not be written."""


class FaultHandler(logging.Handler):
    """Notes the page of every warning, whether it is shown or suppressed."""

    def __init__(self, app: Sphinx, record: FolderRecord) -> None:
        super().__init__(logging.WARNING)
        self.app = app
        self.record = record

    def emit(self, record: logging.LogRecord) -> None:
        """Note the page, or that the output cannot be trusted."""
        docname = self._page(record)
        if docname and self.app.builder.phase == BuildPhase.READING:
            self.app.env.reread_always.add(docname)
        elif docname:
            self.record.faulty.add(docname)
        elif record.name.startswith(_BUILDERS) or getattr(record, "subtype", "") == Subtype.OUTPUT.value:
            self.record.is_sound = False

    def attach(self) -> None:
        """Listen; again in each process that reads pages, because Sphinx takes all handlers away there."""
        logger = logging.getLogger(NAMESPACE)
        if self not in logger.handlers:
            logger.addHandler(self)

    def _page(self, record: logging.LogRecord) -> str:
        env = self.app.env
        if env.current_document.docname:
            return str(env.current_document.docname)
        location = getattr(record, "location", None)
        if isinstance(location, nodes.Node):
            location = location.source
        elif isinstance(location, tuple):
            location = location[0]
        if location in env.all_docs:
            return str(location)
        name = env.path2doc(Path(self.app.confdir, str(location or "").partition(":")[0]))
        return name if name in env.all_docs else ""
