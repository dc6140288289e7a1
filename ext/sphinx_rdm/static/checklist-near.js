// Loads what makes tools of checklists, once one comes into sight; at once if there are ticks to show, on paper, too.
(() => {
  "use strict";
  const { dataset, src } = document.currentScript;
  let hasTicks = new URLSearchParams(location.search).has("done");
  try { hasTicks ||= Boolean(localStorage.getItem("ticks")); } catch { /* reading can be forbidden */ }
  const near = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    near.disconnect();
    for (const name of dataset.later.split(" ")) {
      // In their order, as if they stood in the page
      document.head.append(Object.assign(document.createElement("script"), { src: new URL(name, src), async: false }));
    }
  }, { rootMargin: hasTicks ? "1000000px" : "1000px" });
  for (const source of document.querySelectorAll("script.rdm-ticks")) near.observe(source.nextElementSibling);
})();
