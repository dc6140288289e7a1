"""Makes the directives known, and fits them and the roles to the kinds and fields that a project adds."""

from __future__ import annotations

from typing import Final

from sphinx.application import Sphinx
from sphinx.config import Config

from .. import data, subjects
from ..domain import RdmDomain
from .checklist import directive as checklist
from .facility import directive as facility
from .generic import directive as generic
from .glossary import directive as glossary
from .guide import directive as guide
from .institution import directive as institution
from .resource import directive as resource

_MODULES: Final = (resource, facility, guide, checklist, institution, glossary, generic, subjects)


def connect(app: Sphinx) -> None:
    """Add directives and roles as soon as the data are known; without a prefix where ours is the primary domain."""
    app.connect("config-inited", _fit, priority=data.LOADED)


def _fit(app: Sphinx, _config: Config) -> None:
    store = data.store_of(app)
    app.add_domain(RdmDomain.with_kinds(store.kinds), override=True)
    for module in _MODULES:
        for name, directive in module.DIRECTIVES.items():
            app.add_directive_to_domain(RdmDomain.name, name, directive.fitted(store))
