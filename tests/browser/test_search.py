"""Real questions, typed into the search, find the page that answers them among the first three.

``search-questions.tsv`` holds the questions. Each is of a kind: words as readers use them (*plain*), words with
letters of another language, typed or not (*swedish*), words of a group of synonyms, and typing errors.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from unicodedata import category
from urllib.parse import quote, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from serving import serve

from building import Build
from handbook.sources import handbook_data
from hostile_garden import hostile_garden
from living import dead
from making import garden
from sphinx_rdm.kinds.facility.record import FACILITY
from sphinx_rdm.kinds.plain import SYNONYMS
from sphinx_rdm.search.folding import fold

pytestmark = pytest.mark.slow

with Path(__file__).with_name("search-questions.tsv").open(encoding="utf-8", newline="") as file:
    QUESTIONS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def search(page: Page, site: str, question: str) -> list[str]:
    """The pages that a search finds, best first, without their anchors."""
    page.goto(f"{site}search.html?q={quote(question)}")
    expect(page.locator(".search-summary")).not_to_be_empty()
    links = page.locator("#search-results h3 > a").evaluate_all("links => links.map(link => link.href)")
    return list(dict.fromkeys(urlsplit(link).path.removeprefix("/").removesuffix(".html") for link in links))


def index(build: Build) -> dict[str, Any]:
    """The index of the search, as the script reads it."""
    return json.loads(build.text("searchindex.js").removeprefix("Search.setIndex(").removesuffix(")"))


def find_all(page: Page, build: Build, questions: Iterable[str] = ()) -> dict[str, Any]:
    """What a page that shows a search finds for *questions* and for each title in the index.

    Links as they are shown, those of the pages alone, and all places.
    """
    known = index(build)
    titles = {*questions, *known["titles"], *known["alltitles"], *known["indexentries"]}
    titles |= {place[0] for places in known["places"].values() for place in places}
    expect(page.locator(".search-summary")).not_to_be_empty()
    return page.evaluate(
        """titles => Object.fromEntries(titles.map((title) => {
            Search.output.replaceChildren();
            Search.query(title);
            const links = (those) => [...Search.output.querySelectorAll(those)].map((link) => link.href);
            const results = Search._performSearch(...Search._parseQuery(title));
            const places = results.map(([page, , anchor]) => page + anchor);
            return [title, { pages: links("h3 > a"), shown: links("a"), places }];
        }))""",
        sorted(titles),
    )


@pytest.fixture(scope="module")
def found(browser: Browser, handbook: Build, site: str) -> dict[str, Any]:
    """What the handbook finds for the questions, the synonyms, and all titles."""
    page = browser.new_page()
    page.goto(f"{site}search.html?q=data")
    questions = [row["question"] for row in QUESTIONS]
    questions += [form for group in handbook_data().of(SYNONYMS).values() for form in group.words]
    found = find_all(page, handbook, questions)
    page.close()
    return found


def pages(found: dict[str, Any], question: str) -> list[str]:
    """The names of the pages that a question found, best first."""
    return [unquote(urlsplit(link).path).removeprefix("/").removesuffix(".html") for link in found[question]["pages"]]


@pytest.fixture(scope="module")
def missed(found: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    """The questions that do not find their page among the first three, by kind, with what they find instead."""
    missed: dict[str, dict[str, list[str]]] = {row["kind"]: {} for row in QUESTIONS}
    for row in QUESTIONS:
        best = pages(found, row["question"])[:3]
        if not set(best) & set(row["pages"].split()):
            missed[row["kind"]][row["question"]] = best
    return missed


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
    first = page.locator("#search-results h3 > a").first
    expect(first).to_have_text("README files")
    for _ in range(3):
        page.keyboard.press("Tab")
        if first.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}topics/readme-files.html")
    page.close()


def test_a_search_fetches_no_page(browser: Browser, site: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    search(page, site, "backup")
    assert [url for url in asked if url.endswith(".html")] == []
    page.close()


@pytest.mark.parametrize("question", ["xqzwv", "constructor", "__proto__"])
def test_a_search_for_nothing_that_exists_says_what_to_do(browser: Browser, site: str, question: str) -> None:
    page = browser.new_page()
    assert search(page, site, question) == []
    expect(page.get_by_role("status")).to_contain_text("No page has all of these words. Check how they are spelt")
    page.close()


def test_a_word_that_is_passed_over_takes_no_short_word_with_it(browser: Browser, site: str) -> None:
    page = browser.new_page()
    assert search(page, site, "xqzwv R package") == search(page, site, "R package") != []
    page.close()


# What stands first


def test_a_page_is_the_first_that_its_own_title_finds(found: dict[str, Any], handbook: Build) -> None:
    known = index(handbook)
    title_of = dict(zip(known["docnames"], known["titles"], strict=True))
    best = {title: title_of[pages(found, title)[0]] for title in known["titles"]}
    assert {title: other for title, other in best.items() if other != title} == {}


def test_a_synonym_finds_first_what_is_about_it(found: dict[str, Any], handbook: Build) -> None:
    """A page that says it in its own title, in whatever words, comes before all that say it elsewhere."""
    known = index(handbook)
    title_of = dict(zip(known["docnames"], known["titles"], strict=True))
    wrong = {}
    for group in handbook_data().of(SYNONYMS).values():
        forms = [f" {fold(form)} " for form in group.words]
        about = {name for name, title in title_of.items() if says(title, forms)}
        # A definition may come first, too.
        defined = {
            known["docnames"][place[0]]
            for entry, places in known["indexentries"].items()
            for place in places
            if says(entry, forms)
        }
        for form in group.words if about else ():
            if pages(found, form)[0] not in about | defined:
                wrong[form] = pages(found, form)[:3]
    assert wrong == {}


def says(text: str, forms: list[str]) -> bool:
    return any(form in f" {fold(text)} " for form in forms)


# Where the results lead


def assert_leads(found: dict[str, Any], build: Build, top: str, uri: Callable[[str], str] = "{}.html".format) -> None:
    """All links that are shown lead to a place that is there; and every title finds all places that have it."""
    known = index(build)
    shown = {link.removeprefix(top) for one in found.values() for link in one["shown"]}
    assert len(shown) > len(known["docnames"])
    assert dead(build.out, shown) == []
    named = [(title, file, anchor) for title, places in known["alltitles"].items() for file, anchor in places]
    named += [(title, file, anchor) for places in known["places"].values() for title, file, anchor, _ in places]
    named += [(title, file, anchor) for title, places in known["indexentries"].items() for file, anchor, _ in places]
    wanted = {
        (title, known["docnames"][file] + (f"#{anchor}" if anchor else ""))
        for title, file, anchor in named
        if any(map(str.isalpha, title))  # nobody can type a word of the others
    }
    assert {(title, place) for title, place in wanted if place not in found[title]["places"]} == set()
    places = {place for one in found.values() for place in one["places"]}
    addresses = [uri(place.partition("#")[0]) + "".join(place.partition("#")[1:]) for place in places]
    assert dead(build.out, addresses) == []


def test_every_result_in_the_handbook_leads_to_its_place(found: dict[str, Any], handbook: Build, site: str) -> None:
    assert_leads(found, handbook, site)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return hostile_garden(tmp_path_factory.mktemp("hostile")).build(strict=True)


def test_every_result_leads_to_its_place_whatever_titles_are(browser: Browser, disk: Build) -> None:
    page = browser.new_page()
    top = disk.out.as_uri() + "/"
    page.goto(f"{top}search.html?q=bed")
    assert_leads(find_all(page, disk), disk, top)
    page.close()


def test_results_lead_to_folders_where_pages_are_folders(browser: Browser, tmp_path: Path) -> None:
    build = hostile_garden(tmp_path).build("dirhtml")
    page = browser.new_page()
    with serve(build.out) as top:
        page.goto(f"{top}search/?q=bed")
        assert_leads(find_all(page, build), build, top, build.app.builder.get_target_uri)
    page.close()


def test_titles_are_shown_as_they_were_typed(browser: Browser, disk: Build) -> None:
    page = browser.new_page()
    page.goto(f"{disk.out.as_uri()}/search.html?q=amp")
    assert "<b>&amp;" in page.locator("#search-results .search-places a").all_inner_texts()
    assert page.locator("#search-results b").count() == 0
    page.close()


def test_a_record_in_a_fold_is_open_when_its_result_is_followed(browser: Browser, site: str) -> None:
    page = browser.new_page()
    facility = next(iter(handbook_data().of(FACILITY).values()))
    search(page, site, facility.title)
    page.locator("#search-results .search-places a", has_text=facility.title).first.click()
    folded = page.locator("details.rdm-facility", has=page.locator(f"#facility-{facility.id}"))
    expect(folded).to_have_attribute("open", "")
    expect(folded).to_be_in_viewport()
    page.close()


# Letters

LETTERS = [
    *("Smørrebrød på ÉTÉ", "Łódź", "İstanbul ıssız", "ΟΔΟΣ ὁδός", "ﬁle m² №", "STRASSE Straße ẞ", "Ŋuorra ŧ đ"),
    *("e\u0301te\u0301", "Cre\u0300me", "a\u0338ø\u0308", "data\u00admanagement", "x_y 3-2-1", "ÞÓRR œuvre Æsir"),
    *("が カ\u3099 ｶﾞ", "한국어", "हिन्दी", "עִבְרִית", "🙂ok🙂", *map(chr, range(0x20, 0x2000))),
]


def test_python_and_the_browser_make_the_same_of_all_letters(browser: Browser, site: str, handbook: Build) -> None:
    # Of letters that are new, one of them may not know.
    words = [word for word in LETTERS if all(category(letter) != "Cn" for letter in word)]
    words += index(handbook)["alltitles"]
    page = browser.new_page()
    page.goto(f"{site}search.html?q=data")
    in_search = page.evaluate("words => words.map((word) => [rdmFold(word), splitQuery(word)])", words)
    page.goto(f"{site}data-types.html")
    in_filter = page.evaluate("words => words.map((word) => rdmFold(word))", words)
    page.close()
    assert in_search == [[fold(word), re.findall(r"\w+", fold(word))] for word in words]
    assert in_filter == [fold(word) for word in words]


@pytest.mark.parametrize("words", ["smorrebrod", "SMØRREBRØD", "smørrebrod", "aether", "ÆTHER", "ﬁg"])
def test_search_and_filter_find_the_same_whatever_accents_are_typed(
    browser: Browser, letters: Build, words: str
) -> None:
    top = letters.out.as_uri() + "/"
    page = browser.new_page()
    page.goto(f"{top}search.html?q={quote(words)}")
    expect(page.locator("#search-results h3").first).to_have_text("Smørrebrød, æther & fig")
    page.goto(f"{top}stores.html?q={quote(words)}")
    expect(page.locator(".rdm-record:visible")).to_have_count(1)
    page.close()


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Build:
    project = garden(tmp_path_factory.mktemp("letters"), {"cafe.md": "# Smørrebrød, æther & fig\n"})
    project.edit("data/guide.yml", "title: Loft", "title: Smørre\u00adbrød, æther & ﬁg")
    return project.build(strict=True)
