"""Says at the end of a page from when on it may be out of date, as its front matter tells.

It says so before and after that day in the same words, so that what is built does not depend on the clock.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from .front_matter.reading import current
from .i18n import _
from .records.deadlines import parted
from .render.parts import bullets, paragraph


def connect(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(OutOfDate)


class OutOfDate(SphinxTransform):
    """Put a note behind the last section of the page, and before its sources."""

    default_priority = 4

    def apply(self, **_kwargs: Any) -> None:
        """Make the note, if the front matter names a day."""
        facets = current(self.env)
        dated = [found for text in facets.check_by if (found := parted(text))]
        if not dated:
            return
        reviewed = facets.texts.get("reviewed")
        since = [str(_("As of %(day)s.")) % {"day": reviewed}] if reviewed else []
        lines = [
            str(_("May be out of date from %(day)s: %(reason)s")) % {"day": day, "reason": why} for day, why in dated
        ]
        page = next(self.document.findall(nodes.section), self.document)
        said = [" ".join([*since, lines[0]])] if len(lines) == 1 else since
        content: list[nodes.Node] = [paragraph(nodes.Text(text)) for text in said]
        content += [bullets([paragraph(nodes.Text(line))] for line in lines)] if len(lines) > 1 else []
        page.append(nodes.container("", *content, support_smartquotes=False, classes=["rdm-dated"]))
