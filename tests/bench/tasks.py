"""How far readers go for ten common tasks: run ``make html``, then ``.venv/bin/python tests/bench/tasks.py``.

From the start page, a search counts as one click, and so does each link, button or choice. What is sought must then
stand on the screen, or one screen further down. Ends with an error if a task takes more.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "browser"))

from chromium import find
from playwright.sync_api import Locator, Page, TimeoutError, sync_playwright
from serving import serve

from building import ROOT

MOST_CLICKS, MOST_SCREENS = 2, 1
WINDOWS = ((1280, 800), (375, 812))


class Task(NamedTuple):
    """What a reader wants: the steps, and where the answer stands afterwards."""

    name: str
    steps: tuple[Callable[[Page], None], ...]
    goal: Callable[[Page], Locator]


def search(question: str) -> Callable[[Page], None]:
    def step(page: Page) -> None:
        page.get_by_role("main").get_by_role("combobox").first.fill(question)
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=*")
        page.locator("#search-results a").first.wait_for()
        page.wait_for_load_state("networkidle")

    return step


def follow(selector: str) -> Callable[[Page], None]:
    def step(page: Page) -> None:
        page.locator(selector).first.click()
        page.wait_for_load_state("networkidle")

    return step


def choose(number: int) -> Callable[[Page], None]:
    return lambda page: page.locator("main select").first.select_option(index=number) and None


def place(selector: str) -> Callable[[Page], Locator]:
    return lambda page: page.locator(selector).first


ANSWER = "#search-results .search-answer a, #search-results h3 a"
TASKS = [
    Task(
        "university's contact for plans",
        (follow("main a:has-text('Find help at my university')"), choose(5)),
        place(".rdm-chooser [href^='mailto:'], .rdm-chooser dd a"),
    ),
    Task(
        "where to deposit a human genome",
        (search("where to deposit a human genome"), follow(ANSWER)),
        place(".rdm-record:has(#guide-fega), #from-open-to-controlled"),
    ),
    Task(
        "copy a README",
        (search("readme template"), follow(ANSWER)),
        place("a[download], a.download, article a[href*='README']"),
    ),
    Task(
        "metadata tools of Collect",
        (follow("main a:has(:text-is('All resources'))"), follow(".rdm-filter-views a[href*='topic=metadata']")),
        place(".rdm-record:not([hidden])"),
    ),
    Task(
        "print the checklist of Plan",
        (follow("main a[href$='plan.html#checklist']"), follow(".rdm-ticks-tools button")),
        place(".rdm-ticks-tools button"),
    ),
    Task("cite a page", (search("how do I cite a page of this handbook"), follow(ANSWER)), place("#one-page")),
    Task("how long to keep data", (search("how long do I keep data"),), place(".search-answer h2 + p")),
    Task(
        "computing for sensitive data",
        (search("where can I compute on sensitive data"), follow(ANSWER)),
        place("#sensitive-data-stay-in-a-secure-environment"),
    ),
    Task(
        "a Swedish word",
        (search("personuppgiftsbiträde"),),
        place("#search-results .search-sentence, .search-answer h2 + p"),
    ),
]


def main() -> int:
    """Do all tasks in a wide and in a narrow window, and print what they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "build/html", help="the built site (default: build/html)")
    given = parser.parse_args()
    failed = False
    with serve(given.site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        for width, height in WINDOWS:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.set_default_timeout(5000)
            print(f"{width} x {height}: clicks, screens")
            for task in TASKS:
                page.goto(f"{address}index.html")
                try:
                    for step in task.steps:
                        step(page)
                    goal = task.goal(page)
                    goal.wait_for()
                except TimeoutError as error:
                    failed = True
                    print(f"  not found at {page.url}: {task.name}: {str(error).splitlines()[-1].strip()}")
                    continue
                screens = max(0.0, goal.evaluate("goal => goal.getBoundingClientRect().top") / height)
                too_far = len(task.steps) > MOST_CLICKS or screens > MOST_SCREENS
                failed |= too_far
                print(f"  {len(task.steps)}  {screens:.1f}  {task.name}{'  <- too far' if too_far else ''}")
            page.close()
        browser.close()
    return failed


if __name__ == "__main__":
    sys.exit(main())
