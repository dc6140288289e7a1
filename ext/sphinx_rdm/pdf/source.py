"""Pieces of Typst source. Every text of a page becomes a string, so that nothing in it is read as Typst."""

from __future__ import annotations

from typing import Final

_ESCAPED: Final = {
    # Signs without a shape, which Typst refuses; they come along when text is copied.
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF), ""),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # halves of signs, which no file can hold
    ord("\t"): "\\t",
    ord("\n"): "\\n",
    ord("\r"): "\\r",
    ord('"'): '\\"',
    ord("\\"): "\\\\",
}


def literal(text: str) -> str:
    """A text as a Typst string."""
    return f'"{text.translate(_ESCAPED)}"'


def call(name: str, /, *arguments: str, **options: str) -> str:
    """A call of a function of the template; arguments are Typst code already."""
    parts = [*arguments, *(f"{key}: {value}" for key, value in options.items())]
    return f"#{name}({', '.join(parts)})"


def content(text: str) -> str:
    """A block of content."""
    return f"[{text.strip()}]"


def label(name: str) -> str:
    """What a note is known by, as a value."""
    return f"label({literal(name)})"
