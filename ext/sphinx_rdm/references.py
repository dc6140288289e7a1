"""From the home of a record to a link: what it says, and where it leads in each kind of output."""

from __future__ import annotations

from typing import Final, NamedTuple, TypeGuard, cast

from docutils import nodes
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.util.nodes import make_refnode
from sphinxcontrib.serializinghtml import SerializingHTMLBuilder

from .i18n import language_classes

_NO_SITE: Final = (SingleFileHTMLBuilder, SerializingHTMLBuilder)
"""Builders that make one page, or data from which other programs make pages."""


class Home(NamedTuple):
    """The place in the site where a record is described; without a page, its own address."""

    title: str
    docname: str = ""
    anchor: str = ""
    url: str = ""
    language: str = ""


def words(home: Home, given: nodes.Element, explicit: bool) -> nodes.Element:
    """The text of a reference: the author's own, or the record's title as it is now."""
    if explicit:
        return given
    classes = [*given.get("classes", []), *language_classes(home.language)]
    return nodes.inline(home.title, home.title, classes=classes)


def is_site(builder: Builder) -> TypeGuard[StandaloneHTMLBuilder]:
    """Whether *builder* makes pages for browsers, with scripts and addresses of their own: no book, no data."""
    return isinstance(builder, StandaloneHTMLBuilder) and not builder.embedded and not isinstance(builder, _NO_SITE)


def reference(
    home: Home, fromdocname: str, builder: Builder, content: nodes.Element, view: str = ""
) -> nodes.reference:
    """A link to the home of a record, or to the record's own address; plain text if it has neither.

    With a *view*, in a site, to the page of the record with its list narrowed down; plain text without such a page.
    """
    if view and is_site(builder):
        address = f"{builder.get_relative_uri(fromdocname, home.docname)}?{view}" if home.docname else ""
        return nodes.reference("", "", content, refuri=address, internal=True) if address else _text(content)
    if home.docname:
        if home.anchor and isinstance(builder, SingleFileHTMLBuilder):
            # Sphinx 9.0 would write '#document-page#anchor', which leads nowhere; our anchors are unique in the site.
            return nodes.reference("", "", content, refuri=f"#{home.anchor}", internal=True, reftitle=home.title)
        return make_refnode(builder, fromdocname, home.docname, home.anchor, content, home.title)
    if home.url:
        return nodes.reference("", "", content, refuri=home.url, internal=False)
    return _text(content)


def _text(content: nodes.Element) -> nodes.reference:
    """The content as it is: Sphinx puts in whatever it is given, though it says "reference"."""
    return cast(nodes.reference, content)
