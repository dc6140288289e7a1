"""Days from which something may be out of date: told by ``due``, and shown on pages all along."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import Build, Project
from commands import run
from making import bed, main, text

LATER = "2999-01-01 the fees change"
PAGE = "---\nreviewed: 2024-05-06\ncheck_by: [{}]\n---\n# Sow\n\nHow to sow.\n\n## Seeds\n\nText.\n"


@pytest.fixture
def dated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A garden in which days have come in a record and on a page, and others have not."""
    project = bed(tmp_path, {"soon.md": PAGE.format(f"2001-02-03 the shed closes, {LATER}")}, "all", "words")
    project.edit("data/resources.yml", "title: the Almanac", f"check_by:\n    - {LATER}\n  title: the Almanac")
    project.edit(
        "data/vocabulary.yml", "title: Soil\n", "title: Soil\n    check_by: [2002-03-04 another name is due]\n"
    )
    project.edit("data/site.yml", "name:", "check_by: [2998-12-31 the site moves]\nname:")
    monkeypatch.chdir(project.root)
    return project


def test_days_that_have_come_are_lines_at_their_places_and_no_problems(dated: Project) -> None:
    line = (dated.root / "data/vocabulary.yml").read_text("utf-8").partition("check_by")[0].count("\n") + 1
    rest = "change or retire what is no longer true, then name the next day or none"
    assert run("due").stdout.splitlines()[:2] == [
        f"docs/soon.md:3:12: may be out of date from 2001-02-03: the shed closes; {rest}",
        f"data/vocabulary.yml:{line}:16: may be out of date from 2002-03-04: another name is due; {rest}",
    ]
    assert run("check").exit_code == 0


def test_a_build_does_not_depend_on_the_day(dated: Project) -> None:
    build = dated.build(strict=True)
    assert build.warnings == []
    note = main(build.page("soon")).select_one(".rdm-dated")
    assert [text(part) for part in note.select("p")] == [
        "As of 2024-05-06.",
        "May be out of date from 2001-02-03: the shed closes",
        "May be out of date from 2999-01-01: the fees change",
    ]
    dated.write("docs/soon.md", PAGE.format("2001-02-03 *the* 'shed' <b>closes</b>"))
    note = main(dated.build(strict=True).page("soon")).select_one(".rdm-dated")
    assert text(note) == "As of 2024-05-06. May be out of date from 2001-02-03: *the* 'shed' <b>closes</b>"


def test_lists_show_it_of_the_records_that_have_it(dated: Project, tmp_path: Path) -> None:
    def shown(build: Build) -> list[str]:
        rows = build.page("all").find_all(string="May be out of date from")
        return [text(row.find_parent(class_="rdm-entry") or row.parent.parent) for row in rows]

    assert len(shown(dated.build(strict=True))) == 1
    assert shown(bed(tmp_path / "other", {}, "all").build(strict=True)) == []


@pytest.mark.parametrize("builder", ["epub", "handbook", "text"])
def test_other_builders_say_it_too(tmp_path: Path, builder: str) -> None:
    build = bed(tmp_path, {"soon.md": PAGE.format(LATER)}).build(builder, strict=True)
    written = build.app.builder.bodies["soon"] if builder == "handbook" else ""
    written += "".join(
        path.read_text("utf-8") for path in build.out.rglob("*soon*.*") if path.suffix in (".xhtml", ".txt")
    )
    assert "May be out of date from 2999-01-01: the fees change" in written
