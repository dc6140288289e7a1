"""What a term means, at hand where a page links to it: for a pointer, the keyboard and a finger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from test_every_page import AXE
from test_themes import THEMES

from building import Build
from handbook.sources import handbook_data
from making import bed
from sphinx_rdm.kinds.glossary.record import GLOSSARY_TERM

pytestmark = pytest.mark.slow

PAGE = "topics/human-data-in-research.html"
TERMS = handbook_data().of(GLOSSARY_TERM)
HOSTILE = "</script><img src=x onerror=alert(1)> ${name} *b*"
LOADED = "performance.getEntriesByType('resource').some(({ name }) => /terms[.]/.test(name))"


def link_of(page: Page) -> Locator:
    """The first link to a term in a paragraph, in the middle of the window."""
    link = page.locator("p > a:has(> .std-term)").first
    link.evaluate("link => link.scrollIntoView({ block: 'center', behavior: 'instant' })")
    return link


def box_of(page: Page) -> Locator:
    return page.locator(".rdm-term")


def faults(page: Page) -> list[str]:
    """What axe finds in the box."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate("axe.run('.rdm-term').then(({ violations }) => violations.map(({ id }) => id))")
    return found


def meaning_of(link: Locator) -> str:
    return TERMS[str(link.get_attribute("href")).partition("#")[2]].definition


@pytest.fixture
def human(page: Page, site: str) -> Page:
    page.goto(site + PAGE)
    return page


def test_a_pointer_on_a_term_shows_what_it_means_and_may_go_to_the_box(human: Page) -> None:
    assert not human.evaluate(LOADED)
    link, box = link_of(human), box_of(human)
    link.hover()
    expect(box).to_be_visible()
    expect(box.get_by_role("tooltip")).to_contain_text(meaning_of(link))
    term = TERMS[str(link.get_attribute("href")).partition("#")[2]]
    expect(box.locator("[lang=sv]")).to_have_text(term.translations["sv"])
    box.hover()
    human.wait_for_timeout(600)
    expect(box).to_be_visible()
    human.keyboard.press("Escape")
    expect(box).to_be_hidden()
    link.hover()
    expect(box).to_be_visible()
    human.mouse.move(2, 2)
    expect(box).to_be_hidden()


def test_a_click_of_a_mouse_follows_the_link_as_ever(human: Page) -> None:
    link = link_of(human)
    goal = link.evaluate("link => link.href")
    link.click()
    expect(human).to_have_url(goal)


def test_the_focus_shows_what_it_means_and_tells_who_listens(human: Page) -> None:
    link, box = link_of(human), box_of(human)
    link.evaluate("""link => {
      const links = [...document.querySelectorAll("main a")];
      links[links.indexOf(link) - 1].focus();
    }""")
    human.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(box).to_be_visible()
    expect(link).to_have_accessible_description(re.compile(re.escape(meaning_of(link))))
    human.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(link).to_be_focused()
    human.keyboard.press("Tab")
    human.keyboard.press("Shift+Tab")
    expect(box).to_be_visible()
    human.keyboard.press("Tab")
    expect(link).not_to_be_focused()
    if human.evaluate("!document.activeElement.querySelector('.std-term')"):
        expect(box).to_be_hidden()
    expect(link).not_to_have_attribute("aria-describedby", "rdm-term")


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 320, "height": 600})
    page = context.new_page()
    page.goto(site + PAGE)
    yield page
    context.close()


def test_a_tap_shows_what_it_means_within_the_window_and_a_second_one_follows_the_link(phone: Page) -> None:
    link, box = link_of(phone), box_of(phone)
    goal = link.evaluate("link => link.href")
    link.tap()
    expect(box).to_be_visible()
    place = box.bounding_box()
    assert place is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 320
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    phone.locator("h1").first.evaluate("title => title.scrollIntoView({ block: 'center', behavior: 'instant' })")
    phone.locator("h1").first.tap()
    expect(box).to_be_hidden()
    link_of(phone).tap()
    expect(box).to_be_visible()
    link.tap()
    expect(phone).to_have_url(goal)


def test_the_box_leads_to_the_glossary(phone: Page) -> None:
    link = link_of(phone)
    goal = link.evaluate("link => link.href")
    link.tap()
    box_of(phone).get_by_role("link", name="In the glossary").tap()
    expect(phone).to_have_url(goal)


def test_a_tap_follows_the_link_if_nothing_can_be_loaded(phone: Page) -> None:
    phone.route("**/_terms.js", lambda route: route.abort())
    link = link_of(phone)
    goal = link.evaluate("link => link.href")
    link.tap()
    expect(phone).to_have_url(goal)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_box(human: Page, scheme: str) -> None:
    human.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    link_of(human).hover()
    expect(box_of(human)).to_be_visible()
    assert faults(human) == []


def test_the_box_is_not_printed_and_has_an_edge_in_colours_of_the_reader(human: Page) -> None:
    link_of(human).hover()
    expect(box_of(human)).to_be_visible()
    human.emulate_media(forced_colors="active")
    assert human.evaluate("getComputedStyle(document.querySelector('.rdm-term')).borderTopWidth") == "1px"
    human.emulate_media(forced_colors="none", media="print")
    expect(box_of(human)).to_be_hidden()


@pytest.mark.parametrize("theme", ["rdm", *THEMES])
def test_a_definition_is_shown_as_it_was_typed_under_any_theme_and_from_a_disk(
    page: Page, tmp_path: Path, theme: str
) -> None:
    project = bed(tmp_path, {}, "words", "stores")
    project.edit(
        "data/glossary.yml", "definition: What lies on the bed and keeps it moist.", f"definition: '{HOSTILE}'"
    )
    project.edit("data/glossary.yml", "sv: marktäckning", f"sv: '{HOSTILE}'")
    build = project.build(html_theme=theme)
    page.goto((build.out / "words.html").as_uri())
    link_of(page).hover()
    expect(box_of(page).locator("p").first).to_have_text(HOSTILE)
    expect(box_of(page).locator("[lang=sv]")).to_have_text(HOSTILE)
    assert faults(page) == []
    page.mouse.move(2, 2)
    page.emulate_media(color_scheme="dark")
    page.reload()
    link_of(page).hover()
    expect(box_of(page)).to_be_visible()
    assert faults(page) == []


def test_a_term_is_at_hand_from_a_disk(handbook: Build, page: Page) -> None:
    page.goto((handbook.out / PAGE).as_uri())
    link = link_of(page)
    link.hover()
    expect(box_of(page)).to_contain_text(meaning_of(link))


def test_without_scripts_the_link_leads_to_the_entry(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + PAGE)
    link = page.locator("p > a:has(> .std-term)").first
    anchor = str(link.get_attribute("href"))
    link.click()
    expect(page).to_have_url(re.compile(re.escape(anchor.lstrip("./")) + "$"))
    context.close()
