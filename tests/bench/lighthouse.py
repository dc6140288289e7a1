"""What Lighthouse says of the site on a phone: run ``make html``, then ``.venv/bin/python tests/bench/lighthouse.py``.

Needs Node, which brings Lighthouse along by itself. The site is served compressed, as hosts of static files do. Prints
the median of several runs, and ends with 1 if a page has less than 95 of 100 in anything.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "browser"))

from chromium import find
from serving import serve

from building import ROOT

PAGES = ("index.html", "life-cycle/collect.html", "resources.html")
LEAST = 95
MEASURES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
FLAGS = ("--quiet", "--output=json", "--chrome-flags=--headless=new --no-sandbox")


def look(address: str) -> tuple[dict[str, float], dict[str, float]]:
    """One run of Lighthouse: the marks of 100 in each of its categories, and what the page took."""
    command = ["npx", "--yes", "lighthouse", address, *FLAGS]
    run = subprocess.run(command, check=True, capture_output=True, env={**os.environ, "CHROME_PATH": find() or ""})
    report = json.loads(run.stdout)
    marks = {name: category["score"] * 100 for name, category in report["categories"].items()}
    return marks, {name: report["audits"][name]["numericValue"] for name in MEASURES}


def main() -> int:
    """Look at each page several times, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", default=PAGES, help=f"pages of the site (default: {' '.join(PAGES)})")
    parser.add_argument("--site", type=Path, default=ROOT / "build/html", help="the built site (default: build/html)")
    parser.add_argument("--runs", type=int, default=3, help="how often each page is looked at (default: 3)")
    given = parser.parse_args()
    if not shutil.which("npx"):
        print("Nothing was looked at. Not installed: Node", file=sys.stderr)
        return 2
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for path in filter(Path.is_file, given.site.rglob("*")):
            copy = Path(folder, path.relative_to(given.site))
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(gzip.compress(path.read_bytes()))
        with serve(Path(folder), {"Content-Encoding": "gzip"}) as site:
            for page in given.pages:
                marks, measures = zip(*(look(site + page) for _ in range(given.runs)), strict=True)
                marks = {name: median(run[name] for run in marks) for name in marks[0]}
                failed |= min(marks.values()) < LEAST
                print(f"{page}: " + ", ".join(f"{name} {mark:.0f}" for name, mark in marks.items()))
                took = {name: median(run[name] for run in measures) for name in MEASURES}
                print("  " + ", ".join(f"{name} {value:,.3g}" for name, value in took.items()), flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
