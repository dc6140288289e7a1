"""What the end of every page says of the institution that a reader has the browser remember, in a file of its own.

The file is loaded only where one is remembered. It is a script and not JSON, so that it can be read from a disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from .domain import RdmDomain
from .incremental.beside import SiteBuilder, tell_shown, write_beside
from .kinds.institution.record import Card, cards
from .references import is_site

FILE: Final = "_institutions.js"


def connect(app: Sphinx) -> None:
    """Write the file beside the pages of a site where an institution can be chosen, and tell templates of it."""
    write_beside(app, lambda builder: [FILE] if _is_needed(builder.env) else [], _files)
    tell_shown(app, lambda env: FILE if _is_needed(env) else "")
    app.connect("html-page-context", _tell)


def _is_needed(env: BuildEnvironment) -> bool:
    return any(shown for _page, shown in RdmDomain.of(env).shown_on(cards))


def _tell(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    if is_site(app.builder) and _is_needed(app.env):
        context["rdm_remembered"] = FILE


def _files(builder: SiteBuilder) -> Iterator[tuple[str, str]]:
    found: dict[str, list[object]] = {}
    for docname, shown in RdmDomain.of(builder.env).shown_on(cards):
        for card in shown:
            found.setdefault(card.id, _entry(card, builder.get_target_uri(docname)))
    if found:
        said = json.dumps([*found.values()], ensure_ascii=False, separators=(",", ":"))
        yield FILE, f"globalThis.rdmInstitutions = {said};\n"


def _entry(card: Card, address: str) -> list[object]:
    """Id and title, the address of the card, and whom to ask: each purpose with a link."""
    return [card.id, card.title, f"{address}?at={card.id}", [[purpose, *way] for purpose, way in card.asked]]
