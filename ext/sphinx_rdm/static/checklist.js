// Makes tools of checklists. They can be ticked without this script, which counts, prints a list alone, copies it, and
// keeps the ticks in the address, so that they can be passed on, and in the browser if the reader wants that.
(() => {
  "use strict";
  const KEY = "ticks";
  const make = globalThis.rdmMake;
  // Reading and writing can be forbidden; then there is nothing to offer. What is there may be anybody's.
  const recall = () => {
    try {
      const kept = localStorage.getItem(KEY);
      return kept === null ? null : kept.split(" ");
    } catch {
      return undefined;
    }
  };
  const keep = () => { try { localStorage.setItem(KEY, [...others, ...done].join(" ")); } catch { /* see above */ } };
  const forget = () => { try { localStorage.removeItem(KEY); } catch { /* see above */ } };

  const sources = [...document.querySelectorAll("script.rdm-ticks")];
  const { words } = JSON.parse(sources[0].textContent);
  const lists = sources.map((source) => {
    const list = source.nextElementSibling;
    const boxes = [...list.querySelectorAll("input")];
    const { title, items } = JSON.parse(source.textContent);
    const texts = boxes.map((box) => box.closest("label").textContent.trim());
    return { source, title, list, boxes, items: items.map(([id, section], index) => [id, texts[index], section]) };
  });
  // What the browser keeps is of all pages, and an address may hold what no list here has.
  const known = new Set(lists.flatMap(({ items }) => items.map(([id]) => id)));
  const kept = recall() ?? [];
  const others = kept.filter((id) => id && !known.has(id));
  const asked = new URLSearchParams(location.search).get("done")?.split(" ");
  const done = new Set((asked ?? kept).filter((id) => known.has(id)));
  const write = () => {
    const query = new URLSearchParams(location.search);
    if (done.size) query.set("done", [...done].join(" "));
    else query.delete("done");
    history.replaceState(history.state, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
    if (recall()) keep();
  };
  // What was ticked while this script was on its way
  const ticked = lists.flatMap(({ items, boxes }) => items.filter((_, index) => boxes[index].checked).map(([id]) => id));
  if (ticked.some((id) => !done.has(id))) {
    for (const id of ticked) done.add(id);
    write();
  }

  const asText = ({ title, items }) =>
    [title, "", ...items.map(([id, text]) => `${done.has(id) ? "☑" : "☐"} ${text}`), ""].join("\n");
  // Under the headings of a plan, so that it can be taken into one.
  const asMarkdown = ({ title, items }) => {
    const sections = [...new Set(items.map(([, , section]) => section))].sort((a, b) => Boolean(a) - Boolean(b));
    const parts = sections.map((name) => [
      ...(name ? [`### ${name}`, ""] : []),
      ...items.filter(([, , section]) => section === name).map(([id, text]) => `- [${done.has(id) ? "x" : " "}] ${text}`),
      "",
    ]);
    return [`## ${title}`, "", ...parts.flat()].join("\n");
  };

  const shows = [];
  const showAll = () => { for (const show of shows) show(); };
  for (const one of lists) {
    const { source, title, items, list, boxes } = one;
    const status = make("span", { class: "rdm-ticks-count", role: "status" });
    const button = (name, action) => {
      const made = make("button", { type: "button" }, words[name]);
      made.addEventListener("click", () => action(made));
      return made;
    };
    const copier = (write) => async (pressed) => {
      const name = pressed.textContent;
      if (!await rdmCopy(write(one), name)) return;
      pressed.textContent = words.copied;
      setTimeout(() => { pressed.textContent = name; }, 2000);
    };
    const clear = button("clear", () => {
      for (const [id] of items) done.delete(id);
      write();
      showAll();
      boxes[0].focus();
    });
    const remember = make("input", { type: "checkbox" });
    remember.addEventListener("change", () => {
      if (remember.checked) keep();
      else forget();
      showAll();
    });
    const offer = make("label", {}, remember, ` ${words.keep}`);
    const print = button("print", () => {
      const sheet = make("div", { class: "rdm-sheet" }, make("h1", {}, title), list.cloneNode(true));
      for (const [index, box] of sheet.querySelectorAll("input").entries()) box.checked = boxes[index].checked;
      document.body.append(sheet);
      addEventListener("afterprint", () => sheet.remove(), { once: true });
      globalThis.print();
    });
    source.after(make("div", { class: "rdm-ticks-tools", role: "group", "aria-label": `${words.group}: ${title}` },
      status, print, button("text", copier(asText)), button("markdown", copier(asMarkdown)), clear, offer));

    shows.push(() => {
      boxes.forEach((box, index) => { box.checked = done.has(items[index][0]); });
      const ticked = items.filter(([id]) => done.has(id)).length;
      const said = words.count.replace("{ticked}", ticked).replace("{total}", items.length);
      if (status.textContent !== said) status.textContent = said;
      clear.hidden = !ticked;
      offer.hidden = recall() === undefined;
      remember.checked = Boolean(recall());
    });
    boxes.forEach((box, index) => box.addEventListener("change", () => {
      done[box.checked ? "add" : "delete"](items[index][0]);
      write();
      showAll();
    }));
  }
  showAll();
})();
