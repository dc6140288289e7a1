"""What a page says, taken apart: its sections, and the records and terms that it describes, each with its anchor."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from docutils import nodes
from sphinx.addnodes import glossary, index

from ..nodes import tick_box

Places: TypeAlias = Mapping[str, tuple[str, str]]
"""Anchors of records on a page, each with the record's title and what such a record is called."""


class Passage(NamedTuple):
    """A part of a page that the search can lead to."""

    anchor: str
    """Empty for the top of the page."""
    title: str
    kind: str
    """What such a record is called; empty for a section."""
    blocks: list[str]
    """Its paragraphs, cells and items, without those of passages inside it."""
    marked: list[str]
    """What authors marked in it for an index."""


TERM = "term"
"""The kind of what a glossary defines."""


def passages(doctree: nodes.document, title: str, places: Places, at_home: Collection[str] = ()) -> list[Passage]:
    """The passages of a page with a *title*, in the order in which they begin; the first is the top of the page.

    Lists of records of types that are *at home* on some page say nothing new: the search leads to that page.
    """
    terms = {
        anchor: (_text(term), TERM)
        for node in doctree.findall(glossary)
        for term in node.findall(nodes.term)
        for anchor in term["ids"][:1]
    }
    named = {**places, **terms}
    boxes = _boxes(doctree, named) if named else {}
    found = [Passage("", title, "", [], [])]

    def collect(node: nodes.Element, passage: Passage) -> None:
        for child in node.children:
            if isinstance(child, index):
                passage.marked.extend(said for _type, said, *_rest in child["entries"])
            if not isinstance(child, nodes.Element) or isinstance(child, _PASSED_OVER) or _is_of_others(child):
                continue
            if child.get("listing") in at_home:
                continue
            inner = passage
            if anchor := boxes.get(id(child)):
                inner = Passage(anchor, *named[anchor], [], [])
            elif isinstance(child, nodes.section) and child.parent is not doctree:
                inner = Passage(child["ids"][0], _text(child.next_node(nodes.title)), "", [], [])
            if inner is not passage:
                found.append(inner)
            if not isinstance(child, nodes.TextElement):
                collect(child, inner)
            elif (text := _text(child)) and text != inner.title:
                inner.blocks.append(text)

    collect(doctree, found[0])
    return found


_PASSED_OVER = (nodes.raw, nodes.comment, nodes.title, nodes.Invisible)


def _is_of_others(node: nodes.Element) -> bool:
    """Whether a node says nothing of a record itself: its place in lists, or what a fact is called."""
    is_label = isinstance(node, nodes.field_name) and "rdm-facts" in node.parent.parent["classes"]
    return is_label or not {"rdm-listed", "rdm-first", "rdm-sources"}.isdisjoint(node["classes"])


def _text(node: nodes.Node | None) -> str:
    """What readers read in a node, in one line."""
    if node is None:
        return ""
    texts = (text.astext() for text in node.findall(nodes.Text) if not isinstance(text.parent, nodes.raw | tick_box))
    return " ".join("".join(texts).replace("\N{SOFT HYPHEN}", "").split())


def _boxes(doctree: nodes.document, named: Places) -> dict[int, str]:
    """By the identity of its node, the anchor of each record: the largest part of a section that holds no other."""
    within: dict[int, set[str]] = {}
    heads: list[tuple[str, nodes.Element]] = []
    for node in doctree.findall(nodes.Element):
        for anchor in named.keys() & set(node["ids"]):
            heads.append((anchor, node))
            for part in _upwards(node):
                within.setdefault(id(part), set()).add(anchor)
    alone = ((anchor, [part for part in _upwards(head) if within[id(part)] == {anchor}]) for anchor, head in heads)
    return {id(parts[-1]): anchor for anchor, parts in alone if parts}


def _upwards(node: nodes.Element) -> Iterator[nodes.Element]:
    """A node and what it stands in, up to its section; a section alone if it is one."""
    yield node
    while not isinstance(node, nodes.section) and not isinstance(node.parent, nodes.section | nodes.document | None):
        node = node.parent
        yield node
