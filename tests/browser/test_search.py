"""Real questions, typed into the search, find the page that answers them among the first three.

``search-questions.tsv`` holds the questions. Each is of a kind: words as readers use them (*plain*), words with
letters of another language, typed or not (*swedish*), words of a group of synonyms, and typing errors.
"""

from __future__ import annotations

import csv
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("search")]

with Path(__file__).with_name("search-questions.tsv").open(encoding="utf-8", newline="") as file:
    QUESTIONS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def search(page: Page, site: str, question: str) -> list[str]:
    """The pages that a search finds, best first, without their anchors."""
    page.goto(f"{site}search.html?q={quote(question)}")
    page.wait_for_function("document.querySelector('.search-summary')?.textContent")
    links = page.locator("#search-results h3 > a").evaluate_all("links => links.map(link => link.href)")
    return list(dict.fromkeys(urlsplit(link).path.removeprefix("/").removesuffix(".html") for link in links))


@pytest.fixture(scope="module")
def missed(browser: Browser, site: str) -> dict[str, dict[str, list[str]]]:
    """The questions that do not find their page among the first three, by kind, with what they find instead."""
    page = browser.new_page()
    found: dict[str, dict[str, list[str]]] = {row["kind"]: {} for row in QUESTIONS}
    for row in QUESTIONS:
        best = search(page, site, row["question"])[:3]
        if not set(best) & set(row["pages"].split()):
            found[row["kind"]][row["question"]] = best
    page.close()
    return found


def test_there_are_enough_questions_of_every_kind() -> None:
    counts = {kind: sum(row["kind"] == kind for row in QUESTIONS) for kind in ("plain", "swedish", "synonym", "typo")}
    assert len(QUESTIONS) >= 40
    assert min(counts.values()) >= 4


def test_nine_of_ten_questions_find_their_page(missed: dict[str, dict[str, list[str]]]) -> None:
    total = sum(map(len, missed.values()))
    assert total <= len(QUESTIONS) // 10, missed


@pytest.mark.parametrize("kind", ["swedish", "synonym"])
def test_every_question_with_other_letters_or_a_synonym_finds_its_page(
    missed: dict[str, dict[str, list[str]]], kind: str
) -> None:
    assert missed[kind] == {}


def test_a_word_that_nobody_wrote_is_passed_over(browser: Browser, site: str) -> None:
    page = browser.new_page()
    assert search(page, site, "xqzwv checksum transfer")[0] == "topics/data-transfer"
    page.close()


def test_a_search_leads_to_the_section_that_has_all_words(browser: Browser, site: str) -> None:
    page = browser.new_page()
    search(page, site, "data dictionary")
    first = page.locator("#search-results .search-places a").first
    assert str(first.get_attribute("href")).endswith("topics/metadata.html#a-data-dictionary")
    page.close()


def test_every_page_is_found_once_under_a_heading_with_its_description(browser: Browser, site: str) -> None:
    page = browser.new_page()
    search(page, site, "zenodo repository")
    links = page.locator("#search-results h3 > a").evaluate_all("links => links.map(link => link.href)")
    assert len(links) == len(set(links)) > 3
    texts = page.locator("#search-results > ul > li").evaluate_all("all => all.map(one => one.innerText)")
    assert [text for text in texts if len(text.split()) < 8] == []
    page.close()


def test_the_number_of_pages_is_announced(browser: Browser, site: str) -> None:
    page = browser.new_page()
    found = search(page, site, "checksum")
    assert f"found {len(found)} pages" in page.get_by_role("status").inner_text()
    page.close()


def test_results_are_reached_by_keyboard(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}search.html")
    page.keyboard.type("readme template")  # the field has the focus
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.search-summary')?.textContent")
    first = page.locator("#search-results h3 > a").first
    for _ in range(3):
        page.keyboard.press("Tab")
        if first.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/topics/readme-files.html")
    page.close()


def test_a_search_fetches_no_page(browser: Browser, site: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    search(page, site, "backup")
    assert [url for url in asked if url.endswith(".html")] == []
    page.close()


def test_a_search_for_nothing_that_exists_says_so(browser: Browser, site: str) -> None:
    page = browser.new_page()
    assert search(page, site, "xqzwv") == []
    assert "did not match" in page.locator(".search-summary").inner_text()
    page.close()
