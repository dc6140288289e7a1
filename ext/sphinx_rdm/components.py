"""Sphinx-design's components, built from nodes: the only module that knows how they are put together."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes
from sphinx_design.shared import create_component, is_component


def dropdown(title: nodes.rubric, body: Sequence[nodes.Node], classes: Sequence[str] = ()) -> nodes.container:
    """A fold-out; builders without folds show its title as a rubric and its body under it."""
    return create_component(
        "dropdown",
        opened=False,
        type="dropdown",
        has_title=True,
        icon=None,
        chevron=None,
        container_classes=["sd-mb-3", *classes],
        title_classes=[],
        body_classes=[],
        children=[title, *body],
    )


def card_grid(cards: Sequence[Sequence[nodes.Node]]) -> nodes.container:
    """A responsive grid with one card for each of *cards*, which are the cards' contents."""
    columns = ["sd-row-cols-1", "sd-row-cols-xs-1", "sd-row-cols-sm-2", "sd-row-cols-md-2", "sd-row-cols-lg-3"]
    row = create_component("grid-row", ["sd-row", "sd-g-3", *columns])
    for content in cards:
        body = create_component("card-body", ["sd-card-body"], children=content)
        card = create_component("card", ["sd-card", "sd-sphinx-override", "sd-w-100", "sd-shadow-sm"], children=[body])
        row += create_component("grid-item", ["sd-col", "sd-d-flex-row"], children=[card])
    return create_component("grid-container", ["sd-container-fluid", "sd-mb-4"], children=[row])


def cards_of(grid: nodes.Element) -> nodes.Element:
    """What holds the cards of a grid."""
    row = grid[0]
    assert isinstance(row, nodes.Element)
    return row


def lay_open(document: nodes.document) -> None:
    """Change a page for readers where nothing folds, and where only words are links.

    Fold-outs and tabs become boxes with titles. The link of a card goes to its title.
    """
    for component in list(document.findall(nodes.container)):
        match component.get("design_component"):
            case "dropdown":
                component["classes"] = ["rdm-fold", *_own(component["container_classes"])]
                component["design_component"] = "box"
            case "tab-set":
                component["classes"] = ["rdm-tabs", *_own(component["classes"])]
                component["design_component"] = "box"
            case "tab-item":
                component["classes"] = ["rdm-fold", *_own(component["classes"])]
            case "card":
                _link_title(component)


def _own(classes: Sequence[str]) -> list[str]:
    """The classes that are not sphinx-design's."""
    return [name for name in classes if not name.startswith("sd-")]


def _link_title(card: nodes.container) -> None:
    """Move the link that covers a card into its title; without a title, show the link's own words."""
    for link in [node for node in card.findall(nodes.Element) if "sd-stretched-link" in node.get("classes", ())]:
        link["classes"] = _own(link["classes"])
        title = next(card.findall(lambda node: is_component(node, "card-title")), None)
        if isinstance(title, nodes.Element) and isinstance(words := title[0], nodes.Element):
            link.parent.remove(link)
            link[:] = [nodes.inline("", "", *words.children)]
            link["refexplicit"] = True
            words[:] = [link]
