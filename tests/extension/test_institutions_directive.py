"""What ``{institutions}`` shows, and where the role ``{institution}`` leads."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from building import Build
from making import bed, main, text, warnings_of


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return bed(tmp_path_factory.mktemp("institutions"), {}, "words", "stores").build(strict=True)


def test_shows_the_institutions_in_the_order_of_the_file_with_links_to_each(shown: Build) -> None:
    page = main(shown.page("words"))
    assert [text(title) for title in page.select(".rdm-entry")] == ["Gardeners' Guild", "Crown Estate"]
    anchors = [str(link["href"]).removeprefix("#") for link in page.select(".rdm-jumps a")]
    assert anchors == ["institution-guild", "institution-crown-estate"]
    assert all(page.find(id=anchor) for anchor in anchors)


def test_shows_the_links_by_purpose_and_leaves_out_a_purpose_without_links(shown: Build) -> None:
    first, second = main(shown.page("words")).select("dl.rdm-ways")
    assert [text(name) for name in first.select("dt")] == ["Advice:", "Rules:"]
    assert [unquote(link["href"]) for link in first.select("a")] == [
        "https://example.org/guild/advice",
        "mailto:help@guild.example",
        "https://example.org/guild/rules",
    ]
    assert [text(name) for name in second.select("dt")] == ["Advice:"]


def test_the_role_leads_to_the_entry(shown: Build) -> None:
    link = main(shown.page("words")).select_one("p a")
    assert (link["href"], text(link)) == ("#institution-guild", "Gardeners' Guild")


def test_one_group_can_be_shown_alone_and_the_role_leads_out_to_the_others(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "words", "stores")
    project.edit("docs/words.md", "```{institutions}\n```", "```{institutions}\n:group: far\n```")
    page = main(project.build(strict=True).page("words"))
    assert [text(title) for title in page.select(".rdm-entry")] == ["Crown Estate"]
    assert page.select_one("p a")["href"] == "https://example.org/guild/advice"


def test_an_unknown_group_is_reported(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "words", "stores")
    project.edit("docs/words.md", "```{institutions}\n```", "```{institutions}\n:group: fr\n```")
    assert warnings_of(project.build(), "words.md") == [
        "20: WARNING: unknown group 'fr', did you mean 'far'? [rdm.query]"
    ]


def test_says_that_there_is_none(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "words", "stores")
    (project.root / "data/institutions.yml").unlink()
    project.edit("docs/words.md", "Or ask the {institution}`guild`. ", "")
    assert "No institutions are listed here yet." in text(main(project.build(strict=True).page("words")))
