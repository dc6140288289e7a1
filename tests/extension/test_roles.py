"""Roles, the role ``any``, and the inventory that other projects refer to."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sphinx.util.inventory import InventoryFile

from building import Build, Project
from making import kitchen, main, text, warnings_of

PAGES = {
    "all.md": "# Everything\n\n```{resource-catalogue}\n```\n",
    "stove.md": "# Stove\n\n```{facilities}\n:platform: oven\n:home:\n```\n",
    "see.md": """\
# See

By id {resource}`basil`, by title {resource}`Crumb atlas`, in any case {resource}`EGGS, SLOWLY`,
over two lines {resource}`Zest
for aprons`, in words {resource}`our own <flour>`.

{facility}`bakery` {facility}`pottery` {phase}`cook` {phase}`Eating` {topic}`bread` {topic}`the soup <soup>`
""",
    "see-r.rst": "S\n=\n\n:resource:`basil` :resource:`our own <flour>` :phase:`cook`\n",
    "any.md": "# Any\n\n{any}`basil` {any}`Crumb atlas` {any}`cook` {any}`bakery` {any}`words <flour>`\n",
    "folder/below.md": "# Below\n\n{resource}`basil` {phase}`cook`\n",
}


def homely(folder: Path, pages: dict[str, str]) -> Project:
    project = kitchen(folder, pages)
    project.edit("docs/index.md", "*\n", "*\nfolder/*\n")
    project.edit("data/vocabulary.yml", "    title: Cooking\n", "    title: Cooking\n    page: stove\n")
    return project


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return homely(tmp_path_factory.mktemp("roles"), PAGES)


@pytest.fixture(scope="module")
def html(kept: Project) -> Build:
    return kept.build()


def links(build: Build, page: str) -> dict[str, str]:
    return {text(link): str(link["href"]) for link in main(build.page(page)).select("p a")}


def test_build_without_a_warning(html: Build) -> None:
    assert html.warnings == []


@pytest.mark.parametrize(
    ("words", "address"),
    [
        pytest.param("basil by the window", "all.html#resource-basil", id="by-id"),
        pytest.param("Crumb atlas", "all.html#resource-crumb", id="by-title"),
        pytest.param("Eggs, slowly", "all.html#resource-eggs", id="by-title-in-any-case"),
        pytest.param("Zest for aprons", "all.html#resource-apron", id="by-title-over-two-lines"),
        pytest.param("our own", "all.html#resource-flour", id="in-words-of-its-own"),
        pytest.param("Bakery (BAK)", "stove.html#facility-bakery", id="facility"),
        pytest.param("Cooking", "stove.html", id="phase"),
    ],
)
def test_lead_to_the_home_of_what_they_name(html: Build, words: str, address: str) -> None:
    assert links(html, "see")[words] == address


def test_lead_to_the_home_from_rst(html: Build) -> None:
    assert links(html, "see-r") == {
        "basil by the window": "all.html#resource-basil",
        "our own": "all.html#resource-flour",
        "Cooking": "stove.html",
    }


def test_lead_to_the_home_from_a_folder(html: Build) -> None:
    assert links(html, "folder/below") == {
        "basil by the window": "../all.html#resource-basil",
        "Cooking": "../stove.html",
    }


def test_show_the_title_of_a_term_without_a_page_as_plain_text(html: Build) -> None:
    line = main(html.page("see")).select("p")[-1]
    assert text(line).endswith("Cooking Eating Bread the soup")


def test_any_finds_records_and_terms(html: Build) -> None:
    assert links(html, "any") == {
        "basil by the window": "all.html#resource-basil",
        "Crumb atlas": "all.html#resource-crumb",
        "Cooking": "stove.html",
        "Bakery (BAK)": "stove.html#facility-bakery",
        "words": "all.html#resource-flour",
    }


# Roles that find nothing

FAULTS = {
    "resource": ("basl", "unknown resource 'basl', did you mean 'basil'?"),
    "facility": ("bakry", "unknown facility 'bakry', did you mean 'bakery'?"),
    "phase": ("cok", "unknown phase 'cok', did you mean 'cook'?"),
    "topic": ("bred", "unknown topic 'bred', did you mean 'bread'?"),
}


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> list[Build]:
    """Three builds, of which the second edits another page and the third nothing."""
    pages = {f"{role}.md": f"# F\n\nWords.\n\nSee {{{role}}}`{name}`.\n" for role, (name, _message) in FAULTS.items()}
    pages |= {
        f"{role}-r.rst": f"F\n=\n\nWords.\n\nSee :{role}:`{name}`.\n" for role, (name, _message) in FAULTS.items()
    }
    pages["twins.md"] = "# T\n\nSee {resource}`green TEA`.\n"
    pages["explicit.md"] = "# E\n\nSee {resource}`my words <basl>`.\n"
    project = kitchen(tmp_path_factory.mktemp("faults"), pages)
    project.edit("data/resources.yml", "title: Flour", "title: Green tea")
    first = project.build()
    project.write("docs/other.md", "# Other\n")
    return [first, project.build(), project.build()]


in_all_builds = pytest.mark.parametrize("number", [0, 1, 2], ids=["first-build", "after-an-edit", "third-build"])


@in_all_builds
@pytest.mark.parametrize("page", ["{}.md:5", "{}-r.rst:6"], ids=["myst", "rst"])
@pytest.mark.parametrize("role", FAULTS)
def test_an_unknown_name_is_reported_with_a_hint_at_its_line(
    faults: list[Build], role: str, page: str, number: int
) -> None:
    name, line = page.format(role).split(":")
    expected = f"{line}: WARNING: {FAULTS[role][1]} [rdm.reference]"
    # A title that differs from the id in case alone is as good a hint.
    assert [said.casefold() for said in warnings_of(faults[number], name)] == [expected.casefold()]


@in_all_builds
def test_a_title_of_two_records_is_reported_with_both_ids(faults: list[Build], number: int) -> None:
    expected = (
        "3: WARNING: resource 'green TEA' is the title of several records; use an id: flour, sencha [rdm.reference]"
    )
    assert warnings_of(faults[number], "twins.md") == [expected]


def test_an_unknown_name_leaves_the_words_of_the_page(faults: list[Build]) -> None:
    assert text(main(faults[0].page("explicit")).p) == "See my words."


def test_an_unknown_name_fails_a_strict_build(tmp_path: Path) -> None:
    assert kitchen(tmp_path, {"a.md": "# A\n\n{resource}`basl`\n"}).build(strict=True).status == 1


def test_an_unknown_name_can_be_suppressed(tmp_path: Path) -> None:
    project = kitchen(tmp_path, {"a.md": "# A\n\n{resource}`basl`\n"})
    assert project.build(suppress_warnings=["rdm.reference"]).warnings == []


# What only follows from a fault in the data

ASKING = {
    "all.md": """\
# Everything

```{resource-catalogue}
Knives: provider=Hut
Soups: topic=soup
Oven: kind=paid
```
""",
    "see.md": "# See\n\n{resource}`knife` {resource}`Sharp  knives` {any}`knife` {phase}`cook` {topic}`soup`\n",
    "list.md": "# List\n\n```{resources}\n:phase: cook\n:topic: soup\n:provider: Hut\n:exclude: knife\n```\n",
    "see-more.md": "# More\n\n{facility}`bakery` {resource}`basil`\n",
}
KNIFE = """
- id: knife
  title: Sharp knives
  url: https://example.org/knife
  description: What cuts.
  category: text
  kind: free
  topics: [soup]
  providers: [Hut]
"""
BROKEN = {
    "key-misspelt": ("resources", "\n  title: Sharp", "\n  titel: Sharp"),
    "value-unknown": ("resources", "kind: free\n  topics: [soup]", "kind: fre\n  topics: [soup]"),
    "id-misspelt": ("resources", "- id: knife", "- idd: knife"),
    "record-lost": ("resources", "title: Sharp knives", "title: Sharp: knives"),
    "file-lost": ("resources", "title: Sharp knives", "title: Sharp \udc80"),
    "dash-lost": ("resources", "- id: knife", "  id: knife"),
    "facet-lost": ("vocabulary", "topics:\n", "topics: [\n"),
    "facet-misspelt": ("vocabulary", "phases:\n", "phasess:\n"),
    "value-lost": ("vocabulary", "  - id: soup\n", "  - idd: soup\n"),
}


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = kitchen(tmp_path_factory.mktemp("asking"), ASKING)
    path = project.root / "data/resources.yml"
    path.write_text(path.read_text("utf-8") + KNIFE, "utf-8")
    return project


@pytest.fixture(scope="module")
def asked(asking: Project) -> Build:
    return asking.build()


def test_pages_that_ask_for_all_kinds_of_data_are_sound(asked: Build) -> None:
    assert asked.warnings == []


@pytest.mark.parametrize("fault", BROKEN)
def test_a_fault_in_the_data_is_reported_alone_and_everything_works_when_it_is_mended(
    asking: Project, asked: Build, fault: str, tmp_path: Path
) -> None:
    name, sound, broken = BROKEN[fault]
    project = Project(tmp_path / "kitchen")
    shutil.copytree(asking.root, project.root)
    path = project.root / f"data/{name}.yml"
    kept = path.read_bytes()
    assert kept.count(sound.encode()) == 1
    path.write_bytes(kept.replace(sound.encode(), broken.encode("utf-8", "surrogateescape")))
    for build in (project.build(), project.build()):
        assert [line for line in build.warnings if not line.startswith(f"data/{name}.yml")] == []
        assert len(build.warnings) == 1
    path.write_bytes(kept)
    mended = project.build()
    assert mended.warnings == []
    assert mended.text("see.html") == asked.text("see.html")


def test_a_name_that_a_fault_does_not_explain_is_reported(asking: Project, tmp_path: Path) -> None:
    project = Project(tmp_path / "kitchen")
    shutil.copytree(asking.root, project.root)
    project.edit("data/resources.yml", "title: Sharp", "titel: Sharp")
    project.edit("docs/see-more.md", "basil", "basl")
    assert len(project.build().warnings) == 2
    project.edit("data/resources.yml", KNIFE.replace("title: Sharp", "titel: Sharp"), "")
    said = [line.partition("WARNING: ")[2] for line in project.build().warnings]
    assert [line for line in said if "knife" in line and line.startswith("unknown resource")] != []


# The inventory


@pytest.fixture(scope="module")
def inventory(html: Build) -> dict[str, dict[str, tuple[str, str]]]:
    """Address and title of every object, by type and name."""
    data = InventoryFile.loads((html.out / "objects.inv").read_bytes(), uri="").data
    return {kind: {name: (item.uri, item.display_name) for name, item in items.items()} for kind, items in data.items()}


def test_the_inventory_holds_every_resource(inventory: dict[str, dict[str, tuple[str, str]]]) -> None:
    assert set(inventory["rdm:resource"]) == {"apron", "basil", "crumb", "dough", "eggs", "flour", "sencha"}


@pytest.mark.parametrize(
    ("kind", "name", "entry"),
    [
        ("rdm:resource", "basil", ("all.html#resource-basil", "basil by the window")),
        ("rdm:facility", "bakery", ("stove.html#facility-bakery", "Bakery (BAK)")),
        ("rdm:phase", "cook", ("stove.html", "Cooking")),
    ],
)
def test_the_inventory_says_where_a_record_is(
    inventory: dict[str, dict[str, tuple[str, str]]], kind: str, name: str, entry: tuple[str, str]
) -> None:
    assert inventory[kind][name] == entry


def test_the_inventory_leaves_out_what_has_no_home(inventory: dict[str, dict[str, tuple[str, str]]]) -> None:
    assert "eat" not in inventory["rdm:phase"]


@pytest.fixture(scope="module")
def elsewhere(html: Build, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A second project, without data of the first, that refers to it."""
    page = "# A\n\n{external+kitchen:rdm:resource}`basil` {external+kitchen:rdm:phase}`cook` {resource}`crumb`\n"
    project = kitchen(tmp_path_factory.mktemp("elsewhere"), {"a.md": page})
    project.write("data/resources.yml", "[]\n")
    mapping = {"kitchen": ("https://kitchen.example/", str(html.out / "objects.inv"))}
    project.edit(
        "conf.py", '"sphinx_rdm"]', f'"sphinx_rdm", "sphinx.ext.intersphinx"]\nintersphinx_mapping = {mapping}'
    )
    return project.build()


def test_another_project_refers_to_a_record_by_its_id(elsewhere: Build) -> None:
    found = {link["href"] for link in main(elsewhere.page("a")).select("p a")}
    assert found == {
        "https://kitchen.example/all.html#resource-basil",
        "https://kitchen.example/stove.html",
        "https://kitchen.example/all.html#resource-crumb",
    }


def test_another_project_refers_to_a_record_without_a_warning(elsewhere: Build) -> None:
    assert elsewhere.warnings == []


def test_links_of_roles_lead_somewhere_on_a_single_page(project: Callable[[str], Project]) -> None:
    page = project("garden").build("singlehtml").page("index")
    links = [link["href"] for link in page.select("a.reference.internal:has(.xref.rdm)")]
    assert len(links) > 5
    assert [link for link in links if link.startswith("#") and not page.find(id=link[1:])] == []
