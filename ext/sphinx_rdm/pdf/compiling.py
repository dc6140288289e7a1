"""Typst source to a PDF that meets PDF/UA-1 and PDF/A-3a, with errors that name the page."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final, cast

import pikepdf
import typst

from .. import output
from ..theme.tokens import Table
from .fonts import Fonts

TEMPLATE: Final = Path(__file__).with_name("template.typ")
STANDARDS: Final = ("ua-1", "a-3a")
"""For readers who do not see it, and for archives that keep it."""
MARK: Final = "// page "
"""What begins the line in the source before each page, and the page's docname follows."""


class CompileError(Exception):
    """The book could not be set. ``page`` is the page at fault, as far as known."""

    def __init__(self, message: str, page: str) -> None:
        super().__init__(message)
        self.page = page


def compiled(folder: Path, name: str, source: str, moment: datetime, fonts: Fonts, tokens: Table) -> bytes:
    """Set the *source* with the *tokens* of its look, and with pictures beside it in *folder*; the PDF.

    The source is left in *folder*, under the *name*.

    *moment* is what the PDF gives as its date, so that two builds are the same. Raises :class:`CompileError`.
    """
    main = f"{name}.typ"
    output.copy(folder, TEMPLATE.name, TEMPLATE)
    output.write(folder, main, source)
    inputs = {"fonts": "\n".join(fonts.spare), **tokens}
    compiler = typst.Compiler(root=folder, font_paths=fonts.typst, sys_inputs=inputs)
    try:
        book = cast(bytes, compiler.compile(folder / main, pdf_standards=list(STANDARDS), timestamp=moment))
    except typst.TypstError as error:
        raise _explained(error, main, source) from None
    # Typst writes the tags uncompressed, which makes the file almost three times as large.
    packed = BytesIO()
    with pikepdf.open(BytesIO(book)) as opened:
        opened.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return packed.getvalue()


def _explained(error: typst.TypstError, name: str, source: str) -> CompileError:
    said = " ".join((error.diagnostic, *(error.trace or ())))
    places = [int(number) for number in re.findall(rf"{re.escape(name)}:(\d+)", said)]
    lines = source.splitlines()[: places[0]] if places else []
    page = next((line.removeprefix(MARK) for line in reversed(lines) if line.startswith(MARK)), "")
    message = "; ".join((error.message, *(error.hints or ())))
    return CompileError(message, page)
