"""What each page says, in a file of its own, from which the search quotes the sentence that fits.

The files are scripts and not JSON, so that they can be read from a disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from sphinx.application import Sphinx

from ..domain import RdmDomain
from ..incremental.beside import SiteBuilder, write_beside
from .index import IndexedPage, Kept
from .questions import answers

FOLDER: Final = "_search"
_FEWEST: Final = 4
"""Words of a block that may be quoted: cells and labels say little by themselves."""


def connect(app: Sphinx) -> None:
    """Write the files beside the pages of a site."""
    write_beside(app, _names, _files)


def _names(builder: SiteBuilder) -> list[str]:
    env = builder.env
    return [_file(name) for name in sorted(env.found_docs) if "nosearch" not in env.metadata.get(name, {})]


def _file(docname: str) -> str:
    return f"{FOLDER}/{docname}.js"


def _files(builder: SiteBuilder) -> Iterator[tuple[str, str]]:
    answered = answers(RdmDomain.of(builder.env).store)
    for docname, page in sorted(Kept.of(builder).pages.items()):
        if page is not None:
            yield _file(docname), extract(docname, page, answered.get(docname, []))


def extract(docname: str, page: IndexedPage, answered: Sequence[tuple[str, str]]) -> str:
    """A script that keeps the description of a page, what each passage says, and answers with their questions."""
    said = [page["description"], *(_quotable(passage["blocks"]) for passage in page["passages"])]
    given = [docname, said, *([answered] if answered else [])]
    return f"RDM_SEARCH.take({json.dumps(given, ensure_ascii=False, separators=(',', ':'))[1:-1]});\n"


def _quotable(blocks: list[str]) -> list[str]:
    return [block for block in blocks if len(block.split()) >= _FEWEST]
