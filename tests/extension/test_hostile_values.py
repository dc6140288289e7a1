"""Whatever stands in a field of any type is a value of the type or a problem of its line, and costs no other record."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple, get_args, get_origin

import pytest
from pydantic import BaseModel

from building import SITES
from hostile import HOSTILE, UNUSUAL, quoted
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.kinds.resource.record import RESOURCE as RESOURCES
from sphinx_rdm.records import fields
from sphinx_rdm.records.kind import PHASE as PHASES
from sphinx_rdm.records.kind import SUBJECTS
from sphinx_rdm.records.store import Store, load

READABLE: Final = 400
"""Letters of the longest message that can be read at a glance."""


class Field(NamedTuple):
    """The file of a field, and a record with ``@`` where its value stands, and ``#`` where records differ."""

    file: str
    record: str
    before: str = ""
    """What the file begins with, and what the records come behind; if nothing, they come at the end."""


RESOURCE = (
    "- id: r-#\n  title: T\n  url: https://example.org/#\n  description: D.\n  category: book\n  kind: print\n"
    "  phases: all\n"
)
REDIRECT = "- old: /old-#.html\n  page: index\n"
PHASE = "  - id: {}\n    title: Phase\n"
FIELDS: Final = {
    "Id": Field("resources", RESOURCE.replace("r-#", "@")),
    "TermId": Field("vocabulary", PHASE.format("@"), "phases:\n"),
    "Line": Field("resources", RESOURCE.replace("T\n", "@\n")),
    "Text": Field("resources", RESOURCE.replace("D.", "@")),
    "WebAddress": Field("resources", RESOURCE.replace("https://example.org/#", "@")),
    "PageAddress": Field("site", "edit_url: @\n", "name: Garden notebook\n"),
    "Doi": Field("resources", RESOURCE + "  doi: @\n"),
    "DoiAddress": Field("site", "doi: @\n", "name: Garden notebook\n"),
    "Mail": Field(
        "institutions", "- id: r-#\n  title: T\n  group: near\n  links:\n    - purpose: advice\n      mail: @\n"
    ),
    "Target": Field("processes", "- id: r-#\n  title: T\n  steps:\n    - step: S\n      to: [@]\n    - step: S\n"),
    "Path": Field("redirects", "- old: @\n  page: index\n"),
    "QueryString": Field("redirects", REDIRECT + "  view: @\n"),
    "Anchor": Field("redirects", REDIRECT + "  anchor: @\n"),
    "Language": Field("resources", RESOURCE + "  language: @\n"),
    "RegularExpression": Field("style", "- id: r-#\n  pattern: @\n  message: M.\n"),
    "FieldName": Field("fields", "- id: @\n  kinds: [resources]\n  title: T\n  takes: text\n"),
    "Pattern": Field("fields", "- id: f#\n  kinds: [resources]\n  title: T\n  takes: identifier\n  pattern: @\n"),
    "DatedReason": Field("resources", RESOURCE + "  check_by: [@]\n"),
    "DatedEnd": Field("resources", RESOURCE + "  retired: @\n"),
    "TrueOrFalse": Field("abbreviations", "- short: S#\n  long: L\n  common: @\n"),
}


def load_with(folder: Path, kind: str, *values: str) -> tuple[Store, list[int]]:
    """The data of a garden with a record more for each value, and the lines of the values."""
    shutil.copytree(SITES / "garden/data", folder)
    file, record, before = FIELDS[kind]
    path = folder / f"{file}.yml"
    text, lines = path.read_text("utf-8") if path.exists() else "", []
    rest = text.partition(before)[2] if before else ""
    text = text.removesuffix(rest)
    for number, value in enumerate(values):
        head, _at, tail = record.replace("#", str(number)).partition("@")
        lines.append((text + head).count("\n") + 1)
        text += head + quoted(value) + tail
    path.write_text(text + rest, "utf-8")
    return load(folder, KINDS), lines


def keys(store: Store) -> dict[str, list[str]]:
    """The records and the values of the vocabulary that were read."""
    found = {name: list(records) for name, records in store.records.items()}
    return found | {facet.name: list(store.vocabulary.terms(facet)) for facet in SUBJECTS}


def texts(value: Any) -> Iterator[str]:
    """Every text in a record."""
    if isinstance(value, dict | BaseModel):
        for part in dict(value).values():
            yield from texts(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part)
    else:
        yield str(value)


def test_no_type_of_field_is_forgotten() -> None:
    types = {name for name, kind in vars(fields).items() if get_origin(kind) is Annotated}
    scalars = {name for name in types if get_args(getattr(fields, name))[0] in (str, bool)}
    # A term is any id that the vocabulary has; a day stands in front matter alone.
    # What only front matter takes is tried in its own tests.
    assert set(HOSTILE) == set(UNUSUAL) == scalars - {"Term", "Description"} | {"Day"}
    assert set(FIELDS) == set(HOSTILE) - {"Day"}


GARDEN = load(SITES / "garden/data", KINDS)


@pytest.mark.parametrize("kind", FIELDS)
def test_each_is_a_problem_of_its_line_and_no_other_record_is_lost(kind: str, tmp_path: Path) -> None:
    batches = [[value] for value in HOSTILE[kind]] if FIELDS[kind].file == "site" else [HOSTILE[kind]]
    for number, values in enumerate(batches):
        store, lines = load_with(tmp_path / str(number), kind, *values)
        told = {problem.position.line: problem.message for problem in store.problems}
        taken = [value[:60] for value, line in zip(values, lines, strict=True) if line not in told]
        assert taken == []
        assert set(told) == set(lines)
        assert keys(store) == keys(GARDEN)
        assert [text for text in told.values() if len(text) > READABLE or not text.isprintable()] == []


@pytest.mark.parametrize(
    ("kind", "value"),
    [pytest.param(kind, value, id=f"{kind}-{ascii(value)[:40]}") for kind in FIELDS for value in UNUSUAL[kind]],
)
def test_what_only_looks_odd_is_kept_as_it_was_typed(kind: str, value: str, tmp_path: Path) -> None:
    store, _lines = load_with(tmp_path / "data", kind, value)
    assert store.problems == ()
    expected = {"true": "True", "false": "False"}.get(value, " ".join(value.split()))
    added = [{name: name for name in (column.name, column.address)} for column in store.extended(RESOURCES).added]
    parts = [
        store.site,
        *store.records.values(),
        *store.retired.values(),
        *({key: key} for key in store.vocabulary.terms(PHASES)),
        *added,
    ]
    assert expected in {text for part in parts if isinstance(part, dict | BaseModel) for text in texts(part)}
