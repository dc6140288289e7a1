// Loads what only some readers need, of what the attributes of its own element name.
(() => {
  "use strict";
  const { dataset, src } = document.currentScript;
  const load = (names) => Promise.all(names.split(" ").map((name) => new Promise((onload, onerror) => {
    const [kind, named] = name.includes(".css") ? ["link", "href"] : ["script", "src"];
    const loaded = { rel: "stylesheet", async: false, [named]: new URL(name, src), onload, onerror };
    document.head.append(Object.assign(document.createElement(kind), loaded));
  })));

  // What makes tools of checklists, once one comes into sight; at once if there are ticks to show, on paper, too.
  if (dataset.ticks) {
    let hasTicks = new URLSearchParams(location.search).has("done");
    try { hasTicks ||= Boolean(localStorage.getItem("ticks")); } catch { /* reading can be forbidden */ }
    const near = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      near.disconnect();
      load(dataset.ticks);
    }, { rootMargin: hasTicks ? "1000000px" : "1000px" });
    for (const source of document.querySelectorAll("script.rdm-ticks")) near.observe(source.nextElementSibling);
  }

  // What shows the meaning of a term, once a pointer or the focus is on a link to one, or a finger taps it
  let loading;
  let isTouched; // a screen reader sends a click without a touch, and its click follows the link
  const wake = async (event) => {
    const link = event.target.closest?.("a:has(> .std-term)");
    if (!link || link.hasAttribute("aria-describedby")) return; // its meaning is shown, so that a second tap follows it
    const isClick = event.type === "click";
    const isTap = isClick ? isTouched : event.pointerType === "touch";
    if (isClick) isTouched = false;
    if (isClick !== isTap) return;
    if (isTap) event.preventDefault();
    const isShown = await (loading ??= load(dataset.terms)).then(() => rdmTerm(link, isTap)).catch(() => false);
    if (isTap && !isShown) location.assign(link.href);
  };
  addEventListener("pointerdown", ({ pointerType }) => { isTouched = pointerType === "touch"; }, true);
  for (const name of dataset.terms ? ["pointerover", "focusin", "click"] : []) document.addEventListener(name, wake);
})();
