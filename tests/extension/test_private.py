"""What we use of Sphinx though it does not promise it: a test fails here first when Sphinx drops some of it."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
import sphinx
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.cmd.build import main as build_main
from sphinx.config import ENUM
from sphinx.locale import get_translation
from sphinx.search import IndexBuilder
from sphinx.util.docutils import docutils_namespace

from building import Build
from machine.sequence import files
from making import bed
from sphinx_rdm import private
from sphinx_rdm.cli.building import build


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return bed(tmp_path_factory.mktemp("private"), {}).build(html_title="Notes", language="sv")


def test_settings_that_are_set_are_told_from_those_with_their_default(garden: Build) -> None:
    assert {"project", "html_title"} <= private.given(garden.app.config).keys()
    assert "html_short_title" not in private.given(garden.app.config)


def test_conf_py_is_told_from_the_command_line(garden: Build) -> None:
    found = [private.in_conf_py(garden.app.config, name) for name in ("project", "html_title", "language")]
    assert found == ["Garden notebook", None, None]


def test_what_a_setting_may_be_is_known(garden: Build) -> None:
    config = garden.app.config
    assert private.expected(config, "rdm_short_sections") == ([], frozenset({list, tuple}))
    assert "Garden notebook" in private.expected(config, "html_title")[0]
    assert isinstance(private.expected(config, "latex_toplevel_sectioning")[1], ENUM)


def test_another_form_of_a_term_is_known_with_any_capitals(garden: Build) -> None:
    standard = garden.app.env.domains.standard_domain
    private.note_term(garden.app.env, "Leaf Mould", "leaf-mould", nodes.term())
    assert standard.objects["term", "Leaf Mould"][1] == "leaf-mould"
    assert standard._terms["leaf mould"][1] == "leaf-mould"


def test_a_build_tells_neither_how_myst_is_set_nor_which_templates_it_writes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = bed(tmp_path, {})
    assert build(["-c", str(project.root), "-b", "html", str(project.root / "docs"), str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    assert "build succeeded" in said
    assert "MdParserConfig" not in said
    assert "evaluated template" not in said


def test_what_another_extension_connected_can_be_taken_away(garden: Build) -> None:
    def handler(_app: object) -> str:
        return "called"

    garden.app.connect("builder-inited", handler, priority=1)
    private.disconnect(garden.app, "builder-inited", handler)
    assert handler not in [listener.handler for listener in garden.app.events.listeners["builder-inited"]]


def test_visitors_for_the_name_of_a_builder_hide_none_for_its_format(
    garden: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    handlers = {"html": {"a": ("html", None), "b": ("html", None)}, "dirhtml": {"b": ("dirhtml", None)}}
    monkeypatch.setattr(garden.app.registry, "translation_handlers", handlers)
    monkeypatch.setattr(garden.app.builder, "name", "dirhtml")
    private.use_visitors_of_format(garden.app)
    assert handlers["dirhtml"] == {"a": ("html", None), "b": ("dirhtml", None)}


def test_words_that_are_translated_when_shown_are_known() -> None:
    assert private.is_lazy(get_translation("loaded by nobody")("Index"))
    assert not private.is_lazy("Index")


def test_a_page_that_is_read_and_written_apart_is_as_in_a_build(tmp_path: Path) -> None:
    build = bed(tmp_path, {"index": "# Notes\n\nOf a garden.\n"}).build()
    folders = [build.app.srcdir, build.app.confdir, build.app.outdir, build.app.doctreedir]
    before = [files(Path(folder)) for folder in folders[2:]]
    with docutils_namespace():
        app = Sphinx(*folders, "html", status=None)
        private.write_elsewhere(app.builder, tmp_path / "apart")
        private.read_page(app, "index")
        private.write_page(app, "index")
    assert (tmp_path / "apart/index.html").read_bytes() == before[0]["index.html"]
    assert (tmp_path / "apart/index.doctree").is_file()
    assert [files(Path(folder)) for folder in folders[2:]] == before


def test_a_builder_fills_the_index_that_it_is_given(garden: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    builder, asked = garden.app.builder, []

    def make(docnames: set[str]) -> IndexBuilder:
        asked.append(docnames)
        return IndexBuilder(garden.app.env, "en", {}, "")

    monkeypatch.setattr(builder, "load_indexer", None)
    private.use_index(builder, make)
    builder.prepare_writing({"sow"})
    assert asked == [{"sow"}]
    assert type(builder.indexer) is IndexBuilder


def test_style_sheets_are_copied_before_pages_hold_their_check_sums(tmp_path: Path) -> None:
    build = bed(tmp_path, {"index": "# Notes\n"}).build()
    out, seen = Path(build.app.outdir), []
    with docutils_namespace():
        app = Sphinx(build.app.srcdir, build.app.confdir, out, build.app.doctreedir, "html", status=None)
        private.after_static_files(app.builder, lambda: seen.append(page.exists()))
        (page := out / "index.html").unlink()
        (out / "_static/rdm.css").unlink()
        app.build(force_all=True)
    assert seen == [False]
    assert page.exists()


@pytest.mark.parametrize("name", ["_index: ", "stopPulse: ", "Search.output = ", "Search.status = ", "Search.title = "])
def test_the_script_of_the_search_has_what_ours_use(name: str) -> None:
    script = Path(sphinx.__file__).with_name("themes") / "basic/static/searchtools.js"
    assert name in script.read_text("utf-8")


def test_a_warning_is_revised_before_it_is_counted(garden: Build) -> None:
    def revise(record: logging.LogRecord) -> bool:
        heard.append(record.getMessage())
        return False

    heard: list[str] = []
    private.hear_warnings(revise)
    count = garden.app._warncount
    logging.getLogger("sphinx.somebody").warning("a fault")
    assert (heard, garden.app._warncount) == (["a fault"], count)


def test_headings_have_anchors(tmp_path: Path) -> None:
    build = bed(tmp_path, {"page.md": "# Page\n\n## A bed\n"}).build("dummy", myst_heading_anchors=2)
    assert private.anchors(build.app.env, "page") == ["page", "a-bed"]
    assert private.anchors(build.app.env, "nowhere") == []


def test_all_that_a_page_can_name_is_found(garden: Build) -> None:
    directives, roles = private.names_of_directives(garden.app), private.names_of_roles(garden.app)
    assert {"image", "glossary", "resources", "rdm:resources"} <= set(directives)
    assert {"emphasis", "ref", "resource", "rdm:resource"} <= set(roles)
    assert {"alt", "width"} <= set(private.options_of_directive(garden.app, "image"))
    assert private.options_of_directive(garden.app, "nothing-like-it") == []


def test_what_ends_a_build_can_be_told_in_other_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "conf.py").write_text("x = = 1\n")
    with private.ends_told(lambda error: f"said of {type(error).__name__}"):
        assert build_main(["-q", str(tmp_path), str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err == "said of ConfigError\n"
