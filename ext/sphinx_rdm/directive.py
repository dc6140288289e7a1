"""What all directives share: a view of the data in, final nodes out, while the page is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_id

from .domain import RdmDomain
from .front_matter.reading import PageFacets, current
from .options import Options, Value
from .records import views
from .records.facets import Facets
from .records.facets import views as views_of
from .records.kind import SUBJECT_CALLED, Facet, Kind
from .records.model import Record
from .records.store import Store
from .records.wording import all_unknown, unknown
from .warning import Subtype, warn

_FILTER: Final = "rdm:filter"
_ABOUT_NOTHING: Final = "rdm:about-nothing"
_STANDS_AT: Final = "rdm:stands-at"


class RdmDirective(SphinxDirective):
    """What all our directives share."""

    has_content = False
    takes: ClassVar[Mapping[str, Callable[[str], Value]]] = {}
    """The options, and what makes a value of each."""

    @classmethod
    def options_for(cls, _store: Store) -> Mapping[str, Callable[[str], Value]]:
        """The options that the data of a project allow."""
        return cls.takes

    @classmethod
    def fitted(cls, store: Store) -> type[RdmDirective]:
        """The directive with the options that the data of a project allow."""
        takes = cls.options_for(store)
        # Converters would be run by the parsers, which report a fault once and not in the next build.
        return type(cls.__name__, (cls,), {"takes": takes, "option_spec": dict.fromkeys(takes, directives.unchanged)})

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

    def given(self) -> Options:
        """The values of the options; one that cannot be used is reported and left out."""
        values = Options()
        for name, raw in self.options.items():
            try:
                values[name] = self.takes[name](raw or "")
            except ValueError as error:
                self.warn(f":{name}: {error}")
        return values

    def subject(self, options: Options, noun: str) -> PageFacets | None:
        """The phases and topics that the options name, or else those of the front matter.

        If there are none, says that it is not known which *noun* to list, and gives nothing.
        """
        page = current(self.env)
        if "phase" in self.options or "topic" in self.options:
            page = PageFacets(phases=options.words("phase"), topics=options.words("topic"))
        if page.phases or page.topics:
            return page
        if not page.damaged and not self.env.current_document.get(_ABOUT_NOTHING):  # or it was reported before
            self.env.current_document[_ABOUT_NOTHING] = True
            names, keys, shown = (
                " or ".join(form.format(key) for key in SUBJECT_CALLED) for form in ("{}", "'{}: …'", "':{}: …'")
            )
            self.warn(
                f"which {noun}? neither the page's front matter nor the directive names a {names}; "
                f"add {keys} to the front matter, or {shown} to the directive"
            )
        return None

    def check(self, option: str, values: Sequence[str], facet: Facet) -> None:
        """Report those of an option's *values* that the facet lacks, now and whenever the vocabulary changes."""
        self.rdm.note_terms(self.env.current_document.docname, facet, values)
        if self.rdm.store.vocabulary.checks(facet):
            for message in all_unknown(option, values, self.rdm.store.vocabulary.terms(facet)):
                self.warn(message)

    def group(self, facet: Facet) -> str:
        """The value of the option ``:group:``, one of the facet's values; empty if the option is left out."""
        group = self.given().text("group")
        if group:
            self.check("group", [group], facet)
        return group

    def named(self, kind: Kind[Record]) -> Record | None:
        """The record that the directive's argument names; reported if there is none."""
        key = self.arguments[0].strip()
        found: Record | None
        found, known = self.rdm.show(views.record, kind.file, key)
        if known is not None:
            self.warn(unknown(kind.model.noun, key, known))
        return found

    def retired(self, kind: Kind[Any], **wanted: Sequence[str]) -> list[tuple[str, views.RetiredLine]]:
        """The retired records of a kind with these values of fields, each with an anchor; this page is their home."""
        asked = tuple((name, tuple(values)) for name, values in wanted.items() if values)
        return [(self.anchor(kind.role, line.id), line) for line in self.rdm.show(views.retired, kind.file, asked)]

    def views(self, facets: Facets) -> list[tuple[str, str]]:
        """The views that the directive's content names, as :func:`.facets.views` reads them; faults are reported."""
        found, faults = views_of(self.content, facets)
        for message in faults:
            self.warn(message)
        return found

    def anchor(self, object_type: str, record_id: str) -> str:
        """A stable anchor for a record, and this page as its home."""
        anchor = self.claim(f"{object_type}-{record_id}", known=lambda: (object_type, record_id) in self.rdm.homes())
        self.rdm.note_home(object_type, record_id, anchor, self.lineno)
        return anchor

    def claim(self, wanted: str, *, known: Callable[[], bool] = bool) -> str:
        """The anchor *wanted*, or another one if the page has it already; reported unless that is *known*."""
        anchor = wanted
        if wanted in self.state.document.ids:
            anchor = make_id(self.env, self.state.document, "", wanted)
            if not known():
                self.warn(f"the anchor '{wanted}' is taken; rename the heading that has it")
        # Noted, so that no heading further down the page takes the same anchor.
        self.state.document.note_explicit_target(nodes.target("", "", ids=[anchor]))
        return anchor

    def name_tables(self, content: Sequence[nodes.Node], anchors: Sequence[str]) -> None:
        """Give the tables stable anchors: a caption's permanent link must not depend on how many stand before it."""
        tables = [node for node in content if isinstance(node, nodes.table)]
        for table, anchor in zip(tables, anchors, strict=False):
            table["ids"].append(make_id(self.env, self.state.document, "", anchor))
            self.state.document.note_explicit_target(table)

    def one_filter_for_the_page(self) -> None:
        """Report a second list with a filter: both would take their state from the one address of the page."""
        if self.env.current_document.get(_FILTER):
            self.warn("the page has another list with a filter, and only the first gets one; use two pages")
        self.env.current_document[_FILTER] = True

    def finish(self, content: list[nodes.Node]) -> list[nodes.Node]:
        """Say of every node where it comes from, and that its text stays as it is in the data."""
        self._report_twice()
        for top in content:
            assert isinstance(top, nodes.Element)
            top["support_smartquotes"] = False  # quotes and dashes stay as typed
            for node in top.findall(nodes.Element):
                self.set_source_info(node)
                if node.get("refdomain"):
                    node["refdoc"] = self.env.current_document.docname
        return content

    def _report_twice(self) -> None:
        """Report what the page has already, so that its readers would meet the same list, and its anchors, again."""
        name = self.name.rpartition(":")[2]
        stands_at = self.env.current_document.get(_STANDS_AT) or {}
        line = stands_at.setdefault((name, *self.arguments, *self.options.items(), *self.content), self.lineno)
        self.env.current_document[_STANDS_AT] = stands_at
        if line != self.lineno:
            self.warn(f"the page has the same '{name}' at line {line}; delete one, or give it other options")
