"""Choosing an institution: its card, the address, what the browser is to remember, and whom to ask on other pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

from building import Build
from handbook.sources import handbook_data
from sphinx_rdm.kinds.institution.record import Card, cards

pytestmark = pytest.mark.slow

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
RUN_AXE = """async (place) => {
  const { violations } = await axe.run(place, { rules: { "target-size": { enabled: true } } });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary: why }) => `${id}: ${html} ${why}`));
}"""
NAME = "topics/university-resources.html"
OTHER = "topics/metadata.html"
GROUP = "university"
FIRST, SECOND = [card for card in cards(handbook_data(), GROUP) if len(card.asked) > 1][:2]
LOADED = "performance.getEntriesByType('resource').some(({ name }) => name.endsWith('_institutions.js'))"
KEPT = "Object.entries(localStorage)"


@pytest.fixture
def page(page: Page, site: str) -> Iterator[Page]:
    """An empty page; what it had the browser remember is forgotten after the test."""
    yield page
    page.goto(f"{site}404.html")
    page.evaluate("localStorage.clear()")


def choose(page: Page, card: Card) -> None:
    page.get_by_label("Choose your university").select_option(card.title)


def assert_shown(page: Page, card: Card) -> None:
    """The card of an institution shows exactly what is known of it."""
    expect(page.locator(".rdm-card-title")).to_have_text(card.title)
    links = page.locator(".rdm-card a").evaluate_all("links => links.map((link) => [link.textContent, link.href])")
    assert [text for text, _address in links] == [way.text for _purpose, ways in card.known for way in ways]
    assert page.locator(".rdm-card dt").all_inner_texts() == [purpose for purpose, _ways in card.known]
    assert page.get_by_label("Choose your university").input_value() == card.id


def test_what_is_chosen_has_a_card_and_stands_in_the_address(page: Page, site: str) -> None:
    page.goto(f"{site}{NAME}?at=nowhere")
    expect(page.locator(".rdm-card")).not_to_contain_text("Remember")
    steps = page.evaluate("history.length")
    choose(page, FIRST)
    choose(page, SECOND)
    assert_shown(page, SECOND)
    expect(page).to_have_url(f"{site}{NAME}?at={SECOND.id}")
    assert page.evaluate("history.length") == steps
    page.reload()
    assert_shown(page, SECOND)
    page.goto(f"{site}{OTHER}")
    assert page.evaluate(KEPT) == []
    page.go_back()
    assert_shown(page, SECOND)
    page.get_by_label("Choose your university").select_option("")
    expect(page).to_have_url(f"{site}{NAME}")
    assert page.locator(".rdm-card a").count() == 0


def test_an_address_that_points_at_an_entry_shows_its_card(page: Page, site: str) -> None:
    page.goto(f"{site}{NAME}?at={FIRST.id}#institution-{SECOND.id}")
    assert_shown(page, SECOND)
    page.evaluate(f"location.hash = 'institution-{FIRST.id}'")
    assert_shown(page, FIRST)
    page.evaluate("location.hash = 'checklist'")
    assert_shown(page, FIRST)


def test_the_keyboard_chooses_and_the_focus_stays(page: Page, site: str) -> None:
    page.goto(f"{site}{NAME}")
    page.get_by_label("Choose your university").focus()
    page.keyboard.type(FIRST.title[:6])
    assert_shown(page, FIRST)
    assert page.evaluate("document.activeElement.localName") == "select"
    expect(page.locator("[aria-live=polite] .rdm-card-title")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == FIRST.known[0][1][0].text


def test_what_is_remembered_is_at_the_end_of_every_page_until_it_is_forgotten(page: Page, site: str) -> None:
    page.goto(f"{site}{OTHER}")
    whom = page.locator(".whom-to-ask")
    expect(whom).to_be_hidden()
    page.goto(f"{site}{NAME}?at={FIRST.id}")
    assert not page.evaluate(LOADED)
    page.get_by_role("checkbox", name=f"Remember {FIRST.title} in this browser").check()
    assert page.evaluate(KEPT) == [["institution", FIRST.id]]
    page.goto(f"{site}{OTHER}")
    expect(whom).to_contain_text(f"Whom to ask at {FIRST.title}")
    links = whom.get_by_role("link").evaluate_all("links => links.map((link) => link.href)")
    assert links == [*(way.address for _purpose, way in FIRST.asked), f"{site}{NAME}?at={FIRST.id}"]
    assert page.evaluate(LOADED)
    page.goto(f"{site}{NAME}")
    assert_shown(page, FIRST)
    whom.get_by_role("button", name="Forget").press("Enter")
    assert page.evaluate("document.activeElement.textContent").startswith("Forgotten.")
    expect(page.get_by_role("checkbox", name="Remember")).not_to_be_checked()
    assert page.evaluate(KEPT) == []
    page.goto(f"{site}{OTHER}")
    expect(whom).to_be_hidden()


def test_what_nobody_knows_is_not_shown(page: Page, site: str) -> None:
    page.goto(f"{site}{OTHER}")
    page.evaluate("localStorage.setItem('institution', '<b>')")
    with page.expect_response("**/_institutions.js"):
        page.goto(f"{site}{OTHER}")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".whom-to-ask")).to_be_hidden()


@pytest.mark.parametrize(("size", "scheme"), [((375, 812), "light"), ((1280, 800), "dark")])
def test_list_and_card_are_on_the_first_screen_and_axe_finds_nothing(
    page: Page, site: str, size: tuple[int, int], scheme: str
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{site}{NAME}?at={FIRST.id}")
    page.evaluate(f"document.documentElement.dataset.theme = '{scheme}'")
    for place in (page.get_by_label("Choose your university"), page.locator(".rdm-card a").first):
        box = place.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= size[1]
    page.get_by_role("checkbox", name="Remember").check()
    expect(page.locator(".whom-to-ask")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")  # or the bar would lie over the list
    page.evaluate(AXE)
    assert [fault for place in (".rdm-chooser", ".whom-to-ask") for fault in page.evaluate(RUN_AXE, place)] == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= size[0]


def test_paper_has_the_list_alone(page: Page, site: str) -> None:
    page.goto(f"{site}{NAME}?at={FIRST.id}")
    page.emulate_media(media="print")
    assert not page.locator(".rdm-chooser").is_visible()
    assert page.locator(".rdm-institution").first.is_visible()


def test_without_scripts_the_first_screen_links_to_the_entries(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 812})
    page = context.new_page()
    page.goto(f"{site}{NAME}")
    link = page.locator(".rdm-chooser").get_by_role("link").first
    box = link.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 812
    link.click()
    expect(page).to_have_url(f"{site}{NAME}#institution-{cards(handbook_data(), GROUP)[0].id}")
    assert page.locator(".whom-to-ask").is_hidden()
    context.close()


def test_where_nothing_may_be_kept_nothing_is_offered(browser: Browser, site: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })")
    page.goto(f"{site}{NAME}")
    choose(page, FIRST)
    assert_shown(page, FIRST)
    expect(page.get_by_role("checkbox", name="Remember")).to_be_hidden()
    page.close()
    assert said == []


def test_all_of_it_works_from_a_disk(handbook: Build, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{handbook.out.as_uri()}/{NAME}")
    choose(page, FIRST)
    page.get_by_role("checkbox", name="Remember").check()
    page.goto(f"{handbook.out.as_uri()}/{OTHER}")
    page.locator(".whom-to-ask").get_by_role("link", name="All links").click()
    assert_shown(page, FIRST)
    page.close()
