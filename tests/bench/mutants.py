"""Change the query and the reader of data files in every small way, and tell which changes no test notices.

Needs a package more: ``.venv/bin/pip install 'mutmut>=3.8,<4'``; then run ``.venv/bin/python tests/bench/mutants.py``.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
READING = ["tests/extension/test_bad_data.py", "tests/extension/test_hostile_values.py"]
TESTS = {
    "kinds/resource/query": ["tests/extension/test_query.py", "tests/extension/test_resources_directive.py"],
    "records/source": READING,
    "records/containers": READING,
}
"""The tests of each module: the fastest that ought to notice, as all of them run for each change."""
SETTINGS = """\
[mutmut]
source_paths=src
only_mutate=src/sphinx_rdm/{module}.py
also_copy=
    data
    docs
    conf.py
pytest_add_cli_args_test_selection=
    {tests}
"""


def lay_out(folder: Path, module: str) -> None:
    """Copy the project in the way in which mutmut expects it."""
    shutil.copytree(ROOT / "ext/sphinx_rdm", folder / "src/sphinx_rdm")
    for name in ("tests", "data", "docs"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("conf.py", "CONTRIBUTING.md", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    settings = SETTINGS.format(module=module, tests="\n    ".join(TESTS[module]))
    (folder / "setup.cfg").write_text(settings, "utf-8")


def main() -> int:
    """Run mutmut on a copy of the project, and show each change that outlives the tests."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", default=list(TESTS), help="of the extension (default: all)")
    parser.add_argument("--processes", type=int, default=2, help="how many at once (default: 2)")
    options = parser.parse_args()
    mutmut = [sys.executable, "-m", "mutmut"]
    for module in options.modules:
        with tempfile.TemporaryDirectory() as top:
            folder = Path(top)
            lay_out(folder, module)
            subprocess.run([*mutmut, "run", "--max-children", str(options.processes)], cwd=folder, check=False)
            told = subprocess.run([*mutmut, "results"], cwd=folder, check=False, capture_output=True, text=True).stdout
            print(told)
            for name in (line.partition(":")[0].strip() for line in told.splitlines() if line.endswith(": survived")):
                subprocess.run([*mutmut, "show", name], cwd=folder, check=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
