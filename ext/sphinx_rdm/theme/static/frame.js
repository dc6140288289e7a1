// Small comforts of the page frame. Everything works without them.
(() => {
  "use strict";
  const contents = document.getElementById("page-toc");
  const menu = document.getElementById("site-nav");

  // Reading and writing can be forbidden; then what is chosen lasts as long as the page.
  const recall = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const keep = (name, value) => {
    try {
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, value);
    } catch { /* see above */ }
  };
  // What only some readers need is loaded for them.
  globalThis.rdmLoad = (address) => new Promise((done, failed) => {
    const script = document.createElement("script");
    Object.assign(script, { src: address, onload: done, onerror: failed });
    document.head.append(script);
  });

  // Suggestions are loaded for who goes to a search field, which is a combobox from the start.
  const suggestions = document.querySelector("meta[name=suggest]")?.content;
  let suggesting;
  const suggest = () => { suggesting ??= rdmLoad(suggestions); };
  for (const field of suggestions ? document.querySelectorAll("form[role=search] input[name=q]") : []) {
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.addEventListener("focus", suggest, { once: true });
    if (document.activeElement === field) suggest();
  }

  // A link within the page leaves the contents open over the text it leads to.
  contents?.addEventListener("click", (event) => {
    if (event.target.closest("a") && contents.matches(":popover-open")) contents.hidePopover();
  });

  // On a small window the current page may lie below the edge of the menu.
  const current = menu?.querySelector("a.current[href='#']");
  if (current && current.offsetTop > menu.clientHeight) menu.scrollTop = current.offsetTop - menu.clientHeight / 2;

  // Mark the section that is being read.
  const links = new Map();
  for (const link of contents?.querySelectorAll("a[href^='#']") ?? []) {
    const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (section) links.set(section.querySelector("h1, h2, h3, h4, h5, h6") ?? section, link);
  }
  const mark = new IntersectionObserver(() => {
    const above = [...links.keys()].filter((heading) => heading.getBoundingClientRect().top < innerHeight / 5);
    for (const link of links.values()) link.removeAttribute("aria-current");
    links.get(above.at(-1))?.setAttribute("aria-current", "true");
  }, { rootMargin: "1000000px 0px -80% 0px" }); // a heading may jump over all that is in sight
  for (const heading of links.keys()) mark.observe(heading);

  // What scrolls sideways must be reachable by keyboard, and nothing else should be.
  const wide = document.querySelectorAll("pre, .wide");
  const reach = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth + 1) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const box of wide) reach.observe(box);

  // A citation names the address that the reader sees, where the site does not know its own, and can be copied.
  for (const place of document.querySelectorAll(".cite .page-address")) {
    if (!/^https?:/.test(place.textContent) && location.protocol.startsWith("http")) {
      place.textContent = location.origin + location.pathname;
    }
  }
  // Code can be copied, and so can citations. What a press did is said where screen readers listen.
  const template = document.getElementById("copy-button");
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("aria-live", "polite");
  for (const code of navigator.clipboard && template ? document.querySelectorAll(".highlight pre, .cite pre") : []) {
    const button = template.content.firstElementChild.cloneNode(true);
    const word = button.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent.replace(/\n$/, ""));
      said.textContent = button.textContent = button.dataset.done;
      setTimeout(() => { said.textContent = ""; button.textContent = word; }, 2000);
    });
    code.after(button);
    document.body.append(said);
  }

  // On a narrow window, rows of tables become cards: each cell says its heading, and all say what they are, because
  // browsers forget that of a table that is laid out in another way.
  const roles = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell" };
  for (const table of document.querySelectorAll("article table")) {
    const headings = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent.trim());
    for (const part of [table, ...table.querySelectorAll("thead, tbody, tr, td, th")]) {
      part.setAttribute("role", roles[part.localName] ?? (part.closest("tbody") ? "rowheader" : "columnheader"));
      if (part.matches("tbody *") && part.cellIndex) part.dataset.heading = headings[part.cellIndex] ?? "";
    }
    if (headings.length && !table.matches(".rdm-table")) table.classList.add("stacks");
  }

  // A long address breaks behind its sign or a dot; the spans are Sphinx's.
  for (const link of document.querySelectorAll("main a[href^='mailto:']")) {
    if (link.querySelector(":not(span)")) continue;
    link.replaceChildren(...link.textContent.split(/(?<=[@.])/).flatMap((part) => [part, document.createElement("wbr")]));
  }

  // Whom to ask at the institution that the reader wants remembered. What is known of it is loaded only then.
  const whom = document.querySelector(".whom-to-ask");
  if (whom) {
    const [title, forget, list] = whom.children;
    const words = title.textContent;
    const card = list.querySelector("li");
    const link = (text, address) => {
      const element = document.createElement("a");
      Object.assign(element, { textContent: text, href: address });
      return element;
    };
    let loading = null;
    const show = async () => {
      const kept = recall("institution");
      if (kept) await (loading ??= rdmLoad(whom.dataset.source));
      const known = globalThis.rdmInstitutions?.find(([id]) => id === kept);
      whom.hidden = !known;
      if (!known) return;
      const [, name, address, asked] = known;
      title.textContent = words.replace("{name}", () => name);
      card.firstElementChild.href = new URL(address, new URL(whom.dataset.source, location.href));
      list.replaceChildren(...asked.map(([purpose, text, href]) => {
        const item = document.createElement("li");
        item.append(`${purpose}: `, link(text, href));
        return item;
      }), card);
      list.hidden = forget.hidden = false;
    };
    forget.addEventListener("click", () => {
      keep("institution", null);
      document.dispatchEvent(new Event("rdm-institution"));
      // Who pressed the button hears that it worked, and is still at this place.
      title.textContent = whom.dataset.forgotten;
      list.hidden = forget.hidden = true;
      whom.hidden = false;
      title.focus();
    });
    document.addEventListener("rdm-institution", show);
    show();
  }

  // The shortcuts that readers know from other sites. Who speaks to the computer may press a single key by mistake,
  // and can switch it off on the search page.
  let slash = recall("slash") ?? "on";
  const box = document.getElementById("search-slash");
  if (box) {
    box.closest("[hidden]").hidden = false;
    box.checked = slash !== "off";
    box.addEventListener("change", () => {
      slash = box.checked ? "on" : "off";
      keep("slash", slash);
    });
  }
  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    const isSlash = event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && slash !== "off";
    const isKnown = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if ((!isSlash && !isKnown) || event.altKey) return;
    const field = [...document.querySelectorAll("[role=search] input[name='q']")].find((input) => input.offsetParent);
    if (!field && !document.querySelector(".search-link")) return;
    event.preventDefault();
    // A narrow window has a link to the search in place of the field.
    if (!field) document.querySelector(".search-link").click();
    field?.focus();
    field?.select();
  });
})();
