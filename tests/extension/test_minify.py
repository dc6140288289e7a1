"""Style sheets and scripts of a site carry no comments, and nobody else's files are touched."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from building import ROOT, Project
from sphinx_rdm.site.minify import smaller_script, smaller_sheet

OWN = "a { color: red; } /* mine */\n"


@pytest.fixture
def garden(project: Callable[[str], Project]) -> Project:
    garden = project("garden")
    garden.write("_static/own.css", OWN)
    garden.write("_static/filter.css", OWN)  # in the place of ours
    garden.edit("conf.py", "project =", 'html_static_path = ["_static"]\nproject =')
    return garden


def test_what_we_and_sphinx_bring_along_has_no_comments_and_no_indents(garden: Project) -> None:
    files = garden.build().files()
    ours = {path.name for path in (ROOT / "ext/sphinx_rdm").rglob("static/*.*s")} - {"filter.css"}
    copied = [name for name in files if name.startswith("_static/") and name.rpartition("/")[2] in ours]
    assert len(copied) > 10
    for name in [*copied, "_static/doctools.js"]:
        text = files[name].decode()
        assert not re.search(r"/\*(?!!)|\s\s" if name.endswith(".css") else r"^\s*//|^[ \t]", text, re.MULTILINE), name
    assert len(files["_static/basic.css"]) > 1000  # made from a template


def test_texts_stay_as_they_are() -> None:
    assert smaller_sheet("/* a */ a  {\n content: '/* b */  c'; }\n/*! d */") == "a { content: '/* b */  c'; } /*! d */"
    text = "f(`  a\n  // b\n`);\n"
    assert smaller_script(text) == text
    assert smaller_script("  // a\n  f('// b');  // c\n") == "f('// b');  // c\n"


def test_files_of_the_site_stay_as_they_were_typed(garden: Project) -> None:
    files = garden.build().files()
    assert files["_static/own.css"].decode() == files["_static/filter.css"].decode() == OWN


def test_files_that_others_put_there_stay_as_they_are(garden: Project) -> None:
    garden.build()
    garden.write("build/html/_static/theirs.css", OWN)
    garden.edit("docs/index.md", "# ", "# More ")
    assert garden.build().files()["_static/theirs.css"].decode() == OWN
