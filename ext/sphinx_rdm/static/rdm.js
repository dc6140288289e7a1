// Fold-outs: open the ones that an address leads into, and all of them on paper. Boxes: nothing is ticked at first.
(() => {
  "use strict";

  const reveal = () => {
    let id;
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      return; // not an address of ours
    }
    const target = id && document.getElementById(id);
    if (!target) return;
    let folded = false;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      folded ||= !fold.open;
      fold.open = true;
    }
    if (folded) target.scrollIntoView();
  };

  addEventListener("hashchange", reveal);
  // A second click on the same link changes no address, but the reader may have closed the fold-out since.
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href*='#']");
    if (link && link.href === location.href) reveal();
  });

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const fold of closed) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of closed) fold.open = false;
    closed = [];
  });

  // Some browsers put old ticks into a page that was loaded again. Where this runs again in a page, its ticks are new.
  const isAgain = "again" in document.currentScript.dataset;
  for (const box of isAgain ? [] : document.querySelectorAll(".rdm-tick input")) box.checked = false;

  reveal();
})();
