"""Settings in ``conf.py`` that have no effect or cannot be used: reported where they stand, and the default is taken.

Sphinx tells the type of a value and some files that are missing, without a place, and builds on.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Any, Final

from sphinx.application import Sphinx
from sphinx.config import ENUM, Config
from sphinx.environment import BuildEnvironment

from .private import expected, given
from .records.wording import meant, nearest, shown, unknown
from .references import is_site
from .warning import warn_of_setting

_TYPES: Final = {
    list: "a list, as in ['one', 'two']",
    tuple: "a list, as in ['one', 'two']",
    frozenset: "a list, as in ['one', 'two']",
    dict: "a dictionary, as in {'name': 'value'}",
    str: "text in quotes",
    bool: "True or False",
    int: "a whole number",
}
"""What is expected where a setting may have a type."""

_TEXTS: Final = (
    *("exclude_patterns", "include_patterns", "html_static_path", "html_extra_path", "templates_path", "locale_dirs"),
    *(
        "html_theme_path",
        "rdm_books",
        "rdm_book_pages",
        "rdm_book_without",
        "rdm_short_sections",
        "rdm_search_last",
        "rdm_required_keys",
    ),
    "rdm_other_keys",
)
"""Lists that hold nothing but texts."""

_FOLDERS: Final = ("html_static_path", "html_extra_path", "templates_path", "locale_dirs")
_COPIED: Final = ("html_static_path", "html_extra_path")
_FILES: Final = ("html_logo", "html_favicon")
_LOADED: Final = ("html_css_files", "html_js_files")


def connect(app: Sphinx) -> None:
    """Look when all extensions have registered their settings, and before anything reads them."""
    app.connect("config-inited", _report_types, priority=20)
    app.connect("config-inited", _report_names)
    app.connect("config-inited", _report_paths, priority=700)  # before Sphinx takes out what is missing, at 800
    app.connect("build-finished", _report_files)


def _report_names(app: Sphinx, config: Config) -> None:
    """Report names that nobody knows: those that begin as ours do, and those that nearly are a setting.

    A name that begins like no family of settings and stands beside the setting that it is like is the author's own, as
    that of a list of authors beside the author.
    """
    known = [item.name for item in config]
    sizes = Counter(name.partition("_")[0] for name in known)
    names = given(config)
    for name, value in names.items():
        if name in config or name in config.overrides:  # of what is on the command line, Sphinx says so
            continue
        ours = name.startswith("rdm_")
        if not ours and (name.startswith("_") or not isinstance(value, str | int | float | list | tuple | dict | set)):
            continue
        is_of_family = "_" in name and sizes[name.partition("_")[0]] > 1
        near = nearest(name, [word for word in known if word.startswith("rdm_") == ours])
        if near and (is_of_family or near not in names):
            warn_of_setting(app, name, unknown("setting", name, [near]))
        elif ours:
            ending = "; name the part that takes it in extensions, or remove it"
            warn_of_setting(app, name, unknown("setting", name, (), ending=ending))


def _report_types(app: Sphinx, config: Config) -> None:
    """Report values of a type that a setting cannot have, and take the default, which all code can use."""
    for name in [item.name for item in config]:
        value = getattr(config, name)
        default, types = expected(config, name)
        if not _fits(value, default, types):
            warn_of_setting(app, name, f"expected {_described(default, types)}, found {shown(repr(value))}")
            setattr(config, name, default)
    for name in _TEXTS:
        value = getattr(config, name, ())
        if isinstance(value, str):  # which Sphinx takes for some of them, and cannot use
            warn_of_setting(app, name, f"expected {_TYPES[list]}, found {shown(repr(value))}")
            setattr(config, name, expected(config, name)[0])
            continue
        for item in (item for item in value if not isinstance(item, str | os.PathLike)):
            warn_of_setting(app, name, f"expected text in quotes, found {shown(repr(item))}", item)
        if not all(isinstance(item, str) for item in value):
            setattr(config, name, [os.fspath(item) for item in value if isinstance(item, str | os.PathLike)])


def _fits(value: object, default: object, types: Any) -> bool:
    """Whether Sphinx has nothing against the type of a value; see ``sphinx.config.check_confval_types``."""
    if isinstance(types, ENUM):
        return isinstance(value, str | bool | list | tuple | set | None) and types.match(value)  # type: ignore[arg-type]
    if (default is None and not types) or Any in types:
        return True
    if type(value) is type(default) or type(value) in types:
        return True
    return bool(({*type(value).__bases__, type(value)} & {*type(default).__bases__}) - {object})


def _described(default: object, types: Any) -> str:
    if isinstance(types, ENUM):
        return repr(types).replace("ENUM(", "one of ").removesuffix(")")
    kinds = [*types] or [type(default)]
    return " or ".join(dict.fromkeys(words for kind, words in _TYPES.items() if kind in kinds)) or "another type"


def _report_paths(app: Sphinx, config: Config) -> None:
    """Report files and folders that do not exist, and leave them out."""
    for name in _FILES:
        value = getattr(config, name)
        if value and "://" not in value and not _exists(Path(app.confdir), value, os.path.isfile):
            _report_path(app, name, "file", value, Path(app.confdir))
            setattr(config, name, None)
    for name in (name for name in _FOLDERS if name in given(config)):
        top = Path(app.srcdir if name == "locale_dirs" else app.confdir)
        missing = [value for value in getattr(config, name) if not _exists(top, value, os.path.exists)]
        for value in missing:
            _report_path(app, name, "folder", value, top)
        around = [value for value in getattr(config, name) if name in _COPIED and _is_around(top, value, app)]
        for value in around:
            warn_of_setting(app, name, f"'{shown(value)}' holds the output, which cannot be copied into itself", value)
        missing += around
        setattr(config, name, [value for value in getattr(config, name) if value not in missing])

    for name in _LOADED:
        entries = list(getattr(config, name))
        if faults := [(entry, fault) for entry in entries if (fault := _unusable(app, entry))]:
            for entry, fault in faults:
                warn_of_setting(app, name, fault, _file(entry))
            setattr(config, name, [entry for entry in entries if not _unusable(app, entry)])


def _is_around(top: Path, value: str, app: Sphinx) -> bool:
    return _exists(top, value) and Path(app.outdir).resolve().is_relative_to((top / value).resolve())


def _unusable(app: Sphinx, entry: object) -> str:
    """What is wrong with a style sheet or a script, so that Sphinx could not even look for it; empty if nothing is."""
    file = _file(entry)
    if not isinstance(file, str):
        return f"expected the name of a file in quotes, found {shown(repr(entry))}"
    is_folder = any(_exists(Path(app.confdir, path), file, os.path.isdir) for path in app.config.html_static_path)
    if is_folder or not file or ("://" not in file and re.search(r"[?\0]|.{256}", file)):
        return f"'{shown(file)}' is no name of a file; write it as in 'own.css'"
    return ""


def _file(entry: object) -> object:
    """The name of a file, which may stand in a pair with attributes."""
    is_pair = isinstance(entry, list | tuple) and len(entry) == 2 and isinstance(entry[1], dict)
    return entry[0] if is_pair and isinstance(entry, list | tuple) else entry


def _report_path(app: Sphinx, name: str, noun: str, value: str, top: Path) -> None:
    near = _near(top, value)
    near = near if near != value else ""
    whose = "the pages" if name == "locale_dirs" else "conf.py"
    ending = meant(near, f"; write its path from the folder of {whose}")
    warn_of_setting(app, name, f"there is no {noun} '{shown(value)}'{ending}", value)


def report_patterns(name: str, app: Sphinx, env: BuildEnvironment) -> None:
    """Report the patterns of pages in a setting that fit none."""
    for pattern in app.config[name]:
        if not any(fnmatchcase(docname, pattern) for docname in env.all_docs):
            ending = meant(nearest(pattern, env.all_docs), ", and no pattern of such names")
            warn_of_setting(app, name, f"'{shown(pattern)}' is the name of no page{ending}", pattern)


def _exists(top: Path, value: str, check: Any = os.path.exists) -> bool:
    # These functions take what is no name of a file at all for one that does not exist.
    return bool(check(os.path.join(top, value)))  # noqa: PTH118


def _near(top: Path, value: str) -> str:
    """The path that exists and is most like another, part by part; empty if there is none."""
    found = PurePath()
    for part in PurePath(value).parts:
        if _exists(top, str(found / part)):
            found /= part
        elif near := nearest(part, sorted(os.listdir(top / found)) if (top / found).is_dir() else []):  # noqa: PTH208
            found /= near
        else:
            return ""
    return found.as_posix()


def _report_files(app: Sphinx, exception: Exception | None) -> None:
    """Report style sheets and scripts that are not there once all is copied, whoever was to bring them."""
    if exception is not None or not is_site(app.builder):
        return
    static = Path(app.outdir, "_static")
    for name in _LOADED:
        for file in map(str, map(_file, getattr(app.config, name))):
            if "://" not in file and not file.startswith("/") and not _exists(static, file, os.path.isfile):
                files = [path.relative_to(static).as_posix() for path in static.rglob("*") if path.is_file()]
                ending = meant(nearest(file, sorted(files)), "; put it into a folder of html_static_path")
                warn_of_setting(app, name, f"there is no file '{shown(file)}'{ending}", file)
