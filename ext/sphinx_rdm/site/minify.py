"""Style sheets and scripts of a site without comments and indents: a tenth of what a page loads.

Nothing else of them is changed. Of the libraries for this, rcssmin takes a space out of selectors in container queries,
rjsmin loses what stands in a template in a template, and lightningcss writes for other browsers than the author.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePath, PurePosixPath
from typing import Final

from sphinx import package_dir
from sphinx.application import Sphinx

from .. import output
from ..assets import FOLDER, static_folders
from ..incremental.beside import faults_reported
from ..private import after_static_files
from ..references import is_site

_IN_SHEET: Final = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?:\s|/\*(?!!).*?\*/)+""", re.DOTALL)
"""A text; or space and comments, unless they are licences."""
_IN_SCRIPT: Final = re.compile(r"^[ \t]*//.*\n|^[ \t]+", re.MULTILINE)
"""A line of nothing but a comment, or an indent."""


def connect(app: Sphinx) -> None:
    """Make the files smaller whenever they are copied."""
    app.connect("builder-inited", _wait)


def smaller_sheet(text: str) -> str:
    """A style sheet that says the same."""
    return _IN_SHEET.sub(lambda found: found[1] or " ", text).strip()


def smaller_script(text: str) -> str:
    """A script that does the same; one with a text over several lines, in which an indent counts, is left as it is."""
    lines = text.split("\n")
    return text if any(line.count("`") % 2 or line.endswith("\\") for line in lines) else _IN_SCRIPT.sub("", text)


_BY_SUFFIX: Final[dict[str, Callable[[str], str]]] = {".css": smaller_sheet, ".js": smaller_script}


def _wait(app: Sphinx) -> None:
    if is_site(app.builder):
        after_static_files(app.builder, partial(_minify, app))


def _minify(app: Sphinx) -> None:
    top = Path(app.outdir)
    for name in sorted(_copied(app)):
        with faults_reported():
            if output.has(top, name):
                output.write(top, name, _BY_SUFFIX[PurePath(name).suffix]((top / name).read_text("utf-8")))


def _copied(app: Sphinx) -> set[str]:
    """Files that are sure to be as good when they are smaller: ours, and Sphinx's. A site's own stay as they are."""
    is_known: dict[PurePosixPath, bool] = {}
    for folder in map(Path, static_folders(app)):
        known = folder.is_relative_to(FOLDER.parent) or folder.is_relative_to(package_dir)
        is_known |= {_copy(file, folder): known for file in folder.rglob("*") if _SOURCE.search(file.name)}
    return {str(name) for name, known in is_known.items() if known}


_SOURCE: Final = re.compile(r"\.(?:css|js)(?:_t|\.jinja)?$")
"""The end of the name of what a style sheet or a script is copied or made of."""


def _copy(file: Path, folder: Path) -> PurePosixPath:
    name = file.relative_to(folder).as_posix()
    return PurePosixPath("_static", name.removesuffix(".jinja").removesuffix("_t"))  # a copy is made of a template
