"""What ``{institutions}`` and ``{institution-chooser}`` show, and where the role ``{institution}`` leads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from building import Build
from making import bed, main, text, warnings_of


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return bed(tmp_path_factory.mktemp("institutions"), {}, "words", "stores").build(strict=True)


def test_shows_the_institutions_in_the_order_of_the_file_with_links_to_each(shown: Build) -> None:
    page = main(shown.page("words"))
    assert [text(title) for title in page.select(".rdm-entry")] == ["Gardeners' Guild", "Crown Estate"]
    anchors = [str(link["href"]).removeprefix("#") for link in page.select(".rdm-jumps:not(.rdm-chooser *) a")]
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


CHOOSER = "```{institution-chooser}\n:label: Who is near you\n```"
HOSTILE = "</script><b>{name} $&"
SCRIPT = "globalThis.rdmInstitutions = "


def given(page: BeautifulSoup) -> dict[str, Any]:
    """What the script is told."""
    block = page.select_one("script.rdm-cards")
    assert block is not None
    told = json.loads(block.get_text())
    assert isinstance(told, dict)
    return told


def remembered(build: Build) -> list[list[Any]]:
    """What the end of every page may say."""
    found = json.loads(build.text("_institutions.js").removeprefix(SCRIPT).removesuffix(";\n"))
    assert isinstance(found, list)
    return found


def test_without_a_script_the_chooser_is_a_list_of_links_to_the_entries(shown: Build) -> None:
    links = main(shown.page("words")).select(".rdm-chooser li a")
    assert [(text(link), link["href"]) for link in links] == [
        ("Gardeners' Guild", "#institution-guild"),
        ("Crown Estate", "#institution-crown-estate"),
    ]


def test_a_card_has_the_links_by_purpose_and_says_what_is_lacking_and_whom_to_ask(shown: Build) -> None:
    told = given(shown.page("words"))
    assert told["label"] == "Who is near you"
    assert told["cards"] == [
        [
            "guild",
            "Gardeners' Guild",
            [
                [
                    "Advice",
                    [
                        ["Advice for beginners", "https://example.org/guild/advice"],
                        ["help@guild.example", "mailto:help@guild.example"],
                    ],
                ],
                ["Rules", [["Rules of the guild", "https://example.org/guild/rules"]]],
            ],
            "",
        ],
        [
            "crown-estate",
            "Crown Estate",
            [["Advice", [["estate@crown.example", "mailto:estate@crown.example"]]]],
            "Not listed here: Rules. Ask: Advice.",
        ],
    ]


def test_whom_to_ask_is_who_has_a_mail_address_and_nobody_is_named_where_none_has(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "words", "stores")
    assert remembered(project.build(strict=True)) == [
        [
            "guild",
            "Gardeners' Guild",
            "words.html?at=guild",
            [["Advice", "help@guild.example", "mailto:help@guild.example"]],
        ],
        [
            *("crown-estate", "Crown Estate", "words.html?at=crown-estate"),
            [["Advice", "estate@crown.example", "mailto:estate@crown.example"]],
        ],
    ]
    data = "- id: guild\n  title: Guild\n  group: near\n  links:\n    - purpose: rules\n      title: R\n      url: https://a.example\n"
    project.write("data/institutions.yml", data)
    build = project.build(strict=True)
    assert [card[3] for card in given(build.page("words"))["cards"]] == ["Not listed here: Advice."]
    assert remembered(build) == [["guild", "Guild", "words.html?at=guild", []]]


def test_nothing_in_the_data_or_the_label_is_markup(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "words", "stores")
    project.edit("data/institutions.yml", "title: Gardeners' Guild", f"title: '{HOSTILE}'")
    project.edit("docs/words.md", "Who is near you", HOSTILE)
    build = project.build(strict=True)
    told = given(build.page("words"))
    assert [told["label"], told["cards"][0][1], remembered(build)[0][1]] == [HOSTILE] * 3
    assert main(build.page("words")).select(".rdm-chooser b") == []


def test_one_group_can_be_offered_and_a_page_without_chooser_has_no_script_of_it(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "words", "stores")
    project.edit("docs/words.md", "Who is near you", "Who is far\n:group: far")
    build = project.build(strict=True)
    assert [card[0] for card in given(build.page("words"))["cards"]] == ["crown-estate"]
    scripts = {name: str(build.page(name).select("script[src*=chooser]")) for name in ("words", "stores")}
    assert ("chooser.js" in scripts["words"], scripts["stores"]) == (True, "[]")
    assert [entry[0] for entry in remembered(build)] == ["crown-estate"]


def test_other_outputs_show_the_list_alone_and_without_a_chooser_no_file_is_left(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "words", "stores")
    for builder, name in (("text", "words.txt"), ("epub", "words.xhtml")):
        page = project.build(builder, strict=True).text(name)
        said = page.rpartition("Your people")[2]
        assert "Crown Estate" in page
        assert [word for word in ("rdm-chooser", "Who is near you", "Crown Estate") if word in said] == []
    assert "_institutions.js" in project.build(strict=True).files()
    project.edit("docs/words.md", CHOOSER, "Nobody.")
    assert "_institutions.js" not in project.build(strict=True).files()


def test_the_file_for_the_end_of_pages_goes_with_the_last_institution(tmp_path: Path) -> None:
    project = bed(tmp_path, {}, "words")
    assert "_institutions.js" in project.build().files()
    (project.root / "data/institutions.yml").unlink()
    after = project.build()
    assert "_institutions.js" not in after.files()
    assert "whom-to-ask" not in after.text("words.html")
