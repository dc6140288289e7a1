"""Builds in children that are forked from a warm process: quick, and none leaves anything behind, killed or not."""

from __future__ import annotations

import gc
import importlib
import os
import pickle
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import thrift
from building import SITES

MOMENT = "1750000000"
"""What builds take for the time, so that no output holds the time of the day."""


class Interruption(NamedTuple):
    """What happens to a build when it is about to change a file for the *after*-th time."""

    kind: str
    """``kill`` ends it with all its processes, ``orphan`` leaves the others alone; ``raise`` and ``crash`` raise."""
    after: int


@dataclass
class Report:
    """What is known of a build."""

    outcome: str
    """``fine``, ``failed`` (by ``-W``), ``raised`` or ``killed``."""
    read: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    error: str = ""
    changes: int = 0
    """How many times it changed a file."""


OPTIONS: dict[str, Any] = {
    "folder": "build",
    "shared": False,
    "parallel": 1,
    "strict": False,
    "settings": None,
    "tags": (),
    "only": (),
}


class Full(OSError):  # noqa: N818
    """A full disk, made by the machine."""


class Crash(RuntimeError):  # noqa: N818
    """A fault in some code, made by the machine."""


def build(root: Path, builder: str = "html", *, interruption: Interruption | None = None, **options: Any) -> Report:
    """Build the project at *root*; for the options see ``OPTIONS``. Builders that share doctrees have one folder."""
    return start(root, builder, interruption=interruption, **options)()


def start(
    root: Path, builder: str, *, interruption: Interruption | None = None, **options: Any
) -> Callable[[], Report]:
    """Start a build; the function that is given back waits for its end."""
    warm()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setsid()
            os.close(reading)
            report = _build(root, builder, interruption, **OPTIONS | options)
            with os.fdopen(writing, "wb") as pipe:
                pickle.dump(report, pipe)
        finally:
            os._exit(0)
    os.close(writing)

    def wait() -> Report:
        with os.fdopen(reading, "rb") as pipe:
            _pid, _status = os.waitpid(child, 0)
            if not (interruption and interruption.kind == "orphan"):
                with suppress(ProcessLookupError):
                    os.killpg(child, signal.SIGKILL)
            content = pipe.read() if not interruption or interruption.kind != "orphan" else b""
        return pickle.loads(content) if content else Report("killed")

    return wait


def _build(
    root: Path,
    builder: str,
    interruption: Interruption | None,
    *,
    folder: str,
    shared: bool,
    parallel: int,
    strict: bool,
    settings: Mapping[str, Any] | None,
    tags: tuple[str, ...],
    only: tuple[str, ...],
) -> Report:
    """Build in this process, which is a child."""
    from jinja2 import FileSystemBytecodeCache
    from sphinx.application import Sphinx

    gc.disable()
    os.environ["SOURCE_DATE_EPOCH"] = MOMENT
    os.chdir(root)
    sys.path.insert(0, str(root))
    report = Report("killed")
    warnings = StringIO()
    _count_changes(root / folder, report, interruption)
    try:
        app = Sphinx(
            srcdir=root / "docs",
            confdir=root,
            outdir=root / folder / builder,
            doctreedir=root / folder / ("doctrees" if shared else f"{builder}-doctrees"),
            buildername=builder,
            confoverrides=dict(settings or {}),
            status=None,
            warning=warnings,
            warningiserror=strict,
            parallel=parallel,
            tags=tags,
        )
        app.connect("env-before-read-docs", lambda _app, _env, names: report.read.extend(sorted(names)))
        if (templates := getattr(app.builder, "templates", None)) is not None:
            thrift.keep_compiled(templates.environment, FileSystemBytecodeCache(_cache()))
        app.build(filenames=[root / "docs" / name for name in only])
        report.outcome = "failed" if app.statuscode else "fine"
    except BaseException:
        was_injected = interruption is not None and report.changes >= interruption.after
        report.outcome = "killed" if was_injected else "raised"
        report.error = "\n  ".join(traceback.format_exc().strip().splitlines()[-9:])
    report.warnings = [line for line in warnings.getvalue().splitlines() if line.strip()]
    return report


def _count_changes(folder: Path, report: Report, interruption: Interruption | None) -> None:
    """Count the changes of files below a folder, and interrupt the build at one of them."""
    top = str(folder)
    main = os.getpid()

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            changing = bool(mode and set(mode) & set("wax+")) or bool(flags & (os.O_WRONLY | os.O_RDWR))
        else:
            path, changing = arguments[0] if arguments else "", event in ("os.remove", "os.rename", "os.rmdir")
        if not changing or not isinstance(path, (str, os.PathLike)) or not os.fspath(path).startswith(top):
            return
        report.changes += 1
        if interruption and report.changes == interruption.after:
            if interruption.kind == "raise":
                raise Full("no space left on device")
            if interruption.kind == "crash":
                raise Crash("a fault in some code")
            if interruption.kind == "orphan":
                os.kill(main, signal.SIGKILL)
            else:
                os.killpg(main, signal.SIGKILL)
            time.sleep(1)

    sys.addaudithook(hook)


@cache
def _cache() -> str:
    """Where compiled templates are kept."""
    folder = Path(tempfile.gettempdir(), f"rdm-machine-{os.getuid()}-templates")
    folder.mkdir(exist_ok=True)
    return str(folder)


@cache
def warm() -> None:
    """Import whatever a build imports, but build nothing in this process, so that it has no state to leak."""
    from sphinx import theming

    from sphinx_rdm.incremental import digest

    _cache()
    thrift.look_up_once()
    digest.of_code()
    theming.entry_points(group="sphinx.html_themes")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            names: set[str] = set()
            for site in ("garden", "atlas"):
                with tempfile.TemporaryDirectory() as folder:
                    shutil.copytree(SITES / site, Path(folder, site))
                    for builder in ("html", "epub"):
                        _build(Path(folder, site), builder, None, **OPTIONS | {"parallel": 2})
                        names |= {name for name, module in sys.modules.items() if getattr(module, "__file__", None)}
            with os.fdopen(writing, "wb") as pipe:
                pickle.dump(sorted(names), pipe)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        names = pickle.load(pipe)
    os.waitpid(child, 0)
    for name in names:
        with suppress(ImportError):
            importlib.import_module(name)
    thrift.freeze()
