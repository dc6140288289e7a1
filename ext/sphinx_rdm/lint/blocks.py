"""From the doctree of a page to what its author wrote: blocks, outgoing addresses, links to terms."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import traverse_parent

from .review import CELL, HEADING, RUNNING, Block

# What is not the author's own prose: code, quotations word for word, formulas.
_FOREIGN = (nodes.literal_block, nodes.block_quote, nodes.comment, nodes.math_block)


def blocks(doctree: nodes.document) -> Iterator[Block]:
    """Every paragraph, heading and cell in reading order; what comes from data is not the page's."""
    for node in doctree.findall(lambda node: isinstance(node, nodes.paragraph | nodes.title | nodes.rubric)):
        assert isinstance(node, nodes.Element)
        if node.get("translatable", True) and not _has_parent(node, _FOREIGN) and (text := _plain(node)):
            yield Block(text, _line(node), _kind(node), tuple(map(_plain, node.findall(_is_name))))


def addresses(doctree: nodes.document) -> Iterator[tuple[str, int]]:
    """The addresses outside the site to which the author linked, as typed, each with its line."""
    for node in doctree.findall(nodes.reference):
        if not {"rdm-link", "rdm-fact"} & set(node["classes"]) and str(node.get("refuri", "")).startswith("http"):
            yield node["refuri"], _line(node)


def linked_terms(doctree: nodes.document) -> set[str]:
    """The terms of the glossary that the author linked, in small letters."""
    return {
        " ".join(node["reftarget"].split()).casefold()
        for node in doctree.findall(addnodes.pending_xref)
        if node.get("reftype") == "term" and not _has_parent(node, (addnodes.glossary,))
    }


def _is_name(node: nodes.Node) -> bool:
    """Whether this is a link out of the site or to a record, whose text is most often a title."""
    if not isinstance(node, nodes.reference):
        return False
    return not node.get("internal") or any("rdm" in child["classes"] for child in node.findall(nodes.inline))


def _plain(node: nodes.Node) -> str:
    return " ".join(_text(node).split())


def _text(node: nodes.Node) -> str:
    """The text of a node with straight quotes; code in it, which has other rules, as an ellipsis."""
    if isinstance(node, nodes.literal):
        return "…"
    if isinstance(node, nodes.Text):
        return str(node).translate({ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"'})
    return "".join(_text(child) for child in node.children)


def _kind(node: nodes.Element) -> str:
    if not isinstance(node, nodes.paragraph):
        return HEADING
    return CELL if _has_parent(node, (nodes.entry,)) else RUNNING


def _has_parent(node: nodes.Node, kinds: tuple[type[nodes.Node], ...]) -> bool:
    return any(traverse_parent(node.parent, kinds))


def _line(node: nodes.Element) -> int:
    """The line of a node, or of the nearest one around it that has one."""
    return next((place.line for place in traverse_parent(node) if place.line is not None), 1)
