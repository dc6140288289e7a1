"""The domain: where each record is at home, which pages show it, and how roles find it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import Any, ClassVar, TypeVar, TypeVarTuple

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole

from .i18n import translated
from .records import retirement, views
from .records.kind import SUBJECT_CALLED, Facet, Kind, Listed
from .records.store import Store
from .records.wording import shown, unknown
from .references import Home, reference, words
from .warning import Subtype, warn

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class RdmDomain(Domain):
    """Resources, facilities, institutions, phases and topics as things that pages refer to."""

    name = "rdm"
    label = "Research data management"
    object_types: ClassVar[dict[str, ObjType]] = {name: ObjType(translated(name), name) for name in SUBJECT_CALLED}
    roles: ClassVar[dict[str, Any]] = {}
    # Every table maps a docname to plain values, so that it can be purged, merged and pickled:
    # homes: (object type, id, anchor, line); views: (name, arguments, fingerprint);
    # settled: digest of the data of which all these views are; listed: ids of resources.
    # claims, sources: what the modules of these names in incremental note of a page;
    # due: what the sources were like of which a page says what is due, and a fingerprint of that.
    tables = ("homes", "views", "settled", "listed", "claims", "sources", "due")
    initial_data: ClassVar[dict[str, dict[str, Any]]] = {table: {} for table in tables}
    data_version = 4

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self.store = Store()
        """What the data files say; read anew by every build and never pickled."""
        self.digest = ""
        """A digest of the data files; empty if views are made of something else as well."""
        self.dangling: set[str] = set()
        """Pages on which a role found nothing in this build."""
        # Indexes over the tables and the store, made when they are first asked for.
        self._homes: dict[tuple[str, str], tuple[str, str]] | None = None
        self._listed_on: dict[str, set[str]] | None = None
        self._contents: dict[str, int] | None = None
        self._shown: dict[str, list[tuple[str, Any]]] = {}
        self._records: dict[str, dict[str, Listed]] = {}

    @classmethod
    def with_kinds(cls, kinds: Iterable[Kind[Any]]) -> type[RdmDomain]:
        """The domain with a type of object and a role for each of the *kinds* that pages refer to."""
        named = {kind.role: ObjType(translated(kind.title), kind.role) for kind in kinds if kind.role}
        types = {**named, **cls.object_types}
        roles = {name: XRefRole(innernodeclass=nodes.inline, warn_dangling=True) for name in types}
        return type(cls.__name__, (cls,), {"object_types": types, "roles": roles, "__module__": cls.__module__})

    @classmethod
    def of(cls, env: BuildEnvironment) -> RdmDomain:
        """The domain of a build."""
        domain = env.get_domain(cls.name)
        assert isinstance(domain, cls)
        return domain

    def use(self, store: Store, digest: str = "") -> None:
        """Answer from *store* from now on, which was made of files with this *digest*."""
        self.store, self.digest = store, digest
        self._records = {}

    # Tables

    def clear_doc(self, docname: str) -> None:
        """Forget a page that is read again or gone."""
        for table in self.initial_data:
            self.data[table].pop(docname, None)
        self._homes = self._listed_on = self._contents = None
        self._shown.clear()

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over the pages that another process read."""
        for table in self.initial_data:
            self.data[table].update({name: otherdata[table][name] for name in docnames if name in otherdata[table]})
        self._homes = self._listed_on = self._contents = None
        self._shown.clear()

    def note_home(self, object_type: str, record_id: str, anchor: str, line: int) -> None:
        """Record that the page being read describes a record."""
        entry = (object_type, record_id, anchor, line)
        self.data["homes"].setdefault(self.env.current_document.docname, []).append(entry)
        self._homes = None

    def show(self, view: Callable[[Store, *Ts], T], *arguments: *Ts) -> T:
        """A view for the page being read, which is read again when the data give another."""
        return self._show(self.env.current_document.docname, view, *arguments)

    def note_listed(self, resource_ids: Iterable[str]) -> None:
        """Record which resources the page being read lists."""
        self.data["listed"].setdefault(self.env.current_document.docname, []).extend(resource_ids)
        self._listed_on = None

    def note_terms(self, docname: str, facet: Facet, terms: Iterable[str]) -> None:
        """Record the ids of a facet that a page names, so that it is read again when they come or go."""
        if asked := tuple(terms):
            self._show(docname, views.unknown_terms, facet, asked)

    def _show(self, docname: str, view: Callable[[Store, *Ts], T], *arguments: *Ts) -> T:
        answer = view(self.store, *arguments)
        entry = (views.name_of(view), arguments, views.fingerprint(answer))
        self.data["views"].setdefault(docname, []).append(entry)
        self.data["settled"][docname] = self.digest
        self._shown.clear()
        return answer

    # Look-ups

    def shown_on(self, view: Callable[[Store, *Ts], T]) -> Sequence[tuple[str, T]]:
        """The pages that show a view, in page order, each with what it shows there now; every page may ask."""
        name = views.name_of(view)
        if name not in self._shown:
            self._shown[name] = [
                (docname, view(self.store, *arguments))
                for docname in sorted(self.data["views"])
                for known, arguments, _fingerprint in self.data["views"][docname]
                if known == name
            ]
        return self._shown[name]

    def homes(self) -> dict[tuple[str, str], tuple[str, str]]:
        """Page and anchor of every record that has a home; of two homes the first in page order."""
        if self._homes is None:
            self._homes = {}
            for docname in sorted(self.data["homes"]):
                for object_type, record_id, anchor, _line in self.data["homes"][docname]:
                    self._homes.setdefault((object_type, record_id), (docname, anchor))
        return self._homes

    def second_homes(self) -> Iterator[tuple[str, str, str, int, str]]:
        """Object type, id, page and line of every home after the first, and the page of the first."""
        for docname in sorted(self.data["homes"]):
            for object_type, record_id, anchor, line in self.data["homes"][docname]:
                first = self.homes()[object_type, record_id]
                if first != (docname, anchor):
                    yield object_type, record_id, docname, line, first[0]

    def listed_on(self, resource_id: str) -> list[str]:
        """The pages that list a resource, in the order of the table of contents; its home does not count."""
        if self._listed_on is None:
            self._listed_on = {}
            for docname, ids in self.data["listed"].items():
                for listed in ids:
                    self._listed_on.setdefault(listed, set()).add(docname)
        home = self.homes().get(("resource", resource_id), ("", ""))[0]
        return sorted(self._listed_on.get(resource_id, set()) - {home}, key=self._place_in_contents)

    def _place_in_contents(self, docname: str) -> tuple[int, str]:
        """A key that sorts pages as the table of contents does; pages outside it come last."""
        if self._contents is None:
            self._contents = {}
            pending = [self.env.config.root_doc]
            while pending:
                page = pending.pop()
                if page not in self._contents:
                    self._contents[page] = len(self._contents)
                    pending += reversed(self.env.toctree_includes.get(page, []))
        return self._contents.get(docname, len(self._contents)), docname

    def records(self, object_type: str) -> dict[str, Listed]:
        """Every record of a type, by id."""
        if object_type not in self._records:
            self._records[object_type] = self._listed(object_type)
        return self._records[object_type]

    def _listed(self, object_type: str) -> dict[str, Listed]:
        if facet := SUBJECT_CALLED.get(object_type):
            terms = self.store.vocabulary.terms(facet)
            return {key: Listed(term.title, term.page or "") for key, term in terms.items()}
        kinds = (kind for kind in self.store.kinds if kind.role == object_type)
        return {key: kind.listed(item) for kind in kinds if kind.listed for key, item in self.store.of(kind).items()}

    def retired(self, object_type: str) -> dict[str, Listed]:
        """Every record of a type that is listed no more, by id."""
        kinds = [kind for kind in self.store.kinds if kind.role == object_type and kind.listed]
        return {
            key: views.retired_as(kind, item) for kind in kinds for key, item in self.store.retired_of(kind).items()
        }

    def find(self, object_type: str, target: str) -> tuple[Home | None, str]:
        """The home of the record with the id or the title *target*; if there is none, or nobody should use it, why."""
        records = self.records(object_type)
        reason, matches = "", _named(target, records)
        if not matches and (matches := _named(target, gone := self.retired(object_type))):
            records, reason = gone, self._advice(object_type, matches[0], target)
        if not matches:
            return None, unknown(object_type, target, records, [record.title for record in records.values()])
        if len(matches) > 1:
            return None, f"{object_type} '{target}' is the title of several records; use an id: {', '.join(matches)}"
        record = records[matches[0]]
        if object_type in SUBJECT_CALLED:
            return Home(record.title, record.address if record.address in self.env.all_docs else ""), ""
        docname, anchor = self.homes().get((object_type, matches[0]), ("", ""))
        return Home(record.title, docname, anchor, record.address, record.language), reason

    def _advice(self, object_type: str, key: str, target: str) -> str:
        """What to say to who refers to a retired record by *target*."""
        kinds = (kind for kind in self.store.kinds if kind.role == object_type)
        item = next(found[key] for kind in kinds if key in (found := self.store.retired_of(kind)))
        return f"{object_type} '{shown(target)}' {retirement.advice(item)}"

    def may_be_lost(self, object_type: str, target: str) -> bool:
        """Whether a fault in the data may be why nothing has the id or the title *target*."""
        if facet := SUBJECT_CALLED.get(object_type):
            return not self.store.vocabulary.checks(facet)
        files = (kind.file for kind in self.store.kinds if kind.role == object_type)
        return any(self.store.lost_of(file).may_hold(target) for file in files)

    # What Sphinx asks for

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """The link that a role stands for; nothing if there is no such record."""
        home, reason = self.find(typ, target)
        if home is None:
            return None
        if reason and node.get("refwarn"):  # or the data was reported
            self.dangling.add(fromdocname)
            warn(Subtype.REFERENCE, reason, node)
        content = words(home, contnode, bool(node.get("refexplicit")))
        return reference(home, fromdocname, builder, content, node.get("refview", ""))

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """The links that ``any`` may stand for."""
        found = []
        for object_type in self.object_types:
            home, _reason = self.find(object_type, target)
            if home is not None and (home.docname or home.url):
                content = words(home, contnode, bool(node.get("refexplicit")))
                found.append((f"rdm:{object_type}", reference(home, fromdocname, builder, content)))
        return found

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Everything with a home, for the search and for ``objects.inv``."""
        for (object_type, record_id), (docname, anchor) in self.homes().items():
            known = self.records(object_type).get(record_id) or self.retired(object_type).get(record_id)
            title = known.title if known else record_id
            yield record_id, title, object_type, docname, anchor, 1
        for object_type in SUBJECT_CALLED:
            for term_id, record in self.records(object_type).items():
                if record.address in self.env.all_docs:
                    yield term_id, record.title, object_type, record.address, "", 1


def _named(target: str, records: Mapping[str, Listed]) -> list[str]:
    """The ids of the records with the id or the title *target*."""
    if target in records:
        return [target]
    wanted = " ".join(target.split()).casefold()
    return [key for key, record in records.items() if record.title.casefold() == wanted]


def warn_dangling(app: Any, domain: Domain | None, node: pending_xref) -> bool | None:
    """Say which record a role looked for and what it may have meant, instead of Sphinx's general message."""
    ours = RdmDomain.of(app.env)
    if domain is not ours and node["reftype"] != "any":
        return None
    asked = [node["reftype"]] if domain is ours else ours.object_types
    if any(ours.may_be_lost(object_type, node["reftarget"]) for object_type in asked):
        ours.dangling.add(node["refdoc"])
        return True  # the fault in the data was reported, and may be the reason
    if domain is not ours:
        return None
    ours.dangling.add(node["refdoc"])
    _home, reason = ours.find(node["reftype"], node["reftarget"])
    warn(Subtype.REFERENCE, reason, node)
    return True
