"""``sphinx-rdm new``: a record of any kind, or a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import click
from click.shell_completion import CompletionItem
from pydantic import BaseModel

from ..records.kind import Facet, Kind
from ..records.store import read_files, with_own_fields
from ..records.wording import visible
from .adding import Adding, ValueForm, fields, form, is_id, kind_named, kinds_of
from .asking import Draft, asked, is_terminal, order, taken
from .entries import CannotAddError, Layout, YamlValue, written
from .project import Project, project_at

PAGE: Final = "page"
_YES: Final = click.Option(["--yes", "-y"], is_flag=True, help="Ask nothing: take what the options say, and write it.")
_RESERVED: Final = ("yes", "help", "project")
_SAMPLES: Final = {"url": "https://example.org/guide", "text": "…"}


def names(folder: Path) -> list[str]:
    """The kinds of what can be new."""
    return sorted([*kinds_of(Project.at(folder)), PAGE])


def command(name: str, folder: Path) -> click.Command | None:
    """The command for a kind; nothing if there is none of that name."""
    if name == PAGE:
        from .pages import NewPage, write

        return _command(PAGE, NewPage, "A page: its file, and its line in the table of contents.", folder, write)
    project = Project.at(folder)
    kind = kind_named(name, project)
    if kind is None:
        return None
    about = kind.model.__doc__ or ""
    if (folder / "conf.py").is_file():  # of all data, those alone that say which fields it has
        values = read_files(project.data, (), "").values or {}
        kinds, _may_have_others = with_own_fields(project.all_kinds, values, "", [])
        kind = next(found for found in kinds if found.file == kind.file)

    def run(project: Project, given: Mapping[str, YamlValue], asks: bool) -> None:
        _add(project, kind, given, asks=asks)

    return _command(name, kind.model, about, folder, run)


def _command(name: str, model: type[BaseModel], about: str, folder: Path, run: Any) -> click.Command:
    """A command with an option for each field of a model."""
    forms = {field: form(info.annotation) for field, info in fields(model).items() if field not in _RESERVED}

    def callback(yes: bool, **values: Any) -> None:
        given = {field: _given(values[field], takes, model, field) for field, takes in forms.items()}
        run(
            project_at(folder),
            {field: value for field, value in given.items() if value is not None},
            not yes and is_terminal(),
        )

    @cache
    def adding() -> Adding | None:
        project = Project.at(folder)
        found = kind_named(name, project)
        return Adding(project, found) if found else None

    options = [_option(field, model, forms[field], adding) for field in order(model) if field in forms]
    needed = [field for field, info in fields(model).items() if info.is_required() and not is_id(info)]
    words = " ".join(f"--{_dashed(field)} {_sample(field)}" for field in needed[:2])
    examples = f"\b\nExamples:\n  sphinx-rdm new {name}\n  sphinx-rdm new {name} {words} …"
    epilog = f"{examples}\n\nFields that are compulsory: {', '.join(needed)}."
    about = f"{about}\n\nWhat no option says is asked for at a terminal. An option for a list may come several times."
    return click.Command(name, params=[*options, _YES], callback=callback, help=about, epilog=epilog)


class _FieldOption(click.Option):
    """An option whose help names what it may be, if that is little; it is looked up when somebody asks."""

    def __init__(self, *names: Any, choices: Callable[[], Mapping[str, str]], **more: Any) -> None:
        super().__init__(*names, **more)
        self._choices = choices

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option as the help shows it."""
        record, found = super().get_help_record(ctx), [*self._choices()]
        if record is None or not 0 < len(found) <= _FEW:
            return record
        return record[0], f"{record[1]} One of: {', '.join(found)}."


_FEW: Final = 8
"""So many values the help of an option names."""


def _sample(field: str) -> str:
    return _SAMPLES.get(field, f"'{field.upper()}'")


def _dashed(field: str) -> str:
    return field.replace("_", "-")


def _option(field: str, model: type[BaseModel], takes: ValueForm, adding: Callable[[], Adding | None]) -> click.Option:
    info = model.model_fields[field]

    def choices() -> Mapping[str, str]:
        found = adding()
        return found.choices(info) if found else {}

    def complete(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(name, help=title) for name, title in choices().items() if name.startswith(incomplete)]

    parts = takes.part or takes.pairs
    hint = f" Written as {' and '.join(f'{name}=…' for name in takes.part.model_fields)}." if takes.part else ""
    is_chosen = any(isinstance(mark, Facet) for mark in info.metadata)
    return _FieldOption(
        [f"--{_dashed(field)}", field],
        choices=choices if is_chosen else dict,
        multiple=bool(takes.several or parts),
        metavar="KEY=TEXT" if parts else "TEXT",
        help=f"{info.description or ''}{hint}",
        shell_complete=complete,
    )


def _given(value: Any, takes: ValueForm, model: type[BaseModel], field: str) -> YamlValue | None:
    """The value of an option as it stands in an entry."""
    if value is None or value == ():
        return None
    if takes.pairs:
        return dict(_parted(text, field) for text in value)
    if takes.part:
        found = _parts([_parted(text, field) for text in value], takes.part)
        return found if takes.several else found[0]
    if takes.several:
        # No id has a comma, so what is typed as at the prompt is several.
        is_chosen = any(isinstance(mark, Facet) for mark in model.model_fields[field].metadata)
        value = [word for text in value for word in re.split(r"[,\s]+", text)] if is_chosen else list(value)
        return "all" if value == ["all"] else [word for word in value if word]
    return str(value)


def _parted(text: str, field: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"--{_dashed(field)}: '{visible(text)}' names no key; write key=text")
    return name, value


def _parts(pairs: Sequence[tuple[str, str]], part: type[BaseModel]) -> list[dict[str, YamlValue]]:
    """Parts of an entry: a key that comes again, or the first one of all, begins another."""
    found: list[dict[str, Any]] = [{}]
    first = next(iter(fields(part)))
    for name, value in pairs:
        several = name in part.model_fields and form(part.model_fields[name].annotation).several
        if found[-1] and (name == first or (name in found[-1] and not several)):
            found.append({})
        found[-1][name] = [*found[-1].get(name, ()), value] if several else value
    return found


def filled_in(draft: Draft, given: Mapping[str, YamlValue], *, asks: bool) -> dict[str, YamlValue]:
    """A sound entry; without, the command ends, and says all that is missing or wrong."""
    found = (asked if asks else taken)(draft, given)
    if found.faults:
        for message in found.faults:
            click.echo(message, err=True)
        raise click.exceptions.Exit(2)
    return found.entry


def is_wanted(asks: bool) -> bool:
    """Whether what was shown is to be written."""
    return not asks or click.confirm("Write it?", default=True)


def _add(project: Project, kind: Kind[Any], given: Mapping[str, YamlValue], *, asks: bool) -> None:
    from .. import output

    adding = Adding(project, kind)
    try:
        adding.check_file()
        entry = adding.record(filled_in(adding, given, asks=asks))
        text, line = adding.added(entry)
    except CannotAddError as error:
        raise click.ClickException(f"{adding.label}: {error}") from error
    if asks:
        click.echo(f"\nThis goes to {adding.label}, line {line}:\n")
        click.secho("\n".join(written(entry, Layout())), fg="green")
    if is_wanted(asks):
        output.write(project.data, adding.name, text.encode("utf-8", "surrogateescape"))
        click.echo(f"Wrote {adding.label}:{line}")
