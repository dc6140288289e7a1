"""Whatever is wrong with the data, every fault is named at its place and every sound record is still there.

A case consists of the data files that differ from those of the garden. Expected are the problems, and the records of
the case's own files that load all the same.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from building import SITES, Build, Project
from extension.cases import Case, each, read
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.kinds.resource.record import RESOURCE
from sphinx_rdm.records import source
from sphinx_rdm.records.store import Store, files, load
from sphinx_rdm.records.text import MAX_BYTES
from sphinx_rdm.records.wording import visible

GARDEN = SITES / "garden"
SOUND = load(GARDEN / "data", KINDS)

CASES = read(*(f"data-{topic}.md" for topic in ("files", "kinds", "syntax", "values", "vocabulary")))


def loaded(store: Store, files: set[str]) -> set[str]:
    """What was loaded from the named files, as ``kind/id``; the values of the vocabulary by facet."""
    found = {f"{kind}/{record_id}" for kind, record_id in store.locations if kind != "site"}
    if store.site is not None:
        found.add("site/" + store.site.name)
    return {name for name in found if file_of(name.partition("/")[0]) in files}


def file_of(kind: str) -> str:
    return "vocabulary.yml" if kind in SOUND.vocabulary.facets else f"{kind}.yml"


@pytest.mark.slow
def test_a_computer_without_libyaml_says_the_same(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if request.config.getoption("regen"):
        pytest.skip("what is expected is being written anew")
    monkeypatch.setattr(source, "_Loader", yaml.BaseLoader)
    others = {}
    for title in [*CASES][::3]:  # it takes ten times as long
        case = CASES[title]
        data = shutil.copytree(GARDEN / "data", tmp_path / title)
        case.put(data)
        said = [line for line in case.expected.splitlines() if not line.startswith("loaded ")]
        found = [str(problem).replace(f"{title}/", "data/", 1) for problem in load(data, KINDS).problems]
        if found != said:
            others[title] = found
    assert others == {}


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "loop"])
def test_a_folder_that_cannot_be_read_is_one_problem(name: str, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (problem,) = load(tmp_path / name, KINDS).problems
    assert str(problem).startswith(f"{visible(name)}:1:1: the folder cannot be read: ")


def put_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


NO_FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "folder": (Path.mkdir, "expected a file, found a folder; put a file in its place"),
    "pipe": (os.mkfifo, "expected a file, found a pipe; put a file in its place"),
    "socket": (put_socket, "expected a file, found a socket; put a file in its place"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "expected a file, found a device; put a file in its place"),
    "link-to-nothing": (
        lambda path: path.symlink_to("nothing"),
        "the file is a link to something that does not exist; mend the link",
    ),
    "link-to-itself": (
        lambda path: path.symlink_to(path.name),
        "the file cannot be read: Too many levels of symbolic links",
    ),
    "large": (
        lambda path: path.write_bytes(b"#" * (MAX_BYTES + 1)),
        f"the file has {MAX_BYTES + 1} bytes, more than {MAX_BYTES}; split it",
    ),
}


@pytest.mark.parametrize("kind", NO_FILES)
def test_what_is_no_data_file_is_one_problem_and_nobody_waits_for_it(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, said = NO_FILES[kind]
    data = shutil.copytree(GARDEN / "data", tmp_path / "data")
    (data / "facilities.yml").unlink()
    monkeypatch.chdir(data)  # paths of sockets must be short
    put(Path("facilities.yml"))
    store = load(data, KINDS)
    assert [str(problem) for problem in store.problems] == [f"data/facilities.yml:1:1: {said}"]
    assert store.of(RESOURCE) == SOUND.of(RESOURCE)


@each(CASES)
def test_a_case_expects_a_problem(case: Case) -> None:
    assert not case.expected.startswith("loaded")
    assert case.expected


@each(CASES)
def test_every_problem_is_reported_at_its_place_and_the_sound_records_and_no_others_are_loaded(
    case: Case, tmp_path: Path, expect: Callable[[Case, str], None]
) -> None:
    data = shutil.copytree(GARDEN / "data", tmp_path / "data")
    case.put(data)
    untouched = loaded(SOUND, set(files(KINDS)) - set(case.files))
    store = load(data, KINDS)
    assert untouched <= loaded(store, set(files(KINDS)))
    own: dict[str, list[str]] = {}
    for name in sorted(loaded(store, set(files(KINDS))) - untouched):
        own.setdefault(name.partition("/")[0], []).append(name.partition("/")[2])
    lines = [str(problem) for problem in store.problems]
    lines += [f"loaded {kind}: {', '.join(names)}" for kind, names in own.items()]
    expect(case, "".join(f"{line}\n" for line in lines))
    for name, records in store.records.items():
        places = [int(store.locations[name, key].split(":")[1]) for key in records]
        assert places == sorted(places), "the order of the file"


FOLLOWED = {
    r"write '- (\w+): …' as on line (\d+)": lambda said, line, lines: re.sub(
        r"^ *-?\w+", re.match(" *- +", lines[int(said[2]) - 1])[0] + said[1], line
    ),
    r"write (\[.+\])$": lambda said, line, _lines: f"{line.partition(':')[0]}: {said[1]}",
    r"did you mean '(\w+)'\?$": lambda said, line, _lines: re.sub(r"\w+:", f"{said[1]}:", line, count=1),
}
"""What somebody does to a line who follows a remedy to the letter."""


@each(
    {
        name: case
        for name, case in CASES.items()
        if name.startswith(("item-with", "list-in-other", "key-misspelt", "list-of-one-word"))
        and "another" not in name
        and "breaks-off" not in name
        and "column-one" not in name
    }
)
def test_a_remedy_that_is_followed_to_the_letter_is_the_end_of_it(case: Case, tmp_path: Path) -> None:
    data = shutil.copytree(GARDEN / "data", tmp_path / "data")
    case.put(data)
    for problem in load(data, KINDS).problems:
        path = tmp_path / problem.path
        lines = path.read_text("utf-8").split("\n")
        for pattern, follow in FOLLOWED.items():
            if said := re.search(pattern, problem.message):
                lines[problem.position.line - 1] = follow(said, lines[problem.position.line - 1], lines)
        path.write_text("\n".join(lines), "utf-8")
    assert load(data, KINDS).problems == ()


def outcome(build: Build) -> tuple[list[str], int, list[str]]:
    """Our lines about data files, the status, and the pages that were written."""
    ours = [line for line in build.warnings if line.endswith(" [rdm.source]")]
    return ours, build.status, sorted(path.name for path in build.out.glob("*.txt"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "case",
    [
        "quote-unclosed",  # found by the loader
        "several-faults-in-a-record",  # found by the checks of a record
        "vocabulary-quote-unclosed",  # makes a facet incomplete, with which pages are checked
        "several-faults-in-files",  # leaves the site without a name
        "file-name-misspelt",  # in a file that nobody reads
        "folder-empty",
    ],
)
def test_a_strict_build_says_the_same_in_every_run_and_makes_every_page(
    case: str, project: Callable[[str], Project]
) -> None:
    garden = project("garden")
    CASES[case].put(garden.root / "data")
    problems = load(garden.root / "data", KINDS).problems
    expected = [f"{problem.location}: WARNING: {problem.message} [rdm.source]" for problem in problems]
    runs = [outcome(garden.build("text", strict=True)) for _ in range(2)]
    pages = sorted(f"{path.stem}.txt" for path in (GARDEN / "docs").iterdir())
    assert runs == [(expected, 1, pages)] * 2
