"""Find a Chromium for the browser tests, and bring one along where there is none.

``make test`` runs this file before the tests; they call :func:`find`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""What a Chromium is called; the first has no window to draw, and takes two thirds of the time of the others."""


def find() -> str | None:
    """The path of a Chromium: one that is installed, else the one that Playwright downloaded, else nothing."""
    installed = filter(None, map(shutil.which, NAMES))
    if working := next(filter(_runs, installed), None):
        return working
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        downloaded = playwright.chromium.executable_path
    return downloaded if Path(downloaded).is_file() else None


def _runs(path: str) -> bool:
    # Some distributions put a stub there that only points to another kind of package.
    return subprocess.run([path, "--version"], check=False, capture_output=True).returncode == 0


def provide() -> str:
    """The path of a Chromium, installed first if need be; ends the program with a message if none can be had."""
    if found := find():
        return found
    attempts = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        install = "apt-get update -qq && apt-get install -y -qq"
        attempts = [*(["sh", "-c", f"{install} {name}"] for name in NAMES[:2]), *attempts]
    for command in attempts:
        print(f"No browser yet; trying: {' '.join(command)}", flush=True)
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        if found := find():
            return found
    sys.exit(
        "The browser tests need Chromium, and none could be installed.\n"
        f"Install one yourself, so that one of these is on the PATH: {', '.join(NAMES)}; then run the tests again."
    )


if __name__ == "__main__":
    print(f"Browser: {provide()}")
