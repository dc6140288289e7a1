"""A record that is retired leaves the lists, its entry stays at its address, and who names it is told what to use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from building import Build, Project
from commands import run
from making import bed, kitchen, main, rows, text, warnings_of
from sphinx_rdm.cli import main as command

GONE = '2026-11-02 *It* is <b>gone</b> "for good"'
PAGES = {
    "all.md": "# All\n\n```{resource-catalogue}\n```\n",
    "cook.md": "---\nphase: cook\n---\n# Cook\n\n```{resources}\n:exclude: dough\n```\n",
    "named.md": "# Named\n\nSee {resource}`dough`, {resource}`Dough in motion`\nand {facility}`pottery`.\n",
    "ovens.md": "# Ovens\n\n```{facilities}\n:platform: oven\n:home:\n```\n",
}
SINCE = "is retired since 2026-11-02 (*It* is <b>gone</b> \"for good\"); use 'crumb'"
NAMED = [
    f"3: WARNING: resource 'dough' {SINCE}",
    f"3: WARNING: resource 'Dough in motion' {SINCE}",
    "3: WARNING: facility 'pottery' is retired since 2026-10-01 (the wheel stands still); name another, or none",
]


def retire(project: Project) -> None:
    """Retire a resource, which another replaces, and a facility."""
    project.edit("data/resources.yml", "  doi: 10.1234/dough\n", f"  retired: '{GONE}'\n  replaced_by: crumb\n")
    with (project.root / "data/facilities.yml").open("a") as file:
        file.write("  retired: 2026-10-01 the wheel stands still\n  check_by: [2020-01-01 the fee ends]\n")


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> list[Build]:
    """Before they were retired, then, once more, and from clean."""
    project = kitchen(tmp_path_factory.mktemp("retired"), PAGES)
    before = project.build(folder="before")
    project.build()
    retire(project)
    return [before, project.build(), project.build(), project.build(folder="clean")]


@pytest.fixture(scope="module")
def shown(builds: list[Build]) -> Build:
    return builds[1]


def test_it_leaves_lists_and_catalogue(builds: list[Build], shown: Build) -> None:
    assert "Dough in motion" not in rows(shown.page("cook"))
    titles = [{text(title) for title in build.page("all").select("h3.rdm-entry")} for build in builds[:2]]
    assert titles[0] - titles[1] == {"Dough in motion"}
    assert [text(fold.summary) for fold in shown.page("ovens").select("details")] == ["Bakery (BAK)"]


@pytest.mark.parametrize(
    ("page", "anchor", "said"),
    [
        (
            "all",
            "resource-dough",
            'Dough in motion Retired on 2026-11-02: *It* is <b>gone</b> "for good" Use instead: Crumb atlas',
        ),
        ("ovens", "facility-pottery", "Pottery Retired on 2026-10-01: the wheel stands still"),
    ],
)
def test_its_entry_stays_at_its_address_and_says_why(
    builds: list[Build], shown: Build, page: str, anchor: str, said: str
) -> None:
    assert builds[0].page(page).select(f"#{anchor}")
    entry = shown.page(page).select_one(f"#{anchor}").find_parent("li")
    assert text(entry) == said


def test_it_leads_to_what_takes_its_place_and_not_to_where_it_was(shown: Build) -> None:
    entry = shown.page("all").select_one("#resource-dough").find_parent("li")
    assert [link["href"] for link in entry.select("a")] == ["#resource-crumb"]


def test_who_names_it_is_told_in_every_build_what_to_use(builds: list[Build]) -> None:
    assert builds[0].warnings == []
    for build in builds[1:]:
        assert [line.removesuffix(" [rdm.reference]") for line in warnings_of(build, "named.md")] == NAMED
        assert len(build.warnings) == len(NAMED)


def test_links_lead_to_its_entry_all_the_same(shown: Build) -> None:
    links = [link["href"] for link in main(shown.page("named")).select("p a")]
    assert links == ["all.html#resource-dough", "all.html#resource-dough", "ovens.html#facility-pottery"]


def test_an_incremental_build_equals_a_clean_one(builds: list[Build]) -> None:
    assert builds[2].files() == builds[3].files()


def test_its_last_day_is_none_of_ours(shown: Build, builds: list[Build]) -> None:
    root = shown.out.parents[1]
    assert "2020-01-01" not in run("check", str(root)).output


@pytest.fixture
def shed(tmp_path: Path) -> Project:
    """A garden in which a record of the guide is retired that two records and a page name."""
    project = bed(tmp_path, {"rain.md": "# Rain\n\n```{decision} water-today\n```\n"}, "stores")
    project.edit(
        "data/guide.yml", "  study_types: [tasting]\n", "  retired: 2026-11-02 closed\n  replaced_by: cellar\n"
    )
    project.edit("data/decisions.yml", "to: [page:index]", "to: [guide:loft, page:index]")
    return project


RELATED = "data/guide.yml:31:13: related: 'loft' is retired since 2026-11-02 (closed); use 'cellar'"
TO = "data/decisions.yml:11:16: to: 'guide:loft' is retired since 2026-11-02 (closed); use 'guide:cellar'"


def test_records_that_name_it_are_told_at_their_place(shed: Project) -> None:
    said = run("check", str(shed.root)).output.replace(f"{shed.root.as_posix()}/", "")
    assert [line for line in said.splitlines() if "loft" in line] == [RELATED, TO]


def test_records_that_name_it_stay_and_are_told_once(shed: Project) -> None:
    build = shed.build()
    said = [line.partition("WARNING: ")[2].partition(";")[0] for line in build.warnings if "loft" in line]
    assert said == [
        "related: 'loft' is retired since 2026-11-02 (closed)",
        "to: 'guide:loft' is retired since 2026-11-02 (closed)",
    ]
    entry = build.page("stores").select_one("#guide-tag").find_parent(class_="rdm-record")
    assert "Loft" not in text(entry)
    assert "CEL" in text(entry)
    assert build.page("rain").select('a[href="stores.html#guide-loft"]')


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("  replaced_by: cellar\n", "only a retired record is replaced; add a line 'retired: …' with day and reason"),
        ("  retired: 2026-11-02\n", "'2026-11-02' has no reason; write why nobody should use it"),
        ("  retired: since May\n", "'since' is not a day; write year, month and day, as in 2024-02-29"),
        ("  retired: 2026-11-02 a\n  replaced_by: celar\n", "unknown record 'celar', did you mean 'cellar'?"),
        ("  retired: 2026-11-02 a\n  replaced_by: loft\n", "'loft' is retired since 2026-11-02 (a); use 'loft'"),
    ],
)
def test_what_cannot_be_is_a_problem(tmp_path: Path, given: str, message: str) -> None:
    project = bed(tmp_path, {}, "stores")
    project.edit("data/guide.yml", "  study_types: [tasting]\n", given)
    assert message in run("check", str(project.root)).output


# The command


def change(project: Project, *arguments: str) -> tuple[int, str, dict[str, list[str]]]:
    """The exit code of the command, what it prints, and the lines that are new in files that changed."""
    files = [path for folder in ("data", "docs") for path in (project.root / folder).iterdir()]
    before = {path: path.read_bytes() for path in files}
    found = run("retire", "--project", str(project.root), *arguments)
    said = (found.stdout if found.exit_code < 2 else found.output).replace(f"{project.root.as_posix()}/", "")
    new = {}
    for path in files:
        if (after := path.read_bytes()) != before[path]:
            known = before[path].splitlines()
            assert [line for line in after.splitlines() if line in known] == known
            new[path.name] = [line.decode() for line in after.splitlines() if line not in known]
    return found.exit_code, said, new


def test_it_writes_its_lines_alone_and_tells_who_names_the_record(tmp_path: Path) -> None:
    project = kitchen(tmp_path, PAGES)
    said = change(project, "dough", "--reason", "it  is over", "--replaced-by", "crumb", "--on", "2026-11-02", "--yes")
    told = "is retired since 2026-11-02 (it is over); use 'crumb'"
    assert said == (
        1,
        "Wrote data/resources.yml:41\n"
        f"docs/named.md:3:5: resource 'dough' {told}\n"
        f"docs/named.md:3:24: resource 'dough' {told}\n",
        {"resources.yml": ["  retired: 2026-11-02 it is over", "  replaced_by: crumb"]},
    )


def test_it_leaves_nothing_to_do_where_nobody_names_the_record(tmp_path: Path) -> None:
    code, _said, new = change(kitchen(tmp_path, PAGES), "eggs", "--reason", "it is over: all of it", "--yes")
    assert code == 0
    [line] = new["resources.yml"]
    assert line.startswith("  retired: '")


@pytest.mark.parametrize(
    "layout",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.rstrip("\n"),
        lambda text: "\ufeff" + text,
        lambda text: text + "  # the end\n\n# of all\n",
        lambda text: "".join(f"  {line}\n" if line.strip() else "\n" for line in text.splitlines()),
    ],
    ids=["crlf", "no-newline", "mark", "comments", "indented"],
)
def test_every_layout_of_a_file_stays(tmp_path: Path, layout) -> None:
    project = kitchen(tmp_path, {})
    path = project.root / "data/facilities.yml"
    path.write_bytes(layout(path.read_text()).encode())
    code, said, new = change(project, "pottery", "--reason", "the wheel stands still", "--on", "2026-10-01", "--yes")
    assert (code, [line.strip() for line in new["facilities.yml"]]) == (
        0,
        ["retired: 2026-10-01 the wheel stands still"],
    ), said
    assert run("check", str(project.root)).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["dough"], "missing a reason; add --reason '…'"),
        (["dogh", "--reason", "x"], "unknown id 'dogh', did you mean 'dough'?"),
        (["dough", "--reason", "x", "--replaced-by", "crum"], "unknown record 'crum', did you mean 'crumb'?"),
        (["dough", "--reason", "x", "--replaced-by", "dough"], "'dough' cannot take its own place"),
        (
            ["dough", "--reason", "x", "--on", "2999-01-01"],
            "2999-01-01 is in the future; name it in check_by until then",
        ),
        (["dough", "--reason", "\x1b[31m"], "character U+001B (a control or private character) is not allowed"),
        (["dough", "--reason", "x" * 300], "at most 200 fit"),
    ],
)
def test_what_it_cannot_do_it_says_and_writes_nothing(tmp_path: Path, arguments: list[str], message: str) -> None:
    code, said, new = change(kitchen(tmp_path, PAGES), *arguments)
    assert (code, new) == (2, {})
    assert message in said


def test_it_is_retired_once(tmp_path: Path) -> None:
    project = kitchen(tmp_path, {})
    assert change(project, "dough", "--reason", "x", "--on", "2026-11-02")[0] == 0
    code, said, new = change(project, "dough", "--reason", "y")
    assert (code, new) == (2, {})
    assert "'dough' is retired already: 2026-11-02 x" in said


def test_a_record_without_an_entry_of_its_own_is_deleted(tmp_path: Path) -> None:
    code, said, _new = change(bed(tmp_path, {}, "stores"), "water-today", "--reason", "x")
    assert code == 2
    assert "a decision is not retired" in said


def test_it_is_left_out_by_list_and_shown_by_show(tmp_path: Path) -> None:
    project = kitchen(tmp_path, {})
    change(project, "dough", "--reason", "it is over", "--on", "2026-11-02")
    assert "dough" not in run("list", "resource", "--project", str(project.root)).output
    assert "retired: 2026-11-02 it is over" in run("show", "dough", "--project", str(project.root)).output


def test_at_a_terminal_it_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = kitchen(tmp_path, {})
    monkeypatch.setattr("sphinx_rdm.cli.retiring.is_terminal", lambda: True)
    runner = CliRunner(env={"NO_COLOR": "1"})
    arguments = ["retire", "--project", str(project.root), "dough", "--on", "2026-11-02"]
    declined = runner.invoke(command, arguments, input="it is over\n\nn\n")
    assert "  retired: 2026-11-02 it is over\n" in declined.output
    assert run("show", "dough", "--project", str(project.root)).output.count("retired") == 0
    runner.invoke(command, arguments, input="it is over\ncrumb\ny\n")
    assert "replaced_by: crumb" in (project.root / "data/resources.yml").read_text()


def test_a_list_of_any_kind_has_those_with_its_values_at_its_end(project: Callable[[str], Project]) -> None:
    workshop = project("workshop")
    page = "# Systems\n\n```{{records}} systems\n:home:\n:scope: {}\n```\n"
    workshop.write("docs/near.md", f"---\norphan: true\n---\n{page.format('near')}")
    workshop.edit("data/systems.yml", "  title: Lathe\n", "  title: Lathe\n  retired: 2026-11-02 worn out\n")
    near = workshop.build().page("near")
    assert text(near.select_one("#system-lathe").find_parent("li")) == "Lathe Retired on 2026-11-02: worn out"
    assert text(main(near).select_one(".rdm-note")) == "Nothing is listed here yet."
    workshop.edit("docs/near.md", ":scope: near", ":sensitivity: hard")
    assert not workshop.build().page("near").select("#system-lathe")
