"""What a build stands on besides pages and records: settings, code, words, and files that a site takes as they are."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, Final

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.extension import Extension
from sphinx.util.i18n import docname_to_domain

from ..private import is_lazy

_PACKAGE: Final = Path(__file__).parents[1]
_PARTS: Final = "sphinx_rdm."
_CATALOGUES: Final = (".po", ".mo", ".js")
_ADDRESS: Final = re.compile(r" at 0x[0-9a-f]+")


def fingerprint(value: Any) -> str:
    """A short digest: equal values have equal ones, in every process and whatever was imported before."""
    return hashlib.sha256(plain(value).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def plain(value: Any) -> str:
    """A value as text. The order of lists and mappings counts, because it shows; that of sets does not."""
    match value:
        case None | bool() | int() | float() | bytes():
            return repr(value)
        case str():
            return repr(str(value))
        case Mapping():
            return "{" + ",".join(f"{plain(key)}:{plain(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ",".join(map(plain, value)) + "]"
        case set() | frozenset():
            return "<" + ",".join(sorted(map(plain, value))) + ">"
        case type() | FunctionType():
            return f"{value.__module__}.{value.__qualname__}"
        case ModuleType():
            return value.__name__
    if is_lazy(value):
        return repr(str(value))
    return _ADDRESS.sub("", repr(value))


@cache
def of_code() -> int:
    """A number that changes with any file of the extension, so that no page keeps what older code made.

    A process asks once: the code that it has loaded stays what it was.
    """
    files = (path for path in _PACKAGE.rglob("*") if "__pycache__" not in path.parts)
    return int(_of_files(files, _PACKAGE)[:12], 16)


def of_reading(app: Sphinx, env: BuildEnvironment) -> str:
    """What every page is read with: ``conf.py``, its settings for reading, all code, and the words of a translation."""
    top = Path(app.confdir)
    # Parsers, themes and colours of code come from any package that is installed.
    packages = {found.name for folder in sys.path for found in Path(folder or ".").glob("*.dist-info")}
    found = [
        [sys.version, sorted(packages)],
        _of_files([top / "conf.py", top / "docutils.conf"], top),
        # Parts of our own have the code of all and stand in the settings, and the builder of the PDF reads as others.
        [_of_extension(item) for name, item in sorted(app.extensions.items()) if not name.startswith(_PARTS)],
        {item.name: item.value for item in app.config.filter(frozenset({"env"}))},
        app.builder.name in app.config.smartquotes_excludes.get("builders", ()),  # where doctrees are shared
        _of_words(app, env),
    ]
    return fingerprint(found)


def of_writing(app: Sphinx, read_with: str) -> str:
    """What every page is written with: that, all settings, and files and templates of the site."""
    config, top = app.config, Path(app.confdir)
    names = [*config.html_static_path, *config.html_extra_path, *config.templates_path, *config.html_theme_path]
    entries = [top / str(name) for name in (*names, config.html_logo, config.html_favicon) if name]
    files = (file for entry in entries for file in (entry, *entry.rglob("*")))
    settings = {item.name: item.value for item in config}
    return fingerprint([read_with, settings, sorted(app.tags), _of_files(files, top)])


def _of_extension(extension: Extension) -> list[Any]:
    """Its name, what it says of its version, and its first file, which is all of it for one of the project's own."""
    file = getattr(extension.module, "__file__", None)
    content = _of_files([Path(file)], Path(file).parent) if file else ""
    return [extension.name, extension.version, extension.metadata.get("env_version"), content]


def _of_words(app: Sphinx, env: BuildEnvironment) -> list[Any]:
    """Which catalogues there are, and what those hold that are of no page; Sphinx follows those of pages."""
    config, top = app.config, Path(app.srcdir)
    pages = {docname_to_domain(docname, config.gettext_compact) for docname in env.found_docs}
    folders = (top / folder / config.language / "LC_MESSAGES" for folder in config.locale_dirs)
    found = sorted((folder, file) for folder in folders for file in folder.rglob("*") if file.suffix in _CATALOGUES)
    others = (file for folder, file in found if file.relative_to(folder).with_suffix("").as_posix() not in pages)
    return [[str(file) for _folder, file in found], _of_files(others, top)]


def _of_files(files: Iterable[Path], top: Path) -> str:
    """A digest of names and contents."""
    found = hashlib.sha256()
    for file in sorted(set(files)):
        if file.is_file():
            name = file.relative_to(top).as_posix() if file.is_relative_to(top) else file.as_posix()
            content = file.read_bytes()
            found.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
            found.update(content)
    return found.hexdigest()
