"""Pages, file names and tables of contents that cannot be read: each is named, the rest is built, and no build ends."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from building import SITES, Build, Project
from commands import run
from making import bed, main, text
from sphinx_rdm.page_text import MOST_FAULTS, as_text

pytestmark = pytest.mark.slow

HEAD = "---\nphase: sow\n---\n# Title\n\n"

PAGES: dict[str, tuple[bytes, list[str]]] = {
    "utf16.md": ((HEAD + "Höhe.\r\n").encode("utf-16"), ["1:1: WARNING: the file is UTF-16; save it as UTF-8"]),
    "utf16be.md": ((HEAD + "Höhe.\n").encode("utf-16-be"), ["1:1: WARNING: the file is UTF-16; save it as UTF-8"]),
    "head.md": (
        "---\nphase: sow\ncontributors: Höhe\n---\n# Title\n\nHöhe.\n".encode("latin-1"),
        ["3:16: WARNING: byte 0xf6 is not UTF-8; save the file as UTF-8"],
    ),
    "body.md": (
        (HEAD + "Höhe, åter.\n").encode("latin-1"),
        ["6:2: WARNING: byte 0xf6 is not UTF-8; save the file as UTF-8"],
    ),
    "mixed.md": (
        (HEAD + "Åter ").encode() + "Höhe.\n".encode("latin-1"),
        ["6:7: WARNING: byte 0xf6 is not UTF-8; save the file as UTF-8"],
    ),
    "rest.rst": (
        "Title\n=====\n\nHöhe.\n".encode("latin-1"),
        ["4:2: WARNING: byte 0xf6 is not UTF-8; save the file as UTF-8"],
    ),
    "controls.md": (
        (HEAD + "Höhe.\0 a\n\nb\x1b[0m c\n").encode(),
        [
            "6:6: WARNING: character U+0000 (a control or private character) is not allowed; delete it",
            "8:2: WARNING: character U+001B (a control or private character) is not allowed; delete it",
        ],
    ),
    "faulty.md": (
        HEAD.replace("sow", "sw").encode() + "Höhe.\n".encode("latin-1"),
        [
            "2:8: WARNING: unknown phase 'sw', did you mean 'sow'?",
            "6:2: WARNING: byte 0xf6 is not UTF-8; save the file as UTF-8",
        ],
    ),
    "bom.md": (("\ufeff" + HEAD + "Höhe.\n").encode(), []),
    "long.md": ((HEAD + "Höhe. " + "long " * 20_000 + "\n").encode(), []),
}
"""Pages that are not what they should be, with what is said of each."""

LATIN = "Höhe, b\n".encode("latin-1")
INCLUDING: dict[str, tuple[str, list[str]]] = {
    "include.md": ("```{include} part.txt\n```", ["part.txt", "line 1, column 2: byte 0xf6 is not UTF-8"]),
    "table.md": ("```{csv-table} T\n:file: part.txt\n```", ["part.txt", "line 1, column 2: byte 0xf6 is not UTF-8"]),
    "raw.md": ("```{raw} html\n:file: part.txt\n```", ["line 1, column 2: byte 0xf6 is not UTF-8"]),
    "code.md": ("```{literalinclude} part.txt\n```", ["part.txt", "seems to be wrong"]),
    "piped.md": ("```{include} pipe.txt\n```", ["pipe.txt", "this is no file with text; name one that is"]),
    "piped-table.md": ("```{csv-table} T\n:file: pipe.txt\n```", ["pipe.txt", "this is no file with text"]),
    "piped-raw.md": ("```{raw} html\n:file: pipe.txt\n```", ["pipe.txt", "this is no file with text"]),
    "piped-code.md": ("```{literalinclude} pipe.txt\n```", ["pipe.txt", "reading it failed"]),
    "device.md": ("```{include} /zeros.txt\n```", ["this is no file with text"]),
    "circle.md": ("```{include} circle.md\n```", ["the page includes itself, or is nested too deep"]),
}
"""Pages that include what they cannot, with what is said of each."""


# Names that are not UTF-8.
NAMELESS = [b"b\xe4r.md", b"\xe5r/page.md"]


def nameless(project: Project) -> list[Path]:
    return [Path(os.fsdecode(os.fsencode(project.root / "docs") + b"/" + name)) for name in NAMELESS]


def warnings(build: Build, page: str) -> list[str]:
    """What is said of a page, as ``line:column: …``, without the type of the warnings."""
    return sorted(
        line.removeprefix(f"docs/{page}:").rpartition(" [")[0]
        for line in build.warnings
        if line.startswith(f"docs/{page}:")
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A garden with all these pages."""
    named = dict.fromkeys((*PAGES, *INCLUDING), "")
    project = bed(tmp_path_factory.mktemp("unreadable"), named)
    for name, (raw, _said) in PAGES.items():
        project.write(f"docs/{name}", raw)
    for name, (directive, _said) in INCLUDING.items():
        project.write(f"docs/{name}", f"# Title\n\nBefore.\n\n{directive}\n\nAfter.\n")
    project.write("docs/part.txt", LATIN)
    os.mkfifo(project.root / "docs/pipe.md")
    os.mkfifo(project.root / "docs/pipe.txt")
    (project.root / "docs/zeros.txt").symlink_to("/dev/zero")
    for path in nameless(project):
        path.parent.mkdir(exist_ok=True)
        path.write_text("# Berry\n", "utf-8")
    return project


@pytest.fixture(scope="module")
def built(project: Project) -> Build:
    return project.build(strict=True)


@pytest.fixture(scope="module")
def again(project: Project, built: Build) -> Build:
    return project.build(strict=True)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_not_utf8_is_named_with_line_and_column(built: Build, name: str) -> None:
    assert warnings(built, name) == PAGES[name][1]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_not_utf8_shows_what_was_most_likely_meant(built: Build, name: str) -> None:
    assert "Höhe" in text(main(built.page(Path(name).stem)))


def test_no_control_character_reaches_a_page(built: Build) -> None:
    assert not {"\0", "\x1b"} & set(built.text("controls.html"))


@pytest.mark.parametrize("name", INCLUDING)
def test_an_included_file_that_is_not_utf8_is_named_where_it_is_included(built: Build, name: str) -> None:
    said = "\n".join(built.warnings)
    start = said.index(f"docs/{name}:")
    assert [words for words in INCLUDING[name][1] if words not in said[start : start + 600]] == []


@pytest.mark.parametrize("name", [name for name in INCLUDING if name != "circle.md"])
def test_a_page_with_such_a_file_shows_the_rest(built: Build, name: str) -> None:
    shown = text(main(built.page(Path(name).stem)))
    assert "Before." in shown
    assert "After." in shown


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("pipe.md", "this is not a file with text"),
        ("b\\xe4r.md", "the name of the file is not UTF-8"),
        ("\\xe5r/page.md", "the name of the file is not UTF-8"),
    ],
)
def test_what_can_be_no_page_is_named_and_left_out(built: Build, name: str, message: str) -> None:
    assert [line for line in built.warnings if line.startswith(f"docs/{name}:1:1: WARNING: {message}")]
    assert [page for page in built.app.env.all_docs if page == "pipe" or not page.isprintable()] == []


def test_every_message_comes_again_in_the_next_build(built: Build, again: Build) -> None:
    assert (built.status, again.status) == (1, 1)
    assert sorted(again.warnings) == sorted(built.warnings)


def test_sound_pages_are_not_read_again(again: Build) -> None:
    at_fault = {name for name, (_raw, said) in PAGES.items() if said} | set(INCLUDING)
    assert again.read == sorted(Path(name).stem for name in at_fault)


def test_a_parallel_build_says_the_same(project: Project, again: Build) -> None:
    build = project.build("dummy", parallel=2)
    assert sorted(build.warnings) == sorted(again.warnings)


def test_mended_pages_leave_no_warning_and_no_trace(project: Project, again: Build) -> None:
    for name in (*PAGES, *INCLUDING):
        title = "Title\n=====\n" if name.endswith(".rst") else "# Title\n"
        project.write(f"docs/{name}", title)
    for path in (project.root / "docs/pipe.md", *nameless(project)):
        path.unlink()
    mended, clean = project.build(strict=True), project.build(folder="clean", strict=True)
    assert (mended.warnings, clean.warnings) == ([], [])
    assert mended.files() == clean.files()


def test_a_page_that_turns_into_a_pipe_is_gone(tmp_path: Path) -> None:
    site = bed(tmp_path, {}, "words", "stores")
    site.build()
    (site.root / "docs/words.md").unlink()
    os.mkfifo(site.root / "docs/words.md")
    build = site.build()
    assert not (build.out / "words.html").exists()


def test_a_file_that_is_no_text_at_all_is_reported_with_measure() -> None:
    _text, faults = as_text(b"\x01 " * 1000)
    assert len(faults) == MOST_FAULTS


# The table of contents; what is said of each mistake is in tests/unit/test_contents.py.


def atlas(folder: Path) -> Project:
    shutil.copytree(SITES / "atlas", folder / "atlas")
    return Project(folder / "atlas")


def spoiled(project: Project) -> Iterator[str]:
    """Spoil the table of contents in ways that need the disk; gives what is to be said of each."""
    toc = project.root / "docs/_toc.yml"
    toc.unlink()
    yield "the file is missing"
    os.mkfifo(toc)
    yield "expected a file, found a pipe"
    toc.unlink()
    toc.mkdir()
    yield "expected a file, found a folder"
    toc.rmdir()
    toc.symlink_to("nowhere")
    yield "a link to something that does not exist"
    toc.unlink()
    toc.write_bytes(b"root: index\nentries: [\xff\n")
    yield "byte 0xff is not UTF-8"


def test_a_file_that_cannot_be_read_is_reported_alone(tmp_path: Path) -> None:
    project = atlas(tmp_path)
    for message in spoiled(project):
        build = project.build("dummy", strict=True)
        assert build.status == 1
        (line,) = build.warnings
        assert line.startswith("docs/_toc.yml:")
        assert message in line


def test_mistakes_are_reported_in_every_build_until_they_are_mended(tmp_path: Path) -> None:
    project = atlas(tmp_path)
    sound = project.build(strict=True)
    toc = (project.root / "docs/_toc.yml").read_text("utf-8")
    project.write("docs/_toc.yml", toc.replace("file: river", "filee: river").replace("maps/hill", "maps/hil"))
    expected = [
        "docs/_toc.yml:6:9: WARNING: unknown key 'filee', did you mean 'file'? [rdm.contents]",
        "docs/_toc.yml:12:23: WARNING: unknown page 'maps/hil', did you mean 'maps/hill'? [rdm.contents]",
    ]
    builds = [project.build(strict=True) for _ in range(2)]
    assert [(build.status, build.warnings) for build in builds] == [(1, expected)] * 2
    assert builds[1].read == []
    project.write("docs/_toc.yml", toc)
    mended = project.build(strict=True)
    assert (sound.warnings, mended.warnings) == ([], [])
    assert mended.files() == project.build(folder="clean").files()


def test_a_page_in_no_contents_is_reported_by_builds_and_by_check_until_it_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = atlas(tmp_path)
    project.edit("docs/_toc.yml", "      - file: river\n", "")
    message = "the page is in no table of contents; add '- file: river' below line 5 of docs/_toc.yml"
    expected = [f"docs/river.md:1:1: WARNING: {message}, or 'orphan: true' to its front matter [rdm.contents]"]
    builds = [project.build(strict=True) for _ in range(2)]
    assert [(build.status, build.warnings) for build in builds] == [(1, expected)] * 2
    monkeypatch.chdir(project.root)
    said = f"docs/river.md:1:1: {message}, or 'orphan: true' to its front matter"
    assert run("check").stdout.splitlines()[0] == said
    for led in ("glob: riv*", "glob: 'r*'"):
        project.edit("docs/_toc.yml", "      - file: road\n", f"      - {led}\n")
        assert "docs/river.md" not in run("check").stdout
        project.edit("docs/_toc.yml", f"      - {led}\n", "      - file: road\n")
    project.edit("docs/river.md", "phase: swim\n", "phase: swim\norphan: true\n")
    assert project.build(strict=True).warnings == []
    assert run("check").exit_code == 0


def test_another_place_of_the_contents_is_named(tmp_path: Path) -> None:
    project = atlas(tmp_path)
    (line,) = project.build("dummy", external_toc_path="../data/contents.yml").warnings
    assert line.startswith("docs/../data/contents.yml:1:1: WARNING: the file is missing")


def test_no_file_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    atlas(tmp_path).build("dummy", strict=True)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_page_of_one_byte_that_is_no_text_is_reported() -> None:
    _text, faults = as_text(b"\0")
    assert [position for position, _message in faults] == [(1, 1)]
