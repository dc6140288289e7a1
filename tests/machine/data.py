"""Edits of the data files."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from .project import Skip, Subject, stem

_RECORD = re.compile(r"(?m)^- ")


def _files(subject: Subject) -> list[str]:
    return subject.files("data", ".yml")


def _lists(subject: Subject) -> list[str]:
    """The files that are lists of records."""
    return [name for name in _files(subject) if subject.read(name).startswith("- ")]


def _records(text: str) -> list[str]:
    starts = [match.start() for match in _RECORD.finditer(text)]
    return [text[start:end] for start, end in pairwise([*starts, len(text)])]


def _join(records: list[str]) -> str:
    return "\n".join(record.rstrip("\n") + "\n" for record in records)


def field(subject: Subject) -> str:
    """One field gets another text."""
    name = subject.some(_lists(subject))
    records = _records(subject.read(name))
    number = subject.random.randrange(len(records)) if records else 0
    keys = (
        r"title|description|summary|definition|text|why|question|advice|term|url|licence|address|short|provider|words"
    )
    found = list(re.finditer(rf"(?m)^(?:-| ) ({keys}): (.+)$", records[number] if records else ""))
    match = subject.some(found)
    word = subject.word()
    if match[1] == "words":
        new = f"[{word}, {subject.word()} {word}]"
    elif match[1] in ("url", "address"):
        new = f"https://example.org/{word}"
    else:
        new = subject.some([f"The {word}", f"'{word} & <i>{word}</i>'", f"{match[2].strip(chr(39))} {word}"])
        if new[0] not in "'\"" and (":" in new or "#" in new):
            raise Skip
    records[number] = records[number][: match.start(2)] + new + records[number][match.end(2) :]
    subject.change(name, lambda _text: _join(records))
    return f"{name}: {match[1]}: {new}"


def choice(subject: Subject) -> str:
    """A record gets other values of a facet."""
    name = "data/resources.yml"
    if name not in _files(subject):
        raise Skip
    records = _records(subject.read(name))
    number = subject.random.randrange(len(records)) if records else 0
    line = subject.some(
        [
            *("phases: all", "phases: [sow]", "phases: [water, harvest]", "topics: [soil]", "topics: [pests]"),
            *("first_in_phases: [sow]", "first_in_topics: [soil]", "kind: print"),
        ]
    )
    key = line.partition(":")[0]
    if not records:
        raise Skip
    records[number] = re.sub(rf"(?m)^  {key}: .*\n", "", records[number]).rstrip("\n") + f"\n  {line}\n"
    subject.change(name, lambda _text: _join(records))
    return f"{name}: {line}"


def dated(subject: Subject) -> str:
    """A record names a day from which it may be out of date, or names it no more."""
    name = subject.some(_lists(subject))
    records = _records(subject.read(name))
    if not records:
        raise Skip
    number = subject.random.randrange(len(records))
    kept = re.sub(r"(?m)^  check_by: .*\n", "", records[number])
    line = f"  check_by: [2999-01-0{subject.random.randrange(1, 9)} {subject.word()} ends]\n"
    records[number] = kept if kept != records[number] and subject.chance(0.5) else kept.rstrip("\n") + f"\n{line}"
    subject.change(name, lambda _text: _join(records))
    return f"{name}: {line.strip()}"


def retired(subject: Subject) -> str:
    """A record is retired, with or without one that takes its place, or it is in use again."""
    names = [
        name for name in _files(subject) if Path(name).stem in ("resources", "facilities", "guide", "institutions")
    ]
    name = subject.some([name for name in names if name in _lists(subject)])
    records = _records(subject.read(name))
    if not records:
        raise Skip
    number = subject.random.randrange(len(records))
    kept = re.sub(r"(?m)^  (retired|replaced_by): .*\n", "", records[number])
    lines = f"  retired: 2026-11-0{subject.random.randrange(1, 9)} {subject.word()} has closed\n"
    other = re.match(r"- id: (\S+)", subject.some(records))
    if other and subject.chance(0.5):
        lines += f"  replaced_by: {other[1]}\n"
    records[number] = kept if kept != records[number] else kept.rstrip("\n") + f"\n{lines}"
    subject.change(name, lambda _text: _join(records))
    return f"{name}: {lines.strip()}"


def own_field(subject: Subject) -> str:
    """Resources get a field of one's own and one of them a value, or they lose it with all values."""
    name, fields = "data/resources.yml", "data/fields.yml"
    entry = "- id: shelf\n  kinds: [resources]\n  title: Shelf\n  takes: text\n"
    known = subject.read(fields) if fields in _files(subject) else ""
    records = _records(subject.read(name)) if name in _files(subject) else []
    if not records or known not in ("", entry):
        raise Skip
    kept = [re.sub(r"(?m)^  shelf: .*\n", "", record) for record in records]
    if known and subject.chance(0.4):
        subject.remove(fields)
    else:
        subject.write(fields, entry)
        number = subject.random.randrange(len(kept))
        kept[number] = kept[number].rstrip("\n") + f"\n  shelf: {subject.word()}\n"
    subject.change(name, lambda _text: _join(kept))
    return f"{name}: shelf"


def added(subject: Subject) -> str:
    """A record is copied under a new id."""
    name = subject.some(_lists(subject))
    records = _records(subject.read(name))
    number = subject.random.randrange(4)
    copy = re.sub(r"\A- (id|old): (\S+)", rf"- \1: new-{number}", subject.some(records))
    if copy.startswith("- old:"):
        path = subject.some(["/was/", "/was.html", "/soil.html", "/beds/old/", "/was/?q=1", "/water/"])
        copy = f"- old: {path}\n  page: {subject.some([stem(page) for page in subject.pages()])}\n"
    copy = re.sub(r"(?m)^  (title|term|short): (.*)$", rf"  \1: New {number}", copy)
    records.insert(subject.random.randrange(len(records) + 1), copy)
    subject.change(name, lambda _text: _join(records))
    return f"{name}: new-{number}"


def removed(subject: Subject) -> str:
    name = subject.some(_lists(subject))
    records = _records(subject.read(name))
    if records:
        records.pop(subject.random.randrange(len(records)))
    subject.change(name, lambda _text: _join(records))
    return name


def reordered(subject: Subject) -> str:
    name = subject.some(_lists(subject))
    records = _records(subject.read(name))
    subject.random.shuffle(records)
    subject.change(name, lambda _text: _join(records))
    return name


def file_away(subject: Subject) -> str:
    """A whole file goes, or comes back."""
    away = subject.files("away", ".yml")
    if away and subject.chance(0.7):
        name = subject.some(away)
        subject.move(name, name.replace("away/", "data/"))
    else:
        name = subject.some(_files(subject))
        subject.move(name, name.replace("data/", "away/"))
    return name


def broken(subject: Subject) -> str:
    """A fault comes, or goes."""
    name = subject.some(_files(subject))
    fault = subject.some(["- id: [broken\n", "- id: bad\n  nonsense: 1\n", "\tx\n"])

    def edit(text: str) -> str:
        return text.replace(fault, "") if fault in text else text.rstrip("\n") + f"\n\n{fault}"

    subject.change(name, edit)
    return f"{name}: {fault!r}"


def word(subject: Subject) -> str:
    """The vocabulary says something else."""
    name = "data/vocabulary.yml"
    if name not in _files(subject):
        raise Skip
    text = subject.read(name)
    terms = list(re.finditer(r"(?m)^  - id: (\S+)\n(?:    .*\n)*", text))
    term = subject.some(terms)
    now = subject.word()
    kind = subject.random.randrange(5)
    if kind == 0:
        new = re.sub(r"(?m)^    title: .*$", f"    title: A {now}", term[0])
    elif kind == 1:
        new = ""
    elif kind == 2:
        new = term[0] + re.sub(r"id: \S+", "id: " + now, re.sub(r"title: .*", f"title: The {now}", term[0]))
    elif kind == 3:
        new = re.sub(r"(?m)^    (page|summary): .*\n", "", term[0])
    else:
        page = subject.some([stem(page) for page in subject.pages()])
        new = re.sub(r"(?m)^    page: .*\n", "", term[0]) + f"    page: {page}\n"
    subject.change(name, lambda _text: text[: term.start()] + new + text[term.end() :])
    return f"{term[1]}: {kind} {now}"


def words_reordered(subject: Subject) -> str:
    name = "data/vocabulary.yml"
    if name not in _files(subject):
        raise Skip
    parts = re.split(r"(?m)^(?=\w)", subject.read(name))[1:]
    number = subject.random.randrange(len(parts))
    head, *terms = re.split(r"(?m)^(?=  - )", parts[number])
    subject.random.shuffle(terms)
    parts[number] = head + "".join(term.rstrip("\n") + "\n" for term in terms)
    subject.change(name, lambda _text: "".join(part.rstrip("\n") + "\n" for part in parts))
    return head.strip()


def site(subject: Subject) -> str:
    name = "data/site.yml"
    if name not in _files(subject):
        raise Skip
    word = subject.word()
    line = subject.some(
        [
            f"name: The {word}",
            f"tagline: All on {word}",
            f"contact: {word}@garden.example",
            f"authors: The {word}s",
            f"operator: {word} Ltd",
            f"base_url: https://{word}.example/{word}/",
            "licence: CC BY 4.0",
            f"doi: 10.1234/{word}",
        ]
    )
    key = line.partition(":")[0]

    def edit(text: str) -> str:
        kept = re.sub(rf"(?m)^{key}:.*\n", "", text)
        return kept if kept != text and key != "name" and subject.chance(0.5) else f"{line}\n{kept}"

    subject.change(name, edit)
    return line


RULES = {
    field: 6,
    choice: 3,
    dated: 2,
    retired: 3,
    own_field: 1,
    added: 4,
    removed: 3,
    reordered: 2,
    file_away: 2,
    broken: 1,
    word: 4,
    words_reordered: 1,
    site: 2,
}
