"""What the extension adds to a page is readable under any theme, by day and by night, and looks like what it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser
from serving import serve

from making import garden

pytestmark = pytest.mark.slow

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
THEMES = ["alabaster", "furo", "pydata_sphinx_theme", "sphinx_rtd_theme"]
PAGES = ["index", "water", "sow", "all", "words", "404"]

# Faults of a theme are its own, and so is the colour of links.
RUN_AXE = """async () => {
  const rules = ["color-contrast", "list", "listitem", "definition-list", "dlitem", "label"];
  const { violations, passes } = await axe.run(
    { include: [["main, [role=main]"]], exclude: [["a"]] },
    { runOnly: { type: "rule", values: rules }, resultTypes: ["violations", "passes"] });
  return {
    faults: violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 140)}
      ${node.any[0]?.message ?? ""}`)),
    applied: [...passes, ...violations].map(({ id }) => id),
  };
}"""

# What axe does not see: numbers in circles, and words in the drawing.
CONTRASTS = """() => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const paint = (colours) => {
    context.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb) => rgb.map((value) => value / 255)
    .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const grounds = (element) => element
    ? [...grounds(element.parentElement), getComputedStyle(element).backgroundColor] : ["#fff"];
  const found = [];
  for (const item of document.querySelectorAll(".rdm-stages > li")) {
    const { color, backgroundColor } = getComputedStyle(item, "::before");
    const ground = [...grounds(item), backgroundColor];
    found.push([`number of ${item.innerText.slice(0, 20)}`, contrast(paint(ground), paint([...ground, color]))]);
  }
  for (const text of document.querySelectorAll(".rdm-life-cycle text")) {
    const ground = [...grounds(text.closest("svg")), getComputedStyle(text.previousElementSibling).fill];
    found.push([`drawn ${text.textContent}`, contrast(paint(ground), paint([...ground, getComputedStyle(text).fill]))]);
  }
  return found.filter(([, value]) => value < 4.5).map(([what, value]) => `${what}: ${value.toFixed(2)}`);
}"""

# Marks and indents of lists that have boxes, lines or numbers of their own.
MARKS = """() => [...document.querySelectorAll(
  ":is(.rdm-stages, .rdm-views, .rdm-list, .rdm-checklist, .rdm-jumps, .rdm-filter-chips) > li")]
  .filter((item) => {
    const { listStyleType, listStyleImage } = getComputedStyle(item);
    return listStyleType !== "none" || listStyleImage !== "none";
  }).map((item) => `${item.parentElement.className}: ${getComputedStyle(item).listStyleType}`)"""


# The scripts of a theme follow the system within a frame or two.
SETTLE = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"

Found = dict[tuple[str, str], dict[str, Any]]
"""What each script finds, by colour scheme and page."""


@pytest.fixture(scope="module", params=THEMES)
def found(request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What is found in a garden under a theme, with folds and values laid open."""
    built = garden(tmp_path_factory.mktemp(request.param), {}).build(html_theme=request.param)
    page = browser.new_page(reduced_motion="reduce")
    page.add_init_script(AXE)
    results: Found = {}
    with serve(built.out) as site:
        for name in PAGES:
            page.goto(f"{site}{name}.html")
            page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
            page.evaluate("document.querySelectorAll('.rdm-filter-facets details').forEach((one) => one.open = true)")
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.evaluate(SETTLE)
                results[scheme, name] = {script: page.evaluate(script) for script in (RUN_AXE, CONTRASTS, MARKS)}
    page.close()
    return results


def test_axe_finds_no_fault_in_what_we_add(found: Found) -> None:
    assert [(place, fault) for place, results in found.items() for fault in results[RUN_AXE]["faults"]] == []
    # A rule that applies to nothing finds no fault either.
    assert all("color-contrast" in results[RUN_AXE]["applied"] for results in found.values())


def test_numbers_and_drawn_words_can_be_read(found: Found) -> None:
    assert [(place, fault) for place, results in found.items() for fault in results[CONTRASTS]] == []


def test_no_list_with_marks_of_its_own_has_others_too(found: Found) -> None:
    assert [(place, fault) for place, results in found.items() for fault in results[MARKS]] == []
