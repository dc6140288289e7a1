"""Pages at old addresses, which lead to what took their place."""

from __future__ import annotations

import html
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from pathlib import Path
from string import Template
from typing import Final, NamedTuple
from urllib.parse import quote_plus

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from ..domain import RdmDomain
from ..i18n import _
from ..kinds.plain import REDIRECT, Redirect
from ..nodes import data_block, filter_data
from ..records.addresses import file_of, fold
from ..records.wording import all_unknown
from ..references import is_site
from ..search import extracts
from ..warning import Subtype, warn
from . import sitemap

SCRIPT: Final = "moved.js"
"""The script that follows a redirect and keeps the anchor; the page for what is not found has it, too."""

_OF_OTHERS: Final = ("_static", "_images", "_sources", "_downloads", sitemap.NAME, extracts.FOLDER)
"""What is the builder's whatever is in it now, and what is written after the pages at old addresses."""

_MARK: Final = '<meta name="generator" content="sphinx-rdm, for an old address" />'
"""What tells our page from that of someone else, if no record of earlier builds is left."""

_PAGE: Final = Template("""\
<!DOCTYPE html>
<html lang="$language" data-content_root="$root">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="robots" content="noindex" />
$mark
<meta name="color-scheme" content="light dark" />
<title>$title</title>
$data
<script src="${root}_static/$script"></script>
$refresh</head>
<body>
<main>
<h1>$title</h1>
<ul>
$links
</ul>
</main>
</body>
</html>
""")


class Move(NamedTuple):
    """An old address, the new one seen from the top of the site, and the title of the page there."""

    old: str
    new: str
    title: str


def moves(redirects: Mapping[str, Redirect], builder: Builder) -> list[Move]:
    """All moves, in the order of the file; a redirect to a page that does not exist was reported."""
    titles = builder.env.titles
    return [
        Move(old, _address(item, builder), titles[item.page].astext())
        for old, item in redirects.items()
        if item.page in titles
    ]


def places(redirects: Mapping[str, Redirect], builder: StandaloneHTMLBuilder) -> dict[str, list[Move]]:
    """What is to be written at old addresses: the moves on each page, by its path in the output folder.

    A server sends a page only where the address looks like one: a file of another type, such as a table,
    gets none, and neither does an address at which the site has something else.
    """
    found = _by_file(moves(redirects, builder))
    for path in obstacles(found, builder):
        del found[path]
    return found


def obstacles(paths: Collection[str], builder: StandaloneHTMLBuilder) -> dict[str, str]:
    """What is in the way of files at some *paths*: a file there or above, or one in a folder of that name.

    Nothing is written over, on no kind of disk: neither pages, nor what the builder, another extension or
    the author put into the output folder.
    """
    if not (asked := {fold(name) for path in paths for name in (path, *_above(path))}):
        return {}
    files = (*_own(builder), *_found(builder, asked))
    there = {name: name for name in _OF_OTHERS} | {fold(file): file for file in files}
    taken = {fold(folder): file for file in there.values() for folder in _above(file)} | there
    found = {
        path: taken.get(fold(path)) or next((there[name] for name in map(fold, _above(path)) if name in there), "")
        for path in paths
    }
    return {path: file for path, file in found.items() if file}


def page(path: str, rows: Sequence[Move], language: str) -> str:
    """The page at a path in the output folder, which leads on from there."""
    root = "../" * path.count("/") or "./"
    # Without a script, what is asked for behind a question mark is not known.
    default = next((move.new for move in rows if "?" not in move.old), "")
    refresh = f'<noscript><meta http-equiv="refresh" content="0; url={html.escape(root + default)}" /></noscript>\n'
    goals = {move.title: move.new for move in reversed(rows) if not default or move.new == default}
    links = [f'<li><a href="{html.escape(root + new)}">{html.escape(title)}</a></li>' for title, new in goals.items()]
    return _PAGE.substitute(
        language=html.escape(language),
        root=root,
        title=html.escape(str(_("This page has moved"))),
        mark=_MARK,
        data=data(rows),
        script=SCRIPT,
        refresh=refresh if default else "",
        links="\n".join(links),
    )


def check(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Report redirects that lead nowhere, or that no reader can follow; in every build."""
    store = RdmDomain.of(env).store
    redirects = store.of(REDIRECT)
    if redirects and is_site(app.builder):
        for old, message in _hidden(redirects, app.builder):
            warn(Subtype.HOME, f"'{old}' {message}; remove this redirect", store.locations["redirects", old])
    goals = {item.page for item in redirects.values() if item.anchor or item.view}
    doctrees = {name: env.get_doctree(name) for name in sorted(goals.intersection(env.all_docs))}
    anchors = {
        name: {anchor for node in doctree.findall(nodes.Element) for anchor in node["ids"]}
        for name, doctree in doctrees.items()
    }
    views = {name: _views(doctree) for name, doctree in doctrees.items()}
    for old, redirect in redirects.items():
        page = redirect.page
        hints = all_unknown("page", [page], env.all_docs)
        if not hints and redirect.anchor:
            hints += all_unknown(f"anchor of {page}", [redirect.anchor], anchors[page])
        if not hints and redirect.view:
            hints += all_unknown(f"filter of {page}", redirect.view.split("&"), views[page])
        for hint in hints:
            warn(Subtype.HOME, f"{hint} (instead of '{old}')", store.locations["redirects", old])
    return []


def check_places(domain: RdmDomain, builder: StandaloneHTMLBuilder) -> None:
    """Report redirects at whose address something else was written, once it is: by the builder, or by an extension."""
    if not (wanted := _by_file(moves(domain.store.of(REDIRECT), builder))):
        return
    pages = {fold(file) for file in _own(builder)}  # of which was said already
    for path, there in obstacles([path for path in wanted if fold(path) not in pages], builder).items():
        for move in wanted[path]:
            message = f"'{move.old}' is not led on, because '{there}' is in the place of its page; remove this redirect"
            warn(Subtype.HOME, message, domain.store.locations["redirects", move.old])


def data(moves: Sequence[Move]) -> str:
    """What the script takes: old and new addresses."""
    return data_block("rdm-moved", [(move.old, move.new) for move in moves])


def _by_file(moves: Iterable[Move]) -> dict[str, list[Move]]:
    """The moves by the file at which a server looks; those of which it would send none as a page are left out."""
    found: dict[str, list[Move]] = {}
    for move in moves:
        if path := file_of(move.old):
            found.setdefault(path, []).append(move)
    return found


def _hidden(redirects: Mapping[str, Redirect], builder: StandaloneHTMLBuilder) -> Iterator[tuple[str, str]]:
    """Old addresses at which the site has another page than the redirect names, each with what is to be said."""
    own = {fold(file): (file, docname) for file, docname in _own(builder).items()}
    for old, item in redirects.items():
        path = file_of(old)
        file, docname = own.get(fold(path), ("", item.page))
        if docname != item.page:
            why = ", so nobody is led elsewhere" if file == path else " where capitals and small letters are one"
            yield old, f"is the address of {docname}{why}"


def _found(builder: StandaloneHTMLBuilder, asked: Set[str]) -> Iterator[str]:
    """The files in the output folder now that are called as is *asked*, or below; but for pages at old addresses."""
    for folder, _folders, names in os.walk(builder.outdir):
        inside = Path(folder).relative_to(builder.outdir).as_posix()
        for name in names:
            file = name if inside == "." else f"{inside}/{name}"
            is_page = name.lower().endswith((".html", ".htm"))
            is_asked = not asked.isdisjoint(map(fold, (file, *_above(file))))
            if is_asked and not (is_page and _is_ours(Path(folder, name))):
                yield file


def _is_ours(file: Path) -> bool:
    # What cannot be read is not ours, nor is a link to nowhere, or a pipe that would wait for its other end.
    with suppress(OSError):
        if file.is_file():
            with file.open("rb") as page:
                # Far enough for the mark, which stands behind the way up from the deepest folder.
                return _MARK.encode() in page.read(10_000)
    return False


def _above(file: str) -> list[str]:
    *folders, _name = file.split("/")
    return ["/".join(folders[:depth]) for depth in range(len(folders), 0, -1)]


def _views(doctree: nodes.document) -> list[str]:
    """All that a list on the page can be narrowed down by, as ``name=value``; none if there is no such list."""
    return [
        f"{name}={quote_plus(value)}"
        for place in doctree.findall(filter_data)
        for name, _title, values in place["data"]["facets"]
        for value, _shown in values
    ]


def _address(redirect: Redirect, builder: Builder) -> str:
    view = f"?{redirect.view}" if redirect.view else ""
    anchor = f"#{redirect.anchor}" if redirect.anchor else ""
    return f"{builder.get_target_uri(redirect.page)}{view}{anchor}"


def _own(builder: StandaloneHTMLBuilder) -> dict[str, str]:
    """The pages of the site by their paths in the output folder."""
    out = Path(builder.outdir)
    return {Path(builder.get_output_path(name)).relative_to(out).as_posix(): name for name in builder.env.titles}
