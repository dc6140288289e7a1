"""Lists on a page what is due, by months and then by kinds, each with the line to edit.

It names days and says of none that it has come, so that what is built does not depend on the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import get_filetype

from . import ledger
from .directive import RdmDirective
from .domain import RdmDomain
from .due.lines import ADVICE, AT_ONCE, TITLES, DueLine, DuePage, DueSources, due
from .front_matter.block import ORPHAN
from .i18n import _, say_month, translated
from .kinds.resource.directive import LONG, SHOWN
from .page_text import as_text
from .records import views
from .render.parts import bullets, cross_reference, heading, link, note, paragraph
from .warning import shown

if TYPE_CHECKING:
    from .page_rules import Settings

_ASKED: Final = "rdm-due"
"""The event that asks what is due, because a directive knows no application."""


class DueOfBuild(NamedTuple):
    """What is due, and what that was made of."""

    lines: list[DueLine]
    pages: Mapping[str, str]
    """The name of each page by the path of its file."""
    orphans: tuple[str, ...]
    """The paths of pages that are in no table of contents, and so in no book that could link to them."""
    state: str
    """Says whether the sources are what they were; empty if that cannot be told."""

    @property
    def fingerprint(self) -> str:
        """That of all that a page shows."""
        return views.fingerprint((self.lines, self.orphans))


def connect(app: Sphinx) -> None:
    """Answer the directive, and have its page read again whenever the answer is another."""
    app.add_event(_ASKED)
    app.connect(_ASKED, _of_build)
    app.connect("env-get-outdated", _outdated)


class DueList(RdmDirective):
    """Show all that is due."""

    def run(self) -> list[nodes.Node]:
        """Make the lists: what cannot wait, what has a day, and what can be done when there is time."""
        found: DueOfBuild = self.env.events.emit(_ASKED)[0]
        self.rdm.data["due"][self.env.current_document.docname] = (found.state, found.fingerprint)
        address = _addresses(self.rdm.show(views.site, "edit_url") or "", found.pages)
        content: list[nodes.Node] = []
        for title, lines in _parted(found.lines, self.config.language):
            linked = (None if line.path in found.orphans else found.pages.get(line.path) for line in lines)
            items = bullets(_item(line, page, address(line.path)) for line, page in zip(lines, linked, strict=True))
            if len(lines) > LONG and not lines[0].day:
                items["shown"], items["rest"] = SHOWN, str(_("%(count)d more")) % {"count": len(lines) - SHOWN}
            content += [heading(title, self.heading_level), *_advice(lines[0]), items]
        return self.finish(content or [note(str(_("Nothing is due.")))])


def _parted(lines: Sequence[DueLine], language: str) -> Iterator[tuple[str, list[DueLine]]]:
    """The lines of each kind and of each month in their order, with a title."""
    first, rest = ([line for line in lines if not line.day and (line.kind in AT_ONCE) is now] for now in (True, False))
    dated = sorted((line for line in lines if line.day), key=lambda line: line.day or date.min)
    for group in (first, dated, rest):
        for title, found in groupby(group, key=lambda line: _title(line, language)):
            yield title, list(found)


def _title(line: DueLine, language: str) -> str:
    return say_month(line.day, language) if line.day else str(translated(TITLES[line.kind]))


def _item(line: DueLine, page: str | None, address: str) -> list[nodes.Node]:
    place = f"{line.path}:{line.position.line}"
    at: nodes.Node = nodes.literal(place, place)
    if address:
        at = link(place, address if "#" in address else f"{address}#L{line.position.line}")
    words = [line.words, *([ADVICE[line.kind]] if _has_own_advice(line) else [])]
    message = "; ".join(str(translated(text)) for text in words) % dict(line.values)
    if page is None:
        return [paragraph(at, nodes.Text(f": {message}"))]
    title = cross_reference("", "std", "doc", f"/{page}", refexplicit=False)
    return [paragraph(title, nodes.Text(f": {message} ("), at, nodes.Text(")"))]


def _advice(line: DueLine) -> list[nodes.Node]:
    """What to do about all lines of a kind; of those of a month, the page says it."""
    if line.day or line.kind not in ADVICE or _has_own_advice(line):
        return []
    words = str(translated(ADVICE[line.kind]))
    return [paragraph(nodes.Text(f"{words[:1].upper()}{words[1:]}."))]


def _has_own_advice(line: DueLine) -> bool:
    return "%" in ADVICE.get(line.kind, "")


def _addresses(template: str, pages: Mapping[str, str]) -> Callable[[str], str]:
    """What gives the address at which a file is edited; empty if the *template* of pages does not tell."""
    path, name = next(iter(pages.items()))
    before, _name, after = path.rpartition(name)
    of_file = f"{before}{{page}}{after}"

    def address(path: str) -> str:
        if of_file in template:
            return template.replace(of_file, quote(path))
        return template.replace("{page}", quote(pages[path])) if path in pages else ""

    return address


def _of_build(app: Sphinx) -> DueOfBuild:
    domain, pages = RdmDomain.of(app.env), _pages(app)
    state = _state(app, pages.values())  # as it is before they are read, so that nothing saved meanwhile is missed
    known = ledger.Ledger()
    with suppress(ledger.LedgerError):  # which was reported
        known = ledger.load(_data(app) / ledger.FILE, "")
    read = [
        DuePage(name, text, get_filetype(app.config.source_suffix, str(path)) == "restructuredtext")
        for name, path in pages.items()
        if (text := _text(path)) is not None
    ]
    label, top = Path(app.config.rdm_data).as_posix(), Path(app.srcdir, app.config.root_doc)
    sources = DueSources(domain.store, _data(app), label, read, shown(top, app), known, lambda: _settings(app))
    names = {name: app.env.path2doc(path) or "" for name, path in pages.items()}
    orphans = tuple(page.path for page in read if ORPHAN.search(page.text))
    return DueOfBuild(due(sources), names, orphans, state)


def _pages(app: Sphinx) -> dict[str, Path]:
    """The file of each page, by its name in messages."""
    paths = (Path(app.env.doc2path(docname)) for docname in sorted(app.env.found_docs))
    return {shown(path, app): path for path in paths}


def _text(path: Path) -> str | None:
    with suppress(OSError):
        return as_text(path.read_bytes())[0]
    return None


def _data(app: Sphinx) -> Path:
    return Path(app.confdir, app.config.rdm_data)


def _settings(app: Sphinx) -> Settings:
    from .page_rules import Settings
    from .page_rules.names import ROLES

    syntax = (getattr(app.config, f"myst_{name}", ()) for name in ("enable_extensions", "disable_syntax"))
    extensions, disabled = map(tuple, syntax)
    return Settings(frozenset(extensions), disabled, ROLES.union(RdmDomain.of(app.env).roles), app.config.smartquotes)


def _state(app: Sphinx, pages: Iterable[Path]) -> str:
    """A digest of the data, and of time and size of the files."""
    found = []
    for path in (_data(app) / ledger.FILE, *pages):
        with suppress(OSError):
            stat = path.stat()
            found.append((str(path), stat.st_mtime_ns, stat.st_size))
    digest = RdmDomain.of(app.env).digest
    return views.fingerprint((digest, found)) if digest else ""


def _outdated(app: Sphinx, env: BuildEnvironment, *_known: set[str]) -> list[str]:
    """The pages that would show something else now."""
    kept = RdmDomain.of(env).data["due"]
    asking = [docname for docname in kept if docname in env.found_docs]
    if not asking or {kept[docname][0] for docname in asking} == {_state(app, _pages(app).values()) or None}:
        return []
    now = _of_build(app)
    stale = [docname for docname in asking if kept[docname][1] != now.fingerprint]
    kept.update({docname: (now.state, now.fingerprint) for docname in asking if docname not in stale})
    return stale


DIRECTIVES: Final = {"due": DueList}
