"""The block under the first paragraph of a page that says in a few lines what the page says.

Its lines stand in the front matter. Beside them are links to the sections that readers come back for, and how long the
page takes to read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

from .front_matter.reading import current
from .i18n import _
from .records.wording import unknown
from .render.parts import below_lead, bullets, enumeration, heading
from .warning import warn_of_setting

_WORDS_A_MINUTE: Final = 200
"""What adults read of a text that they have to think about; those who read it aloud need more."""


def connect(app: Sphinx) -> None:
    """Register the setting and the transform."""
    message = "Anchors of the sections to which the block In short links, where a page has them."
    app.add_config_value("rdm_short_sections", [], "env", [list, tuple], message)
    app.add_transform(InShort)
    app.connect("env-updated", _report_sections)


def _report_sections(app: Sphinx, env: BuildEnvironment) -> None:
    """Report the sections that no page has on which the block stands."""
    pages = [docname for docname in env.all_docs if env.metadata[docname].get("short")]
    if not pages or not app.config.rdm_short_sections:
        return
    links = [link for name in pages for link in env.tocs[name].findall(nodes.reference)]
    # A section has the anchor of its title beside those that its author gives it.
    known = {anchor for link in links for anchor in (link.get("anchorname", "")[1:], nodes.make_id(link.astext()))}
    for anchor in app.config.rdm_short_sections:
        if anchor not in known:
            warn_of_setting(app, "rdm_short_sections", unknown("section", anchor, known - {""}), anchor)


class InShort(SphinxTransform):
    """Put the block behind the first paragraph of the page, and behind the stages that follow it."""

    # The lines are the page's own text, so they are there before others are translated at priority 10.
    default_priority = 5

    def apply(self, **_kwargs: Any) -> None:
        """Make the block, if the front matter has lines for it."""
        if not (lines := current(self.env).short):
            return
        page = next(self.document.findall(nodes.section), self.document)
        block = nodes.container(
            "",
            heading(str(_("In short")), 2),
            bullets([self._said(text, line)] for text, line in lines),
            enumeration([*self._links(), nodes.Text(_reading_time(own_words(page)))]),
            support_smartquotes=False,
            classes=["rdm-short"],
        )
        page.insert(below_lead(page), block)

    def _said(self, text: str, line: int) -> nodes.paragraph:
        said = nodes.paragraph(text, text)
        said.source, said.line = self.document["source"], line
        return said

    def _links(self) -> Iterator[nodes.Node]:
        sections = {anchor: section for section in self.document.findall(nodes.section) for anchor in section["ids"]}
        for anchor in self.config.rdm_short_sections:
            if anchor in sections:
                title = sections[anchor][0].astext()
                yield nodes.reference(title, title, refid=anchor, internal=True)


def own_words(node: nodes.Node) -> int:
    """How many words of its own a page has: without code, comments, and what is shown of records.

    >>> own_words(nodes.section("", nodes.title("", "Soil"), nodes.literal_block("", "dig")))
    1
    """
    if isinstance(node, nodes.Text):
        return len(node.split())
    if isinstance(node, nodes.literal_block | nodes.Invisible | nodes.raw):
        return 0
    if isinstance(node, nodes.Element) and (_is_ours(node) or not node.get("translatable", True)):
        return 0
    return sum(map(own_words, node.children))


def _is_ours(node: nodes.Element) -> bool:
    return any(name.startswith("rdm-") for name in node["classes"])


def _reading_time(words: int) -> str:
    return str(_("%(minutes)s min to read")) % {"minutes": max(1, round(words / _WORDS_A_MINUTE))}
