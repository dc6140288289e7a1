"""Every page of the handbook keeps the rules of HTML and ARIA that validators of both have found broken."""

from __future__ import annotations

from collections import Counter

import pytest
from bs4 import BeautifulSoup, Tag

from building import Build

pytestmark = pytest.mark.slow

OWN_ROLES = {"main": "main", "nav": "navigation", "header": "banner", "footer": "contentinfo", "aside": "complementary"}
LANDMARKS = "main, nav, [role=search], [role=navigation], [role=region], body > header, body > footer, body > aside"
HEADINGS = "h1, h2, h3, h4, h5, h6, [role=heading]"
NO_COMPLETION = {"checkbox", "radio", "button", "submit", "reset", "file", "image"}


@pytest.fixture(scope="module")
def pages(handbook: Build) -> dict[str, BeautifulSoup]:
    """Every page, those at old addresses too."""
    files = [path for path in sorted(handbook.out.rglob("*.html")) if "_static" not in path.parts]
    return {p.relative_to(handbook.out).as_posix(): BeautifulSoup(p.read_text("utf-8"), "html.parser") for p in files}


def assert_none(faults: list[object]) -> None:
    assert not faults, "\n".join(map(str, faults[:30]))


def name_of(tag: Tag, page: BeautifulSoup) -> str:
    if "aria-labelledby" in tag.attrs:
        return " ".join(page.find(id=label).get_text() for label in str(tag["aria-labelledby"]).split())
    return str(tag.get("aria-label", ""))


def test_a_page_has_every_meta_element_once(pages: dict[str, BeautifulSoup]) -> None:
    faults: list[object] = []
    for name, page in pages.items():
        metas = Counter(
            str(meta.get("name") or meta.get("property")) for meta in page.select("meta[name], meta[property]")
        )
        faults += [(name, meta) for meta, count in metas.items() if count > 1]
        faults += [(name, "viewport")] if metas["viewport"] != 1 else []
    assert_none(faults)


def test_no_role_says_what_the_element_says(pages: dict[str, BeautifulSoup]) -> None:
    tags = [(name, tag) for name, page in pages.items() for tag in page.select("[role]")]
    assert_none([(name, str(tag)[:80]) for name, tag in tags if tag["role"] == OWN_ROLES.get(tag.name)])


def test_completion_is_asked_for_only_where_something_is_typed(pages: dict[str, BeautifulSoup]) -> None:
    tags = [(name, tag) for name, page in pages.items() for tag in page.select("input[autocomplete]")]
    assert_none([(name, str(tag)) for name, tag in tags if tag.get("type") in NO_COMPLETION])


def test_all_stands_in_landmarks_but_the_link_that_leads_past_them(pages: dict[str, BeautifulSoup]) -> None:
    texts = [text for page in pages.values() for text in page.body.find_all(string=str.strip)]
    landmarks = ["header", "nav", "main", "aside", "footer", "script", "template"]
    assert {text.strip() for text in texts if not text.find_parent(landmarks)} == {"Skip to main content"}


def test_landmarks_of_one_kind_have_names_that_differ(pages: dict[str, BeautifulSoup]) -> None:
    faults: list[object] = []
    for name, page in pages.items():
        found = [(tag.get("role") or tag.name, name_of(tag, page)) for tag in page.select(LANDMARKS)]
        faults += [(name, landmark) for landmark, count in Counter(found).items() if count > 1]
        kinds = Counter(kind for kind, _label in found)
        faults += [(name, kind, "has no name") for kind, label in found if not label and kinds[kind] > 1]
    assert_none(faults)


def test_a_permanent_link_stands_beside_what_it_leads_to_and_is_called_by_it(pages: dict[str, BeautifulSoup]) -> None:
    faults: list[object] = []
    for name, page in pages.items():
        links = page.select("a.headerlink")
        inside = page.select(f":is({HEADINGS}, caption, figcaption, dt, .code-block-caption) a.headerlink")
        faults += [(name, str(link)) for link in inside]
        names = Counter(str(link.get("aria-label")) for link in links)
        faults += [(name, label) for label, count in names.items() if count > 1 or not label.startswith("Link to ")]
        reached = {str(link["href"]) for link in links}
        sections = [
            section for section in page.select("article section[id]") if section.select_one(":scope > .rdm-linked")
        ]
        faults += [(name, section["id"]) for section in sections if f"#{section['id']}" not in reached]
        faults += [(name, "no link")] if page.select("article section[id]") and not links else []
    assert_none(faults)


def test_the_menu_says_which_page_this_is(pages: dict[str, BeautifulSoup]) -> None:
    listed = {"404.html", "search.html", "index.html"}
    for name, page in pages.items():
        if (menu := page.select_one(".site-nav")) is not None:
            current = [link["href"] for link in menu.select("[aria-current=page]")]
            assert current == ([] if name in listed else ["#"]), name


def test_a_page_says_under_which_part_it_stands(pages: dict[str, BeautifulSoup]) -> None:
    def trail(name: str) -> list[tuple[str, str | None]]:
        return [(item.get_text(), item.a["href"] if item.a else None) for item in pages[name].select(".breadcrumbs li")]

    assert trail("life-cycle/collect.html") == [
        ("Home", "../index.html"),
        ("Life cycle", "index.html"),
        ("Collect", None),
    ]
    assert trail("topics/metadata.html")[1] == ("Topics", "index.html")
    assert [text for text, _link in trail("topics/index.html")] == ["Home", "Topics"]  # not twice the same
    assert [text for text, _link in trail("contribute/publish.html")] == [
        *("Home", "About", "How to contribute", "Publish the site"),
    ]


def test_the_start_page_alone_says_for_whom_the_site_is(pages: dict[str, BeautifulSoup], handbook: Build) -> None:
    tagline = handbook.env.config.html_context["site"]["tagline"]
    assert {name: [tag.get_text() for tag in page.select(".tagline")] for name, page in pages.items()} == {
        name: [tagline] if name == "index.html" else [] for name in pages
    }
    assert pages["index.html"].get_text().count(tagline) == 1
