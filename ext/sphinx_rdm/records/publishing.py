"""What a site still lacks before it is published."""

from __future__ import annotations

from typing import Final

from .model import Site
from .store import Store

NEEDED: Final = ("base_url", "contact", "operator")
"""The facts about a site without which nobody knows where it is and who answers for it."""


def unfilled(store: Store) -> list[str]:
    """A line for each fact that is needed and unknown: where it belongs, and what it is.

    A site whose file is faulty has problems instead, and no lines.
    """
    if store.site is None:
        return []
    lines = []
    for name in NEEDED:
        if getattr(store.site, name):
            continue
        what = str(Site.model_fields[name].description).rstrip(".")
        place = store.locations.get(("site", name))
        found = f"{place}: {name} is empty" if place else f"{store.locations['site', 'name']}: {name} is missing"
        lines.append(f"{found}; fill in '{name}: …' ({what[0].lower()}{what[1:]})")
    return lines
