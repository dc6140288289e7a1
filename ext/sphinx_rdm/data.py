"""Loading the data folder at the start of a build, reporting its problems, filling in Sphinx's settings."""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import yaml
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from . import output
from .domain import RdmDomain
from .kinds.registry import KINDS, added
from .kinds.resource.query import remark
from .private import given
from .records.model import Site
from .records.positioned import Problem
from .records.source import parse
from .records.store import Store, load
from .warning import Subtype, warn

logger = logging.getLogger(__name__)

LOADED: Final = 150
"""A priority of ``config-inited`` at which the data are there."""
_SLOT: Final = "_rdm_store"
_PARSED: Final = "rdm-data.pickle"


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
    parser = _KeptParser(app)
    store = load(folder, (*KINDS, *kinds), Path(config.rdm_data).as_posix(), parser)
    setattr(app, _SLOT, (store, parser))
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


def _use(app: Sphinx) -> None:
    store, parser = getattr(app, _SLOT)
    # Nobody follows the code of kinds of one's own, so what pages asked is asked again in every build.
    RdmDomain.of(app.env).use(store, "" if app.config.rdm_kinds else parser.digest)
    parser.keep()  # as late as this, because another build in the folder has ended now


class _KeptParser:
    """Parses data files, and keeps beside the doctrees what came of it; of the same bytes comes the same.

    To parse 1,000 records takes eight times as long as to load what was kept.
    """

    def __init__(self, app: Sphinx) -> None:
        self._folder = Path(app.doctreedir)
        code = app.extensions[__package__].metadata["env_version"]
        self._made_by = f"{code} {sys.version} {yaml.__version__}"
        self._kept: Mapping[str, bytes] = {}
        with suppress(Exception):  # none yet, or not ours: it may raise anything
            made_by, kept = pickle.loads((self._folder / _PARSED).read_bytes())
            self._kept = kept if made_by == self._made_by else {}
        self._now: dict[str, bytes] = {}

    def __call__(self, raw: bytes, name: str, when_empty: str, *, listed: bool) -> tuple[Any, list[Problem]]:
        """What :func:`parse` gives; packed at once, because who asks may change it."""
        key = hashlib.sha256(f"{name}\0{when_empty}\0{listed}\0".encode() + raw).hexdigest()
        if packed := self._kept.get(key):
            self._now[key] = packed
            found: tuple[Any, list[Problem]] = pickle.loads(packed)
        else:
            found = parse(raw, name, when_empty, listed=listed)
            self._now[key] = pickle.dumps(found)
        return found

    @property
    def digest(self) -> str:
        """A digest of all files that were parsed."""
        return hashlib.sha256("".join(self._now).encode()).hexdigest()[:16]

    def keep(self) -> None:
        """Keep what this build needed, and nothing else."""
        if self._now.keys() != self._kept.keys():
            output.write(self._folder, _PARSED, pickle.dumps((self._made_by, self._now)))
