"""Nothing is written or deleted outside the folder that is meant, whatever a file is called and wherever links lead."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from building import ROOT
from sphinx_rdm import output
from sphinx_rdm.output import OutputError

EXT = ROOT / "ext"
OTHERWISE = {"mkdir", "makedirs", "rmdir", "removedirs", "rmtree", "unlink", "rename", "touch", "chmod"}
OTHERWISE |= {"write_text", "write_bytes", "copyfile", "copy2", "copytree", "move", "symlink_to", "hardlink_to"}
OTHERWISE |= {"ensuredir", "copy_asset", "copy_asset_file", "NamedTemporaryFile", "mkstemp", "mkdtemp"}
"""Functions that change what is on the disk."""


@pytest.fixture
def top(tmp_path: Path) -> Iterator[Path]:
    """A folder with a file and a folder in it, beside one that must stay as it is."""
    for name in ("top/page.html", "top/folder/page.html", "precious/page.html", "precious/more/page.html"):
        tmp_path.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        tmp_path.joinpath(name).write_text("as it was")
    yield tmp_path / "top"
    found = {str(path.relative_to(tmp_path)): path.read_text() for path in tmp_path.glob("precious/**/*.html")}
    assert found == {"precious/page.html": "as it was", "precious/more/page.html": "as it was"}


def copy(top: Path, name: str) -> None:
    output.copy(top, name, Path(__file__))


ACTS: list[Callable[[Path, str], object]] = [
    lambda top, name: output.write(top, name, "new"),
    copy,
    output.delete,
    output.clear,
    output.make,
    lambda top, name: output.give_name(top, "page.html", name),
]
each_act = pytest.mark.parametrize("act", ACTS, ids=["write", "copy", "delete", "clear", "make", "give_name"])


def changes(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """What a module does to the disk: line and name of each call that writes or deletes."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        modes = [word.value for word in ast.walk(node) if isinstance(word, ast.Constant)] if name == "open" else []
        if name in OTHERWISE or any(isinstance(mode, str) and set(mode) & set("wax+") for mode in modes):
            yield node.lineno, name


def test_no_other_module_writes_or_deletes() -> None:
    found = {
        (path.relative_to(EXT).as_posix(), *change)
        for path in EXT.rglob("*.py")
        for change in changes(ast.parse(path.read_text("utf-8")))
    }
    assert {path for path, _line, _name in found} == {"sphinx_rdm/output.py"}, found


@each_act
@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../precious/page.html", "folder/../../precious/page.html", "/{tmp}/precious/page.html", "a\0b"],
)
def test_a_name_that_leads_elsewhere_is_refused(act: Callable[[Path, str], object], name: str, top: Path) -> None:
    with pytest.raises(OutputError, match=r"^cannot "):
        act(top, name.replace("{tmp}", str(top.parent)))


@each_act
def test_a_link_to_a_folder_elsewhere_is_not_followed(act: Callable[[Path, str], object], top: Path) -> None:
    top.joinpath("link").symlink_to(top.parent / "precious")
    with pytest.raises(OutputError, match=r"'link/more/page\.html': a link in the file system leads out of the folder"):
        act(top, "link/more/page.html")


@pytest.mark.parametrize("act", ACTS[:4], ids=["write", "copy", "delete", "clear"])
def test_a_link_to_a_file_or_folder_elsewhere_is_replaced(act: Callable[[Path, str], object], top: Path) -> None:
    top.joinpath("link").symlink_to(top.parent / "precious" / ("" if act is output.clear else "page.html"))
    act(top, "link")
    assert not top.joinpath("link").is_symlink()


def test_the_folder_itself_may_be_a_link(top: Path) -> None:
    link = top.parent / "link"
    link.symlink_to(top)
    output.write(link, "new/page.html", "new")
    assert top.joinpath("new/page.html").read_text() == "new"


@each_act
def test_a_loop_of_links_is_an_error(act: Callable[[Path, str], object], top: Path) -> None:
    top.joinpath("loop").symlink_to(top / "loop")
    with pytest.raises(OutputError):
        act(top, "loop/page.html")


@pytest.mark.parametrize("act", [ACTS[0], copy, output.delete])
def test_a_folder_where_a_file_is_wanted_stays(act: Callable[[Path, str], object], top: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot (write|delete) 'folder': "):
        act(top, "folder")
    assert top.joinpath("folder/page.html").exists()


def test_a_file_where_a_folder_is_wanted_stays(top: Path) -> None:
    for act in (ACTS[0], copy, output.clear):
        with pytest.raises(OutputError):
            act(top, "page.html/index.html")
    output.delete(top, "page.html/index.html")
    assert top.joinpath("page.html").read_text() == "as it was"


def test_folders_that_are_left_empty_go_and_others_stay(top: Path) -> None:
    output.write(top, "folder/a/b/c.html", "new")
    output.delete(top, "folder/a/b/c.html")
    output.delete(top, "folder/a/b/c.html")
    assert [path.name for path in top.joinpath("folder").iterdir()] == ["page.html"]
    output.delete(top, "folder/page.html")
    output.delete(top, "page.html")
    assert list(top.iterdir()) == []


def test_a_folder_that_holds_more_than_files_is_not_cleared(top: Path) -> None:
    output.write(top, "folder/inner/page.html", "new")
    with pytest.raises(OutputError, match="cannot clear 'folder': "):
        output.clear(top, "folder")
    assert top.joinpath("folder/inner/page.html").exists()


def test_text_is_written_byte_for_byte_or_not_at_all(top: Path) -> None:
    output.write(top, "page.html", "a\r\nb\nö")
    assert top.joinpath("page.html").read_bytes() == b"a\r\nb\n\xc3\xb6"
    with pytest.raises(OutputError, match=r"cannot write 'page\.html': .*surrogates not allowed"):
        output.write(top, "page.html", "\udcff")
    assert top.joinpath("page.html").read_bytes() == b"a\r\nb\n\xc3\xb6"


def test_a_source_that_vanished_is_an_error_and_what_was_there_stays(top: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot write 'page\.html': No such file"):
        output.copy(top, "page.html", top / "vanished.png")
    assert {path.name: path.is_file() and path.read_text() for path in top.iterdir()} == {
        "page.html": "as it was",
        "folder": False,
    }


def test_a_file_that_is_also_known_by_another_name_or_cannot_be_changed_is_replaced(top: Path) -> None:
    (top / "page.html").chmod(0o444)
    (top / "other.html").hardlink_to(top / "page.html")
    (top / ".page.html.new").symlink_to(top.parent / "precious/page.html")
    output.write(top, "page.html", "new")
    assert [(top / name).read_text() for name in ("page.html", "other.html")] == ["new", "as it was"]
    assert sorted(path.name for path in top.iterdir()) == ["folder", "other.html", "page.html"]


def test_a_folder_is_made_and_what_is_in_it_stays(top: Path) -> None:
    for name in ("folder", "new/folder"):
        output.make(top, name)
        assert (top / name).is_dir()
    assert (top / "folder/page.html").read_text() == "as it was"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("page.html", True), ("folder/page.html", True), ("folder", False), ("new.html", False), ("", False)]
    + [(name, False) for name in ("../precious/page.html", "link/page.html", "loop/x", "a\0b", "x" * 300)],
)
def test_only_what_is_inside_is_there(name: str, expected: bool, top: Path) -> None:
    top.joinpath("link").symlink_to(top.parent / "precious")
    top.joinpath("loop").symlink_to(top / "loop")
    assert output.has(top, name) == expected
    assert output.has(top, str(top / "page.html")) is False


def test_a_file_that_is_what_is_to_be_written_stays_and_counts_as_written_now(top: Path) -> None:
    page = top / "page.html"
    os.utime(page, (0, 0))
    before = page.stat()
    output.write(top, "page.html", "as it was")
    assert (page.stat().st_ino, page.stat().st_mtime > 0) == (before.st_ino, True)
    output.write(top, "page.html", "as it is!")
    assert page.read_text() == "as it is!"
