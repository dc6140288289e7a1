"""The role ``site``: one fact about the site. What is unknown takes the line with it that would say it.

The role ``fact``: a fact that can end, with the day on which it was known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxRole

from .domain import RdmDomain
from .i18n import _
from .kinds.fact.record import FACT
from .records.model import FACTS
from .records.views import record, site
from .records.wording import unknown
from .render.parts import note
from .warning import Subtype, warn

_UNKNOWN: Final = "rdm-unknown"
_LINES: Final = (nodes.list_item, nodes.definition_list_item, nodes.row)


def add_roles(app: Sphinx) -> None:
    """Make the roles known, under the domain."""
    app.add_role_to_domain("rdm", "site", SiteFact())
    app.add_role_to_domain("rdm", "fact", DatedFact())
    app.add_transform(LeaveOutUnknown)


class _Fact(SphinxRole):
    """What data say under a key, as typed there."""

    def stated(self, fact: nodes.Element) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The text; its quotes and dashes stay as typed."""
        fact["support_smartquotes"] = False
        return [fact], []

    def not_known(self, noun: str, key: str, known: Iterable[str]) -> None:
        """Report a key that is none."""
        warn(Subtype.REFERENCE, unknown(noun, key, known), (self.env.current_document.docname, self.lineno))
        self.env.note_reread()


class SiteFact(_Fact):
    """What ``site.yml`` says under a key, as a link if it is an address."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the text; an unknown key is reported."""
        key = self.text.strip()
        if key not in FACTS:
            self.not_known("key of site.yml", key, FACTS)
            return [nodes.Text(key)], []
        return self.stated(self._node(RdmDomain.of(self.env).show(site, key)))

    @staticmethod
    def _node(value: str | None) -> nodes.Element:
        if not value:
            return nodes.inline(classes=[_UNKNOWN])
        scheme = "mailto:" if re.fullmatch(r"[^@\s]+@[^@\s]+", value) else ""
        if scheme or re.fullmatch(r"https?://\S+", value):
            return nodes.reference(value, value, refuri=scheme + value, internal=False)
        return nodes.inline(value, value)


class DatedFact(_Fact):
    """What ``facts.yml`` says under an id, with a link to where that can be read, and the day."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the text; an unknown id is reported."""
        key = self.text.strip()
        fact, known = RdmDomain.of(self.env).show(record, FACT.file, key)
        if fact is None:
            if known is not None:
                self.not_known(FACT.model.noun, key, known)
            return [nodes.Text(key)], []
        as_of = " " + str(_("(as of %(day)s)")) % {"day": fact.as_of}
        link = nodes.reference(fact.text, fact.text, refuri=fact.address, internal=False, classes=["rdm-fact"])
        return self.stated(nodes.inline("", "", link, nodes.Text(as_of)))


class LeaveOutUnknown(SphinxTransform):
    """Leave out the item, the row or the paragraph around a fact that nobody knows.

    A list or a table of which nothing is left says so in one sentence, the first on a page; the others are left out.
    """

    # Before the page's own table of contents is taken, and before lists are numbered for readers.
    default_priority = 400

    def apply(self, **_kwargs: Any) -> None:
        """Change the page in place."""
        said = False
        for place in [node for node in self.document.findall(nodes.inline) if _UNKNOWN in node["classes"]]:
            line = _line_of(place)
            if self.document not in _around(line):  # another fact of the same line took it away
                continue
            lost = _emptied_without(line)
            if lost is not line and not said:
                sentence = note(str(_("The operator of this site has not filled this in yet.")))
                lost.parent.insert(lost.parent.index(lost), sentence)
                said = True
            lost.parent.remove(lost)
            lost.parent = None


def _around(node: nodes.Node) -> Iterator[nodes.Element]:
    while (parent := node.parent) is not None:
        yield parent
        node = parent


def _line_of(place: nodes.Element) -> nodes.Element:
    """The item or the row that a fact stands in; or else its paragraph; or else the place itself."""
    for kinds in (_LINES, (nodes.paragraph,)):
        for node in _around(place):
            if isinstance(node, kinds):
                return node
    return place


def _emptied_without(line: nodes.Element) -> nodes.Element:
    """The list or the table in which nothing would be left without *line*; or else the line itself."""
    if not isinstance(line, _LINES) or len(line.parent) > 1:
        return line
    if isinstance(line, nodes.row):
        return next(node for node in _around(line) if isinstance(node, nodes.table))
    return line.parent
