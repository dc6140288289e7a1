"""What pages leave out in a book, and what takes its place."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..fold import lay_open
from ..nodes import filter_data, permalink, tick_box, tick_label


class LayOpen(SphinxPostTransform):
    """No folds, forms, or signs to click at: many readers of books cannot use them."""

    # Before references are resolved at priority 10, because links of cards move into the titles of the cards.
    default_priority = 5
    builders = ("epub",)

    def run(self, **_kwargs: Any) -> None:
        """Change the page in place; files to download stay on the site, if its address is known."""
        lay_open(self.document)
        for node in [*self.document.findall(filter_data), *self.document.findall(permalink)]:
            node.parent.remove(node)
        for node_class, name in ((tick_label, "rdm-tick"), (tick_box, "rdm-box")):
            for node in list(self.document.findall(node_class)):
                node.replace_self(nodes.inline("", "", *node.children, classes=[name]))
        if site := self.config.html_baseurl:
            for node in list(self.document.findall(addnodes.download_reference)):
                address = f"{site.rstrip('/')}/_downloads/{quote(node.get('filename', ''))}"
                node.replace_self(nodes.reference("", "", *node.children, refuri=address, internal=False))
