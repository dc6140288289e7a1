"""The extension alone leaves to Sphinx what is Sphinx's; each part that ``conf.py`` names adds what it is for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.epub3 import Epub3Builder
from sphinx.search import IndexBuilder, languages
from sphinx.search.en import SearchEnglish

from building import Project
from making import bed

pytestmark = pytest.mark.slow

PARTS = ("pdf", "epub", "search", "lint", "site")
SETTINGS = {
    **dict.fromkeys(("rdm_book_paper", "rdm_book_pages", "rdm_book_site", "rdm_book_without"), "pdf"),
    "rdm_words_per_sentence": "lint",
    "rdm_search_last": "search",
    **dict.fromkeys(("rdm_books", "rdm_zip"), "site"),
}
OWN_WORDS = {"epub_copyright": "Gardeners", "html_baseurl": "https://example.org"}


@pytest.fixture(autouse=True)
def as_in_a_new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sphinx keeps the search languages that earlier builds added for as long as the process lives."""
    monkeypatch.setitem(languages, "en", SearchEnglish)


def with_parts(folder: Path, *parts: str) -> Project:
    """The garden with some parts alone; without the page that needs a directive of one."""
    project = bed(folder, {}, "404", "words", "stores")
    conf = (project.root / "conf.py").read_text("utf-8")
    first, all_parts, *rest = conf.splitlines(keepends=True)
    assert all_parts.startswith("extensions +=")
    named = f"extensions += {[f'sphinx_rdm.{part}' for part in parts]}\n" if parts else ""
    project.write("conf.py", "".join((first, named, *rest)))
    if "site" not in parts:
        (project.root / "docs/404.md").unlink()
    return project


def test_alone_it_builds_with_the_books_and_the_search_of_sphinx(tmp_path: Path) -> None:
    project = with_parts(tmp_path)
    html, epub, text = (project.build(builder, strict=True, **OWN_WORDS) for builder in ("html", "epub", "text"))
    assert [(build.status, build.warnings) for build in (html, epub, text)] == [(0, [])] * 3
    assert type(epub.app.builder) is Epub3Builder
    assert epub.app.registry.builders["dirhtml"] is DirectoryHTMLBuilder
    assert type(html.app.builder.indexer) is IndexBuilder
    assert type(html.app.builder.indexer.lang) is SearchEnglish
    assert "objects" in html.text("searchindex.js")
    assert "rdmFold" not in html.text("_static/language_data.js")
    of_parts = {"_search/index.js", "sitemap.xml", "old/sowing/index.html", "_static/moved.js"}
    assert of_parts & html.files().keys() == set()
    assert not {"handbook", "prose"} & html.app.registry.builders.keys()
    assert not SETTINGS.keys() & {item.name for item in html.app.config}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_adds_what_it_is_for_and_nothing_else(tmp_path: Path, part: str) -> None:
    build = with_parts(tmp_path, part).build("html", strict=True, **OWN_WORDS)
    assert build.warnings == []
    builders, files = build.app.registry.builders, build.files().keys()
    found = {
        "pdf": "rdm_book_paper" in build.app.config,
        "epub": builders["epub"] is not Epub3Builder,
        "search": type(build.app.builder.indexer) is not IndexBuilder,
        "lint": "prose" in builders,
        "site": "sitemap.xml" in files,
    }
    assert found == {name: name == part for name in PARTS}
    assert ("_search/index.js" in files) == ("rdmFold" in build.text("_static/language_data.js")) == (part == "search")
    assert {"old/sowing/index.html", "404.html", "_static/moved.js"} & files == (
        {"old/sowing/index.html", "404.html", "_static/moved.js"} if part == "site" else set()
    )
    known = {item.name for item in build.app.config}
    assert {name for name in SETTINGS if name in known} == {name for name, owner in SETTINGS.items() if owner == part}


def test_the_builder_of_the_pdf_can_be_asked_for_by_its_name_alone(tmp_path: Path) -> None:
    project = with_parts(tmp_path)
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-c", ".", "-b", "handbook", "docs", "out"]
    run = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert (project.root / "out/handbook.pdf").is_file()


def test_a_site_loads_nothing_of_what_sets_a_pdf(tmp_path: Path) -> None:
    project = with_parts(tmp_path, "pdf")
    build = "import sys; from sphinx.cmd.build import main; done = main(['-q', '-c', '.', '-b', 'html', 'docs', 'out'])"
    report = f"{build}; print(done, sorted({{'typst', 'pikepdf', 'fontTools', 'bs4'}} & sys.modules.keys()))"
    command = [sys.executable, "-c", report]
    run = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=True)
    assert run.stdout == "0 []\n"


def test_a_build_in_which_nothing_changed_loads_no_rules_for_pages(tmp_path: Path) -> None:
    project = with_parts(tmp_path, "lint")
    build = "import sys; from sphinx.cmd.build import main; done = main(['-q', '-c', '.', '-b', 'html', 'docs', 'out'])"
    report = f"{build}; print(done, 'sphinx_rdm.page_rules' in sys.modules)"
    command = [sys.executable, "-c", report]
    for expected in ("0 True", "0 False"):
        run = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=True)
        assert run.stdout.strip() == expected


def test_the_old_name_of_a_part_still_works_and_the_new_one_is_told_once(tmp_path: Path) -> None:
    project = with_parts(tmp_path, "book")
    said = (
        "conf.py:2:16: WARNING: while setting up extension sphinx_rdm.book: extensions: 'sphinx_rdm.book' is called"
        " 'sphinx_rdm.pdf' now; write that [rdm.settings]"
    )
    for parallel in (1, 2):
        build = project.build("handbook", folder=f"build{parallel}", parallel=parallel)
        assert build.warnings == [said]
        assert (build.out / "handbook.pdf").is_file()


def test_the_old_name_is_told_where_there_is_no_conf_py(tmp_path: Path) -> None:
    project = with_parts(tmp_path)
    command = ["-m", "sphinx", "-q", "-C", "-b", "text", "-D", "extensions=myst_parser,sphinx_rdm.book"]
    folders = ["-D", f"rdm_data={project.root / 'data'}", str(project.root / "docs"), str(tmp_path / "out")]
    run = subprocess.run([sys.executable, *command, *folders], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "is called 'sphinx_rdm.pdf' now" in run.stderr


def test_a_setting_that_nobody_takes_is_reported_with_what_to_do(tmp_path: Path) -> None:
    project = with_parts(tmp_path, "pdf")
    settings = "rdm_zip = 'site.zip'\nrdm_book_papper = 'a4'\nrdm_book_accent = '#0f5f6a'\n"
    project.write("conf.py", (project.root / "conf.py").read_text("utf-8") + settings)
    assert project.build("text").warnings == [
        "conf.py:10:1: WARNING: unknown setting 'rdm_zip'; name the part that takes it in extensions, or remove it"
        " [rdm.settings]",
        "conf.py:11:1: WARNING: unknown setting 'rdm_book_papper', did you mean 'rdm_book_paper'? [rdm.settings]",
    ]


def test_builders_that_share_doctrees_read_no_page_again(tmp_path: Path) -> None:
    project = with_parts(tmp_path, *PARTS)
    builds = [project.build(builder, doctrees="doctrees") for builder in ("html", "handbook", "epub", "prose")]
    assert [bool(build.read) for build in builds] == [True, False, False, False]
