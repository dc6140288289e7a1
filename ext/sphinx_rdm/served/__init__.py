"""Files of a site besides its pages: at old addresses, for addresses that lead nowhere, for the search."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from .. import output
from ..domain import RdmDomain
from ..references import is_site
from ..warning import Subtype, warn
from . import not_found, redirects, search_pages, sitemap


def connect(app: Sphinx) -> None:
    """Write the files after the pages."""
    not_found.add_node(app)
    app.connect("config-inited", _leave_out_of_books)
    app.connect("build-finished", _write)


def files(app: Sphinx) -> dict[str, str]:
    """What is to be written beside the pages, by its path in the output folder; nothing unless that is a site."""
    builder = app.builder
    if not is_site(builder):
        return {}
    found = redirects.pages(RdmDomain.of(app.env).store.redirects, builder)
    found[search_pages.NAME] = search_pages.descriptions(app.env)
    if app.config.html_baseurl:
        found[sitemap.NAME] = sitemap.sitemap(builder, app.config.html_baseurl)
    return found


def _leave_out_of_books(_app: Sphinx, config: Config) -> None:
    config.epub_exclude_files = [*config.epub_exclude_files, f"{not_found.PAGE}.xhtml"]


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or not is_site(app.builder):
        return
    for name, text in files(app).items():
        try:
            output.write(Path(app.outdir), name, text)
        except output.OutputError as error:
            warn(Subtype.OUTPUT, str(error), None)
    if not_found.PAGE in app.env.titles:
        not_found.write(app.builder, app.config.html_baseurl)
