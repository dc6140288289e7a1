"""The sheet of the book: its paper, its sides, the size of its print, and where its columns lie."""

from __future__ import annotations

from typing import Final, NamedTuple

from ..theme.tokens import Table, papers, size

SIDES: Final = ("two", "one")
"""Whether the margins are mirrored, as in a bound book, or the same on all pages."""
SIZES: Final = ("normal", "large")
"""Whether a page is set in usual or in large print."""
_POINTS: Final = 72 / 25.4
_INDENT: Final = 20.0
"""What the indent of the index takes of its columns, in points."""
_HEIGHT: Final = 688.0
"""How high the column of the text is on A4, for which is said how many lines are kept on a page."""
_LEAST: Final = 8.0
"""The least size in usual print, in points."""


class Paper(NamedTuple):
    """The measures of a sheet, in points.

    From its inner edge: margin, column of the text, gap, column of notes; what is left is the outer margin. All sizes
    are multiplied by the scale.
    """

    width: float
    height: float
    inner: float
    text: float
    gap: float
    notes: float
    top: float
    bottom: float
    scale: float
    is_mirrored: bool

    @property
    def outer(self) -> float:
        """The margin beyond the column of notes."""
        return self.width - self.inner - self.full

    @property
    def full(self) -> float:
        """The width of text and notes together."""
        return self.text + self.gap + self.notes

    @property
    def line(self) -> float:
        """The room for a line of text, as if the scale were 1."""
        return self.text / self.scale

    @property
    def wide(self) -> float:
        """The room for a line that goes over the column of notes, as if the scale were 1."""
        return self.full / self.scale

    @property
    def height_of_text(self) -> float:
        """How high the column of the text is as if the scale were 1, as part of that of A4; not more than all of it."""
        return min(1.0, (self.height - self.top - self.bottom) / self.scale / _HEIGHT)

    @property
    def columns(self) -> int:
        """How many columns the index has."""
        return 2 if self.scale > 1 else 3

    @property
    def index_column(self) -> float:
        """The room for a line of the index, as if the scale were 1."""
        return (self.wide - (self.columns - 1) * size("gutter")) / self.columns - _INDENT

    def size(self, name: str) -> float:
        """A size by its name, in points, as the template has it."""
        return max(_LEAST, _LEAST * self.scale, size(name) * self.scale)

    def is_right(self, page: int) -> bool:
        """Whether the column of notes is at the right of a page, counted from 1."""
        return not self.is_mirrored or page % 2 == 1

    def left(self, page: int) -> float:
        """Where the first of the two columns begins on a page."""
        return self.inner if self.is_right(page) else self.outer

    def text_left(self, page: int) -> float:
        """Where the column of the text begins on a page."""
        return self.left(page) + (0.0 if self.is_right(page) else self.notes + self.gap)

    def notes_left(self, page: int) -> float:
        """Where the column of notes begins on a page."""
        return self.left(page) + (self.text + self.gap if self.is_right(page) else 0.0)

    def inputs(self) -> Table:
        """The measures as the template takes them."""
        measures = {**self._asdict(), "text-width": self.text, "outer": self.outer}
        left_out = ("text", "is_mirrored")
        numbers = {name: f"{value:.4f}" for name, value in measures.items() if name not in left_out}
        return {**numbers, "sides": "two" if self.is_mirrored else "one", "columns": str(self.columns)}


def paper_of(name: str, *, mirrored: bool, large: bool) -> Paper:
    """A paper by its *name*."""
    found = papers(large=large)[name]
    points = {key.removesuffix("-width"): value * _POINTS for key, value in found.items() if key != "scale"}
    return Paper(**points, scale=found["scale"], is_mirrored=mirrored)
