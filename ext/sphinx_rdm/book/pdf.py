"""Typst source to a PDF that meets PDF/UA-1, with errors that name the page."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final, cast

import pikepdf
import typst

from .. import output

FONTS: Final = Path(__file__).with_name("fonts")
TEMPLATE: Final = Path(__file__).with_name("template.typ")
MARK: Final = "// page "
"""What begins the line in the source before each page, and the page's docname follows."""

_SIGN: Final = re.compile(r"could not be displayed|glyph|disallowed codepoint", re.IGNORECASE)
_QUOTED: Final = re.compile(r"""["`\u2018\u201c](?:(.)|\\u\{([0-9a-f]+)\})["`\u2019\u201d]""")


class CompileError(Exception):
    """The book could not be set. ``page`` is the page at fault, ``signs`` what no font has, as far as known."""

    def __init__(self, message: str, page: str, signs: tuple[str, ...]) -> None:
        super().__init__(message)
        self.page = page
        self.signs = signs


def compiled(folder: Path, name: str, source: str, moment: datetime) -> bytes:
    """Set the *source*, with pictures beside it in *folder*; the PDF.

    The source is left in *folder*, under the *name*.

    *moment* is what the PDF gives as its date, so that two builds are the same. Raises :class:`CompileError`.
    """
    main = f"{name}.typ"
    output.copy(folder, TEMPLATE.name, TEMPLATE)
    output.write(folder, main, source)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    compiler = typst.Compiler(root=folder, font_paths=fonts)
    try:
        book = cast(bytes, compiler.compile(folder / main, pdf_standards=["ua-1"], timestamp=moment))
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
    found = _QUOTED.findall(message) if _SIGN.search(message) else ()
    signs = tuple(sign or chr(int(code, 16)) for sign, code in found)
    return CompileError(message, page, signs)
