"""A page says in its front matter, in a few lines, what is most important on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from building import Build, Project
from making import bed, main, text

pytestmark = pytest.mark.slow  # it builds site after site

HEAD = """---
phase: sow
short:
  - Sow once the soil is warm.
  - "Say: <b>no</b> *stars*, and {ref}`no role`."
  - It's "late" -- wait...
---
"""
BODY = """# Seeds

One [lead](#whom-to-ask).

```{life-cycle}
:compact:
```

Another paragraph.

## First

## Whom to ask
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    long = HEAD + BODY + "\n" + "word " * 890 + "\n\n```text\n" + "code " * 900 + "\n```\n"
    pages = {
        "seeds.md": HEAD + BODY,
        "long.md": long,
        "held.md": HEAD + BODY + "\n```{facilities}\n:platform: orchard\n```\n",
        "plain.md": "# Plain\n\nText.\n",
        "bare.md": '---\nshort: ["Only this."]\n---\n# Bare\n',
        "fields.rst": ':short: ["Dig, then rest."]\n\nFields\n======\n\nA lead.\n\nMore.\n',
    }
    project = bed(tmp_path_factory.mktemp("short"), pages, "sow", "soil")
    project.edit("data/facilities.yml", "summary: Trees.", f"summary: Trees. {'word ' * 390}")
    project.write("conf.py", (project.root / "conf.py").read_text("utf-8") + '\nrdm_short_sections = ["whom-to-ask"]\n')
    return project.build(strict=True)


def test_the_lines_stand_behind_the_first_paragraph_and_the_stages(built: Build) -> None:
    section = main(built.page("seeds")).select_one("section")
    assert section is not None
    parts = [part for part in section.find_all(recursive=False) if part.name in ("p", "div", "section")]
    assert [" ".join(part.get("class", [part.name])).partition(" ")[0] for part in parts] == [
        *("p", "rdm-cycle", "rdm-short"),
        *("p", "section", "section"),
    ]


def test_the_lines_are_shown_as_typed(built: Build) -> None:
    block = built.page("seeds").select_one(".rdm-short")
    assert block is not None
    assert [text(item) for item in block.select("li")] == [
        "Sow once the soil is warm.",
        "Say: <b>no</b> *stars*, and {ref}`no role`.",
        'It\'s "late" -- wait...',
    ]


def test_the_block_leads_to_the_sections_that_are_named_and_there(built: Build) -> None:
    links = built.page("seeds").select(".rdm-short a")
    assert [(text(link), link["href"]) for link in links] == [("Whom to ask", "#whom-to-ask")]
    assert built.page("bare").select(".rdm-short a") == []


def test_code_and_what_is_shown_of_records_take_no_time_to_read(built: Build) -> None:
    assert text(built.page("seeds").select(".rdm-short p")[-1]) == "Whom to ask, 1 min to read"
    assert text(built.page("held").select(".rdm-short p")[-1]) == "Whom to ask, 1 min to read"
    assert text(built.page("long").select(".rdm-short p")[-1]) == "Whom to ask, 4 min to read"


def test_a_page_without_paragraph_has_the_block_under_its_title(built: Build) -> None:
    assert text(built.page("bare").select_one(".rdm-short li")) == "Only this."


def test_an_rst_page_has_one_as_well(built: Build) -> None:
    section = main(built.page("fields")).select_one("section")
    assert section is not None
    assert [text(part) for part in section.find_all(["p", "h2"])][:3] == ["A lead.", "In short", "Dig, then rest."]


def test_a_page_without_lines_has_no_block(built: Build) -> None:
    assert built.page("plain").select(".rdm-short") == []


def test_a_new_line_is_shown_by_the_next_build(project: Callable[[str], Project]) -> None:
    garden = project("garden")
    garden.edit("docs/sow.md", "phase: sow", "phase: sow\nshort: [Before.]")
    garden.build()
    garden.edit("docs/sow.md", "[Before.]", "[After.]")
    assert text(garden.build().page("sow").select_one(".rdm-short li")) == "After."
