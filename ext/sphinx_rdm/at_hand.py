"""What a term means, at hand where a page links to it: in a file of its own, loaded when a reader comes to such a link.

The file is a script and not JSON, so that it can be read from a disk.
"""

from __future__ import annotations

import json
from typing import Final

from docutils import nodes
from sphinx.application import Sphinx

from .assets import load_when_needed
from .domain import RdmDomain
from .i18n import _, language_name, language_of
from .incremental.beside import SiteBuilder, write_script
from .kinds.glossary.record import GlossaryTerm, glossary

FILE: Final = "_terms.js"


def connect(app: Sphinx) -> None:
    """Write the file beside the pages of a site that shows a glossary, and have pages with terms load it."""
    is_needed = write_script(app, FILE, glossary, _script)

    def load(app: Sphinx, _page: str, _template: str, _context: object, doctree: nodes.document | None) -> None:
        if doctree is not None and is_needed() and _links_to_a_term(doctree):
            load_when_needed(app, "terms", "terms.css", "making.js", f"../{FILE}", "terms.js")

    app.connect("html-page-context", load)


def _links_to_a_term(doctree: nodes.document) -> bool:
    """Whether the role of Sphinx left its class on the page."""
    return any("std-term" in node["classes"] for node in doctree.findall(nodes.inline))


def _script(builder: SiteBuilder) -> str:
    """Each term with the address of its entry, which links to it have."""
    language = builder.config.language
    known = builder.env.domains.standard_domain.get_objects()
    homes = {name: (docname, anchor) for name, _name, kind, docname, anchor, _rank in known if kind == "term"}
    terms = {}
    for docname, shown in RdmDomain.of(builder.env).shown_on(glossary):
        for term in (definition.term for definition in shown):
            home, anchor = homes.get(term.term, ("", ""))
            if home == docname:
                terms[f"{builder.get_target_uri(docname)}#{anchor}"] = _entry(term, language)
    data = {
        "language": language_of(builder.config, translated=False),
        "more": str(_("In the glossary")),
        "terms": [[address, *entry] for address, entry in terms.items()],
    }
    return f"globalThis.rdmTerms = {json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"


def _entry(term: GlossaryTerm, language: str) -> list[object]:
    """Term, definition, and each translation with its language, by name and by code."""
    translations = [[language_name(code, language), code, word] for code, word in term.translations.items()]
    return [term.term, term.definition, translations]
