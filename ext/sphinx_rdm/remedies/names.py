"""What a page can name: pages, places, files, terms, directives and so on, looked up when a message needs them."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, TypeAlias

from pygments.lexers import get_all_lexers
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..private import anchors, names_of_directives, names_of_roles, options_of_directive
from ..records import wording
from ..records.wording import nearest, shown
from .places import Origin, lines

Remedy: TypeAlias = "str | Callable[[re.Match[str], Names], str]"
"""What is said besides a message; it begins with a comma or a semicolon."""

_MOST_LISTED: Final = 12


class SiteNames:
    """What is the same for all pages."""

    def __init__(self, app: Sphinx) -> None:
        self.app = app

    @cached_property
    def files(self) -> list[str]:
        """All files in the folder of the pages, from there."""
        folders = os.walk(self.app.srcdir)
        found = (
            Path(folder, name).relative_to(self.app.srcdir).as_posix() for folder, _, names in folders for name in names
        )
        return sorted(name for name in found if not name.startswith(".") and "/." not in name)

    @cached_property
    def lexers(self) -> list[str]:
        """All names of languages that code can be in."""
        return sorted({alias for _name, aliases, *_ in get_all_lexers(plugins=False) for alias in aliases})

    @cached_property
    def directives(self) -> list[str]:
        """All names of directives."""
        return names_of_directives(self.app)

    @cached_property
    def roles(self) -> list[str]:
        """All names of roles."""
        return names_of_roles(self.app)


class Names:
    """What one page can name, each in the form in which that page writes it."""

    def __init__(self, site: SiteNames, place: Origin | None) -> None:
        self.site = site
        self.place = place
        inside = place is not None and Path(place.path).is_relative_to(site.app.srcdir)
        self.file = Path(place.path).relative_to(site.app.srcdir).as_posix() if place and inside else ""
        self.folder = posixpath.dirname(self.file)

    @property
    def env(self) -> BuildEnvironment:
        """What is known of all pages, once they are being read."""
        return self.site.app.env

    @property
    def is_rst(self) -> bool:
        """Whether the page is written in reStructuredText."""
        return bool(self.env.config.source_suffix.get(Path(self.file).suffix) == "restructuredtext")

    @property
    def docname(self) -> str:
        """The name of the page."""
        return self.env.path2doc(self.file) or ""

    def has(self, text: str) -> bool:
        """Whether a text stands where the message belongs."""
        return self.place is not None and self.place.has(text)

    def after(self) -> list[str]:
        """The lines behind that of the message."""
        return lines(self.place.path)[self.place.line :] if self.place else []

    def below(self, pattern: str) -> str:
        """What a pattern finds first in the lines behind that of the message, up to an empty one."""
        stretch = "\n".join(self.after()).partition("\n\n")[0]
        return next(iter(re.findall(pattern, stretch)), "")

    def source(self, pattern: str) -> list[str]:
        """What a pattern finds in the source of the page."""
        return re.findall(pattern, "\n".join(lines(self.place.path)), re.MULTILINE) if self.place else []

    def target(self, path: str) -> str:
        """A path as the page writes it, from the folder of all pages."""
        return posixpath.normpath(path[1:] if path.startswith("/") else posixpath.join(self.folder, path))

    def from_here(self, path: str, like: str = "") -> str:
        """A path from the folder of all pages as this page writes it, from that folder too if it is *like* that."""
        return f"/{path}" if like.startswith("/") else posixpath.relpath(path, self.folder or ".")

    def page(self, docname: str, like: str = "") -> str:
        """How this page writes the file of another."""
        return self.from_here(Path(self.env.doc2path(docname)).relative_to(self.env.srcdir).as_posix(), like)

    @property
    def pages(self) -> Collection[str]:
        """The names of all pages."""
        return sorted(self.env.found_docs)

    @property
    def labels(self) -> list[str]:
        """All labels that ``ref`` knows, and those that it needs words for."""
        domain = self.env.domains.standard_domain
        return sorted({*domain.labels, *domain.anonlabels} - {"genindex", "modindex", "search"})

    def objects(self, kind: str) -> list[str]:
        """What the standard domain knows of a kind, such as terms."""
        return sorted(name for found, name in self.env.domains.standard_domain.objects if found == kind)

    def anchors(self, docname: str) -> list[str]:
        """What links to places of a page can name: its headings and its labels."""
        domain = self.env.domains.standard_domain
        labels = [name for name, (home, *_) in {**domain.anonlabels, **domain.labels}.items() if home == docname]
        return list(dict.fromkeys([*anchors(self.env, docname), *labels]))

    def user_of(self, path: str) -> Origin | None:
        """The first page that shows or offers a file."""
        for name, (users, _copy) in [*self.env.images.items(), *self.env.dlfiles.items()]:
            if Path(self.env.srcdir, str(name)) == Path(self.site.app.confdir, path):
                return Origin(str(self.env.doc2path(min(users))), 0)
        return None

    def file_at(self, path: str) -> Origin:
        """A file that a message names from the folder of the pages, or from that of ``conf.py``."""
        inside = Path(self.env.srcdir, path)
        return Origin(str(inside if os.path.lexists(inside) else Path(self.site.app.confdir, path)), 1)

    def options(self, directive: str) -> list[str]:
        """The options that a directive takes."""
        return options_of_directive(self.site.app, directive)


def meant(value: str, words: Iterable[str], otherwise: str = "", *, write: Callable[[str], str] = str) -> str:
    """The nearest word, in the form that is to be written; or else something *otherwise*."""
    near = nearest(value, [word for word in words if word != value])
    return wording.meant(near and write(near), otherwise)


def known(words: Sequence[str]) -> str:
    """The first of many words."""
    return ", ".join(map(shown, words[:_MOST_LISTED])) + (", …" if len(words) > _MOST_LISTED else "")
