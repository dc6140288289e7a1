"""``sphinx-rdm retire``: a record leaves all lists, and its entry says since when, why, and what takes its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from .. import output
from ..records import retirement
from ..records.kind import Kind
from ..records.model import REPLACED_BY, RETIRED, Referable
from ..records.positioned import Problem
from ..records.wording import unknown
from .adding import Adding, name_of
from .asking import is_terminal
from .entries import CannotAddError, YamlValue, with_fields
from .listing import mentions, records_called
from .new import is_wanted
from .project import project_at

_REASON: Final = "Why should nobody use it any more, in a few words?"
_INSTEAD: Final = "The id of the record that takes its place, or nothing"


def run_retire(name: str, reason: str | None, instead: str | None, day: date | None, folder: Path, asks: bool) -> int:
    """Retire a record, and tell who names it still; gives how many do."""
    project = project_at(folder)
    kind, key = _kind_and_key(*records_called(project, name))
    if before := project.store.retired_of(kind).get(key):
        raise click.UsageError(f"'{key}' is retired already: {before.retired}")
    if day and day > date.today():
        raise click.UsageError(
            f"{day} is in the future; name it in check_by until then, as in '{day} the service closes'"
        )
    adding = Adding(project, kind)
    asks = asks and is_terminal()
    if asks and reason is None:
        reason = click.prompt(_REASON)
        known = [*project.store.of(kind)]
        while instead is None and (typed := str(click.prompt(_INSTEAD, default="", show_default=False))):
            if typed in known:
                instead = typed
            else:
                click.secho(f"  {unknown('id', typed, known)}", fg="red", err=True)
    if instead == key:
        raise click.UsageError(f"'{key}' cannot take its own place; name another record, or none")
    if not reason:
        raise click.UsageError("missing a reason; add --reason '…'")
    reason = f"{day or date.today()} {' '.join(reason.split())}"
    given: dict[str, YamlValue] = {RETIRED: reason}
    given |= {REPLACED_BY: instead} if instead else {}
    try:
        text, lines = with_fields(adding.text, key, given, kind)
    except CannotAddError as error:
        raise click.ClickException(f"{adding.label}: {error}") from error
    found = adding.new_problems(text)
    if wrong := [problem for problem in found if problem.path == adding.label and problem.position.line in lines]:
        raise click.UsageError(wrong[0].message)
    if asks:
        click.echo(f"\nThis goes to {adding.label}, line {lines.start}:\n")
        click.secho("".join(text.splitlines(keepends=True)[lines.start - 1 : lines.stop - 1]), fg="green", nl=False)
    if not is_wanted(asks):
        return 0
    output.write(project.data, adding.name, text.encode("utf-8", "surrogateescape"))
    click.echo(f"Wrote {adding.label}:{lines.start}")
    said = f"{kind.role or name_of(kind)} '{key}' {retirement.advice(Referable(retired=reason, replaced_by=instead))}"
    left = [*(Problem(path, at, said) for path, at in mentions(project, kind, key)), *found]
    for problem in left:
        click.echo(str(problem))
    rest = "Mend the lines above." if left else "No page and no record names it."
    click.echo(f"Lists leave it out, and its entry says why. {rest}", err=True)
    return len(left)


def _kind_and_key(kinds: list[Kind[Any]], key: str) -> tuple[Kind[Any], str]:
    """The one kind that has a record to retire."""
    able = [kind for kind in kinds if issubclass(kind.model, Referable)]
    if not able:
        raise click.UsageError(f"a {name_of(kinds[0])} is not retired: nothing leads to it; delete it from its file")
    if len(able) > 1:
        named = " or ".join(f"{name_of(kind)}:{key}" for kind in able)
        raise click.UsageError(f"records of several kinds have the id '{key}'; write {named}")
    return able[0], key
