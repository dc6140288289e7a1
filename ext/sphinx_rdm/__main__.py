"""``python -m sphinx_rdm``: check a data folder, or write the schemas for editors, without building anything."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from . import output
from .kinds.registry import KINDS, added, named_in
from .kinds.resource.query import remark
from .records.publishing import unfilled
from .records.schema import schemas
from .records.store import Store, files, load


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code is 1 if there is a problem."""
    parser = argparse.ArgumentParser(
        prog="python -m sphinx_rdm", description="Tools for the data behind a handbook of research data management."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check",
        help="check the data files, and print every problem as file:line:column",
        description=f"Check {', '.join(files(KINDS))} in a folder and print every problem as file:line:column.",
    )
    schema = commands.add_parser(
        "schema",
        help="write JSON Schemas, with which editors complete keys and ids",
        description="Write a JSON Schema for every data file into the folder's own folder 'schema'.",
    )
    ready = commands.add_parser(
        "ready",
        help="print what is still to be filled in before the site is published",
        description="Print a line for every fact in site.yml that a site needs before it is published.",
    )
    for command in (check, schema, ready):
        command.add_argument(
            "folder", nargs="?", type=Path, default=Path("data"), help="the folder of the data files (default: data)"
        )
    options = parser.parse_args(arguments)
    top = options.folder.absolute().parent
    sys.path.insert(0, str(top))  # where a project keeps modules of its own
    kinds, faults = added(named_in(top / "conf.py"))
    print("\n".join(faults), end="\n" if faults else "")
    store = load(options.folder, (*KINDS, *kinds), options.folder.as_posix())
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may know fewer letters than the data
    for problem in store.problems:
        print(problem)
    if options.command == "ready":
        missing = unfilled(store)
        print("\n".join(missing), end="\n" if missing else "")
        return 1 if missing or store.problems else 0
    if options.command == "schema" and options.folder.is_dir():
        for name, found in schemas(store).items():
            text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
            output.write(options.folder, f"schema/{name}.json", text)
    return max(bool(faults), _sum_up(store))


def _sum_up(store: Store) -> int:
    counts = {f"{name}.yml": len(records) for name, records in store.records.items()}
    summary = "sound records: " + ", ".join(f"{count} in {name}" for name, count in counts.items() if count)
    if count := len(store.problems):
        print(f"{count} {'problem' if count == 1 else 'problems'}; {summary}.", file=sys.stderr)
        return 1
    print(f"No problems: {summary}.")
    if said := remark(store):
        print(f"By the way: {said}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
