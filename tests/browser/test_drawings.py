"""Decisions and processes as they are drawn: in wide windows and narrow ones, for the keyboard, and on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page

from building import ROOT

pytestmark = pytest.mark.slow

DRAWS = re.compile(r"^```\{(decision|process)\} ", re.MULTILINE)
PAGES = [
    path.relative_to(ROOT / "docs").with_suffix(".html").as_posix()
    for folder in ("life-cycle", "topics")
    for path in sorted((ROOT / "docs" / folder).glob("*.md"))
    if DRAWS.search(path.read_text("utf-8"))
]
SHALLOW = """<figure class="rdm-drawing rdm-decision rdm-deep-2"><div class="rdm-tree"><p class="rdm-question">One?</p>
<ul class="rdm-branches"><li><p class="rdm-answer"><strong>Yes</strong></p><p class="rdm-question">Two?</p>
<ul class="rdm-branches"><li><p class="rdm-answer">Yes</p></li><li><p class="rdm-answer">No</p></li></ul></li>
<li><p class="rdm-answer"><strong>No</strong></p></li></ul></div></figure>"""
# What is beside what: the left edge of each answer, and the right one of its question.
BESIDE = """(tree) => [...tree.querySelectorAll(".rdm-question")].map((question) => {
  const answer = question.nextElementSibling.querySelector(".rdm-answer");
  return answer.getBoundingClientRect().left > question.getBoundingClientRect().right;
})"""
# How wide each answer is, and its line.
WIDTHS = """(answers) => answers.map((answer) => [
  answer.getBoundingClientRect().width, getComputedStyle(answer, "::before").borderBottomWidth])"""


def drawings(page: Page) -> Locator:
    return page.locator("figure.rdm-drawing")


def test_some_pages_draw() -> None:
    assert len(PAGES) > 3


@pytest.mark.parametrize("name", PAGES)
def test_every_link_is_reached_by_keyboard_in_its_order_and_no_answer_is_narrow_on_a_phone(
    page: Page, site: str, name: str
) -> None:
    page.goto(site + name)
    for drawing in drawings(page).all():
        links = drawing.locator("a").all()
        if not links:
            continue
        links[0].focus()
        for link in links[1:]:
            page.keyboard.press("Tab")
            assert link.evaluate("link => link === document.activeElement")
    page.set_viewport_size({"width": 320, "height": 640})
    answers = drawings(page).locator("li").evaluate_all(WIDTHS)
    assert min(width for width, _line in answers) > 150
    assert {line for _width, line in answers} == {"2px"}


def test_questions_stand_beside_each_other_where_there_is_room(page: Page, site: str) -> None:
    page.goto(site + PAGES[0])
    drawings(page).first.evaluate("(drawing, other) => { drawing.outerHTML = other; }", SHALLOW)
    tree = page.locator(".rdm-tree").first
    for width, beside in ((1600, True), (320, False)):
        page.set_viewport_size({"width": width, "height": 900})
        assert tree.evaluate(BESIDE) == [beside, beside]


def test_a_drawing_has_its_lines_on_paper_and_in_colours_of_the_reader(page: Page, site: str) -> None:
    page.goto(site + PAGES[0])
    for media, colours in (("print", "none"), ("screen", "active")):
        page.emulate_media(media=media, forced_colors=colours)
        line = drawings(page).locator("li").first.evaluate("item => getComputedStyle(item, '::before').borderColor")
        assert line not in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)")
