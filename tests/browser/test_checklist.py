"""Checklists as tools: ticked, counted, passed on, kept only if the reader says so, copied, and printed alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from handbook.sources import handbook_data
from sphinx_rdm.kinds.checklist.record import CHECKLIST, SECTION

pytestmark = pytest.mark.slow

ITEMS = [item for item in handbook_data().of(CHECKLIST).values() if "plan" in item.phases]
PLAN = "life-cycle/plan.html"
KEPT = "Object.entries(localStorage)"


@pytest.fixture
def plan(page: Page, site: str) -> Page:
    page.goto(site + PLAN)
    page.evaluate("localStorage.clear()")
    page.goto("about:blank")
    page.goto(site + PLAN)
    ready(page)
    return page


def ready(page: Page) -> None:
    """Bring the list into sight, which loads the script."""
    page.locator(".rdm-checklist").first.scroll_into_view_if_needed()
    page.locator(".rdm-ticks-tools").first.wait_for()


def tick(page: Page, *numbers: int) -> None:
    for number in numbers:
        page.get_by_label(ITEMS[number].text).click()


def assert_ticked(page: Page, *numbers: int) -> None:
    boxes = page.locator(".rdm-checklist input")
    assert [index for index in range(len(ITEMS)) if boxes.nth(index).is_checked()] == list(numbers)
    expect(page.locator(".rdm-ticks-count")).to_have_text(f"{len(numbers)} of {len(ITEMS)} done")


def test_ticks_count_and_stand_in_the_address_which_can_be_passed_on(plan: Page, browser: Browser) -> None:
    assert_ticked(plan)
    tick(plan, 0, 2)
    assert_ticked(plan, 0, 2)
    expect(plan).to_have_url(re.compile(rf"\?done={ITEMS[0].id}\+{ITEMS[2].id}$"))
    other = browser.new_page()
    other.goto(plan.url)
    ready(other)
    assert_ticked(other, 0, 2)
    other.close()
    tick(plan, 0)
    assert_ticked(plan, 2)


def test_nothing_is_kept_unless_the_reader_says_so(plan: Page, site: str) -> None:
    tick(plan, 1)
    assert plan.evaluate(KEPT) == []
    plan.get_by_label("Keep my ticks in this browser").check()
    assert plan.evaluate(KEPT) == [["ticks", ITEMS[1].id]]
    plan.goto(f"{site}checklists.html")
    ready(plan)
    expect(plan.locator(".rdm-ticks-count").first).to_contain_text("1 of")
    plan.goto(site + PLAN)
    ready(plan)
    assert_ticked(plan, 1)
    plan.get_by_label("Keep my ticks in this browser").uncheck()
    assert plan.evaluate(KEPT) == []
    plan.goto(site + PLAN)
    ready(plan)
    assert_ticked(plan)


def test_ticks_of_other_pages_are_kept_and_an_address_with_what_is_unknown_does_no_harm(plan: Page, site: str) -> None:
    plan.evaluate("localStorage.setItem('ticks', 'elsewhere <b>')")
    plan.goto(f"{site}{PLAN}?done=%3Cb%3E+{ITEMS[0].id}+nothing")
    ready(plan)
    assert_ticked(plan, 0)
    tick(plan, 1)
    assert plan.evaluate(KEPT) == [["ticks", f"elsewhere <b> {ITEMS[0].id} {ITEMS[1].id}"]]
    expect(plan).to_have_url(re.compile(rf"\?done={ITEMS[0].id}\+{ITEMS[1].id}$"))


def test_a_page_that_is_printed_at_once_shows_the_ticks_that_are_kept(plan: Page, site: str) -> None:
    plan.evaluate(f"localStorage.setItem('ticks', '{ITEMS[1].id}')")
    plan.goto(site + PLAN)
    expect(plan.locator(".rdm-checklist").first).not_to_be_in_viewport()
    plan.emulate_media(media="print")
    expect(plan.get_by_label(ITEMS[1].text)).to_be_checked()


def test_ticks_can_be_cleared_by_keyboard(plan: Page, site: str) -> None:
    clear = plan.get_by_role("button", name="Clear the ticks")
    expect(clear).to_be_hidden()
    tick(plan, 0, 1)
    clear.focus()
    plan.keyboard.press("Enter")
    assert_ticked(plan)
    expect(plan).to_have_url(site + PLAN)
    expect(plan.locator(".rdm-checklist input").first).to_be_focused()


def test_a_list_is_copied_as_text_and_under_the_headings_of_a_plan(browser: Browser, site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(site + PLAN)
    ready(page)
    tick(page, 0)

    def copied(name: str) -> str:
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("button", name=name)).to_have_count(0)  # it says that it is done
        return str(page.evaluate("navigator.clipboard.readText()"))

    lines = copied("Copy as text").splitlines()
    assert lines == [
        "Checklist: Plan",
        "",
        *(f"{'☐' if number else '☑'} {item.text}" for number, item in enumerate(ITEMS)),
    ]
    markdown = copied("Copy as Markdown")
    sections = handbook_data().vocabulary
    for number, item in enumerate(ITEMS):
        above = markdown.partition(f"- [{' ' if number else 'x'}] {item.text}\n")[0]
        assert above != markdown
        if item.section:
            heading = re.findall("^### (.*)$", above, re.MULTILINE)[-1]
            assert heading in {term.title for term in sections.terms(SECTION).values() if term.id == item.section}
    context.close()


def test_a_list_is_printed_alone_with_its_ticks(plan: Page) -> None:
    plan.evaluate("window.print = () => {}")
    tick(plan, 1)
    plan.get_by_role("button", name="Print this list").click()
    plan.emulate_media(media="print")
    assert plan.evaluate("[...document.body.children].filter((one) => one.checkVisibility()).length") == 1
    sheet = plan.locator(".rdm-sheet")
    expect(sheet.get_by_role("heading")).to_have_text("Checklist: Plan")
    assert sheet.locator("li").count() == len(ITEMS)
    assert [box.is_checked() for box in sheet.locator("input").all()][:3] == [False, True, False]
    plan.emulate_media(media="screen")
    plan.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(sheet).to_have_count(0)


def test_a_tick_before_the_script_is_there_counts(plan: Page, site: str) -> None:
    late: list[Route] = []
    plan.route("**/checklist.js*", lambda route: late.append(route))
    plan.goto(site + PLAN)
    with plan.expect_request("**/checklist.js*"):
        tick(plan, 3)
    assert plan.locator(".rdm-ticks-tools").count() == 0
    late.pop().continue_()
    ready(plan)
    assert_ticked(plan, 3)
    expect(plan).to_have_url(f"{site}{PLAN}?done={ITEMS[3].id}")


def test_without_storage_nothing_is_offered_that_cannot_be_done(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })")
    page.goto(site + PLAN)
    ready(page)
    tick(page, 0)
    assert_ticked(page, 0)
    expect(page.get_by_text("Keep my ticks")).to_be_hidden()
    page.close()


def test_without_a_script_the_boxes_can_be_ticked(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + PLAN)
    tick(page, 0)
    assert page.locator(".rdm-checklist input").first.is_checked()
    assert page.locator(".rdm-ticks-tools").count() == 0
    context.close()
