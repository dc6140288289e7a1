"""No bytes break the loader, and no record gets lost without a word."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from building import SITES
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.kinds.resource.record import RESOURCE
from sphinx_rdm.records import source
from sphinx_rdm.records.store import Store, files, load

pytestmark = pytest.mark.slow

DATA = SITES / "garden" / "data"
WORKSHOP = SITES / "workshop/data"
RESOURCES = (DATA / "resources.yml").read_bytes()
COUNT = len(load(DATA, KINDS).of(RESOURCE))

steady = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
"""The same examples in every run, on every machine; ``tests/bench/loader.py`` throws many more."""

PIECES = [
    b"- ", b"-", b"- id: x\n", b"id: y\n", b"  title: z\n", b": ", b":", b"\n", b"\r", b"\r\n", b" ", b"  ", b"\t",
    b"'", b'"', b"[", b"]", b"{", b"}", b",", b"#", b" #", b"&a ", b"*a", b"!", b"!!str ", b"|", b">", b"|\n", b"%",
    b"@", b"`", b"?", b"? ", b"~", b"<<: ", b"---\n", b"...\n", b"--- ", b"\\", b"\\x", b'"\\u202e"', b"\0", b"\x7f",
    b"\xc3\xa5", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xc2\x85", b"\xef\xbb\xbf", b"\xf0\x9f\x8c\xb1", b"\xff", b"\xc3",
]  # fmt: skip
"""What YAML acts on, and what it chokes on."""

texts = st.one_of(st.binary(max_size=200), st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join))
edits = st.lists(
    st.tuples(
        st.integers(0, len(RESOURCES)),
        st.integers(0, 12),
        st.one_of(st.just(b""), st.sampled_from(PIECES), st.binary(max_size=3)),
    ),
    min_size=1,
    max_size=3,
)


def mutate(raw: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    """Cut bytes out and put others in, at each of the places."""
    for place, cut, piece in changes:
        raw = raw[:place] + piece + raw[place + cut :]
    return raw


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the garden's data, to be overwritten by each example."""
    return shutil.copytree(DATA, tmp_path_factory.mktemp("fuzz") / "data")


def load_with(folder: Path, name: str, raw: bytes) -> Store:
    """The garden's data with one file replaced."""
    (folder / name).write_bytes(raw)
    try:
        return load(folder, KINDS)
    finally:
        (folder / name).unlink()
        if (DATA / name).exists():
            shutil.copy(DATA / name, folder)


def bytes_of(name: str) -> bytes:
    """What a file of the garden holds, or one of the workshop that the garden does without."""
    return next(path for site in (DATA, WORKSHOP) if (path := site / name).exists()).read_bytes()


def misplaced(problems: tuple[source.Problem, ...] | list[source.Problem]) -> list[source.Problem]:
    return [problem for problem in problems if problem.position.line < 1 or problem.position.column < 1]


@steady
@given(raw=texts)
def test_every_problem_of_any_bytes_has_a_line_and_a_column(raw: bytes) -> None:
    _value, problems = source.parse(raw, "data/file.yml")
    assert misplaced(problems) == []


@pytest.mark.parametrize("name", files(KINDS))
@steady
@given(raw=texts)
def test_any_bytes_in_a_file_of_the_data_are_loaded_or_reported(folder: Path, name: str, raw: bytes) -> None:
    assert misplaced(load_with(folder, name, raw).problems) == []


@pytest.mark.parametrize("name", files(KINDS))
@steady
@given(data=st.data())
def test_an_edit_anywhere_breaks_nothing(folder: Path, name: str, data: st.DataObject) -> None:
    raw = mutate(bytes_of(name), data.draw(edits))
    assert misplaced(load_with(folder, name, raw).problems) == []


@steady
@given(changes=edits)
def test_an_edit_loses_no_record_without_a_word(folder: Path, changes: list[tuple[int, int, bytes]]) -> None:
    raw = mutate(RESOURCES, changes)
    store = load_with(folder, "resources.yml", raw)
    items = sum(line.startswith(b"- ") for line in raw.splitlines())
    assert len(store.of(RESOURCE)) + len(store.problems) >= items or not store.of(RESOURCE)


@steady
@given(changes=edits)
def test_a_file_without_a_problem_is_loaded_in_full(folder: Path, changes: list[tuple[int, int, bytes]]) -> None:
    store = load_with(folder, "resources.yml", mutate(RESOURCES, changes))
    assert store.problems or len(store.of(RESOURCE)) == COUNT
