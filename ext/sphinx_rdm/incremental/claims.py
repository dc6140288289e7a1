"""What each page defines for references: labels, terms, objects, equations.

If two pages define the same, Sphinx warns, keeps what it read last, and forgets the other. So references would lead
to whichever page was edited last, and nowhere once that page is gone. Here the last in the order of pages wins,
whenever and in however many processes they were read.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..domain import RdmDomain


def settle(env: BuildEnvironment) -> None:
    """Put the entries of all pages into their tables again, in the order of the pages."""
    for _docname, claims in sorted(RdmDomain.of(env).data["claims"].items()):
        for (domain, table), entries in claims.items():
            env.domaindata[domain].setdefault(table, {}).update(entries)


def note(app: Sphinx, _doctree: nodes.document) -> None:
    """Keep the entries of the page that was read in the tables of domains."""
    docname = app.env.current_document.docname
    claims = RdmDomain.of(app.env).data["claims"][docname] = {}
    # The tables say for a name where it is defined; going through all of them once a page is cheap.
    for domain, data in app.env.domaindata.items():
        for name, table in data.items():
            if isinstance(table, dict) and domain != RdmDomain.name:
                own = {key: at for key, at in table.items() if isinstance(at, tuple) and at[:1] == (docname,)}
                if own:
                    claims[domain, name] = own
