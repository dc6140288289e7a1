"""What is inside an element of a page, and around it. BeautifulSoup can say more, and takes many times as long."""

from __future__ import annotations

from collections.abc import Container, Iterator

from bs4.element import PageElement, Tag


def elements(node: Tag, names: Container[str] | None = None) -> Iterator[Tag]:
    """All elements inside one, in their order; of *names*, if they are given."""
    return (found for found in node.descendants if isinstance(found, Tag) and (names is None or found.name in names))


def having(node: Tag, attribute: str) -> Iterator[Tag]:
    """All elements inside one that have an attribute."""
    return (found for found in elements(node) if attribute in found.attrs)


def around(node: PageElement, name: str) -> Tag | None:
    """The nearest element of that name around one."""
    return next((found for found in node.parents if found.name == name), None)


def has(node: Tag, names: Container[str]) -> bool:
    """Whether an element of one of the names is inside."""
    return next(elements(node, names), None) is not None
