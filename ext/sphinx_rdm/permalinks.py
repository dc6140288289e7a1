"""Links to places on a page: each with a name of its own, and none inside what it links to.

Sphinx writes such a link into the heading, the caption or the term itself, so that screen readers read it aloud as part
of it, and lists of headings hold its sign. Those of records are always put beside their headings; with the setting
``rdm_links_beside``, all others are, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import traverse_parent

from .nodes import linked, linked_title, permalink


def connect(app: Sphinx) -> None:
    """Register the setting and the transform."""
    message = "Write links to headings, captions and terms beside them, so that they are not read as part of them."
    app.add_config_value("rdm_links_beside", False, "html", bool, message)
    app.connect("builder-inited", _leave_to_us)
    app.add_post_transform(PutBeside)


class LinkedPlace(NamedTuple):
    """What a link leads to: its title, and those of the sections around it, from the outermost."""

    title: str
    above: tuple[str, ...] = ()


def distinct(places: Sequence[LinkedPlace]) -> list[str]:
    """A name for each place, of which no other place has the same: its title, as far as needed with those above it.

    >>> distinct([LinkedPlace("Example", ("Plan",)), LinkedPlace("Example", ("Share",)), LinkedPlace("Share")])
    ['Plan: Example', 'Share: Example', 'Share']
    """
    names = [place.title for place in places]
    for depth in range(1, 1 + max((len(place.above) for place in places), default=0)):
        times = Counter(names)
        names = [
            ": ".join((*place.above[-depth:], place.title)) if times[name] > 1 else name
            for place, name in zip(places, names, strict=True)
        ]
    return list(_numbered(names))


def _numbered(names: Sequence[str]) -> Iterator[str]:
    """The names, with a number behind each that came before."""
    taken = set(names)
    seen: set[str] = set()
    for name in names:
        numbered = (f"{name} ({number})" for number in count(2))
        found = next(other for other in numbered if other not in taken) if name in seen else name
        seen.add(name)
        taken.add(found)
        yield found


class PutBeside(SphinxPostTransform):
    """Put every permanent link beside what it leads to, and name it after that."""

    # When all else is in place, so that titles are what readers see.
    default_priority = 800
    formats = ("html",)

    def run(self, **_kwargs: Any) -> None:
        """Change the page in place; books have no such links."""
        if not isinstance(self.app.builder, StandaloneHTMLBuilder) or self.app.builder.embedded:
            return
        for link in list(self.document.findall(permalink)):
            if isinstance(heading := link.parent, nodes.rubric):
                heading.remove(link)
                _wrap(heading, link)
        if self.config.rdm_links_beside and self.config.html_permalinks:
            self._add()
        places = {link: LinkedPlace(link["title"], _above(link)) for link in self.document.findall(permalink)}
        for title in self.document.findall(linked_title):
            places[title["link"]] = LinkedPlace(title["link"]["title"], _above(title.parent))
        for link, name in zip(places, distinct(list(places.values())), strict=True):
            link["name"] = name

    def _add(self) -> None:
        """Add the links that Sphinx would have written."""
        for title in list(self.document.findall(nodes.title)):
            parent = title.parent
            if isinstance(parent, nodes.section) and parent["ids"]:
                title.replace_self(linked_title("", "", *title.children, **title.attributes, link=_link(parent, title)))
            elif isinstance(parent, nodes.table) and parent["ids"]:
                _wrap(parent, _link(parent, title))
        for caption in list(self.document.findall(nodes.caption)):
            parent = caption.parent
            if parent["ids"] and (isinstance(parent, nodes.figure) or parent.get("literal_block")):
                _wrap(parent, _link(parent, caption))
        for glossary in self.document.findall(addnodes.glossary):
            for item in (item for entries in glossary for item in entries.children):
                links = [_link(term, term) for term in item.children if isinstance(term, nodes.term) and term["ids"]]
                if isinstance(definition := item.children[-1], nodes.definition):
                    definition[:0] = links


def _leave_to_us(app: Sphinx) -> None:
    """Keep Sphinx from writing the links that we write."""
    if app.config.rdm_links_beside and isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.add_permalinks = False


def _link(target: nodes.Element, title: nodes.Element) -> permalink:
    """A link to the *target*, which is called by its *title*."""
    return permalink("", refid=target["ids"][0], title=" ".join(title.astext().split()))


def _above(node: nodes.Node) -> tuple[str, ...]:
    """The titles of the sections around a node, from the outermost."""
    titles = [section[0] for section in traverse_parent(node.parent, nodes.section)]
    return tuple(" ".join(title.astext().split()) for title in reversed(titles) if isinstance(title, nodes.title))


def _wrap(node: nodes.Element, link: permalink) -> None:
    """Put a box around the *node*, with the link behind it."""
    box = linked()
    node.replace_self(box)
    box += node
    box += link
