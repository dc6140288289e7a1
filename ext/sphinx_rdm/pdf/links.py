"""What a reader of paper cannot see of a link: the address behind its words."""

from __future__ import annotations

import re

from bs4.element import Tag


def is_outside(address: str) -> bool:
    """Whether an address leads out of the book."""
    return address.startswith(("http://", "https://", "mailto:"))


def names_a_record(link: Tag) -> bool:
    """Whether the text is the title of a record; its licence then stands behind it."""
    return "rdm-link" in link.get_attribute_list("class")


def hidden_address(link: Tag) -> str:
    """The address behind a link out of the book, unless its words are that address already."""
    address = str(link.get("href", ""))
    shown = _folded(link.get_text(strip=True)) == _folded(address)
    return address if is_outside(address) and not shown else ""


def bare(address: str) -> str:
    """An address without what only a link to it needs at its beginning."""
    return re.sub(r"^(https?://(www\.)?|mailto:)", "", address)


def _folded(address: str) -> str:
    return bare(address.strip()).rstrip("/").casefold()
