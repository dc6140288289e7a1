"""One thing has one name, and one name stands for one thing."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import sphinx_rdm

PACKAGE = Path(sphinx_rdm.__file__).parent
TYPE = re.compile(r"^(?:class (\w+)|([A-Z]\w*[a-z]\w*)(?:: .*)? = )", re.MULTILINE)


def test_no_type_has_the_name_of_another() -> None:
    found = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for match in TYPE.finditer(path.read_text("utf-8")):
            found[match[1] or match[2]].append(path.relative_to(PACKAGE).as_posix())
    twice = {name: files for name, files in found.items() if len(files) > 1}
    assert twice == {}
