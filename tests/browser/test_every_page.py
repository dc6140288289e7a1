"""Every page, for every reader: in both colours, on narrow and wide screens, by keyboard alone, without motion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

from building import Build
from handbook.sources import page_addresses

pytestmark = pytest.mark.slow

Scheme = Literal["light", "dark"]

# Pages that have nearly all there is to see between them
VARIED = [
    *("index.html", "life-cycle/collect.html", "resources.html", "data-types.html", "topics/university-resources.html"),
    *("search.html?q=metadata", "topics/ena-submission.html", "checklists.html"),
]
PAGES = sorted(page_addresses(), key=lambda address: address not in VARIED)
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
# The dark scheme changes colours alone, so that the other rules find nothing new there.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
# A narrow window changes where things are, and which of them can be seen.
PLACE_RULES = ["color-contrast", "target-size", "scrollable-region-focusable"]

# Contrast would take most of axe's time. It follows from what is computed for an element and for all around it, so that
# one text of each kind speaks for its kind on all pages: the first that axe can judge, being longer than a sign, not
# scrolled out of its box, and not over something else. The other rules look at every element.
MARK_KINDS = """(judged) => {
  const known = new Map();
  const paint = (element) => {
    if (!element) return "";
    if (!known.has(element)) {
      const style = getComputedStyle(element);
      const own = [
        style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode, style.position,
      ].join();
      const paintsNothing = own === "rgba(0, 0, 0, 0),none,1,none,normal,static";
      known.set(element, paint(element.parentElement) + (paintsNothing ? "" : `;${own}`));
    }
    return known.get(element);
  };
  const kinds = new Set(judged);
  for (const element of document.body.querySelectorAll("*")) {
    delete element.dataset.kind;
    element.scrollTop = 0;
    const hasText = [...element.childNodes].some(({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim()[1]);
    if (!hasText && !element.matches("input, select")) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const { color, textShadow, fontSize, fontWeight } = getComputedStyle(element);
    // Where text begins to count as large, its size matters.
    const size = Math.min(Math.max(parseFloat(fontSize), 18), 25);
    // A link has to be told from the text around it.
    const around = element.matches("a") ? getComputedStyle(element.parentElement).color : "";
    const kind = [color, textShadow, size, fontWeight, around, paint(element)].join();
    if (!kinds.has(kind)) element.dataset.kind = kind;
    kinds.add(kind);
  }
  const selectors = { "color-contrast": "[data-kind]", "link-in-text-block": "a[data-kind]" };
  axe.configure({ rules: Object.entries(selectors).map(([id, selector]) => ({ id, selector })) });
  return [...kinds].slice(judged.length);
}"""
# What rules of axe and of style sheets tell apart: names, classes and attributes of an element and of what it stands
# in, and whether it says something. Where a page has nothing of a new shape, and no text of a new kind, all of them
# would find what they found before; what is left to look at there is how wide it is, what it asks for, and what it
# says. Words of code differ by their colours, which make them texts of other kinds.
NEW_SHAPES = """(known) => {
  const heard = (name) => /^(aria-.*|alt|lang|role|tabindex|type)$/.test(name);
  const own = (element) => [
    element.localName, element.getAttribute("class")?.replace(/highlight-[a-z]+/, ""),
    ...element.getAttributeNames().filter(heard),
    Boolean(element.textContent.trim()),
  ].join();
  const seen = new Set(known);
  for (const element of document.querySelectorAll("body *:not(pre *)")) {
    const shape = `${own(element)} in ${own(element.parentElement)}`;
    if (!seen.has(shape)) element.dataset.news = "";
    seen.add(shape);
  }
  return [...seen].slice(known.length);
}"""
# On a page that has little of its own, axe looks at what is new alone.
NEWS = ["[data-news]", "[data-kind]"]
RUN_AXE = """async ({ rules, without = [], within = [], preload = false }) => {
  const options = { resultTypes: ["violations", "incomplete"], rules: { "target-size": { enabled: true } }, preload };
  for (const rule of without) options.rules[rule] = { enabled: false };
  if (rules) options.runOnly = rules;
  const include = within.filter((selector) => document.querySelector(selector));
  const place = within.length ? { include } : document;
  const { passes, violations, incomplete } = await axe.run(place, options);
  const faults = violations.flatMap(
    ({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
  const unsure = incomplete.find(({ id }) => id === "color-contrast")?.nodes ?? [];
  const unjudged = unsure.map(({ target }) => document.querySelector(target[0]).dataset.kind);
  return { faults, applied: [...passes, ...violations].map(({ id }) => id), unjudged };
}"""
# The page's own scripts follow the window and the system within a frame or two.
FOLLOW = """async (scheme) => {
  for (let frames = 0; frames < 100; frames++) {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    if (document.documentElement.dataset.theme === scheme) return true;
  }
  return false;
}"""
OVERHANGS = """() => {
  const { scrollWidth, clientWidth } = document.scrollingElement;
  if (scrollWidth <= clientWidth) return [];
  const isWide = (element) => element.getBoundingClientRect().right > clientWidth;
  const widest = [...document.querySelectorAll("body *")].filter(
    (element) => isWide(element) && ![...element.children].some(isWide));
  return [`${scrollWidth} px in ${clientWidth} px`, ...widest.map((element) => element.outerHTML.slice(0, 120))];
}"""
MOVES = """() => {
  const faults = [];
  for (const element of document.querySelectorAll("*")) {
    for (const part of ["", "::before", "::after"]) {
      const { animationDuration, transitionDuration, scrollBehavior } = getComputedStyle(element, part);
      const seconds = `${animationDuration}, ${transitionDuration}`.split(", ").map(parseFloat);
      if (seconds.some((time) => time > 0.001) || scrollBehavior !== "auto") {
        faults.push(`${seconds} s, ${scrollBehavior}: ${element.outerHTML.slice(0, 120)}${part}`);
      }
    }
  }
  return faults;
}"""
TABBABLE = """[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(
  (element) => element.tabIndex >= 0 && !element.disabled && element.checkVisibility({ visibilityProperty: true }))"""
# What a rule of a style sheet can tell apart: the names and classes of an element and of what it stands in.
SHAPE = """(element) => {
  const path = [];
  for (let part = element; part; part = part.parentElement) {
    path.push([part.localName, part.getAttribute("class"), part.getAttribute("type"), part.role].join());
  }
  return path.join(" < ");
}"""
# A focus is seen by an outline, which unlike other marks stays where readers have colours of their own. It has 3:1 to
# what it stands on, and runs around the element, the card over which its link stretches, or the form of its field.
# One element of each shape is looked at; on all pages, what is of one shape looks the same.
FOCUSES = f"""(known) => {{
  const faults = [];
  const shape = {SHAPE};
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const isClear = (colour) => numbers(colour)[3] === 0;
  const luminance = (colour) => numbers(colour).slice(0, 3).map((value) => value / 255)
    .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  const contrast = (one, other) => {{
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }};
  const ground = (element) => {{
    const {{ backgroundColor }} = getComputedStyle(element);
    return isClear(backgroundColor) && element.parentElement ? ground(element.parentElement) : backgroundColor;
  }};
  const ring = ([element, part]) => {{
    const {{ outlineStyle, outlineWidth, outlineColor }} = getComputedStyle(element, part);
    const isSeen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !isClear(outlineColor)
      && contrast(outlineColor, ground(element.parentElement)) >= 3;
    return isSeen ? `${{outlineStyle}} ${{outlineWidth}} ${{outlineColor}}` : "";
  }};
  const places = (element) => [[element, ""], [element, "::after"], [element.parentElement, ""]];
  const say = (element, fault) => faults.push(`${{fault}}: ${{element.outerHTML.slice(0, 120)}}`);
  const shapes = new Map();
  for (const element of {TABBABLE}) {{
    if (element.tabIndex > 0) say(element, "out of order");
    if (element.closest("[aria-hidden='true']")) say(element, "hidden from screen readers");
    shapes.set(shape(element), element);
  }}
  const found = [...shapes].filter(([name]) => !known.includes(name));
  document.activeElement.blur();
  const atRest = found.map(([, element]) => places(element).map(ring));
  for (const [index, [, element]] of found.entries()) {{
    element.focus({{ preventScroll: true }});
    const rings = places(element).map(ring);
    if (!element.matches(":focus-visible")) say(element, "takes no focus");
    else if (!rings.some((now, place) => now && now !== atRest[index][place])) say(element, "shows no focus");
  }}
  document.activeElement.blur();
  return {{ faults, shapes: found.map(([name]) => name) }};
}}"""
# Notes where the keyboard is after each key, and whether that spot can be seen, rather than lying under the bar.
WATCH_STEPS = f"""() => {{
  const stops = new Map({TABBABLE}.map((stop, index) => [stop, `${{index}} ${{stop.outerHTML.slice(0, 120)}}`]));
  window.steps = [];
  addEventListener("keyup", ({{ key }}) => {{
    if (key !== "Tab") return;
    const stop = document.activeElement;
    const own = stop.getClientRects()[0];
    // A link that stretches over a card has no size of its own.
    const {{ top, bottom, left, right }} = own?.width && own.height ? own : stop.offsetParent.getBoundingClientRect();
    const middle = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const isSeen = stop.contains(document.elementFromPoint((left + right) / 2, middle));
    window.steps.push(`${{isSeen ? "" : "covered: "}}${{stops.get(stop) ?? stop.outerHTML.slice(0, 120)}}`);
  }});
  return [...stops.values()];
}}"""


@dataclass
class Heard:
    """What the browser asked for and complained of, since the page was loaded."""

    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def heard() -> Heard:
    return Heard()


@pytest.fixture(scope="module")
def tab(browser: Browser, heard: Heard) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script(AXE)
    context.add_init_script(
        "addEventListener('securitypolicyviolation', event => console.error(event.violatedDirective))"
    )
    tab = context.new_page()
    tab.on("console", lambda message: heard.said.append(message.text))
    tab.on("pageerror", lambda error: heard.said.append(str(error)))
    tab.on("request", lambda request: heard.asked.append(request.url))
    tab.on("requestfailed", lambda request: heard.said.append(f"failed: {request.url}"))
    tab.on("response", lambda response: heard.said.append(response.url) if response.status >= 400 else None)
    yield tab
    context.close()


@pytest.fixture(scope="module", params=PAGES)
def page(request: pytest.FixtureRequest, tab: Page, site: str, heard: Heard) -> Page:
    """A page with all folds open and all entries shown, loaded once for all tests that look at it."""
    tab.goto("about:blank")  # which ends what the page before was still asking for
    heard.asked.clear()
    heard.said.clear()
    visit(tab, site + request.param)
    tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    return tab


@pytest.fixture(scope="module")
def shapes() -> list[str]:
    """The shapes of elements, and the kinds of text, that were seen on an earlier page."""
    return []


@pytest.fixture(scope="module")
def has_news(page: Page, shapes: list[str]) -> bool:
    """Whether the page has elements of a shape, or text of a kind, that no page before it had."""
    view(page, 1280)
    new = [*page.evaluate(NEW_SHAPES, shapes), *page.evaluate(MARK_KINDS, shapes)]
    shapes += new
    return bool(new)


def visit(page: Page, address: str) -> None:
    # What the search finds comes one by one.
    page.goto(address, wait_until="networkidle" if "?q=" in address else "load")


def view(page: Page, width: int, scheme: Scheme = "light") -> None:
    # Each has all of the page laid out again.
    if page.viewport_size != (size := {"width": width, "height": 900}):
        page.set_viewport_size(size)
    if page.evaluate("document.documentElement.dataset.theme") != scheme:
        page.emulate_media(color_scheme=scheme)
    assert page.evaluate(FOLLOW, scheme)


def go_to_top(page: Page) -> None:
    """Let the next Tab start at the top, wherever the focus has been."""
    page.evaluate("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")


def walk(page: Page, key: str, steps: int) -> list[str]:
    for _ in range(steps):
        page.keyboard.press(key)
    return page.evaluate("steps.splice(0)")


def assert_none(faults: list[str]) -> None:
    assert not faults, "\n".join(faults)


def test_no_page_is_left_out(handbook: Build) -> None:
    names = [path.relative_to(handbook.out).as_posix() for path in handbook.out.rglob("*.html")]
    # Old addresses lead on at once.
    pages = {
        name for name in names if not name.startswith("_static/") and 'http-equiv="refresh"' not in handbook.text(name)
    }
    assert {address.partition("?")[0] for address in PAGES} == pages


# In an order in which the window and the colours rarely change. A wide window comes first, in which most can be judged.


@pytest.fixture(scope="module")
def judged() -> dict[str, list[str]]:
    """The kinds of text whose contrast was judged on an earlier page, by colour scheme."""
    return {"light": [], "dark": []}


@pytest.fixture(scope="module")
def focused() -> dict[str, list[str]]:
    """The shapes of which one took the focus on an earlier page, by colour scheme."""
    return {"light": [], "dark": []}


def assert_axe_finds_nothing(
    page: Page, width: int, scheme: Scheme, judged: dict[str, list[str]], *, has_news: bool
) -> None:
    if not has_news:
        return
    view(page, width, scheme)
    kinds = page.evaluate(MARK_KINDS, judged[scheme])
    within = [] if page.evaluate("location.pathname.slice(1) + location.search") in VARIED else NEWS
    if not kinds and (scheme == "dark" or not page.evaluate("document.querySelector('[data-news]') !== null")):
        return
    rules = COLOUR_RULES if scheme == "dark" else PLACE_RULES if width < 1000 else None
    # That all stands in landmarks can be told without looking at every element, as `test_valid_html.py` does.
    # For the others axe works out what lies over what, which takes half of its time. A wide window has nothing new for
    # them where no text is of a new kind: targets are closest to each other in a narrow one.
    without = ["region"] if kinds or width < 1000 else ["region", *COLOUR_RULES, "target-size"]
    # It loads the style sheets once more for one rule, of which all pages have the same.
    result = page.evaluate(
        RUN_AXE, {"rules": rules, "without": without, "within": within, "preload": not judged[scheme]}
    )
    assert_none(result["faults"])
    # Light pages are looked at anyway: there, another text may do for one that cannot be judged.
    judged[scheme] += [kind for kind in kinds if scheme == "dark" or kind not in result["unjudged"]]
    # A rule that applies to nothing finds no fault either; on narrow screens, new kinds may be out of sight.
    assert width < 1000 or set(kinds) <= set(result["unjudged"]) or "color-contrast" in result["applied"]
    assert scheme == "dark" or within or "target-size" in without or "target-size" in result["applied"]


def assert_the_focus_is_seen(
    page: Page, width: int, scheme: Scheme, focused: dict[str, list[str]], *, has_news: bool
) -> None:
    if not has_news:
        return
    view(page, width, scheme)
    page.keyboard.press("Tab")  # from now on the browser shows a focus
    result = page.evaluate(FOCUSES, focused[scheme])
    assert_none(result["faults"])
    focused[scheme] += result["shapes"]


def test_axe_finds_nothing(page: Page, judged: dict[str, list[str]], has_news: bool) -> None:
    assert_axe_finds_nothing(page, 1280, "light", judged, has_news=has_news)


def test_nothing_moves_for_readers_who_asked_for_that(page: Page, has_news: bool) -> None:
    if has_news:
        view(page, 1280)
        assert_none(page.evaluate(MOVES))


def test_the_keyboard_meets_everything_in_order_and_is_seen(
    page: Page, focused: dict[str, list[str]], has_news: bool
) -> None:
    assert_the_focus_is_seen(page, 1280, "light", focused, has_news=has_news)


def test_the_first_tab_leads_past_the_frame(page: Page, has_news: bool) -> None:
    if not has_news:
        return
    go_to_top(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.elementFromPoint(40, 30) === document.activeElement")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main, footer').contains(document.activeElement)")


def test_axe_finds_nothing_in_the_dark(page: Page, judged: dict[str, list[str]], has_news: bool) -> None:
    assert_axe_finds_nothing(page, 1280, "dark", judged, has_news=has_news)


def test_the_keyboard_is_seen_in_the_dark(page: Page, focused: dict[str, list[str]], has_news: bool) -> None:
    assert_the_focus_is_seen(page, 320, "dark", focused, has_news=has_news)


def test_axe_finds_nothing_in_a_narrow_window(page: Page, judged: dict[str, list[str]], has_news: bool) -> None:
    assert_axe_finds_nothing(page, 320, "light", judged, has_news=has_news)


@pytest.mark.parametrize("width", [320, 768, 2560])
def test_nothing_scrolls_sideways(page: Page, width: int, has_news: bool) -> None:
    if width == 320 or has_news:  # where it is narrowest, each long word counts
        view(page, width)
        assert_none(page.evaluate(OVERHANGS))


def test_all_the_while_nothing_breaks_the_policy_or_is_said_or_lacking(page: Page, site: str, heard: Heard) -> None:
    """The last of the tests that look at each page."""
    page.wait_for_load_state("networkidle")
    assert page.url.startswith(site)
    assert heard.asked
    assert [url for url in heard.asked if not url.startswith((site, "data:"))] == []
    assert heard.said == []


# Pages as readers meet them, with folds closed.
@pytest.mark.parametrize(
    ("name", "width"),
    [
        *(("index.html", 1280), ("index.html", 360), ("life-cycle/collect.html", 1280)),
        *(("resources.html?topic=metadata", 360), ("search.html?q=metadata", 1280), ("checklists.html", 360)),
    ],
)
def test_tab_steps_through_all_that_can_be_seen_and_back(tab: Page, site: str, name: str, width: int) -> None:
    visit(tab, site + name)
    view(tab, width)
    for checklist in tab.locator(".rdm-checklist").all()[:1]:  # its tools come once it comes near, those of all with it
        checklist.scroll_into_view_if_needed()
        tab.locator(".rdm-ticks-tools").first.wait_for()
    expected = tab.evaluate(WATCH_STEPS)[:60]
    go_to_top(tab)
    assert walk(tab, "Tab", len(expected)) == expected
    assert walk(tab, "Shift+Tab", len(expected) - 1) == expected[-2::-1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("menu", ["All pages", "On this page"])
def test_menus_of_a_narrow_window_serve_the_keyboard(tab: Page, site: str, menu: str, scheme: Scheme) -> None:
    visit(tab, f"{site}life-cycle/collect.html")
    view(tab, 360, scheme)
    button = tab.get_by_role("button", name=menu)
    button.focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.matches(':popover-open :is(a, button)')")
    assert_none(tab.evaluate(RUN_AXE, {"within": [":popover-open"]})["faults"])
    assert_none(tab.evaluate(RUN_AXE, {"within": ["header"], "rules": COLOUR_RULES})["faults"])
    tab.keyboard.press("Escape")
    assert tab.evaluate("!document.querySelector(':popover-open')")
    assert button.evaluate("button => button === document.activeElement")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_suggestions(tab: Page, site: str, scheme: Scheme) -> None:
    visit(tab, f"{site}index.html")
    view(tab, 1280, scheme)
    tab.get_by_role("combobox").first.press_sequentially("metad")
    tab.get_by_role("option").nth(3).wait_for()
    tab.keyboard.press("ArrowDown")
    assert_none(tab.evaluate(RUN_AXE, {"within": ["[role=search]"]})["faults"])


# What readers set for themselves. WCAG 1.4.12
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`p { margin-bottom: 2em !important }
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
# Lines of an entry that unfolds are cut off on purpose, and so are words for screen readers alone.
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((element) => {
  const { overflowX, overflowY, clipPath, webkitLineClamp } = getComputedStyle(element);
  const hides = overflowX === "hidden" && element.scrollWidth > element.clientWidth + 1
    || overflowY === "hidden" && element.scrollHeight > element.clientHeight + 1;
  return hides && clipPath === "none" && webkitLineClamp === "none" && element.checkVisibility();
}).map((element) => element.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("name", VARIED)
def test_text_may_be_spaced_and_the_window_small(tab: Page, site: str, name: str) -> None:
    visit(tab, site + name)
    tab.evaluate(SPACED)
    for width, height in ((1280, 900), (320, 256)):
        tab.set_viewport_size({"width": width, "height": height})
        assert_none(tab.evaluate(OVERHANGS))
        assert_none(tab.evaluate(CUT_OFF))


@pytest.mark.parametrize("name", VARIED)
def test_colours_of_the_reader_leave_controls_with_an_edge(browser: Browser, site: str, name: str) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    visit(page, site + name)
    edges = page.locator("main :is(button, input:not([type=checkbox]), select, .rdm-chip):visible").evaluate_all(
        """all => all.filter((one) => {
          const edge = (element) => parseFloat(getComputedStyle(element).borderTopWidth) > 0
            || getComputedStyle(element).textDecorationLine !== "none";
          return !edge(one) && !edge(one.closest("form") ?? one);
        }).map((one) => one.outerHTML.slice(0, 100))"""
    )
    context.close()
    assert edges == []
