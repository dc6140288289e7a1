"""Files of a site besides its pages: at old addresses, for addresses that lead nowhere, for search engines; books.

It also takes out of style sheets and scripts what only people read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

from .. import PART
from ..domain import RdmDomain
from ..incremental.beside import write_beside
from ..kinds.plain import REDIRECT
from ..warning import Subtype, warn
from . import addresses, books, inventory, minify, not_found, redirects, sheets, sitemap

FOLDER: Final = Path(__file__).parent / "static"
"""The script for pages at old addresses, and for the one that servers show for addresses that lead nowhere."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Write the files after the pages."""
    app.setup_extension("sphinx_rdm")
    not_found.connect(app)
    addresses.connect(app)
    books.connect(app)
    sheets.connect(app)
    inventory.connect(app)
    minify.connect(app)
    write_beside(app, _names, _files)
    app.connect("config-inited", _settle)
    app.connect("env-get-updated", redirects.check, priority=910)
    return PART


def _names(builder: StandaloneHTMLBuilder) -> list[str]:
    return [
        *redirects.places(RdmDomain.of(builder.env).store.of(REDIRECT), builder),
        *([sitemap.NAME] if builder.config.html_baseurl else []),
        *([not_found.NAME] if not_found.PAGE in builder.env.titles else []),
    ]


def _settle(_app: Sphinx, config: Config) -> None:
    # In front, so that a file of the same name in the site's own folder wins.
    config.html_static_path = [str(FOLDER), *config.html_static_path]
    config.epub_exclude_files = [*config.epub_exclude_files, f"{not_found.PAGE}.xhtml"]
    try:
        urlsplit(config.html_baseurl)
    except (ValueError, AttributeError):
        shown = config.html_baseurl
        warn(Subtype.HOME, f"html_baseurl: '{shown}' is not a web address; write one that begins with https://", None)
        config.html_baseurl = ""


def _files(builder: StandaloneHTMLBuilder) -> Iterator[tuple[str, str | bytes]]:
    domain, config = RdmDomain.of(builder.env), builder.config
    redirects.check_places(domain, builder)
    for path, rows in redirects.places(domain.store.of(REDIRECT), builder).items():
        yield path, redirects.page(path, rows, config.language)
    if config.html_baseurl:
        yield sitemap.NAME, sitemap.sitemap(builder, config.html_baseurl)
    if (page := not_found.mended(builder, config.html_baseurl)) is not None:
        yield not_found.NAME, page
