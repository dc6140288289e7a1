// Narrows the catalogue down. The list is complete without this script, which adds a form above it: words, facets with
// counts, active filters, order. What is chosen stands in the address, so that Back works and a view can be passed on.
(() => {
  "use strict";
  const AT_ONCE = 50;
  const catalogue = document.querySelector(".rdm-catalogue");
  const source = document.querySelector("script.rdm-filter");
  if (!catalogue || !source) return;
  const { facets, records, words } = JSON.parse(source.textContent);

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
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
  const known = new Map(records.map(([anchor, own, also]) => [anchor, { own, also }]));
  const items = groups.flatMap((group) => [...group.element.querySelectorAll(".rdm-record")].map((element) => {
    const title = element.querySelector(".rdm-entry");
    const { own, also } = known.get([...element.querySelectorAll("[id]")].map(({ id }) => id).find((id) => known.has(id)));
    const name = fold(title.querySelector("a").textContent);
    const item = { element, own, name, text: `${name} ${fold(element.querySelector("p")?.textContent ?? "")} ${fold(also)}` };
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
  const search = make("input", { type: "search", autocomplete: "off", spellcheck: "false", "aria-label": words.search, placeholder: words.search });
  const order = make("select", { "aria-label": words.sort }, ...["group", "title", "title-down"].map(
    (value) => make("option", { value }, words[value === "group" ? "sort-group" : `sort-${value}`])));
  const boxes = facets.map(([name, , values]) => values.map(([id, title]) => {
    const box = make("input", { type: "checkbox", name, value: id });
    const count = make("span");
    return { id, title, box, count, label: make("label", {}, box, make("span", {}, title), count) };
  }));
  const folds = facets.map(([, title], number) => make("details", {}, make("summary", {}, title),
    make("fieldset", {}, make("legend", {}, title), ...boxes[number].map(({ label }) => label))));
  const status = make("p", { class: "rdm-filter-status", role: "status" });
  const chips = make("ul", { class: "rdm-filter-chips", "aria-label": words.active });
  const clear = make("button", { type: "button" }, words.clear);
  const copy = make("button", { type: "button" }, words.copy);
  const tools = make("div", { class: "rdm-filter-tools" }, status, clear, copy, order);
  const form = make("form", { class: "rdm-filter-form", role: "search", "aria-label": words.label },
    search, make("div", { class: "rdm-filter-facets" }, ...folds), chips, tools);
  const more = make("button", { type: "button", class: "rdm-filter-more" }, words.more);

  const fits = (item, terms, except) => terms.every((term) => item.text.includes(term))
    && chosen.facets.every((set, number) => number === except || !set.size || item.own[number].some((value) => set.has(value)));

  const show = () => {
    const terms = fold(chosen.words).split(/\s+/).filter(Boolean);
    const found = items.filter((item) => fits(item, terms));
    const sorted = [...found];
    if (chosen.order !== "group") sorted.sort((a, b) => a.name.localeCompare(b.name));
    if (chosen.order === "title-down") sorted.reverse();
    const seen = new Set(sorted.slice(0, room));
    for (const item of items) item.element.hidden = !seen.has(item);
    for (const group of groups) {
      // In the order of titles, the entries of all groups stand in one list.
      if (chosen.order === "group") group.element.append(...group.items.map((item) => item.element));
      group.heading.hidden = chosen.order !== "group" || !group.items.some((item) => seen.has(item));
    }
    if (chosen.order !== "group") groups[0].element.append(...sorted.map((item) => item.element));

    facets.forEach((_facet, number) => {
      const counts = new Map();
      for (const item of items) {
        if (fits(item, terms, number)) item.own[number].forEach((value) => counts.set(value, (counts.get(value) ?? 0) + 1));
      }
      for (const { id, box, count } of boxes[number]) {
        count.textContent = counts.get(id) ?? 0;
        box.checked = chosen.facets[number].has(id);
      }
    });

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
    }
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);

  readAddress();
  search.value = chosen.words;
  facets.forEach((_facet, number) => { folds[number].open = chosen.facets[number].size > 0; });
  catalogue.before(form);
  catalogue.after(more);
  show();
  reveal();
})();
