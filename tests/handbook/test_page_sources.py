"""Where facts were read: originals, and none of the hosts that retell them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from building import ROOT
from handbook.sources import handbook_data
from sphinx_rdm.front_matter.checks import Rules, read

RETELLINGS = set(Path(__file__).with_name("retellings.txt").read_text("utf-8").split())
PAGES = sorted(path for path in (ROOT / "docs").rglob("*.md") if "_downloads" not in path.parts)


def addresses(value: object) -> Iterator[str]:
    """Every address in a value, as a word of a text or alone."""
    if isinstance(value, str):
        yield from (word.strip("()<>.,") for word in value.split() if "://" in word)
    elif isinstance(value, dict | list | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from addresses(item)


def retold(value: object) -> list[str]:
    return [address for address in addresses(value) if urlsplit(address).hostname in RETELLINGS]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT / "docs").as_posix())
def test_no_page_leads_to_who_only_retells(page: Path) -> None:
    text = page.read_text("utf-8")
    head = read(text, page.name, Rules())
    assert retold([source.url for source in head.values.get("sources", ())]) == []
    assert retold(text.replace("](", " ").replace(")", " ")) == []


@pytest.mark.parametrize("file", sorted({kind.file for kind in handbook_data().kinds} - {"redirects"}))
def test_no_record_leads_to_who_only_retells(file: str) -> None:
    path = ROOT / "data" / f"{file}.yml"
    assert retold(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader) if path.is_file() else []) == []
