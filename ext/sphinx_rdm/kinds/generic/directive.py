"""Lists of any kind of record, as a table, a list or cards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final

from docutils import nodes

from ...components import card_grid
from ...directive import RdmDirective
from ...i18n import _, translated
from ...options import Value, choice, flag, words
from ...records.kind import Head
from ...records.store import Store
from ...records.wording import all_unknown, suggest, unknown
from ...render.parts import bullets, fact, field, link, note, paragraph, retired, table
from .record import RecordLine, RecordLines, columns_of, kind_called, lines


class Records(RdmDirective):
    """Show the records of a kind; with ``:home:``, roles lead to the page."""

    required_arguments = 1
    takes: ClassVar = {"columns": words, "layout": choice(("table", "list", "cards")), "home": flag}

    @classmethod
    def options_for(cls, store: Store) -> dict[str, Callable[[str], Value]]:
        """With an option for each facet of any kind."""
        facets = [facet.singular for kind in store.kinds for facet in kind.facets.values()]
        return {**dict.fromkeys(facets, words), **cls.takes}

    def run(self) -> list[nodes.Node]:
        """Make the list, in the order of the file."""
        store, name = self.rdm.store, self.arguments[0].strip()
        kind = kind_called(store, name)
        if kind is None:
            known = [kind.file for kind in store.kinds if kind.listed]
            self.warn(unknown("kind of records", name, known))
            return []
        columns = columns_of(kind)
        facets = {column.name: column.facet for column in columns.values() if column.facet}
        options = self.given()
        for option in options.keys() - facets.keys() - Records.takes.keys():
            self.warn(f":{option}: records of {name} have no {option}{suggest(option, facets)}")
        for message in all_unknown("column", options.words("columns"), columns):
            self.warn(f":columns: {message}")
        wanted = {option: options.words(option) for option in facets if option in options}
        for option, values in wanted.items():
            self.check(option, values, facets[option])
        view = self.rdm.show(lines, name, options.words("columns"), tuple(wanted.items()))
        home = "home" in options and kind.role
        anchors = {line.id: self.anchor(kind.role, line.id) for line in view.lines} if home else {}
        content: list[nodes.Node] = [note(str(_("Nothing is listed here yet.")))]
        if view.lines:
            content = _laid_out(view, options.text("layout", "table"), anchors)
        if home:
            own = {name: facet for name, facet in kind.facets.items() if name in kind.model.model_fields}
            asked = {name: wanted.get(facet.singular, ()) for name, facet in own.items()}
            content += retired(self.retired(kind, **asked), kind.role, self.heading_level)
        return self.finish(content)


def _laid_out(view: RecordLines, layout: str, anchors: Mapping[str, str]) -> list[nodes.Node]:
    if layout == "table":
        heads = [Head("title", _("Title"), 26), *view.columns]
        return table(heads, [_row(line, view.columns, anchors) for line in view.lines], ["rdm-records"])
    content = [_entry(line, view.columns, anchors) for line in view.lines]
    if layout == "cards":
        return [card_grid(content)]
    return [bullets(content, "rdm-list")]


def _row(line: RecordLine, columns: Sequence[Head], anchors: Mapping[str, str]) -> list[list[nodes.Node]]:
    cells = zip(columns, line.cells, strict=True)
    facts: Sequence[list[nodes.Node]] = [[fact(column, given)] if given else [] for column, given in cells]
    return [[_title(line, anchors)], *facts]


def _entry(line: RecordLine, columns: Sequence[Head], anchors: Mapping[str, str]) -> list[nodes.Node]:
    cells = [(column, given) for column, given in zip(columns, line.cells, strict=True) if given]
    facts = [field(str(translated(column.heading)), fact(column, given)) for column, given in cells]
    return [_title(line, anchors), *([nodes.field_list("", *facts, classes=["rdm-facts"])] if facts else [])]


def _title(line: RecordLine, anchors: Mapping[str, str]) -> nodes.paragraph:
    title, address, language = line.listed
    head = link(title, address, language) if address else nodes.Text(title)
    place = [nodes.target("", "", ids=[anchors[line.id]])] if line.id in anchors else []
    return paragraph(*place, head)


DIRECTIVES: Final = {"records": Records}
