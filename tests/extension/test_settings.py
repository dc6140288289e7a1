"""Settings in ``conf.py``: every mistake is named at its place, and none of them ends a build with a traceback.

Each case of ``settings.md`` is some lines at the end of a ``conf.py``; expected are the problems in them, if there are
any. Cases that set different names share a build, because one build reports all.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from building import Project
from extension.cases import Case, each, read
from making import bed
from sphinx_rdm.conf_py import OURS, fault, place
from sphinx_rdm.records.positioned import Position

pytestmark = pytest.mark.slow  # it builds sites

CASES = read("settings.md")
PARTS = ["pdf", "search", "site", "lint"]
CONF = f"""extensions = ["myst_parser", "sphinx_rdm", {", ".join(f'"sphinx_rdm.{part}"' for part in PARTS)}]
primary_domain = "rdm"
"""
FILES = {"static/own.css": "", "static/own.js": "", "images/leaf.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'}
SHORT = "---\nphase: sow\nshort: [Sow now.]\n---\n# Seeds\n\n## Whom to ask\n\nMe.\n\n(beds)=\n## Where\n\nHere.\n"


def site(folder: Path, conf: str) -> Project:
    project = bed(folder, {"seeds.md": SHORT, "sub/rain.md": "# Rain\n"}, "soil", "words")
    project.edit("docs/index.md", "\nrain\n", "\nsub/rain\n")
    for name, text in FILES.items():
        project.write(name, text)
    project.write("conf.py", CONF + conf)
    return project


def names(case: Case) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(case.given)) if isinstance(node, ast.Name)}


def groups() -> list[list[Case]]:
    """The cases, in groups in which no name is set twice."""
    found: list[list[Case]] = []
    for case in CASES.values():
        taken = [group for group in found if not any(names(case) & names(other) for other in group)]
        group = taken[0] if taken else []
        if not taken:
            found.append(group)
        group.append(case)
    return found


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What a build says of each case, with lines counted from its first."""
    found: dict[str, list[str]] = {}
    for group in groups():
        conf = "".join(case.given for case in group)
        lines = site(tmp_path_factory.mktemp("settings"), conf).build().warnings
        first = CONF.count("\n") + 1
        for case in group:
            size = case.given.count("\n")
            found[case.name] = []
            for line in lines:
                match = re.fullmatch(r"conf\.py:(\d+):(\d+): WARNING: (.*) \[rdm\.settings\]", line)
                if match and first <= int(match[1]) < first + size:
                    found[case.name].append(f"{int(match[1]) - first + 1}:{match[2]}: {match[3]}")
            first += size
        assert [line for line in lines if not line.startswith("conf.py:")] == [], lines
        assert sum(map(len, (found[case.name] for case in group))) == len(lines)
    return found


@each(CASES)
def test_every_mistake_is_named_at_its_place(
    case: Case, said: dict[str, list[str]], expect: Callable[[Case, str], None]
) -> None:
    assert bool(said[case.name]) != case.name.startswith("sound-")
    expect(case, "".join(f"{line}\n" for line in sorted(said[case.name])))


HOSTILE = [None, 5, True, "", "\0", "x" * 5000, "../..", "<b>{}", ["\0"], [None, []], {"a": 1}, [""], ("a", 3), b"x"]
SET_BY_BUILDS = {"rdm_books_found", "rdm_sheets_found", "rdm_parts_found", "rdm_translation"}
# Where the data are has a test of its own.
OF_ALL_PARTS = sorted({*OURS, "rdm_translation"} - {"rdm_data"})
# Sphinx reads locale_dirs and extensions before any extension is loaded.
OTHERS = (
    *("html_static_path", "html_extra_path", "html_css_files", "html_js_files", "html_logo", "html_favicon"),
    *("templates_path", "html_theme_options", "html_context", "exclude_patterns"),
)


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value)[:20])
@pytest.mark.parametrize("builder", ["html", "prose"])
def test_no_value_of_any_setting_ends_a_build(tmp_path: Path, builder: str, value: object) -> None:
    conf = "".join(f"{name} = {value!r}\n" for name in (*OF_ALL_PARTS, *OTHERS))
    build = site(tmp_path, conf).build(builder)
    assert "exception" not in "".join(build.warnings)


@pytest.mark.parametrize("value", [None, 5, "\0", "x" * 5000, [None, []]], ids=lambda value: ascii(value)[:20])
def test_no_value_of_any_setting_ends_a_book(tmp_path: Path, value: object) -> None:
    conf = "".join(f"{name} = {value!r}\n" for name in OF_ALL_PARTS)
    site(tmp_path, conf).build("handbook")


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value)[:20])
def test_no_value_of_the_data_folder_ends_a_build(tmp_path: Path, value: object) -> None:
    assert site(tmp_path, f"rdm_data = {value!r}\n").build("dummy").warnings


def test_no_setting_of_ours_is_forgotten(tmp_path: Path) -> None:
    config = site(tmp_path, "").build("dummy").app.config
    ours = {item.name for item in config if item.name.startswith("rdm_")}
    assert ours - SET_BY_BUILDS == OURS


def test_a_setting_on_the_command_line_has_no_place(tmp_path: Path) -> None:
    build = site(tmp_path, "").build("dummy", html_logo="leef.svg")
    assert build.warnings == [
        "WARNING: html_logo: there is no file 'leef.svg'; write its path from the folder of conf.py [rdm.settings]"
    ]


CONFS = {
    "x = (\n": "conf.py:1:5: this is not valid Python: '(' was never closed",
    "\nx = 1 / 0\n": "conf.py:2:1: the file cannot be run: ZeroDivisionError: division by zero",
    "import nowhere\n": "conf.py:1:1: the file cannot be run: ModuleNotFoundError: No module named 'nowhere'",
    "def f():\n    raise ValueError('a\\nb')\n\nf()\n": "conf.py:2:1: the file cannot be run: ValueError: a\\nb",
    "raise SystemExit\n": "conf.py:1:1: the file cannot be run: SystemExit",
    "def setup(app):\n    app.no\n": "conf.py:2:1: the file cannot be run: AttributeError: "
    "'Sphinx' object has no attribute 'no'",
    "extensions = ['a_b']\n": "conf.py:1:15: the extension 'a_b' cannot be loaded: No module named 'a_b'",
    "x = '\0'\n": "conf.py:1:1: this is not valid Python: source code string cannot contain null bytes",
}


@pytest.mark.parametrize("text", CONFS)
def test_what_keeps_conf_py_from_being_run_is_told_in_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "conf.py").write_text(text, "utf-8")
    with docutils_namespace(), pytest.raises(BaseException) as caught:  # noqa: PT011
        Sphinx(tmp_path, tmp_path, tmp_path / "out", tmp_path / "out", "html", status=None, warning=StringIO())
    assert str(fault(caught.value, tmp_path / "conf.py")) == CONFS[text]


def test_a_fault_elsewhere_is_none_of_conf_py(tmp_path: Path) -> None:
    assert fault(ValueError("x"), tmp_path / "conf.py") is None


PLACES: dict[str, tuple[tuple[Any, ...], Position]] = {
    "# html_logo\nhtml_logo = 'a'\n": (("html_logo",), Position(2, 1)),
    "html_favicon = html_logo = 'ö', 'a'\n": (("html_logo", "a"), Position(1, 33)),
    "html_logo: str = 'a'\n": (("html_logo", "a"), Position(1, 18)),
    "if True:\n    html_logo = 'a'\n": (("html_logo", "b"), Position(2, 5)),
    "x = {}\nx['a'] = 1\nx.update(b='c')\n": (("x", "c"), Position(3, 12)),
    "from settings import *\n": (("html_logo",), Position(1, 1)),
    "x = (": (("x",), Position(1, 1)),
}


@pytest.mark.parametrize("text", PLACES)
def test_a_setting_is_found_where_it_stands(tmp_path: Path, text: str) -> None:
    conf = tmp_path / "conf.py"
    conf.write_text(text, "utf-8")
    asked, expected = PLACES[text]
    assert place(conf, *asked) == expected
