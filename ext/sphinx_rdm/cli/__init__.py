"""``sphinx-rdm``: check what a handbook is made of, write what editors need, build it, and show it while it is edited.

Each command imports what it needs when it runs, so that ``--help`` answers at once, and nothing loads Sphinx without
need. The exit code is 1 if there is a problem, and 2 if the command was not understood.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from .formats import FORMATS
from .lazy import FilteredCommand, KindGroup, complete_ids, complete_ids_to_show, complete_kinds

if TYPE_CHECKING:
    from .checks import Typed
    from .project import Project

_FOLDER = click.Path(path_type=Path)
_DATA = click.argument("folder", type=_FOLDER, default="data")
_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="Lines for people, a list for programs, or notes beside the lines of a change on GitHub or GitLab.",
)
_DAY = click.DateTime(["%Y-%m-%d"])
_TODAY = click.option("--today", type=_DAY, hidden=True, help="The day that it is.")
_SECONDS = click.FloatRange(min=0, max=600)
_AHEAD = timedelta(days=31)
"""So far ahead it is told what is due."""


class _Commands(click.Group):
    """Commands that say what to install if they lack a package."""

    def invoke(self, ctx: click.Context) -> object:
        """Run one of them."""
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as error:
            command = f"'{ctx.info_name} {ctx.invoked_subcommand}'"
            needed = f"{command} needs the package '{error.name}'; install it with: pip install 'sphinx-rdm[all]'"
            raise click.ClickException(needed) from error


_EPILOG = """\b
Exit codes:
  0  all is well, or what was asked for is done
  1  there are problems, or nothing could be written
  2  the command, or a value in it, was not understood

\b
For the tabulator to complete commands, kinds and ids, add one of these lines to the settings of your shell:
  bash  eval "$(_SPHINX_RDM_COMPLETE=bash_source sphinx-rdm)"
  zsh   eval "$(_SPHINX_RDM_COMPLETE=zsh_source sphinx-rdm)"
  fish  _SPHINX_RDM_COMPLETE=fish_source sphinx-rdm | source

Colours are shown at a terminal, unless NO_COLOR is set."""


def _examples(*lines: str) -> str:
    """The end of the help of a command."""
    return "\n".join(["\b", "Examples:", *(f"  sphinx-rdm {line}".rstrip() for line in lines)])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]}, epilog=_EPILOG)
@click.version_option(package_name="sphinx-rdm")
@click.pass_context
def main(context: click.Context) -> None:
    """Tools for the sources of a handbook of research data management."""
    if os.environ.get("NO_COLOR"):
        context.color = False
    # What is imported and loaded stays to the end, so it is not looked through for what can be freed: that took a
    # third of the time of a build in which nothing changed.
    gc.set_threshold(300_000, 5, 10)
    atexit.register(gc.freeze)
    # It would look for plug-ins in all packages that are installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may know fewer letters than the data


@main.command(epilog=_examples("check", "check data", "check --format json"))
@click.argument("folder", type=_FOLDER, default=".")
@_FORMAT
@click.pass_context
def check(context: click.Context, folder: Path, form: str) -> None:
    """Check the sources, and print every problem.

    Each problem is a line that begins with file:line:column. FOLDER is that of a project, with its conf.py, or one
    with data files alone, as in 'sphinx-rdm check data'. Without it, the project in the current folder is checked.
    Nothing is built, so what only a build can know is not checked. What is stale or missing is for 'due'.
    """
    from .checks import problems

    project = _project(folder, context)
    found = list(problems(project))
    for line in FORMATS[form](found):
        click.echo(line)
    if form == "text":
        _sum_up(project, found)
    context.exit(1 if found else 0)


@main.command(epilog=_examples("due", "due --until 2027-06-30", "due --all --format json"))
@click.argument("folder", type=_FOLDER, default=".")
@click.option("--until", type=_DAY, help="The last day that counts.  [default: in 31 days]")
@click.option("--all", "is_full", is_flag=True, help="Print every line, whatever its day.")
@_FORMAT
@_TODAY
@click.pass_context
def due(
    context: click.Context, folder: Path, until: datetime | None, is_full: bool, form: str, today: datetime | None
) -> None:
    """Print what is stale, dead, unused or missing, the most urgent first.

    Each is a line that begins with file:line:column: dead links, days from which something may be out of date, links
    that have moved or fail, pages whose turn for a review it is. At the end comes what can wait for a free hour, a line
    for each kind. What is known of links is from the last 'links'. FOLDER is as for 'check'.
    """
    from ..due.lines import due
    from ..front_matter.checks import latest_day
    from ..ledger import LedgerError
    from .due import at_leisure, later, pressing, sources

    project = _project(folder, context)
    if not project.data.is_dir():
        raise click.UsageError(f"there is no folder '{project.data.as_posix()}'; name that of a project", context)
    try:
        lines = due(sources(project))
    except LedgerError as error:
        click.echo(error, err=True)
        context.exit(2)
    if project.store.problems:
        click.echo(
            "The data have problems, so lines may be missing; mend first what 'sphinx-rdm check' prints.", err=True
        )
    now = today.date() if today else latest_day()
    last = until.date() if until else date.max if is_full else now + _AHEAD
    first, rest = pressing(lines, last), list(at_leisure(lines, is_full=is_full))
    if form != "text":
        for line in FORMATS[form]([*first, *rest]):
            click.echo(line)
        return
    if not first:
        coming = later(lines, last)
        click.echo(f"Nothing is due up to {last}; next: {coming.problem}" if coming else "Nothing is due.")
    for line in FORMATS[form](first):
        click.echo(line)
    if rest:
        click.echo("When there is time:")
        for line in FORMATS[form](rest):
            click.echo(line)


@main.command(add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def build(context: click.Context, arguments: Sequence[str]) -> None:
    """Build as 'python -m sphinx' does.

    It takes the same arguments. What ends a build before its time is told in one line.
    """
    from .building import build

    context.exit(build(arguments))


_PROJECT = click.option(
    "--project",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    show_default=True,
    is_eager=True,
    help="The folder of conf.py.",
)


@main.group(
    cls=KindGroup,
    subcommand_metavar="KIND [OPTIONS]",
    epilog=_examples("new resource", "new page --title 'Sample names' --description '…' --part Topics"),
)
@_PROJECT
def new(project: Path) -> None:
    """Add a record, or a page.

    At a terminal, it asks for each field, checks every answer at once, shows what it made of them, and where it goes.
    Else, or with --yes after the kind, it takes what the options say, and tells all that is missing or wrong. Only the
    lines of the new record are written, at its place; nothing is, if the file would have a problem more.
    'sphinx-rdm new KIND --help' lists the fields of a kind.
    """


_LIST_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)


@main.command(
    name="list", cls=FilteredCommand, epilog=_examples("list", "list resource --phase ID", "list page --format json")
)
@_PROJECT
@_LIST_FORMAT
@click.argument("kind", required=False, shell_complete=complete_kinds)
def list_(project: Path, form: str, kind: str | None, **facets: str | None) -> None:
    """List the kinds of records, or the records of a kind.

    Without KIND, it prints how many there are of each; else the id and the title of each record. Facets of the
    vocabulary and pages can be listed as well.
    """
    from .listing import run_list

    run_list(kind, form, project, {name: value for name, value in facets.items() if value is not None})


@main.command(epilog=_examples("show ID", "show resource:ID --format json"))
@_PROJECT
@_LIST_FORMAT
@click.argument("name", metavar="ID", shell_complete=complete_ids_to_show)
def show(project: Path, form: str, name: str) -> None:
    """Show a record or value: its fields, its place and its pages.

    A value is one of the vocabulary, such as a topic. Pages are those that name a record, or that list the records of
    their own phases and topics; what only a build can know is not told. If records of several kinds have the id, all of
    them are shown, unless the kind stands before it.
    """
    from .listing import run_show

    run_show(name, form, project)


@main.command(epilog=_examples("live", "live --port 8080 --no-browser"))
@_PROJECT
@click.option("--pages", type=_FOLDER, default="docs", show_default=True, help="The folder of the pages.")
@click.option("--build", type=_FOLDER, default="build/live", show_default=True, help="Where to build.")
@click.option("--port", type=int, default=0, help="The port of the site.  [default: the first free one from 8000]")
@click.option("--no-browser", is_flag=True, help="Open no browser.")
@click.pass_context
def live(context: click.Context, project: Path, pages: Path, build: Path, port: int, no_browser: bool) -> None:
    """Show the site in the browser while you edit.

    What is saved is built at once, and shown in place. No other computer can reach the site. Stop it with Ctrl and C.
    """
    from ..live.place import BuildPlace
    from ..live.running import run

    place = BuildPlace(project.resolve(), pages.resolve(), build.resolve() / "html", build.resolve() / "doctrees")
    context.exit(run(place, port, opens=not no_browser))


@main.command(epilog=_examples("move topics/metadata topics/describing-data", "move about/cite help/"))
@click.argument("page")
@click.argument("name")
@_PROJECT
@click.option("--dry-run", is_flag=True, help="Write nothing, and print the change as a patch.")
@click.pass_context
def move(context: click.Context, project: Path, page: str, name: str, dry_run: bool) -> None:
    """Give a page another name, or put it into another folder.

    PAGE and NAME are as in 'topics/metadata', with or without ending; a NAME that ends in a slash is a folder. All that
    names the page is mended: links, the table of contents and the data. A redirect leads on from the old address.
    Nothing is changed if something stands in the way. The exit code is 1 as well if something is left to do by hand.
    """
    from ..output import OutputError
    from .asking import is_terminal
    from .moving import RefusedError, UnreadError, plan
    from .pages import NAME
    from .project import project_at

    try:
        found = plan(project_at(project), page, name)
        is_usual = NAME.fullmatch(found.new.rpartition(".")[0])
        if not (dry_run or is_usual):
            click.echo(
                "Addresses are best of small letters, digits and single hyphens, as 'new page' has them.", err=True
            )
            if is_terminal() and not click.confirm("Move it all the same?"):
                context.exit(2)
        if not dry_run:
            found.carry_out()
    except RefusedError as refused:
        raise click.UsageError(str(refused), context) from None
    except UnreadError as unread:
        for problem in unread.problems:
            click.echo(str(problem))
        click.echo("Nothing was changed; mend these first.", err=True)
        context.exit(1)
    except (OutputError, OSError) as error:
        raise click.ClickException(f"nothing was changed: {error}") from None
    for line in found.diff() if dry_run else map(str, found.mended):
        click.echo(line)
    for problem in found.by_hand:
        click.echo(f"By hand: {problem}", err=True)
    if not dry_run:
        click.echo(f"{found.old} is now {found.new}. {_counted(len(found.mended), 'place')} changed.", err=True)
        if found.titles:
            click.echo(f"The title is what it was; to change it, look at: {', '.join(found.titles)}", err=True)
    context.exit(1 if found.by_hand else 0)


@main.command(epilog=_examples("retire ID --reason 'the service has closed' --replaced-by ID", "retire resource:ID"))
@_PROJECT
@click.option("--reason", help="Why nobody should use it any more, in a few words.")
@click.option("--replaced-by", "instead", metavar="ID", shell_complete=complete_ids, help="What takes its place.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Since when.  [default: today]")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing: take what the options say, and write it.")
@click.argument("name", metavar="ID", shell_complete=complete_ids)
@click.pass_context
def retire(
    context: click.Context,
    project: Path,
    reason: str | None,
    instead: str | None,
    day: datetime | None,
    yes: bool,
    name: str,
) -> None:
    """Take a record out of all lists, and keep its address.

    Its entry stays where it is, and says since when and why nobody should use it, and what takes its place. At a
    terminal, what no option says is asked for. Pages and records that name it are printed; the exit code is 1 if there
    are any, because a build fails until they name something else.
    """
    from .retiring import run_retire

    context.exit(1 if run_retire(name, reason, instead, day.date() if day else None, project, not yes) else 0)


@main.command(epilog=_examples("schema", "schema --check data"))
@_DATA
@click.option("--check", "only_check", is_flag=True, help="Write nothing, and print which of them are not up to date.")
@click.pass_context
def schema(context: click.Context, folder: Path, only_check: bool) -> None:
    """Write the schemas with which editors complete data files.

    There is one for every kind of data file, with the ids of the vocabulary. They go into the folder 'schema' beside
    the data files. In the folder of data of a project, they are joined by one for front matter and one for the table
    of contents. The names of those that have changed are printed. What editors offer of records and pages stands in
    one of them, which may be older.
    """
    from .. import output
    from ..records.schema import OFFERED
    from .checks import data
    from .kit import of_editors

    project = _checked(folder, context)
    has_problems = any(data(project))
    files = {f"schema/{name}.json": text for name, text in of_editors(project).items()} if folder.is_dir() else {}
    offered = f"schema/{OFFERED}.json"
    older = ""
    if only_check and (folder / offered).is_file():
        text = files.pop(offered)
        older = "" if output.holds(folder, offered, text) else f" {(folder / offered).as_posix()} is older, and may be."
    changed = _write(folder, files, only_check)
    if not changed and not has_problems:
        click.echo(f"The schemas are up to date.{older}")
    context.exit(1 if has_problems or (changed and only_check) else 0)


@main.command(epilog=_examples("kit", "kit --check"))
@click.argument("folder", type=_FOLDER, default=".")
@click.option("--check", "only_check", is_flag=True, help="Write nothing, and print which of them are not up to date.")
@click.pass_context
def kit(context: click.Context, folder: Path, only_check: bool) -> None:
    """Write forms for issues, and what else hosts and editors take from the data.

    GitHub and Forgejo show forms to those who suggest a resource or a page, or report a mistake; GitLab has templates.
    The fields are those of records and front matter, the choices those of the vocabulary. FOLDER is that of a project,
    with its conf.py. The names of files that have changed are printed.
    """
    from .checks import data
    from .kit import of_hosts

    if not (folder / "conf.py").is_file():
        raise click.UsageError(f"there is no conf.py in {folder}; name the folder of a project", context)
    project = _project(folder, context)
    if found := list(data(project)):
        for line in FORMATS["text"](found):
            click.echo(line)
        context.exit(1)
    changed = _write(folder, dict(of_hosts(project)), only_check)
    if not changed:
        click.echo("The forms are up to date.")
    context.exit(1 if changed and only_check else 0)


@main.command(epilog=_examples("ready", "ready data"))
@_DATA
@click.pass_context
def ready(context: click.Context, folder: Path) -> None:
    """Print what is to be filled in before the site is published.

    That is a line for every fact that the site.yml in FOLDER lacks.
    """
    from ..records.publishing import unfilled

    project = _checked(folder, context)
    missing = unfilled(project.store)
    for line in missing:
        click.echo(line)
    context.exit(1 if missing or project.store.problems else 0)


@main.command(epilog=_examples("links", "links --unclear --without 'https://host/*'", "links --patch moved.patch"))
@click.argument("folder", type=_FOLDER, default=".")
@_FORMAT
@click.option(
    "--ledger", type=_FOLDER, help="Where failures are remembered.  [default: checked/links.json in the data]"
)
@click.option(
    "--patch",
    type=click.File("w", "utf-8", "surrogateescape", lazy=True),
    help="Where to write new addresses as a patch; - prints it.",
)
@click.option("--unclear", is_flag=True, help="Print also what cannot be told, such as pages that want a login.")
@click.option("--without", multiple=True, metavar="PATTERN", help="Leave addresses alone, as in 'https://host/*'.")
@click.option("--limit", type=_SECONDS, default=20, show_default=True, help="Seconds for one address.")
@click.option("--pause", type=_SECONDS, default=0.5, show_default=True, help="Seconds between two questions to a host.")
@click.option("--strict", is_flag=True, help="Fail also if something has moved, or has failed lately.")
@_TODAY
@click.pass_context
def links(
    context: click.Context,
    folder: Path,
    form: str,
    ledger: Path | None,
    patch: TextIO | None,
    unclear: bool,
    without: Sequence[str],
    limit: float,
    pause: float,
    strict: bool,
    today: datetime | None,
) -> None:
    """Ask for all outside addresses, and print what became of them.

    These are the addresses in records, links and sources. Each that is not fine is a line that begins with
    file:line:column, for every place where it stands. It is dead if it failed at least three times, over at least
    fourteen days; a file remembers that, so run this once a week, and keep the file with your sources. The exit code
    is 1 if an address is dead. FOLDER is as for 'check'.
    """
    from .. import ledger as ledgers
    from ..output import OutputError
    from ..outside.asking import Limits
    from ..outside.patch import patch as patched
    from ..outside.report import summary, told
    from ..outside.verdict import AddressState
    from .linking import run

    project = _project(folder, context)
    file = ledger or project.data / ledgers.FILE
    try:
        known = ledgers.load(file, file.as_posix())
    except ledgers.LedgerError as error:
        click.echo(error, err=True)
        context.exit(2)
    day = today or datetime.now(UTC)
    try:
        found = run(project, known, file, Limits(address=limit, pause=pause), without, day.date())
    except OutputError as error:
        click.echo(error, err=True)
        context.exit(2)
    if found.is_offline:
        click.echo("Nothing answers, so the network is at fault; nothing was noted.", err=True)
        context.exit(2)
    if patch:
        patch.writelines(patched(found.changes))
    lines = [item for item in told(found.places, found.known) if unclear or item[0] is not AddressState.UNCLEAR]
    for line in FORMATS[form]((state.value, problem) for state, problem in lines):
        click.echo(line, err=patch is not None and patch.name == "-")
    click.echo(summary(found.places, found.known), err=True)
    states = {state for state, _problem in lines}
    context.exit(
        1 if AddressState.DEAD in states or (strict and states & {AddressState.FAILING, AddressState.MOVED}) else 0
    )


def _project(folder: Path, context: click.Context) -> Project:
    """The project in a folder, or whose data files are in it."""
    from .project import Project

    if (folder / "conf.py").is_file():
        return Project.at(folder)
    if folder == Path():
        raise click.UsageError("there is no conf.py here; name the folder of a project, or one of data files", context)
    return Project.of_data(folder)


def _checked(folder: Path, context: click.Context) -> Project:
    """The project whose data files are in a folder, with their problems printed."""
    from .checks import data
    from .project import Project

    project = Project.of_data(folder)
    for line in FORMATS["text"](data(project)):
        click.echo(line)
    return project


def _write(folder: Path, files: Mapping[str, str], only_check: bool) -> bool:
    """Write those files in a folder that have changed, or only tell of them; whether there are any."""
    from .. import output

    changed = {name: text for name, text in files.items() if not output.holds(folder, name, text)}
    for name, text in changed.items():
        path = (folder / name).as_posix()
        if only_check:
            click.echo(f"{path} is older than the data")
        else:
            output.write(folder, name, text)
            click.echo(f"Wrote {path}")
    return bool(changed)


def _sum_up(project: Project, found: Sequence[Typed]) -> None:
    """Say how many problems there are, or in how many files there are none."""
    if count := sum(problem.count for _type, problem in found):
        click.echo(f"{_counted(count, 'problem')}.", err=True)
        return
    files = _counted(len(list(project.data.glob("*.yml"))), "data file")
    if project.is_whole:
        pages = _counted(len(project.known_pages.names), "page")
        builds = "A build checks links and roles; one with '-b prose' finds what is left of a template."
        click.echo(f"No problems in {pages} and {files}. {builds}")
        click.echo("What is stale, dead or missing is told by: sphinx-rdm due")
    else:
        click.echo(f"No problems in {files}.")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"
