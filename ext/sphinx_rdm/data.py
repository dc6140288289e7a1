"""Loading the data folder at the start of a build, reporting its problems, filling in Sphinx's settings."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from .domain import RdmDomain
from .kinds.registry import KINDS, added
from .kinds.resource.query import remark
from .private import given
from .records.model import Site
from .records.store import Store, load
from .warning import Subtype, warn

logger = logging.getLogger(__name__)

LOADED: Final = 150
"""A priority of ``config-inited`` at which the data are there."""
_SLOT: Final = "_rdm_store"


def connect(app: Sphinx) -> None:
    """Load when the settings are known, and before anything reads them."""
    app.add_config_value("rdm_kinds", [], "env", [list, tuple], "Kinds of records of one's own: module:NAME.")
    app.add_config_value("rdm_data", "data", "env", str, "Folder of the data files, from the folder of conf.py.")
    app.connect("config-inited", _load, priority=100)
    app.connect("builder-inited", lambda app: RdmDomain.of(app.env).use(store_of(app)))


def store_of(app: Sphinx) -> Store:
    """What was loaded."""
    store: Store = getattr(app, _SLOT)
    return store


def settings(site: Site) -> dict[str, str]:
    """The Sphinx settings that follow from what is known of the site; what is unknown is left out."""
    found = {
        "project": site.name,
        "html_title": site.name,
        "html_short_title": site.name,
        "epub_title": site.name,
        "epub_description": " ".join(filter(None, (site.name, site.tagline))),
    }
    if site.authors:
        found |= {"author": site.authors, "epub_author": site.authors}
    if site.authors or site.licence:
        found["copyright"] = ", ".join(filter(None, (site.authors, site.licence)))
    if site.operator:
        found["epub_publisher"] = site.operator
    if site.base_url:
        found |= {"html_baseurl": site.base_url, "epub_identifier": site.base_url, "epub_scheme": "URL"}
    return found


def _load(app: Sphinx, config: Config) -> None:
    folder = Path(app.confdir, config.rdm_data)
    kinds, faults = added(config.rdm_kinds)
    for fault in faults:
        warn(Subtype.SOURCE, fault, None)
    store = load(folder, (*KINDS, *kinds), Path(config.rdm_data).as_posix())
    setattr(app, _SLOT, store)
    if said := remark(store):
        logger.info(said)
    for problem in store.problems:
        warn(Subtype.SOURCE, problem.message, problem.location)
    if store.site is not None:
        known = given(config)
        for name, value in settings(store.site).items():
            if name not in known:  # as neither conf.py nor the command line sets it
                setattr(config, name, value)
        config.html_context.setdefault("site", store.site.model_dump(exclude_none=True))
