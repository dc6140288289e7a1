"""Where things stand in ``conf.py``, and what keeps it from being run; without Sphinx, which has no places to tell."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from traceback import extract_tb
from typing import Final

from .records.positioned import START, Position, Problem

OURS: Final = frozenset(
    (
        *(
            "rdm_book_accent",
            "rdm_book_cover",
            "rdm_book_fonts",
            "rdm_book_pages",
            "rdm_book_paper",
            "rdm_book_parts",
            "rdm_book_sides",
            "rdm_book_site",
            "rdm_book_size",
            "rdm_book_without",
        ),
        *("rdm_books", "rdm_data", "rdm_kinds", "rdm_links_beside", "rdm_other_keys", "rdm_page_rules"),
        *("rdm_required_keys", "rdm_search_last", "rdm_sheets", "rdm_short_sections", "rdm_words_per_sentence"),
        *("rdm_keep_addresses", "rdm_zip"),
    )
)
"""The settings that the parts of this extension take; each registers its own."""

_COMMA: Final = "perhaps you missed a comma?"
_QUOTES: Final = re.compile("invalid character '[“”„‟‘’‚‛«»‹›]'")
_NOT_LOADED: Final = re.compile(r"Could not import extension (\S+) \(exception: (.*)\)", re.DOTALL)


def place(conf: Path, name: str, value: object = None) -> Position:
    """Where *conf* sets a *name*, or has a *value* in it; a tuple is a way through dictionaries, key by key."""
    source = conf.read_text("utf-8", "replace") if conf.is_file() else ""
    try:
        nodes = [node for node in ast.walk(ast.parse(source)) if name in _set_by(node)]
    except (SyntaxError, ValueError):  # it has been changed since
        nodes = []
    *keys, value = value if isinstance(value, tuple) and value else (value,)
    for key in keys:
        dictionaries = [part for node in nodes for part in ast.walk(node) if isinstance(part, ast.Dict)]
        pairs = (pair for part in dictionaries for pair in zip(part.keys, part.values, strict=True))
        nodes = [item for at, item in pairs if isinstance(at, ast.Constant) and at.value == key] or nodes
    inside = (part for node in nodes for part in ast.walk(node) if isinstance(part, ast.Constant))
    exact = (part for part in inside if value is not None and part.value == value)
    found = [*exact, *nodes, None][0]
    if not isinstance(found, ast.expr | ast.stmt):
        return START
    before = source.splitlines()[found.lineno - 1].encode()[: found.col_offset]
    return Position(found.lineno, len(before.decode("utf-8", "replace")) + 1)


def problem_of_setting(conf: Path, path: str, name: str, message: str, value: object = None) -> Problem:
    """What is wrong with a setting *name*, or with a *value* in it, where *conf*, called *path*, has it."""
    text = message if name in message else f"{name}: {message}"
    return Problem(path, place(conf, name, value), text)


def _set_by(node: ast.AST) -> Iterator[str]:
    """The names that a statement binds, or of which it may change what they hold."""
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Expr):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", node)]
        yield from (part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name))


def refuse_missing_commas() -> None:
    """Have Python refuse a ``conf.py`` that lacks a comma: it warns, runs the file, and fails with other words."""
    warnings.filterwarnings("error", f".*{re.escape(_COMMA)}", SyntaxWarning, r"(.*[\\/])?conf$")


def fault(error: BaseException, conf: Path) -> Problem | None:
    """What in *conf* made Sphinx end with an *error* before it began; nothing if the fault is elsewhere."""
    chain = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) and cause not in chain:
        chain.append(cause)
    for cause in reversed(chain):
        if isinstance(cause, SyntaxError) and Path(cause.filename or conf).name == conf.name:
            at = Position(cause.lineno or 1, max(cause.offset or 1, 1))
            return Problem(conf.name, at, f"this is not valid Python: {_with_remedy(cause.msg)}")
        if match := _NOT_LOADED.match(str(cause)):
            message = f"the extension '{match[1]}' cannot be loaded: {match[2]}"
            return Problem(conf.name, place(conf, "extensions", match[1]), message)
        lines = [frame.lineno for frame in extract_tb(cause.__traceback__) if Path(frame.filename) == conf]
        if lines:
            said = f"{type(cause).__name__}: {cause}".rstrip(": ")
            return Problem(conf.name, Position(lines[-1] or 1, 1), f"the file cannot be run: {said}")
    return None


def _with_remedy(said: str) -> str:
    said = said.replace(_COMMA, "a comma is missing behind it")
    return f"{said}; write straight quotation marks" if _QUOTES.match(said) else said
