"""A garden in which every text of every record holds what HTML and templates would act on.

What to fill is taken from the models, so that a new field is filled by itself; a field of a new type fails until a
hostile value of that type is added here.
"""

from __future__ import annotations

import json
import shutil
import types
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Union, get_args, get_origin, get_type_hints

import yaml
from pydantic import BaseModel

from building import SITES, Project
from sphinx_rdm.kinds.decision.record import Answer
from sphinx_rdm.kinds.plain import Redirect
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.kinds.resource.record import RESOURCE
from sphinx_rdm.records import fields
from sphinx_rdm.records.kind import Anything, Facet, Prose
from sphinx_rdm.records.model import FACTS, Site, VocabularyTerm

SIGNS: Final = (
    "\"'><blink onfocus=alert(1)>x</blink></title></script><script>alert(1)</script> &amp; {{ 7*7 }} \\y{z} --> end"
)
TIGHT: Final = "\"'><blink/onfocus=alert(1)>x</blink>&amp;{{7*7}}"
"""The same without blanks and ``#``."""
ADDRESS: Final = "'onfocus='alert(1)&amp;{{7*7}}"
"""What an address may hold."""

_VALUES: Final[list[tuple[Any, Callable[[str], Any] | None]]] = [
    (fields.Line, lambda mark: f"{mark} {SIGNS}"),
    (fields.Text, lambda mark: f"{mark} {SIGNS}"),
    (fields.Lines, lambda mark: [f"{mark} one {SIGNS}", f"{mark} two {SIGNS}"]),
    (fields.WebAddress, lambda mark: f"https://example.org/{mark}?{ADDRESS}"),
    (fields.PageAddress, lambda mark: f"https://example.org/{mark}/{{page}}?{ADDRESS}"),
    (fields.Doi, lambda mark: f"10.1234/{mark}{TIGHT}"),
    (fields.DoiAddress, lambda mark: f"https://doi.org/10.1234/{mark}{TIGHT}"),
    (fields.Mail, lambda mark: f"{mark}'onfocus='alert(1)&amp@example.org"),
    (fields.Path, lambda mark: f"/{mark}/?q={TIGHT}"),
    (fields.QueryString, lambda mark: f"q={mark}\"'><blink/onfocus>"),
    (fields.Anchor, lambda mark: f"{mark}/(alert`1`);{{7*7}}"),
    (fields.Deadlines, lambda mark: [f"2999-01-01 {mark} {SIGNS}"]),
    (fields.Anchors, lambda mark: [f"{mark}/(alert`1`);{{7*7}}"]),
    # What these may hold is no text.
    *((closed, None) for closed in (fields.Target, fields.Targets)),
    *((closed, None) for closed in (fields.Id, fields.TermId, fields.Term, fields.Day)),
    *((closed, None) for closed in (fields.Terms, fields.SomeOfTerms, fields.AllOrTerms)),
    (fields.DatedEnd, None),  # one that has it would be listed no more
    *((closed, None) for closed in (fields.Language, fields.RegularExpression, fields.TrueOrFalse)),
]
MARKS: Final = (Anything, Facet, Prose, fields.Offered, fields.Others)
"""What stands in annotations beside the type of a value."""
_PAGES: Final = {(Redirect, "page"), (VocabularyTerm, "page")}
"""Fields whose values are the names of pages."""
_EITHER: Final = {Answer}
"""Models in which one field excludes another, so that no field is filled that was empty."""

TITLE: Final = (
    "Page \"'><blink onfocus=alert(1)>x</blink></title></script><script>alert(1)</script> {{ 7*7 }} 50% _a_ \\y{z}"
)
"""A title, which a page shows as code."""


def fill(model: type[BaseModel], record: dict[str, Any], mark: str) -> dict[str, Any]:
    """The record with a hostile value in every field that takes a text, each with a mark of its own."""
    hints = get_type_hints(model, include_extras=True)
    found = dict(record)
    for name in model.model_fields:
        if (model, name) not in _PAGES and (name in record or model not in _EITHER):
            value = _value(hints[name], record.get(name), f"{mark}-{name.replace('_', '-')}")
            if value is not None:
                found[name] = value
    return found


def _value(hint: Any, given: Any, mark: str) -> Any:
    for known, make in _VALUES:
        if hint == known:
            return make(mark) if make else given
    if get_origin(hint) is Annotated:
        # What a kind says of the field in its annotation is the last part of it.
        inner, *parts, last = get_args(hint)
        assert isinstance(last, MARKS)
        return _value(Annotated[inner, *parts] if parts else inner, given, mark)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return fill(hint, given, mark)
    options = [option for option in get_args(hint) if option is not types.NoneType]
    if get_origin(hint) in (Union, types.UnionType) and len(options) == 1:
        return _value(options[0], given, mark)
    if get_origin(hint) is tuple and issubclass(options[0], BaseModel):
        return [fill(options[0], item, f"{mark}-{number}") for number, item in enumerate(given or ())]
    if get_origin(hint) is dict:
        return {key: _value(options[1], None, f"{mark}-{key}") for key in given or ("sv",)}
    raise AssertionError(f"{mark}: add a hostile value of the type {hint}")


def texts(data: Any) -> Iterator[str]:
    """Every hostile text in the data."""
    if isinstance(data, str):
        if "&amp" in data or "blink" in data:
            yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts(value)


def fill_folder(folder: Path) -> dict[str, list[str]]:
    """Fill all data files of a folder; the texts that were filled in, by the name of their file."""
    filled: dict[str, Any] = {"site": fill(Site, {}, "site")}
    for facet, terms in yaml.load((folder / "vocabulary.yml").read_text("utf-8"), yaml.CSafeLoader).items():
        values = [fill(VocabularyTerm, term, f"{facet}-{number}") for number, term in enumerate(terms)]
        filled.setdefault("vocabulary", {})[facet] = values
    for kind in KINDS:
        records = yaml.load((folder / f"{kind.file}.yml").read_text("utf-8"), yaml.CSafeLoader)
        filled[kind.file] = [fill(kind.model, row, f"{kind.file}-{number}") for number, row in enumerate(records)]
    gone = {**filled[RESOURCE.file][0], "id": "gone", "retired": f"2999-01-01 resources-gone-retired {SIGNS}"}
    filled[RESOURCE.file].append({**gone, "title": f"resources-gone-title {SIGNS}"})
    for name, data in filled.items():
        (folder / f"{name}.yml").write_text(json.dumps(data, indent=1, ensure_ascii=False, default=str), "utf-8")
    return {name: list(texts(data)) for name, data in filled.items()}


def add_pages(garden: Project) -> None:
    """Add pages with hostile front matter and titles, one under the other, and one with every fact about the site."""
    head = {name: f"{name} {SIGNS}" for name in ("description", "contributors")} | {"reviewed": "2026-01-02"}
    front = "".join(f"{name}: {json.dumps(value)}\n" for name, value in head.items())
    front += f"sources: [{{title: {json.dumps(f'sources {SIGNS}')}, url: 'https://example.org/'}}]\n"
    facts = "".join(f"- {{site}}`{name}`\n" for name in FACTS)
    tree = f"```{{toctree}}\n:caption: {json.dumps(SIGNS)}\nodd\n```\n"
    lists = [f"```{{facilities}}\n:platform: {platform}\n```\n" for platform in ("greenhouse", "orchard")]
    lists += ["```{decision} water-today\n```\n", "```{process} first-year\n```\n"]
    lists += ["```{topics}\n```\n", "```{checklist}\n:all:\n```\n", "```{records} systems\n```\n"]
    lists += ["```{records} facts\n```\n", "{fact}`evening`\n"]
    # The garden has neither systems nor facts.
    for name in ("systems.yml", "facts.yml"):
        shutil.copy(SITES / "workshop/data" / name, garden.root / "data")
    words = (SITES / "workshop/data/vocabulary.yml").read_text("utf-8").partition("scopes:")[2]
    garden.write("data/vocabulary.yml", f"{(garden.root / 'data/vocabulary.yml').read_text('utf-8')}scopes:{words}")
    garden.edit("docs/index.md", "\nwords\n```", f"\nwords\n```\n\n{tree}")
    garden.write(
        "docs/odd.md", f"---\n{front}---\n# `{TITLE}`\n\n{facts}\n{''.join(lists)}\n```{{toctree}}\nunder\nfacts\n```\n"
    )
    garden.write("docs/under.md", f"---\n{front}---\n# Under `{TITLE}`\n\n## `{TITLE}`\n\n## `{TITLE}`\n")
    garden.write("docs/facts.rst", f":reviewed: 2026-01-01\n\n``{TITLE}``\n{'=' * (len(TITLE) + 4)}\n\nText.\n")
