"""What parts of the extension write beside the pages of a site, or show on every page: they tell it here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from .. import output
from ..domain import RdmDomain, Ts
from ..records.store import Store
from ..references import is_site
from ..warning import Subtype, warn

SiteBuilder = StandaloneHTMLBuilder
_NAMES: Final = "rdm-beside"
"""The event that asks for the paths of files in the output folder of a site."""
_SHOWN: Final = "rdm-shown"
"""The event that asks what every page shows; if that changes, all pages are written."""


def connect(app: Sphinx) -> None:
    """Register the events."""
    app.add_event(_NAMES)
    app.add_event(_SHOWN)


def tell_names(app: Sphinx, names: Callable[[SiteBuilder], Iterable[str]]) -> None:
    """Have files kept that a part writes, and have those deleted that it writes no more."""
    app.connect(_NAMES, lambda _app, builder: names(builder))


def tell_shown(app: Sphinx, shown: Callable[[BuildEnvironment], str]) -> None:
    """Have all pages written when what a part shows on each of them changes."""
    app.connect(_SHOWN, lambda _app, env: shown(env))


def write_beside(
    app: Sphinx,
    names: Callable[[SiteBuilder], Iterable[str]],
    files: Callable[[SiteBuilder], Iterable[tuple[str, str | bytes]]],
) -> None:
    """Write *files* with these *names* when the pages of a site are there; late, so that nothing is written over."""

    def write(app: Sphinx, exception: Exception | None) -> None:
        if exception is not None or not is_site(app.builder):
            return
        for name, content in files(app.builder):
            with faults_reported():
                output.write(Path(app.outdir), name, content)

    tell_names(app, names)
    app.connect("build-finished", write, priority=900)


def write_script(
    app: Sphinx, name: str, view: Callable[[Store, *Ts], Any], script: Callable[[SiteBuilder], str]
) -> Callable[[], bool]:
    """Write a *script* beside the pages of a site that shows the *view* on any; gives what tells whether one does."""

    def is_needed() -> bool:
        return is_site(app.builder) and any(shown for _page, shown in RdmDomain.of(app.env).shown_on(view))

    write_beside(
        app,
        lambda _builder: [name] if is_needed() else [],
        lambda builder: [(name, script(builder))] if is_needed() else [],
    )
    tell_shown(app, lambda _env: name if is_needed() else "")
    return is_needed


@contextmanager
def faults_reported() -> Iterator[None]:
    """Report what could not be written, and go on behind the block."""
    try:
        yield
    except output.OutputError as error:
        warn(Subtype.OUTPUT, str(error), None)


def names_beside(app: Sphinx) -> set[str]:
    """The paths of all that is to be written beside the pages; none unless that is a site."""
    return set().union(*app.emit(_NAMES, app.builder)) if is_site(app.builder) else set()


def shown_everywhere(env: BuildEnvironment) -> list[str]:
    """What the parts show on every page."""
    return list(env.events.emit(_SHOWN, env))
