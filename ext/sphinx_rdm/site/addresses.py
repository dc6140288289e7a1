"""Addresses that were published, and are a promise since: what others may have linked to stays, or leads on.

A list beside the data has them: pages, and the sections and records on them. A build of a site says which of them it
has no more. At a release, one adds the new ones; nobody else edits the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from ..domain import RdmDomain
from ..incremental.beside import faults_reported
from ..kinds.plain import REDIRECT
from ..output import write
from ..records.addresses import file_of
from ..records.positioned import Position, Problem, first_of_each_file
from ..records.wording import meant, nearest
from ..references import is_site
from ..warning import Subtype, shown, warn
from .not_found import PAGE

NAME: Final = "addresses.txt"
_NUMBERED: Final = re.compile(r"id\d+")  # what has no name of its own gets another number when something is added above


def connect(app: Sphinx) -> None:
    """Compare when all pages are read; add when they are written."""
    app.add_config_value("rdm_keep_addresses", False, "", bool, "Add what is new to the list of addresses.")
    app.connect("env-get-updated", _compare, priority=910)
    app.connect("build-finished", _keep, priority=910)


def _compare(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Report each address of the list that leads nowhere now."""
    path = _path(app)
    if is_site(app.builder) and path.is_file():
        listed = path.read_text("utf-8", "replace").splitlines()
        for problem in first_of_each_file(_vanished(listed, app.builder, shown(path, app))):
            warn(Subtype.HOME, problem.message, problem.location)
    return []


def _keep(app: Sphinx, exception: Exception | None) -> None:
    """Add what is new, if that is asked for."""
    if exception is None and app.config.rdm_keep_addresses and is_site(app.builder):
        path = _path(app)
        listed = path.read_text("utf-8").splitlines() if path.is_file() else []
        pages = _places(app.builder)
        own = [f"{page}{'#' * bool(place)}{place}" for page, places in pages.items() for place in ("", *places)]
        with faults_reported():
            write(path.parent, NAME, "".join(f"{line}\n" for line in sorted({*filter(str.strip, listed), *own})))


def _path(app: Sphinx) -> Path:
    return Path(app.confdir, app.config.rdm_data, NAME)


def _places(builder: StandaloneHTMLBuilder) -> dict[str, set[str]]:
    """The address of each page, with the sections and records on it to which others can link."""
    env = builder.env
    found = {name: set[str]() for name in env.titles if name != PAGE}
    for name in found:
        links = env.tocs[name].findall(nodes.reference) if name in env.tocs else ()
        found[name].update(str(link.get("anchorname", "")).removeprefix("#") for link in links)
    for domain in env.domains.sorted():
        for _name, _title, _kind, name, anchor, _priority in domain.get_objects():
            if name in found:
                found[name].add(anchor)
    return {
        _address(name, builder): {place for place in places if place and not _NUMBERED.fullmatch(place)}
        for name, places in found.items()
    }


def _address(name: str, builder: StandaloneHTMLBuilder) -> str:
    return f"/{builder.get_target_uri(name)}"


def _vanished(listed: list[str], builder: StandaloneHTMLBuilder, path: str) -> Iterator[Problem]:
    """A problem for each address that is neither of the site nor led on; of a page that is gone, for it alone."""
    places = _places(builder)
    redirects = RdmDomain.of(builder.env).store.of(REDIRECT).items()
    own = {file_of(address): address for address in places}
    led = {file_of(old): item for old, item in redirects if "?" not in old and item.page in builder.env.titles}
    names = {_address(name, builder): name for name in builder.env.titles}
    gone: set[str] = set()
    for number, line in enumerate(listed, 1):
        address, _sign, anchor = line.strip().partition("#")
        file = file_of(address)
        message = ""
        if address and file not in own and file not in led:
            message = "" if file in gone else _no_page(address, places)
            gone.add(file)
        elif anchor and (file in own or not led[file].anchor):
            page = own.get(file) or _address(led[file].page, builder)
            if anchor not in places.get(page, ()) and anchor not in _anchors(names[page], builder.env):
                message = _no_place(page, anchor, places)
        if message:
            yield Problem(path, Position(number, 1), message)


def _no_page(address: str, places: dict[str, set[str]]) -> str:
    remedy = f"add 'old: {address}' and the page in its place to {REDIRECT.file}.yml"
    likely = meant(nearest(address, places))
    return f"nothing is at '{address}' any more; {remedy}, or rename pages with 'sphinx-rdm move'{likely}"


def _no_place(page: str, anchor: str, places: dict[str, set[str]]) -> str:
    near = nearest(anchor, sorted(places.get(page, ())))
    likely = next((other for other in places if anchor in places[other]), None)
    likely = f"{likely}#{anchor}" if likely else near and f"{page}#{near}"
    remedy = f"write ({anchor})= above what took its place, or delete the line if nothing did"
    return f"'{page}' has no place '#{anchor}' any more, and a redirect leads to pages alone; {remedy}{meant(likely)}"


def _anchors(name: str, env: BuildEnvironment) -> set[str]:
    """All that an address can name on a page, which takes longer to find."""
    return {anchor for node in env.get_doctree(name).findall(nodes.Element) for anchor in node["ids"]}
