"""Lists at the end of a page where its facts were read, folded, as its front matter tells."""

from __future__ import annotations

from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from .front_matter.model import PageSource
from .front_matter.reading import current
from .i18n import _
from .nodes import rest
from .references import is_site
from .render.parts import bullets, link, paragraph, rubric

CLASS: Final = "rdm-sources"


def connect(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_transform(PageSources)
    app.add_post_transform(FoldSources)


class PageSources(SphinxTransform):
    """Put the list behind the last section of the page."""

    default_priority = 4

    def apply(self, **_kwargs: Any) -> None:
        """Make the list, if the front matter names sources."""
        if not (sources := current(self.env).sources):
            return
        page = next(self.document.findall(nodes.section), self.document)
        content = [rubric(nodes.Text(str(_("Sources")))), bullets(map(_item, sources))]
        page.append(nodes.container("", *content, support_smartquotes=False, classes=[CLASS]))


class FoldSources(SphinxPostTransform):
    """Fold the list where readers can unfold it."""

    default_priority = 700
    formats = ("html",)

    def run(self, **_kwargs: Any) -> None:
        """Put it behind its title."""
        if not is_site(self.app.builder):
            return
        for whole in [node for node in self.document.findall(nodes.container) if CLASS in node["classes"]]:
            title, *content = whole.children
            whole.replace_self(rest("", *content, brief=title.astext(), classes=[CLASS]))


def _item(source: PageSource) -> list[nodes.Node]:
    copy = " " + str(_("(copy of %(day)s)")) % {"day": source.read} if source.read else ""
    return [paragraph(link(source.title, source.url), nodes.Text(copy))]
