"""``python -m sphinx_rdm``: check a data folder without building anything."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from .catalogue.store import FILES, load


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code is 1 if there is a problem."""
    parser = argparse.ArgumentParser(
        prog="python -m sphinx_rdm", description="Tools for the data behind a handbook of research data management."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check",
        help="check the data files, and print every problem as file:line:column",
        description=f"Check {', '.join(FILES)} in a folder and print every problem as file:line:column.",
    )
    check.add_argument(
        "folder", nargs="?", type=Path, default=Path("data"), help="the folder of the data files (default: data)"
    )
    options = parser.parse_args(arguments)
    return _check(options.folder)


def _check(folder: Path) -> int:
    store = load(folder, folder.as_posix())
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may know fewer letters than the data
    for problem in store.problems:
        print(problem)
    summary = f"sound records: {len(store.resources)} in resources.yml, {len(store.facilities)} in facilities.yml"
    if count := len(store.problems):
        print(f"{count} {'problem' if count == 1 else 'problems'}; {summary}.", file=sys.stderr)
        return 1
    print(f"No problems: {summary}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
