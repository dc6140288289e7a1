"""Giving a page another name: what names it is mended where it stands, and its old address leads on.

Pages, contents and data are taken apart by the parsers that read them for a build, and only the words change that name
the page. All is worked out before anything is written.
"""

from __future__ import annotations

import ast
import difflib
import posixpath
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote, unquote

from .. import output
from ..contents import globs
from ..front_matter.checks import Rules, read
from ..kinds.plain import REDIRECT
from ..page_rules.destinations import Destination, Shape, of_markdown, of_rst
from ..page_text import as_text
from ..records import addresses, source
from ..records.fields import A_PAGE, PAGE, Offered
from ..records.kind import Anything, marked
from ..records.model import Entry, VocabularyTerm
from ..records.parts import parts
from ..records.positioned import PlacedList, PlacedMapping, Position, Problem
from ..records.store import checked, read_files
from ..records.syntax import typed
from ..records.wording import meant, nearest, shown
from .checks import page_settings
from .project import Project

_LINE: Final = re.compile(r"\r\n|\r|\n")
_STRANGE: Final = re.compile(r"""["'`<>:#?*|\[\]{}%&\\^$;,!]|[^\S ]|  |(?<![^/])[ ._-]|[ .](?=/|$)""")
"""What has a meaning in addresses, in markup or for a disk, if it stands in the name of a page."""
_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#")


class RefusedError(Exception):
    """Raised where a page cannot be moved, with the reason; nothing was changed."""


class UnreadError(Exception):
    """Raised where a file cannot be read, so that nobody knows what it names."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = problems


class Mended(NamedTuple):
    """A word that was changed, and the place where it stood."""

    path: str
    at: Position
    old: str
    new: str

    is_added: bool = False
    """Whether it is an old address that leads on from now on."""

    def __str__(self) -> str:
        said = "leads on to" if self.is_added else "is now"
        return f"{self.path}:{self.at.line}:{self.at.column}: '{shown(self.old)}' {said} '{shown(self.new)}'"


class _File:
    """The text of a file as it is, in which words are replaced."""

    def __init__(self, top: Path, name: str, before: bytes | None) -> None:
        self.top, self.name, self.before = top, name, before
        self.raw = raw = before or b""
        self.path = (top / name).as_posix()
        self.mark = BOM_UTF8 if raw.startswith(BOM_UTF8) else b""
        self.text = raw.removeprefix(BOM_UTF8).decode()
        self.starts = [0, *(match.end() for match in _LINE.finditer(self.text))]
        self.edits: dict[int, tuple[str, str]] = {}

    def replace(self, at: Position, old: str, new: str) -> None:
        """Note that a word is replaced; that of a cell with a pipe may stand elsewhere in its line."""
        start = self.starts[at.line - 1] + at.column - 1
        if not self.text.startswith(old, start):
            line = self.text[self.starts[at.line - 1] :].partition("\n")[0]
            if line.count(old) != 1:
                raise RefusedError(f"{self.path}:{at.line}: '{shown(old)}' cannot be told apart here; write it anew")
            start = self.starts[at.line - 1] + line.index(old)
        self.edits[start] = old, new

    def scalar(self, at: Position, old: str, new: str) -> None:
        """Note that a value of YAML is replaced, in whatever quotes it is."""
        start = self.starts[at.line - 1] + at.column - 1
        if self.text[start : start + 1] in ("'", '"'):
            self.replace(Position(at.line, at.column + 1), old, new)
        else:
            self.replace(at, old, typed(new))

    @property
    def after(self) -> bytes:
        """The bytes with all that is replaced."""
        text, end, found = self.text, 0, []
        for start, (old, new) in sorted(self.edits.items()):
            found += [text[end:start], new]
            end = start + len(old)
        return self.mark + "".join([*found, text[end:]]).encode()

    def mended(self) -> Iterator[Mended]:
        """The words that are replaced, in their order."""
        for start, (old, new) in sorted(self.edits.items()):
            line = sum(begin <= start for begin in self.starts)
            yield Mended(self.path, Position(line, start - self.starts[line - 1] + 1), old, new)


class TextChange(NamedTuple):
    """A file before and after, or nothing if it is not there before."""

    top: Path
    name: str
    before: bytes | None
    after: bytes


class MovePlan(NamedTuple):
    """What is to be done: a file gets another name, and others another content."""

    pages: Path
    old: str
    new: str
    """The files of the page, seen from the folder of the pages."""
    changes: list[TextChange]
    mended: list[Mended]
    by_hand: list[Problem]
    """What names the page, and is left to people."""
    titles: list[str]
    """Where the title of the page stands, which stays."""

    def diff(self) -> Iterator[str]:
        """The lines of a patch that does the same."""
        names = {(self.pages / self.new).as_posix(): (self.pages / self.old).as_posix()}
        moved = (self.pages / self.new).as_posix()
        if all((change.top / change.name).as_posix() != moved for change in self.changes):
            yield from _header(names[moved], moved)
        for change in self.changes:
            new = (change.top / change.name).as_posix()
            old = names.get(new, new)
            yield from _header(old, new) if old != new else [f"diff --git a/{new} b/{new}"]
            before = (change.before or b"").decode().splitlines(keepends=True)
            if change.before is None:
                yield "new file mode 100644"
            name = f"a/{old}" if change.before is not None else "/dev/null"
            for line in difflib.unified_diff(before, change.after.decode().splitlines(keepends=True), name, f"b/{new}"):
                yield line.removesuffix("\n") if line.endswith("\n") else f"{line}\n\\ No newline at end of file"

    def carry_out(self) -> None:
        """Do all of it, or nothing."""
        done: list[TextChange] = []
        output.give_name(self.pages, self.old, self.new)
        try:
            for change in self.changes:
                output.write(change.top, change.name, change.after)
                done.append(change)
        except BaseException:
            with suppress(output.OutputError):
                for change in done:
                    if change.before is None:
                        output.delete(change.top, change.name)
                    else:
                        output.write(change.top, change.name, change.before)
                output.give_name(self.pages, self.new, self.old)
            raise


def _header(old: str, new: str) -> list[str]:
    return [f"diff --git a/{old} b/{new}", f"rename from {old}", f"rename to {new}"]


def plan(project: Project, old: str, new: str) -> MovePlan:
    """Work out what it takes to move a page, both named as people name pages."""
    return _Move(project, *_names(project, old, new)).plan()


def _names(project: Project, old: str, new: str) -> tuple[str, str, str]:
    """The names of a page before and after, and its ending."""
    pages = project.known_pages
    name = next((found for found in (pages.named(old), _named(project, old)) if found in pages.names), None)
    if name is None:
        raise RefusedError(f"unknown page '{shown(old)}'{meant(nearest(pages.named(old), pages.names))}")
    suffix = next(suffix for suffix in pages.suffixes if (project.pages / (name + suffix)).exists())
    goal = _named(project, f"{new}{posixpath.basename(name)}" if new.endswith("/") else new)
    if not goal:
        raise RefusedError("the new name is empty")
    root = project.contents.sound["root"] if project.contents else pages.root
    said = f"'{shown(goal)}'"
    if name == root:
        raise RefusedError(f"'{name}' is the start page, which stays where it is")
    if goal == name:
        raise RefusedError(f"{said} is the name that the page has")
    if new.endswith(tuple(set(pages.suffixes) - {suffix})):
        raise RefusedError(f"the page ends in '{suffix}', and a new name does not change how it is written")
    if match := _STRANGE.search(goal):
        raise RefusedError(f"{said} has '{match[0]}' where it means something else; leave it out")
    if fault := addresses.fault(f"/{quote(goal)}.html"):
        raise RefusedError(f"{said} {fault}")
    if (there := next((page for page in pages.names if addresses.fold(page) == addresses.fold(goal)), name)) != name:
        raise RefusedError(f"there is a page '{there}' already; choose another name")
    file = project.pages / (goal + suffix)
    if file.exists() and not file.samefile(project.pages / (name + suffix)):
        raise RefusedError(f"there is a file '{file.as_posix()}' already; choose another name")
    if _is_left_out(project, goal + suffix):
        raise RefusedError(f"{said} is left out by exclude_patterns in conf.py; choose another name")
    return name, goal, suffix


def _named(project: Project, text: str) -> str:
    """The name of a page, which may have been written as the path of its file."""
    name = project.known_pages.named(text)
    top = project.pages.as_posix()
    return name if top == "." else name.removeprefix("./").removeprefix(f"{top}/")


def _is_left_out(project: Project, file: str) -> bool:
    from sphinx.project import EXCLUDE_PATHS
    from sphinx.util.matching import Matcher

    return Matcher([*project.texts("exclude_patterns"), *EXCLUDE_PATHS])(file)


class _Move:
    def __init__(self, project: Project, old: str, new: str, suffix: str) -> None:
        self.project, self.old, self.new, self.suffix = project, old, new, suffix
        self.top = project.pages.absolute().as_posix()
        self.files: dict[str, _File] = {}

    def plan(self) -> MovePlan:
        pages, page = self.project.pages, self.new + self.suffix
        self._pages()
        self._contents()
        self._data()
        own, moved = ((pages / (name + self.suffix)).as_posix() for name in (self.old, self.new))
        mended = [word for file in self.files.values() for word in file.mended()] + self._redirects()
        mended = [word._replace(path=moved) if word.path == own else word for word in mended]
        changes = [
            TextChange(file.top, page if path == own else file.name, file.before, file.after)
            for path, file in self.files.items()
            if file.edits
        ]
        if link := next((file.path for file in self.files.values() if file.edits and Path(file.path).is_symlink()), ""):
            raise RefusedError(f"{link} is a link in the file system; put the file in its place first")
        self._judge(changes)
        return MovePlan(
            pages, self.old + self.suffix, page, changes, mended, list(self._by_hand()), list(self._titles(moved))
        )

    def _titles(self, path: str) -> Iterator[str]:
        """The line of the heading, and that of the value of the vocabulary of which the page is the home."""
        lines = (self.project.pages / (self.old + self.suffix)).read_text("utf-8", "replace").splitlines()
        yield from [f"{path}:{number}" for number, line in enumerate(lines, 1) if line.startswith("# ")][:1]
        words = self.project.data / "vocabulary.yml"
        facets = source.parse(words.read_bytes(), words.as_posix())[0] if words.is_file() else None
        for rows in facets.values() if isinstance(facets, PlacedMapping) else ():
            for row in rows if isinstance(rows, PlacedList) else ():
                if isinstance(row, PlacedMapping) and row.get("page") == self.old and "title" in row:
                    yield f"{words.as_posix()}:{row.value_at['title'].line}"

    def _file(self, top: Path, name: str) -> _File:
        path = top / name
        if path.as_posix() not in self.files:
            raw = path.read_bytes()
            if faults := as_text(raw)[1]:
                raise UnreadError([Problem(path.as_posix(), *fault) for fault in faults])
            self.files[path.as_posix()] = _File(top, name, raw)
        return self.files[path.as_posix()]

    # Pages

    def _pages(self) -> None:
        pages, folder = self.project.pages, self.project.folder
        names = [(path.relative_to(pages).as_posix(), is_markdown) for path, is_markdown in self.project.sources()]
        included: dict[str, dict[tuple[str, str], bool]] = {}
        for name, is_markdown in names:
            here = posixpath.dirname(name)
            there = posixpath.dirname(self.new) if name == self.old + self.suffix else here
            self._page(self._file(pages, name), is_markdown, here, there, included)
        done: set[str] = set()
        while todo := [name for name in included if name not in done and name not in dict(names)]:
            done.update(todo)
            for name in todo:
                file = self._file(pages, name)
                found = []
                for (here, there), is_markdown in list(included[name].items()):
                    file.edits = {}
                    self._page(file, is_markdown, here, there, included)
                    found.append(file.edits)
                if any(edits != found[0] for edits in found):
                    raise RefusedError(f"{file.path}: pages of several folders include it, so its links would break")
        if folder != pages:
            here = posixpath.relpath(folder.as_posix(), pages.as_posix())
            for path in sorted(folder.glob("*.md")):
                self._page(self._file(folder, path.name), True, here, here, {})

    def _page(
        self, file: _File, is_markdown: bool, here: str, there: str, included: dict[str, dict[tuple[str, str], bool]]
    ) -> None:
        """Mend what a page names that is in the folder *here* now, and *there* afterwards."""
        text = _LINE.sub("\n", file.text)
        found = of_rst(text)
        if is_markdown:
            found = of_markdown(read(text, file.path, Rules()).text, file.path, page_settings(self.project))
        for destination in found:
            if (new := self._respelt(destination, here, there)) is not None:
                file.replace(destination.at, destination.typed, new)
            if destination.shape is Shape.INCLUDED:
                name = self._inside(destination.value, here)
                if (self.project.pages / name).is_file():
                    included.setdefault(name, {})[here, there] = is_markdown

    def _inside(self, path: str, here: str) -> str:
        """A file as it is seen from the folder of the pages, of which a page in the folder *here* gives the path."""
        return posixpath.relpath(
            f"{self.top}/{path}" if path.startswith("/") else f"{self.top}/{here}/{path}", self.top
        )

    def _respelt(self, destination: Destination, here: str, there: str) -> str | None:
        """How what is meant is written afterwards; nothing if that stays as it is."""
        value, sign, word = destination.value, "", destination.typed
        is_address = destination.shape in (Shape.ADDRESS, Shape.ANGLED)
        if is_address:
            value, sign, _anchor = value.partition("#")
            word = word.partition("#")[0] if sign else word
            value = unquote(value)
        if not value or _SCHEME.match(value):
            return None
        meant = self._inside(value, here)
        goal = {self.old: self.new, self.old + self.suffix: self.new + self.suffix}.get(meant, meant)
        if goal == meant and (here == there or value.startswith("/") or not self._is_there(meant)):
            return None
        if value.startswith("/"):
            new = f"/{goal}"
        else:
            new = posixpath.relpath(f"{self.top}/{goal}", f"{self.top}/{there}")
            new = f"./{new}" if value.startswith("./") else new
        if is_address:
            strange = r"[\s<>%\\()]" if destination.shape is Shape.ADDRESS else r"[<>%\\]"
            new = quote(new) if "%" in word else re.sub(strange, lambda match: quote(match[0]), new)
        return None if new == word else new + destination.typed[len(word) :]

    def _is_there(self, name: str) -> bool:
        return any((self.project.pages / f"{name}{end}").is_file() for end in ("", *self.project.suffixes))

    # Contents and data

    def _contents(self) -> None:
        contents = self.project.contents
        if contents and (at := contents.listed.get(self.old)):
            toc = self.project.toc
            file = self._file(self.project.pages, toc.relative_to(self.project.pages).as_posix())
            line = file.text[file.starts[at.line - 1] + at.column - 1 :].lstrip("'\"")
            end = self.suffix if line.startswith(self.old + self.suffix) else ""
            file.scalar(at, self.old + end, self.new + end)

    def _data(self) -> None:
        models: dict[str, type[Entry]] = {
            "vocabulary": VocabularyTerm,
            **{kind.file: kind.model for kind in self.project.store.kinds},
        }
        for name, model in models.items():
            words = {field: "" for field, mark in marked(model, Offered) if mark == A_PAGE}
            words |= {field: PAGE for field, _mark in marked(model, Anything)}
            path = self.project.data / f"{name}.yml"
            if words and path.is_file():
                file = self._file(self.project.data, path.name)
                value, problems = source.parse(file.raw, file.path, listed=name != "vocabulary")
                if problems:
                    raise UnreadError(problems)
                self._records(value, words, file)

    def _records(self, value: Any, words: dict[str, str], file: _File) -> None:
        """Mend what the records in a value name; *words* has the fields that may, and what stands before the page."""
        if isinstance(value, PlacedMapping):
            for key, inner in value.items():
                old, new = (words.get(key, "") + name for name in (self.old, self.new))
                items = inner if isinstance(inner, PlacedList) else [inner]
                places = inner.item_at if isinstance(inner, PlacedList) else [value.value_at.get(key, value.position)]
                for item, at in zip(items, places, strict=True):
                    if key in words and item == old:
                        file.scalar(at, old, new)
                self._records(inner, words, file)
        elif isinstance(value, PlacedList):
            for inner in value:
                self._records(inner, words, file)

    # The old address

    def _redirects(self) -> list[Mended]:
        """Have the old address lead on, and none lead on from the new one."""
        path = self.project.data / f"{REDIRECT.file}.yml"
        if not path.is_file():
            self.files[path.as_posix()] = _File(self.project.data, path.name, None)
        file = self._file(self.project.data, path.name)
        rows = source.parse(file.raw, file.path, listed=True)[0] if file.text.strip() else []
        old, new = self._address(self.old), self._address(self.new)
        leading = [addresses.file_of(str(row.get("old"))) for row in rows or [] if isinstance(row, PlacedMapping)]
        if addresses.file_of(new) in leading:
            self._forget(rows, addresses.file_of(new), file)
        if addresses.file_of(old) in leading:
            return []
        if fault := addresses.fault(old):
            raise RefusedError(f"the old address '{shown(old)}' {fault}")
        end = "\r\n" if "\r\n" in file.text else "\n"
        entry = f"- old: {typed(old)}{end}  page: {typed(self.new)}{end}"
        if file.text.strip() and not rows:
            start = file.text.index("[]")
            file.edits[start] = file.text[start:], entry
        else:
            lines = _LINE.split(file.after.decode())[-2:]
            missing = sum(1 for line in (lines if len(lines) > 1 else ["text", *lines]) if line)
            file.edits[len(file.text)] = "", end * (missing if file.text.strip() else 0) + entry
        line = 1 + file.after.decode().count("\n", 0, file.after.decode().rindex("- old: "))
        return [Mended(file.path, Position(line, 1), old, new, is_added=True)]

    def _forget(self, rows: Any, address: str, file: _File) -> None:
        """Take out the redirect from where the page is now."""
        lines = _LINE.split(file.text)
        for row, part in zip(rows, parts(lines, 0, len(lines), listed=True), strict=False):
            if addresses.file_of(str(row.get("old"))) != address:
                continue
            if row.get("page") not in (self.old, self.new):
                where = f"{file.path}:{part.begin + 1}"
                raise RefusedError(f"{where}: '{row.get('old')}' leads to '{row.get('page')}'; choose another name")
            last = max(
                number for number in range(part.begin, part.end) if lines[number].strip(" ")[:1] not in ("", "#")
            )
            while last + 1 < part.end and not lines[last + 1].strip():
                last += 1
            first = part.begin
            while last + 1 == len(lines) and first and not lines[first - 1].strip():
                first -= 1
            start, end = file.starts[first], [*file.starts, len(file.text)][last + 1]
            file.edits = {place: edit for place, edit in file.edits.items() if not start <= place < end}
            file.edits[start] = file.text[start:end], ""

    def _address(self, name: str) -> str:
        """The address of a page: that under which it was published, or else that of its file."""
        listed = self.project.data / "addresses.txt"
        folder = (
            f"/{quote(name)}/".removesuffix("index/") if posixpath.basename(name) == "index" else f"/{quote(name)}/"
        )
        known = listed.read_text("utf-8").splitlines() if listed.is_file() else []
        return folder if folder in known else f"/{quote(name)}.html"

    # Judging

    def _judge(self, changes: list[TextChange]) -> None:
        """Refuse what would leave the data with a fault that they do not have now."""
        project = self.project
        label = project.data.as_posix()
        new = {f"{label}/{change.name}": change.after for change in changes if change.top == project.data}

        def parse(raw: bytes, name: str, when_empty: str, *, listed: bool) -> tuple[Any, list[Problem]]:
            return source.parse(new.get(name, raw), name, when_empty, listed=listed)

        kinds = project.all_kinds
        before = {(problem.path, problem.message) for problem in project.store.problems}
        after = checked(read_files(project.data, kinds, label, parse), kinds, label).problems
        if faults := [fault for fault in after if (fault.path, fault.message) not in before]:
            raise RefusedError(f"the data would have a fault: {faults[0]}")

    def _by_hand(self) -> Iterator[Problem]:
        """What else names the page, or its folder."""
        names = {self.old: self.new, self.old + self.suffix: self.new + self.suffix}
        contents, toc = self.project.contents, self.project.toc.as_posix()
        for pattern in globs(contents.sound) if contents else ():
            if fnmatchcase(self.old, pattern) and not fnmatchcase(self.new, pattern):
                message = f"'{shown(pattern)}' took the page in, and does no more; add '- file: {typed(self.new)}'"
                yield Problem(toc, Position(1, 1), message)
        conf = self.project.folder / "conf.py"
        try:
            text = conf.read_text("utf-8")
            tree = ast.parse(text)
        except (OSError, SyntaxError, ValueError):
            return
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(value := node.value, str):
                line = text.splitlines()[node.lineno - 1].encode()
                at = Position(node.lineno, len(line[: node.col_offset].decode("utf-8", "replace")) + 1)
                if value in names:
                    yield Problem(conf.as_posix(), at, f"'{value}' names the page; write '{names[value]}'")
                elif "*" in value and fnmatchcase(self.old, value) != fnmatchcase(self.new, value):
                    message = f"'{value}' fits only one of '{self.old}' and '{self.new}'; see whether the page is meant"
                    yield Problem(conf.as_posix(), at, message)
