// Narrows the catalogue down. The list is complete without this script, which adds a row above it, with a field for words
// and the number of entries that fit, and facets with counts beside it; where there is no room beside, they are a sheet
// over the page. What is chosen stands in the address, so that Back works and a view can be passed on.
(() => {
  "use strict";
  const AT_ONCE = 50;
  const catalogue = document.querySelector(".rdm-catalogue");
  const source = document.querySelector("script.rdm-filter");
  if (!catalogue || !source) return;
  const { facets, records, views, words } = JSON.parse(source.textContent);

  const fold = globalThis.rdmFold;
  const make = globalThis.rdmMake;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_whole, key) => values[key]);

  // One item for each record, in the order of the page.
  const groups = [...catalogue.querySelectorAll(".rdm-group")].map((element) => ({
    element, heading: element.querySelector(".rubric, h2, h3, h4"), items: [],
  }));
  const known = new Map(records.map(
    ([anchor, own, also]) => [document.getElementById(anchor).closest(".rdm-record"), { own, also }]));
  const items = groups.flatMap((group) => [...group.element.querySelectorAll(".rdm-record")].map((element) => {
    const title = element.querySelector(".rdm-entry");
    const { own, also } = known.get(element);
    const name = fold(title.querySelector("a").textContent);
    const description = element.querySelector("p")?.textContent ?? "";
    const item = { element, own, boxes: [], name, text: `${name} ${fold(`${description} ${also}`)}` };
    group.items.push(item);
    return item;
  }));

  // What is chosen, and how it stands in the address.
  const chosen = { words: "", order: "group", facets: facets.map(() => new Set()) };
  let room = AT_ONCE;
  const address = () => {
    const query = new URLSearchParams();
    if (chosen.words) query.set("q", chosen.words);
    facets.forEach(([name], number) => chosen.facets[number].forEach((value) => query.append(name, value)));
    if (chosen.order !== "group") query.set("sort", chosen.order);
    return `${location.pathname}${query.size ? `?${query}` : ""}`;
  };
  const readAddress = () => {
    const query = new URLSearchParams(location.search);
    chosen.words = query.get("q") ?? "";
    chosen.order = ["title", "title-down"].includes(query.get("sort")) ? query.get("sort") : "group";
    facets.forEach(([name, , values], number) => {
      const ids = values.map(([id]) => id);
      chosen.facets[number] = new Set(query.getAll(name).filter((value) => ids.includes(value)));
    });
  };

  // The form.
  const search = make("input", { type: "search", autocomplete: "off", spellcheck: "false" });
  const order = make("select", {}, ...["group", "title", "title-down"].map(
    (value) => make("option", { value }, words[value === "group" ? "sort-group" : `sort-${value}`])));
  const boxes = facets.map(([name, , values]) => values.map(([id, title]) => {
    const box = make("input", { type: "checkbox", name, value: id });
    const count = make("span");
    return { id, title, box, count, total: 0, label: make("label", {}, box, make("span", {}, title), count) };
  }));
  boxes.forEach((all, number) => {
    const byId = new Map(all.map((one) => [one.id, one]));
    for (const item of items) item.boxes.push(item.own[number].map((value) => byId.get(value)).filter(Boolean));
  });
  const OPEN = 3; // facets; the others are one press away
  const panels = facets.map(([, title], number) => make("details", number < OPEN ? { open: "" } : {},
    make("summary", {}, title), make("fieldset", {}, make("legend", {}, title), ...boxes[number].map(({ label }) => label))));
  const done = make("button", { type: "button", class: "rdm-filter-done" });
  const shut = make("button", { type: "button", "aria-label": words.shut }, "×");
  const sheet = make("div", { class: "rdm-filter-facets", id: "rdm-filter-facets", popover: "", role: "group", "aria-label": words.filters },
    make("div", { class: "rdm-filter-head" }, words.filters, shut), ...panels, done);
  const opener = make("button", { type: "button", class: "rdm-filter-opener", popovertarget: sheet.id, "aria-haspopup": "true" });
  search.setAttribute("aria-label", words.search);
  search.setAttribute("placeholder", words.field);
  const status = make("p", { class: "rdm-filter-status", role: "status" });
  const chips = make("ul", { class: "rdm-filter-chips", "aria-label": words.active });
  const clear = make("button", { type: "button", class: "rdm-filter-clear" }, words.clear);
  const copy = make("button", { type: "button", class: "rdm-filter-copy" }, words.copy);
  const starts = make("p", { class: "rdm-filter-views" }, `${words.start} `,
    ...views.flatMap(([title, query]) => [make("a", { href: `?${query}` }, title), " "]));
  const form = make("form", { class: "rdm-filter-form", role: "search", "aria-label": words.label }, search, opener, status);
  const tools = make("div", { class: "rdm-filter-tools" }, starts, chips, clear, copy, make("label", {}, `${words.sort} `, order));
  const more = make("button", { type: "button", class: "rdm-filter-more" });
  const none = make("p", { class: "rdm-filter-none" }, words.none);

  // Which items fit; and for each value, how many would if its facet asked for nothing: those that fail no facet but its own.
  const select = (terms) => {
    const asked = [...chosen.facets.keys()].filter((number) => chosen.facets[number].size);
    const found = [];
    for (const all of boxes) for (const one of all) one.total = 0;
    for (const item of items) {
      if (!terms.every((term) => item.text.includes(term))) continue;
      const failed = asked.filter((number) => !item.own[number].some((value) => chosen.facets[number].has(value)));
      if (!failed.length) found.push(item);
      if (failed.length > 1) continue;
      for (const all of failed.length ? [item.boxes[failed[0]]] : item.boxes) for (const one of all) one.total += 1;
    }
    return found;
  };

  let visible = new Set(items);
  let moved = false;
  let first; // of those that fit
  const show = () => {
    const terms = fold(chosen.words).split(/\s+/).filter(Boolean);
    const found = select(terms);
    const sorted = [...found];
    if (chosen.order !== "group") sorted.sort((a, b) => a.name.localeCompare(b.name));
    if (chosen.order === "title-down") sorted.reverse();
    const seen = new Set(sorted.slice(0, room));
    [first] = sorted;
    // With thousands of entries, only those are touched that change.
    for (const item of visible) if (!seen.has(item)) item.element.hidden = true;
    for (const item of seen) item.element.hidden = false;
    visible = seen;
    const inGroups = chosen.order === "group";
    if (inGroups && moved) for (const group of groups) group.element.append(...group.items.map((item) => item.element));
    // In the order of titles, the entries of all groups stand in one list.
    if (!inGroups) groups[0].element.append(...[...seen].map((item) => item.element));
    moved = !inGroups;
    for (const group of groups) group.heading.hidden = !inGroups || !group.items.some((item) => seen.has(item));

    boxes.forEach((all, number) => all.forEach((one) => {
      one.count.textContent = one.total;
      one.box.checked = chosen.facets[number].has(one.id);
    }));

    const active = facets.flatMap(([, facet], number) => boxes[number].filter(({ id }) => chosen.facets[number].has(id))
      .map(({ id, title }) => ({ number, id, title, name: `${facet}: ${title}` })));
    const count = active.length;
    opener.textContent = count ? fill(words.chosen, { count }) : words.filters;
    done.textContent = fill(words.close, { count: found.length });
    const said = fill(words.count, { shown: found.length, total: items.length });
    none.hidden = found.length > 0;
    if (status.textContent !== said) status.textContent = said;
    more.hidden = found.length <= room;
    more.textContent = fill(words.more, { count: found.length - room });
    chips.replaceChildren(...active.map(({ number, id, name, title }) => {
      const button = make("button", { type: "button", "aria-label": fill(words.remove, { name }) }, `${title} ×`);
      button.addEventListener("click", () => {
        chosen.facets[number].delete(id);
        change();
        (chips.querySelector("button") ?? search).focus();
      });
      return make("li", {}, button);
    }));
    chips.hidden = !active.length;
    clear.hidden = copy.hidden = !active.length && !chosen.words;
    starts.hidden = !clear.hidden || !views.length;
    if (document.activeElement !== search) search.value = chosen.words;
    order.value = chosen.order;
  };

  // A new choice is a step that Back takes back; letters of one word are not, and wait for a pause, because a new address
  // has all links of the page looked at.
  const PAUSE = 250;
  let writing;
  const write = (step) => {
    clearTimeout(writing);
    writing = null;
    history[step](null, "", address());
  };
  addEventListener("pagehide", () => { if (writing) write("replaceState"); });
  const change = (typing = false) => {
    room = AT_ONCE;
    show();
    clearTimeout(writing);
    if (typing) writing = setTimeout(write, PAUSE, "replaceState");
    else write("pushState");
    copy.textContent = words.copy;
    if (!sheet.matches(":popover-open")) bring();
  };
  const isWide = () => catalogue.classList.contains("rdm-wide");
  const widen = () => {
    const em = parseFloat(getComputedStyle(document.documentElement).fontSize);
    catalogue.classList.toggle("rdm-wide", catalogue.clientWidth >= 52 * em);
  };
  // What a reader asked for is to be seen where they look: not above the window, and not far down.
  const bring = () => {
    const { top } = catalogue.getBoundingClientRect();
    if (top < 0 || (first?.element ?? catalogue).getBoundingClientRect().top > innerHeight * (isWide() ? 0.6 : 0.3)) go();
  };
  // The place that is kept free for a row that stays on top is not wanted above the row itself.
  const go = () => {
    catalogue.scrollIntoView();
    const { position, top } = getComputedStyle(form);
    if (position === "sticky") scrollBy(0, catalogue.getBoundingClientRect().top - parseFloat(top));
  };

  search.addEventListener("input", () => { chosen.words = search.value.trim(); change(true); });
  search.addEventListener("change", () => write("replaceState")); // is left
  order.addEventListener("change", () => { chosen.order = order.value; change(); });
  facets.forEach((_facet, number) => boxes[number].forEach(({ id, box }) => box.addEventListener("change", () => {
    chosen.facets[number][box.checked ? "add" : "delete"](id);
    change();
  })));
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of [shut, done]) button.addEventListener("click", () => sheet.hidePopover());
  // Who leaves the sheet by the keyboard goes on behind it, and must see where.
  sheet.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !sheet.contains(relatedTarget) && sheet.matches(":popover-open")) sheet.hidePopover();
  });
  sheet.addEventListener("toggle", ({ newState }) => { if (newState === "closed" && !isWide()) bring(); });
  starts.addEventListener("click", (event) => {
    if (!event.target.matches("a") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState(null, "", event.target.href);
    read();
    bring();
    search.focus({ preventScroll: true });
  });
  clear.addEventListener("click", () => {
    chosen.words = search.value = "";
    chosen.facets.forEach((set) => set.clear());
    change();
    search.focus();
  });
  copy.addEventListener("click", async () => {
    if (await rdmCopy(new URL(address(), location.href).href, words.copy)) copy.textContent = words.copied;
  });
  more.addEventListener("click", () => {
    const last = items.filter((item) => !item.element.hidden).length;
    room += AT_ONCE;
    show();
    [...catalogue.querySelectorAll(".rdm-record:not([hidden])")][last]?.querySelector("a")?.focus();
  });
  const read = () => { readAddress(); room = AT_ONCE; search.value = chosen.words; show(); };
  addEventListener("popstate", () => { read(); reveal(); });
  addEventListener("beforeprint", () => { room = items.length; show(); });
  addEventListener("afterprint", () => { room = AT_ONCE; show(); });

  // An address that points at an entry shows it, whatever is chosen.
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1)); // our anchors need no escapes
    const entry = target?.closest(".rdm-record");
    if (!entry) return;
    if (entry.hidden) {
      room = items.length;
      show();
      entry.hidden = false;
      visible.add(items.find((item) => item.element === entry));
    }
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);

  // Thousands of entries stay where they are, which spares their style.
  catalogue.classList.add("rdm-finder");
  catalogue.prepend(form, tools, sheet);
  catalogue.append(none, more);
  new ResizeObserver(widen).observe(catalogue); // is called before the page is painted
  read();
  if (location.search || location.hash) widen(); // what follows looks for places
  reveal();
  // A link to a view leads to what is in it; who comes back or loads again is where they were.
  const [visit] = performance.getEntriesByType("navigation");
  if (visit?.type === "navigate" && location.search && !location.hash) go();
})();
