"""`make live` in a browser, under the policy for publishers: what is saved is shown without loading the page anew."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from building import SITES, Project
from following import Live, live, under_policy

pytestmark = pytest.mark.slow

PATIENCE = 30_000
"""So many milliseconds are waited for what must come."""

LONG = "".join(f"Board {number}.\n\n" for number in range(200))
ITEMS = "".join(
    f"- {{id: {name}, text: It is {name}., why: It lasts., topics: [joints]}}\n" for name in ("glued", "pegged")
)
STATIC = 'html_static_path = ["_static"]\nhtml_css_files = ["bench.css"]\n'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, policy: str) -> Iterator[Live]:
    project = Project(tmp_path_factory.mktemp("live") / "workshop")
    shutil.copytree(SITES / "workshop", project.root)
    project.write("conf.py", (project.root / "conf.py").read_text("utf-8") + STATIC)
    project.write("_static/bench.css", "h1 { color: rgb(0, 0, 1); }\n")
    joints = (project.root / "docs/joints.md").read_text("utf-8")
    project.write("data/checklists.yml", ITEMS)
    joints += "\n```{checklist}\n:topic: joints\n```\n"
    project.write("docs/joints.md", f"{joints}\n{LONG}\n[To the bench](all.md)\n\n{LONG.replace('Board', 'Beam')}\n")
    with live(project, under_policy(policy)) as running:
        yield running


@pytest.fixture
def page(browser: Browser, site: Live, policy: str) -> Iterator[Page]:
    """A page with a mark that is gone as soon as it is loaded anew."""
    page = browser.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: "Content Security Policy" in message.text and said.append(message.text))
    answer = page.goto(f"{site.address}joints.html")
    assert answer.headers["content-security-policy"] == policy
    page.evaluate("window.mark = true")
    yield page
    page.close()
    assert said == []


def is_the_same(page: Page) -> bool:
    return bool(page.evaluate("window.mark === true"))


def test_a_word_is_changed_in_place_and_the_reader_stays_where_they_are(page: Page, site: Live) -> None:
    expect(page.locator(".rdm-ticks-tools")).to_be_visible(timeout=PATIENCE)  # or they would come in above
    link = page.get_by_role("link", name="To the bench")
    link.focus()
    before = page.evaluate("scrollY")
    assert before > 1000
    site.project.edit("docs/joints.md", "Board 50.", "Plank 50.")
    expect(page.locator("article")).to_contain_text("Plank 50.", timeout=PATIENCE)
    assert is_the_same(page)
    assert abs(page.evaluate("scrollY") - before) < 5
    expect(link).to_be_focused()
    page.locator("button.colours").click()  # scripts are at work in what is new
    expect(page.locator("html")).to_have_attribute("data-mode", "light")


def test_what_is_ticked_stays_ticked(page: Page, site: Live) -> None:
    page.get_by_role("checkbox", name="It is pegged.").check()
    expect(page.get_by_text("1 of 2")).to_be_visible(timeout=PATIENCE)
    site.project.edit("docs/joints.md", "Beam 1.", "Rafter 1.")
    expect(page.locator("article")).to_contain_text("Rafter 1.", timeout=PATIENCE)
    expect(page.get_by_text("1 of 2")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("checkbox", name="It is pegged.")).to_be_checked()
    page.get_by_role("checkbox", name="It is glued.").check()
    expect(page.get_by_text("2 of 2")).to_have_count(1, timeout=PATIENCE)
    assert is_the_same(page)


def test_a_tick_on_a_page_that_changes_before_the_script_of_checklists_is_there_stays(page: Page, site: Live) -> None:
    page.route("**/checklist.js*", lambda _route: None)
    page.goto(f"{site.address}joints.html", wait_until="domcontentloaded")
    page.evaluate("window.mark = true")
    page.get_by_role("checkbox", name="It is glued.").check()
    site.project.edit("docs/joints.md", "Beam 2.", "Rafter 2.")
    expect(page.locator("article")).to_contain_text("Rafter 2.", timeout=PATIENCE)
    with page.expect_request("**/checklist.js*", timeout=PATIENCE) as again:
        page.unroute("**/checklist.js*")  # which lets the first go on
    again.value.response().finished()
    expect(page.get_by_text("1 of 2")).to_have_count(1, timeout=PATIENCE)
    expect(page.get_by_role("checkbox", name="It is glued.")).to_be_checked()
    assert is_the_same(page)


def test_a_style_sheet_is_changed_in_place(page: Page, site: Live) -> None:
    before = page.locator("link[href*='bench.css']").get_attribute("href")
    expect(page.locator("h1")).to_have_css("color", "rgb(0, 0, 1)", timeout=PATIENCE)
    site.project.write("_static/bench.css", "h1 { color: rgb(0, 0, 2); }\n")
    expect(page.locator("h1")).to_have_css("color", "rgb(0, 0, 2)", timeout=PATIENCE)
    site.built("_static/bench.css")
    expect(page.locator(f"link[href*='bench.css?v=']:not([href$='{before}'])")).to_have_count(1, timeout=PATIENCE)
    expect(page.locator("h1")).to_have_css("color", "rgb(0, 0, 2)", timeout=PATIENCE)
    assert is_the_same(page)


def test_a_message_is_shown_as_it_is_until_it_is_mended(page: Page, site: Live) -> None:
    panel = page.locator("rdm-live")
    expect(panel).to_have_count(0, timeout=PATIENCE)
    site.project.edit("docs/joints.md", "Board 9.", "{topic}`<img src=x onerror=alert(1)>`")
    expect(panel).to_contain_text("1 message", timeout=PATIENCE)
    expect(panel).to_contain_text("docs/joints.md:", timeout=PATIENCE)
    expect(panel).to_contain_text("<img src=x onerror=alert(1)>", timeout=PATIENCE)
    expect(panel.locator("img")).to_have_count(0, timeout=PATIENCE)
    site.project.edit("docs/joints.md", "{topic}`<img src=x onerror=alert(1)>`", "Board 9.")
    expect(panel).to_have_count(0, timeout=PATIENCE)
    assert is_the_same(page)
