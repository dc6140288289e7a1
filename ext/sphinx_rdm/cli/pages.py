"""A new page: as short as the rules of the project let it be, its line in the table of contents, and its subject."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final, NamedTuple

import click
from pydantic import BaseModel, Field, create_model
from pydantic.fields import FieldInfo

from ..asked import EVERY, AskedOfPage, of_page
from ..front_matter.checks import OURS, read
from ..front_matter.model import FrontMatter
from ..page_rules import lint
from ..records.fields import Description, Line, Text
from ..records.kind import SUBJECT_CALLED, Facet
from ..records.positioned import PlacedList, PlacedMapping, Problem
from ..records.source import parse
from ..records.wording import nearest, shown, unknown
from .adding import EntryFault, id_of
from .checks import page_rules, page_settings
from .entries import CannotAddError, Layout, YamlValue, keyed, scalar, with_value
from .new import filled_in, is_wanted
from .project import Project

_REVIEWED: Final = "reviewed"
NAME: Final = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*[a-z0-9]+(?:-[a-z0-9]+)*")
"""What a new page may be called."""
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>|~$&#@])")
_TO_WRITE: Final = "TO BE WRITTEN"
_GAP: Final = f"{_TO_WRITE}."
"""Stands where somebody has to write; words in capitals are found by those who review texts."""
_DRAFTED: Final[Mapping[str, YamlValue]] = {"sources": [{"title": _GAP, "url": "https://example.org/"}]}
"""Keys of front matter that a page may have to have, with what stands there until somebody has written it."""
_LEAD: Final = "SAY HERE WHAT READERS GET, AND WHY IT IS WORTH THE TIME."

_FIELDS: dict[str, Any] = {
    "title": (Line, Field(description="The heading of the page.")),
    "description": (Description, Field(description="What the reader gets, in 21 to 160 characters.")),
    "part": (Line | None, Field(None, description="Its place in the table of contents: a caption, or a page above.")),
    "name": (Line, Field(description="Its path from the folder of the pages, without suffix; a part of the address.")),
    "lead": (Text | None, Field(None, description="The first paragraph; without it, the description.")),
}
_FIELDS |= {
    name: (field.annotation, field)
    for name, field in FrontMatter.model_fields.items()
    if name not in ("description", _REVIEWED)
}
NewPage: Final[type[BaseModel]] = create_model("NewPage", **_FIELDS)
"""What is asked of a new page."""


class ContentsPart(NamedTuple):
    """A list in a table of contents."""

    name: str
    entries: PlacedList

    @property
    def pages(self) -> list[str]:
        """The pages that stand right in it."""
        return [
            row["file"] for row in self.entries if isinstance(row, PlacedMapping) and isinstance(row.get("file"), str)
        ]


def parts_of(contents: Any, above: str = "") -> Iterator[ContentsPart]:
    """All lists of a table of contents, each called as its caption says, or as the page above it."""
    if isinstance(contents, PlacedList):
        for row in contents:
            yield from parts_of(row, above)
    elif isinstance(contents, PlacedMapping):
        name = str(contents.get("caption") or contents.get("file") or contents.get("root") or above)
        for value in contents.values():
            if isinstance(value, PlacedList) and any(isinstance(row, PlacedMapping) and "file" in row for row in value):
                yield ContentsPart(name, value)
            yield from parts_of(value, name)


def with_page(text: str, page: str, part: str) -> str:
    """The text of a table of contents with a page more, at the end of a part."""
    contents, _problems = parse(text.encode(), "")
    found = next((found.entries for found in parts_of(contents) if found.name == part), None)
    if found is None:
        raise CannotAddError(unknown("part", part, [found.name for found in parts_of(contents)]))
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)
    column = found.item_at[-1].column - 1
    dash = re.fullmatch(r"([\ufeff ]*)-\s+", lines[found.item_at[-1].line - 1][:column])
    if dash is None:
        raise CannotAddError(f"the part '{part}' stands in brackets; give each page a line")
    last = _last_line(found)
    ending = next((match[0] for line in lines if (match := re.search(r"\r\n|\r|\n", line))), "\n")
    if not lines[last - 1].endswith(("\r", "\n")):
        lines[last - 1] += ending
    lines.insert(last, f"{dash[1]}- file: {scalar(page)}{ending}")
    return "".join(lines)


def _last_line(value: Any, line: int = 0) -> int:
    """The last line on which something of a value stands."""
    if isinstance(value, PlacedMapping):
        places = [value.position, *value.key_at.values(), *value.value_at.values()]
        return max(max(at.line for at in places), *(_last_line(inside) for inside in value.values()))
    if isinstance(value, PlacedList):
        return max(value.position.line, *(at.line for at in value.item_at), *(_last_line(inside) for inside in value))
    return line


def composed(entry: Mapping[str, YamlValue], asked: AskedOfPage, today: date) -> str:
    """The text of a page."""
    short = (
        [f"{_TO_WRITE} ({number} of {asked.short[0]})." for number in range(1, asked.short[0] + 1)]
        if asked.short
        else []
    )
    drafted = {key: value for key, value in _DRAFTED.items() if key in asked.keys}
    head = {**({"short": short} if short else {}), **drafted, **entry, _REVIEWED: today}
    layout = Layout(keys=0, blocks=frozenset({"short"}))
    front = keyed({key: _alone(key, head[key]) for key in FrontMatter.model_fields if key in head}, 0, layout)
    blocks = ["\n".join(["---", *front, "---", f"# {_typed(str(entry.get('title', '')))}"]), _lead(entry, asked)]
    directives = [part for group in asked.parts if (part := group[0])[0] == "{"]
    for part in (group[0] for group in asked.parts):
        if part[0] == "#":
            blocks.append(re.sub(r"[*?\[\]]", "", part.replace("*", " ")).strip().title() if "*" in part else part)
        elif part[0] == "{":
            blocks.append(_directive(part))
        else:
            steps = range(1, int(part[:-1]) + 1)
            blocks.append("\n".join(f"{number}. Step {number}: {_GAP}" for number in steps))
    if asked.end and asked.end not in directives[-1:]:
        blocks.append(_directive(asked.end))
    return "\n\n".join(_filled(blocks)) + "\n"


def _alone(key: str, value: YamlValue) -> YamlValue:
    """A subject as pages name it: without brackets, if it is one."""
    return value[0] if key in SUBJECT_CALLED and isinstance(value, list) and len(value) == 1 else value


def _filled(blocks: Sequence[str]) -> Iterator[str]:
    """The blocks with a sentence below each heading that has nothing below it."""
    for number, block in enumerate(blocks):
        yield block
        following = blocks[number + 1] if number + 1 < len(blocks) else "#"
        if number and block.startswith("#") and following.startswith("#"):
            yield _GAP


def _directive(part: str) -> str:
    return f"```{part}\n```"


def _lead(entry: Mapping[str, YamlValue], asked: AskedOfPage) -> str:
    text = _typed(str(entry.get("lead") or entry.get("description") or ""))
    return text if asked.lead is None or len(text.split()) >= asked.lead[0] else f"{text} {_LEAD}"


def _typed(text: str) -> str:
    """A text of one line as Markdown that shows it."""
    line = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    return re.sub(r"^(\d+)([.)])|^([-+=:%])", lambda match: f"{match[1] or ''}\\{match[2] or match[3]}", line)


class PageDraft:
    """A page that is to be written into a project."""

    model = NewPage

    def __init__(self, project: Project) -> None:
        self.project = project
        self.rules, self.settings = page_rules(project), page_settings(project)
        self.toc = project.toc.read_bytes().decode() if project.contents and project.toc.is_file() else ""
        self.parts = list(parts_of(parse(self.toc.encode(), "")[0])) if self.toc else []

    @cached_property
    def _kinds(self) -> Mapping[str, list[str]]:
        """The kinds of pages for which there are rules, with the parts most of whose pages are of them."""
        kinds = {kind: list[str]() for kind in self.rules.kinds if kind != EVERY}
        for part in self.parts:
            heads = [self._head(page) for page in part.pages]
            for kind, parts in kinds.items():
                if 2 * sum(kind in head for head in heads) > len(heads):
                    parts.append(part.name)
        return kinds

    def _head(self, page: str) -> Collection[str]:
        """The keys of the front matter of a page."""
        name = self.project.known_pages.named(page)
        path = next(
            (path for suffix in self.project.suffixes if (path := self.project.pages / f"{name}{suffix}").is_file()),
            None,
        )
        return read(path.read_text("utf-8", "replace"), "", self.rules).values if path else ()

    def kinds(self, entry: Mapping[str, YamlValue]) -> list[str]:
        """The keys that say of which kind the page is, because most of its part have them."""
        return [kind for kind, parts in self._kinds.items() if kind in entry or entry.get("part") in parts]

    def new_subjects(self, entry: Mapping[str, YamlValue]) -> dict[Facet, str]:
        """The ids that the vocabulary lacks and that are called as the page: those of a subject of its own."""
        own, words = _last(entry), self.project.store.vocabulary
        return {
            facet: own
            for name, facet in SUBJECT_CALLED.items()
            if own in _listed(entry.get(name)) and own not in words.terms(facet)
        }

    def other_homes(self, entry: Mapping[str, YamlValue]) -> Iterator[tuple[Facet, str, str]]:
        """The subjects that have a home page, which this one is not."""
        words = self.project.store.vocabulary
        for name, facet in SUBJECT_CALLED.items():
            for value in map(str, _listed(entry.get(name))):
                term = words.terms(facet).get(value)
                if term and term.page and term.page != entry.get("name"):
                    yield facet, value, term.page

    def text(self, entry: Mapping[str, YamlValue]) -> str:
        """The page as far as it is filled in."""
        return composed(entry, of_page(self.rules.kinds, self.kinds(entry)), date.today())

    def usual(self, entry: Mapping[str, YamlValue]) -> Collection[str]:
        """The keys that every page must have, or those of its part."""
        return self.needed(entry)

    def needed(self, entry: Mapping[str, YamlValue]) -> Collection[str]:
        """Those without which there is no page; what can be drafted is not asked for."""
        return [*(["part"] if self.parts else []), *self.kinds(entry), *self._keys(entry)]

    def _keys(self, entry: Mapping[str, YamlValue]) -> list[str]:
        """What its front matter must have besides, but for what is drafted."""
        asked = of_page(self.rules.kinds, self.kinds(entry)).keys
        return [*self.rules.required, *(key for key in asked if key not in _DRAFTED)]

    def choices(self, field: FieldInfo) -> Mapping[str, str]:
        """The parts of the table of contents, or the values of the vocabulary."""
        if field is NewPage.model_fields["part"]:
            return {part.name: "" for part in self.parts}
        facets = [facet for name, facet in SUBJECT_CALLED.items() if field is NewPage.model_fields[name]]
        words = self.project.store.vocabulary
        return {name: term.title for facet in facets for name, term in words.terms(facet).items()}

    def proposed(self, name: str, entry: Mapping[str, YamlValue]) -> str:
        """A name in the folder of its part; the subject of that name."""
        if name == "part" and (folder := str(entry.get("name", "")).rpartition("/")[0]):
            beside = [part.name for part in self.parts if any(page.rpartition("/")[0] == folder for page in part.pages)]
            return beside[0] if beside else ""
        if name == "name":
            pages = next((part.pages for part in self.parts if part.name == entry.get("part")), [])
            return f"{pages[-1].rpartition('/')[0]}/{id_of(entry)}".strip("/") if pages else id_of(entry)
        last = _last(entry)
        is_likely = last in self.choices(NewPage.model_fields[name]) or name in self.kinds(entry)
        return last if name in SUBJECT_CALLED and is_likely else ""

    def _own(self, way: tuple[str, ...], entry: Mapping[str, YamlValue]) -> str:
        """How a subject that is like no other could be one of the page's own: it is called as the page."""
        key, own = "".join(way), _last(entry)
        if key not in SUBJECT_CALLED or not own:
            return ""
        known = self.rules.ids.get(SUBJECT_CALLED[key], ())
        strange = [one for one in map(str, _listed(entry.get(key))) if one not in (own, *known)]
        is_new = strange and not any(nearest(one, known) for one in strange)
        return f"; one of its own is called as the page, so write --{key} {own}" if is_new else ""

    def faults(self, entry: Mapping[str, YamlValue]) -> list[EntryFault]:
        """What is wrong with what is filled in so far."""
        found: list[EntryFault] = []
        name, part = str(entry.get("name", "")), str(entry.get("part", ""))
        if name and not NAME.fullmatch(name):
            found.append(
                (
                    ("name",),
                    f"name: '{shown(name)}' must be small letters, digits and single hyphens, with / between folders",
                )
            )
        elif name in self.project.known_pages.names:
            found.append((("name",), f"name: the page '{name}' exists already; choose another, or edit it"))
        if part and part not in self.choices(NewPage.model_fields["part"]):
            found.append((("part",), unknown("part", part, [part.name for part in self.parts])))
        if self.parts and not part:
            found.append(((), "missing part; add --part"))
        for kind in (kind for kind in self.kinds(entry) if kind not in entry):
            new = f" (for one of its own: --{kind} {_last(entry)})" if kind in SUBJECT_CALLED and name else ""
            found.append(((), f"missing {kind}; the pages of '{part}' have it, so add --{kind}{new}"))
        text, ids = self.text(entry), dict(self.rules.ids)
        ids |= {facet: {*ids[facet], own} for facet, own in self.new_subjects(entry).items() if facet in ids}
        required = [key for key in self.rules.required if key in entry]
        head = read(text, "", self.rules._replace(required=required, ids=ids))
        found += [(way := _way(text, one), f"{one.message}{self._own(way, entry)}") for one in head.problems]
        if "title" in entry and not found:
            linted = lint(head.text, "", self.settings._replace(asked=head.asked))
            found += [(_way(text, problem), problem.message) for problem in linted]
        missing = [key for key in self._keys(entry) if key not in {*entry, _REVIEWED}]
        return [*found, *(((), f"missing {key}; add --{key}") for key in missing if key != "description")]


def _last(entry: Mapping[str, YamlValue]) -> str:
    """The name of a page without its folder."""
    return str(entry.get("name", "")).rpartition("/")[2]


def _listed(value: YamlValue | None) -> Sequence[YamlValue]:
    return [value] if isinstance(value, str) else value if isinstance(value, list) else []


def _way(text: str, problem: Problem) -> tuple[str, ...]:
    """The field that has a problem of the page."""
    above = text.split("\n")[: problem.position.line]
    if above[-1].startswith("# "):
        return ("title",)
    keys = [line.partition(":")[0] for line in above if line.partition(":")[0] in OURS]
    return tuple(keys[-1:]) if "---" not in above[1:] else ()


class FileChange(NamedTuple):
    """A file before and after."""

    top: Path
    name: str
    before: str
    after: str

    @property
    def place(self) -> str:
        """The file with the first line that is new, if it was there before."""
        path = (self.top / self.name).as_posix()
        pairs = zip_longest(self.before.splitlines(), self.after.splitlines())
        line = next((number for number, (old, new) in enumerate(pairs, 1) if old != new), 1)
        return f"{path}:{line}" if self.before else path


def _changes(draft: PageDraft, entry: Mapping[str, YamlValue]) -> Iterator[FileChange]:
    """The page, its line in the table of contents, and its subject in the vocabulary if that is new."""
    project, name = draft.project, str(entry["name"])
    suffix = next((suffix for suffix, is_markdown in project.suffixes.items() if is_markdown), ".md")
    yield FileChange(project.pages, f"{name}{suffix}", "", draft.text(entry))
    toc, words = project.toc, project.data / "vocabulary.yml"
    try:
        if draft.parts:
            yield FileChange(toc.parent, toc.name, draft.toc, with_page(draft.toc, name, str(entry["part"])))
        toc = words
        before = after = words.read_bytes().decode("utf-8", "surrogateescape")
        for facet, own in draft.new_subjects(entry).items():
            value = {"id": own, "title": entry["title"], "summary": entry["description"], "page": name}
            after = with_value(after, facet.name, value)
        if after != before:
            yield FileChange(project.data, words.name, before, after)
    except CannotAddError as error:
        raise click.ClickException(f"{toc.as_posix()}: {error}") from error


def write(project: Project, given: Mapping[str, YamlValue], asks: bool) -> None:
    """Write a page, and what else makes it one of the site."""
    from .. import output

    draft = PageDraft(project)
    entry = filled_in(draft, given, asks=asks)
    changes = [*_changes(draft, entry)]
    text = changes[0].after
    if asks:
        click.echo(f"\nThis is {changes[0].place}:\n")
        click.secho(text, fg="green")
    if not is_wanted(asks):
        return
    for change in changes:
        output.write(change.top, change.name, change.after.encode("utf-8", "surrogateescape"))
        click.echo(f"Wrote {change.place}")
    if not draft.parts:
        click.echo(f"Add it to a table of contents: {entry['name']}")
    for facet, value, home in draft.other_homes(entry):
        click.echo(f"The {facet.noun} '{value}' has a page already, {home}; readers come to that one.")
    if any(change.top == project.data for change in changes):
        data = project.data.as_posix()
        click.echo(f"The vocabulary has grown; renew what editors offer: sphinx-rdm schema {data} && sphinx-rdm kit")
    if _TO_WRITE in text or _LEAD in text:
        conf = "" if project.pages == project.folder else "-c . "
        found = f"sphinx-rdm build {conf}-q -b prose {project.pages.as_posix()} build/prose"
        click.echo(f"Now write what stands in capitals. This finds what is left: {found}")
