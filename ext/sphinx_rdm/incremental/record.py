"""The record of one output folder: with what it was written, which files are in it, and which were there before.

It lies beside the doctrees. A build begins it before pages are read and ends it when all is written, so one that
was interrupted is seen by the next, which begins the folder anew: it deletes whatever an earlier build left there,
and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from sphinx.application import Sphinx

from .. import output

_GRACE: Final = 60 * 10**9
"""For so long after its last sign of life a build may have written, in nanoseconds."""

_BEGUN: Final[dict[str, Any]] = {"foreign": list}
_ENDED: Final[dict[str, Any]] = {"digest": str, "shared": str | None, "pages": dict, "files": list, "ours": list}
"""What stands in the record of a build that has begun, and of one that has ended."""


class FolderRecord:
    """What is known of the folder that a build writes into."""

    def __init__(self, app: Sphinx, digest: str) -> None:
        out = hashlib.sha256(str(app.outdir).encode()).hexdigest()[:12]
        self.file = Path(app.doctreedir, f"rdm-{app.builder.name}-{out}.json")
        self.top = Path(app.outdir)
        self._skip = Path(app.doctreedir)
        self.digest = digest
        self.is_sound = True
        """Whether all that was to be written has been, as far as it is known; if not, the next build begins anew."""
        self.written: set[str] = set()
        """The pages that this build has written."""
        self.faulty: set[str] = set()
        """Those that were written with a warning, which the next build repeats."""
        self._old = _load(self.file)
        self._before = dict(_walk(self.top, self._skip))
        has_ended = "ours" in self._old
        self.ours = set(self._old["ours"]) & self._before.keys() if has_ended else set(self._unfinished())
        """What earlier builds left in the folder."""
        self.is_anew = not has_ended or self._old.get("digest") != digest

    def begin(self) -> None:
        """Note that the folder is being changed, and what in it is not ours."""
        self._write({"foreign": sorted(self._before.keys() - self.ours)})

    def _unfinished(self) -> Iterator[str]:
        """What an interrupted build left: all that was not there before, and is no younger than the build."""
        if self._old:
            foreign, last = set(self._old["foreign"]), self.file.stat().st_mtime_ns + _GRACE
            yield from (name for name, time in self._before.items() if name not in foreign and time <= last)

    def show_life(self) -> None:
        """Note that the build goes on."""
        os.utime(self.file)

    def leftovers(self, pages: Iterable[str], files: Iterable[str]) -> set[str]:
        """What is to be deleted before this build writes *pages* and *files*: all that is ours, or what is no more."""
        if self.is_anew:
            return self.ours
        old = self._old["pages"]
        return self._no_more(_files({name: old[name] for name in old.keys() - set(pages)}, self._old["files"]), files)

    def to_write(self, pages: Mapping[str, Any], shared: str) -> list[str]:
        """The pages that are not in the folder as they are now."""
        if self.is_anew or self._old["shared"] != shared:
            return list(pages)
        old = self._old["pages"]
        return [name for name, page in pages.items() if not old.get(name) or old[name]["read"] != page["read"]]

    def merge(self, pages: Mapping[str, Any]) -> dict[str, Any]:
        """What is known of all *pages* now: a page that was not written is as it was, and a fault is repeated."""
        old = {} if self.is_anew else self._old["pages"]
        return {
            name: {**page, "read": None} if name in self.faulty else page if name in self.written else old.get(name)
            for name, page in pages.items()
        }

    def outdated(self, pages: Mapping[str, Any], files: Iterable[str]) -> set[str]:
        """What is to be deleted when all is written, because nothing mentions it any more."""
        old = () if self.is_anew else _files(self._old["pages"], self._old["files"])
        return self._no_more(old, _files(pages, files))

    def _no_more(self, old: Iterable[str], new: Iterable[str]) -> set[str]:
        return self.ours & (set(old) - set(new))

    def end(self, pages: Mapping[str, Any], files: Iterable[str], shared: str) -> None:
        """Note what is in the folder now."""
        is_complete = self.written >= pages.keys() or (not self.is_anew and self._old["shared"] == shared)
        now = dict(_walk(self.top, self._skip))
        foreign = {name for name in self._before.keys() - self.ours if now.get(name) == self._before[name]}
        self._write(
            {
                "digest": self.digest if self.is_sound else "",
                "shared": shared if is_complete else None,
                "pages": pages,
                "files": sorted(files),
                "ours": sorted(now.keys() - foreign),
            }
        )

    def _write(self, content: Mapping[str, Any]) -> None:
        output.write(self.file.parent, self.file.name, json.dumps(content, indent=1) + "\n")


def _load(file: Path) -> dict[str, Any]:
    """What the last build noted; nothing if that is no record, or one that other code made."""
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    is_record = isinstance(content, dict) and any(
        content.keys() == kinds.keys() and all(isinstance(content[key], kind) for key, kind in kinds.items())
        for kinds in (_BEGUN, _ENDED)
    )
    return content if is_record else {}


def _files(pages: Mapping[str, Any], files: Iterable[str]) -> Iterator[str]:
    for page in pages.values():
        yield from page["files"] if page else ()
    yield from files


def _walk(top: Path, skip: Path) -> Iterator[tuple[str, int]]:
    """Every file below a folder, with the time at which it was last changed or replaced."""
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if Path(folder, name) != skip]
        inside = Path(folder).relative_to(top).as_posix()
        for name in names:
            yield name if inside == "." else f"{inside}/{name}", os.lstat(f"{folder}/{name}").st_ctime_ns
