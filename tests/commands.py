"""Runs a command of the extension as somebody does who types it."""

from __future__ import annotations

from click.testing import CliRunner, Result

from sphinx_rdm.cli import main


def run(*arguments: str) -> Result:
    """What a command prints, and its exit code; whatever it raises is raised."""
    return CliRunner().invoke(main, arguments, catch_exceptions=False)
