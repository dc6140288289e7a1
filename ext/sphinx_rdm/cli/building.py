"""Building with Sphinx, which would tell of a fault in conf.py with a traceback, and of warnings amid its progress."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click
from sphinx.cmd.build import main

from ..conf_py import refuse_missing_commas
from ..ending import told
from ..private import ends_told, hush

_ENDED: Final = (0, 1)
"""The codes of builds that came to their end: those of others say last what ended them."""


@contextmanager
def _called(name: str) -> Iterator[None]:
    """Have Sphinx say in its help and its errors how it is called here."""
    before = sys.argv[0]
    sys.argv[0] = name
    try:
        yield
    finally:
        sys.argv[0] = before


def build(arguments: Sequence[str]) -> int:
    """Build as the command of Sphinx does, and say its warnings once more at the end; gives its exit code."""
    given = dict(pairwise(arguments))
    conf = Path(given.get("-c", "."), "conf.py").resolve()
    with TemporaryDirectory() as folder, ends_told(lambda error: told(error, conf)), warnings.catch_warnings():
        refuse_missing_commas()
        hush()
        said = Path(folder, "warnings")
        with _called("sphinx-rdm build"):
            code = main(["-w", str(said), *arguments])  # of two files, Sphinx takes the last
        if code in _ENDED and said.is_file() and (text := said.read_text("utf-8").strip()):
            click.echo(f"\nWhat was wrong, once more:\n\n{text}", err=True)
        return code
