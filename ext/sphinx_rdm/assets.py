"""The style sheets and the scripts that the extension's own markup needs, in any theme."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from .nodes import checklist_data, chooser, drawing, filter_data

_FILES: Final = {
    filter_data: ("filter.css", "folding.js", "filter.js"),
    chooser: ("chooser.js",),
    drawing: ("drawing.css",),
    checklist_data: ("checklist.css", "checklist-near.js"),
}
"""What a page needs for the nodes that are on it; the last one loads ``checklist.js`` when it is needed."""

FOLDER: Final = Path(__file__).parent / "static"
"""Where the files are."""


def connect(app: Sphinx) -> None:
    """Add the files to every HTML page; they are copied with the site's own static files."""
    # Before the static files are fingerprinted, so that pages are written again when one of ours changes.
    app.connect("config-inited", _add_folder)
    app.connect("html-page-context", _add_files)
    app.add_css_file("rdm.css")
    app.add_js_file("rdm.js", loading_method="defer")


def _add_files(app: Sphinx, _page: str, _template: str, _context: object, doctree: nodes.document | None) -> None:
    """Add what lists need to the pages that have one."""
    for node, names in _FILES.items():
        if doctree is not None and next(iter(doctree.findall(node)), None) is not None:
            for name in names:
                if name.endswith(".css"):
                    app.add_css_file(name)
                else:
                    app.add_js_file(name, loading_method="defer")


def _add_folder(_app: Sphinx, config: Config) -> None:
    # In front, so that a file of the same name in the site's own folder wins.
    config.html_static_path = [str(FOLDER), *config.html_static_path]
