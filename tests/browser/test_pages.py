"""The handbook as readers meet it: quiet, private, and usable without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from building import Build
from handbook.sources import handbook_data
from sphinx_rdm.kinds.facility.record import FACILITY

pytestmark = pytest.mark.slow

PAGES = [
    *("index.html", "life-cycle/index.html", "life-cycle/collect.html", "life-cycle/share.html", "resources.html"),
    *("topics/index.html", "topics/ena-submission.html", "topics/fair-principles.html"),
    *("topics/university-resources.html", "topics/gdpr-and-ethical-review-glossary.html", "checklists.html"),
    *("about/accessibility.html", "contribute/coverage.html"),
]
FACILITIES = list(handbook_data().of(FACILITY))


@pytest.mark.parametrize("facility", [FACILITIES[0], FACILITIES[-1]])
def test_an_address_that_points_at_a_facility_opens_it(page: Page, site: str, facility: str) -> None:
    page.goto(f"{site}life-cycle/collect.html#facility-{facility}")
    fold = page.locator(f"details:has(#facility-{facility}), details#facility-{facility}")
    assert fold.evaluate("fold => fold.open")
    assert fold.get_by_role("link").first.is_visible()
    assert page.locator("details.rdm-facility[open]").count() == 1


def test_following_a_link_into_a_fold_opens_it(page: Page, site: str) -> None:
    page.goto(f"{site}life-cycle/collect.html")
    assert page.locator("details.rdm-facility[open]").count() == 0
    page.evaluate(f"location.hash = '#facility-{FACILITIES[0]}'")
    page.wait_for_selector("details.rdm-facility[open]")
    assert page.locator("details.rdm-facility[open]").count() == 1


def test_all_folds_are_open_in_print_and_closed_again_after(page: Page, site: str) -> None:
    page.goto(f"{site}life-cycle/collect.html")
    total = page.locator("details.sd-dropdown").count()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.sd-dropdown[open]").count() == total
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.sd-dropdown[open]").count() == 0


def test_without_scripts_every_facility_can_be_unfolded_and_read(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}life-cycle/collect.html")
    folds = page.locator("details.rdm-facility")
    assert folds.count() == len(FACILITIES)
    for number in range(len(FACILITIES)):
        folds.nth(number).locator("summary").click()
        assert folds.nth(number).get_by_role("link").first.is_visible()
    context.close()


def test_the_rest_of_a_long_list_is_unfolded_from_the_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}life-cycle/collect.html")
    rest = page.locator(".rdm-rest:not(.rdm-sources)").first
    line, row = rest.locator("> summary"), rest.locator("tbody tr").last
    assert not row.is_visible()
    assert line.bounding_box()["height"] >= 24  # type: ignore[index]
    line.focus()
    page.keyboard.press("Enter")
    assert row.is_visible()
    page.keyboard.press("Tab")
    assert rest.locator("tbody a").first.evaluate("link => link === document.activeElement")
    # Both tables are called by a name, and their columns are in line.
    tables = page.get_by_role("table", name="Guidance")
    names = [tables.nth(number).locator("caption").inner_text() for number in range(2)]
    assert names == ["Guidance", line.inner_text()]
    places = "row => [...row.cells].map((cell) => Math.round(cell.getBoundingClientRect().x))"
    above, below = (tables.nth(number).locator("tbody tr").first.evaluate(places) for number in range(2))
    assert above == below
    found = Axe().run(page, context="#resources").response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []


def test_an_address_that_leads_into_the_rest_of_a_long_list_unfolds_it(page: Page, site: str) -> None:
    page.goto(f"{site}life-cycle/collect.html")
    page.evaluate(
        "document.querySelector('.rdm-rest:not(.rdm-sources) tbody tr:last-child').id = 'goal'; location.hash = '#goal'"
    )
    page.wait_for_selector(".rdm-rest:not(.rdm-sources)[open]")
    expect(page.locator("#goal")).to_be_in_viewport()


def test_a_long_list_is_whole_on_paper_and_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    still = context.new_page()
    with_scripts = browser.new_page()
    with_scripts.emulate_media(media="print")
    for one in (still, with_scripts):
        one.goto(f"{site}life-cycle/share.html")
        folds = one.locator(".rdm-rest:not(.rdm-sources)")
        assert folds.count() > 1
        for fold in folds.all():
            assert fold.locator("tbody tr").last.is_visible()
            assert not fold.locator("summary").is_visible()
    context.close()
    with_scripts.close()


def test_the_life_cycle_can_be_clicked_in_the_picture(page: Page, site: str) -> None:
    page.goto(f"{site}index.html")
    page.locator("svg.rdm-life-cycle a").nth(1).click()
    expect(page).to_have_url(f"{site}life-cycle/collect.html")


def test_the_life_cycle_can_be_followed_from_the_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}life-cycle/index.html")
    link = page.locator("ol.rdm-stages a").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}life-cycle/plan.html")


def test_the_search_finds_a_facility_by_name(page: Page, site: str) -> None:
    page.goto(f"{site}search.html?q=metabolomics")
    page.wait_for_selector("#search-results li")
    titles = page.locator("#search-results li a").all_inner_texts()
    assert any("Collect" in title for title in titles)


def test_a_search_leaves_nothing_in_the_browser(page: Page, site: str) -> None:
    page.goto(f"{site}search.html?q=metabolomics")
    page.wait_for_selector("#search-results li")
    page.goto(f"{site}index.html")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.context.cookies() == []


def test_a_click_on_the_words_of_a_checklist_ticks_its_box(page: Page, site: str) -> None:
    page.goto(f"{site}checklists.html")
    item = page.locator(".rdm-checklist li").first
    item.get_by_text(item.locator("label").inner_text()).click()
    box = item.get_by_role("checkbox")
    assert box.is_checked()
    assert box.bounding_box()["height"] >= 24  # type: ignore[index]
    page.goto(f"{site}checklists.html")
    assert not box.is_checked()


def test_a_citation_has_the_address_of_the_page_and_can_be_copied(browser: Browser, site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}topics/metadata.html#ontologies")
    page.get_by_text("Cite this page").click()
    page.locator(".cite").get_by_role("button", name="Copy").first.click()
    assert f" {site}topics/metadata.html (" in page.evaluate("navigator.clipboard.readText()")
    context.close()


# What an address can lead to.
GOALS = {
    "section": "article section section[id]",
    "table": "table[id]:has(caption)",
    "code": ".literal-block-wrapper[id]",
    "record": ".rdm-entry > .target[id]",
    "heading": ".rubric:not(.rdm-entry) > .target[id]",
    "term": "dt[id]",
    "fold": "summary .target[id]",
    "anchor before a heading": "section > span[id]:empty",
}
BANDS = """() => [...document.querySelectorAll("main *")].filter((element) => {
  const { width, height, top, bottom } = element.getBoundingClientRect();
  return width > 250 && height >= 20 && bottom > 0 && top < innerHeight
    && getComputedStyle(element).backgroundColor !== "rgba(0, 0, 0, 0)";
}).map((element) => [element.localName, element.className, getComputedStyle(element).backgroundColor].join())"""


@pytest.fixture(scope="module")
def goals(handbook: Build) -> dict[str, str]:
    """An address that leads to each kind of goal."""
    found: dict[str, str] = {}
    for name in [*PAGES, "contribute/directives.html"]:
        page = handbook.page(name.removesuffix(".html"))
        for kind, selector in GOALS.items():
            if kind not in found and (goal := page.select_one(selector)) is not None:
                found[kind] = f"{name}#{goal['id']}"
    return found


SCHEMES: list[dict[str, Any]] = [
    {"color_scheme": "light"}, {"color_scheme": "dark"}, {"color_scheme": "light", "forced_colors": "active"}
]  # fmt: skip


def test_a_band_as_wide_as_the_text_marks_where_an_address_led(page: Page, site: str, goals: dict[str, str]) -> None:
    assert goals.keys() == GOALS.keys()
    unmarked = []
    for kind, address in goals.items():
        name, anchor = address.split("#")
        if not page.url.startswith(site + name):
            page.goto(site + name)
        for scheme in SCHEMES:
            page.emulate_media(**{"forced_colors": "none", **scheme})
            page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            page.evaluate("anchor => { location.hash = anchor; }", anchor)
            marked = page.evaluate(BANDS)
            page.evaluate("location.hash = ''")
            unmarked += [] if set(marked) - set(page.evaluate(BANDS)) else [(kind, scheme)]
    assert unmarked == []


@pytest.mark.parametrize(
    "name", ["resources.html", "topics/gdpr-and-ethical-review-glossary.html", "life-cycle/plan.html"]
)
def test_nobody_hears_the_signs_of_permanent_links_and_each_is_named_after_its_goal(
    page: Page, site: str, name: str
) -> None:
    page.goto(site + name)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")  # which shows all that a list has
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    names: dict[str, list[str]] = {}
    for node in nodes:
        names.setdefault(node.get("role", {}).get("value", ""), []).append(node.get("name", {}).get("value", ""))
    assert len(names["heading"]) > 5
    titles = [
        name for role in ("heading", "term", "table", "DescriptionListTerm", "Caption") for name in names.get(role, [])
    ]
    assert [title for title in titles if "#" in title or "¶" in title or "Link to" in title] == []
    links = [name for name in names["link"] if name.startswith("Link to ")]
    assert len(links) == len(set(links)) == page.locator("a.headerlink").count()
    assert not [name for name in names["link"] if name in ("#", "¶")]


def test_a_permanent_link_can_be_hit_and_is_seen_by_the_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}life-cycle/plan.html")
    link = page.get_by_role("link", name="Link to Checklist", exact=True)
    box = link.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    assert link.evaluate("link => getComputedStyle(link).opacity") == "0"
    link.focus()
    assert link.evaluate("link => getComputedStyle(link).opacity") == "1"
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}life-cycle/plan.html#checklist")


def test_a_deep_link_is_where_it_leads_at_once(page: Page, site: str) -> None:
    page.goto(f"{site}resources.html")
    page.evaluate("location.hash = document.querySelector('.rdm-record:nth-last-child(2) [id]').id")
    top = page.evaluate("document.querySelector(':target').getBoundingClientRect().top")
    assert 0 < top < 200


def test_code_can_be_copied_by_keyboard_and_that_is_said(browser: Browser, site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}topics/ena-submission.html")
    code = page.locator(".highlight pre").first
    button = page.locator(".highlight .copy").first
    expect(button).to_have_accessible_name("Copy")
    button.press("Enter")
    expect(page.locator("[aria-live=polite]", has_text="Copied")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == code.inner_text().removesuffix("\n")
    context.close()


def test_without_scripts_there_is_no_button_that_does_nothing_and_colours_follow_the_system(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto(f"{site}topics/ena-submission.html")
    assert page.locator(".copy:visible").count() == 0
    lightness = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert max(lightness) < 60
    context.close()


@pytest.mark.parametrize("name", ["support.html", "life-cycle/share.html", "topics/metadata.html"])
def test_tables_stack_on_phones_and_stay_tables(page: Page, site: str, name: str) -> None:
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto(site + name)
    page.evaluate("document.querySelectorAll('.rdm-rest:not(.rdm-sources)').forEach((fold) => { fold.open = true })")
    tables = page.locator("article table").evaluate_all(
        """all => all.map((table) => [
            getComputedStyle(table).display, table.scrollWidth > table.parentElement.clientWidth])"""
    )
    assert tables
    assert set(map(tuple, tables)) == {("block", False)}
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [node.get("role", {}).get("value", "") for node in nodes]
    assert roles.count("table") == len(tables)
    assert min(roles.count(role) for role in ("row", "columnheader", "cell")) >= len(tables)


def test_the_menu_of_a_phone_has_sections_search_and_a_way_out(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto(f"{site}life-cycle/collect.html")
    page.get_by_role("button", name="All pages").click()
    menu = page.locator("#site-nav")
    expect(menu.get_by_role("link", name="Topics", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Close the menu").click()
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="All pages").click()
    menu.get_by_role("combobox").fill("checksum")
    menu.get_by_role("combobox").press("Enter")
    expect(page).to_have_url(f"{site}search.html?q=checksum")


def test_the_bar_gives_way_at_four_times_the_size(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(f"{site}life-cycle/collect.html")
    page.evaluate("scrollTo(0, 600)")
    expect(page.locator(".site-header")).not_to_be_in_viewport()


@pytest.mark.parametrize(("width", "shown"), [(1023, False), (1024, True)])
def test_the_bar_has_the_sections_where_they_have_room(page: Page, site: str, width: int, shown: bool) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.goto(f"{site}life-cycle/collect.html")
    assert page.locator(".site-header .sections").is_visible() is shown
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_contents_mark_the_section_that_a_jump_leads_to(page: Page, site: str) -> None:
    page.goto(f"{site}life-cycle/collect.html")
    links = page.locator("#page-toc a[href^='#']")
    marked = page.locator("#page-toc a[aria-current=true]")
    for number in (5, 1):
        links.nth(number).click()
        expect(marked).to_have_count(1)
        expect(marked).to_have_attribute("href", str(links.nth(number).get_attribute("href")))


def test_a_mail_address_breaks_behind_its_sign(page: Page, site: str) -> None:
    page.goto(f"{site}support.html")
    link = page.locator("main a[href^='mailto:']").first
    assert "@<wbr>" in link.inner_html()
    assert link.evaluate("link => decodeURIComponent(link.href) === `mailto:${link.textContent}`")


@pytest.mark.parametrize("name", [name for name in PAGES if name != "index.html"][::3])
def test_a_page_lights_up_its_place(page: Page, site: str, name: str) -> None:
    page.goto(site + name)
    assert page.locator(".sections a[aria-current]").count() == 1
    assert page.locator(".site-nav a.current[aria-current=page]").count() == 1
    assert page.locator(".breadcrumbs [aria-current=page]").count() == 1
