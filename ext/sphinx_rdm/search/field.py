"""A field to search the site, wherever a page wants one."""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from ..directive import RdmDirective
from ..i18n import _
from ..nodes import html_only
from ..references import is_site


class search_field(html_only):  # noqa: N801  (docutils writes node classes in lower case)
    """A form that leads to the search page, with the ``example`` of a question in it; books have none."""


class SearchField(RdmDirective):
    """Let readers ask from the page that they are on."""

    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Make the field; the argument is an example of what to ask."""
        return self.finish([search_field("", example=" ".join("".join(self.arguments).split()))])


def connect(app: Sphinx) -> None:
    """Register directive and node."""
    app.add_directive_to_domain("rdm", "search-field", SearchField)
    app.add_node(search_field, html=(_visit, None))


def _visit(self: HTML5Translator, node: search_field) -> None:
    if is_site(self.builder):
        search = escape(self.builder.get_relative_uri(self.builder.current_docname, "search"))
        label, button = (escape(str(text)) for text in (_("Search the handbook"), _("Search")))
        example = f' placeholder="{escape(node["example"])}"' if node["example"] else ""
        self.body.append(
            f'<form class="rdm-search-field" role="search" aria-label="{label}" action="{search}" method="get">'
            f'<input type="search" name="q"{example} aria-label="{label}" aria-keyshortcuts="Control+K /"'
            f' autocomplete="off" spellcheck="false" /> <button type="submit">{button}</button></form>\n'
        )
    raise nodes.SkipNode
