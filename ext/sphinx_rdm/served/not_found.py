"""The page that a server shows for an address that leads nowhere."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.writers.html5 import HTML5Translator

from .. import output
from ..domain import RdmDomain
from ..i18n import _
from ..nodes import html_only
from ..references import is_site
from .redirects import data, moves

PAGE: Final = "404"
"""The page with this name; servers of static files look for a file of this name, too."""
NAME: Final = f"{PAGE}.html"

_LINK: Final = re.compile(r'(?<= )(href|src|action|data-content_root)="(?![a-z][a-z0-9+.-]*:|[/#])([^"]*)"')


class not_found(html_only):  # noqa: N801  (docutils writes node classes in lower case)
    """A field to search the site, which the script fills with words of the address, and all old addresses."""


def add_node(app: Sphinx) -> None:
    """Register the node and its visitor."""
    app.add_node(not_found, html=(_visit, None))


def _visit(self: HTML5Translator, _node: not_found) -> None:
    if is_site(self.builder):
        search = self.builder.get_relative_uri(self.builder.current_docname, "search")
        label, button = (html.escape(str(text)) for text in (_("Search the site"), _("Search")))
        self.body.append(
            f'<form class="rdm-not-found" role="search" action="{search}" method="get">'
            f'<label>{label} <input type="search" name="q" autocomplete="off" spellcheck="false" /></label> '
            f'<button type="submit">{button}</button></form>\n'
        )
        self.body.append(data(moves(RdmDomain.of(self.builder.env).store.redirects, self.builder)))
    raise nodes.SkipNode


def from_the_top(page: str, address: str) -> str:
    """The HTML of a *page* with links that hold wherever it is shown.

    *address* is that of the page itself, from the host on. Links inside the page stay as they are.
    """
    return _LINK.sub(lambda link: f'{link[1]}="{urljoin(address, link[2])}"', page)


def write(builder: StandaloneHTMLBuilder, base_url: str) -> None:
    """Mend the links of the page that the builder wrote, and put it where servers look for it."""
    written = Path(builder.get_output_path(PAGE))
    if not written.exists():  # one page alone was built, and not this one
        return
    address = urlsplit(base_url).path.rstrip("/") + "/" + builder.get_target_uri(PAGE)
    # Safe to repeat: a build that did not write the page finds no link to mend.
    text = from_the_top(written.read_text("utf-8"), address)
    output.write(Path(builder.outdir), NAME, text)
