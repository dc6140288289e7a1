"""The front matter of the pages of a build: reported where it stands, and handed on as far as it is sound.

Sphinx hands front matter on as plain strings, keeps the last of two equal keys without a word, and knows nothing of an
rST page's fields while the page is read. So it is read here from the source. All who use it later, here or in a
template, find sound values in ``env.metadata``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import get_filetype

from ..asked import AskedOfPage
from ..asked import read as read_kinds
from ..domain import RdmDomain
from ..records.kind import SUBJECT_CALLED, SUBJECTS
from ..warning import Subtype, shown, warn, warn_of_setting
from .checks import OURS, PageHead, Rules, faults_of_settings, latest_day, read
from .model import PageSource, of_others

_SLOT: Final = "rdm:page"


class PageFacets(NamedTuple):
    """The facets of one page, as ids, and its text in short."""

    phases: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    short: tuple[tuple[str, int], ...] = ()
    """Lines of plain text, each with the number of its line in the source."""
    damaged: bool = False
    """Whether something was wrong with them, which was reported where it stands."""
    texts: Mapping[str, str] = {}
    """All that the page says, as text."""
    check_by: tuple[str, ...] = ()
    """Days from which it may be out of date, each with the reason."""
    sources: tuple[PageSource, ...] = ()
    """Where its facts were read."""
    asked: AskedOfPage = AskedOfPage()
    """What is asked of such a page."""


def connect(app: Sphinx) -> None:
    """Register the settings, and come before all that reads pages."""
    required = "Keys that the front matter of every page must have."
    app.add_config_value("rdm_required_keys", [], "env", [list, tuple], required)
    app.add_config_value("rdm_other_keys", [], "env", [list, tuple], "Keys of front matter that others read.")
    asked = "What pages must be like, by keys of their front matter."
    app.add_config_value("rdm_page_rules", {}, "env", [dict], asked)
    app.connect("config-inited", _check_settings)
    app.connect("source-read", _read, priority=200)
    app.connect("doctree-read", _hand_on)


def current(env: BuildEnvironment) -> PageFacets:
    """The facets of the page that is being read."""
    page = env.current_document.get(_SLOT)
    return page if isinstance(page, PageFacets) else PageFacets()


def _check_settings(app: Sphinx, config: Config) -> None:
    for name, message, value in faults_of_settings(config.rdm_required_keys, config.rdm_page_rules):
        warn_of_setting(app, name, message, value)


def _rules(app: Sphinx) -> Rules:
    words = RdmDomain.of(app.env).store.vocabulary
    return Rules(
        others=of_others(app.extensions, map(str, app.config.rdm_other_keys)),
        required=[key for key in app.config.rdm_required_keys if key in OURS],
        ids={facet: words.terms(facet) for facet in SUBJECTS if words.checks(facet)},
        today=latest_day(),
        kinds=read_kinds(app.config.rdm_page_rules, OURS)[0],
    )


def _read(app: Sphinx, docname: str, content: list[str]) -> None:
    """Remember what a page that is about to be read says of itself, and report what is wrong with it."""
    env = app.env
    domain = RdmDomain.of(env)
    path = env.doc2path(docname)
    rst = get_filetype(app.config.source_suffix, path) == "restructuredtext"
    head = read(content[0], shown(path, app), _rules(app), rst=rst)
    content[0] = head.text
    for key, facet in SUBJECT_CALLED.items():
        domain.note_terms(docname, facet, head.values.get(key, ()))
    for problem in head.problems:
        warn(Subtype.FRONT_MATTER, problem.message, problem.location)
    if head.problems:
        env.note_reread()
    env.current_document[_SLOT] = _facets(head)


def _facets(head: PageHead) -> PageFacets:
    named = {facet.name: head.values.get(key, ()) for key, facet in SUBJECT_CALLED.items()}
    lines = zip(head.values.get("short", ()), head.places.get("short", ()), strict=False)
    texts = {
        key: ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        for key, value in head.values.items()
    }
    short = tuple((line, place.line) for line, place in lines)
    return PageFacets(
        **named,
        short=short,
        damaged=bool(head.problems),
        texts=texts,
        check_by=head.values.get("check_by", ()),
        sources=head.values.get("sources", ()),
        asked=head.asked,
    )


def _hand_on(app: Sphinx, _doctree: nodes.document) -> None:
    """Let what others find of our keys be what was sound, as it was typed."""
    found = app.env.metadata[app.env.current_document.docname]
    for key in OURS:
        found.pop(key, None)
    found.update(current(app.env).texts)
