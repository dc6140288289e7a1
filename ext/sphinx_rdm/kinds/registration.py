"""Makes the directives known, and fits them and the roles to the kinds and fields that a project adds."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from sphinx.application import Sphinx
from sphinx.config import Config

from .. import data, due_list, subjects
from ..domain import RdmDomain
from .generic import directive as generic
from .registry import KINDS


def connect(app: Sphinx) -> None:
    """Add directives and roles as soon as the data are known; without a prefix where ours is the primary domain."""
    app.connect("config-inited", _fit, priority=data.LOADED)


def _fit(app: Sphinx, _config: Config) -> None:
    store = data.store_of(app)
    app.add_domain(RdmDomain.with_kinds(store.kinds), override=True)
    packages = dict.fromkeys(kind.model.__module__.rpartition(".")[0] for kind in KINDS)
    names = [f"{package}.directive" for package in packages]  # beside the records; some kinds have none
    for module in (*(import_module(name) for name in names if find_spec(name)), generic, subjects, due_list):
        for name, directive in module.DIRECTIVES.items():
            app.add_directive_to_domain(RdmDomain.name, name, directive.fitted(store))
