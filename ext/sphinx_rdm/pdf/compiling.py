"""Typst source to a PDF that meets PDF/UA-1 and PDF/A-3a, with errors that name the page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final, Literal, cast

import pikepdf
import typst

from .. import output
from ..publication import REPORT
from ..theme.tokens import Table
from .destinations import BookPlace, lead
from .fonts import Fonts
from .margin import Margin, MarginMark, Stamp, stamps
from .page_breaks import short_ends
from .tagging import head_rows

TEMPLATE: Final = Path(__file__).with_name("template.typ")
STAMPS: Final = Path(__file__).with_name("margin.typ")
STANDARDS: Final = ("ua-1", "a-3a")
"""For readers who do not see it, and for archives that keep it."""
UNTAGGED: Final = "a-3b"
"""What is laid over pages meets, which have tags already."""
MARK: Final = "// page "
"""What begins the line in the source before each page, and the page's docname follows."""

BREAKS: Final = "page-breaks.json"
"""Where the template reads which sections begin pages."""
_RECORD: Final = ".books.json"
"""Where it is noted what was set from what."""


class CompileError(Exception):
    """The book could not be set. ``page`` is the page at fault, as far as known."""

    def __init__(self, message: str, page: str) -> None:
        super().__init__(message)
        self.page = page


class Press:
    """Sets documents into *out*: with their sources and pictures in *folder*, and with the *tokens* of their look.

    *moment* is what each PDF gives as its date, so that two builds are the same. What was set from the same by the same
    *version* of everything stays as it is.
    """

    def __init__(self, out: Path, folder: Path, moment: datetime, fonts: Fonts, tokens: Table, version: str) -> None:
        self.out, self.folder, self.moment, self.fonts = out, folder, moment, fonts
        self.inputs = {"fonts": "\n".join(fonts.spare), **tokens}
        self._before = _read(out)
        self._now: dict[str, str] = {}
        self._common = [version, moment.isoformat(), repr(sorted(self.inputs.items())), fonts.digest]
        output.copy(folder, TEMPLATE.name, TEMPLATE)

    def set(self, name: str, source: str, margin: Margin | None = None, tables: Sequence[bool] = ()) -> None:
        """Set the *source* as a PDF with this name; the source is left in the folder. Raises :class:`CompileError`.

        *margin* says what is laid over its pages, and *tables*, in their order, whether their rows have heads.
        """
        main = f"{name}.typ"
        output.write(self.folder, main, source)
        pictures = [sha256(path.read_bytes()).hexdigest() for path in _beside(self.folder, f"{source} {margin}")]
        digest = sha256(json.dumps([*self._common, source, repr(margin), [*tables], pictures]).encode()).hexdigest()
        if self._before.get(name) != digest or not output.has(self.out, f"{name}.pdf"):
            self._delete(name)
            try:
                output.write(self.out, f"{name}.pdf", self._set(main, margin, tables))
            except typst.TypstError as error:
                raise _explained(error, main, source) from None
        self._now[name] = digest

    def clear(self) -> None:
        """Delete what was set before and is not any more, and note what was set."""
        for name in self._before.keys() - self._now.keys():
            self._delete(name)
        output.write(self.out, _RECORD, json.dumps(self._now))

    def _delete(self, name: str) -> None:
        for end in (".pdf", REPORT):
            output.delete(self.out, f"{name}{end}")

    def _set(self, main: str, margin: Margin | None, tables: Sequence[bool]) -> bytes:
        compiler = self._compiler(main)
        said = self._whereabouts(compiler, ())
        if margin and (breaks := short_ends(_marks(said), margin.paper)):
            said = self._whereabouts(compiler, breaks)  # what stays as it is is not set again
        book = self._compiled(compiler, *STANDARDS)
        # Typst writes the tags uncompressed, which makes the file almost three times as large.
        packed = BytesIO()
        with pikepdf.open(BytesIO(book)) as opened:
            try:
                lead(opened, [BookPlace(**place) for place in said.get("places", ())])
            except KeyError as error:
                raise CompileError(f"no place is named {error}", "") from None
            if margin:
                self._lay_over(opened, stamps(opened, _marks(said), margin))
            head_rows(opened, tables)
            opened.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return packed.getvalue()

    def _compiler(self, main: str) -> typst.Compiler:
        return typst.Compiler(self.folder / main, root=self.folder, font_paths=self.fonts.typst, sys_inputs=self.inputs)

    def _whereabouts(self, compiler: typst.Compiler, breaks: Sequence[str]) -> dict[str, Any]:
        """Where all is, if these sections begin pages; nothing in what is no book."""
        output.write(self.folder, BREAKS, json.dumps(breaks))
        try:
            found = json.loads(compiler.query("<whereabouts>", field="value"))
        except RuntimeError:  # which does not say where the fault is, as the error of a compilation does
            self._compiled(compiler, *STANDARDS)
            raise
        return dict(found[0]) if found else {}

    def _compiled(self, compiler: typst.Compiler, *standards: Literal["ua-1", "a-3a", "a-3b"]) -> bytes:
        book = compiler.compile(
            pdf_standards=list(standards),
            timestamp=self.moment,
            pdf_tags=standards == STANDARDS,
        )
        return cast(bytes, book)

    def _lay_over(self, book: pikepdf.Pdf, pages: Sequence[Sequence[Stamp]]) -> None:
        """Lay stamps over the pages, such that a screen reader passes them over."""
        output.copy(self.folder, STAMPS.name, STAMPS)
        output.write(self.folder, "stamps.json", json.dumps([[stamp._asdict() for stamp in page] for page in pages]))
        stamped = self._compiled(self._compiler(STAMPS.name), UNTAGGED)
        with pikepdf.open(BytesIO(stamped)) as laid:
            for page, over in zip(book.pages, laid.pages, strict=True):
                form = book.copy_foreign(over.as_form_xobject())
                name = page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name.Stamps)
                page.contents_add(b"q\n", prepend=True)
                page.contents_add(b"\nQ\n/Artifact BMC\nq %s Do Q\nEMC\n" % str(name).encode())


def _marks(said: Mapping[str, Any]) -> list[MarginMark]:
    return [MarginMark(mark["page"], mark["down"], mark["kind"], mark["words"]) for mark in said["marks"]]


def _beside(folder: Path, source: str) -> list[Path]:
    """The files in the folder of which the names stand in a source; they are pictures, or attached to it."""
    return sorted(path for path in folder.iterdir() if path.name in source)


def _read(out: Path) -> dict[str, str]:
    """What was set before, with digests of what it was set from."""
    try:
        found = json.loads((out / _RECORD).read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(name): str(digest) for name, digest in found.items()} if isinstance(found, dict) else {}


def _explained(error: typst.TypstError, name: str, source: str) -> CompileError:
    said = " ".join((error.diagnostic, *(error.trace or ())))
    places = [int(number) for number in re.findall(rf"{re.escape(name)}:(\d+)", said)]
    lines = source.splitlines()[: places[0]] if places else []
    page = next((line.removeprefix(MARK) for line in reversed(lines) if line.startswith(MARK)), "")
    message = "; ".join((error.message, *(error.hints or ())))
    return CompileError(message, page)
