"""All directives, under the domain and so without a prefix where it is the primary domain."""

from __future__ import annotations

from sphinx.application import Sphinx

from .. import subjects
from .checklist import directive as checklist
from .facility import directive as facility
from .glossary import directive as glossary
from .guide import directive as guide
from .institution import directive as institution
from .resource import directive as resource


def add_directives(app: Sphinx) -> None:
    """Make the directives known."""
    for module in (resource, facility, guide, checklist, institution, glossary, subjects):
        for name, directive in module.DIRECTIVES.items():
            app.add_directive_to_domain("rdm", name, directive)
