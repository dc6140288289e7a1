"""What each page defines for references: labels, terms, objects, equations.

If two pages define the same, Sphinx warns, keeps what it read last, and forgets the other. So references would lead
to whichever page was edited last, and nowhere once that page is gone. Here the last in the order of pages wins,
whenever and in however many processes they were read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

_NAME: Final = "rdm_claims"
"""The attribute of the environment that keeps, for each page, its entries in the tables of domains."""

Claims = dict[tuple[str, str], dict[Any, tuple[Any, ...]]]


def connect(app: Sphinx) -> None:
    """Register the events."""
    app.connect("doctree-read", _note, priority=990)
    app.connect("env-purge-doc", lambda _app, env, docname: _kept(env).pop(docname, None))
    app.connect("env-merge-info", _merge)


def settle(env: BuildEnvironment) -> None:
    """Put the entries of all pages into their tables again, in the order of the pages."""
    for docname in sorted(_kept(env)):
        for (domain, table), entries in _kept(env)[docname].items():
            env.domaindata[domain].setdefault(table, {}).update(entries)


def _note(app: Sphinx, _doctree: nodes.document) -> None:
    docname = app.env.current_document.docname
    own = (
        (name, {key: entry for key, entry in table.items() if isinstance(entry, tuple) and entry[:1] == (docname,)})
        for name, table in _tables(app.env)
    )
    _kept(app.env)[docname] = {name: entries for name, entries in own if entries}


def _merge(_app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    _kept(env).update({name: _kept(other)[name] for name in docnames if name in _kept(other)})


def _tables(env: BuildEnvironment) -> Iterator[tuple[tuple[str, str], dict[Any, Any]]]:
    """The tables of all domains that say for a name where it is defined; going through them once a page is cheap."""
    for domain, data in env.domaindata.items():
        for name, table in data.items():
            if isinstance(table, dict) and domain != "rdm":
                yield (domain, name), table


def _kept(env: BuildEnvironment) -> dict[str, Claims]:
    if not hasattr(env, _NAME):
        setattr(env, _NAME, {})
    kept: dict[str, Claims] = getattr(env, _NAME)
    return kept
