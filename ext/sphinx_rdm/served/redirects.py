"""Pages at old addresses, which lead to what took their place."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from string import Template
from typing import Final, NamedTuple
from urllib.parse import quote_plus, unquote

from docutils import nodes
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder

from ..catalogue import query
from ..catalogue.model import Redirect
from ..domain import RdmDomain
from ..i18n import _
from ..nodes import data_block, filter_data
from ..references import is_site
from ..warning import Subtype, warn

SCRIPT: Final = "moved.js"
"""The script that follows a redirect and keeps the anchor; the page for what is not found has it, too."""

_PAGE: Final = Template("""\
<!DOCTYPE html>
<html lang="$language" data-content_root="$root">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="robots" content="noindex" />
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


def pages(redirects: Mapping[str, Redirect], builder: StandaloneHTMLBuilder) -> dict[str, str]:
    """The pages at old addresses, by their paths in the output folder.

    A server sends a page only where the address looks like one: a file of another type, such as a table,
    gets none, and neither does an address at which the site has a page.
    """
    taken = _own(builder)
    found: dict[str, list[Move]] = {}
    for move in moves(redirects, builder):
        path = _file(move.old)
        if path and path not in taken:
            found.setdefault(path, []).append(move)
    return {path: _page(path, rows, builder.config.language) for path, rows in found.items()}


def check(domain: RdmDomain, builder: Builder) -> None:
    """Report redirects that lead nowhere, or that no reader can follow; in every build."""
    env = domain.env
    if is_site(builder):
        for old, docname in _hidden(domain.store.redirects, builder):
            message = f"'{old}' is the address of {docname}, so nobody is led elsewhere; remove this redirect"
            warn(Subtype.HOME, message, domain.store.locations["redirects", old])
    goals = {item.page for item in domain.store.redirects.values() if item.anchor or item.view}
    doctrees = {name: env.get_doctree(name) for name in sorted(goals.intersection(env.all_docs))}
    anchors = {name: _anchors(doctree) for name, doctree in doctrees.items()}
    views = {name: _views(doctree) for name, doctree in doctrees.items()}
    for old, redirect in domain.store.redirects.items():
        page = redirect.page
        hints = query.unknown("page", [page], env.all_docs)
        if not hints and redirect.anchor:
            hints += query.unknown(f"anchor of {page}", [redirect.anchor], anchors[page])
        if not hints and redirect.view:
            hints += query.unknown(f"filter of {page}", redirect.view.split("&"), views[page])
        for hint in hints:
            warn(Subtype.HOME, f"{hint} (instead of '{old}')", domain.store.locations["redirects", old])


def data(moves: Sequence[Move]) -> str:
    """What the script takes: old and new addresses."""
    return data_block("rdm-moved", [(move.old, move.new) for move in moves])


def _hidden(redirects: Mapping[str, Redirect], builder: StandaloneHTMLBuilder) -> list[tuple[str, str]]:
    """Old addresses at which the site has another page than the redirect names, each with that page."""
    own = _own(builder)
    return [
        (old, own[path]) for old, item in redirects.items() if (path := _file(old)) in own and own[path] != item.page
    ]


def _anchors(doctree: nodes.document) -> set[str]:
    """All anchors of a page."""
    return {anchor for node in doctree.findall(nodes.Element) for anchor in node["ids"]}


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


def _file(old: str) -> str:
    """The file that a server sends for an old address; nothing if it would not be sent as a page."""
    path = unquote(old.partition("?")[0]).strip("/")
    suffix = PurePosixPath(path).suffix
    if suffix in (".html", ".htm"):
        return path
    return "" if suffix else PurePosixPath(path, "index.html").as_posix()


def _page(path: str, rows: Sequence[Move], language: str) -> str:
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
        data=data(rows),
        script=SCRIPT,
        refresh=refresh if default else "",
        links="\n".join(links),
    )
