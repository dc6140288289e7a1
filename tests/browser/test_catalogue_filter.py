"""The catalogue, narrowed down in the browser: what is left equals what the data say."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from handbook.sources import handbook_data
from sphinx_rdm.kinds.resource.query import Query, select
from sphinx_rdm.kinds.resource.record import RESOURCE, Resource
from sphinx_rdm.records.kind import PHASE
from sphinx_rdm.search.folding import fold

pytestmark = pytest.mark.slow

STORE = handbook_data()
TOTAL = len(STORE.of(RESOURCE))


def wanted(words: str = "", **query: tuple[str, ...]) -> set[str]:
    """The ids of the resources that fit, counted from the data."""
    fitting = select(STORE, Query(**query)).ids
    return {
        resource.id
        for resource in STORE.of(RESOURCE).values()
        if resource.id in fitting and all(word in searched(resource) for word in fold(words).split())
    }


def searched(resource: Resource) -> str:
    return fold(" ".join((resource.title, resource.description, *resource.providers, *resource.keywords)))


@pytest.fixture(autouse=True)
def _catalogue(page: Page, site: str) -> None:
    page.goto(f"{site}resources.html")


def shown(page: Page) -> set[str]:
    """The ids of the entries that can be seen, with all of them called for."""
    more = page.get_by_role("button", name="Show more")
    while more.is_visible():
        more.click()
    anchors = page.locator(".rdm-record:visible [id^=resource-]").evaluate_all("all => all.map(one => one.id)")
    return {anchor.removeprefix("resource-") for anchor in anchors}


def status(page: Page) -> str:
    return page.get_by_role("status").inner_text()


def facet(page: Page, name: str) -> Locator:
    """The values of a facet, unfolded; in a narrow window, in the sheet."""
    filters = page.locator(".rdm-filter-opener")
    if filters.is_visible() and not page.locator(".rdm-filter-facets").is_visible():
        filters.click()
    fold = page.locator(".rdm-filter-facets details", has=page.get_by_text(name, exact=True))
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    return fold


def choose(page: Page, name: str, value: str) -> None:
    facet(page, name).locator(f"input[value='{value}']").check()


def words(page: Page, text: str) -> None:
    page.get_by_role("searchbox", name="Words in title").fill(text)


def assert_shows(page: Page, expected: set[str]) -> None:
    assert status(page).startswith(f"{len(expected)} of {TOTAL}")
    assert shown(page) == expected


def assert_says_that_nothing_fits(page: Page) -> None:
    assert status(page) == f"0 of {len(STORE.of(RESOURCE))}"
    expect(page.get_by_text("Nothing fits. Remove a filter, or try a shorter word.")).to_be_visible()


def test_everything_is_there_at_first(page: Page) -> None:
    assert page.locator(".rdm-record:visible").count() == 50
    assert_shows(page, set(STORE.of(RESOURCE)))


@pytest.mark.parametrize("text", ["metadata", "human DATA", "Örebro", "granstrom", "fair nbis", "zenodo"])
def test_all_words_must_fit_with_accents_and_case_folded(page: Page, text: str) -> None:
    words(page, text)
    expected = wanted(text)
    if expected:
        assert_shows(page, expected)
    else:
        assert_says_that_nothing_fits(page)


def test_values_of_one_facet_mean_or(page: Page) -> None:
    choose(page, "Phases", "plan")
    choose(page, "Phases", "reuse")
    assert_shows(page, wanted(phases=("plan", "reuse")))


def test_facets_mean_and(page: Page) -> None:
    choose(page, "Phases", "collect")
    choose(page, "Category", "tool")
    assert_shows(page, wanted(phases=("collect",), categories=("tool",)))


def test_words_and_facets_go_together(page: Page) -> None:
    choose(page, "Topics", "metadata")
    words(page, "ontology")
    assert_shows(page, wanted("ontology", topics=("metadata",)))


def test_a_value_counts_what_it_would_leave(page: Page) -> None:
    choose(page, "Category", "training")
    counts = (
        facet(page, "Phases")
        .locator("label")
        .evaluate_all(
            "all => all.map(one => [one.querySelector('input').value, Number(one.lastElementChild.textContent)])"
        )
    )
    assert dict(counts) == {phase: len(wanted(phases=(phase,), categories=("training",))) for phase in dict(counts)}
    assert len(counts) == len(STORE.vocabulary.terms(PHASE))


def test_a_chip_takes_its_filter_away(page: Page) -> None:
    choose(page, "Phases", "collect")
    choose(page, "Category", "tool")
    page.get_by_role("button", name="Remove the filter Phases: Collect").click()
    expect(page.get_by_role("button", name="Remove the filter Category: Tools")).to_be_focused()
    assert_shows(page, wanted(categories=("tool",)))


def test_all_filters_can_be_cleared_at_once(page: Page, site: str) -> None:
    choose(page, "Phases", "collect")
    words(page, "xqzwv")
    page.get_by_role("button", name="Clear all filters").click()
    assert_shows(page, set(STORE.of(RESOURCE)))
    expect(page).to_have_url(f"{site}resources.html")


def test_nothing_that_fits_is_said_with_advice(page: Page) -> None:
    words(page, "xqzwv")
    assert_says_that_nothing_fits(page)
    assert page.locator(".rdm-record:visible").count() == 0
    assert page.locator(".rdm-group :is(h2, h3, .rubric):visible").count() == 0


def test_a_view_survives_loading_the_page_again(page: Page) -> None:
    choose(page, "Phases", "share")
    words(page, "repository")
    expect(page).to_have_url(re.compile("q=repository"))  # written once nobody types
    page.reload()
    assert_shows(page, wanted("repository", phases=("share",)))
    assert page.get_by_role("searchbox", name="Words in title").input_value() == "repository"


def test_a_word_is_not_lost_when_the_page_is_left_at_once(page: Page, site: str) -> None:
    words(page, "repository")
    page.evaluate(f"location.href = '{site}index.html'")
    page.wait_for_url(f"{site}index.html")
    page.go_back()
    expect(page).to_have_url(re.compile("q=repository"))
    assert_shows(page, wanted("repository"))


def test_back_and_forward_step_through_the_choices(page: Page) -> None:
    choose(page, "Phases", "plan")
    choose(page, "Phases", "share")
    page.go_back()
    assert_shows(page, wanted(phases=("plan",)))
    page.go_back()
    assert_shows(page, set(STORE.of(RESOURCE)))
    page.go_forward()
    assert_shows(page, wanted(phases=("plan",)))


def test_the_link_to_a_view_can_be_copied_and_followed(browser: Browser, site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}resources.html")
    choose(page, "Topics", "fair-principles")
    page.get_by_role("button", name="Copy link to this view").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    other = context.new_page()
    other.goto(link)
    assert_shows(other, wanted(topics=("fair-principles",)))
    context.close()


@pytest.mark.parametrize(("order", "reverse"), [("title", False), ("title-down", True)])
def test_titles_can_be_put_in_order(page: Page, order: str, reverse: bool) -> None:
    choose(page, "Phases", "process")
    page.get_by_role("combobox", name="Order").select_option(order)
    titles = page.locator(".rdm-record:visible .rdm-entry > a:first-of-type, .rdm-record:visible .rdm-entry a.rdm-link")
    names = list(dict.fromkeys(titles.all_inner_texts()))
    by_browser = page.evaluate("names => [...names].sort((a, b) => a.localeCompare(b))", names)
    assert [name.lower() for name in names] == [name.lower() for name in by_browser[:: -1 if reverse else 1]]
    page.get_by_role("combobox", name="Order").select_option("group")
    assert_shows(page, wanted(phases=("process",)))


def test_more_than_fifty_are_shown_on_demand_and_the_keyboard_goes_on_there(page: Page) -> None:
    page.get_by_role("button", name="Show more").click()
    assert page.locator(".rdm-record:visible").count() == min(100, TOTAL)
    assert (
        page.evaluate("[...document.querySelectorAll('.rdm-record')].findIndex(one => one.matches(':focus-within'))")
        == 50
    )


def test_an_address_of_an_entry_shows_it_whatever_is_chosen(page: Page, site: str) -> None:
    last = list(STORE.of(RESOURCE))[-1]
    page.goto(f"{site}resources.html?q=xqzwv#resource-{last}")
    expect(page.locator(f".rdm-record:has(#resource-{last})")).to_be_visible()


def test_an_unknown_value_in_the_address_is_passed_over(page: Page, site: str) -> None:
    page.goto(f"{site}resources.html?phase=colect&sort=size")
    assert_shows(page, set(STORE.of(RESOURCE)))


def test_paper_has_everything_that_fits(page: Page) -> None:
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".rdm-record:visible").count() == TOTAL
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator(".rdm-record:visible").count() == 50


def test_a_facet_can_be_used_from_the_keyboard(page: Page) -> None:
    summary = page.locator(".rdm-filter-facets summary", has_text="Topics")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    value = str(page.evaluate("document.activeElement.value"))
    assert_shows(page, wanted(topics=(value,)))


def test_a_narrow_screen_has_the_same_filter(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    choose(page, "Phases", "analyse")
    page.get_by_role("button", name=f"Show {len(wanted(phases=('analyse',)))} results").click()
    expect(page.get_by_role("button", name="Filters (1)")).to_be_focused()
    assert_shows(page, wanted(phases=("analyse",)))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_scripts_every_entry_is_there_and_no_form(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}resources.html")
    assert page.locator(".rdm-record:visible").count() == TOTAL
    assert page.locator(".rdm-filter-form").count() == 0
    context.close()


def test_the_sheet_of_a_narrow_window_closes_with_escape_and_behind_the_focus(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 812})
    sheet = page.locator(".rdm-filter-facets")
    expect(sheet).to_be_hidden()
    page.get_by_role("button", name="Filters").press("Enter")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page.get_by_role("button", name="Filters")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile(r"Show \d+ results")).focus()
    page.keyboard.press("Tab")
    expect(sheet).to_be_hidden()


def test_views_to_start_from_are_links_that_narrow_the_list_down(page: Page, site: str) -> None:
    start = page.locator(".rdm-filter-views a").first
    address = str(start.evaluate("link => link.href"))
    start.click()
    expect(page).to_have_url(address)
    after = status(page)
    assert not after.startswith(f"{TOTAL} of")
    expect(page.locator(".rdm-filter-views")).to_be_hidden()
    page.goto(address)
    assert status(page) == after


def test_an_entry_is_a_title_two_lines_and_facts_and_unfolds(page: Page) -> None:
    entry = page.locator(".rdm-record", has=page.locator(".rdm-more")).first
    line = entry.locator(".rdm-more > summary")
    heights = entry.locator("> p").evaluate_all(
        "all => all.map((one) => one.clientHeight / parseFloat(getComputedStyle(one).lineHeight))"
    )
    assert max(heights) <= 2.1
    expect(entry.locator("dl")).to_be_hidden()
    line.press("Enter")
    expect(entry.locator("dl")).to_be_visible()
