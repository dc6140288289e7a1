"""The page that a server shows for an address that leads nowhere."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.writers.html5 import HTML5Translator

from ..directive import RdmDirective
from ..domain import RdmDomain
from ..i18n import _
from ..kinds.plain import REDIRECT, redirects
from ..nodes import html_only
from ..references import is_site
from .redirects import SCRIPT, data, moves

PAGE: Final = "404"
"""The page with this name; servers of static files look for a file of this name, too."""
NAME: Final = f"{PAGE}.html"

_LINK: Final = re.compile(r'(?<= )(href|src|action|data-content_root)="(?![a-z][a-z0-9+.-]*:|[/#])([^"]*)"')


class not_found(html_only):  # noqa: N801  (docutils writes node classes in lower case)
    """A field to search the site, which the script fills with words of the address, and all old addresses."""


class FolderBuilder(DirectoryHTMLBuilder):
    """Writes a folder for each page, but for the one that servers look for by the name of its file."""

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Where a page is, seen from the top of the site."""
        return NAME if docname == PAGE else super().get_target_uri(docname, typ)

    def get_output_path(self, page_name: str, /) -> Path:
        """The file of a page."""
        return Path(self.outdir, NAME) if page_name == PAGE else super().get_output_path(page_name)


class NotFound(RdmDirective):
    """Help readers whose address leads nowhere: with a search, and to what took the place of an old address."""

    def run(self) -> list[nodes.Node]:
        """Make the field for the search; the script knows the old addresses."""
        self.rdm.show(redirects)
        return self.finish([not_found()])


def connect(app: Sphinx) -> None:
    """Register directive, node and script, and the builder that knows where the page belongs."""
    app.add_directive_to_domain("rdm", "not-found", NotFound)
    app.add_node(not_found, html=(_visit, None))
    app.connect("html-page-context", _add_script)
    app.add_builder(FolderBuilder, override=True)


def _add_script(app: Sphinx, _page: str, _template: str, _context: object, doctree: nodes.document | None) -> None:
    if doctree is not None and next(iter(doctree.findall(not_found)), None) is not None:
        app.add_js_file(SCRIPT, loading_method="defer")


def _visit(self: HTML5Translator, _node: not_found) -> None:
    if is_site(self.builder):
        search = self.builder.get_relative_uri(self.builder.current_docname, "search")
        label, button = (html.escape(str(text)) for text in (_("Search the site"), _("Search")))
        self.body.append(
            f'<form class="rdm-not-found" role="search" aria-label="{label}" action="{search}" method="get">'
            f'<label>{label} <input type="search" name="q" autocomplete="off" spellcheck="false" /></label> '
            f'<button type="submit">{button}</button></form>\n'
        )
        self.body.append(data(moves(RdmDomain.of(self.builder.env).store.of(REDIRECT), self.builder)))
    raise nodes.SkipNode


def mended(builder: StandaloneHTMLBuilder, base_url: str) -> bytes | None:
    """The page that the builder wrote, with links that hold wherever servers show it; nothing if there is none.

    Links inside the page stay as they are.
    """
    written = Path(builder.get_output_path(PAGE))
    if PAGE not in builder.env.titles or not written.is_file():  # one page alone was built, and not this one
        return None
    address = urlsplit(base_url).path.rstrip("/") + "/" + builder.get_target_uri(PAGE)
    # Safe to repeat: a build that did not write the page finds no link to mend.
    encoding = builder.config.html_output_encoding
    page = _LINK.sub(lambda link: f'{link[1]}="{urljoin(address, link[2])}"', written.read_text(encoding))
    return page.encode(encoding, "xmlcharrefreplace")
