"""``sphinx-rdm new``, ``list`` and ``show``: what they write, what they refuse, and that nothing else changes."""

from __future__ import annotations

import contextlib
import difflib
import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st

from building import ROOT, SITES, Project
from commands import run
from handbook.sources import copy_handbook
from sphinx_rdm.cli import main
from sphinx_rdm.cli.entries import with_entry, with_value
from sphinx_rdm.kinds.plain import SYNONYMS
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.kinds.resource.record import RESOURCE
from sphinx_rdm.records.source import parse
from sphinx_rdm.records.text import FORBIDDEN

pytestmark = pytest.mark.slow

URL = "https://example.org/new-record"
SOURCE = ["--sources", "title=A source", "--sources", f"url={URL}"]
HANDBOOK: Mapping[str, list[str]] = {
    "abbreviation": ["--short", "ZZQ", "--long", "words that nobody needs"],
    "checklists": ["--id", "plan-new", "--text", "It is new.", "--phases", "plan", "--why", "It was not: there."],
    "decision": [
        *(
            "--title",
            "New or old?",
            "--question",
            "Is it new?",
            "--answers",
            "answer=Yes, new",
            "--answers",
            "to=phase:plan",
        ),
        *(
            "--answers",
            "to=topic:metadata",
            "--answers",
            "answer=No, old",
            "--answers",
            "advice=Wait.",
            "--unsure",
            "advice=Ask.",
        ),
    ],
    "facility": ["--title", "New facility", "--platform", "imaging", "--url", URL, "--summary", "It is new."],
    "fact": ["--title", "New fact", "--text", "1.0", "--as-of", "2026-01-02", *SOURCE],
    "guide": [
        *(
            "--title",
            "New format",
            "--short",
            "NF",
            "--url",
            URL,
            "--description",
            "It is new.",
            "--kind",
            "file-format",
        ),
        *("--areas", "genomics", "--data-types", "raw-reads", "--related", "ena"),
    ],
    "institution": [
        "--title",
        "New place",
        "--group",
        "university",
        "--links",
        "purpose=policy",
        "--links",
        "mail=a@b.org",
    ],
    "law": ["--number", "2999:1", "--title", "New act", "--local", "ny lag"],
    "process": ["--title", "New work", "--steps", "step=Begin", "--steps", "who=You", "--steps", "step=End"],
    "question": ["--question", "What is new?", "--answer", "This is.", "--page", "index"],
    "redirect": ["--old", "/new/", "--page", "index"],
    "resource": [
        *("--title", "New: one", "--url", URL, "--description", "It is new.", "--category", "tool", "--kind", "tool"),
        *("--phases", "all", "--providers", "A, B & C", "--providers", "yes", "--repositories", "general-purpose"),
    ],
    "style": ["--id", "new-rule", "--pattern", r"\bnewish\b", "--message", "write 'new'"],
    "synonyms": ["--id", "new-words", "--words", "newest", "--words", "latest"],
    "system": ["--title", "New cluster", "--scope", "local", "--use", "To compute.", "--as-of", "2026-01-02", *SOURCE],
    "term": [
        "--term",
        "newness",
        "--group",
        "gdpr",
        "--definition",
        "It is new.",
        "--translations",
        "sv=nyhet",
        *SOURCE,
    ],
}
WORKSHOP: Mapping[str, list[str]] = {
    "event": ["--title", "New event", "--url", URL, "--place", "barn", "--topic", "joints"],
    "resource": [
        *("--title", "New book", "--url", URL, "--description", "It is new.", "--category", "book", "--kind", "free"),
        *("--methods", "by-hand", "--tool", "saw", "--film", URL),
    ],
    "fact": ["--title", "New fact", "--text", "yes", "--as-of", "2026-01-02", *SOURCE],
    "system": ["--title", "New saw", "--scope", "near", "--use", "To saw.", "--as-of", "2026-01-02", *SOURCE],
    "synonyms": ["--id", "new-words", "--words", "newest", "--words", "latest"],  # a file that is not there yet
}


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handbook")
    return copy_handbook(folder).root


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    shutil.copytree(SITES / "workshop", tmp_path / "workshop")
    monkeypatch.chdir(tmp_path / "workshop")
    return Project(tmp_path / "workshop")


def texts(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def changes(before: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    """What was added to each file; nothing may be taken away."""
    found = {}
    for name, content in texts(folder).items():
        if "__pycache__" in name or content == (old := before.get(name, b"")):
            continue
        rows = list(difflib.ndiff(old.decode().splitlines(), content.decode().splitlines()))
        assert [row for row in rows if row[0] in "-?"] == []
        found[name] = "\n".join(row[2:] for row in rows if row[0] == "+").strip()
    return found


@pytest.fixture(scope="module")
def added(handbook: Path) -> Mapping[str, tuple[Result, dict[str, str]]]:
    """What came of a record of each kind, one after the other, and what each changed."""
    found = {}
    with contextlib.chdir(handbook):
        for kind, options in HANDBOOK.items():
            before = texts(handbook)
            found[kind] = run("new", kind, *options, "--yes"), changes(before, handbook)
    return found


@pytest.mark.parametrize("kind", HANDBOOK)
def test_a_record_of_each_kind_of_the_handbook_is_added_and_nothing_else_changes(
    kind: str, added: Mapping[str, tuple[Result, dict[str, str]]]
) -> None:
    result, changed = added[kind]
    assert (result.exit_code, result.stderr) == (0, "")
    ((name, _added),) = changed.items()
    assert result.stdout.startswith(f"Wrote {name}:")


@pytest.mark.usefixtures("added")
def test_with_a_record_more_of_each_kind_the_handbook_has_no_problem(
    handbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(handbook)
    result = run("check")
    assert result.exit_code == 0, result.output


def test_no_kind_of_the_handbook_is_forgotten() -> None:
    assert {kind.file for kind in KINDS} == {path.stem for path in (ROOT / "data").glob("*.yml")} - {
        "fields",
        "site",
        "vocabulary",
    }


@pytest.mark.parametrize("kind", WORKSHOP)
def test_a_record_of_each_kind_of_another_project_is_added(kind: str, workshop: Project) -> None:
    before = texts(workshop.root)
    result = run("new", kind, *WORKSHOP[kind])
    assert (result.exit_code, result.stderr) == (0, "")
    assert len(changes(before, workshop.root)) == 1
    assert run("check").exit_code == 0


def test_an_entry_looks_like_the_others(handbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(handbook)
    before = texts(handbook)
    fields = ["--term", "cost", "--group", "access", "--definition", "What it takes.", "--also", "costs", *SOURCE]
    assert run("new", "term", *fields).exit_code == 0
    assert changes(before, handbook)["data/glossary.yml"] == (
        "- id: cost\n  group: access\n  term: cost\n  also: [costs]\n  definition: What it takes.\n"
        f"  sources:\n    - title: A source\n      url: {URL}"
    )


def test_all_that_is_missing_or_wrong_is_said_in_one_run(workshop: Project) -> None:
    before = texts(workshop.root)
    result = run("new", "event", "--url", "nowhere", "--place", "bern", "--topic", "joints")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "missing id; add --id",
        "missing title; add --title",
        "url: 'nowhere' is not a web address; write one that begins with https://",
        "unknown place 'bern', did you mean 'barn'?",
    ]
    assert changes(before, workshop.root) == {}


def test_without_anything_all_that_is_compulsory_is_missing(workshop: Project) -> None:
    result = run("new", "event")
    assert result.exit_code == 2
    assert {"missing id; add --id", "missing title; add --title"} <= set(result.stderr.splitlines())
    assert all(line.startswith("missing ") for line in result.stderr.splitlines())


@pytest.mark.parametrize("url", ["http://zenodo.org/", "https://www.zenodo.org", "https://zenodo.org/#about"])
def test_an_address_that_a_record_has_already_is_refused(url: str, handbook: Path) -> None:
    before = texts(handbook)
    fields = [
        "--title",
        "Another",
        "--description",
        "It is.",
        "--category",
        "tool",
        "--kind",
        "tool",
        "--phases",
        "all",
    ]
    result = run("new", "resource", *fields, "--url", url)
    assert result.exit_code == 2
    assert f"url: '{url}' is the address of 'zenodo', too" in result.stderr
    assert changes(before, handbook) == {}


@pytest.mark.parametrize("kind", ["evnt", "page-of-mine"])
def test_a_kind_that_is_not_known_is_told(kind: str, workshop: Project) -> None:
    result = run("new", kind)
    assert result.exit_code == 2
    assert f"unknown kind '{kind}'" in result.stderr


HOSTILE = [
    *(
        "a: b",
        "'",
        '"',
        'it\'s "so"',
        "# no comment",
        "a # b",
        "{",
        "[",
        "}",
        "{a: b}",
        "[a, b]",
        "&a",
        "*a",
        "!a",
        "%a",
        "@a",
    ),
    *(
        "`a`",
        "- a",
        "-",
        "--- a",
        "...",
        "? a",
        "| a",
        "> a",
        "yes",
        "no",
        "true",
        "null",
        "~",
        "1.0",
        "1e3",
        "0x1f",
        "12:30:00",
    ),
    *(
        "2024-02-29",
        "=",
        "<<",
        "😀 smile",
        "שלום עולם",
        "é\u0301",
        "\u00a0a",
        "a\u00adb",
        "a\\nb",
        "\\",
        "a\nb",
        "a\tb",
        "a: ",
        ":a",
    ),
    "x" * 2000,
    "word " * 399 + "end",
]


@given(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=80)), st.booleans())
@example("x: y\r\n- z", True)
def test_any_text_comes_back_from_the_loader_as_it_was_given(text: str, crlf: bool) -> None:
    if FORBIDDEN.search(text) or "\r" in text:  # which is refused wherever it stands
        text = FORBIDDEN.sub("", text).replace("\r", "")
    before = "# Top\n- id: a\n  words: [b, c] \n# End".replace("\n", "\r\n" if crlf else "\n")
    entry = {"id": text, "words": [text, "d"], "parts": [{"title": text, "k": text}]}
    new = with_entry(before, entry, SYNONYMS)
    rows, problems = parse(new.encode(), "x")
    assert problems == []
    assert rows == [{"id": "a", "words": ["b", "c"]}, entry]
    assert new.endswith("# End")
    assert ("\n" in new.replace("\r\n", "")) is not crlf


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_values_are_written_or_refused_by_the_command(text: str, workshop: Project) -> None:
    arguments = [part for name in ("title", "description") for part in (f"--{name}={text}",)]
    result = run("new", "resource", "--id", "hostile", "--url", URL, "--category", "book", "--kind", "free", *arguments)
    rows, _problems = parse((workshop.root / "data/resources.yml").read_bytes(), "x")
    if len(text) > 200:
        assert (result.exit_code, len(rows)) == (2, 2)
        assert "at most 200 fit" in result.stderr
    else:
        assert (result.exit_code, result.stderr) == (0, "")
        assert rows[-1]["title"] == rows[-1]["description"] == " ".join(text.split())


@pytest.mark.parametrize("text", ["a\u202eb", "a\u200bb", "\x07", "a\x00b"])
def test_signs_that_nobody_sees_are_refused_as_by_a_check(text: str, workshop: Project) -> None:
    result = run("new", "event", f"--title={text}", "--id", "x", "--url", URL, "--place", "barn", "--topic", "joints")
    assert result.exit_code == 2
    assert "delete it" in result.stderr


ENTRY = {"id": "m", "words": ["x", "y"]}
NEW = "- id: m\n  words: [x, y]\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"# yaml-language-server: $schema=schema/synonyms.json\n\n{NEW}"),
        ("[]\n", NEW),
        ("# Top\n[]\n# End\n", f"# Top\n{NEW}# End\n"),
        ("# Only this", f"# Only this\n\n{NEW}"),
        ("- id: a\n  words: [b, c]", f"- id: a\n  words: [b, c]\n\n{NEW}"),
        ("- id: a\n  words: [b, c]\n# End\n", f"- id: a\n  words: [b, c]\n\n{NEW}# End\n"),
        ("- id: a\n  words: [b, c]\n  # inside\n\n# End\n", f"- id: a\n  words: [b, c]\n  # inside\n\n{NEW}\n# End\n"),
        ("\ufeff- id: a\r\n  words: [b, c]\r\n", f"\ufeff- id: a\n  words: [b, c]\n\n{NEW}".replace("\n", "\r\n")),
        (
            "# Top\n- id: b\n  words: [b, c]\n- id: n\n  words: [d, e]\n# of z\n- id: z\n  words: [f, g]\n",
            f"# Top\n- id: b\n  words: [b, c]\n{NEW}- id: n\n  words: [d, e]\n# of z\n- id: z\n  words: [f, g]\n",
        ),
        (
            "# Top\n\n# of n\n- id: n\n  words: [d, e]\n\n- id: o\n  words: [b, c]\n\n- id: z\n  words: [f, g]\n",
            f"# Top\n\n{NEW}\n# of n\n- id: n\n  words: [d, e]\n\n- id: o\n  words: [b, c]\n\n"
            "- id: z\n  words: [f, g]\n",
        ),
        (
            "  -   id: a\n      words:\n        - b\n        - c\n",
            "  -   id: a\n      words:\n        - b\n        - c\n\n"
            "  -   id: m\n      words:\n        - x\n        - y\n",
        ),
    ],
)
def test_every_other_byte_of_a_file_stays(before: str, after: str) -> None:
    assert with_entry(before, ENTRY, SYNONYMS) == after


@pytest.mark.parametrize("opening", [" >-\n    ", " >\n    ", " "])
def test_long_text_is_folded_as_the_others_are(opening: str) -> None:
    before = f"- id: a\n  title: A\n  description:{opening}This has words to be read\n    and more words after them.\n"
    text = "Nobody would read this in one line of a file. " * 3
    new = with_entry(before, {"id": "b", "title": "B", "description": text.strip()}, RESOURCE)
    assert new.startswith(before)
    assert max(map(len, new.splitlines())) <= 40
    rows, problems = parse(new.encode(), "x")
    assert problems == []
    assert rows[1]["description"].strip() == text.strip()


def test_nothing_is_written_into_a_file_that_cannot_be_read(workshop: Project) -> None:
    workshop.write("data/events.yml", "- id: a\n  title: 'open\n")
    before = texts(workshop.root)
    result = run("new", "event", *WORKSHOP["event"])
    assert result.exit_code == 1
    assert "data/events.yml: nothing can be added to it before this is mended, on line 2: a quote" in result.stderr
    assert changes(before, workshop.root) == {}


# Pages


def test_a_page_of_a_topic_has_what_the_rules_ask_and_its_line(handbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(handbook)
    before = texts(handbook)
    about = ["--title", "Names: of [samples] & #1", "--description", "How to name samples: 'short' and \"clear\"."]
    lacking = run("new", "page", *about, "--part", "Topics")
    assert lacking.exit_code == 2
    own = "(for one of its own: --topic names-of-samples-1)"
    assert lacking.stderr == f"missing topic; the pages of 'Topics' have it, so add --topic {own}\n"
    told = run("new", "page", *about, "--part", "Topics", "--topic", "metadata").stdout.splitlines()
    line = (handbook / "docs/_toc.yml").read_text("utf-8").split("topics/names-of-samples-1")[0].count("\n") + 1
    assert told[:2] == ["Wrote docs/topics/names-of-samples-1.md", f"Wrote docs/_toc.yml:{line}"]
    added = changes(before, handbook)
    assert added["docs/_toc.yml"] == "- file: topics/names-of-samples-1"
    assert added["docs/topics/names-of-samples-1.md"].endswith("```{checklist}\n```\n\n```{resources}\n```")
    assert run("check").exit_code == 0
    again = run("new", "page", *about, "--part", "Topics", "--topic", "metadata")
    assert (again.exit_code, again.stderr) == (
        2,
        "name: the page 'topics/names-of-samples-1' exists already; choose another, or edit it\n",
    )


def test_a_page_of_a_topic_of_its_own_is_home_of_a_new_value(handbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(handbook)
    before = texts(handbook)
    about = ["--title", "Freezers: & shelves", "--description", "How to find a sample again: # and where."]
    result = run("new", "page", *about, "--part", "Topics", "--topic", "freezers-shelves")
    assert result.exit_code == 0, result.output
    assert changes(before, handbook)["data/vocabulary.yml"].splitlines() == [
        "- id: freezers-shelves",
        "    title: 'Freezers: & shelves'",
        "    summary: 'How to find a sample again: # and where.'",
        "    page: topics/freezers-shelves",
    ]
    assert "; renew what editors offer: sphinx-rdm schema data && sphinx-rdm kit\n" in result.stdout
    assert run("check").exit_code == 0
    assert "freezers-shelves" in run("list", "topics").output
    other = run("new", "page", *about, "--part", "Topics", "--topic", "metadata", "--name", "topics/drawers").stdout
    assert "The topic 'metadata' has a page already, topics/metadata; readers come to that one.\n" in other


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:\n  - id: w\n  - id: x\nb:\n  - id: y\n", "a:\n  - id: w\n  - id: x\n  - id: new\nb:\n  - id: y\n"),
        (
            "a:\r\n- id: w\r\n- id: x\r\n\r\n# B\r\nb: []\r\n",
            "a:\r\n- id: w\r\n- id: x\r\n- id: new\r\n\r\n# B\r\nb: []\r\n",
        ),
        ("b: []\na:\n  - id: x  # first\n\n  - id: z", "b: []\na:\n  - id: x  # first\n\n  - id: z\n\n  - id: new\n"),
    ],
    ids=["in-between", "crlf-and-comment", "last-and-spaced"],
)
def test_every_other_byte_of_a_vocabulary_stays(before: str, after: str) -> None:
    assert with_value(before, "a", {"id": "new"}) == after


def test_a_topic_that_is_only_misspelt_is_no_new_one(handbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(handbook)
    before = texts(handbook)
    about = ["--title", "Freezers", "--description", "How to find a sample again."]
    result = run("new", "page", *about, "--part", "Topics", "--topic", "metdata")
    assert (result.exit_code, result.stderr) == (2, "unknown topic 'metdata', did you mean 'metadata'?\n")
    assert changes(before, handbook) == {}


def test_pages_of_other_parts_pass_the_check(handbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(handbook)
    for part, *more in [("Life cycle", "--phase", "plan"), ("about/index",), ("Resources",)]:
        about = ["--title", f"A page of {part}", "--description", "What it has for its readers."]
        result = run("new", "page", *about, "--part", part, *more)
        assert result.exit_code == 0
        assert "This finds what is left: sphinx-rdm build -c . -q -b prose docs build/prose\n" in result.stdout
    result = run("check")
    assert result.exit_code == 0, result.output


def test_a_page_of_a_project_without_a_table_of_contents(workshop: Project) -> None:
    result = run("new", "page", "--title", "Glue", "--description", "Which glue holds which wood.")
    assert result.stdout.splitlines() == [
        "Wrote docs/glue.md",
        "Add it to a table of contents: glue",
    ]
    assert run("new", "page", "--title", "Glue", "--description", "short", "--name", "../Glue").exit_code == 2


def test_what_every_page_must_have_is_missed_though_it_could_be_drafted(workshop: Project) -> None:
    workshop.write("conf.py", (workshop.root / "conf.py").read_text("utf-8") + "rdm_required_keys = ['sources']\n")
    result = run("new", "page", "--title", "Glue", "--description", "Which glue holds which wood.")
    assert (result.exit_code, result.stderr) == (2, "missing sources; add --sources\n")


# At a terminal


def test_what_a_page_of_a_part_must_have_is_asked_for_until_it_is_there(
    handbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(handbook)
    monkeypatch.setattr("sphinx_rdm.cli.new.is_terminal", lambda: True)
    # The part is needed, and so is a topic, for which that of the page's own is proposed.
    answers = ["Freezers", "How to find a sample again.", "", "Topics", "", "", "y"]
    result = CliRunner(env={"NO_COLOR": "1"}).invoke(main, ["new", "page"], input="\n".join([*answers, ""]))
    assert result.exit_code == 0, result.output
    assert "part is needed" in result.output
    assert "(optional)" not in result.output
    assert "> [freezers]" in result.output
    page = (handbook / "docs/topics/freezers.md").read_text("utf-8")
    assert "topic: freezers\n" in page
    assert "sources:\n  - title: TO BE WRITTEN.\n" in page


@pytest.mark.parametrize(
    ("answers", "written"),
    [
        (["every board", ""], ""),  # nothing is like these words, so nothing is proposed
        (["joint", "-"], ""),  # that is near to one, which is proposed and left out
        (["joint", ""], "topics: [joints]"),
    ],
)
def test_a_field_that_was_mistyped_can_be_left_out(
    answers: list[str], written: str, workshop: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_rdm.cli.new.is_terminal", lambda: True)
    before = texts(workshop.root)
    given = [*WORKSHOP["resource"], "--phases", "all"]
    typed = "\n".join(["", *answers, *[""] * 30])
    result = CliRunner(env={"NO_COLOR": "1"}).invoke(main, ["new", "resource", *given], input=typed)
    assert result.exit_code == 0, result.output
    assert "> [every" not in result.output
    added = changes(before, workshop.root)["data/resources.yml"]
    assert ("topics:" in added, written in added) == (bool(written), True)


def test_ids_of_an_option_may_be_typed_as_at_the_prompt(workshop: Project) -> None:
    ids = [term["id"] for term in json.loads(run("list", "phases", "--format", "json").stdout)]
    named = WORKSHOP["resource"] + ["--phases", ", ".join(ids[:2])]
    assert run("new", "resource", *named).exit_code == 0
    assert f"phases: [{ids[0]}, {ids[1]}]" in (workshop.root / "data/resources.yml").read_text("utf-8")


def test_somebody_is_asked_and_each_answer_is_checked(workshop: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sphinx_rdm.cli.new.is_terminal", lambda: True)
    answers = ["Plane day", "", "example.org", "https://example.org/plane", "bern", "", "1", "y"]
    result = CliRunner(env={"NO_COLOR": "1"}).invoke(main, ["new", "event"], input="\n".join([*answers, ""]))
    assert result.exit_code == 0
    assert "'example.org' is not a web address; write one that begins with https://" in result.output
    assert "unknown place 'bern', did you mean 'barn'?" in result.output
    assert "This goes to data/events.yml, line 13:" in result.output
    assert (
        (workshop.root / "data/events.yml")
        .read_text()
        .endswith(
            "- id: plane-day\n  title: Plane day\n  url: https://example.org/plane\n  place: barn\n  topic: joints\n"
        )
    )


def test_a_number_stands_for_what_the_last_list_gave_it_and_what_is_needed_is_said(
    workshop: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_rdm.cli.new.is_terminal", lambda: True)
    answers = ["", "Plane day", "", "https://example.org/plane", "lof", "1", "1", "y"]
    result = CliRunner(env={"NO_COLOR": "1"}).invoke(main, ["new", "event"], input="\n".join([*answers, ""]))
    assert result.exit_code == 0, result.output
    assert "title is needed" in result.output
    assert "did you mean 'loft'?\n   1 loft\n" in result.output
    assert "\n  place: loft\n" in (workshop.root / "data/events.yml").read_text().partition("plane-day")[2]


def test_a_subject_of_its_own_is_called_as_the_page(handbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(handbook)
    about = ["--title", "Cold rooms", "--description", "How to find a sample again."]
    result = run("new", "page", *about, "--part", "Topics", "--topic", "xqzwv")
    assert result.exit_code == 2
    assert "; one of its own is called as the page, so write --topic cold-rooms\n" in result.stderr


def test_parts_are_asked_for_one_after_the_other(workshop: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sphinx_rdm.cli.new.is_terminal", lambda: True)
    given = ["--title", "Fee", "--id", "fee-x", "--text", "SEK 1", "--as-of", "2026-01-02"]
    answers = ["", "Price list", "nowhere", URL, "n", "y"]
    result = CliRunner(env={"NO_COLOR": "1"}).invoke(main, ["new", "fact", *given], input="\n".join([*answers, ""]))
    assert result.exit_code == 0, result.output
    assert "url: 'nowhere' is not a web address" in result.output
    assert (
        "  sources:\n    - title: Price list\n      url: https://example.org/new-record\n"
        in (workshop.root / "data/facts.yml").read_text()
    )


@pytest.mark.parametrize(("more", "is_coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colour_is_for_terminals_and_never_with_no_color(
    more: dict[str, str], is_coloured: bool, workshop: Project
) -> None:
    near, far = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | more
    subprocess.run([sys.executable, "-m", "sphinx_rdm", "show", "lathe"], stdout=far, env=environment, check=True)
    assert (b"\x1b[" in os.read(near, 5000)) is is_coloured


# What there is


def test_kinds_and_records_are_listed(workshop: Project) -> None:
    assert run("list").stdout.splitlines()[0].split() == ["event", "2", "data/events.yml"]
    assert run("list", "event").stdout.splitlines() == ["open-barn    Open barn", "night-shift  Night shift"]
    assert run("list", "event", "--place", "loft").stdout == "night-shift  Night shift\n"
    assert json.loads(run("list", "resource", "--phase", "saw", "--format", "json").stdout)[0] == {
        "id": "dovetails",
        "title": "Dovetails & more",
        "place": "data/resources.yml:1",
    }
    assert run("list", "resource", "--phase", "saw", "--method", "by-machine").stdout == "planes  Planes\n"
    assert run("list", "page", "--format", "json").exit_code == 0
    assert run("list", "phase").stdout == run("list", "phases").stdout != ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["evnt"], "unknown kind 'evnt', did you mean 'event'?"),
        (["event", "--place", "lofd"], "unknown place 'lofd', did you mean 'loft'?"),
        (["event", "--phase", "saw"], "no event has a phase; known: place, topic"),
        (["--phase", "saw"], "name the kind"),
    ],
)
def test_a_list_of_what_is_not_known_is_refused(arguments: list[str], said: str, workshop: Project) -> None:
    result = run("list", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_record_is_shown_with_its_place_and_its_pages(handbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(handbook)
    lines = run("show", "resource:zenodo").stdout.splitlines()
    number = lines[0].rpartition(":")[2]
    assert (handbook / "data/resources.yml").read_text().splitlines()[int(number) - 1] == "- id: zenodo"
    assert "  title: Zenodo" in lines
    assert "  listed on docs/life-cycle/share.md" in lines
    assert "  named on docs/topics/persistent-identifiers.md" in lines
    unknown = run("show", "zenod")
    assert (unknown.exit_code, unknown.stderr.splitlines()[-1]) == (
        2,
        "Error: unknown id 'zenod', did you mean 'zenodo'?",
    )


def test_a_value_of_the_vocabulary_is_shown_with_its_place(workshop: Project) -> None:
    lines = (workshop.root / "data/vocabulary.yml").read_text("utf-8").splitlines()
    place = next(number for number, line in enumerate(lines, 1) if line.strip() == "- id: saw")
    for name in ("saw", "phase:saw", "phases:saw"):
        shown = run("show", name).stdout.splitlines()
        assert shown[:2] == [f"phase saw  data/vocabulary.yml:{place}", "  id: saw"]
    assert "Error: unknown id 'phase:sau'; known: saw" in run("show", "phase:sau").stderr
    assert "Error: 'saw' is a phase, and no record" in run("retire", "saw", "--yes").stderr


# Help


@pytest.mark.parametrize(
    "command",
    # That of Sphinx is the only one that has none.
    [[], ["new", "event"], ["new", "page"], *([name] for name in main.commands if name != "build")],
)
def test_help_shows_examples_and_codes(command: list[str], workshop: Project) -> None:
    text = run(*command, "--help").stdout
    assert ("Examples:" if command else "Exit codes:") in text
    assert "\n    sphinx-rdm" in text or not command
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sphinx-rdm new ev", "event"),
        ("sphinx-rdm list ev", "event"),
        ("sphinx-rdm show open", "open-barn"),
        ("sphinx-rdm new event --place ", "loft"),
    ],
)
def test_kinds_and_ids_are_completed(words: str, found: str, workshop: Project) -> None:
    environment = {
        **os.environ,
        "_SPHINX_RDM_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }
    code = "from sphinx_rdm.cli import main; main(prog_name='sphinx-rdm')"
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert f"plain,{found}" in said.stdout.splitlines()
