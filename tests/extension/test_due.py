"""What is due: a garden in which everything is stale, dead, unused or missing once, and what is said of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from building import Build, Project
from commands import run
from machine.sequence import differences
from making import bed, main, text

LEDGER_FILE = "data/checked/links.json"
HOST = "http://127.0.0.1:9"
DEAD = {"last_fine": "2026-09-20", "first_failed": "2026-10-01", "last_failed": "2026-11-20", "failures": 4}
LEDGER = {
    "last_run": "2026-11-27",
    "addresses": {
        f"{HOST}/copied": DEAD,
        f"{HOST}/dead": DEAD,
        f"{HOST}/fails": {"first_failed": "2026-11-27", "last_failed": "2026-11-27", "failures": 1},
        f"{HOST}/fine": {"fine_since": "2026-01-02"},
        f"{HOST}/gone-from-here": DEAD,
        f"{HOST}/moved": {"fine_since": "2026-01-02", "moved_to": f"{HOST}/new"},
    },
}
RESOURCES = f"""\
- id: almanac
  title: Almanac
  url: {HOST}/moved#june
  description: Dates.
  category: book
  kind: print
  phases: all
  licence: CC0

- id: seeds
  title: Seeds
  url: {HOST}/copied
  archived: https://example.org/copy
  description: Seeds.
  category: seed-bank
  kind: online
  phases: [sow, water]
  licence: CC0

- id: weeds
  check_by: [2026-12-24 the weeds fade, 2027-05-01 they are back]
  title: Weeds
  url: {HOST}/fine
  description: Weeds.
  category: book
  kind: online
"""
FACTS = """\
- id: {0}
  title: Fee for {1}
  text: SEK 40
  as_of: 2026-11-30
  sources:
    - title: Fees
      url: https://example.org/fees
"""
PAGES = {
    "old.md": f"---\nreviewed: 2025-12-20\ncontributors: A. Gardener\n---\n# Old\n\n[Dead]({HOST}/dead), "
    "{fact}`swim`.\n",
    "new.md": f"---\ncheck_by:\n  - 2026-12-24 *the* 'shed' <b>closes</b>\nreviewed: 2026-11-25\n---\n# New\n\n"
    f"[Fails]({HOST}/fails).\n\n```{{process}} first-year\n```\n",
}
TODAY = ("--today", "2026-12-01")
CHECK = "change or retire what is no longer true, then name the next day or none"
PRESSING = [
    f"docs/old.md:7:8: {HOST}/dead is dead: it failed 4 times from 2026-10-01 to 2026-11-20; put its new address here, "
    f"or an archived copy; look for one at https://web.archive.org/web/20260920/{HOST}/dead",
    f"data/resources.yml:21:14: may be out of date from 2026-12-24: the weeds fade; {CHECK}",
    f"docs/new.md:3:5: may be out of date from 2026-12-24: *the* 'shed' <b>closes</b>; {CHECK}",
    f"data/resources.yml:3:8: {HOST}/moved#june has moved for good to {HOST}/new; write that",
    f"docs/new.md:8:9: {HOST}/fails has failed since 2026-11-27; look for a typing error, or wait for the next run",
    "docs/old.md:2:11: its turn for a review is 2026-11 (turns are spread over the year); last read 2025-12-20",
]
LATER = [
    f"data/resources.yml:21:41: may be out of date from 2027-05-01: they are back; {CHECK}",
    "docs/new.md:4:11: its turn for a review is 2027-10 (turns are spread over the year); last read 2026-11-25",
]
AT_LEISURE = [
    f"data/resources.yml:12:8: {HOST}/copied is dead, and readers are led to its archived copy; if it has a new "
    "address, write that",
    "data/facts.yml:9:7: no page names 'dive'; have it shown, or delete it",
    "data/resources.yml:20:7: 'weeds' has neither phase nor topic, so no list of one has it; have it shown, or delete "
    "it",
    "data/resources.yml:20:7: 'weeds' names no licence; look whether it states one",
    "docs/index.md:1:1: names no contributors; if readers are to know who wrote it, write 'contributors: …'",
    "docs/new.md:1:1: names no contributors; if readers are to know who wrote it, write 'contributors: …'",
    "data/glossary.yml:14:7: 'humus' has no translation into sv, which other terms of its group have",
    "data/vocabulary.yml:7:9: 'harvest' has no resource of category Seed banks, where most have one; "
    "ask whether readers miss it",
]


@pytest.fixture
def weedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The garden, and the current folder."""
    project = bed(tmp_path, PAGES)
    monkeypatch.chdir(project.root)
    project.write("data/resources.yml", RESOURCES)
    project.write("data/facts.yml", FACTS.format("swim", "a swim") + "\n" + FACTS.format("dive", "jumps"))
    project.write(LEDGER_FILE, json.dumps(LEDGER))
    project.write("data/decisions.yml", "[]\n")
    process = (project.root / "data/processes.yml").read_text("utf-8")
    project.write("data/processes.yml", re.sub(r"page:\w+", "page:index", process))
    project.write("docs/index.md", "# Garden\n\n```{toctree}\nold\nnew\n```\n")
    return project


def due(*options: str) -> list[str]:
    result = run("due", *TODAY, *options)
    assert result.exit_code == 0
    return result.stdout.splitlines()


def test_what_is_due_this_month_and_a_line_of_each_kind_that_can_wait(weedy: Project) -> None:
    brief = [line for line in AT_LEISURE if not line.startswith(("data/resources.yml:20:7: 'weeds' has", "docs/new"))]
    brief = [
        line + " (and 1 more: sphinx-rdm due --all)" * ("'dive'" in line or "docs/index" in line) for line in brief
    ]
    assert due() == [*PRESSING, "When there is time:", *brief]


def test_all_lines_are_printed_on_demand_whatever_their_day(weedy: Project) -> None:
    lines = due("--all")
    assert sorted(lines) == sorted([*PRESSING, *LATER, "When there is time:", *AT_LEISURE])
    assert [line for line in lines if line not in LATER] == [*PRESSING, "When there is time:", *AT_LEISURE]
    assert due("--all", "--until", "2026-12-31") == [line for line in lines if line not in LATER]


def test_the_last_day_that_counts_can_be_named(weedy: Project) -> None:
    assert [line for line in due("--until", "2027-05-01") if line in LATER] == LATER[:1]
    assert set(due("--until", "2026-12-23")) == set(due()) - set(PRESSING[1:3])


def test_programs_get_the_same_lines(weedy: Project) -> None:
    rows = json.loads("".join(due("--format", "json")))
    lines = [f"{row['file']}:{row['line']}:{row['column']}: {row['message']}" for row in rows]
    assert lines == [line for line in due() if ":" in line[:-1]]
    assert rows[0]["type"] == "due.dead"
    assert {line.partition(" ")[0] for line in due("--format", "github")} == {"::warning"}


def test_where_nothing_is_due_it_is_said_what_comes_next(weedy: Project) -> None:
    for name in ("resources", "facts", "glossary", "decisions", "processes"):
        weedy.write(f"data/{name}.yml", "[]\n")
    contributors = "contributors: A. Gardener\n"
    weedy.write("docs/index.md", f"---\n{contributors}---\n# Garden\n\n```{{toctree}}\nnew\n```\n")
    page = f"---\n{contributors}{{}}---\n# New\n"
    weedy.write("docs/new.md", page.format("reviewed: 2026-11-25\ncheck_by: [2027-01-02 it closes]\n"))
    (weedy.root / "docs/old.md").unlink()
    (weedy.root / LEDGER_FILE).unlink()
    nothing = "Nothing is due up to 2027-01-01; next: docs/new.md"
    assert due() == [f"{nothing}:4:12: may be out of date from 2027-01-02: it closes; {CHECK}"]
    weedy.write("docs/new.md", page.format("reviewed: 2026-11-25\n"))
    assert due() == [
        f"{nothing}:3:11: its turn for a review is 2027-10 (turns are spread over the year); last read 2026-11-25"
    ]
    weedy.write("docs/new.md", page.format(""))
    assert due() == ["Nothing is due."]


def test_contributors_are_asked_for_once_if_no_page_names_any(weedy: Project) -> None:
    weedy.edit("docs/old.md", "contributors: A. Gardener\n", "")
    said = (
        "neither this page nor any other names contributors; "
        "if readers are to know who wrote it, write 'contributors: …'"
    )
    assert [line for line in due("--all") if "contributors" in line] == [f"docs/index.md:1:1: {said}"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# Old", "# Old\n\n{fact}`Fee for JUMPS`"),
        ("# Old", "# Old\n\n{fact}`so much <dive>`"),
        ("# Old", "# Old\n\n```{records} facts\n```"),
        ("# Old", "# Old\n\n```{eval-rst}\n.. records:: facts\n```"),
        ("# Old", "# Old\n\n```{include} more.txt\n```"),
    ],
)
def test_a_record_that_a_page_may_show_is_not_called_unnamed(weedy: Project, old: str, new: str) -> None:
    assert any("'dive'" in line for line in due("--all"))
    weedy.edit("docs/old.md", old, new)
    assert not any("'dive'" in line for line in due("--all"))


def test_what_cannot_be_understood_is_no_report(weedy: Project) -> None:
    assert run("due", "--until", "soon").exit_code == 2
    assert run("due", "nowhere").exit_code == 2
    weedy.write(LEDGER_FILE, "{")
    result = run("due")
    assert result.exit_code == 2
    assert result.stderr.startswith("data/checked/links.json:1:2: this is not valid JSON")


def test_faults_in_sources_are_left_to_the_check(weedy: Project) -> None:
    weedy.edit("docs/new.md", "reviewed: 2026-11-25", "reviewed: 9999-12-31")
    weedy.edit("docs/old.md", "reviewed: 2025-12-20", "reviewed: soon")
    weedy.edit("data/resources.yml", "category: seed-bank", "category: seed-bnk")
    lines = due("--all")
    assert (
        run("due").stderr
        == "The data have problems, so lines may be missing; mend first what 'sphinx-rdm check' prints.\n"
    )
    assert not any("its turn" in line for line in lines)
    assert any("'weeds'" in line for line in lines)


@pytest.fixture
def told(weedy: Project) -> Project:
    """The garden with a page of what is due."""
    weedy.write("docs/index.md", "# Garden\n\n```{toctree}\n:glob:\n\n*\n```\n")
    weedy.write("docs/told.md", "# Told\n\n```{due}\n```\n")
    return weedy


def lists(build: Build) -> dict[str, list[str]]:
    """The items of a page under their headings, and what stands above them."""
    found: dict[str, list[str]] = {}
    for node in main(build.page("told")).select(".rubric, section > p, li p"):
        if "rubric" in node.get("class", []):
            heading = text(node)
        else:
            found.setdefault(heading, []).append(text(node))
    return found


def test_a_page_shows_the_same_by_months_and_then_by_kinds(told: Project) -> None:
    build = told.build(strict=True)
    found = lists(build)
    months = ["November 2026", "December 2026", "May 2027", "October 2027"]
    assert list(found) == [
        *("Dead links", "Links that have moved", "Links that fail", *months),
        *("Dead links with an archived copy", "Records that readers hardly meet", "Records without a licence"),
        *("Pages without contributors", "Terms without a translation", "Categories without a resource"),
    ]
    assert found["November 2026"] == [
        "Old: its turn for a review is 2026-11 (turns are spread over the year); last read 2025-12-20 (docs/old.md:2)"
    ]
    assert found["December 2026"][1:] == [
        "New: may be out of date from 2026-12-24: *the* 'shed' <b>closes</b> (docs/new.md:3)"
    ]
    assert found["Records without a licence"] == [
        "Look whether it states one.",
        "data/resources.yml:20: 'weeds' names no licence",
    ]
    look = f"; look for one at https://web.archive.org/web/20260920/{HOST}/dead (docs/old.md:7)"
    assert found["Dead links"][0].endswith(f"put its new address here, or an archived copy{look}")


def test_a_page_leads_to_the_lines_if_it_is_known_where_files_are_edited(told: Project) -> None:
    told.build()
    told.edit("data/site.yml", "name:", "edit_url: https://example.org/edit/docs/{page}.md\nname:")
    build = told.build(strict=True)
    links = {link.get_text(): link["href"] for link in main(build.page("told")).select("a.rdm-link")}
    assert links["docs/old.md:2"] == "https://example.org/edit/docs/old.md#L2"
    assert links["data/resources.yml:20"] == "https://example.org/edit/data/resources.yml#L20"
    told.edit("data/site.yml", "/docs/{page}.md", "?page={page}")
    links = {link.get_text(): link["href"] for link in main(told.build(strict=True).page("told")).select("a.rdm-link")}
    assert links["docs/old.md:2"] == "https://example.org/edit?page=old#L2"
    assert not any(place.startswith("data/") for place in links)


def test_nothing_is_due_where_nothing_is(told: Project) -> None:
    for name in ("resources", "facts", "glossary", "decisions", "processes"):
        told.write(f"data/{name}.yml", "[]\n")
    told.write(LEDGER_FILE, "{")
    pages = {"index": "```{toctree}\nold\nnew\ntold\n```", "old": "Text.", "new": "Text.", "told": "```{due}\n```"}
    for name, body in pages.items():
        told.write(f"docs/{name}.md", f"---\ncontributors: A. Gardener\n---\n# Garden\n\n{body}\n")
    build = told.build()
    assert [line for line in build.warnings if "links.json" not in line] == []
    assert "Nothing is due." in text(main(build.page("told")))


EDITS: dict[str, tuple[Callable[[Project], object], list[str]]] = {
    "a page was reviewed": (lambda site: site.edit("docs/new.md", "2026-11-25", "2026-11-26"), ["new", "told"]),
    "a page says more": (lambda site: site.edit("docs/new.md", "# New", "# New\n\nMore."), ["new", "told"]),
    "a page says more below": (lambda site: site.edit("docs/old.md", "`swim`.", "`swim`.\n\nMore."), ["old"]),
    "a page came": (lambda site: site.write("docs/more.md", "# More\n"), ["index", "more", "told"]),
    "a page went": (lambda site: (site.root / "docs/old.md").unlink(), ["index", "told"]),
    "a link is alive": (lambda site: (site.root / LEDGER_FILE).write_text('{"addresses": {}}'), ["told"]),
    "links are asked for again": (lambda site: site.edit(LEDGER_FILE, "2026-01-02", "2026-01-03"), []),
    "a resource has a licence": (
        lambda site: site.edit("data/resources.yml", "Weeds.", "Weeds.\n  licence: CC0"),
        ["told"],
    ),
    "a resource says more": (lambda site: site.edit("data/resources.yml", "Weeds.", "Many weeds."), []),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", EDITS)
def test_after_an_edit_the_page_is_that_of_a_clean_build(told: Project, name: str) -> None:
    edit, read = EDITS[name]
    told.build()
    assert told.build().read == []
    edit(told)
    build = told.build()
    assert build.read == read
    assert differences(build.files(), told.build(folder="clean").files()) == {}
    again = told.build()
    assert (again.read, again.written) == ([], [])


@pytest.mark.slow
def test_several_processes_make_the_same_page(told: Project) -> None:
    for number in range(9):
        told.write(f"docs/more-{number}.md", f"---\norphan: true\nreviewed: 2026-11-0{number + 1}\n---\n# More\n")
    assert differences(told.build(parallel=2).files(), told.build(folder="serial").files()) == {}
    told.edit("docs/more-3.md", "2026-11-04", "2026-11-14")
    assert told.build(parallel=2).read == ["more-3", "told"]


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["epub", "handbook", "text"])
def test_books_link_to_no_page_that_they_lack(told: Project, builder: str) -> None:
    told.edit("docs/index.md", ":glob:\n\n*", "new\nold\ntold")
    told.write("docs/404.md", "---\norphan: true\nreviewed: 2026-11-26\n---\n# Nothing grows here\n")
    assert told.build(builder, strict=True).warnings == []
