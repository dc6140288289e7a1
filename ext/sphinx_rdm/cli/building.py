"""Building with Sphinx, which would tell of a fault in conf.py with a traceback, and without its place."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from sphinx.cmd.build import main

from ..conf_py import refuse_missing_commas
from ..ending import told
from ..private import ends_told, hush


def build(arguments: Sequence[str]) -> int:
    """Build as the command of Sphinx does; gives its exit code."""
    given = dict(pairwise(arguments))
    conf = Path(given.get("-c", "."), "conf.py").resolve()
    with ends_told(lambda error: told(error, conf)), warnings.catch_warnings():
        refuse_missing_commas()
        hush()
        return main(list(arguments))
