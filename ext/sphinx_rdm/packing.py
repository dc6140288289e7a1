"""One archive of many files, whose bytes depend on nothing but the files and a moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

MIMETYPE: Final = "mimetype"
"""The file that says what an archive is; it stands in it as it is."""

EARLIEST: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""Before this moment there was no ZIP, and its files cannot name one."""


def pack(folder: Path, names: Iterable[str], moment: datetime) -> bytes:
    """An archive of the files of *folder* with these *names*, in this order, as if all were made at one *moment*."""
    stamp = max(moment, EARLIEST).timetuple()[:6]
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name in names:
            entry = ZipInfo(name, stamp)
            entry.create_system = 3  # whatever system this is
            entry.external_attr = 0o644 << 16
            entry.compress_type = ZIP_STORED if name == MIMETYPE else ZIP_DEFLATED
            archive.writestr(entry, (folder / name).read_bytes())
    return packed.getvalue()
