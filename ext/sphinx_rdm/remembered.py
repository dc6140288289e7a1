"""What the end of every page says of the institution that a reader has the browser remember, in a file of its own.

The file is loaded only where one is remembered. It is a script and not JSON, so that it can be read from a disk.
"""

from __future__ import annotations

import json
from typing import Any, Final

from sphinx.application import Sphinx

from .domain import RdmDomain
from .incremental.beside import SiteBuilder, write_script
from .kinds.institution.record import Card, cards

FILE: Final = "_institutions.js"


def connect(app: Sphinx) -> None:
    """Write the file beside the pages of a site where an institution can be chosen, and tell templates of it."""
    is_needed = write_script(app, FILE, cards, _script)

    def tell(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
        if is_needed():
            context["rdm_remembered"] = FILE

    app.connect("html-page-context", tell)


def _script(builder: SiteBuilder) -> str:
    """Each institution once, with the first of its cards."""
    found: dict[str, list[object]] = {}
    for docname, shown in RdmDomain.of(builder.env).shown_on(cards):
        for card in shown:
            found.setdefault(card.id, _entry(card, builder.get_target_uri(docname)))
    said = json.dumps([*found.values()], ensure_ascii=False, separators=(",", ":"))
    return f"globalThis.rdmInstitutions = {said};\n"


def _entry(card: Card, address: str) -> list[object]:
    """Id and title, the address of the card, and whom to ask: each purpose with a link."""
    return [card.id, card.title, f"{address}?at={card.id}", [[purpose, *way] for purpose, way in card.asked]]
