"""Keeps beside the doctrees what came of data files: of the same bytes comes the same.

Of 1,000 records, to parse the YAML took 0.12 s, to load what was parsed and check it 0.11 s, and to load what was
checked 0.007 s.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple

from . import output
from .ledger import with_copies
from .records.kind import Kind
from .records.positioned import Problem
from .records.source import parse
from .records.store import FIELDS, Files, Store, checked, read_files, with_dated, with_own_fields

_FILE: Final = "rdm-data.pickle"
_STORE: Final = "store "


class _Content(NamedTuple):
    """The bytes of a file, and how they are to be parsed."""

    raw: bytes
    name: str
    when_empty: str
    listed: bool

    @property
    def key(self) -> str:
        """A digest of all that decides what comes of it."""
        return hashlib.sha256(f"{self.name}\0{self.when_empty}\0{self.listed}\0".encode() + self.raw).hexdigest()


def _unparsed(raw: bytes, name: str, when_empty: str, *, listed: bool) -> tuple[_Content, list[Problem]]:
    return _Content(raw, name, when_empty, listed), []


class KeptData:
    """What earlier builds kept in a *folder*, as far as it was *made by* the same code."""

    def __init__(self, folder: Path, made_by: str) -> None:
        self._folder, self._made_by = folder, made_by
        self._kept: Mapping[str, bytes] = {}
        with suppress(Exception):  # none yet, or not ours: it may raise anything
            found, kept = pickle.loads((folder / _FILE).read_bytes())
            self._kept = kept if found == made_by else {}
        self._now: dict[str, bytes] = {}
        self.digest = ""
        """A digest of all that decides what the records say."""

    def load(self, folder: Path, kinds: Sequence[Kind[Any]], label: str, *, whole: bool) -> Store:
        """Load a data folder, whose dead addresses give way to archived copies; with *whole*, check sound records once.

        Of a folder in which something is wrong, only the values of its files are kept.
        """
        store, copies = with_copies(self._load(folder, kinds, label, whole=whole), folder, label)
        self.digest = _digest(" ".join((self.digest, *copies)))
        return store

    def _load(self, folder: Path, kinds: Sequence[Kind[Any]], label: str, *, whole: bool) -> Store:
        read = read_files(folder, kinds, label, _unparsed)
        contents = {name: value for name, value in (read.values or {}).items() if isinstance(value, _Content)}
        self.digest = _digest("".join(content.key for content in contents.values()))
        key = f"{_STORE}{self.digest}"
        is_sound = whole and not read.problems
        if is_sound and key in self._kept:
            self._now = dict(self._kept)
            own = {FIELDS: self._value(contents[FIELDS])[0]} if FIELDS in contents else {}
            return _unpacked(self._kept[key], with_own_fields(kinds, own, label, [])[0])
        parsed = {name: self._value(content) for name, content in contents.items()}
        values = read.values and {**read.values, **{name: value for name, (value, _) in parsed.items()}}
        problems = (*read.problems, *(problem for _, found in parsed.values() for problem in found))
        store = checked(Files(values, problems), kinds, label)
        if is_sound and not store.problems:
            self._now[key] = _packed(store)
        return store

    def _value(self, content: _Content) -> tuple[Any, list[Problem]]:
        """What :func:`parse` gives; packed at once, because who asks may change it."""
        if packed := self._kept.get(content.key):
            self._now[content.key] = packed
            found: tuple[Any, list[Problem]] = pickle.loads(packed)
        else:
            found = parse(content.raw, content.name, content.when_empty, listed=content.listed)
            self._now[content.key] = pickle.dumps(found)
        return found

    def keep(self) -> None:
        """Keep what this build needed, and nothing else."""
        if self._now.keys() != self._kept.keys():
            output.write(self._folder, _FILE, pickle.dumps((self._made_by, self._now)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class _Packer(pickle.Pickler):
    """Writes a model as the name of its kind's file: one with fields of one's own is made anew by each process."""

    def __init__(self, file: BytesIO, kinds: Sequence[Kind[Any]]) -> None:
        super().__init__(file)
        self._files = {kind.model: kind.file for kind in kinds}

    def persistent_id(self, value: Any) -> str | None:
        return self._files.get(value) if isinstance(value, type) else None


class _Unpacker(pickle.Unpickler):
    def __init__(self, file: BytesIO, kinds: Sequence[Kind[Any]]) -> None:
        super().__init__(file)
        self._models = {kind.file: kind.model for kind in kinds}

    def persistent_load(self, name: str) -> Any:
        return self._models[name]


def _packed(store: Store) -> bytes:
    """A store without its kinds, which hold functions."""
    file = BytesIO()
    _Packer(file, store.kinds).dump(replace(store, kinds=()))
    return file.getvalue()


def _unpacked(packed: bytes, kinds: Sequence[Kind[Any]]) -> Store:
    store: Store = _Unpacker(BytesIO(packed), kinds).load()
    return replace(store, kinds=with_dated(kinds, store.records))
