"""Runs a command of the extension as somebody does who types it."""

from __future__ import annotations

from click.testing import CliRunner, Result

from sphinx_rdm.cli import main


def run(*arguments: str) -> Result:
    """What a command prints, and its exit code; whatever it raises is raised."""
    # Sphinx colours what it says wherever the environment tells of continuous integration.
    return CliRunner(env={"NO_COLOR": "1"}).invoke(main, arguments, catch_exceptions=False)
