"""Sheets of checklists to print: PDFs that were built with the book, offered below the lists that they hold."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri

from .. import output
from ..i18n import _, say_size
from ..incremental.beside import faults_reported, tell_names
from ..nodes import checklist_data
from ..records.wording import shown
from ..references import is_site
from ..render.parts import paragraph
from ..warning import Subtype, warn_of_setting

_NAME: Final = "checklist-{}.pdf"


def connect(app: Sphinx) -> None:
    """Register the setting and what follows from it."""
    description = "Folder, seen from that of conf.py, with the sheets and the books of parts that a PDF was built with."
    app.add_config_value("rdm_sheets", "", "html", str, description)
    app.add_config_value("rdm_sheets_found", {}, "html", dict, "Set by the build: these files with their sizes.")
    tell_names(app, lambda builder: builder.config.rdm_sheets_found)
    app.connect("config-inited", _find)
    app.add_post_transform(OfferSheets)
    app.connect("build-finished", _copy, priority=940)  # before the site is packed


def found_beside(app: Sphinx, config: Config, pattern: str) -> dict[str, int]:
    """The files of a *pattern* in the folder of the setting, with their sizes."""
    folder = os.path.join(app.confdir, config.rdm_sheets)  # noqa: PTH118  (whose functions take any text)
    is_there = config.rdm_sheets and os.path.isdir(folder)  # noqa: PTH112
    return {path.name: path.stat().st_size for path in (sorted(Path(folder).glob(pattern)) if is_there else ())}


def _find(app: Sphinx, config: Config) -> None:
    config.rdm_sheets_found = found_beside(app, config, _NAME.format("*"))
    if config.rdm_sheets and not config.rdm_sheets_found:
        message = f"there is no {_NAME.format('…')} in '{shown(config.rdm_sheets)}'; build the PDF first"
        warn_of_setting(app, "rdm_sheets", message, config.rdm_sheets, Subtype.BOOK)


class OfferSheets(SphinxPostTransform):
    """Put a link below each checklist that has a sheet."""

    default_priority = 700
    formats = ("html",)

    def run(self, **_kwargs: Any) -> None:
        """Find the lists by the data for their script, which stand before them."""
        builder = self.app.builder
        if not is_site(builder):
            return
        for data in list(self.document.findall(checklist_data)):
            name = _NAME.format(data["subject"])
            if (size := self.config.rdm_sheets_found.get(name)) is not None:
                text = str(_("The list on a sheet to print (PDF, %(size)s)")) % {
                    "size": say_size(size, self.config.language)
                }
                address = relative_uri(builder.get_target_uri(self.env.current_document.docname), name)
                link = nodes.reference(text, text, refuri=address, internal=True)
                data.parent.insert(data.parent.index(data) + 2, paragraph(link, classes=["rdm-to-print"]))


def _copy(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or not is_site(app.builder):
        return
    copy_beside(app, app.config.rdm_sheets_found)


def copy_beside(app: Sphinx, names: Iterable[str]) -> None:
    """Copy files from the folder of the setting beside the pages."""
    for name in names:
        with faults_reported():
            output.copy(Path(app.outdir), name, Path(app.confdir, app.config.rdm_sheets, name))
