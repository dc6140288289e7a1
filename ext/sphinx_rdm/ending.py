"""What ended a build before its time, in one line."""

from __future__ import annotations

from pathlib import Path

from .conf_py import fault


def told(error: BaseException, conf: Path) -> str:
    """The line for an *error* of a build with the settings in *conf*; empty if only who mends the code can use one."""
    if isinstance(error, KeyboardInterrupt):
        return "interrupted"
    if problem := fault(error, conf):
        return f"{problem.location}: ERROR: {problem.message}"
    category = getattr(error, "category", "")  # one of Sphinx's, which are worded for people
    return f"ERROR: {category}: {str(error).strip()}" if category else ""
