"""What is due: a garden in which everything is stale, dead, unused or missing once, and what is said of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from building import Project
from commands import run
from making import bed

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
    f"[Fails]({HOST}/fails).\n\n```{{decision}} water-today\n```\n\n```{{process}} first-year\n```\n",
}
TODAY = ("--today", "2026-12-01")
CHECK = "check it, and name the next day or none"
PRESSING = [
    f"docs/old.md:7:8: {HOST}/dead is dead: it failed 4 times from 2026-10-01 to 2026-11-20; put its new address here, "
    f"or an archived copy; look for one at https://web.archive.org/web/20260920/{HOST}/dead",
    f"data/resources.yml:21:14: may be out of date from 2026-12-24: the weeds fade; {CHECK}",
    f"docs/new.md:3:5: may be out of date from 2026-12-24: *the* 'shed' <b>closes</b>; {CHECK}",
    f"data/resources.yml:3:8: {HOST}/moved#june has moved for good to {HOST}/new; write that",
    f"docs/new.md:8:9: {HOST}/fails has failed since 2026-11-27; look for a typing error, or wait for the next run",
    "docs/old.md:2:11: its turn for a review is 2026-11; last read 2025-12-20",
]
LATER = [
    f"data/resources.yml:21:41: may be out of date from 2027-05-01: they are back; {CHECK}",
    "docs/new.md:4:11: its turn for a review is 2027-10; last read 2026-11-25",
]
AT_LEISURE = [
    f"data/resources.yml:12:8: {HOST}/copied is dead, and readers are led to its archived copy; if it has a new "
    "address, write that",
    "data/facts.yml:9:7: no page names 'dive'; show it on one, or delete it",
    "data/resources.yml:20:7: 'weeds' has neither phase nor topic, so no list of one has it; name one, or delete it",
    "data/resources.yml:20:7: 'weeds' names no licence; look whether it states one",
    "docs/index.md:1:1: names no contributors; write 'contributors: …' with the names of those who wrote the page",
    "docs/new.md:1:1: names no contributors; write 'contributors: …' with the names of those who wrote the page",
    "data/glossary.yml:14:7: 'humus' has no translation into sv, which other terms of its group have",
    "data/vocabulary.yml:7:9: 'harvest' has no resource in Seed banks, where most have one; ask whether readers "
    "miss it",
]


@pytest.fixture
def weedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The garden, and the current folder."""
    project = bed(tmp_path, PAGES)
    monkeypatch.chdir(project.root)
    project.write("data/resources.yml", RESOURCES)
    project.write("data/facts.yml", FACTS.format("swim", "a swim") + "\n" + FACTS.format("dive", "jumps"))
    project.write("data/checked/links.json", json.dumps(LEDGER))
    project.write("docs/index.md", "# Garden\n\n```{toctree}\nold\nnew\n```\n")
    return project


def due(*options: str) -> list[str]:
    result = run("due", *TODAY, *options)
    assert result.exit_code == 0
    return result.stdout.splitlines()


def test_what_is_due_this_month_and_a_line_of_each_kind_that_can_wait(weedy: Project) -> None:
    brief = [line for line in AT_LEISURE if not line.startswith(("data/resources.yml:20:7: 'weeds' has", "docs/new"))]
    brief = [line + " (and 1 more: --all)" * ("'dive'" in line or "docs/index" in line) for line in brief]
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
    (weedy.root / "data/checked/links.json").unlink()
    nothing = "Nothing is due up to 2027-01-01; next: docs/new.md"
    assert due() == [f"{nothing}:4:12: may be out of date from 2027-01-02: it closes; {CHECK}"]
    weedy.write("docs/new.md", page.format("reviewed: 2026-11-25\n"))
    assert due() == [f"{nothing}:3:11: its turn for a review is 2027-10; last read 2026-11-25"]
    weedy.write("docs/new.md", page.format(""))
    assert due() == ["Nothing is due."]


def test_contributors_are_asked_for_once_if_no_page_names_any(weedy: Project) -> None:
    weedy.edit("docs/old.md", "contributors: A. Gardener\n", "")
    said = "no page names contributors; if readers are to know who wrote it, write 'contributors: …' on each"
    assert [line for line in due("--all") if "contributors" in line] == [f"docs/index.md:1:1: {said}"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# Old", "# Old\n\n{fact}`Fee for JUMPS`"),
        ("# Old", "# Old\n\n{fact}`so much <dive>`"),
        ("# Old", "# Old\n\n```{records} facts\n```"),
        ("# Old", "# Old\n\n```{include} more.txt\n```"),
    ],
)
def test_a_record_that_a_page_may_show_is_not_called_unnamed(weedy: Project, old: str, new: str) -> None:
    assert any("'dive'" in line for line in due("--all"))
    weedy.edit("docs/old.md", old, new)
    assert not any("'dive'" in line for line in due("--all"))


def test_what_cannot_be_understood_is_no_report(weedy: Project) -> None:
    assert run("due", "--until", "soon").exit_code == 2
    weedy.write("data/checked/links.json", "{")
    result = run("due")
    assert result.exit_code == 2
    assert result.stderr.startswith("data/checked/links.json:1:2: this is not valid JSON")


def test_faults_in_sources_are_left_to_the_check(weedy: Project) -> None:
    weedy.edit("docs/new.md", "reviewed: 2026-11-25", "reviewed: 9999-12-31")
    weedy.edit("docs/old.md", "reviewed: 2025-12-20", "reviewed: soon")
    weedy.edit("data/resources.yml", "category: seed-bank", "category: seed-bnk")
    lines = due("--all")
    assert not any("its turn" in line for line in lines)
    assert any("'weeds'" in line for line in lines)
