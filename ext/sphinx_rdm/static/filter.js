// Narrows the catalogue down. The list is complete without this script, which adds a form above it: words, facets with
// counts, active filters, order. What is chosen stands in the address, so that Back works and a view can be passed on.
(() => {
  "use strict";
  const AT_ONCE = 50;
  const catalogue = document.querySelector(".rdm-catalogue");
  const source = document.querySelector("script.rdm-filter");
  if (!catalogue || !source) return;
  const { facets, records, words } = JSON.parse(source.textContent);

  const fold = globalThis.rdmFold;
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
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
  const order = make("select", { "aria-label": words.sort }, ...["group", "title", "title-down"].map(
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
  // A row of buttons, and below it the values of the facet whose button was pressed last.
  const panels = facets.map(([name, title], number) => make("fieldset", { id: `rdm-filter-${name}`, hidden: "" },
    make("legend", {}, title), ...boxes[number].map(({ label }) => label)));
  const openers = facets.map(([name, title]) => make("button",
    { type: "button", "aria-expanded": "false", "aria-controls": `rdm-filter-${name}` }, title));
  openers.forEach((opener, number) => opener.addEventListener("click", () => {
    const opens = panels[number].hidden;
    panels.forEach((panel, other) => { panel.hidden = !opens || other !== number; });
    openers.forEach((button, other) => button.setAttribute("aria-expanded", String(opens && other === number)));
  }));
  const status = make("p", { class: "rdm-filter-status", role: "status" });
  const chips = make("ul", { class: "rdm-filter-chips", "aria-label": words.active });
  const clear = make("button", { type: "button", class: "rdm-filter-clear" }, words.clear);
  const copy = make("button", { type: "button" }, words.copy);
  const tools = make("div", { class: "rdm-filter-tools" }, status, copy, order);
  const form = make("form", { class: "rdm-filter-form", role: "search", "aria-label": words.label },
    make("label", {}, words.search, search), make("div", { class: "rdm-filter-openers" }, ...openers), ...panels,
    make("div", { class: "rdm-filter-active" }, chips, clear), tools);
  const more = make("button", { type: "button", class: "rdm-filter-more" }, words.more);

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
  const show = () => {
    const terms = fold(chosen.words).split(/\s+/).filter(Boolean);
    const found = select(terms);
    const sorted = [...found];
    if (chosen.order !== "group") sorted.sort((a, b) => a.name.localeCompare(b.name));
    if (chosen.order === "title-down") sorted.reverse();
    const seen = new Set(sorted.slice(0, room));
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

    const numbers = { shown: found.length, total: items.length, first: room };
    const said = !found.length ? words.none : fill(found.length > room ? words.partly : words.count, numbers);
    if (status.textContent !== said) status.textContent = said;
    more.hidden = found.length <= room;
    const active = facets.flatMap(([, facet], number) => boxes[number].filter(({ id }) => chosen.facets[number].has(id))
      .map(({ id, title }) => ({ number, id, name: `${facet}: ${title}` })));
    chips.replaceChildren(...active.map(({ number, id, name }) => {
      const button = make("button", { type: "button", "aria-label": fill(words.remove, { name }) }, `${name} ×`);
      button.addEventListener("click", () => {
        chosen.facets[number].delete(id);
        change();
        (chips.querySelector("button") ?? search).focus();
      });
      return make("li", {}, button);
    }));
    chips.hidden = !active.length;
    clear.hidden = !active.length && !chosen.words;
    if (document.activeElement !== search) search.value = chosen.words;
    order.value = chosen.order;
  };

  // A new choice is a step that Back takes back; letters of one word are not.
  const change = (typing = false) => {
    room = AT_ONCE;
    show();
    history[typing ? "replaceState" : "pushState"](null, "", address());
    copy.textContent = words.copy;
  };

  search.addEventListener("input", () => { chosen.words = search.value.trim(); change(true); });
  order.addEventListener("change", () => { chosen.order = order.value; change(); });
  facets.forEach((_facet, number) => boxes[number].forEach(({ id, box }) => box.addEventListener("change", () => {
    chosen.facets[number][box.checked ? "add" : "delete"](id);
    change();
  })));
  form.addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", () => {
    chosen.words = search.value = "";
    chosen.facets.forEach((set) => set.clear());
    change();
    search.focus();
  });
  copy.addEventListener("click", async () => {
    const link = new URL(address(), location.href).href;
    try {
      await navigator.clipboard.writeText(link);
      copy.textContent = words.copied;
    } catch {
      prompt(words.copy, link); // a page that was opened from a disk may not write to the clipboard
    }
  });
  more.addEventListener("click", () => {
    const last = items.filter((item) => !item.element.hidden).length;
    room += AT_ONCE;
    show();
    [...catalogue.querySelectorAll(".rdm-record:not([hidden])")][last]?.querySelector("a")?.focus();
  });
  addEventListener("popstate", () => { readAddress(); room = AT_ONCE; search.value = chosen.words; show(); reveal(); });
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

  readAddress();
  search.value = chosen.words;
  catalogue.before(form);
  catalogue.after(more);
  show();
  reveal();
  // A link to a view leads to what is in it; who comes back or loads again is where they were.
  const [visit] = performance.getEntriesByType("navigation");
  if (visit?.type === "navigate" && location.search && !location.hash) form.scrollIntoView();
})();
