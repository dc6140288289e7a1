"""What has gone wrong, or could: after it, one more build leaves the files of a clean build.

Each case is some steps, with builds between them that may be interrupted. Random ones are in ``test_machine.py``.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any
from unittest.mock import Mock

import pytest

from building import SITES, Project
from machine import sandbox
from machine.project import PIXEL
from machine.sandbox import Interruption
from machine.sequence import differences, files
from making import bed
from making import garden as whole_garden
from sphinx_rdm import incremental
from sphinx_rdm.incremental import digest
from sphinx_rdm.records.store import REQUIRED

pytestmark = pytest.mark.slow

Step = Callable[[Project], object]


def build(builder: str = "html", **options: Any) -> Step:
    def run(project: Project) -> None:
        report = sandbox.build(project.root, builder, **options)
        assert report.outcome in ("killed", "failed") or not report.error, report.error

    return run


def killed(share: float, builder: str = "html", **options: Any) -> Step:
    """A build that is killed when it has made a share of the changes that it would make."""

    def run(project: Project) -> None:
        away = project.root.parent / "trial"
        shutil.copytree(project.root, away, copy_function=shutil.copy2)
        changes = sandbox.build(away, builder, **options).changes
        shutil.rmtree(away)
        interruption = Interruption("kill", max(1, round(changes * share)))
        assert sandbox.build(project.root, builder, interruption=interruption, **options).outcome == "killed"

    return run


def write(name: str, text: str | bytes) -> Step:
    return lambda project: project.write(name, text)


def replace(name: str, old: str, new: str) -> Step:
    return lambda project: project.edit(name, old, new)


def append(name: str, text: str) -> Step:
    return lambda project: project.write(name, (project.root / name).read_text("utf-8") + text)


def remove(*names: str) -> Step:
    return lambda project: [(project.root / name).unlink() for name in names]


def aged(name: str) -> Step:
    return lambda project: os.utime(project.root / name, (10**9, 10**9))


def swap(one: str, other: str) -> Step:
    def run(project: Project) -> None:
        for old, new in ((one, "swap"), (other, one), ("swap", other)):
            (project.root / old).rename(project.root / new)

    return run


def catalogue(domain: str, **words: str) -> Step:
    text = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    text += "".join(f'msgid "{key}"\nmsgstr "{word}"\n\n' for key, word in words.items())
    return write(f"docs/locale/sv/LC_MESSAGES/{domain}.po", text)


SWEDISH = append("conf.py", 'language = "sv"\nlocale_dirs = ["locale"]\n')
TEMPLATES = append("conf.py", 'templates_path = ["_templates"]\n')
STATIC = append("conf.py", 'html_static_path = ["_static"]\nhtml_css_files = ["a.css", "b.css"]\n')
FOOT = "{% extends '!layout.html' %}{% block footer %}<p>Foot</p>{% endblock %}\n"
LABEL = "\n(twin)=\n## Twin of the {}\n"
HOOK = "\n\ndef setup(app):\n    app.connect('html-page-context', lambda *args: args[3].update(title='{}'))\n"
LOCAL = (
    "def setup(app):\n    app.connect('source-read', lambda a, n, text: text.append(text.pop() + '\\n\\nBy {}.\\n'))\n"
)
TWINS = [
    *(append(f"docs/{name}.md", LABEL.format(name)) for name in ("soil", "water")),
    append("docs/sow.md", "\n{ref}`twin`\n"),
]
LINKS = "\nSee [this](soil.md), [that](soil.md#soil) and {doc}`soil`.\n"
MODULE = "\n```{py:module} spade\n```\n"
TERMS = "```{glossary-terms}\n```"
WORDS = write("docs/words.md", f"# Words\n\n{{term}}`mulch`\n\n{TERMS}\n")
NEW_PLACES = {"docs/beds/x.md": "# X\n\n![A leaf](leaf.png)\n", "docs/a.md": "# A\n\n![A leaf](leaves/leaf.png)\n"}


@dataclass
class Case:
    name: str
    before: list[Step]
    """What makes the site, which is then built."""
    steps: list[Step]
    """What happens to it."""
    builder: str = "html"
    site: str = "garden"
    options: dict[str, Any] = field(default_factory=dict)


CASES = [
    # Settings, code and language
    Case("setting-that-takes-files-away", [], [append("conf.py", "html_copy_source = False\n")]),
    Case("setting-that-moves-all-pages", [], [append("conf.py", 'html_file_suffix = ".htm"\n')]),
    Case(
        "order-within-a-setting",
        [STATIC, write("_static/a.css", "a{}"), write("_static/b.css", "b{}")],
        [replace("conf.py", '"a.css", "b.css"', '"b.css", "a.css"')],
    ),
    Case(
        "setting-and-a-build-killed-while-reading",
        [],
        [append("conf.py", "html_permalinks = False\n"), append("docs/soil.md", "\nDig.\n"), killed(0.1)],
    ),
    Case("setting-and-a-build-killed-while-writing", [], [append("conf.py", "html_permalinks = False\n"), killed(0.7)]),
    Case(
        "setting-there-and-back-with-a-killed-build",
        [],
        [
            append("conf.py", "html_copy_source = False\nhtml_use_opensearch = 'https://a.example'\n"),
            killed(0.9),
            replace("conf.py", "html_copy_source = False\nhtml_use_opensearch = 'https://a.example'\n", ""),
        ],
    ),
    Case("setting-of-the-command-line", [], [build(settings={"html_permalinks": False})]),
    Case("tag", [append("docs/soil.md", "\n```{only} draft\nDraft.\n```\n")], [build(tags=("draft",))]),
    Case("language", [], [append("conf.py", 'language = "sv"\n')]),
    Case("language-back", [append("conf.py", 'language = "sv"\n')], [replace("conf.py", 'language = "sv"\n', "")]),
    Case("words-of-sphinx", [SWEDISH, catalogue("sphinx", Search="Sok")], [catalogue("sphinx", Search="Leta")]),
    Case(
        "words-of-ours",
        [SWEDISH, catalogue("sphinx_rdm", Provider="Ett")],
        [catalogue("sphinx_rdm", Provider="Ett annat")],
    ),
    Case(
        "words-of-a-page-gone",
        [SWEDISH, catalogue("soil", Soil="Jord")],
        [remove("docs/locale/sv/LC_MESSAGES/soil.po", "docs/locale/sv/LC_MESSAGES/soil.mo")],
    ),
    Case("code-in-the-settings", [append("conf.py", HOOK.format("One"))], [replace("conf.py", "'One'", "'Two'")]),
    Case("settings-of-docutils", [], [write("docutils.conf", "[general]\nfootnote_references: superscript\n")]),
    Case(
        "code-of-an-extension",
        [write("local.py", LOCAL.format("Ann")), append("conf.py", 'extensions += ["local"]\n')],
        [write("local.py", LOCAL.format("Bo"))],
    ),
    # Files that the site takes as they are
    Case(
        "static-file-gone",
        [STATIC, write("_static/a.css", "a{}"), write("_static/b.css", "b{}")],
        [remove("_static/b.css")],
    ),
    Case(
        "older-static-file",
        [STATIC, write("_static/a.css", "a{}"), write("_static/b.css", "b{}")],
        [write("_static/b.css", "c{}"), aged("_static/b.css")],
    ),
    Case(
        "extra-file-gone",
        [append("conf.py", 'html_extra_path = ["more"]\n'), write("more/a.txt", "a")],
        [remove("more/a.txt")],
    ),
    Case("template-gone", [TEMPLATES, write("_templates/layout.html", FOOT)], [remove("_templates/layout.html")]),
    Case(
        "older-template",
        [TEMPLATES, write("_templates/layout.html", FOOT)],
        [write("_templates/layout.html", FOOT.replace("Foot", "Toe")), aged("_templates/layout.html")],
    ),
    # Pages, and what they say of each other
    Case("page-gone-that-others-link-to", [append("docs/sow.md", LINKS)], [remove("docs/soil.md")]),
    Case(
        "page-that-others-link-to-comes",
        [append("docs/sow.md", "\nSee [this](bees.md) and [that](bees).\n")],
        [write("docs/bees.md", "---\norphan: true\n---\n# Bees\n")],
    ),
    Case(
        "file-that-a-page-links-to-comes",
        [append("docs/sow.md", "\nSee [this](sheet.txt).\n")],
        [write("docs/sheet.txt", "A")],
    ),
    Case(
        "file-that-a-page-includes-comes",
        [append("docs/sow.md", "\n```{include} part.inc\n```\n")],
        [write("docs/part.inc", "A part.\n")],
    ),
    Case("pages-that-change-places", [], [swap("docs/sow.md", "docs/water.md")]),
    Case(
        "older-picture",
        [write("docs/leaf.png", PIXEL), append("docs/soil.md", "\n![A leaf](leaf.png)\n")],
        [write("docs/leaf.png", PIXEL + b"1"), aged("docs/leaf.png")],
    ),
    Case(
        "picture-for-a-pattern",
        [write("docs/leaf.png", PIXEL), append("docs/soil.md", "\n```{image} leaf.*\n```\n")],
        [write("docs/leaf.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ),
    Case(
        "pictures-of-one-name",
        [write("docs/beds/leaf.png", PIXEL), write("docs/beds/x.md", NEW_PLACES["docs/beds/x.md"])],
        [write("docs/leaves/leaf.png", PIXEL + b"1"), write("docs/a.md", NEW_PLACES["docs/a.md"])],
    ),
    Case(
        "numbers-gone",
        [replace("docs/index.md", "```{toctree}\n", "```{toctree}\n:numbered:\n\n")],
        [replace("docs/index.md", ":numbered:\n\n", "")],
    ),
    Case("label-on-two-pages-one-edited", TWINS, [append("docs/soil.md", "\nDig.\n")]),
    Case("label-on-two-pages-one-gone", TWINS, [append("docs/soil.md", "\nDig.\n"), build(), remove("docs/water.md")]),
    Case("index-of-a-domain-gone", [append("docs/soil.md", MODULE)], [replace("docs/soil.md", MODULE, "")]),
    Case(
        "letters-of-the-index-gone",
        [append("conf.py", "html_split_index = True\n"), append("docs/soil.md", "\n{index}`zebra` grows.\n")],
        [replace("docs/soil.md", "{index}`zebra`", "It")],
    ),
    Case("page-for-what-is-not-found-gone", [], [remove("docs/404.md")], builder="dirhtml"),
    Case(
        "page-dropped-from-the-contents",
        [],
        [write("docs/_toc.yml", "root: index\nentries:\n  - file: road\n  - file: river\n")],
        site="atlas",
    ),
    Case(
        "title-in-the-contents",
        [replace("docs/_toc.yml", "- file: river\n", "- file: river.md\n")],
        [replace("docs/_toc.yml", "- file: river.md\n", "- file: river.md\n        title: The stream\n")],
        builder="epub",
        site="atlas",
    ),
    Case(
        "builders-that-read-otherwise",
        [append("docs/soil.md", '\n"Dig" -- deep.\n'), replace("conf.py", '"colon_fence"', '"smartquotes"')],
        [build("text", shared=True)],
        options={"shared": True},
    ),
    # What links to terms show stands in a file beside the pages
    Case("definition", [WORDS], [replace("data/glossary.yml", "keeps it moist", "keeps it damp")]),
    Case(
        "glossary-that-moves",
        [WORDS],
        [replace("docs/words.md", TERMS, "Dig."), append("docs/soil.md", f"\n{TERMS}\n")],
    ),
    Case("glossary-that-goes", [WORDS], [replace("docs/words.md", TERMS, "Dig.")]),
    # Builds that did not end
    Case(
        "data-undone-after-a-build-killed-while-reading",
        [],
        [
            replace("data/resources.yml", "Rain by day", "Rain by night"),
            killed(0.12),
            replace("data/resources.yml", "Rain by night", "Rain by day"),
        ],
    ),
    Case(
        "full-disk", [], [replace("docs/soil.md", "# Soil", "# Earth"), build(interruption=Interruption("raise", 20))]
    ),
    Case(
        "fault-in-some-code",
        [],
        [replace("docs/soil.md", "# Soil", "# Earth"), build(interruption=Interruption("crash", 14))],
    ),
    Case(
        "processes-outlive-a-killed-build",
        [],
        [append("conf.py", "numfig = True\n"), build(parallel=2, interruption=Interruption("orphan", 9))],
        options={"parallel": 2},
    ),
]


class Sites:
    """Small sites, one after the other in one place; those that were built are kept, with the times of all files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fresh(self, name: str) -> Project:
        if name == "garden":
            return bed(self._cleared(), {}, "404", "soil", "sow", "water")
        return Project(shutil.copytree(SITES / name, self._cleared() / name))

    def built(self, name: str, builder: str = "html") -> Project:
        kept = self.folder / "kept" / builder / name
        if not kept.exists():
            project = self.fresh(name)
            build(builder)(project)
            shutil.copytree(project.root, kept)
        return Project(shutil.copytree(kept, self._cleared() / name))

    def _cleared(self) -> Path:
        work = self.folder / "work"
        if work.exists():
            shutil.rmtree(work)
        return work


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    return Sites(tmp_path_factory.mktemp("sites"))


@pytest.fixture
def built(sites: Sites) -> Project:
    """The garden as another process built it; this one would keep what it builds locked."""
    return sites.built("garden")


@pytest.fixture
def garden(tmp_path: Path) -> Project:
    return bed(tmp_path, {}, "404", "soil", "sow")


def found(project: Project, builder: str = "html", **options: Any) -> dict[str, str]:
    """How the files differ, after one more build, from those of a clean build of the same sources."""
    build(builder, **options)(project)
    clean = project.root.parent / "clean"
    shutil.copytree(project.root, clean, ignore=shutil.ignore_patterns("build"))
    for compiled in clean.rglob("*.mo"):
        compiled.unlink()
    build(builder)(Project(clean))
    return differences(files(project.root / "build" / builder), files(clean / "build" / builder))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_one_more_build_leaves_the_files_of_a_clean_one_after(case: Case, sites: Sites) -> None:
    if case.before:
        project = sites.fresh(case.site)
        for step in (*case.before, build(case.builder)):
            step(project)
    else:
        project = sites.built(case.site, case.builder)
    for step in case.steps:
        step(project)
    assert found(project, case.builder, **case.options) == {}


@pytest.mark.parametrize("builder", ["html", "epub"])
def test_what_was_made_of_data_files_goes_with_them(tmp_path: Path, builder: str) -> None:
    """A part that writes files beside the pages says which, and writes them, in two functions, which must agree."""
    project = whole_garden(tmp_path, {})
    first = project.build(builder).files()
    texts = {path: path.read_bytes() for path in (project.root / "data").glob("*.yml")}
    for path in texts:
        if path.name not in REQUIRED:
            path.unlink()
    assert differences(project.build(builder).files(), project.build(builder, folder="clean").files()) == {}
    for path, text in texts.items():
        path.write_bytes(text)
    assert differences(project.build(builder).files(), first) == {}


def test_a_file_that_older_code_wrote_goes_when_the_code_changes(
    garden: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest, "_PACKAGE", garden.root / "code")
    # As if each build had a process of its own, which asks for the code once.
    monkeypatch.setattr(incremental, "code_version", digest.of_code.__wrapped__)
    garden.write("code/first.py", "")
    garden.build()
    (record,) = garden.root.glob("build/html-doctrees/rdm-html-*.json")
    garden.write("build/html/_static/earlier.js", "")
    record.write_text(record.read_text().replace('"ours": [', '"ours": ["_static/earlier.js", '))
    assert "_static/earlier.js" in garden.build().files()
    garden.write("code/second.py", "")
    after = garden.build()
    assert differences(after.files(), garden.build(folder="clean").files()) == {}


def test_a_package_that_is_installed_has_all_pages_read(garden: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = garden.root / "packages"
    monkeypatch.syspath_prepend(packages)
    garden.write("packages/parser-1.dist-info/METADATA", "")
    garden.build()
    assert garden.build().read == []
    (packages / "parser-1.dist-info").rename(packages / "parser-2.dist-info")
    assert garden.build().read != []


def test_two_builds_at_once_leave_the_files_of_one(built: Project) -> None:
    built.edit("docs/soil.md", "# Soil", "# Earth")
    both = [sandbox.start(built.root, builder, shared=True) for builder in ("html", "html", "dirhtml")]
    assert [wait().outcome for wait in both] == ["fine"] * 3
    assert found(built, shared=True) == {}


def test_a_build_says_that_it_waits_for_another(garden: Project) -> None:
    other = os.open(garden.build().out, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    Timer(0.5, os.close, [other]).start()
    assert "waiting until another build in" in garden.build().messages


def test_a_file_system_without_locks_is_built_on_as_well(garden: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fcntl, "flock", Mock(side_effect=OSError("no locks here")))
    assert (garden.build().status, fcntl.flock.called) == (0, True)


def test_files_of_others_outlive_all_that_is_done_anew(built: Project) -> None:
    names = ("CNAME", "_static/theirs.css", "_images/theirs.png", "beds/theirs.html")
    for name in names:
        built.write(f"build/html/{name}", "theirs")
    append("conf.py", "html_copy_source = False\n")(built)
    killed(0.6)(built)
    remove("docs/soil.md")(built)
    build()(built)
    assert [built.root.joinpath("build/html", name).read_text() for name in names] == ["theirs"] * 4


@pytest.mark.parametrize("content", ['{"shared": "x", "pages": {}, "files": []}', '{"foreign": 5}', "[]", "{", ""])
def test_a_record_that_other_code_made_costs_a_new_folder_and_nothing_else(built: Project, content: str) -> None:
    records = list(built.root.rglob("rdm-html-*.json"))
    assert records
    for record in records:
        record.write_text(content, "utf-8")
    assert found(built) == {}


KILL = """
import os, signal
from pathlib import Path

def kill_builder(app, docname, source):
    if docname == "sow" and Path(app.confdir, "kill").exists():
        app.env.much = "x" * 1_000_000  # more than a pipe holds, so that nobody takes it from the helper
        os.kill(os.getppid(), signal.SIGKILL)

def setup(app):
    app.connect("source-read", kill_builder)
    return {"parallel_read_safe": True}
"""


def test_helpers_of_a_build_that_was_killed_keep_no_other_from_beginning(garden: Project) -> None:
    garden.write("conf.py", (garden.root / "conf.py").read_text("utf-8") + KILL)
    garden.write("kill", "")
    command = [sys.executable, "-m", "sphinx", "-q", "-j", "2", "-c", ".", "docs", "build/html"]
    killed = subprocess.run(command, cwd=garden.root, stderr=subprocess.DEVNULL, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    (garden.root / "kill").unlink()
    again = subprocess.run(command, cwd=garden.root, capture_output=True, check=False, timeout=20)
    assert (again.returncode, again.stderr) == (0, b"")
