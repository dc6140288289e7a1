"""Whether every page is HTML as the Nu Html Checker of the W3C reads it: run ``make html``, then this file.

Needs Java, and Node, which brings the checker along by itself. Ends with 1 if it finds an error. Its remarks are
counted and not shown: Sphinx ends elements such as ``<meta />`` with a slash, and puts the heading of a page into a
section.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from building import ROOT

CHECKER = ("npx", "--yes", "--package", "vnu-jar", "vnu", "--format", "json", "--stdout", "--skip-non-html")


def main() -> int:
    """Check all pages of the folders, and print each error at its line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "build/html"], help="default: build/html")
    given = parser.parse_args()
    pages = [page for folder in given.folders for page in folder.rglob("*.html")]
    missing = [name for name in ("npx", "java") if not shutil.which(name)]
    if missing or not pages:
        why = f"Not installed: {', '.join(missing)}" if missing else "No page there: make html"
        print(f"Nothing was checked. {why}", file=sys.stderr)
        return 2
    run = subprocess.run([*CHECKER, *pages], check=False, capture_output=True, text=True)
    if not run.stdout:
        print(f"Nothing was checked: {run.stderr.strip() or 'the checker said nothing'}", file=sys.stderr)
        return 2
    said = json.loads(run.stdout)["messages"]
    errors = [message for message in said if message["type"] != "info"]
    for message in errors:
        print(f"{message['url']}:{message.get('lastLine', 1)}: {message['message']}")
    print(f"{len(pages)} pages: {len(errors)} errors, {len(said) - len(errors)} remarks")
    return bool(errors)


if __name__ == "__main__":
    sys.exit(main())
