"""What small builds spend most of their time on and no test looks at, done once in a process instead of in each."""

from __future__ import annotations

import copy
import gc
import logging
import os
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any, ClassVar

from docutils import nodes
from docutils.frontend import OptionParser
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from myst_parser.mdit_to_docutils import base
from sphinx import theming
from sphinx.application import Sphinx
from sphinx.builders import html as builders_html
from sphinx.builders.html import _assets
from sphinx.environment.collectors.toctree import TocTreeCollector
from sphinx.search import en
from sphinx.util import docutils as sphinx_docutils
from sphinx_external_toc import collectors

from sphinx_rdm.site import minify


@cache
def look_up_once() -> None:
    """Keep what stays the same while a process lives, and leave out what Sphinx says to those who debug it."""
    logging.disable(logging.DEBUG)
    theming.entry_points = cache(theming.entry_points)
    kept = cache(base.get_default_settings)
    base.get_default_settings = lambda *components: copy.deepcopy(kept(*components))
    sphinx_docutils._get_settings = builders_html._get_settings = _settings
    nodes.Node._fast_findall = _found_below
    stem = cache(en.SearchEnglish({}).stem)
    en.SearchEnglish.stem = lambda _self, word: stem(word)
    builders_html._file_checksum = _checksum
    minify._BY_SUFFIX.update({suffix: cache(smaller) for suffix, smaller in minify._BY_SUFFIX.items()})
    collectors.disable_builtin_toctree_collector = _disable_collector_of_sphinx


def _disable_collector_of_sphinx(app: Sphinx) -> None:
    """What sphinx-external-toc does; it looks for the collector among all objects of the process."""
    handlers = [listener.handler for listeners in app.events.listeners.values() for listener in listeners]
    for owner in {getattr(handler, "__self__", None) for handler in handlers}:
        if isinstance(owner, TocTreeCollector) and owner.listener_ids is not None:
            owner.disable(app)


_resolved = cache(Path.resolve)


def _checksum(folder: Path, name: str | os.PathLike[str]) -> str:
    """What Sphinx looks up for each style sheet and script on each page, without asking each time where the file is."""
    given = os.fspath(name)
    if "?" in given or "://" in given:
        return _assets._file_checksum(folder, given)
    return _assets._file_checksum_inner(_resolved(folder / given))


@cache
def _option_parser(components: tuple[type, ...], read_config_files: bool) -> OptionParser:
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        return OptionParser(components=components, read_config_files=read_config_files)


def _settings(*components: Any, defaults: dict[str, Any], read_config_files: bool = False) -> Any:
    """What Sphinx makes of the same components and other *defaults* for each page."""
    classes = tuple(item if isinstance(item, type) else type(item) for item in components)
    parser = _option_parser(classes, read_config_files)
    usual = parser.defaults
    parser.defaults = {**copy.deepcopy(usual), **defaults}
    try:
        return parser.get_default_values()
    finally:
        parser.defaults = usual


def _found_below(self: nodes.Node, cls: type) -> Iterator[nodes.Node]:
    """What docutils finds with a generator for each node, with one for all."""
    pending = [self]
    while pending:
        node = pending.pop()
        if isinstance(node, cls):
            yield node
        if node.children:
            pending += node.children[::-1]


def freeze() -> None:
    """Let no build search or copy all that is there already.

    The search for circles of garbage, and every page of memory that a fork has to copy, cost more, the more objects
    there are.
    """
    gc.set_threshold(1_000_000)
    gc.collect()
    gc.freeze()


class InMemory(BytecodeCache):
    """Templates that an earlier build of this process compiled."""

    kept: ClassVar[dict[tuple[str, str], CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key, bucket.checksum] = bucket.code


def keep_compiled(environment: Environment, kept: BytecodeCache) -> None:
    """Compile no template twice, neither a file nor a text."""
    compile_anew = environment.compile

    def compiled(source: str, name: str | None = None, filename: str | None = None, **options: Any) -> CodeType:
        bucket = kept.get_bucket(environment, name or source, filename, source)
        if bucket.code is None:
            bucket.code = compile_anew(source, name, filename, **options)
            kept.set_bucket(bucket)
        return bucket.code

    environment.compile = compiled
