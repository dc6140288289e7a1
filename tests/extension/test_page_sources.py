"""The end of a page lists where its facts were read, as its front matter tells."""

from __future__ import annotations

import pytest

from building import Build
from making import bed, main, text, warnings_of

pytestmark = pytest.mark.slow  # it builds site after site

HEAD = """---
sources:
  - title: The "law" -- <b>as it is</b>, *section* 3
    url: https://example.org/law?a=1&b=2
  - title: The almanac
    url: https://example.org/almanac
    read: 2024-02-29
---
"""
PAGE = "# Seeds\n\nA lead.\n\n## First\n\nText.\n\n## Last\n\nThe end.\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    pages = {
        "seeds.md": HEAD + PAGE,
        "plain.md": PAGE,
        "bare.md": HEAD + "# Bare\n",
        "fields.rst": ":sources: [{title: A note, url: 'https://example.org/note'}]\n\nFields\n======\n\nA lead.\n",
    }
    return bed(tmp_path_factory.mktemp("sources"), pages, "sow", "soil").build(strict=True)


def test_they_stand_folded_behind_all_sections_as_typed(built: Build) -> None:
    section = main(built.page("seeds")).select_one("section")
    assert section is not None
    last = section.find_all(recursive=False)[-1]
    assert last.name == "details"
    assert "open" not in last.attrs
    assert text(last.select_one("summary")) == "Sources"
    assert [(text(link), link["href"]) for link in last.select("a")] == [
        ('The "law" -- <b>as it is</b>, *section* 3', "https://example.org/law?a=1&b=2"),
        ("The almanac", "https://example.org/almanac"),
    ]
    assert [text(item) for item in last.select("li")][1] == "The almanac (copy of 2024-02-29)"


def test_a_page_of_a_title_alone_and_one_in_rst_have_them_too(built: Build) -> None:
    links = {name: main(built.page(name)).select("details.rdm-sources a") for name in ("plain", "bare", "fields")}
    assert [len(found) for found in links.values()] == [0, 2, 1]
    assert text(links["fields"][0]) == "A note"


def test_what_is_sound_is_listed_beside_what_is_not(tmp_path_factory: pytest.TempPathFactory) -> None:
    faulty = "  - title: A\n    url: htps://example.org/a\n  - https://example.org/b\n"
    page = HEAD.replace("sources:\n", f"sources:\n{faulty}") + PAGE
    result = bed(tmp_path_factory.mktemp("faulty"), {"seeds.md": page}, "sow", "soil").build()
    assert [line.partition(" ")[0] for line in warnings_of(result, "seeds.md")] == ["4:10:", "5:5:"]
    assert len(main(result.page("seeds")).select("details.rdm-sources a")) == 2
