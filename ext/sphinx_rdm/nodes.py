"""Doctree nodes of our own, each with what it becomes in HTML; other builders see their base classes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from .i18n import _
from .private import use_visitors_of_format
from .references import is_site


def data_block(name: str, data: object) -> str:
    """What a script works with, as an element with the class *name*, by which the script finds it."""
    # Without a sign that could end the element; in JSON, the escape stands for the same text.
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" class="{name}">{text}</script>'


class html_only(nodes.raw):  # noqa: N801  (docutils writes node classes in lower case)
    """What only HTML shows: as raw HTML, which every writer of another format knows how to leave out."""

    def __init__(self, rawsource: str = "", text: str = "", *children: nodes.Node, **attributes: Any) -> None:
        super().__init__(rawsource, text, *children, **{"format": "html", **attributes})


class header_cell(nodes.entry):  # noqa: N801
    """A table cell that names its column or its row, with a scope that screen readers follow."""


class backlinks(nodes.General, nodes.Element):  # noqa: N801
    """The place for links to the pages that list the resource ``resource``; filled once all pages are read."""


class tick_box(nodes.inline):  # noqa: N801
    """A box to tick, on screen or on paper; its text is the sign for a box."""


class tick_label(nodes.inline):  # noqa: N801
    """What a box is for, and the box itself: a click on either ticks it."""


class permalink(html_only):  # noqa: N801
    """A sign that links to the anchor ``refid``; called by its ``name`` or else its ``title``."""


class linked(nodes.General, nodes.Element):  # noqa: N801
    """A box around something and the permalink beside it, for HTML alone."""


class linked_title(nodes.title):  # noqa: N801
    """The title of a section with the permalink ``link`` beside it, for HTML alone."""


class more(nodes.container):  # noqa: N801
    """What stands behind one line, ``brief``, on a site; elsewhere it is all there, without that line."""


class drawing(nodes.container):  # noqa: N801
    """A list that style sheets draw, with its title."""


class drawing_title(nodes.paragraph):  # noqa: N801
    """The title of such a list."""


class branches(nodes.bullet_list):  # noqa: N801
    """The answers to a question. WebKit takes a list without bullets for none, unless it is told."""


class rest(nodes.container):  # noqa: N801
    """What stands on a site behind the line ``brief``, such as what follows the first rows of a long list."""


class table_name(nodes.title):  # noqa: N801
    """The name of a table that no link leads to."""


class filter_data(html_only):  # noqa: N801
    """What the script needs to narrow a list down: ``data``, to be written as JSON."""


class checklist_data(html_only):  # noqa: N801
    """What the script needs to make a tool of the checklist that follows: ``data``, to be written as JSON.

    ``words`` has what the script says; it stands in the first list of a page, for all.
    """


class chooser(html_only):  # noqa: N801
    """Links to records, and ``data``, of which a script makes a list to choose from and a card of each record."""


def add_nodes(app: Sphinx) -> None:
    """Register the nodes and their visitors."""
    app.add_node(header_cell, html=(_visit_header_cell, _writes("</th>\n")))
    app.add_node(backlinks)
    app.add_node(tick_box, html=(_visit_tick_box, None))
    app.add_node(tick_label, html=(_writes('<label class="rdm-tick">'), _writes("</label>")))
    app.add_node(permalink, html=(_visit_permalink, None))
    app.add_node(linked, html=(_writes('<div class="rdm-linked">\n'), _writes("</div>\n")))
    app.add_node(linked_title, html=(_visit_linked_title, _depart_linked_title))
    app.add_node(more, html=(_visit_more, _depart_more))
    app.add_node(drawing, html=(_visit_drawing, _writes("</figure>\n")))
    app.add_node(drawing_title, html=(_writes("<figcaption>"), _writes("</figcaption>\n")))
    app.add_node(branches, html=(_visit_branches, _writes("</ul>\n")))
    app.add_node(rest, html=(_visit_rest, _writes("</details>\n")))
    app.add_node(table_name, html=(_writes("<caption>"), _writes("</caption>\n")))
    app.add_node(filter_data, html=(_visit_filter_data, None))
    app.add_node(checklist_data, html=(_visit_checklist_data, None))
    app.add_node(chooser, html=(_visit_chooser, _writes("</div>\n")))
    app.connect("builder-inited", use_visitors_of_format, priority=900)


def _writes(text: str) -> Callable[[HTML5Translator, nodes.Node], None]:
    """A visitor that writes the same for each node."""
    return lambda self, _node: self.body.append(text)


def _visit_header_cell(self: HTML5Translator, node: header_cell) -> None:
    in_head = isinstance(node.parent.parent, nodes.thead)
    self.body.append(self.starttag(node, "th", "", CLASS="head", SCOPE="col" if in_head else "row"))
    node.parent.column += 1  # type: ignore[union-attr]  # as docutils does for its own cells


def _visit_tick_box(self: HTML5Translator, _node: tick_box) -> None:
    self.body.append('<input type="checkbox" /> ')
    raise nodes.SkipNode


def _visit_permalink(self: HTML5Translator, node: permalink) -> None:
    self.body.append(_permalink(self, node))
    raise nodes.SkipNode


def _permalink(self: HTML5Translator, node: permalink) -> str:
    label = self.attval(_("Link to %(title)s") % {"title": node.get("name", node["title"])})
    address, sign = self.attval(node["refid"]), self.config.html_permalinks_icon
    return f'<a class="headerlink" href="#{address}" aria-label="{label}">{sign}</a>'


def _visit_linked_title(self: HTML5Translator, node: linked_title) -> None:
    self.body.append('<div class="rdm-linked">\n')
    self.visit_title(node)


def _depart_linked_title(self: HTML5Translator, node: linked_title) -> None:
    self.depart_title(node)
    self.body.append(f"{_permalink(self, node['link'])}</div>\n")


def _visit_more(self: HTML5Translator, node: more) -> None:
    if is_site(self.builder):
        brief, word = self.encode(node["brief"]), self.encode(str(_("More")))
        self.body.append(f'<details class="rdm-more"><summary>{brief} <span>{word}</span></summary>\n')


def _depart_more(self: HTML5Translator, _node: more) -> None:
    if is_site(self.builder):
        self.body.append("</details>\n")


def _visit_drawing(self: HTML5Translator, node: drawing) -> None:
    self.body.append(self.starttag(node, "figure"))


def _visit_branches(self: HTML5Translator, node: branches) -> None:
    self.body.append(self.starttag(node, "ul", ROLE="list"))


def _visit_rest(self: HTML5Translator, node: rest) -> None:
    opened = self.starttag(node, "details", CLASS="rdm-rest")
    self.body.append(f"{opened}<summary>{self.encode(node['brief'])}</summary>\n")


def _visit_filter_data(self: HTML5Translator, node: filter_data) -> None:
    self.body.append(data_block("rdm-filter", node["data"]))
    raise nodes.SkipNode


def _visit_checklist_data(self: HTML5Translator, node: checklist_data) -> None:
    is_first = next(iter(self.document.findall(checklist_data))) is node
    self.body.append(data_block("rdm-ticks", {**node["data"], **({"words": node["words"]} if is_first else {})}))
    raise nodes.SkipNode


def _visit_chooser(self: HTML5Translator, node: chooser) -> None:
    self.body.append(f'<div class="rdm-chooser">\n{data_block("rdm-cards", node["data"])}\n')
