"""What the search says of each page that it found: the description in the page's front matter."""

from __future__ import annotations

import json
from typing import Final

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..incremental.beside import write_beside

NAME: Final = "searchpages.js"
"""The file, which the script of the search asks for; a script and not JSON, so that it can be read from a disk."""


def connect(app: Sphinx) -> None:
    """Write the file beside the pages of a site."""
    write_beside(app, lambda _builder: [NAME], lambda builder: [(NAME, descriptions(builder.env))])


def descriptions(env: BuildEnvironment) -> str:
    """A script that keeps the description of every page that has one."""
    found = {name: str(meta["description"]) for name, meta in sorted(env.metadata.items()) if "description" in meta}
    return f"window.SEARCH_PAGES = {json.dumps(found, ensure_ascii=False)};\n"
