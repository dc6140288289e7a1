"""The style sheets and the scripts that the extension's own markup needs, in any theme."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any, Final, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from .nodes import checklist_data, chooser, drawing, filter_data


class _Files(NamedTuple):
    """What a page with a list loads."""

    style: str
    scripts: tuple[str, ...] = ()


_FILES: Final = {
    filter_data: _Files("filter.css", ("folding.js", "making.js", "filter.js")),
    chooser: _Files("chooser.css", ("making.js", "chooser.js")),
    drawing: _Files("drawing.css"),
    checklist_data: _Files("checklist.css"),
}
"""What a page needs for the nodes that are on it."""

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
    for node, files in _FILES.items():
        if doctree is not None and next(iter(doctree.findall(node)), None) is not None:
            app.add_css_file(files.style)
            for name in files.scripts:
                app.add_js_file(name, loading_method="defer")
            if node is checklist_data:
                load_when_needed(app, "ticks", "making.js", "checklist.js")


def load_when_needed(app: Sphinx, purpose: str, *names: str) -> None:
    """Have the page that is being written load files of ours, or beside the pages, once they are needed."""
    attributes: dict[str, Any] = {f"data-{purpose}": " ".join(map(_versioned, names))}
    app.add_js_file("near.js", loading_method="defer", **attributes)


def _versioned(name: str) -> str:
    """The address of a file, as seen from ours; it changes with one of ours, so that no reader has an old one."""
    return name if name.startswith("..") else f"{name}?v={zlib.crc32((FOLDER / name).read_bytes()):x}"


def _add_folder(_app: Sphinx, config: Config) -> None:
    # In front, so that a file of the same name in the site's own folder wins.
    config.html_static_path = [str(FOLDER), *config.html_static_path]


def static_folders(app: Sphinx) -> list[str]:
    """The folders of which the files are copied into ``_static``; of equal names, the last one's is."""
    theme = getattr(app.builder, "theme", None)
    folders = [Path(folder, "static") for folder in reversed(theme.get_theme_dirs())] if theme else []
    return [str(path) for path in (*folders, *(Path(app.confdir, name) for name in app.config.html_static_path))]
