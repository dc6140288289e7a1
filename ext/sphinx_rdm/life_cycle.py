"""The life cycle: its stages on a ring, drawn as SVG from the vocabulary, and as a list that says the same."""

from __future__ import annotations

from html import escape
from math import cos, pi, sin
from typing import Final, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from .i18n import _
from .nodes import html_only
from .records.kind import Word
from .records.model import VocabularyTerm
from .references import is_site
from .render.parts import term_reference
from .theme.tokens import Table, tokens_of

_SIZE: Final = 420.0
_RADIUS: Final = 156.0
_STAGE: Final = 52.0  # radius of the disc of one stage; shrinks when there are many
_TEXT: Final = 18.0
_AIR: Final = 15.0  # half of the least room between two discs, which the arrow needs


class picture(html_only):  # noqa: N801  (docutils writes node classes in lower case)
    """The drawing: its ``stages``, a ``label``, and whether it stands ``alone``, without text that says the same."""


class beside_picture(nodes.container):  # noqa: N801
    """Text that says the same as a drawing that stands alone on a site, for books and for outputs without drawings."""


def add_picture(app: Sphinx) -> None:
    """Register the drawing, and what some outputs have beside it."""
    app.add_node(picture, html=(_visit_picture, None))
    app.add_node(beside_picture, html=(_visit_beside_picture, _depart_beside_picture))


class Stage(NamedTuple):
    """One stage as drawn: a disc with a label, clickable if its page exists."""

    title: str
    page: str
    current: bool


def stage_list(terms: tuple[VocabularyTerm, ...], current: tuple[str, ...], *, compact: bool) -> nodes.Element:
    """The stages as a numbered list of links with their summaries; *compact* leaves the summaries out."""
    classes = ["rdm-stages", "rdm-compact"] if compact else ["rdm-stages"]
    items = nodes.enumerated_list("", enumtype="arabic", prefix="", suffix=".", classes=classes)
    for term in terms:
        line = nodes.paragraph("", "", translatable=False)
        if term.id in current:
            line += nodes.strong("", "", nodes.Text(term.title), classes=["rdm-current"])
            line += nodes.inline("", " " + str(_("(you are here)")), classes=["rdm-here"])
        else:
            line += term_reference("phase", Word(term.title, term.id))
        if term.summary and not compact:
            line += nodes.Text(": " + term.summary)
        items += nodes.list_item("", line)
    return items


def draw(stages: list[Stage], label: str, links: list[str], colours: Table, *, alone: bool = False) -> str:
    """The stages clockwise on a ring, from the top, with an arrow from each to the next, as SVG.

    *links* holds the address of each stage, or an empty string. Style sheets know its classes; *colours* are for
    readers without one. Beside a list with the same links, the drawing is hidden from assistive technology and skipped
    by the keyboard; *alone*, it serves both.
    """
    count = len(stages)
    disc = min(_STAGE, pi * _RADIUS / count - _AIR)
    middle = _SIZE / 2
    parts = [
        f'<svg class="rdm-life-cycle" viewBox="0 0 {_SIZE:.0f} {_SIZE:.0f}" xmlns="http://www.w3.org/2000/svg"'
        + (f' role="group" aria-label="{escape(label)}">' if alone else ' aria-hidden="true" focusable="false">'),
        "" if alone else f"<title>{escape(label)}</title>",
    ]
    longest = max(1, *(len(stage.title) for stage in stages))
    size = min(_TEXT, 1.65 * disc / (0.62 * longest))  # in bold, a letter is about 0.62 of its height wide
    gap = (disc + 9) / _RADIUS  # angle that a disc covers on the ring, with some air
    for number in range(count if count > 1 else 0):
        begin = _angle(number, count) + gap
        end = _angle(number + 1, count) - gap
        parts.append(_arrow(middle, begin, end, colours["accent"]))
    for number, (stage, address) in enumerate(zip(stages, links, strict=True)):
        angle = _angle(number, count)
        x, y = (middle + _RADIUS * f(angle) for f in (cos, sin))
        name = "rdm-stage rdm-current" if stage.current else "rdm-stage"
        shape = (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{disc:.1f}" fill="{colours["soft"]}" stroke="{colours["accent"]}"'
            f' stroke-width="2"/>'
            f'<text x="{x:.1f}" y="{y:.1f}" dy="0.35em" text-anchor="middle" font-size="{size:.1f}"'
            f' fill="{colours["strong"]}">{escape(stage.title)}</text>'
        )
        if address:
            skipped = "" if alone else ' tabindex="-1"'
            shape = f'<a href="{escape(address)}"{skipped}>{shape}</a>'
        parts.append(f'<g class="{name}">{shape}</g>')
    if alone:
        name = escape(str(_("Life cycle")))
        parts.append(
            f'<text class="rdm-middle" x="{middle}" y="{middle}" dy="0.35em" text-anchor="middle" font-size="{_TEXT}"'
            f' fill="{colours["muted"]}">{name}</text>'
        )
    parts.append("</svg>")
    return "".join(parts)


def _angle(number: int, count: int) -> float:
    return 2 * pi * number / max(count, 1) - pi / 2


def _arrow(middle: float, begin: float, end: float, colour: str) -> str:
    """A curved arrow along the ring between two angles."""
    if end <= begin:
        return ""
    x1, y1 = (middle + _RADIUS * f(begin) for f in (cos, sin))
    x2, y2 = (middle + _RADIUS * f(end) for f in (cos, sin))
    back = end - 11 / _RADIUS
    head = " L".join(
        f"{middle + (_RADIUS + side) * cos(back):.1f} {middle + (_RADIUS + side) * sin(back):.1f}" for side in (-7, 7)
    )
    return (
        f'<path class="rdm-arrow" d="M{x1:.1f} {y1:.1f} A{_RADIUS:.0f} {_RADIUS:.0f} 0 0 1 {x2:.1f} {y2:.1f}"'
        f' fill="none" stroke="{colour}" stroke-width="2.5"/>'
        f'<path class="rdm-arrow-head" d="M{x2:.1f} {y2:.1f} L{head} Z" fill="{colour}"/>'
    )


def _visit_picture(self: HTML5Translator, node: picture) -> None:
    """Draw the stages with links that are right for the page being written."""
    docname = self.builder.current_docname
    stages = [Stage(*stage) for stage in node["stages"]]
    known = self.builder.env.all_docs
    links = [
        self.builder.get_relative_uri(docname, stage.page) if stage.page in known and stage.page != docname else ""
        for stage in stages
    ]
    alone = node["alone"] and is_site(self.builder)
    self.body.append(draw(stages, node["label"], links, tokens_of(self.config)["day"], alone=alone))
    raise nodes.SkipNode


def _visit_beside_picture(self: HTML5Translator, _node: beside_picture) -> None:
    if is_site(self.builder):
        raise nodes.SkipNode


def _depart_beside_picture(_self: HTML5Translator, _node: beside_picture) -> None:
    pass
