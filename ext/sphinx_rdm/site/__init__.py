"""Files of a site besides its pages: at old addresses, for addresses that lead nowhere, for the search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config

from .. import output
from ..domain import RdmDomain
from ..kinds.plain import REDIRECT
from ..references import is_site
from ..warning import Subtype, warn
from . import books, not_found, redirects, search_pages, sitemap


def connect(app: Sphinx) -> None:
    """Write the files after the pages."""
    not_found.connect(app)
    books.connect(app)
    app.connect("config-inited", _settle)
    # Late, so that what other extensions write is not written over.
    app.connect("build-finished", _write, priority=900)


def names(app: Sphinx) -> list[str]:
    """The paths of what is to be written beside the pages, in the output folder; none unless that is a site."""
    if not is_site(app.builder):
        return []
    return [
        *redirects.places(RdmDomain.of(app.env).store.of(REDIRECT), app.builder),
        search_pages.NAME,
        *books.names(app.config),
        *([sitemap.NAME] if app.config.html_baseurl else []),
        *([not_found.NAME] if not_found.PAGE in app.env.titles else []),
    ]


def _settle(_app: Sphinx, config: Config) -> None:
    config.epub_exclude_files = [*config.epub_exclude_files, f"{not_found.PAGE}.xhtml"]
    try:
        urlsplit(config.html_baseurl)
    except (ValueError, AttributeError):
        shown = config.html_baseurl
        warn(Subtype.HOME, f"html_baseurl: '{shown}' is not a web address; write one that begins with https://", None)
        config.html_baseurl = ""


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or not is_site(app.builder):
        return
    redirects.check_places(RdmDomain.of(app.env), app.builder)
    for name, content in _files(app, app.builder):
        try:
            output.write(Path(app.outdir), name, content)
        except output.OutputError as error:
            warn(Subtype.OUTPUT, str(error), None)


def _files(app: Sphinx, builder: StandaloneHTMLBuilder) -> Iterator[tuple[str, str | bytes]]:
    """What is to be written, each file by its path in the output folder."""
    for path, rows in redirects.places(RdmDomain.of(app.env).store.of(REDIRECT), builder).items():
        yield path, redirects.page(path, rows, app.config.language)
    yield search_pages.NAME, search_pages.descriptions(app.env)
    if app.config.html_baseurl:
        yield sitemap.NAME, sitemap.sitemap(builder, app.config.html_baseurl)
    if (page := not_found.mended(builder, app.config.html_baseurl)) is not None:
        yield not_found.NAME, page
