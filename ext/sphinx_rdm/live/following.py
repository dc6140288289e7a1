"""What is saved is built, what is built is shown, and each build is told in a line."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from .builder import Builder, Report
from .place import BuildPlace
from .telling import Browsers

Say = Callable[[str], None]

_MOST: Final = 5
"""So many names stand in a line."""
_CONTENT: Final = (".yml", ".yaml")


@dataclass
class KnownFiles:
    """What the last build told of the project; before the first one, anything may belong to it."""

    pages: frozenset[Path] = frozenset()
    data: Path | None = None
    ground: tuple[Path, ...] = ()
    code: tuple[Path, ...] = ()
    static: tuple[Path, ...] = ()

    @classmethod
    def of(cls, told: dict[str, Any]) -> KnownFiles:
        """What a report says."""
        ground, code, static = (tuple(map(Path, told[name])) for name in ("ground", "code", "static"))
        return cls(frozenset(map(Path, told["pages"])), Path(told["data"]), ground, code, static)

    def concerns(self, path: Path, pages: Path) -> bool:
        """Whether a file has to do with the site."""
        return not self.pages or any(map(path.is_relative_to, (pages, *self.ground, *self.code)))

    def is_page(self, path: Path) -> bool:
        """Whether a file is a page that was there and still is."""
        return path in self.pages and path.is_file()

    def is_data(self, path: Path) -> bool:
        """Whether a file is one of the data."""
        return self.data is not None and path.parent == self.data and path.suffix in _CONTENT

    def is_code(self, path: Path) -> bool:
        """Whether the process that builds has loaded a file, or something that was made of it."""
        return any(map(path.is_relative_to, self.code))

    def sheet(self, path: Path) -> str:
        """The path in the site of a style sheet that is copied as it is; empty if another hides it, or this is none."""
        if path.suffix != ".css":
            return ""
        names = [path.relative_to(folder) for folder in self.static if path.is_relative_to(folder)]
        later = [folder / name for name in names for folder in self.static]
        is_last = bool(names) and [other for other in later if other.is_file()][-1:] == [path]
        return f"_static/{names[0].as_posix()}" if is_last else ""


@dataclass
class Saved:
    """What was saved and is not built yet."""

    paths: set[Path] = field(default_factory=set)
    changed: float = 0.0
    """When something was last saved that a worker reads before it is told to build."""
    is_quick: bool = True
    """Whether all of it is data, or pages that were there: then open pages can be shown before all is built."""
    is_code: bool = False


class Follower:
    """Builds what is saved."""

    def __init__(self, place: BuildPlace, browsers: Browsers, say: Say) -> None:
        self._place, self._browsers, self._say = place, browsers, say
        self._builder = Builder(place)
        self._known = KnownFiles()
        self._saved = Saved()
        self._news = asyncio.Event()
        self._is_building = False

    def note(self, paths: Iterable[Path]) -> None:
        """Take in what was saved; style sheets are shown at once."""
        saved = self._saved
        for path in paths:
            if not self._known.concerns(path, self._place.pages):
                continue
            if name := self._known.sheet(path):
                self._browsers.tell_sheet(name, path)
                self._say(f"{self._shown(path)}: shown at once; the build follows")
            is_page = self._known.is_page(path)
            saved.paths.add(path)
            saved.is_code |= self._known.is_code(path)
            saved.is_quick &= is_page or self._known.is_data(path)
            if not is_page:
                saved.changed = time.monotonic()
            self._news.set()
        if self._news.is_set() and self._is_building:
            self._builder.hurry()

    async def run(self) -> None:
        """Build all, and then whatever is saved."""
        rest = await self._build(Saved(is_quick=False), "start")
        while True:
            if not rest:
                await self._news.wait()
            saved, self._saved = self._saved, Saved()
            self._news.clear()
            why = ", ".join(_few(sorted(map(self._shown, saved.paths)))) or "the rest"
            rest = await self._build(saved, why)

    def end(self) -> None:
        """Let no build go on."""
        self._builder.end()

    async def _build(self, saved: Saved, why: str) -> bool:
        """Build once; whether something was left out."""
        if saved.is_code:
            self._builder.end()  # what it has loaded stays what it was
        self._browsers.tell(building=True)
        pages = [str(path) for path in sorted(saved.paths) if self._known.is_page(path)]
        if saved.is_quick and saved.paths and (seen := self._browsers.open()):
            shown = await self._builder.preview({"open": seen, "saved": pages}, saved.changed)
            self._browsers.tell_newer({name: self._place.previews / name for name in shown})
        for _attempt in range(2):
            begin = time.perf_counter()
            self._is_building = True
            order = {"open": self._browsers.open(), "saved": pages}
            report = await self._builder.build(order, saved.changed, self._show)
            self._is_building = False
            if report:
                self._finish(report, why, time.perf_counter() - begin)
                return bool(report["left_out"])
            self._say("The process that builds was ended from outside; what it was building begins anew")
        message = "the build was ended from outside, twice; it begins anew when something is saved"
        self._say(message)
        self._browsers.tell_written(building=False, messages=[message])
        return False

    def _show(self, report: Report) -> None:
        self._browsers.tell_written(report["pages"], messages=report["messages"])

    def _finish(self, report: Report, why: str, seconds: float) -> None:
        """Tell what was built, and all messages."""
        if report["known"]:
            self._known = KnownFiles.of(report["known"])
        messages: list[str] = report["messages"]
        if not self._saved.paths and not report["failed"]:
            self._browsers.forget_newer()
        self._browsers.tell_written(building=report["left_out"], messages=messages)
        self._say("\n".join([f"{why}: {_summary(report)}, {seconds:.2f} s", *messages]))

    def _shown(self, path: Path) -> str:
        top = self._place.conf
        return (path.relative_to(top) if path.is_relative_to(top) else path).as_posix()


def _summary(report: Report) -> str:
    """What a build did."""
    if report["failed"]:
        return "no build, until what is told below is mended"
    read, written = report["read"], report["written"]
    names = f" ({', '.join(_few(read))})" if 0 < len(read) <= _MOST else ""
    said = f"read {_count(read)}{names}, wrote {written}" if read or written else "no page is another"
    said += "; more follows" if report["left_out"] else ""
    messages = len(report["messages"])
    return said + (f"; {messages} {'message' if messages == 1 else 'messages'}" if messages else "")


def _count(pages: list[str]) -> str:
    return f"{len(pages)} {'page' if len(pages) == 1 else 'pages'}"


def _few(names: list[str]) -> list[str]:
    return names if len(names) <= _MOST else [*names[: _MOST - 1], f"and {len(names) - _MOST + 1} more"]
