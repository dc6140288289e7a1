"""`make live`: whatever is saved, however and whenever, is built, told and served, and nothing else is.

The tests edit one garden, one after the other, while it is followed.
"""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from building import SITES, Project
from following import PATIENCE, WITHOUT_FORK, Live, live, replace
from machine.sequence import differences, files

pytestmark = pytest.mark.slow

CONF = """
extensions += ["sphinx_external_toc"]
html_static_path = ["_static"]
html_css_files = ["shed.css"]

def setup(app):
    app.extensions["sphinx_multitoc_numbering"].parallel_read_safe = True
"""
CONTENTS = "docs/_toc.yml"
NAMES = ("sow", "water", "harvest", "soil", "all", "stores", "words")
CHILDREN = "".join(f"  - file: {name}\n" for name in NAMES)
SCRIPT = re.compile(rb'<script src="/_live/page\.js" data-version="(\w+)"></script>')


def shed(folder: Path) -> Project:
    """A garden with a table of contents and a style sheet of its own."""
    project = Project(folder / "garden")
    shutil.copytree(SITES / "garden", project.root)
    project.write("conf.py", (project.root / "conf.py").read_text("utf-8") + CONF)
    project.write(
        "docs/index.md",
        re.sub(r"```\{toctree\}.*?```\n", "", (project.root / "docs/index.md").read_text("utf-8"), flags=re.S),
    )
    project.write(CONTENTS, f"root: index\nentries:\n{CHILDREN}")
    project.write("_static/shed.css", "h1 { color: green; }\n")
    return project


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live(shed(tmp_path_factory.mktemp("live"))) as running:
        yield running


def differing(site: Live) -> dict[str, str]:
    """How the output differs from that of a clean build."""
    with TemporaryDirectory() as folder:
        root = Path(folder, "clean")
        shutil.copytree(site.project.root, root, ignore=shutil.ignore_patterns("build", "__pycache__"))
        return differences(site.files(), files(Project(root).build().out))


def test_a_word_is_shown_and_no_file_has_our_script(site: Live) -> None:
    with site.told("/soil.html") as told:
        before = next(told)
        site.project.edit("docs/soil.md", "# Soil\n", "# Soil\n\nLoam.\n")
        after = next(state for state in told if state["page"] != before["page"])
    status, page = site.get("/soil.html")
    assert (status, b"Loam." in page) == (200, True)
    assert SCRIPT.findall(page) == [after["page"].encode()]
    assert site.built("docs/soil.md").startswith("docs/soil.md: read 1 page (soil), wrote ")
    assert SCRIPT.sub(b"", page) == (site.out / "soil.html").read_bytes()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("docs/all.md", "\n\n", "\n\nSlates.\n\n"),
        ("data/resources.yml", "title: the Almanac", "title: the old Almanac"),
    ],
)
def test_the_open_page_is_shown_before_anything_is_built(site: Live, name: str, old: str, new: str) -> None:
    built = (site.out / "all.html").read_bytes()
    with site.told("/all.html") as told:
        before = next(told)
        site.project.edit(name, old, new)
        shown = next(state for state in told if state["page"] != before["page"])
        after = next(state for state in told if not state["building"])
    assert shown["building"]
    assert shown["page"] == after["page"]  # as it is then built
    site.built(name)
    preview = (site.out.parent / "doctrees/previews/all.html").read_bytes()
    assert SCRIPT.sub(b"", site.get("/all.html")[1]) == (site.out / "all.html").read_bytes() == preview != built


def test_a_page_is_not_shown_before_its_pictures_are(site: Live) -> None:
    (site.project.root / "docs/well.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    with site.told("/water.html") as told:
        before = next(told)
        site.project.edit("docs/water.md", "# Water\n", "# Water\n\n![A well](well.svg)\n")
        next(state for state in told if state["page"] != before["page"])
        assert site.get("/_images/well.svg")[0] == 200
    site.built("docs/water.md")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (CONTENTS, "  - file: soil\n", "  - file: sol\n", "docs/_toc.yml:6:11: "),
        (CONTENTS, "entries:\n", "entries: [\n", "docs/_toc.yml:3:3: "),
        ("conf.py", "project = ", "project = = ", "conf.py:3:11: ERROR: this is not valid Python: invalid syntax"),
        (
            "conf.py",
            "project = ",
            "project = plot + ",
            "conf.py:3:1: ERROR: the file cannot be run: NameError: name 'plot' is not defined",
        ),
        ("data/resources.yml", "category: ", "categry: ", "data/resources.yml:"),
        ("docs/soil.md", "# Soil", "{topic}`sol`\n\n# Soil", "docs/soil.md:4: "),
    ],
)
def test_what_is_broken_is_told_until_it_is_mended(site: Live, name: str, old: str, new: str, message: str) -> None:
    path = site.project.root / name
    sound = path.read_text("utf-8")
    assert old in sound
    path.write_text(sound.replace(old, new, 1), "utf-8")
    site.built(name)
    told = site.messages()
    assert any(line.startswith(message) for line in told), told
    assert not any("Traceback" in line for line in told)
    assert site.get("/soil.html")[0] == 200
    path.write_text(sound, "utf-8")
    site.built(name)
    assert site.messages() == []


def test_what_was_mended_leaves_no_trace(site: Live) -> None:
    assert differing(site) == {}


def test_a_page_comes_and_goes(site: Live) -> None:
    contents = site.project.root / CONTENTS
    site.project.write("docs/compost.md", "# Compost\n")
    site.built("docs/compost.md")
    assert "compost" in " ".join(site.messages())  # it is in no table of contents
    contents.write_text(contents.read_text("utf-8") + "  - file: compost\n", "utf-8")
    site.built(CONTENTS)
    assert (site.messages(), site.get("/compost.html")[0]) == ([], 200)
    with site.told("/compost.html") as told:
        next(told)
        contents.write_text(contents.read_text("utf-8").replace("  - file: compost\n", ""), "utf-8")
        (site.project.root / "docs/compost.md").unlink()
        next(state for state in told if not state["page"] and not state["building"])
    status, page = site.get("/compost.html")
    assert (status, SCRIPT.findall(page)) == (404, [])
    assert b'data-version=""' in page  # what will be there again is shown
    assert differing(site) == {}


def test_a_file_that_an_editor_replaces_is_one_save_and_what_it_leaves_beside_is_none(site: Live) -> None:
    path = site.project.root / "docs/water.md"
    replace(path, path.read_text("utf-8") + "\nRain.\n")
    assert site.built("docs/water.md").startswith("docs/water.md: read 1 page (water)")
    replace(site.project.root / "conf.py", (site.project.root / "conf.py").read_text("utf-8") + "\n")
    site.built("conf.py")


def test_what_is_saved_during_a_build_is_built_next(site: Live) -> None:
    with site.told() as told:
        next(told)
        site.project.edit("conf.py", 'version = release = "1"', 'version = release = "2"')
        next(state for state in told if state["building"])
        site.project.edit("docs/sow.md", "# Sow\n", "# Sow\n\nEarly.\n")
    site.built("docs/sow.md")
    assert b"Early." in site.get("/sow.html")[1]
    assert differing(site) == {}


def test_a_style_sheet_is_served_before_it_is_built(site: Live) -> None:
    with site.told() as told:
        next(told)
        site.project.write("_static/shed.css", "h1 { color: red; }\n")
        state = next(state for state in told if state["sheets"])
    assert list(state["sheets"]) == ["_static/shed.css"]
    assert b"red" in site.get("/_static/shed.css?live=1")[1]
    assert site.line(lambda line: line.startswith("_static")) == "_static/shed.css: shown at once; the build follows"
    site.built("_static/shed.css")
    assert b"red" in (site.out / "_static/shed.css").read_bytes()
    assert differing(site) == {}


def test_nothing_outside_the_site_is_served_and_no_other_name_leads_to_it(site: Live) -> None:
    (site.project.root / "secret.txt").write_text("secret")
    (site.out / "way.txt").symlink_to(site.project.root / "secret.txt")
    paths = [
        "/../secret.txt",
        "/..%2f..%2f..%2fsecret.txt",
        "/%2e%2e/%2e%2e/%2e%2e/secret.txt",
        "/way.txt",
        "/_static/",
    ]
    paths += [
        f"/{site.project.root}/secret.txt",
        f"//{site.project.root}/secret.txt",
        "/_live/../../worker.py",
        "/a%00b",
    ]
    (site.out / "way.txt").touch()
    answers = [site.get(path) for path in paths]
    (site.out / "way.txt").unlink()
    assert [(status, b"secret" in body or b"import" in body) for status, body in answers] == [(404, False)] * len(paths)
    assert site.get("/", Host="handbook.example:80")[0] == 400
    assert site.get("/_live/events?page=/", Host="handbook.example")[0] == 400
    assert site.get("/", Host=f"localhost:{site.port}")[0] == 200
    with site.told("/../../../conf.py") as told:
        assert next(told)["page"] == ""


@pytest.mark.parametrize("which", [-1, 1, 0], ids=["the one that shows", "the one that builds", "the one that forks"])
def test_a_process_that_is_killed_costs_one_more_build(site: Live, which: int) -> None:
    while len(site.children()) < 3:
        time.sleep(0.1)
    with site.told("/stores.html") as told:
        next(told)
        os.kill(sorted(site.children())[which], signal.SIGKILL)
        site.project.edit("docs/stores.md", "# Where things keep\n", f"# Where things keep\n\nJar {which}.\n")
        site.built("docs/stores.md")
    assert f"Jar {which}.".encode() in site.get("/stores.html")[1]


def test_after_all_of_this_the_files_are_those_of_a_clean_build(site: Live) -> None:
    assert differing(site) == {}


def test_another_one_in_the_same_folder_says_so_and_ends(site: Live) -> None:
    root = site.project.root
    command = [sys.executable, "-m", "sphinx_rdm", "live", "--project", root, "--pages", root / "docs"]
    found = subprocess.run(
        [*map(str, command), "--build", str(root / "build/live")], check=False, capture_output=True, text=True
    )
    assert found.returncode == 1
    assert found.stderr.startswith("Another 'sphinx-rdm live' is at work in ")


def test_the_end_leaves_no_process_behind(site: Live) -> None:
    # A worker may have outlived the process that started it, and that is noticed when the next build begins.
    site.project.edit("docs/soil.md", "Loam.", "Clay.")
    site.built("docs/soil.md")
    children = site.children()
    assert len(children) >= 2
    site.project.edit("docs/soil.md", "Clay.", "Sand.")
    ends = []
    for pid in children:
        with suppress(ProcessLookupError):  # it has ended since
            ends.append(os.pidfd_open(pid))
    assert site.stop() == 0
    for end in ends:
        assert select.select([end], [], [], PATIENCE)[0]
        os.close(end)


def test_without_forks_it_is_the_same(tmp_path: Path) -> None:
    with live(shed(tmp_path), WITHOUT_FORK) as site:
        with site.told("/all.html") as told:
            before = next(told)
            site.project.edit("docs/soil.md", "# Soil\n", "# Soil\n\nLoam.\n")
            site.built("docs/soil.md")
            site.project.edit("data/resources.yml", "title: the Almanac", "title: the old Almanac")
            shown = next(state for state in told if state["page"] != before["page"])
            after = next(state for state in told if not state["building"])
        site.built("data/resources.yml")
        assert (shown["building"], shown["page"]) == (True, after["page"])
        assert b"Loam." in site.get("/soil.html")[1]
        assert differing(site) == {}
