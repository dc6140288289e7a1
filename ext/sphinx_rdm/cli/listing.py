"""``sphinx-rdm list`` and ``show``: what there is, and where it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

from ..kinds.registry import KINDS
from ..records.fields import ALL
from ..records.kind import SUBJECTS, Facet, Kind
from ..records.positioned import Position
from ..records.store import Store
from ..records.wording import nearest, unknown
from .adding import kind_named, kinds_of, name_of, plain, titles
from .entries import Layout, keyed
from .new import PAGE
from .project import Project, project_at


def _project(folder: Path) -> Project:
    """The project in a folder, read once for all that depends on it before a command runs."""
    return _read(folder.resolve())


_read = cache(Project.at)


def option_of(singular: str) -> str:
    """The name of the option for a facet."""
    return f"facet_{singular.replace('-', '_')}"


def facet_options(folder: Path) -> list[click.Option]:
    """An option for each way to sort records."""
    kinds = _project(folder).store.kinds if (folder / "conf.py").is_file() else KINDS
    found = {facet.singular: facet.noun for facet in SUBJECTS}
    found |= {facet.singular: facet.noun for kind in kinds for facet in kind.facets.values()}
    taken = ("format", "project", "help")
    return [
        click.Option([f"--{name}", option_of(name)], metavar="ID", help=f"Only those with this {noun}.")
        for name, noun in found.items()
        if name not in taken
    ]


def kinds(folder: Path) -> list[str]:
    """What can be listed."""
    store = _project(folder).store
    return sorted([*kinds_of(_project(folder)), *store.vocabulary.facets, PAGE])


def ids(folder: Path) -> Iterator[tuple[str, str]]:
    """The ids of all records, with what they are called."""
    store = _project(folder).store
    for kind in store.kinds:
        yield from titles(store, kind).items()


def run_list(name: str | None, form: str, folder: Path, asked: Mapping[str, str]) -> None:
    """Print the kinds with their counts, or the records of one kind."""
    project = project_at(folder)
    store = project.store
    facets = {facet.singular for kind in store.kinds for facet in (*SUBJECTS, *kind.facets.values())}
    asked = {singular: asked[option_of(singular)] for singular in sorted(facets) if option_of(singular) in asked}
    if name is None:
        if asked:
            raise click.UsageError("name the kind of which you want those, as in: sphinx-rdm list resource --…")
        rows = [{"kind": name, "records": count, "file": file} for name, count, file in _counted(project)]
        width = max(len(str(row["kind"])) for row in rows)
        _print(rows, form, lambda row: f"{row['kind']:<{width}} {row['records']:>6}  {row['file']}")
        return
    found = _records(project, name, asked)
    if found is None:
        raise click.UsageError(unknown("kind", name, kinds(folder)))
    rows = [{"id": key, "title": title, "place": _place(store, file, key)} for file, key, title in found]
    width = min(max((len(str(row["id"])) for row in rows), default=0), 40)
    _print(rows, form, lambda row: f"{row['id']:<{width}}  {row['title']}".rstrip())


def _counted(project: Project) -> Iterator[tuple[str, int, str]]:
    store, data = project.store, project.data.as_posix()
    for name, kind in sorted(kinds_of(project).items()):
        if (project.data / f"{kind.file}.yml").is_file():
            yield name, len(store.of(kind)), f"{data}/{kind.file}.yml"
    for facet, terms in store.vocabulary.facets.items():
        if terms:
            yield facet, len(terms), f"{data}/vocabulary.yml"
    yield PAGE, len(project.known_pages.names), project.pages.as_posix()


def _records(project: Project, name: str, asked: Mapping[str, str]) -> list[tuple[str, str, str]] | None:
    """File, key and title of each record that is asked for; nothing if there is no such kind."""
    store = project.store
    kind = kind_named(name, project)
    if kind is None and asked:
        raise click.UsageError(f"only records have a {next(iter(asked))}")
    if name == PAGE:
        return [("", page, _title(project, page)) for page in sorted(project.known_pages.names)]
    if kind is None:
        terms = store.vocabulary.facets.get(name)
        return None if terms is None else [(name, key, term.title) for key, term in terms.items()]
    kind = store.extended(kind)
    chosen = [_choice(store, kind, name, *facet) for facet in asked.items()]
    return [
        (kind.file, key, title)
        for key, title in titles(store, kind).items()
        if all(_has(getattr(store.of(kind)[key], field), value) for field, value in chosen)
    ]


def _choice(store: Store, kind: Kind[Any], name: str, singular: str, value: str) -> tuple[str, str]:
    """The field that a facet has in a kind, and the value that is asked for."""
    own = {facet.singular: field for field, facet in reversed(kind.facets.items()) if field in kind.model.model_fields}
    if singular not in own:
        raise click.UsageError(f"no {name} has a {singular}; known: {', '.join(reversed(own)) or 'none'}")
    facet: Facet = kind.facets[own[singular]]
    known = store.vocabulary.terms(facet)
    if value not in known and value != ALL:
        raise click.UsageError(unknown(facet.noun, value, known))
    return own[singular], value


def _has(found: Any, value: str) -> bool:
    return value in found or ALL in found if isinstance(found, tuple) else found == value


def _title(project: Project, page: str) -> str:
    path = next((path for suffix in project.suffixes if (path := project.pages / f"{page}{suffix}").is_file()), None)
    heading = re.search(r"^# (.+)$", path.read_text("utf-8", "replace"), re.MULTILINE) if path else None
    return heading[1] if heading else ""


def _place(store: Store, file: str, key: str) -> str:
    return store.locations.get((file, key), "").rpartition(":")[0]


def _print(rows: list[dict[str, Any]], form: str, line: Any) -> None:
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(line(row))


def run_show(name: str, form: str, folder: Path) -> None:
    """Print all records with an id, which may have its kind in front."""
    project = project_at(folder)
    kinds, key = records_called(project, name)
    rows = [_shown(project, kind, _every(project.store, kind)[key], key) for kind in kinds]
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
        return
    for number, row in enumerate(rows):
        click.echo("\n" * bool(number) + click.style(f"{row['kind']} {key}", bold=True) + f"  {row['place']}")
        for line in keyed(row["fields"], 2, Layout()):
            name, _colon, rest = line.partition(":")
            click.echo(f"{click.style(name, fg='cyan')}:{rest}" if line[2:3].strip() else line)
        for page, reason in row["pages"].items():
            click.echo(f"  {reason} {page}")


def records_called(project: Project, name: str) -> tuple[list[Kind[Any]], str]:
    """The kinds that have a record with an id, which may have its kind in front, and the id."""
    store = project.store
    noun, _colon, key = name.rpartition(":")
    asked = [kind for kind in store.kinds if noun in ("", name_of(kind), kind.file, kind.role)]
    if found := [kind for kind in asked if key in _every(store, kind)]:
        return found, key
    near = nearest(key, [key for kind in store.kinds for key in _every(store, kind)])
    raise click.UsageError(unknown("id", name, [near] if near else (), ending="" if near else "; see: sphinx-rdm list"))


def _every(store: Store, kind: Kind[Any]) -> dict[str, Any]:
    """All records of a kind, those that are retired as well."""
    return {**store.of(kind), **store.retired_of(kind)}


def _shown(project: Project, kind: Kind[Any], record: BaseModel, key: str) -> dict[str, Any]:
    values = {name: getattr(record, name) for name in type(record).model_fields}
    given = record.model_dump(exclude_defaults=True, mode="json")
    found = {name: plain(values[name], given[name]) for name in values if name in given}
    return {
        "kind": name_of(kind),
        "place": _place(project.store, kind.file, key),
        "fields": {name: _text(value) for name, value in found.items()},
        "pages": dict(_pages(project, kind, record, key)),
    }


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _pages(project: Project, kind: Kind[Any], record: BaseModel, key: str) -> Iterator[tuple[str, str]]:
    """The pages that name a record, and those that list records of their own subjects, as far as their text tells."""
    from ..front_matter.checks import Rules, read

    naming = {path for path, _at in mentions(project, kind, key)}
    lists = rf"^[`:]{{3,}}\{{{re.escape(kind.file)}\}}"
    is_listed = key in project.store.of(kind)
    for path, is_markdown, text in project.page_texts():
        if path.as_posix() in naming:
            yield path.as_posix(), "named on"
        elif is_listed and re.search(lists, text, re.MULTILINE):
            head = read(text, "", Rules(), rst=not is_markdown).values
            own = [
                (facet.singular, getattr(record, name)) for name, facet in kind.facets.items() if hasattr(record, name)
            ]
            if any(_has(value, subject) for name, value in own for subject in head.get(name, ())):
                yield path.as_posix(), "listed on"


def mentions(project: Project, kind: Kind[Any], key: str) -> Iterator[tuple[str, Position]]:
    """The places on pages at which a role names a record, by its id or its title."""
    title = titles(project.store, kind).get(key) or key
    names = "|".join(map(re.escape, {key, title}))
    roles = "|".join(map(re.escape, {kind.role or kind.file, name_of(kind)}))
    named = re.compile(rf"(?:\{{(?:rdm:)?(?:{roles})\}}|:(?:rdm:)?(?:{roles}):)`(?:[^`<]*<)?(?:{names})>?`")
    for path, _is_markdown, text in project.page_texts():
        for match in named.finditer(text):
            line = text.count("\n", 0, match.start())
            yield path.as_posix(), Position(line + 1, match.start() - text.rfind("\n", 0, match.start()))
