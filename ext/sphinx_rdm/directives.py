"""The directives: options in, a view of the data, final nodes out, while the page is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from typing import Any, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_id

from . import render
from .catalogue import query
from .catalogue.model import suggest
from .catalogue.query import COLUMNS, DEFAULT_COLUMNS, GROUPINGS, ORDERS, Query
from .domain import RdmDomain
from .i18n import _
from .life_cycle import Stage, picture, stage_list
from .page import Page, current
from .warning import Subtype, warn


def add_directives(app: Sphinx) -> None:
    """Make the directives known, under the domain and so without a prefix where it is the primary domain."""
    for name, directive in (
        ("resources", Resources),
        ("facilities", Facilities),
        ("life-cycle", LifeCycle),
        ("topics", Topics),
        ("resource-catalogue", ResourceCatalogue),
    ):
        app.add_directive_to_domain("rdm", name, directive)


def _words(argument: str) -> tuple[str, ...]:
    """An option's values, separated by commas."""
    values = tuple(word.strip() for word in argument.replace("\n", ",").split(",") if word.strip())
    if not values:
        raise ValueError("a value is missing; write one or several, separated by commas")
    return values


def _text(argument: str) -> str:
    if not argument.strip():
        raise ValueError("a text is missing; write one, or leave the option out")
    return argument.strip()


def _flag(argument: str) -> bool:
    if argument.strip():
        raise ValueError(f"it takes no value, found '{argument.strip()}'")
    return True


def _choice(allowed: tuple[str, ...]) -> Callable[[str], str]:
    def check(argument: str) -> str:
        value = argument.strip()
        if value not in allowed:
            raise ValueError(f"unknown value '{value}'{suggest(value, allowed)}")
        return value

    return check


def _columns(argument: str) -> tuple[str, ...]:
    check = _choice(COLUMNS)
    columns = tuple(dict.fromkeys(check(word) for word in _words(argument)))
    if "title" not in columns:
        raise ValueError("the column 'title' is missing; it holds the link")
    return columns


def _count(argument: str) -> int:
    value = argument.strip()
    if not value.isdecimal() or int(value) < 1:
        raise ValueError(f"expected a whole number from 1, found '{value}'")
    return int(value)


class _Directive(SphinxDirective):
    """What all our directives share."""

    has_content = False

    @property
    def rdm(self) -> RdmDomain:
        """The domain, with the data and the tables of the build."""
        return RdmDomain.of(self.env)

    @property
    def heading_level(self) -> int:
        """The level of a heading right under the section in which the directive stands."""
        # The open section is the last child all the way down; parsers differ in what else they tell.
        level = 1
        node: nodes.Element = self.state.document
        while node.children and isinstance(last := node.children[-1], nodes.section):
            level, node = level + 1, last
        return min(max(level, 2), 5)

    def warn(self, message: str) -> None:
        """Report a problem at the directive's line, in this build and in the next."""
        warn(Subtype.QUERY, message, self.get_location())
        self.env.note_reread()

    def convert(self, converters: dict[str, Callable[[str], Any]]) -> dict[str, Any]:
        """The values of the options; one that cannot be used is reported and left out."""
        values: dict[str, Any] = {}
        for name, raw in self.options.items():
            try:
                values[name] = converters[name](raw or "")
            except ValueError as error:
                self.warn(f":{name}: {error}")
        return values

    def ask(self, name: str, *arguments: Any) -> Any:
        """The view called *name*; the page is read again when the data give another."""
        view = self.rdm.answer(name, arguments)
        self.rdm.note_view(name, arguments, view)
        return view

    def anchor(self, object_type: str, record_id: str) -> str:
        """A stable anchor for a record, and this page as its home."""
        anchor = make_id(self.env, self.state.document, "", f"{object_type}-{record_id}")
        if anchor != f"{object_type}-{record_id}" and (object_type, record_id) not in self.rdm.homes():
            self.warn(f"the anchor '{object_type}-{record_id}' is taken; rename the heading that has it")
        # Noted, so that no heading further down the page takes the same anchor.
        self.state.document.note_explicit_target(nodes.target("", "", ids=[anchor]))
        self.rdm.note_home(object_type, record_id, anchor, self.lineno)
        return anchor

    def finish(self, content: list[nodes.Node]) -> list[nodes.Node]:
        """Say of every node where it comes from, and that its text stays as it is in the data."""
        for top in content:
            assert isinstance(top, nodes.Element)
            top["support_smartquotes"] = False  # quotes and dashes stay as typed
            for node in top.findall(nodes.Element):
                self.set_source_info(node)
                if node.get("refdomain"):
                    node["refdoc"] = self.env.current_document.docname
        return content


OPTIONS: Final[dict[str, Callable[[str], Any]]] = {
    "phase": _words,
    "topic": _words,
    "category": _words,
    "kind": _words,
    "provider": _words,
    "exclude": _words,
    "sort": _choice(ORDERS),
    "columns": _columns,
    "layout": _choice(tuple(render.LAYOUTS)),
    "group-by": _choice(GROUPINGS),
    "limit": _count,
    "empty": _text,
}
"""The options of a list of resources, and what makes a value of each."""


class Resources(_Directive):
    """List the resources of the page's phases and topics, or of those that the options name."""

    # Converters would be run by the parsers, which report a fault once and not in the next build.
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = dict.fromkeys(OPTIONS, directives.unchanged)

    def run(self) -> list[nodes.Node]:
        """Make the list; without any phase or topic say so, and list nothing."""
        options = self.convert(OPTIONS)
        page = current(self.env)
        if "phase" in self.options or "topic" in self.options:
            page = Page(phases=options.get("phase", ()), topics=options.get("topic", ()))
        if not page.phases and not page.topics:
            if page.damaged:
                return []  # reported where it stands
            self.warn(
                "which resources? neither the page's front matter nor the directive names a phase or topic; "
                "add 'phase: …' to the front matter or ':phase:' to the directive"
            )
            return []
        asked = Query(
            phases=page.phases,
            topics=page.topics,
            categories=options.get("category", ()),
            kinds=options.get("kind", ()),
            providers=options.get("provider", ()),
            exclude=options.get("exclude", ()),
            sort=options.get("sort", "title"),
            columns=options.get("columns", DEFAULT_COLUMNS),
            group_by=options.get("group-by", "category"),
            limit=options.get("limit"),
        )
        view, faults = self.ask("resources", *astuple(asked))
        self.rdm.note_listed(view.ids)
        named = {"phase", "topic"} & set(self.options)
        for option, message in faults:
            # What the front matter names was checked, at its own line, when the page was opened.
            if named or option not in ("phase", "topic"):
                self.warn(message)
        if not view.groups:
            text = options.get("empty") or str(_("No resources are listed here yet."))
            return self.finish([render.note(text)])
        content = render.resource_list(view, options.get("layout", "table"), self.heading_level)
        tables = [node for node in content if isinstance(node, nodes.table)]
        for table, group in zip(tables, view.groups, strict=False):
            # A caption's permanent link must not depend on how many tables stand before it.
            table["ids"].append(make_id(self.env, self.state.document, "", f"resources-{group.id}"))
            self.state.document.note_explicit_target(table)
        shown = len(view.ids)
        if shown < view.total:
            text = str(_("%(shown)d of %(total)d resources are shown.")) % {"shown": shown, "total": view.total}
            content.append(render.note(text))
        return self.finish(content)


class Facilities(_Directive):
    """Show the facilities of one platform as fold-outs."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "platform": directives.unchanged,
        "home": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Make the fold-outs; with ``:home:`` they get anchors, and roles link to them."""
        platforms = self.rdm.store.vocabulary.platforms
        options = self.convert({"platform": _text, "home": _flag})
        platform = options.get("platform", "")
        if not platform:
            self.warn(f"which facilities? add ':platform:' with one of: {', '.join(platforms)}")
            return []
        view = self.ask("facilities", platform)
        self.rdm.note_terms(self.env.current_document.docname, "platforms", [platform])
        if "platforms" not in self.rdm.store.vocabulary.incomplete:
            for message in query.unknown("platform", [platform], platforms):
                self.warn(message)
        if not view:
            return self.finish([render.note(str(_("No facilities are listed here yet.")))])
        anchors = {item.id: self.anchor("facility", item.id) for item in view} if "home" in options else {}
        return self.finish(render.facility_list(view, anchors))


class LifeCycle(_Directive):
    """Show the phases as a picture and as a list; the page's own phase is marked."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"compact": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Make the picture and the list; ``:compact:`` gives a plain list of titles."""
        view = self.ask("values", "phases")
        if not view:
            return self.finish([render.note(str(_("No phases are defined yet.")))])
        compact = "compact" in self.convert({"compact": _flag})
        here = current(self.env).phases
        content: list[nodes.Node] = [stage_list(view, here, compact=compact)]
        if not compact:
            stages = [tuple(Stage(term.title, term.page or "", term.id in here)) for term in view]
            content.insert(0, picture("", stages=stages, label=str(_("The phases as a ring of arrows"))))
        return self.finish([nodes.container("", *content, classes=["rdm-cycle"])])


class Topics(_Directive):
    """List the topics with their summaries, linked to their home pages."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {}

    def run(self) -> list[nodes.Node]:
        """Make the list, in the order of the vocabulary."""
        view = self.ask("values", "topics")
        if not view:
            return self.finish([render.note(str(_("No topics are defined yet.")))])
        return self.finish([render.term_list("topic", view)])


class ResourceCatalogue(_Directive):
    """Describe every resource in full; the page becomes the home of all of them."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {}

    def run(self) -> list[nodes.Node]:
        """Make one entry for every resource, by category."""
        asked = Query(columns=tuple(column for column in COLUMNS if column != "category"))
        view, _faults = self.ask("resources", *astuple(asked))
        if not view.groups:
            return self.finish([render.note(str(_("No resources are listed here yet.")))])
        anchors = {record_id: self.anchor("resource", record_id) for record_id in view.ids}
        return self.finish(render.catalogue(view, anchors, self.heading_level))
