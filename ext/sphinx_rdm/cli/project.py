"""A project as far as it can be known without Sphinx: its settings, its data and its pages."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..kinds.registry import KINDS, added
from ..ledger import with_copies
from ..records.store import Store, load

if TYPE_CHECKING:
    from ..contents import Contents
    from ..contents.checks import Pages
    from ..records.kind import Kind


@dataclass(frozen=True)
class Project:
    """What there is to check, with the names that messages have for it."""

    folder: Path
    """Where ``conf.py`` stands."""
    data: Path
    settings: dict[str, Any]
    """Settings of ``conf.py`` whose values are written out there."""
    is_whole: bool = True
    """Whether more than the data is to be checked."""

    @classmethod
    def at(cls, folder: Path) -> Project:
        """The project whose ``conf.py`` is in a folder."""
        found = settings(folder / "conf.py")
        return cls(folder, folder / str(found.get("rdm_data", "data")), found)

    @classmethod
    def of_data(cls, data: Path) -> Project:
        """The data alone; a ``conf.py`` above them says which kinds of records there are."""
        folder = (
            Path(os.path.normpath(data / os.pardir)) if data.name not in ("", os.pardir) else data.absolute().parent
        )
        return cls(folder, data, settings(folder / "conf.py"), is_whole=False)

    @cached_property
    def kinds(self) -> tuple[list[Any], list[str]]:
        """The kinds of records that the project adds, and what is wrong with their names."""
        sys.path.insert(0, str(self.folder.absolute()))  # where a project keeps modules of its own
        names = self.settings.get("rdm_kinds")
        return added(names if isinstance(names, list | tuple) else ())

    @property
    def all_kinds(self) -> tuple[Kind[Any], ...]:
        """The kinds of records that there are: ours, and those that the project adds."""
        return (*KINDS, *self.kinds[0])

    @cached_property
    def store(self) -> Store:
        """What the data say."""
        name = self.data.as_posix()
        found = load(self.data, self.all_kinds, name)
        # Of copies in the place of addresses, only what is wrong with the list of these: commands tell what was typed.
        return replace(found, problems=with_copies(found, self.data, name)[0].problems)

    @property
    def pages(self) -> Path:
        """The folder of the pages: ``docs`` beside ``conf.py``, or else the folder of that file."""
        beside = self.folder / "docs"
        return beside if beside.is_dir() else self.folder

    def texts(self, name: str) -> list[str]:
        """The texts of a setting that is a list of them."""
        found = self.settings.get(name)
        return [text for text in found if isinstance(text, str)] if isinstance(found, list | tuple | set) else []

    @property
    def suffixes(self) -> dict[str, bool]:
        """The endings of pages, and whether such a page is in Markdown."""
        found = self.settings.get("source_suffix", (".rst", ".md"))
        if isinstance(found, dict):
            return {str(suffix): parser == "markdown" for suffix, parser in found.items()}
        return {suffix: suffix == ".md" for suffix in ((found,) if isinstance(found, str) else map(str, found))}

    @property
    def root(self) -> str:
        """The start page, where the table of contents does not say."""
        return str(self.settings.get("root_doc", "index"))

    @cached_property
    def known_pages(self) -> Pages:
        """The pages that a build would have."""
        from ..contents import pages_in

        return pages_in(self.pages, tuple(self.suffixes), self.root, self.texts("exclude_patterns"))

    @property
    def toc(self) -> Path:
        """The file of the table of contents, whether it is there or not."""
        return self.pages / str(self.settings.get("external_toc_path", "_toc.yml"))

    @cached_property
    def contents(self) -> Contents | None:
        """What was read of the table of contents, if it is a file of its own."""
        from ..contents import EXTENSION, check

        return check(self.toc, self.toc.as_posix(), self.known_pages) if EXTENSION in self.texts("extensions") else None

    def sources(self) -> Iterator[tuple[Path, bool]]:
        """The file of each page in their order, and whether it is in Markdown."""
        for name in sorted(self.known_pages.names):
            paths = ((self.pages / f"{name}{suffix}", is_markdown) for suffix, is_markdown in self.suffixes.items())
            yield from [found for found in paths if found[0].exists()][:1]

    def page_texts(self) -> Iterator[tuple[Path, bool, str]]:
        """The same with their texts, if the project is whole; a check tells of those that cannot be read."""
        from ..page_text import as_text

        for path, is_markdown in self.sources() if self.is_whole else ():
            try:
                text = as_text(path.read_bytes())[0]
            except OSError:
                continue
            yield path, is_markdown, text


def project_at(folder: Path) -> Project:
    """The project of which a command was told, whose ``conf.py`` is in a folder."""
    if not (folder / "conf.py").is_file():
        raise click.UsageError("there is no conf.py here; name the folder of a project with --project")
    return Project.at(folder)


def settings(conf: Path) -> dict[str, Any]:
    """What a ``conf.py`` sets, read without running it; nothing of what it has to work out."""
    try:
        tree = ast.parse(conf.read_text("utf-8"))
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, Any] = {}
    for node in tree.body:
        match node:
            case ast.Assign(targets=targets, value=value):
                names = [target.id for target in targets if isinstance(target, ast.Name)]
                found |= dict.fromkeys(names, _value(value))
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                found[name] = _value(value)
            case ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=value):
                before, more = found.get(name), _value(value)
                found[name] = (
                    [*before, *more] if isinstance(before, list) and isinstance(more, list | tuple) else before
                )
    return {name: value for name, value in found.items() if value is not None}


def _value(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
