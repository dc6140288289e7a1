"""Small projects that are copied, edited and built, and what came out of a build."""

from __future__ import annotations

import pickle
import re
from dataclasses import dataclass, field
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.builders.html import _assets
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import docutils_namespace, patch_docutils

import thrift

ROOT = Path(__file__).parent.parent
SITES = Path(__file__).parent / "sites"


@dataclass
class Build:
    """What came out of one build."""

    out: Path
    status: int
    warnings: list[str]
    messages: str
    read: list[str]
    written: list[str]
    doctrees: Path
    app: Sphinx = field(repr=False)
    """The application at its end; what another process built has none."""

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "app"}

    @cached_property
    def env(self) -> BuildEnvironment:
        """What was learnt by reading, as it was kept for the next build."""
        return pickle.loads((self.doctrees / "environment.pickle").read_bytes())

    def text(self, name: str) -> str:
        """A file that was written, as text."""
        return (self.out / name).read_text("utf-8")

    def page(self, name: str) -> BeautifulSoup:
        """An HTML page that was written, parsed."""
        return BeautifulSoup(self.text(f"{name}.html"), "html.parser")

    def files(self) -> dict[str, bytes]:
        """Every file that was written, by its path, but for dot-files."""
        return {
            path.relative_to(self.out).as_posix(): path.read_bytes()
            for path in sorted(self.out.rglob("*"))
            if path.is_file() and not path.name.startswith(".")
        }


@dataclass
class Project:
    """A project of its own folder: ``conf.py``, ``docs/`` and ``data/``."""

    root: Path

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text in a file; the text must be there."""
        path = self.root / name
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new), "utf-8")

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file, and the folders above it."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def build(
        self,
        builder: str = "html",
        *,
        folder: str = "build",
        doctrees: str | None = None,
        parallel: int = 1,
        strict: bool = False,
        **settings: Any,
    ) -> Build:
        """Build in this process. *strict* is ``-W``; further keywords override settings of ``conf.py``."""
        status, warnings = StringIO(), StringIO()
        read: list[str] = []
        written: list[str] = []
        # Sphinx keeps the words of the last language that it found for as long as the process lives.
        locale.translators.clear()
        # So it does with the check sums of style sheets and scripts.
        _assets._file_checksum_inner.cache_clear()
        # Some themes add to it, and what they add to is the default of all projects.
        Config.config_values["templates_path"].default.clear()
        with patch_docutils(self.root), docutils_namespace():
            app = Sphinx(
                srcdir=self.root / "docs",
                confdir=self.root,
                outdir=self.root / folder / builder,
                doctreedir=self.root / (doctrees or f"{folder}/{builder}-doctrees"),
                buildername=builder,
                confoverrides=settings,
                status=status,
                warning=warnings,
                warningiserror=strict,
                parallel=parallel,
            )
            app.connect("env-before-read-docs", lambda _app, _env, names: read.extend(sorted(names)))
            app.connect("doctree-resolved", lambda _app, _doctree, name: written.append(name))
            if (templates := getattr(app.builder, "templates", None)) is not None:
                thrift.keep_compiled(templates.environment, thrift.InMemory())
            app.build()
        lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in warnings.getvalue().splitlines() if line.strip()]
        return Build(
            out=app.outdir,
            status=app.statuscode,
            warnings=lines,
            messages=status.getvalue(),
            read=read,
            written=sorted(set(written)),
            doctrees=app.doctreedir,
            app=app,
        )
