"""What a reader of paper cannot see of a link: the address behind its words."""

from __future__ import annotations

import re

from bs4.element import Tag


def is_outside(address: str) -> bool:
    """Whether an address leads out of the book."""
    return address.startswith(("http://", "https://", "mailto:"))


def names_a_record(link: Tag) -> bool:
    """Whether the text is the title of a record; its address then stands below."""
    return "rdm-link" in link.get_attribute_list("class")


def hidden_address(link: Tag) -> str:
    """The address behind a link out of the book, unless its words are that address already."""
    address = str(link.get("href", ""))
    shown = _bare(link.get_text(strip=True)) == _bare(address)
    return address if is_outside(address) and not shown else ""


def _bare(address: str) -> str:
    return re.sub(r"^(https?://(www\.)?|mailto:)", "", address.strip()).rstrip("/").casefold()
