"""Real questions, typed into the search, find the page that answers them among the first three.

``search-questions.tsv`` holds the questions. Each is of a kind: words as readers use them (*plain*), whole sentences,
abbreviations, words of another language or of its letters (*swedish*), other names of a thing (*synonym*), and typing
errors.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from unicodedata import category
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from serving import serve

from building import Build
from handbook.sources import handbook_data
from hostile_garden import hostile_garden
from living import dead
from making import garden
from searching import index_of, usual
from sphinx_rdm.kinds.facility.record import FACILITY
from sphinx_rdm.kinds.plain import QUESTION, SYNONYMS
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


FIND = """async (titles) => {
    const found = {};
    for (const title of titles) {
        const { results, answers } = RDM_SEARCH.find(title);
        const { passages, questions } = Search._index;
        const answered = answers.slice(0, 1).map((number) => passages[questions[number][1]][0]);
        const place = ([page, , anchor]) => Search._index.pages[page][0] + (anchor && `#${anchor}`);
        const places = results.map(
            ({ hits }) => hits.map(({ passage }) => place(Search._index.passages[passage])));
        // Each place is called by its own title, and so among the first of one of them.
        const items = results.slice(0, 12).map((result) => RDM_SEARCH.shown(result, new Set()).item);
        const links = items.flatMap((item) => [...item.querySelectorAll("a")].map((link) => link.href));
        const pages = [...answered, ...results.map(({ page }) => page)].map((page) => Search._index.pages[page][0]);
        found[title] = { places: places.flat(), pages, links };
    }
    return found;
}"""

Found = dict[str, dict[str, list[str]]]
"""What is found for each question: places and pages as they are in the index, best first, and links as shown."""


def find_all(page: Page, build: Build, questions: Iterable[str] = ()) -> Found:
    """What a page that shows a search finds for *questions* and for each title in the index."""
    titles = {*questions, *(passage.title for passage in index_of(build).passages)}
    expect(page.locator(".search-summary")).not_to_be_empty()
    return page.evaluate(FIND, sorted(titles))


@pytest.fixture(scope="module")
def found(browser: Browser, handbook: Build, site: str) -> Found:
    """What the handbook finds for the questions, all other names, and all titles."""
    page = browser.new_page()
    page.goto(f"{site}search.html?q=data")
    questions = [row["question"] for row in QUESTIONS]
    questions += [form for group in handbook_data().of(SYNONYMS).values() for form in group.words]
    found = find_all(page, handbook, questions)
    page.close()
    return found


def pages(found: Found, question: str) -> list[str]:
    """The names of the pages that a question found, best first."""
    return list(dict.fromkeys(found[question]["pages"]))


def ranks(found: Found) -> dict[str, int]:
    """For each question, how many other pages stand before the first that answers it; 99 if none is found."""
    return {
        row["question"]: min(
            (number for number, page in enumerate(pages(found, row["question"])) if page in row["pages"].split()),
            default=99,
        )
        for row in QUESTIONS
    }


def test_there_are_enough_questions_of_every_kind() -> None:
    counts = Counter(row["kind"] for row in QUESTIONS)
    assert counts.total() >= 150
    assert counts["swedish"] >= 50
    assert min(counts[kind] for kind in ("plain", "sentence", "abbreviation", "synonym", "typo")) >= 7


def test_no_question_stands_twice_and_every_answer_is_a_page(handbook: Build) -> None:
    questions = [row["question"].casefold() for row in QUESTIONS]
    assert [question for question, count in Counter(questions).items() if count > 1] == []
    assert {page for row in QUESTIONS for page in row["pages"].split()} <= index_of(handbook).pages.keys()


@pytest.mark.parametrize(("within", "share"), [(1, 0.8), (3, 0.95)])
def test_questions_find_their_page(found: Found, within: int, share: float) -> None:
    missed = {question: pages(found, question)[:3] for question, rank in ranks(found).items() if rank >= within}
    assert len(missed) <= (1 - share) * len(QUESTIONS), missed


def test_hardly_a_question_finds_nothing(found: Found) -> None:
    nothing = [row["question"] for row in QUESTIONS if not pages(found, row["question"])]
    assert len(nothing) <= len(QUESTIONS) / 100, nothing


def test_a_word_that_nobody_wrote_is_passed_over(page: Page, site: str) -> None:
    assert search(page, site, "xqzwv checksum transfer")[0] == "topics/data-transfer"


def test_a_search_leads_to_the_section_that_has_all_words(page: Page, site: str) -> None:
    search(page, site, "data dictionary")
    first = page.locator("#search-results .search-places a").first
    assert str(first.get_attribute("href")).endswith("topics/metadata.html#a-data-dictionary")


def test_results_stand_in_groups_each_once_with_a_sentence_that_fits(page: Page, site: str) -> None:
    search(page, site, "zenodo repository")
    groups = page.locator("#search-results h2").all_inner_texts()
    assert {"Pages", "Resources and places"} <= set(groups)
    links = page.locator("#search-results h3 > a").evaluate_all("links => links.map(link => link.href)")
    assert len(links) == len(set(links)) > 3
    lists = page.locator("#search-results > * > ul > li").evaluate_all("all => all.map(one => one.innerText)")
    assert [text for text in lists if len(text.split()) < 6] == []
    assert page.locator("#search-results .search-sentence mark").count() >= len(lists) / 2


def test_a_misspelt_word_is_corrected_only_where_nothing_has_it_and_the_reader_is_told(page: Page, site: str) -> None:
    assert search(page, site, "metdata")[0] == "topics/metadata"
    expect(page.get_by_role("status")).to_contain_text("Showing results for “metadata” instead of “metdata”.")
    search(page, site, "checksum")
    expect(page.get_by_role("status")).not_to_contain_text("instead of")


def test_words_in_another_language_are_found_with_their_endings(page: Page, site: str) -> None:
    plain = search(page, site, "datahanteringsplan")
    assert search(page, site, "datahanteringsplanerna")[0] == plain[0] == "topics/data-management-plan"


def test_a_form_that_a_page_quotes_is_one_of_the_name_that_it_belongs_to(page: Page, site: str) -> None:
    assert set(search(page, site, "dataskyddsombud")[:3]) <= set(search(page, site, "dataskyddsombudet"))


def test_small_words_of_another_language_say_nothing_beside_others(page: Page, site: str) -> None:
    for question in ("bilder från konfokalmikroskop", "vem äger forskningsdata", "inom metabolomik"):
        few = " ".join(word for word in question.split() if word not in ("från", "vem", "inom"))
        assert search(page, site, question)[:5] == search(page, site, few)[:5] != []
    expect(page.get_by_role("status")).not_to_contain_text("instead of")
    assert search(page, site, "från") != []


def test_more_results_are_shown_on_demand_and_the_keyboard_goes_on_there(page: Page, site: str) -> None:
    search(page, site, "data")
    group = page.locator("#search-results h2", has_text="Pages").locator("xpath=following-sibling::ul[1]/li")
    before = group.count()
    page.get_by_role("button", name="Show more").first.click()
    assert group.count() > before
    assert group.nth(before).locator("h3 a").evaluate("link => link === document.activeElement")


def test_the_number_of_pages_is_announced(page: Page, site: str) -> None:
    found = search(page, site, "checksum")
    assert re.match(r"\d+ results$", page.get_by_role("status").inner_text())
    assert found


def test_results_are_reached_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}search.html")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("readme template")
    page.keyboard.press("Enter")
    first = page.locator("#search-results h3 > a").first
    expect(first).to_have_text("README files")
    for _ in range(3):
        page.keyboard.press("Tab")
        if first.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}topics/readme-files.html")


def test_a_search_fetches_no_page(browser: Browser, site: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    search(page, site, "backup")
    assert [url for url in asked if url.endswith(".html")] == []
    page.close()


@pytest.mark.parametrize("question", ["xqzwv", "constructor", "__proto__"])
def test_a_search_for_nothing_that_exists_says_what_to_do(page: Page, site: str, question: str) -> None:
    assert search(page, site, question) == []
    expect(page.get_by_role("status")).to_contain_text("Nothing has any of these words. Check how they are spelt")


def test_a_word_that_is_passed_over_takes_no_short_word_with_it(page: Page, site: str) -> None:
    assert search(page, site, "xqzwv R package") == search(page, site, "R package") != []


# Questions with an answer


def answers(page: Page, site: str, question: str) -> list[str]:
    page.goto(f"{site}search.html?q={quote(question)}")
    expect(page.locator(".search-summary")).not_to_be_empty()
    return page.locator(".search-answer h2 a").all_inner_texts()


def test_no_question_of_this_test_stands_in_the_data() -> None:
    known = {usual(way) for item in handbook_data().of(QUESTION).values() for way in (item.question, *item.also)}
    assert known
    assert [row["question"] for row in QUESTIONS if usual(row["question"]) in known] == []


def test_each_question_is_answered_first_however_it_is_put(page: Page, site: str) -> None:
    page.goto(f"{site}search.html?q=data")
    expect(page.locator(".search-summary")).not_to_be_empty()
    items = list(handbook_data().of(QUESTION).values())
    ways = [[item.question, *item.also] for item in items]
    first = page.evaluate("all => all.map((ways) => ways.map((way) => RDM_SEARCH.find(way).answers[0]))", ways)
    assert [ways[number] for number, found in enumerate(first) if set(found) != {number}] == []


def test_without_questions_most_pages_are_found_as_well(page: Page, site: str) -> None:
    page.goto(f"{site}search.html")
    page.evaluate("Search._index.questions = []")
    found = page.evaluate(FIND, [row["question"] for row in QUESTIONS])
    missed = [question for question, rank in ranks(found).items() if rank >= 3]
    assert len(missed) <= 0.12 * len(QUESTIONS), missed


def test_an_answer_stands_before_all_results_and_leads_to_its_place(page: Page, site: str) -> None:
    item = next(item for item in handbook_data().of(QUESTION).values() if item.anchor)
    assert answers(page, site, item.question.lower()) == [item.question]
    box = page.locator(".search-groups > :first-child")
    expect(box).to_contain_text(item.answer)
    box.get_by_role("link").click()
    expect(page).to_have_url(f"{site}{item.page}.html#{item.anchor}")


ODD_QUESTIONS = ["Is <b>this</b> &amp; that 'quoted\"?", "__proto__", "constructor"]


def test_a_question_and_its_answer_are_shown_as_they_were_typed(page: Page, tmp_path: Path) -> None:
    project = garden(tmp_path, {})
    records = [
        {"id": f"odd-{number}", "question": question, "answer": f"Yes: {question}", "page": "soil"}
        for number, question in enumerate(ODD_QUESTIONS)
    ]
    project.write("data/questions.yml", "".join(f"- {json.dumps(record)}\n" for record in records))
    top = project.build(strict=True).out.as_uri() + "/"
    for question in ODD_QUESTIONS:
        assert answers(page, top, question) == [question]
        expect(page.locator(".search-answer h2 + p")).to_have_text(f"Yes: {question}")
        assert page.locator(".search-answer b").count() == 0


# While a question is typed


def suggested(page: Page) -> list[str]:
    expect(page.get_by_role("option").first).to_be_visible()
    return [text.split("\n")[0] for text in page.get_by_role("option").all_inner_texts()]


@pytest.mark.parametrize("name", ["index.html", "life-cycle/collect.html", "search.html"])
def test_what_may_be_meant_comes_up_while_a_reader_types(page: Page, site: str, name: str) -> None:
    page.goto(site + name)
    field = page.get_by_role("combobox", name="Search the handbook").first
    field.press_sequentially("metad")
    assert "Metadata" in suggested(page)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("listbox")).to_have_accessible_name("Search the handbook")
    expect(page.locator("[role=search] [aria-live]", has_text="suggestions")).to_have_count(1)


def test_suggestions_are_chosen_with_the_arrows_and_followed_with_enter(page: Page, site: str) -> None:
    page.goto(f"{site}index.html")
    field = page.get_by_role("combobox").first
    field.press_sequentially("How do I name")
    titles = suggested(page)
    for key, chosen in [("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", -1), ("ArrowUp", -2)]:
        page.keyboard.press(key)
        marked = page.get_by_role("option", selected=True).all_inner_texts()
        assert [text.split("\n")[0] for text in marked] == ([] if chosen == -1 else [titles[chosen + (chosen < -1)]])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    goal = str(chosen.evaluate("option => option.href"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(goal)


def test_enter_searches_for_what_is_typed_and_escape_closes_the_suggestions(page: Page, site: str) -> None:
    page.goto(f"{site}index.html")
    field = page.get_by_role("combobox").first
    field.press_sequentially("metadata")
    suggested(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("metadata")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}search.html?q=metadata")


def test_a_suggestion_can_be_clicked_and_the_list_closes_behind_the_focus(page: Page, site: str) -> None:
    page.goto(f"{site}index.html")
    page.get_by_role("combobox").first.press_sequentially("metadata")
    suggested(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.get_by_role("combobox").first.press("End")
    page.keyboard.type(" ")
    page.keyboard.press("Backspace")
    page.get_by_role("option", name="Metadata", exact=True).click()
    expect(page).to_have_url(f"{site}topics/metadata.html")


def test_nothing_is_loaded_for_suggestions_before_somebody_types(browser: Browser, site: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}index.html", wait_until="networkidle")
    assert [url for url in asked if url.endswith("searchindex.js")] == []
    page.close()


@pytest.mark.parametrize("keys", ["/", "Control+k"])
def test_keys_lead_to_the_search_field(page: Page, site: str, keys: str) -> None:
    page.goto(f"{site}topics/metadata.html")
    page.keyboard.press(keys)
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("a/b")
    expect(page.get_by_role("combobox")).to_have_value("a/b")
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto(f"{site}topics/metadata.html")
    page.keyboard.press(keys)
    expect(page).to_have_url(f"{site}search.html")


def test_the_single_key_can_be_switched_off(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}search.html")
    page.get_by_role("checkbox", name="The key / goes to the search field").uncheck()
    page.goto(f"{site}topics/metadata.html")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).not_to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.close()


# Where nothing is found


def test_where_nothing_is_found_near_words_and_other_ways_are_offered(page: Page, site: str) -> None:
    assert search(page, site, "xmetabolomiqsz") == []
    expect(page.get_by_text("Perhaps you meant:").get_by_role("link").first).to_have_text("metabolomics")
    ways = page.locator("#search-help a")
    assert ways.count() > 2
    page.get_by_role("link", name="metabolomics").click()
    expect(page.locator("#search-results h3").first).to_be_visible()
    expect(page.locator("#search-help")).to_be_hidden()
    page.goto(f"{site}search.html")
    expect(page.locator("#search-help")).to_be_visible()


# What stands first


def test_a_page_is_the_first_that_its_own_title_finds(found: Found, handbook: Build) -> None:
    titles = index_of(handbook).pages
    best = {title: titles[pages(found, title)[0]] for title in titles.values()}
    assert {title: other for title, other in best.items() if other != title} == {}


def test_a_synonym_finds_what_is_about_it(found: Found, handbook: Build) -> None:
    """What says it in its own title, in whatever words, is among the first pages."""
    index = index_of(handbook)
    wrong = {}
    for group in handbook_data().of(SYNONYMS).values():
        forms = [f" {fold(form)} " for form in group.words]
        about = {passage.page for passage in index.passages if says(passage.title, forms)}
        for form in group.words if about else ():
            if not set(pages(found, form)[:3]) & about:
                wrong[form] = pages(found, form)[:3]
    assert wrong == {}


def says(text: str, forms: list[str]) -> bool:
    return any(form in f" {fold(text)} " for form in forms)


# Where the results lead


def assert_leads(found: Found, build: Build, top: str, uri: Callable[[str], str] = "{}.html".format) -> None:
    """All links that are shown lead to a place that is there; and every title finds all places that have it."""
    index = index_of(build)
    shown = {link.removeprefix(top) for one in found.values() for link in one["links"]}
    assert len(shown) > len(index.pages)
    assert dead(build.out, shown) == []
    # Nobody can type a word of a title that is one sign.
    wanted = {(passage.title, passage.place) for passage in index.passages if any(map(str.isalpha, passage.title))}
    assert {(title, place) for title, place in wanted if place not in found[title]["places"]} == set()
    places = {place for one in found.values() for place in one["places"]}
    addresses = [uri(place.partition("#")[0]) + "".join(place.partition("#")[1:]) for place in places]
    assert dead(build.out, addresses) == []


def test_every_result_in_the_handbook_leads_to_its_place(found: Found, handbook: Build, site: str) -> None:
    assert_leads(found, handbook, site)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return hostile_garden(tmp_path_factory.mktemp("hostile")).build(strict=True)


def test_every_result_leads_to_its_place_whatever_titles_are(page: Page, disk: Build) -> None:
    top = disk.out.as_uri() + "/"
    page.goto(f"{top}search.html?q=bed")
    assert_leads(find_all(page, disk), disk, top)


def test_results_lead_to_folders_where_pages_are_folders(page: Page, tmp_path: Path) -> None:
    build = hostile_garden(tmp_path).build("dirhtml")
    with serve(build.out) as top:
        page.goto(f"{top}search/?q=bed")
        assert_leads(find_all(page, build), build, top, build.app.builder.get_target_uri)


def test_titles_are_shown_as_they_were_typed(page: Page, disk: Build) -> None:
    page.goto(f"{disk.out.as_uri()}/search.html?q=amp")
    expect(page.locator(".search-summary")).not_to_be_empty()
    assert "<b>&amp;" in page.locator("#search-results a").all_inner_texts()
    assert page.locator("#search-results b").count() == 0


def test_a_record_in_a_fold_is_open_when_its_result_is_followed(page: Page, site: str) -> None:
    facility = next(iter(handbook_data().of(FACILITY).values()))
    search(page, site, facility.title)
    page.locator("#search-results h3 > a", has_text=facility.title).first.click()
    folded = page.locator("details.rdm-facility", has=page.locator(f"#facility-{facility.id}"))
    expect(folded).to_have_attribute("open", "")
    expect(folded).to_be_in_viewport()


# Letters

LETTERS = [
    *("Smørrebrød på ÉTÉ", "Łódź", "İstanbul ıssız", "ΟΔΟΣ ὁδός", "ﬁle m² №", "STRASSE Straße ẞ", "Ŋuorra ŧ đ"),
    *("e\u0301te\u0301", "Cre\u0300me", "a\u0338ø\u0308", "data\u00admanagement", "x_y 3-2-1", "ÞÓRR œuvre Æsir"),
    *("が カ\u3099 ｶﾞ", "한국어", "हिन्दी", "עִבְרִית", "🙂ok🙂", *map(chr, range(0x20, 0x2000))),
]


def test_python_and_the_browser_make_the_same_of_all_letters(page: Page, site: str, handbook: Build) -> None:
    # Of letters that are new, one of them may not know.
    words = [word for word in LETTERS if all(category(letter) != "Cn" for letter in word)]
    words += [passage.title for passage in index_of(handbook).passages]
    page.goto(f"{site}search.html?q=data")
    in_search = page.evaluate("words => words.map((word) => [rdmFold(word), RDM_SEARCH.split(word)])", words)
    page.goto(f"{site}data-types.html")
    in_filter = page.evaluate("words => words.map((word) => rdmFold(word))", words)
    assert in_search == [[fold(word), re.findall(r"\w+", fold(word))] for word in words]
    assert in_filter == [fold(word) for word in words]


@pytest.mark.parametrize("words", ["smorrebrod", "SMØRREBRØD", "smørrebrod", "aether", "ÆTHER", "ﬁg"])
def test_search_and_filter_find_the_same_whatever_accents_are_typed(page: Page, letters: Build, words: str) -> None:
    top = letters.out.as_uri() + "/"
    page.goto(f"{top}search.html?q={quote(words)}")
    expect(page.locator("#search-results h3", has_text="Smørrebrød, æther & fig")).to_be_visible()
    page.goto(f"{top}stores.html?q={quote(words)}")
    expect(page.locator(".rdm-record:visible")).to_have_count(1)


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Build:
    project = garden(tmp_path_factory.mktemp("letters"), {"cafe.md": "# Smørrebrød, æther & fig\n"})
    project.edit("data/guide.yml", "title: Loft", "title: Smørre\u00adbrød, æther & ﬁg")
    return project.build(strict=True)
