"""Time and memory of the PDF of the handbook, beside other ways to one: run ``.venv/bin/python tests/bench/book.py``.

The other ways are taken where they are installed: LaTeX, and WeasyPrint, which sets the output of Sphinx's builder
``singlehtml``. On Debian, LaTeX is ``latexmk texlive-xetex texlive-latex-extra texlive-plain-generic tex-gyre
fonts-freefont-otf librsvg2-bin``. WeasyPrint is ``.venv/bin/python -m pip install weasyprint`` and the library Pango.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent

DRAWINGS = [
    "sh",
    "-c",
    "for f in *.svg; do rsvg-convert -f pdf -o ${f%.svg}.pdf $f; done; sed -i 's/}\\.svg}/}.pdf}/' *.tex",
]
"""Makes PDFs of the drawings, because LaTeX knows no SVG."""


class Cost(NamedTuple):
    """Seconds by the clock, seconds of processor time, and the most memory of one process in megabytes."""

    clock: float
    processor: float
    memory: float


def run(command: list[str], folder: Path) -> Cost:
    """What a command costs, with all its children; stops the script if the command fails."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read().decode(errors="replace")
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed:\n{said[-2000:]}")
    return Cost(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def sphinx(builder: str, folder: Path, out: str) -> list[str]:
    """The command of a clean build; *out* has a name of its own for each way."""
    doctrees = str(folder / f"doctrees-{out}")
    return [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-E",
        "-c",
        ".",
        "-b",
        builder,
        "-d",
        doctrees,
        "docs",
        str(folder / out),
    ]


def ways(folder: Path) -> dict[str, list[tuple[list[str], Path]]]:
    """The commands of each way, with the folders that they run in; a way without commands is not installed."""
    found: dict[str, list[tuple[list[str], Path]]] = {
        "site (make html)": [(sphinx("html", folder, "html"), ROOT)],
        "this project (make pdf)": [(sphinx("handbook", folder, "handbook"), ROOT)],
        "LaTeX": [],
        "WeasyPrint": [],
    }
    if all(map(shutil.which, ("latexmk", "xelatex", "rsvg-convert"))):
        # It misses signs, which its fonts lack, and says so with its exit code.
        latexmk = [
            "sh",
            "-c",
            "latexmk -xelatex -interaction=nonstopmode -f; for f in *.tex; do test -s ${f%.tex}.pdf || exit 1; done",
        ]
        steps = [(sphinx("latex", folder, "latex"), ROOT), (DRAWINGS, folder / "latex"), (latexmk, folder / "latex")]
        found["LaTeX"] = steps
    if importlib.util.find_spec("weasyprint"):
        weasyprint = [sys.executable, "-m", "weasyprint", "--pdf-variant", "pdf/ua-1", "index.html", "book.pdf"]
        found["WeasyPrint"] = [(sphinx("singlehtml", folder, "single"), ROOT), (weasyprint, folder / "single")]
    return found


def main() -> None:
    """Measure each way once, and print the figures."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    print(f"{'':26}{'clock s':>9}{'processor s':>13}{'memory MB':>11}")
    with tempfile.TemporaryDirectory() as name:
        for way, commands in ways(Path(name)).items():
            if not commands:
                print(f"{way:26}not installed")
                continue
            costs = [run(command, folder) for command, folder in commands]
            clock, processor = sum(cost.clock for cost in costs), sum(cost.processor for cost in costs)
            print(f"{way:26}{clock:9.1f}{processor:13.1f}{max(cost.memory for cost in costs):11.0f}")


if __name__ == "__main__":
    main()
