// Shows the meaning of a term in a box at the link to its entry. It stays while the pointer is on the link or on the box,
// or the focus on the link; after a tap until another one elsewhere. Escape takes it away.
globalThis.rdmTerm = (() => {
  "use strict";
  const make = globalThis.rdmMake;
  const { language, more, terms } = globalThis.rdmTerms;
  const root = new URL("..", document.currentScript.src);
  const known = new Map(terms.map(([address, ...entry]) => [new URL(address, root).href, entry]));
  const said = make("div", { id: "rdm-term", role: "tooltip" });
  // By the keyboard, the link at which the box is leads to the same place.
  const way = make("a", { tabindex: "-1" }, more);
  const box = make("div", { class: "rdm-term", popover: "manual" }, said, way);
  document.body.append(box);
  let shown; // the link
  let timer;

  const hide = () => {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    box.hidePopover();
  };
  // Under the last line of the link, or over the first where there is no room; within the window.
  const place = (link) => {
    const lines = link.getClientRects();
    const under = lines[lines.length - 1];
    const isOver = under.bottom + box.offsetHeight > innerHeight && lines[0].top > box.offsetHeight;
    const left = Math.min(under.left, document.documentElement.clientWidth - box.offsetWidth - 8);
    box.style.left = `${scrollX + Math.max(8, left)}px`;
    box.style.top = `${scrollY + (isOver ? lines[0].top - box.offsetHeight : under.bottom)}px`;
  };
  const show = (link, [term, definition, translations]) => {
    hide();
    shown = link;
    way.href = link.href;
    said.replaceChildren(
      make("strong", { lang: language }, term), make("p", { lang: language }, definition),
      ...translations.map(([name, code, word]) => make("p", {}, `${name}: `, make("span", { lang: code }, word))));
    link.setAttribute("aria-describedby", said.id);
    box.showPopover();
    place(link);
  };

  const isKept = () => shown?.matches(":focus-visible") || box.matches(":hover");
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "touch") return;
    clearTimeout(timer);
    if (shown && !shown.contains(target)) timer = setTimeout(() => isKept() || hide(), 300);
  }, true); // before a link asks for the box
  document.addEventListener("pointerdown", ({ target }) => { if (!box.contains(target) && !shown?.contains(target)) hide(); });
  document.addEventListener("focusout", () => { timer = setTimeout(() => isKept() || shown?.matches(":hover") || hide(), 0); });
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape") hide(); });

  addEventListener("pagehide", hide); // who comes back finds the page as it was

  return (link, isTap) => {
    const entry = known.get(link.href.replace(link.search, ""));
    if (!entry) return false;
    clearTimeout(timer);
    // Who passes over a link on the way to another place is not to see boxes spring up.
    if (isTap || link.matches(":focus-visible")) show(link, entry);
    else timer = setTimeout(() => { if (link.matches(":hover")) show(link, entry); }, 150);
    return true;
  };
})();
