"""What a build writes beside its pages stays inside the output folder, and replaces and deletes nothing of others."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from functools import partialmethod
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sphinx.application import Sphinx

from building import Project
from hostile import HOSTILE, PATHS, UNUSUAL
from making import bed
from sphinx_rdm.output import OutputError

pytestmark = pytest.mark.slow

OTHERS = """
html_extra_path = ["extra"]
html_additional_pages = {"added": "page.html"}


def setup(app):
    app.connect("html-collect-pages", lambda _app: [("collected", {}, "page.html")])
"""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
TAKEN = {
    "/": "index.html",
    "/sow.html/old/": "sow.html",
    "/Water.html": "water.html",
    "/search.html": "search.html",
    "/genindex.html": "genindex.html",
    "/Added.html?q=a": "added.html",
    "/collected.html": "collected.html",
    "/extra.html": "extra.html",
    "/extra/": "extra/index.html",
    "/folder.html": "folder.html/page.html",
    "/_static/": "_static",
    "/_static/old.html": "_static",
    "/_images/old.html": "_images",
    "/_sources/index/": "_sources",
    "/.buildinfo": ".buildinfo",
    "/objects.inv/old/": "objects.inv",
    "/_search/old.html": "_search",
    "/sitemap.xml/old.html": "sitemap.xml",
    "/404.html": "404.html",
}
"""Addresses at which the site has something, and what it is."""


def redirects(paths: Iterable[str], page: str = "stores") -> str:
    rows = [f"- old: '{path}'\n  page: {page}\n" for path in (path.replace("'", "''") for path in paths)]
    return "\n".join(rows) or "[]\n"


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A garden with pages from everywhere that pages can come from."""
    project = bed(tmp_path_factory.mktemp("others"), {}, "stores", "sow", "water", "404")
    project.edit("conf.py", "author", f"{OTHERS}author")
    for name in ("extra.html", "extra/index.html", "folder.html/page.html"):
        project.write(f"extra/{name}", "of the author")
    return project


def test_nothing_of_others_is_replaced_and_each_attempt_is_reported_in_every_build(others: Project) -> None:
    others.write("data/redirects.yml", "[]\n")
    before = others.build(folder="without", strict=True).files()
    others.write("data/redirects.yml", redirects([*TAKEN, "/free.html"]))
    builds = [others.build() for _ in range(2)]
    for build in builds:
        said = {line.split("'")[1]: line for line in build.warnings}
        assert said.keys() == TAKEN.keys()
        for number, (old, there) in enumerate(TAKEN.items()):
            assert said[old].startswith(f"data/redirects.yml:{1 + 3 * number}:8: WARNING: '{old}' is ")
            assert f" {there.removesuffix('.html')}" in said[old].replace("'", " ")
        after = build.files()
        assert {name for name in before | after if before.get(name) != after.get(name)} == {"free.html", "404.html"}
    others.write("data/redirects.yml", "[]\n")
    assert [others.build(strict=True).files() for _ in range(2)] == [before] * 2


@settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=4,
    phases=[Phase.generate],
    suppress_health_check=[*HealthCheck],
)
@given(values=st.lists(PATHS, min_size=20, max_size=40))
def test_a_build_with_any_old_addresses_and_then_without_leaves_what_was_there(
    values: list[str], others: Project
) -> None:
    top = others.root.parent
    others.write("data/redirects.yml", "[]\n")
    before = others.build(folder="build/any", strict=True).files()
    kept = {name: content for name, content in everything(top).items() if not name.startswith("garden/build/")}
    others.write("data/redirects.yml", redirects(value for value in values if value.isprintable()))
    build = others.build(folder="build/any")
    assert all(" [rdm." in line for line in build.warnings), build.warnings
    others.write("data/redirects.yml", "[]\n")
    assert others.build(folder="build/any", strict=True).files() == before
    after = {name: content for name, content in everything(top).items() if not name.startswith("garden/build/")}
    assert after == kept


def test_a_hostile_address_does_no_harm_and_an_unusual_one_has_its_page(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "stores")
    for name in ("precious/page.html", "garden/precious/page.html", "garden/build/precious/page.html"):
        project.write(f"../{name}", "as it was")
    project.write("data/redirects.yml", "[]\n")
    plain = project.build(folder="plain", strict=True).files()
    hostile = [value for value in HOSTILE["Path"] if value.isprintable()]
    project.write("data/redirects.yml", redirects([*hostile, *UNUSUAL["Path"][1:]]))
    build = project.build()
    assert [line.split(":")[1] for line in build.warnings] == [str(1 + 3 * number) for number in range(len(hostile))]
    pages = [name for name in build.files().keys() - plain.keys() if name.endswith((".html", ".htm", ".HTML"))]
    rows = [json.loads(build.text(name).partition('rdm-moved">')[2].partition("</script>")[0]) for name in pages]
    asked = [old for page in rows for old, _new in page]
    assert sorted(asked) == sorted(value for value in UNUSUAL["Path"][1:] if not value.endswith(".xlsx"))
    project.write("data/redirects.yml", "[]\n")
    assert project.build(strict=True).files().keys() == plain.keys()
    assert {path.read_text() for path in tmp_path.rglob("precious/page.html")} == {"as it was"}


def test_a_link_in_the_output_that_leads_elsewhere_is_reported_and_not_followed(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "stores")
    project.write("precious/sowing/index.html", "as it was")
    (project.root / "build/html").mkdir(parents=True)
    (project.root / "build/html/old").symlink_to(project.root / "precious")
    assert sorted(project.build().warnings) == [
        f"WARNING: cannot write 'old/{name}': a link in the file system leads out of the folder [rdm.output]"
        for name in ("soil.html", "sowing/index.html", "stores/index.html")
    ]
    assert [path.read_text() for path in (project.root / "precious").rglob("*.html")] == ["as it was"]


def test_the_source_of_a_page_goes_with_it_and_takes_no_other_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("release.md", "release.notes.md", "release.md.rst", "releases.md")
    project = bed(tmp_path, dict.fromkeys(names, "# Release\n"), "water")
    project.build()
    (project.root / "docs/release.md").unlink()
    # A build of one page, which does not write the others again.
    monkeypatch.setattr(Sphinx, "build", partialmethod(Sphinx.build, filenames=[project.root / "docs/water.md"]))
    sources = {name for name in project.build().files() if name.startswith("_sources/release")}
    assert sources == {f"_sources/{name}.txt" for name in names[1:]}


def test_the_source_of_a_page_in_another_language_takes_the_place_of_the_first(tmp_path: Path) -> None:
    project = bed(tmp_path, {"new.md": "# New\n"})
    project.build()
    (project.root / "docs/new.md").unlink()
    project.write("docs/new.rst", "New\n===\n")
    assert [name for name in project.build().files() if name.startswith("_sources/new")] == ["_sources/new.rst.txt"]


@pytest.mark.parametrize(
    "name", ["../../precious/page.html", "/{root}/precious/page.html", "link/page.html", "_static"]
)
def test_a_record_of_what_was_written_that_was_tampered_with_deletes_nothing(name: str, tmp_path: Path) -> None:
    project = bed(tmp_path, {})
    project.write("precious/page.html", "as it was")
    project.build()
    (project.root / "build/html/link").symlink_to(project.root / "precious")
    (record,) = (project.root / "build/html-doctrees").glob("rdm-html-*.json")
    content = json.loads(record.read_text())
    for listed in (content["files"], content["ours"], content["pages"]["index"]["files"]):
        listed.append(name.replace("{root}", str(project.root)))
    record.write_text(json.dumps(content))
    before = project.build(folder="other").files()
    assert project.build().files() == before
    assert (project.root / "precious/page.html").read_text() == "as it was"


def test_what_is_no_file_in_the_output_is_neither_opened_nor_replaced(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "stores")
    project.write("data/redirects.yml", redirects(["/pipe.html", "/nowhere.html"]))
    (project.root / "build/html").mkdir(parents=True)
    os.mkfifo(project.root / "build/html/pipe.html")
    (project.root / "build/html/nowhere.html").symlink_to(project.root / "nowhere.html")
    assert [line.partition(":8: ")[2].split("'")[1] for line in project.build().warnings] == [
        "/pipe.html",
        "/nowhere.html",
    ]
    assert not (project.root / "nowhere.html").exists()


def test_a_folder_where_a_file_is_to_be_written_is_reported(tmp_path: Path) -> None:
    project = bed(tmp_path, {})
    for name in ("sitemap.xml", "old/soil.html"):
        (project.root / "build/html" / name).mkdir(parents=True)
    project.edit("data/site.yml", "name:", "base_url: https://example.org\nname:")
    assert sorted(project.build().warnings) == [
        f"WARNING: cannot write '{name}': Is a directory [rdm.output]" for name in ("old/soil.html", "sitemap.xml")
    ]


def test_a_page_gives_way_to_a_redirect_and_a_redirect_to_a_page(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "stores", "water", "words")
    project.edit("data/vocabulary.yml", "    page: water\n", "")
    project.build()
    water = project.root / "docs/water.md"
    for edit in (lambda: water.rename(tmp_path / "water.md"), lambda: (tmp_path / "water.md").rename(water)):
        edit()
        gone = not water.exists()
        if gone:
            project.write("data/redirects.yml", redirects(["/water.html"]))
            project.edit("docs/index.md", "\nwater\n", "\n")
        else:
            project.write("data/redirects.yml", redirects(["/old.html"]))
            project.edit("docs/index.md", "\nwords\n", "\nwater\nwords\n")
        build = project.build()
        assert ("rdm-moved" in build.text("water.html")) == gone
        assert build.files() == project.build(folder=f"clean-{gone}").files()


def test_a_book_with_the_name_of_a_place_elsewhere_is_not_written(tmp_path: Path) -> None:
    project = bed(tmp_path, {})
    with pytest.raises(OutputError, match=r"cannot write '\.\./\.\./book\.epub'"):
        project.build("epub", epub_basename="../../book")
    assert not list(project.root.glob("*.epub"))


@pytest.mark.parametrize("builder", ["epub", "handbook"])
def test_no_book_takes_a_picture_from_elsewhere(builder: str, tmp_path: Path) -> None:
    project = bed(tmp_path, {})
    sources = ["../../precious.png", str(project.root / "precious.png"), "x" * 300]
    project.write("precious.png", PIXEL)
    pictures = "".join(f'<img src="{source}" alt="precious" />\n' for source in sources)
    project.edit("docs/index.md", "# Garden", f"# Garden\n\n{pictures}")
    build = project.build(builder, epub_basename="book", rdm_book_cover="x" * 300)
    files = [*build.files().values()]
    if builder == "epub":
        with ZipFile(build.out / "book.epub") as book:
            files = [book.read(name) for name in book.namelist()]
    assert PIXEL not in files
