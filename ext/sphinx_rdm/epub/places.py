"""Where on a page its author wrote HTML that a book cannot hold."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

from docutils import nodes


def of_element(document: nodes.document, name: str, address: str) -> nodes.Node | None:
    """The HTML with an element called *name* and its *address*; nothing if an extension wrote it."""
    found = [node for node in document.findall(nodes.raw) if f"<{name}" in node.astext().lower()]
    # An address may stand in a piece of its own, as that of a film does.
    exact = (node for node in found if address in unescape(node.astext()))
    node = next(exact, found[0] if found else None)
    return node and _placed(node)


def of_fault(document: nodes.document, fault: Callable[[str], str]) -> nodes.Node | None:
    """The first HTML in which *fault* finds something; what begins in one piece may end in another beside it."""
    pieces: dict[int, list[nodes.raw]] = {}
    for node in document.findall(nodes.raw):
        pieces.setdefault(id(node.parent), []).append(node)
    for beside in pieces.values():
        if fault("".join(node.astext() for node in beside)):
            return _placed(next((node for node in beside if fault(node.astext())), beside[0]))
    return None


def _placed(node: nodes.Node) -> nodes.Node:
    """The node itself, or the nearest one around it of which the line is known."""
    while not node.line and node.parent is not None:
        node = node.parent
    return node
