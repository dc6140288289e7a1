"""Every builder of Sphinx takes our nodes, and none loses a resource."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from bs4 import BeautifulSoup
from sphinx.util import texescape

from building import SITES, Build, Project
from making import bed
from plain_text import in_text, squeeze

pytestmark = pytest.mark.slow

BUILDERS = (
    *("html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "gettext", "texinfo", "xml", "pseudoxml"),
    *("dummy", "linkcheck", "json", "pickle", "changes", "htmlhelp", "devhelp", "qthelp", "applehelp"),
    *("handbook", "prose"),
)


def settings(builder: str) -> dict[str, Any]:
    """No test leaves this machine, and Apple asks for an identifier and tools of its own."""
    if builder == "linkcheck":
        return {"linkcheck_ignore": [".*"]}
    if builder == "applehelp":
        return {"applehelp_bundle_id": "org.example.garden", "applehelp_disable_external_tools": True}
    return {}


@pytest.mark.parametrize("builder", BUILDERS)
def test_builds_the_garden_without_a_warning_and_with_nothing_that_is_for_others(
    project: Callable[[str], Project], builder: str
) -> None:
    build = project("garden").build(builder, strict=True, html_baseurl="https://example.org", **settings(builder))
    assert (build.status, build.warnings) == (0, [])
    site = {"sitemap.xml", "_search/sow.js", "404.html", "old/sowing/index.html"}
    if builder in ("html", "dirhtml"):
        assert site - set(build.files()) == set()
    else:
        # Help for a system has a page of every page, and one of them is called 404.
        assert site & set(build.files()) <= ({"404.html"} if builder.endswith("help") else set())


def test_no_builder_is_forgotten(garden: Callable[[str], Build]) -> None:
    assert set(garden("html").app.registry.builders) - set(BUILDERS) == set()


COMPONENTS = """
# Shed

:::{dropdown} A lid
Compost is warm. {octicon}`report` {fab}`github`
:::

::::{tab-set}
:::{tab-item} Spade
Dig.
:::
::::

:::{card} The shed
:link: sow
:link-type: doc
Tools.
:::

```{todo}
Rake.
```
"""
VISITORS = """
from docutils import nodes

class need(nodes.General, nodes.Element):
    pass

def setup(app):
    app.add_node(need, **{name: (lambda self, node: None, None) for name in NAMES})
"""
NAMES = ("dirhtml", "singlehtml", "epub", "handbook")


@pytest.fixture(scope="module")
def sheds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Project]:
    """The garden with components of sphinx-design and of Sphinx, as it is and with visitors for names of builders."""
    plain, extended = (
        bed(tmp_path_factory.mktemp("sheds"), {"shed.md": COMPONENTS}, "sow", "words", "stores") for _ in range(2)
    )
    for project in (plain, extended):
        project.edit("conf.py", '"sphinx_rdm"]', '"sphinx_rdm", "sphinx.ext.todo"]')
    settings = (extended.root / "conf.py").read_text("utf-8")
    extended.write("conf.py", settings + VISITORS.replace("NAMES", repr(NAMES)))
    return plain, extended


@pytest.mark.parametrize("builder", NAMES)
def test_visitors_of_others_for_the_name_of_a_builder_hide_none_for_its_format(
    sheds: tuple[Project, Project], builder: str
) -> None:
    plain, extended = (
        shed.build(builder, doctrees="build/doctrees", strict=True, **settings(builder)) for shed in sheds
    )
    assert extended.warnings == []
    assert extended.files() == plain.files()


COPIES = """
from pathlib import Path

def copy(app, _exception):
    Path(app.builder.outdir, "_static", "notebook.css").write_text("a { color: red }")

def setup(app):
    app.connect("build-finished", copy)
"""


@pytest.mark.parametrize("builder", ["epub", "handbook"])
def test_extensions_can_copy_their_styles_whether_a_book_needs_them_or_not(
    project: Callable[[str], Project], builder: str
) -> None:
    garden = project("garden")
    garden.write("conf.py", (garden.root / "conf.py").read_text("utf-8") + COPIES)
    assert garden.build(builder, strict=True, **settings(builder)).warnings == []


HIDE = """
import sys

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Hidden())
from sphinx.cmd.build import main
sys.exit(main(["-q", "-c", ".", "-b", "handbook", "docs", "build"]))
"""


@pytest.mark.parametrize("name", ["bs4", "typst", "pikepdf"])
def test_the_book_says_what_to_install_if_a_package_is_missing(project: Callable[[str], Project], name: str) -> None:
    command = [sys.executable, "-c", HIDE.format(name=name)]
    run = subprocess.run(command, cwd=project("garden").root, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    needed = f"the builder 'handbook' needs the package '{name}'; install it with: pip install 'sphinx-rdm[pdf]'"
    assert needed in run.stderr
    assert "No module named" not in run.stderr


ODD = (
    "//[",
    "/\t/[x",
    "http://[",
    "HTTPS://example.org/a",
    "https://",
    "https:",
    "javascript:x",
    "data:x",
    "1:2",
    "#",
    "",
)


@pytest.mark.parametrize("builder", ["epub", "handbook"])
@pytest.mark.parametrize("base", ["", "https://example.org/notes"])
def test_no_address_of_something_embedded_stops_a_book(tmp_path: Path, builder: str, base: str) -> None:
    frames = [f'<iframe src="{url}" title="Frame {number}."></iframe>' for number, url in enumerate(ODD)]
    build = bed(tmp_path, {"odd.md": "# Odd\n\n" + "\n\n".join(frames) + "\n"}).build(builder, html_baseurl=base)
    assert build.status == 0
    told = [line for line in build.warnings if "a book cannot show the iframe" in line]
    assert [number for number in range(len(ODD)) if not any(f"'Frame {number}.'" in line for line in told)] == []


# What is found in outputs


def in_latex(build: Build, _page: str) -> Callable[[str], bool]:
    content = squeeze("".join(path.read_text("utf-8") for path in build.out.glob("*.tex")))
    texescape.init()
    return lambda wanted: squeeze(texescape.escape(wanted, "pdflatex")) in content


def in_epub(build: Build, page: str) -> Callable[[str], bool]:
    content = squeeze(BeautifulSoup(build.text(f"{page}.xhtml"), "html.parser").get_text())
    return lambda wanted: squeeze(wanted) in content


def in_man(build: Build, _page: str) -> Callable[[str], bool]:
    content = "".join(path.read_text("utf-8") for path in build.out.glob("*.1"))
    for escaped, sign in (("\\-", "-"), ("\\(aq", "'"), ("\\(dq", '"'), ("\\&", ""), ("\\e", "\\"), ("\\'", "'")):
        content = content.replace(escaped, sign)
    content = squeeze(content)
    return lambda wanted: squeeze(wanted) in content


LOOKS: Mapping[str, Callable[[Build, str], Callable[[str], bool]]] = {
    "text": in_text,
    "latex": in_latex,
    "epub": in_epub,
    "man": in_man,
}

GARDEN = {
    "sow": {"the Almanac": "almanac", "Zucchini seeds": "seeds", "beans of the world": "beans"},
    "water": {"the Almanac": "almanac", "Rain diary": "rain"},
    "harvest": {"the Almanac": "almanac", "beans of the world": "beans"},
    "soil": {"Compost, properly": "compost", "Zucchini seeds": "seeds"},
    "all": {"the Almanac": "almanac", "Compost, properly": "compost", "Rain diary": "rain"},
}
"""Pages of the garden, one for each layout: titles and the ends of their addresses."""


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Build]:
    """The garden as a builder builds it."""
    root = tmp_path_factory.mktemp("outputs") / "garden"
    shutil.copytree(SITES / "garden", root)
    builds: dict[str, Build] = {}

    def build(builder: str) -> Build:
        if builder not in builds:
            builds[builder] = Project(root).build(builder, **settings(builder))
        return builds[builder]

    return build


@pytest.mark.parametrize("page", GARDEN)
@pytest.mark.parametrize("builder", LOOKS)
def test_shows_every_title(garden: Callable[[str], Build], builder: str, page: str) -> None:
    shows = LOOKS[builder](garden(builder), page)
    assert [title for title in GARDEN[page] if not shows(title)] == []


@pytest.mark.parametrize("page", GARDEN)
def test_shows_every_address_in_plain_text_right_after_its_title(garden: Callable[[str], Build], page: str) -> None:
    shows = in_text(garden("text"), page)
    entries = [f"{title} <https://example.org/{end}>" for title, end in GARDEN[page].items()]
    assert [entry for entry in entries if not shows(entry)] == []


@pytest.mark.parametrize("builder", LOOKS)
def test_shows_the_services_of_a_facility(garden: Callable[[str], Build], builder: str) -> None:
    shows = LOOKS[builder](garden(builder), "sow")
    assert [words for words in ("Nursery (NUR)", "Warm beds for rent.", "Seedling care") if not shows(words)] == []


def test_latex_can_lead_to_every_entry_of_the_catalogue(garden: Callable[[str], Build]) -> None:
    labels = re.findall(r"label\{\\detokenize\{all:(resource-[a-z]+)\}\}", garden("latex").text("gardennotebook.tex"))
    assert sorted(labels) == [f"resource-{name}" for name in ("almanac", "beans", "compost", "rain", "seeds")]


# Languages


def languages(project: Project, **options: Any) -> list[str | None]:
    """What a screen reader is told of the language of two pages, the EPUB and the PDF."""
    site, book, pdf = (
        project.build(builder, doctrees="build/doctrees", epub_basename="book", **options)
        for builder in ("html", "epub", "handbook")
    )
    pages = [site.page(name).select_one("html") for name in ("sow", "water")]
    leaf = BeautifulSoup(book.text("sow.xhtml"), "html.parser").select_one("html")
    told = re.search("<dc:language>(.*)</dc:language>", book.text("content.opf"))
    with pikepdf.open(pdf.out / "handbook.pdf") as file:
        language = str(file.Root.Lang)
    assert told
    return [*(str(page["lang"]) for page in pages if page), leaf and str(leaf["xml:lang"]), told[1], language]


def test_pages_that_are_not_translated_are_read_out_in_the_language_of_their_sources(
    project: Callable[[str], Project],
) -> None:
    garden = project("garden")
    assert languages(garden, language="sv_FI") == ["en"] * 5
    garden.edit("conf.py", 'version = release = "1"', 'version = release = "1"\nlanguage = "pt_BR"')
    first = next(line for line in (garden.root / "docs/sow.md").read_text("utf-8").splitlines() if line[:2] == "# ")
    garden.write("docs/locale/sv_FI/LC_MESSAGES/sow.po", f'msgid "{first[2:]}"\nmsgstr "Att så"\n')
    assert languages(garden, language="sv_FI", locale_dirs=["locale"]) == ["sv-FI", "pt-BR", "sv-FI", "sv-FI", "sv"]
