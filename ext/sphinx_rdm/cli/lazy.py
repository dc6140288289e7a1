"""Commands that depend on the project: what they are called and what they take is known only once they are asked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from click.shell_completion import CompletionItem


def folder_of(context: click.Context) -> Path:
    """The folder that was named for the project, or the current one."""
    return Path(context.params.get("project") or ".")


class KindGroup(click.Group):
    """A command for each kind of record, and one for a page."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all of them."""
        from .new import names

        return names(folder_of(ctx))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The one for a kind, which may also be called as its file."""
        from .new import command

        return command(cmd_name, folder_of(ctx))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is named, or tell which is meant."""
        from ..records.wording import unknown

        if found := self.get_command(ctx, args[0]):
            return args[0], found, args[1:]
        if args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        raise click.UsageError(unknown("kind", args[0], self.list_commands(ctx)), ctx)


class FilteredCommand(click.Command):
    """A command with an option for each facet."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Its own options, and those of the facets."""
        from .listing import facet_options

        *own, last = super().get_params(ctx)
        return [*own, *facet_options(folder_of(ctx)), last]


def complete_kinds(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The kinds that begin so."""
    from .listing import kinds

    return [CompletionItem(name) for name in kinds(folder_of(ctx)) if name.startswith(incomplete)]


def complete_ids(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of records that begin so."""
    from .listing import ids

    return _begun(ids(folder_of(ctx)), incomplete)


def complete_ids_to_show(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of records and of values of the vocabulary that begin so."""
    from .listing import ids_to_show

    return _begun(ids_to_show(folder_of(ctx)), incomplete)


def _begun(known: Iterable[tuple[str, str]], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(name, help=title) for name, title in known if name.startswith(incomplete)]
