"""``sphinx-rdm list`` and ``show``: what there is, and where it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
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
from ..records.wording import nearest, shown, unknown
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
    taken = ("format", "project", "help")
    return [
        click.Option([f"--{name}", option_of(name)], metavar="ID", help=f"Only those with this {facet.noun}.")
        for name, facet in _facets(kinds).items()
        if name not in taken
    ]


def _facets(kinds: Iterable[Kind[Any]]) -> dict[str, Facet]:
    """The ways to sort records, by what one value is called."""
    found = (*SUBJECTS, *(facet for kind in kinds for facet in kind.facets.values()))
    return {facet.singular: facet for facet in found}


def kinds(folder: Path) -> list[str]:
    """What can be listed."""
    store = _project(folder).store
    return sorted([*kinds_of(_project(folder)), *store.vocabulary.facets, PAGE])


def ids(folder: Path) -> Iterator[tuple[str, str]]:
    """The ids of all records, with what they are called."""
    store = _project(folder).store
    for kind in store.kinds:
        yield from titles(store, kind).items()


def ids_to_show(folder: Path) -> Iterator[tuple[str, str]]:
    """The ids of all records and of all values of the vocabulary, with what they are called."""
    yield from ids(folder)
    for terms in _project(folder).store.vocabulary.facets.values():
        yield from ((key, term.title) for key, term in terms.items())


def run_list(name: str | None, form: str, folder: Path, asked: Mapping[str, str]) -> None:
    """Print the kinds with their counts, or the records of one kind."""
    project = project_at(folder)
    store = project.store
    facets = sorted(_facets(store.kinds))
    asked = {singular: asked[option_of(singular)] for singular in facets if option_of(singular) in asked}
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
        found = _facet_named(store, name)
        return [(found, key, term.title) for key, term in store.vocabulary.facets[found].items()] if found else None
    kind = store.extended(kind)
    chosen = [_choice(store, kind, name, *facet) for facet in asked.items()]
    return [
        (kind.file, key, title)
        for key, title in titles(store, kind).items()
        if all(_has(getattr(store.of(kind)[key], field), value) for field, value in chosen)
    ]


def _facet_named(store: Store, name: str) -> str | None:
    """The key of a facet in the vocabulary, which may be called as one of its values is."""
    facet = _facets(store.kinds).get(name)
    key = facet.name if facet else name
    return key if key in store.vocabulary.facets else None


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
    """Print all records and values of the vocabulary with an id, which may have its kind in front."""
    project = project_at(folder)
    store = project.store
    kinds, facets, key = _called(store, name)
    rows = [_shown(project, kind, _every(store, kind)[key], key) for kind in kinds]
    rows += [
        {
            "kind": facet.singular,
            "place": _place(store, facet.name, key),
            "fields": _given(store.vocabulary.terms(facet)[key]),
            "pages": {},
        }
        for facet in facets
    ]
    if not rows:
        raise _unknown(key, name, [*(key for key, _title in ids_to_show(folder))])
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
    kinds, facets, key = _called(store, name)
    if not kinds and facets:
        raise click.UsageError(f"'{shown(key)}' is a {facets[0].noun}, and no record")
    if not kinds:
        raise _unknown(key, name, [key for kind in store.kinds for key in _every(store, kind)])
    return kinds, key


def _called(store: Store, name: str) -> tuple[list[Kind[Any]], list[Facet], str]:
    """The kinds and the facets that have an id, and the id."""
    noun, _colon, key = name.rpartition(":")
    kinds = [kind for kind in store.kinds if noun in ("", name_of(kind), kind.file, kind.role)]
    facets = [facet for facet in _facets(store.kinds).values() if noun in ("", facet.singular, facet.name)]
    return (
        [kind for kind in kinds if key in _every(store, kind)],
        [facet for facet in facets if key in store.vocabulary.terms(facet)],
        key,
    )


def _unknown(key: str, name: str, known: list[str]) -> click.UsageError:
    near = nearest(key, known)
    return click.UsageError(
        unknown("id", name, [near] if near else (), ending="" if near else "; see: sphinx-rdm list")
    )


def _every(store: Store, kind: Kind[Any]) -> dict[str, Any]:
    """All records of a kind, those that are retired as well."""
    return {**store.of(kind), **store.retired_of(kind)}


def _shown(project: Project, kind: Kind[Any], record: BaseModel, key: str) -> dict[str, Any]:
    return {
        "kind": name_of(kind),
        "place": _place(project.store, kind.file, key),
        "fields": _given(record),
        "pages": dict(_pages(project, kind, record, key)),
    }


def _given(record: BaseModel) -> dict[str, Any]:
    """What an entry says, as it is written."""
    given = record.model_dump(exclude_defaults=True, mode="json")
    found = {name: plain(getattr(record, name), given[name]) for name in type(record).model_fields if name in given}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}


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
