"""Pages and what they include, as text: what cannot be read is reported where it stands, and the rest is read.

Sphinx ends at the first page that is not UTF-8, with a traceback that does not name it. So pages are decoded by a codec
of our own, which never fails and leaves a mark at every byte that it does not know. A page with such marks is reported
and mended. Files that pages include are held to UTF-8 as ever, because the directives that read them say where.
Pipes and devices, of which some never end, cannot be opened while a page is parsed.
"""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from encodings import utf_8_sig
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util import logging

from .page_text import as_text, is_damaged, no_page
from .records.positioned import START, Problem
from .records.text import misencoded
from .warning import Subtype, shown, warn

logger: Final = logging.getLogger(__name__)

_UNUSABLE: Final = "nothing can be made of this block: {}; correct its options and its text, or leave it out"
_CODEC: Final = "rdm_page"
_WHERE_INCLUDED: Final = "rdm_included"


def connect(app: Sphinx) -> None:
    """Come before all that looks at the pages."""
    app.connect("env-get-outdated", _leave_out, priority=100)
    app.connect("env-before-read-docs", _choose_codec)
    app.connect("source-read", _mend, priority=100)
    app.connect("source-read", _guard, priority=100)
    app.connect("doctree-read", _read_again)


class _PageDecoder(utf_8_sig.IncrementalDecoder):
    """UTF-8 in which a wrong byte becomes a mark, unless another way to handle it is asked for by name."""

    def __init__(self, errors: str = "strict") -> None:
        super().__init__("surrogateescape" if errors == "strict" else errors)


class NotUtf8Error(OSError, UnicodeError):
    """Of both kinds, because some directives take care of the one, and some of the other."""


def _refuse(error: UnicodeError) -> tuple[str, int]:
    """What is not UTF-8 in an included file ends the directive that reads it; it adds the name of the file."""
    fault = misencoded(error.object) if isinstance(error, UnicodeDecodeError) else None
    position, message = fault or (START, str(error))
    raise NotUtf8Error(f"line {position.line}, column {position.column}: {message}")


def _find_codec(name: str) -> codecs.CodecInfo | None:
    if name != _CODEC:
        return None
    return codecs.CodecInfo(utf_8_sig.encode, utf_8_sig.decode, incrementaldecoder=_PageDecoder, name=_CODEC)


codecs.register(_find_codec)
codecs.register_error(_WHERE_INCLUDED, _refuse)


def _leave_out(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Leave out what has the name of a page and is none, such as a pipe, which would be read for ever."""
    odd = dict(_oddities(Path(env.srcdir), tuple(app.config.source_suffix)))
    for path, message in odd.items():
        _report_name(app, path, message)
    for docname in sorted(env.found_docs):
        path = env.doc2path(docname)
        message = no_page(path)
        if message:
            _report_name(app, path, message)
        if message or any(map(path.is_relative_to, odd)):
            for names in (env.project.docnames, added, changed):
                names.discard(docname)
            removed.update({docname} & env.all_docs.keys())
    return []


def _report_name(app: Sphinx, path: Path, message: str) -> None:
    warn(Subtype.PAGE, message, Problem(shown(path, app), START, message).location)


def _oddities(top: Path, suffixes: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    """What Sphinx passes over without a word, and links to a folder above, where it finds the same pages for ever."""
    for folder, folders, files in os.walk(top):
        for path in (Path(folder, name) for name in files if "\n" in name and name.endswith(suffixes)):
            yield path, "the name of the file has a line break, so it is no page; rename the file"
        for path in (Path(folder, name) for name in folders):
            if path.is_symlink() and path.resolve() in (Path(folder).resolve(), *Path(folder).resolve().parents):
                yield path, "the folder is a link to one that it lies in; remove the link"


def _choose_codec(_app: Sphinx, env: BuildEnvironment, _docnames: list[str]) -> None:
    # Pages are opened without a word on errors, which then count as "strict"; included files are opened with this word.
    env.settings |= {"input_encoding": _CODEC, "input_encoding_error_handler": _WHERE_INCLUDED}


def _mend(app: Sphinx, docname: str, content: list[str]) -> None:
    """Report what is wrong with the bytes of a page, and replace it."""
    if not is_damaged(content[0]):
        return
    path = app.env.doc2path(docname)
    content[0], faults = as_text(path.read_bytes())
    for position, message in faults:
        warn(Subtype.PAGE, message, Problem(shown(path, app), position, message).location)
    app.env.note_reread()


def _guard(app: Sphinx, docname: str, _content: list[str]) -> None:
    """Report a page that its parser, or a directive on it, cannot follow to the end, and leave it empty."""
    parser = app.env.parser
    parse = parser.parse

    def parse_or_report(text: str, document: nodes.document) -> None:
        try:
            with _files_alone():
                parse(text, document)
        except SphinxError:
            raise  # it is shown without a traceback
        except Exception as error:  # whatever a directive raises
            # MyST notices no circle of included files.
            is_deep = isinstance(error, RecursionError)
            message = "the page includes itself, or is nested too deep" if is_deep else _UNUSABLE.format(error)
            warn(Subtype.PAGE, message, (docname, 1 if is_deep else document.current_line))
            logger.debug("%s", docname, exc_info=error)
            app.env.note_reread()
            document.clear()
            # What was to be done later with parts of the page, which are gone.
            document.transformer.transforms = [entry for entry in document.transformer.transforms if entry[2] is None]
            parse("", document)

    setattr(parser, "parse", parse_or_report)  # noqa: B010


@contextmanager
def _files_alone() -> Iterator[None]:
    """Have nobody open a pipe or a device meanwhile, which would be read for ever.

    Each directive that shows a file opens it in a way of its own, so what all have in common is guarded.
    """
    _parsing.append(True)
    try:
        yield
    finally:
        _parsing.pop()


_parsing: Final[list[bool]] = []


def _refuse_odd_files(event: str, arguments: tuple[Any, ...]) -> None:
    if _parsing and event == "open" and isinstance(arguments[0], str | os.PathLike) and isinstance(arguments[1], str):
        path = Path(arguments[0])
        if path.exists() and not path.is_file() and not path.is_dir() and path != Path(os.devnull):
            raise OSError(errno.EINVAL, "this is no file with text; name one that is", str(path))


sys.addaudithook(_refuse_odd_files)  # which stays until the process ends


def _read_again(app: Sphinx, doctree: nodes.document) -> None:
    """Read a page with a message of docutils in the next build as well, so that the message does not vanish."""
    if any(message["level"] >= 2 for message in doctree.findall(nodes.system_message)):
        app.env.note_reread()
