"""Addresses are promises: what a list of them has, and what a build says of those that are gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import Project
from commands import run
from making import bed, garden

pytestmark = pytest.mark.slow
LIST = "data/addresses.txt"


def page(title: str, *sections: str) -> str:
    return "\n\n".join([f"# {title}", *(f"## {section}\n\nSome words." for section in sections), ""])


def listed(project: Project) -> list[str]:
    return (project.root / LIST).read_text("utf-8").splitlines()


def told(project: Project) -> list[str]:
    return [line.removesuffix(" [rdm.home]") for line in project.build().warnings]


def test_a_list_has_pages_sections_records_and_terms_but_what_has_only_a_number(tmp_path: Path) -> None:
    project = garden(tmp_path, {"tools.md": page("Tools", "Spade", "Åäö ß", "樹")})
    assert project.build(strict=True, rdm_keep_addresses=True).warnings == []
    found = listed(project)
    assert found == sorted(found)
    for address in ("/tools.html", "/tools.html#spade", "/all.html#resource-almanac", "/words.html#humus"):
        assert address in found
    assert [line for line in found if "#id" in line or "404" in line] == []
    assert project.build(strict=True).warnings == []


def test_new_addresses_are_added_and_old_lines_stay(tmp_path: Path) -> None:
    project = bed(tmp_path, {"tools.md": "# Tools\n"})
    project.write(LIST, "/gone.html\n")
    project.build(rdm_keep_addresses=True)
    assert listed(project) == ["/gone.html", "/index.html", "/tools.html"]
    project.write("docs/tools.md", page("Tools", "Spade"))
    project.build()
    assert listed(project) == ["/gone.html", "/index.html", "/tools.html"]
    project.build(rdm_keep_addresses=True)
    assert listed(project) == ["/gone.html", "/index.html", "/tools.html", "/tools.html#spade"]


def test_without_a_list_nothing_is_compared_and_no_list_is_made(tmp_path: Path) -> None:
    project = bed(tmp_path, {})
    assert project.build(strict=True).warnings == []
    assert not (project.root / LIST).exists()


def test_what_vanished_is_told_at_its_line_in_every_build_until_something_takes_its_place(tmp_path: Path) -> None:
    project = bed(tmp_path, {"tools.md": page("Tools", "Spade", "Rakes", "Hoe"), "other.md": page("Other")})
    project.build(rdm_keep_addresses=True)
    project.write("docs/tools.md", page("Tools", "Rake", "Hoe"))
    project.write("docs/other.md", page("Other", "Spade"))
    first = listed(project).index("/tools.html#rakes") + 1
    messages = [
        f"{LIST}:{first + number}:1: WARNING: '/tools.html' has no place '#{place}' any more, and a redirect leads to "
        f"pages alone; write ({place})= above what took its place, or delete the line if nothing did, "
        f"did you mean '{likely}'?"
        for number, (place, likely) in enumerate([("rakes", "/tools.html#rake"), ("spade", "/other.html#spade")])
    ]
    assert [told(project), told(project)] == [messages, messages]
    project.edit("docs/tools.md", "## Rake", "(rakes)=\n(spade)=\n## Rake")
    assert told(project) == []


def test_a_page_that_is_gone_is_told_once_and_a_redirect_keeps_it_and_its_places(tmp_path: Path) -> None:
    project = bed(tmp_path, {"tools.md": page("Tools", "Spade"), "other.md": page("Other", "Spade")})
    project.build(rdm_keep_addresses=True)
    line = listed(project).index("/tools.html") + 1
    (project.root / "docs/tools.md").rename(project.root / "docs/tool.md")
    project.edit("docs/index.md", "tools\n", "tool\n")
    assert told(project) == [
        f"{LIST}:{line}:1: WARNING: nothing is at '/tools.html' any more; add 'old: /tools.html' and the page in its "
        "place to redirects.yml, or rename pages with 'sphinx-rdm move', did you mean '/tool.html'?"
    ]
    redirects = (project.root / "data/redirects.yml").read_text("utf-8").removesuffix("\n")
    project.write("data/redirects.yml", f"{redirects}\n\n- old: /tools.html\n  page: tool\n")
    assert told(project) == []
    project.edit("docs/tool.md", "## Spade", "## Hoe")
    assert [line.partition("'")[0] for line in told(project)] == [f"{LIST}:{line + 1}:1: WARNING: "]


def test_a_page_that_was_moved_keeps_its_promises_where_it_was_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = bed(tmp_path, {"tools.md": page("Tools", "Spade")})
    project.build("dirhtml", rdm_keep_addresses=True)
    assert "/tools/#spade" in listed(project)
    monkeypatch.chdir(project.root)
    assert run("move", "tools", "shed/tools").exit_code == 0
    assert "- old: /tools/\n  page: shed/tools\n" in (project.root / "data/redirects.yml").read_text("utf-8")
    build = project.build("dirhtml", strict=True)
    assert build.page("tools/index").select_one("li a")["href"] == "../shed/tools/"


@pytest.mark.parametrize("builder", ["epub", "text", "dummy"])
def test_only_a_site_has_addresses(tmp_path: Path, builder: str) -> None:
    project = bed(tmp_path, {})
    project.write(LIST, "/gone.html\n")
    assert project.build(builder, rdm_keep_addresses=True).warnings == []
    assert listed(project) == ["/gone.html"]
