"""From a save to the change in a browser: ``.venv/bin/python tests/bench/live.py``, beside plain sphinx-autobuild.

sphinx-autobuild is no part of the project any more; without it, only `make live` is measured.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import queue
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "browser"))

import yaml
from chromium import find
from playwright.sync_api import Error, Page, sync_playwright

from building import ROOT, Project
from handbook.sources import copy_handbook

SHEET = "_static/bench.css"
STATIC = '\nhtml_static_path = ["_static"]\nhtml_css_files = ["bench.css"]\n'
PATIENCE = 300
PAGE = "topics/metadata"


class Edit(NamedTuple):
    """A save, and what is to be seen after it."""

    name: str
    goal: float
    page: str
    save: Callable[[Project, str], None]
    """Save something that shows a mark, which is other letters each time."""
    seen: str
    """What says in a browser whether the mark, called MARK, is seen."""


def replaced(file: str, pattern: str, new: str) -> Callable[[Project, str], None]:
    def save(project: Project, mark: str) -> None:
        text = (ROOT / file).read_text("utf-8")
        after, count = re.subn(
            pattern, lambda found: found.expand(new).replace("MARK", mark), text, count=1, flags=re.M
        )
        assert count, f"nothing in {file} is like {pattern}"
        project.write(file, after)

    return save


def described(page: str) -> str:
    """A pattern for the description of the first resource that belongs to a page."""
    records = yaml.safe_load((ROOT / "data/resources.yml").read_text("utf-8"))
    record = next(item for item in records if page.rpartition("/")[2] in item.get("topics", ()))
    return rf"(^- id: {re.escape(record['id'])}\n(?:  .*\n)*?  description: )"


TEXT = "document.body.textContent.includes('MARK')"
EDITS = [
    Edit("a word", 0.5, PAGE, replaced(f"docs/{PAGE}.md", r"(^# .*\n\n)", r"\1MARK "), TEXT),
    Edit("a description", 0.8, PAGE, replaced("data/resources.yml", described(PAGE), r"\1MARK "), TEXT),
    Edit(
        "a style sheet",
        0.2,
        PAGE,
        lambda project, mark: project.write(SHEET, f"h1 {{ font-family: {mark} }}\n") and None,
        "getComputedStyle(document.querySelector('h1')).fontFamily.includes('MARK')",
    ),
    Edit("a vocabulary title", 1.5, "index", replaced("data/vocabulary.yml", r"(^    title: )", r"\1MARK "), TEXT),
    Edit("the contents", 3.0, PAGE, replaced("docs/_toc.yml", r"(caption: )", r"\1MARK "), TEXT),
]


class Server:
    """A command that serves the site and follows edits."""

    def __init__(self, command: list[str], folder: Path, ended: str) -> None:
        self._ended = re.compile(ended)
        self._lines: queue.Queue[str] = queue.Queue()
        self.process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
        threading.Thread(target=lambda: [self._lines.put(line) for line in self.process.stdout], daemon=True).start()

    def settle(self) -> None:
        """Wait for the end of a build, and for what may follow at once."""
        while not self._ended.search(self._lines.get(timeout=PATIENCE)):
            pass
        time.sleep(1)
        while not self._lines.empty():
            self._lines.get()

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait()


def measured(page: Page, project: Project, edit: Edit, mark: str) -> float:
    """The seconds from the save until it is seen."""
    seen = edit.seen.replace("MARK", mark)
    begin = time.perf_counter()
    edit.save(project, mark)
    while time.perf_counter() - begin < PATIENCE:
        try:
            if page.evaluate(seen):
                return time.perf_counter() - begin
        except Error:
            pass  # the page is being loaded
        time.sleep(0.005)
    raise TimeoutError(edit.name)


def run(server: Server, address: str, project: Project, page: Page, rounds: int) -> dict[str, float]:
    """The median of each edit."""
    server.settle()
    while not answers(address):  # sphinx-autobuild does so a while after the first build
        time.sleep(0.1)
    found = {}
    for edit in EDITS:
        page.goto(f"{address}{edit.page}.html")
        page.wait_for_load_state("networkidle" if "autobuild" in str(server.process.args) else "load")
        page.wait_for_timeout(1000)
        times = []
        for number in range(rounds):
            times.append(measured(page, project, edit, f"bench{edit.name.split()[-1]}{number}mark"))
            server.settle()
        found[edit.name] = statistics.median(times)
        print(f"  {edit.name:20} {found[edit.name]:6.2f} s   ({min(times):.2f} to {max(times):.2f})", flush=True)
    return found


def answers(address: str) -> bool:
    try:
        socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2].strip("/"))), timeout=1).close()
    except OSError:
        return False
    return True


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def main() -> None:
    """Measure both on copies of the handbook, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="how often each edit is made (default: 10)")
    parser.add_argument("--alone", action="store_true", help="leave sphinx-autobuild out")
    options = parser.parse_args()
    python = sys.executable
    port = free_port()
    ways = {
        "make live": (
            [python, "-m", "sphinx_rdm", "live", "--no-browser", f"--port={port}"],
            r"^(?!.*more follows).*, [\d.]+ s$",
        )
    }
    if importlib.util.find_spec("sphinx_autobuild") and not options.alone:
        folders = [
            "-c",
            ".",
            "-d",
            "build/live/doctrees",
            "--watch",
            "data",
            "--watch",
            "conf.py",
            "--watch",
            "_static",
        ]
        command = [python, "-m", "sphinx_autobuild", *folders, f"--port={port}", "docs", "build/live/html"]
        ways["sphinx-autobuild"] = (command, r"^The HTML pages are in|Serving on")
    results: dict[str, dict[str, float]] = {}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        for name, (command, ended) in ways.items():
            print(name, flush=True)
            top = Path(folder, name.replace(" ", "-"))
            top.mkdir()
            project = copy_handbook(top)
            project.write("conf.py", (ROOT / "conf.py").read_text("utf-8") + STATIC)
            project.write(SHEET, "h1 { font-family: none }\n")
            page = browser.new_page()
            server = Server(command, top, ended)
            try:
                results[name] = run(server, f"http://127.0.0.1:{port}/", project, page, options.rounds)
            finally:
                server.stop()
                page.close()
        browser.close()
    print(f"{'median of ' + str(options.rounds):20} {'goal':>6} " + " ".join(f"{name:>18}" for name in results))
    for edit in EDITS:
        print(f"{edit.name:20} {edit.goal:6.1f} " + " ".join(f"{found[edit.name]:18.2f}" for found in results.values()))


if __name__ == "__main__":
    main()
