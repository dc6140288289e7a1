"""Moving a page: what names it is mended, everything else stays, and its old address leads on."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from building import Project
from commands import run
from making import garden
from sphinx_rdm.cli import main

SPELLINGS = """\
---
myst: {html_meta: {keywords: soil.md}}
---
# Paths

1. [a](../@soil.md), [b](../@soil.md#deep), [c](<../@soil.md>), [d](/@soil.md), [e](../@soil.md "soil.md"),
   [*f*](../@soil.md)
2. {doc}`../@soil`, {doc}`earth <../@soil>`, {doc}`/@soil`, <project:../@soil.md>, {any}`so </@soil>`,
   [g](./../@soil.md)
3. [by name][earth], [earth], [![A worm](worm.png)](../@soil.md), {download}`the text <../@soil.md>`, [h](../@so%69l.md)
4. {ref}`deep`, {topic}`soil`, `[x](../soil.md)`, [soil.md](../water.md), [`](../soil.md)`](../@soil.md), ../soil.md

> [in a quote](../@soil.md)
> [quoted]

| Cell | Soil |
| --- | --- |
| a \\| b | [in a cell](../@soil.md) and [again](../@soil.md#deep) |

:::{note}
[in a note](../@soil.md)
:::

```text
[in code](../soil.md)
```

```{eval-rst}
:doc:`earth </@soil>` and ``:doc:`/soil```
```

:::{card} A card
:link: ../@soil
:link-type: doc
:::

```{include} part.txt
```

[earth]: ../@soil.md#deep
[quoted]: <../@soil.md> "soil"
"""
"""A page with links to that of the soil in all spellings: where an @ stands, the page is named."""
RST = """\
See :doc:`soil`, :doc:`the
earth <soil>`, ``:doc:`soil``` and so::

    :doc:`soil`

.. code-block:: rst

   :doc:`soil`

.. :doc:`soil`
"""
SOIL = """\
---
topic: soil
---
# Soil

[Itself](soil.md), [deep](#deep-down), [water](water.md), [a path](paths/path.md), ![A worm](paths/worm.png)

(deep)=
## Deep down

```{figure} paths/worm.png
:alt: A worm in its hole
```
"""


@pytest.fixture
def bed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A garden in which many pages name that of the soil, and the current folder."""
    project = garden(tmp_path, {})
    project.edit("docs/index.md", "\nwords\n", "\nwords\npaths/path\n")
    project.write("docs/paths/path.md", SPELLINGS.replace("@", ""))
    project.write("docs/paths/part.txt", "[Included](../soil.md)\n")
    project.write("docs/paths/worm.png", (Path(__file__).parent / "leaf.png").read_bytes())
    project.write("docs/soil.md", SOIL)
    project.edit("docs/harvest.rst", "See", RST + "\nSee")
    monkeypatch.chdir(tmp_path / "garden")
    return project


def files(project: Project) -> dict[str, bytes]:
    return {
        path.relative_to(project.root).as_posix(): path.read_bytes()
        for part in ("docs", "data")
        for path in sorted((project.root / part).rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    "new", ["earth", "ground/earth.md", "Soil", "paths/Jörd och v1.2 (ny)"], ids=["name", "folder", "case", "hostile"]
)
def test_after_a_move_a_build_has_no_message_and_the_old_address_leads_on(bed: Project, new: str) -> None:
    assert bed.build(folder="before").warnings == []
    if " " in new:
        for name in ("decisions", "processes"):  # no link in data can lead to such a page
            bed.edit(f"data/{name}.yml", "page:soil", "page:water")
    result = run("move", "docs/soil.md", new)
    assert (result.exit_code, run("check").exit_code) == (0, 0), result.output
    assert ("best of small letters" in result.stderr) == (new != new.lower())
    build = bed.build(strict=True)
    assert build.warnings == []
    name = new.removesuffix(".md")
    address = build.app.builder.get_target_uri(name)
    assert len(build.page("paths/path").select(f'a[href$="{address.rpartition("/")[2]}"]')) >= 15
    assert ["/soil.html", address] in json.loads(build.page("404").select_one("script.rdm-moved").get_text())
    if new != "Soil":  # which many disks take for the same file
        assert build.page("soil").select_one("li a")["href"] == f"./{address}"


@pytest.mark.slow
def test_only_the_words_that_name_the_page_change(bed: Project) -> None:
    bed.write(
        "docs/water.md", b"\xef\xbb\xbf---\r\nphase: water\r\n---\r\n# Water\r\n\r\nOf [soil](soil.md)  \r\nand so on"
    )
    before = files(bed)
    result = run("move", "soil", "ground/earth")
    after = files(bed)
    assert after.pop("docs/ground/earth.md").decode().startswith(SOIL[:28])
    assert after["docs/paths/path.md"].decode() == re.sub("@so(i|%69)l", "ground/earth", SPELLINGS)
    assert after["docs/water.md"] == before["docs/water.md"].replace(b"(soil.md)", b"(ground/earth.md)")
    rst = after["docs/harvest.rst"].decode()
    assert (rst.count(":doc:`soil`"), rst.count("<ground/earth>"), rst.count(":doc:`ground/earth`")) == (4, 1, 1)
    assert {name for name in before if before[name] != after.get(name)} == {
        *("docs/soil.md", "docs/index.md", "docs/water.md", "docs/paths/path.md", "docs/harvest.rst"),
        "docs/paths/part.txt",
        *("data/vocabulary.yml", "data/decisions.yml", "data/questions.yml", "data/processes.yml"),
        "data/redirects.yml",
    }
    assert "docs/water.md:6:11: 'soil.md' is now 'ground/earth.md'" in result.stdout
    assert "docs/ground/earth.md:6:48: 'water.md' is now '../water.md'" in result.stdout
    assert "data/redirects.yml:15:1: '/soil.html' leads on to '/ground/earth.html'" in result.stdout


def test_a_patch_does_the_same(bed: Project) -> None:
    before = files(bed)
    patch = run("move", "soil", "ground/earth", "--dry-run").stdout
    assert files(bed) == before
    bed.write("move.patch", patch)
    subprocess.run(["git", "apply", "move.patch"], check=True, cwd=bed.root)
    patched = files(bed)
    subprocess.run(["git", "apply", "-R", "move.patch"], check=True, cwd=bed.root)
    assert files(bed) == before
    run("move", "soil", "ground/earth")
    assert files(bed) == patched


def test_there_and_back_leaves_all_but_a_redirect_as_it_was(bed: Project) -> None:
    bed.edit("docs/paths/path.md", "so%69l", "soil")
    before = files(bed)
    run("move", "soil", "ground/")
    run("move", "ground/soil", "earth")
    assert b"page: earth\n\n- old: /ground/soil.html\n  page: earth\n" in files(bed)["data/redirects.yml"]
    run("move", "earth", "soil")
    after = files(bed)
    new = b"\n- old: /ground/soil.html\n  page: soil\n\n- old: /earth.html\n  page: soil\n"
    assert after.pop("data/redirects.yml") == before.pop("data/redirects.yml") + new
    assert after == before


@pytest.mark.parametrize("end", ["\n", ""])
def test_where_the_last_redirect_goes_no_empty_line_stays(bed: Project, end: str) -> None:
    first = "- old: /worms.html\n  page: words\n"
    bed.write("data/redirects.yml", first)
    run("move", "soil", "earth")
    file = bed.root / "data/redirects.yml"
    file.write_text(file.read_text("utf-8").removesuffix("\n") + end, "utf-8")
    run("move", "earth", "soil")
    assert file.read_text("utf-8") == f"{first}\n- old: /earth.html\n  page: soil\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("soli", "earth", "unknown page 'soli', did you mean 'soil'?"),
        ("index", "start", "'index' is the start page, which stays where it is"),
        ("soil", "soil.md", "'soil' is the name that the page has"),
        ("soil", "water", "there is a page 'water' already; choose another name"),
        ("soil", "Water", "there is a page 'water' already; choose another name"),
        ("soil", "earth.rst", "the page ends in '.md', and a new name does not change how it is written"),
        ("soil", "../earth", "'../earth' has '.' where it means something else; leave it out"),
        ("soil", "/tmp/earth", "'/tmp/earth' has nothing between two slashes; write one slash"),
        ("soil", "a/../../earth", "'a/../../earth' has '.' where it means something else; leave it out"),
        ("soil", "_build/earth", "'_build/earth' has '_' where it means something else; leave it out"),
        ("soil", "a#b", "'a#b' has '#' where it means something else; leave it out"),
        ("soil", "a\u202eb", "'a\\u202eb' hides a sign"),
        ("soil", "a b", "the data would have a fault: data/decisions.yml"),
        ("soil", "old/soil", "data/redirects.yml:1: '/old/soil.html' leads to 'words'; choose another name"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(bed: Project, old: str, new: str, said: str) -> None:
    bed.write("data/redirects.yml", "- old: /old/soil.html\n  page: words\n")
    before = files(bed)
    result = run("move", old, new)
    assert result.exit_code == 2
    assert f"Error: {said}" in result.stderr
    assert files(bed) == before


def test_what_cannot_be_read_is_told_and_nothing_changes(bed: Project) -> None:
    bed.write("docs/words.md", b"# W\xf6rds\n")
    before = files(bed)
    result = run("move", "soil", "earth")
    assert (result.exit_code, result.stdout) == (
        1,
        "docs/words.md:1:4: byte 0xf6 is not UTF-8; save the file as UTF-8\n",
    )
    assert files(bed) == before


def test_if_a_file_cannot_be_written_all_is_as_it_was(bed: Project) -> None:
    (bed.root / "docs/paths/.path.md.new").mkdir()
    before = files(bed)
    result = run("move", "soil", "ground/earth")
    assert (result.exit_code, "nothing was changed" in result.stderr) == (1, True)
    assert files(bed) == before
    assert not (bed.root / "docs/ground").exists()


def test_the_table_of_contents_follows_and_settings_are_left_to_people(
    project: Callable[[str], Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    atlas = project("atlas")
    monkeypatch.chdir(atlas.root)
    atlas.edit("docs/_toc.yml", "file: maps/hill", 'file: "maps/hill.md"')
    conf = (atlas.root / "conf.py").read_text("utf-8")
    atlas.write("conf.py", conf + "rdm_search_last = ['maps/hill', 'maps/*', 'road']\n")
    result = run("move", "maps/hill", "height")
    assert 'file: "height.md"' in (atlas.root / "docs/_toc.yml").read_text("utf-8")
    assert (atlas.root / "data/redirects.yml").read_text("utf-8") == "- old: /maps/hill.html\n  page: height\n"
    line = conf.count("\n") + 1
    assert (result.exit_code, result.stderr.splitlines()[:2]) == (
        1,
        [
            f"By hand: conf.py:{line}:20: 'maps/hill' names the page; write 'height'",
            f"By hand: conf.py:{line}:33: 'maps/*' fits only one of 'maps/hill' and 'height'; "
            "see whether the page is meant",
        ],
    )


def test_it_says_where_the_title_stands_which_stays(bed: Project) -> None:
    result = run("move", "soil", "earth")
    line = (bed.root / "data/vocabulary.yml").read_text("utf-8").splitlines().index("    title: Soil") + 1
    heading = (bed.root / "docs/earth.md").read_text("utf-8").splitlines().index("# Soil") + 1
    places = f"docs/earth.md:{heading}, data/vocabulary.yml:{line}"
    said = f"The title is what it was; to change it, look at: {places}\n"
    assert result.stderr.endswith(said)


@pytest.mark.parametrize("answer", ["y", "n"])
def test_at_a_terminal_an_unusual_address_is_asked_for(
    bed: Project, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_rdm.cli.asking.is_terminal", lambda: True)
    before = files(bed)
    result = CliRunner(env={"NO_COLOR": "1"}).invoke(main, ["move", "soil", "Earth"], input=f"{answer}\n")
    assert (result.exit_code, files(bed) == before) == ((0, False) if answer == "y" else (2, True))
