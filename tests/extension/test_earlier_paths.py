"""What may stand as an old address, and where its page lies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from building import Project
from hostile import HOSTILE, PATHS, UNUSUAL
from sphinx_rdm import output
from sphinx_rdm.kinds.plain import REDIRECT
from sphinx_rdm.kinds.registry import KINDS
from sphinx_rdm.records import addresses, fields
from sphinx_rdm.records.store import Store, load
from sphinx_rdm.records.wording import shown

CHECK: TypeAdapter[str] = TypeAdapter(fields.Path)


def refused(value: str) -> str:
    """What is said of a path; nothing if it is taken."""
    try:
        assert CHECK.validate_python(value) == value
    except ValidationError as error:
        return error.errors()[0]["msg"]
    return ""


def beside_each_other(values: Iterable[str]) -> list[str]:
    """The sound paths among the values that can stand beside each other."""
    sound = [value for value in dict.fromkeys(values) if not addresses.fault(value)]
    clashing = {clash.value for clash in addresses.clashes(sound)}
    return [value for value in sound if value not in clashing]


def data(project: Callable[[str], Project], *old: str) -> Store:
    garden = project("garden")
    rows = [f"- old: '{value}'\n  page: index\n" for value in (text.replace("'", "''") for text in old)]
    garden.write("data/redirects.yml", "\n".join(rows))
    return load(garden.root / "data", KINDS)


@pytest.mark.parametrize("value", HOSTILE["Path"], ids=lambda value: ascii(value)[:40])
def test_what_leads_elsewhere_or_to_no_file_is_refused_with_the_value_and_a_remedy(value: str) -> None:
    message = refused(value)
    assert message.startswith(f"'{shown(value)}' ")
    assert "; " in message
    assert len(message) < 300


@pytest.mark.parametrize("value", UNUSUAL["Path"], ids=lambda value: ascii(value)[:40])
def test_what_a_server_can_send_is_taken(value: str) -> None:
    assert refused(value) == ""


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("/ab.html", "/a%62.html", "is the same address as '/ab.html' (line 1); keep one of the two"),
        ("/a/", "/a/index.html", "is the same address as '/a/' (line 1); keep one of the two"),
        ("/a.html?x=1&y=2", "/%61.html?y=2&x=1", "is the same address as '/a.html?x=1&y=2' (line 1)"),
        ("/a.xlsx", "/%61.xlsx", "is the same address as '/a.xlsx' (line 1)"),
        ("/a.html", "/A.html?x=1", "is the same file as '/a.html' (line 1) on many disks; spell the path in one way"),
        ("/\u00e9/", "/e\u0301/", "is the same file as '/\u00e9/' (line 1) on many disks"),
        ("/a.html", "/a.html/b/", "cannot be kept beside '/a.html' (line 1): one needs a folder where the other is"),
        ("/A.html/b/c.html", "/a.html", "cannot be kept beside '/A.html/b/c.html' (line 1): one needs a folder"),
    ],
)
def test_two_addresses_that_exclude_each_other_are_a_problem_at_the_second(
    first: str, second: str, expected: str, project: Callable[[str], Project]
) -> None:
    store = data(project, first, second)
    assert [str(problem).partition(expected)[0] for problem in store.problems] == [
        f"data/redirects.yml:4:8: old: '{second}' "
    ]
    assert list(store.of(REDIRECT)) == [first]


@pytest.mark.parametrize(
    ("first", "second"),
    [("/a.html", "/a.htm"), ("/a.html?x=1", "/%61.html?x=2"), ("/a/", "/a/b/"), ("/a.xlsx", "/a.xlsx/b/")],
)
def test_two_addresses_that_only_look_alike_stand_beside_each_other(
    first: str, second: str, project: Callable[[str], Project]
) -> None:
    store = data(project, first, second)
    assert (list(store.of(REDIRECT)), store.problems) == ([first, second], ())


def tree(folder: Path) -> dict[str, Any]:
    return {path.relative_to(folder).as_posix(): path.is_file() and path.read_text() for path in folder.rglob("*")}


@settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(values=st.lists(PATHS, max_size=6))
def test_any_text_is_refused_or_has_a_file_of_its_own_inside_the_output(values: list[str], tmp_path: Path) -> None:
    top = tmp_path / "top"
    top.mkdir(exist_ok=True)
    tmp_path.joinpath("precious").write_text("as it was")
    names = {value: addresses.file_of(value) for value in beside_each_other(values)}
    pages = {name: value for value, name in names.items() if name}
    for name in pages:
        output.write(top, name, name)
    written = {name: text for name, text in tree(top).items() if text is not False}
    assert written == {name: name for name in pages}
    assert len({addresses.fold(name) for name in pages}) == len(pages)
    for name in pages:
        output.delete(top, name)
    assert tree(tmp_path) == {"top": False, "precious": "as it was"}
