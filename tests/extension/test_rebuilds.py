"""After an edit, a build reads what the edit touches, writes what a clean build writes, and then rests.

Other builders, builds in several processes, many edits after each other and builds that are interrupted are for the
machine, in ``test_machine.py``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partialmethod

import pytest
from sphinx.application import Sphinx

from building import SITES, Build, Project
from machine.sequence import differences as compared

pytestmark = pytest.mark.slow

Step = Callable[[Project], None]

ALL = ["404", "all", "harvest", "index", "soil", "sow", "stores", "water", "words"]


@dataclass
class Edit:
    """A change of a project of ``tests/sites``, and the pages that a build must read after it."""

    name: str
    steps: list[Step]
    """Every step is followed by a build; what counts is the build after the last."""
    read: list[str]


@dataclass
class Round:
    """Edits of one project, made one after the other.

    What one of them leaves undone, the next build does: it then reads more than it must, or a file differs at the end.
    """

    name: str
    edits: list[Edit]
    site: str = "garden"


def replace(name: str, old: str, new: str) -> Step:
    return lambda project: project.edit(name, old, new)


def several(*steps: Step) -> Step:
    def run(project: Project) -> None:
        for step in steps:
            step(project)

    return run


def touch(*names: str) -> Step:
    def run(project: Project) -> None:
        for name in names:
            os.utime(project.root / name)

    return run


def remove(name: str) -> Step:
    return lambda project: (project.root / name).unlink()


def rename(old: str, new: str) -> Step:
    return lambda project: (project.root / old).rename(project.root / new) and None


def append(name: str, text: str) -> Step:
    return lambda project: project.write(name, (project.root / name).read_text("utf-8") + text) and None


def reverse(name: str) -> Step:
    """Turn the order of a file's records round."""

    def run(project: Project) -> None:
        records = (project.root / name).read_text("utf-8").strip().split("\n\n")
        project.write(name, "\n\n".join(reversed(records)) + "\n")

    return run


RESOURCES, FACILITIES, VOCABULARY = "data/resources.yml", "data/facilities.yml", "data/vocabulary.yml"
CHECKLISTS, GLOSSARY, INSTITUTIONS = "data/checklists.yml", "data/glossary.yml", "data/institutions.yml"
RAIN = """\
- id: rain
  title: Rain diary
  url: https://example.org/rain
  description: Rain by day.
  category: book
  kind: online
  phases: [water]
"""
COMPOST = """\
- id: compost
  title: Compost, properly
  url: https://example.org/compost
  description: How to make it.
  category: book
  kind: print
  topics: [soil]
  providers: [Old Press]
  keywords: [heap]
  doi: 10.1234/compost

"""
HOSE = """
- id: hose
  title: A hose
  url: https://example.org/hose
  description: Long and green.
  category: book
  kind: online
  phases: [water]
  topics: [soil]
"""
SHELF = "- id: shelf\n  kinds: [resources]\n  title: Shelf\n  takes: text\n"
WATER = """\
  - id: water
    title: Watering
    page: water
"""
HARVEST = """\
  - id: harvest
    title: Harvesting
    summary: Cut & carry.
    page: harvest
"""
ROAD, RIVER = "      - file: road\n", "      - file: river\n"
HILL = "              - file: maps/hill\n"
MAPS_BELOW = f"        subtrees:\n          - entries:\n{HILL}"
BOOK, SEED_BANK = "  - id: book\n    title: Books\n", "  - id: seed-bank\n    title: Seed banks\n"

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
LEAF = "\n![A leaf](leaf.png)\n"
SHEET = "\n{download}`A sheet <sheet.txt>`\n"


def give_soil(name: str, content: bytes, text: str) -> Step:
    """Put a file beside the page about soil, and use it there."""
    return several(lambda project: project.write(f"docs/{name}", content) and None, append("docs/soil.md", text))


ROUNDS = [
    Round(
        "same-data",
        [
            Edit("nothing", [lambda _project: None], []),
            Edit("touch-of-data", [touch(RESOURCES, FACILITIES, VOCABULARY, "data/site.yml")], []),
            Edit("comment-in-data", [replace(RESOURCES, RAIN, "# Seen from the window.\n" + RAIN)], []),
            Edit("order-of-resources", [reverse(RESOURCES)], []),
        ],
    ),
    Round(
        "resources",
        [
            Edit("description", [replace(RESOURCES, "Rain by day.", "Rain by night.")], ["all", "water"]),
            Edit(
                "language-of-title",
                [
                    replace("docs/soil.md", "# Soil\n", "# Soil\n\nSee {resource}`almanac`.\n"),
                    replace(RESOURCES, "title: the Almanac\n", "title: the Almanac\n  language: sv\n"),
                ],
                ["all", "harvest", "sow", "water"],
            ),
            Edit("title", [replace(RESOURCES, "the Almanac", "An Almanac")], ["all", "harvest", "sow", "water"]),
            Edit("address", [replace(RESOURCES, "org/beans", "org/pulses")], ["all", "harvest", "sow"]),
            Edit("column-of-one-page", [replace(RESOURCES, "licence: CC0", "licence: MIT")], ["all"]),
            Edit("provider", [replace(RESOURCES, "[Seed Trust, Old Press]", "[Seed Trust]")], ["all", "soil", "sow"]),
            Edit("phase-added", [replace(RESOURCES, "[water]", "[water, harvest]")], ["all", "harvest"]),
            Edit("phase-removed", [replace(RESOURCES, "[sow, harvest]", "[harvest]")], ["all", "sow"]),
            Edit("start-of-phase", [replace(RESOURCES, "  first_in_phases: [harvest]\n", "")], ["harvest"]),
            Edit(
                "day-to-check-by",
                [replace(RESOURCES, "title: An", "check_by: [2999-01-01 it ends]\n  title: An")],
                ["all"],
            ),
            Edit("field-of-ones-own", [lambda project: project.write("data/fields.yml", SHELF) and None], ["all"]),
            Edit("value-of-such-a-field", [replace(RESOURCES, "title: Rain", "shelf: top\n  title: Rain")], ["all"]),
            Edit("resource-added", [append(RESOURCES, HOSE)], ["all", "soil", "water"]),
            Edit("id-of-resource", [replace(RESOURCES, "id: compost", "id: humus")], ["all", "soil"]),
            Edit(
                "resource-removed",
                [replace(RESOURCES, COMPOST.replace("compost\n  title", "humus\n  title"), "")],
                ["all", "soil"],
            ),
        ],
    ),
    Round(
        "facilities",
        [
            Edit("facility", [replace(FACILITIES, "Warm beds", "Hot beds")], ["sow"]),
            Edit("facility-title", [replace(FACILITIES, "title: Hothouse", "title: Glasshouse")], ["sow"]),
            Edit("facility-nowhere", [replace(FACILITIES, "Trees.", "Old trees.")], []),
            Edit("facility-moved", [replace(FACILITIES, "orchard", "greenhouse")], ["sow"]),
            Edit("order-of-facilities", [reverse(FACILITIES)], ["sow"]),
        ],
    ),
    Round(
        "vocabulary",
        [
            Edit("order-of-phases", [replace(VOCABULARY, WATER + HARVEST, HARVEST + WATER)], ["all", "index", "water"]),
            Edit("phase-title", [replace(VOCABULARY, "title: Sowing", "title: Seeding")], ["all", "index", "water"]),
            Edit("phase-summary", [replace(VOCABULARY, "Put seeds", "Put grains")], ["index", "water"]),
            Edit(
                "order-of-categories",
                [replace(VOCABULARY, BOOK + SEED_BANK, SEED_BANK + BOOK)],
                ["all", "harvest", "soil", "sow"],
            ),
            Edit(
                "category-title", [replace(VOCABULARY, "Books", "Volumes")], ["all", "harvest", "soil", "sow", "water"]
            ),
            Edit("kind-title", [replace(VOCABULARY, "Print", "On paper")], ["all", "harvest", "soil", "sow", "water"]),
            Edit("topic-title", [replace(VOCABULARY, "title: Soil", "title: Earth")], ["all", "words"]),
            Edit(
                "phase-added-to-vocabulary",
                [replace(VOCABULARY, HARVEST, HARVEST + "  - id: rest\n    title: Rest\n")],
                ["all", "index", "water"],
            ),
            Edit(
                "phase-removed-from-vocabulary",
                [
                    several(
                        replace(VOCABULARY, HARVEST, ""),
                        replace(RESOURCES, "[sow, harvest]\n  first_in_phases: [harvest]", "[sow]"),
                        replace("docs/harvest.rst", ":phase: harvest", ":phase: sow"),
                    )
                ],
                ["all", "harvest", "index", "water"],
            ),
            Edit("topic-removed-from-vocabulary", [replace(VOCABULARY, "  - id: pests\n    title: Pests\n", "")], []),
            Edit("home-page-of-phase", [replace(VOCABULARY, "    page: water\n", "")], ["index", "water"]),
        ],
    ),
    Round(
        "other-records",
        [
            Edit("item-of-checklist", [replace(CHECKLISTS, "bed is dug", "bed is deep")], ["words"]),
            Edit("item-of-another-list", [replace(CHECKLISTS, "can is full", "can is heavy")], []),
            Edit("item-moved", [replace(CHECKLISTS, "topics: [soil]\n  why", "topics: [pests]\n  why")], ["words"]),
            Edit("title-of-section", [replace(VOCABULARY, "The ground", "The earth")], ["words"]),
            Edit("definition", [replace(GLOSSARY, "keeps it moist", "keeps it damp")], ["words"]),
            Edit("term", [replace(GLOSSARY, "term: humus", "term: leaf mould")], ["words"]),
            Edit("address-of-institution", [replace(INSTITUTIONS, "guild/advice", "guild/help")], ["words"]),
            Edit("title-of-institution", [replace(INSTITUTIONS, "Gardeners' Guild", "The Guild")], ["words"]),
            Edit("title-of-purpose", [replace(VOCABULARY, "title: Advice", "title: Counsel")], ["words"]),
            Edit("fact-of-the-site", [append("data/site.yml", "contact: ask@garden.example\n")], ["words"]),
            Edit("synonym", [replace("data/synonyms.yml", "spade", "shovel")], []),
            Edit("redirect", [replace("data/redirects.yml", "/old/sowing/", "/old/seeds/")], ["404"]),
        ],
    ),
    Round(
        "pages",
        [
            Edit("order-of-pages", [replace("docs/index.md", "sow\nwater", "water\nsow")], ["index"]),
            Edit(
                "list-removed-from-page",
                [replace("docs/soil.md", "```{resources}\n:layout: dropdown\n```", "Dig.")],
                ["soil"],
            ),
            Edit("rst-fields", [replace("docs/harvest.rst", ":phase: harvest", ":phase: water")], ["harvest"]),
            Edit(
                "front-matter", [replace("docs/soil.md", "topic: soil", "topic: [soil, pests]\nphase: sow")], ["soil"]
            ),
            Edit("page-title", [replace("docs/soil.md", "# Soil", "# Earth")], ["soil"]),
            Edit("page-text", [replace("docs/sow.md", "What to use", "What to take")], ["sow"]),
            Edit(
                "page-added",
                [
                    several(
                        lambda project: project.write("docs/pests.md", "---\ntopic: pests\n---\n# Pests\n") and None,
                        replace("docs/index.md", "\nall\n", "\nall\npests\n"),
                    )
                ],
                ["index", "pests"],
            ),
            Edit(
                "page-renamed",
                [
                    several(
                        rename("docs/soil.md", "docs/earth.md"),
                        replace("docs/index.md", "\nsoil\n", "\nearth\n"),
                        replace(VOCABULARY, "page: soil", "page: earth"),
                        replace("data/questions.yml", "page: soil", "page: earth"),
                    )
                ],
                ["earth", "index"],
            ),
            Edit(
                "page-into-folder",
                [
                    several(
                        lambda project: (project.root / "docs/beds").mkdir(),
                        rename("docs/all.md", "docs/beds/all.md"),
                        replace("docs/index.md", "\nall\n", "\nbeds/all\n"),
                    )
                ],
                ["beds/all", "index"],
            ),
            Edit(
                "page-removed",
                [
                    several(
                        remove("docs/earth.md"),
                        replace("docs/index.md", "\nearth\n", "\n"),
                        replace(VOCABULARY, "    page: earth\n", ""),
                        replace("data/questions.yml", "page: earth", "page: words"),
                    )
                ],
                ["index"],
            ),
            Edit(
                "catalogue-removed",
                [several(remove("docs/beds/all.md"), replace("docs/index.md", "\nbeds/all\n", "\n"))],
                ["index"],
            ),
        ],
    ),
    Round(
        "settings-and-files",
        [
            Edit("static-file", [replace("_static/own.css", "green", "brown")], []),
            Edit("static-file-added", [lambda project: project.write("_static/new.css", "a {}") and None], []),
            Edit("setting-of-html", [append("conf.py", 'html_title = "Spade"\n')], ALL),
            Edit("setting-of-all", [append("conf.py", 'rst_prolog = ".. A word before."\n')], ALL),
            Edit("name-of-the-site", [replace("data/site.yml", "Garden notebook", "Spade")], []),
        ],
    ),
    Round(
        "there-and-back",
        [
            Edit(
                "bad-record-then-fixed",
                [replace(RESOURCES, "[water]", "[wtr]"), replace(RESOURCES, "[wtr]", "[water]")],
                ["all", "water"],
            ),
            Edit(
                "broken-file-then-fixed",
                [
                    replace(RESOURCES, "- id: compost", "- id: [compost"),
                    replace(RESOURCES, "- id: [compost", "- id: compost"),
                ],
                ["all", "soil"],
            ),
            Edit(
                "no-vocabulary-then-back",
                [rename(VOCABULARY, "data/away.yml"), rename("data/away.yml", VOCABULARY)],
                [name for name in ALL if name != "404"],  # which shows no word of it
            ),
            Edit(
                "bad-front-matter-then-fixed",
                [
                    replace("docs/sow.md", "phase: sow", "phase: sew"),
                    replace("docs/sow.md", "phase: sew", "phase: sow"),
                ],
                ["sow"],
            ),
            Edit(
                "unknown-role-then-record-comes",
                [
                    replace("docs/soil.md", "# Soil\n", "# Soil\n\nSee {resource}`hose`.\n"),
                    append(RESOURCES, HOSE),
                ],
                ["all", "soil", "water"],
            ),
            Edit(
                "title-edited-twice",
                [replace(RESOURCES, "the Almanac", "An Almanac"), replace(RESOURCES, "An Almanac", "the Almanac")],
                ["all", "harvest", "sow", "water"],
            ),
        ],
    ),
    Round(
        "contents",
        [
            Edit("contents-order", [replace("docs/_toc.yml", ROAD + RIVER, RIVER + ROAD)], ["index"]),
            Edit("contents-caption", [replace("docs/_toc.yml", "Ways", "Paths")], ["index"]),
            Edit(
                "contents-title-of-an-entry",
                [replace("docs/_toc.yml", HILL, f"{HILL}                title: Summit\n")],
                ["maps/hill", "maps/index"],
            ),
            Edit(
                "contents-title-of-an-entry-gone",
                [
                    replace("docs/_toc.yml", HILL, f"{HILL}                title: Summit\n"),
                    replace("docs/_toc.yml", "                title: Summit\n", ""),
                ],
                ["maps/hill", "maps/index"],
            ),
            Edit("contents-page-title", [replace("docs/maps/hill.md", "# Hill", "# Peak")], ["maps/hill"]),
            Edit("contents-beside-data", [replace(RESOURCES, "Two of them.", "Two.")], ["maps/index", "road"]),
            Edit(
                "contents-page-moved",
                [several(replace("docs/_toc.yml", RIVER, ""), append("docs/_toc.yml", "    " * 2 + RIVER))],
                ["index", "maps/index"],
            ),
        ],
        site="atlas",
    ),
    Round(
        "page-of-the-contents",
        [
            Edit(
                "contents-page-renamed",
                [
                    several(
                        rename("docs/maps/hill.md", "docs/maps/peak.md"),
                        replace("docs/_toc.yml", "maps/hill", "maps/peak"),
                    )
                ],
                ["maps/index", "maps/peak"],
            ),
            Edit(
                "contents-page-removed",
                [
                    several(
                        replace("docs/_toc.yml", MAPS_BELOW.replace("hill", "peak"), ""), remove("docs/maps/peak.md")
                    )
                ],
                ["maps/index"],
            ),
        ],
        site="atlas",
    ),
    Round(
        "page-out-of-the-contents",
        [
            Edit(
                "contents-page-dropped",
                [
                    several(
                        replace("docs/_toc.yml", MAPS_BELOW, ""),
                        replace("docs/maps/hill.md", "phase: walk", "phase: walk\norphan: true"),
                    )
                ],
                ["maps/hill", "maps/index"],
            ),
        ],
        site="atlas",
    ),
    Round(
        "files-of-pages",
        [
            Edit("last-image-gone", [give_soil("leaf.png", PIXEL, LEAF), replace("docs/soil.md", LEAF, "")], ["soil"]),
            Edit(
                "last-download-gone",
                [give_soil("sheet.txt", b"A\n", SHEET), replace("docs/soil.md", SHEET, "")],
                ["soil"],
            ),
        ],
    ),
]


@dataclass
class Outcome:
    """What the builds of a round did."""

    read: dict[str, list[str]]
    """The pages that were read after each edit."""
    warnings: list[str]
    differences: dict[str, str]
    """Files of which the state at the end is not that of a clean build."""
    further: tuple[list[str], list[str]]
    """What one more build reads and writes."""


def outcome(project: Project, edits: list[Edit]) -> Outcome:
    project.write("_static/own.css", "h1 { color: green }\n")
    append("conf.py", '\nhtml_static_path = ["_static"]\nhtml_css_files = ["own.css"]\n')(project)
    warnings = project.build().warnings
    read = {}
    for edit in edits:
        for step in edit.steps:
            step(project)
            last = project.build()
        read[edit.name] = last.read
        warnings += last.warnings
    found = differences(last, project.build(folder="clean"))
    further = project.build()
    return Outcome(read, warnings, found, (further.read, further.written))


def differences(left: Build, right: Build) -> dict[str, str]:
    """The files in which a build differs from a clean one."""
    return compared(left.files(), right.files())


@pytest.fixture(scope="class", params=ROUNDS, ids=lambda round: round.name)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Round, Outcome]:
    """A round, and what it comes to."""
    root = tmp_path_factory.mktemp("rebuilds") / request.param.site
    shutil.copytree(SITES / request.param.site, root)
    return request.param, outcome(Project(root), request.param.edits)


class TestEdits:
    def test_have_exactly_the_pages_read_that_show_them(self, built: tuple[Round, Outcome]) -> None:
        assert built[1].read == {edit.name: edit.read for edit in built[0].edits}

    def test_leave_the_files_of_a_clean_build(self, built: tuple[Round, Outcome]) -> None:
        assert built[1].differences == {}

    def test_are_built_without_a_warning(self, built: tuple[Round, Outcome]) -> None:
        assert built[1].warnings == []

    def test_are_done_with_when_they_were_built(self, built: tuple[Round, Outcome]) -> None:
        assert built[1].further == ([], [])


# Builders that share their doctrees, and builds of a part

SHARED = {"doctrees": "build/doctrees"}


@pytest.fixture
def garden(project: Callable[[str], Project]) -> Project:
    return project("garden")


def test_a_second_builder_reads_nothing_again(garden: Project) -> None:
    garden.build("html", **SHARED)
    assert garden.build("dirhtml", **SHARED).read == []


def test_a_page_that_one_builder_saw_go_is_gone_from_the_other(garden: Project) -> None:
    for builder in ("html", "dirhtml"):
        garden.build(builder, **SHARED)
    several(remove("docs/all.md"), replace("docs/index.md", "\nall\n", "\n"))(garden)
    garden.build("html", **SHARED)
    assert differences(garden.build("dirhtml", **SHARED), garden.build("dirhtml", folder="clean")) == {}


def build_page(project: Project, name: str) -> Build:
    """Build one page alone, as a name on the command line of sphinx-build does."""
    only = partialmethod(Sphinx.build, filenames=[project.root / "docs" / name])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sphinx, "build", only)
        return project.build()


def test_a_build_of_one_page_alone_does_not_hide_an_edit_of_others(garden: Project) -> None:
    garden.build()
    garden.edit(RESOURCES, "title: the Almanac", "title: An Almanac")
    build_page(garden, "water.md")
    assert differences(garden.build(), garden.build(folder="clean")) == {}


# Builds that fail, and builds with faults


def test_a_fault_in_data_is_reported_by_every_build(garden: Project) -> None:
    garden.edit(RESOURCES, "doi: 10.1234/compost", "doi: compost")
    first = garden.build().warnings
    assert (len(first), garden.build().warnings) == (1, first)


def test_an_edit_is_not_lost_by_a_build_that_fails(garden: Project) -> None:
    garden.build()
    garden.edit(RESOURCES, "title: the Almanac", "title: An Almanac")
    garden.edit("docs/soil.md", "# Soil\n", "# Soil\n\n{resource}`nonesuch`\n")
    assert garden.build(strict=True).status == 1
    garden.edit("docs/soil.md", "\n{resource}`nonesuch`\n", "")
    assert differences(garden.build(), garden.build(folder="clean")) == {}


def test_a_failed_build_that_was_undone_leaves_no_trace(garden: Project) -> None:
    garden.build()
    garden.edit("docs/soil.md", "# Soil", "# Earth")
    garden.edit("docs/water.md", "phase: water", "phase: wter")
    assert garden.build(strict=True).status == 1
    garden.edit("docs/soil.md", "# Earth", "# Soil")
    garden.edit("docs/water.md", "phase: wter", "phase: water")
    assert differences(garden.build(), garden.build(folder="clean")) == {}


def test_a_fault_of_a_page_is_reported_when_the_vocabulary_is_mended(garden: Project) -> None:
    garden.edit("docs/water.md", "phase: water", "phase: wter")
    garden.edit("docs/sow.md", ":platform: greenhouse", ":platform: grenhouse")
    for title in ("Sowing", "Greenhouse"):
        garden.edit(VOCABULARY, f"title: {title}", f"ttle: {title}")
    garden.build()
    for title in ("Sowing", "Greenhouse"):
        garden.edit(VOCABULARY, f"ttle: {title}", f"title: {title}")
    said = "\n".join(garden.build().warnings)
    assert ("unknown phase 'wter'" in said, "unknown platform 'grenhouse'" in said) == (True, True)


def test_one_fault_in_the_vocabulary_calls_for_no_message_elsewhere(garden: Project) -> None:
    garden.edit(VOCABULARY, "title: Watering", "ttle: Watering")
    assert [line.rpartition(" [")[2] for line in garden.build().warnings] == ["rdm.source]"]


def test_files_that_others_put_beside_the_images_stay(garden: Project) -> None:
    garden.write("docs/leaf.png", PIXEL)
    append("docs/soil.md", LEAF)(garden)
    drawn = garden.build().out / "_images/drawn.png"
    drawn.write_bytes(PIXEL)
    garden.edit("docs/soil.md", LEAF, "")
    garden.build()
    assert sorted(path.name for path in drawn.parent.iterdir()) == ["drawn.png"]
