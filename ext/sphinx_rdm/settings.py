"""Settings that nobody knows: they have no effect, and their author is told where they stand."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from .private import given
from .records.wording import nearest, unknown
from .warning import Subtype, warn


def connect(app: Sphinx) -> None:
    """Look when all extensions have registered their settings."""
    app.connect("config-inited", _report)


def place(app: Sphinx, name: str) -> str:
    """The line of ``conf.py`` that is the first to have a *name*."""
    file = Path(app.confdir, "conf.py")  # there is none where all settings stand on the command line
    lines = file.read_text("utf-8", "replace").splitlines() if file.is_file() else []
    return f"conf.py:{next((number for number, line in enumerate(lines, 1) if name in line), 1)}"


def _report(app: Sphinx, config: Config) -> None:
    known = [item.name for item in config if item.name.startswith("rdm_")]
    given_names = given(config).keys() - config.overrides.keys()  # of what is on the command line, Sphinx says so
    for name in sorted(name for name in given_names if name.startswith("rdm_") and name not in config):
        ending = "" if nearest(name, known) else "; name the part that takes it in extensions, or remove it"
        warn(Subtype.SETTINGS, unknown("setting", name, known, ending=ending), place(app, name))
