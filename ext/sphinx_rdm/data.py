"""Loading the data folder at the start of a build, reporting its problems, filling in Sphinx's settings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import pydantic
import yaml
from sphinx.application import Sphinx
from sphinx.config import Config

from .domain import RdmDomain
from .kept_data import KeptData
from .kinds.registry import KINDS, added
from .private import given
from .records.model import Site
from .records.store import Store
from .warning import Subtype, warn

LOADED: Final = 150
"""A priority of ``config-inited`` at which the data are there."""
_SLOT: Final = "_rdm_store"


def connect(app: Sphinx) -> None:
    """Load when the settings are known, and before anything reads them."""
    app.add_config_value("rdm_kinds", [], "env", [list, tuple], "Kinds of records of one's own: module:NAME.")
    app.add_config_value("rdm_data", "data", "env", str, "Folder of the data files, from the folder of conf.py.")
    app.connect("config-inited", load_data, priority=100)
    app.connect("builder-inited", _use)


def store_of(app: Sphinx) -> Store:
    """What was loaded."""
    store: Store = getattr(app, _SLOT)[0]
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


def load_data(app: Sphinx, config: Config) -> None:
    """Load what the data folder says now, and report its problems."""
    folder = Path(app.confdir, config.rdm_data)
    kinds, faults = added(config.rdm_kinds)
    for fault in faults:
        warn(Subtype.SOURCE, fault, None)
    code = app.extensions[__package__].metadata["env_version"]
    kept = KeptData(Path(app.doctreedir), f"{code} {sys.version} {yaml.__version__} {pydantic.VERSION}")
    # Nobody follows the code of kinds of one's own, so their records are checked again in every build.
    store = kept.load(folder, (*KINDS, *kinds), Path(config.rdm_data).as_posix(), whole=not config.rdm_kinds)
    setattr(app, _SLOT, (store, kept))
    for problem in store.problems:
        warn(Subtype.SOURCE, problem.message, problem.location)
    if store.site is not None:
        known = given(config)
        for name, value in settings(store.site).items():
            if name not in known:  # as neither conf.py nor the command line sets it
                setattr(config, name, value)
        config.html_context.setdefault("site", store.site.model_dump(exclude_none=True))


def _use(app: Sphinx) -> None:
    store, kept = getattr(app, _SLOT)
    # For the same reason, what pages asked is asked again in every build.
    RdmDomain.of(app.env).use(store, "" if app.config.rdm_kinds else kept.digest)
    kept.keep()  # as late as this, because another build in the folder has ended now
