// Shows a page as it was last built: in place if its scripts can run again, else by loading it anew. Shows messages in
// a panel, which goes with the last of them.
(() => {
  "use strict";
  const own = document.currentScript;
  let version = own.dataset.version;

  // Scripts that only add to what is on a page, or keep their state in the address, as that of checklists does. Others
  // have one of their own, such as what is searched for, or do not stand being run twice.
  const RUNS_AGAIN = /\/_static\/(?:colours|frame|rdm|near|suggest|terms|making)\.js$/;
  const scriptsOf = (page) => [...page.querySelectorAll("script[src]")].filter((script) => new URL(script.src).pathname !== new URL(own.src).pathname);
  const canRunAgain = (page) => scriptsOf(page).every((script) => RUNS_AGAIN.test(new URL(script.src).pathname));

  // What scripts of the page listen to outside its body, which is to end with the body.
  const listened = [];
  const listen = window.addEventListener;
  for (const target of [window, document]) {
    target.addEventListener = (...what) => {
      listened.push([target, what]);
      listen.apply(target, what);
    };
  }

  const replaceSheet = (old, href) => {
    const sheet = old.cloneNode();
    sheet.href = href;
    sheet.onload = sheet.onerror = () => old.remove();
    old.after(sheet);
  };
  const sheets = () => [...document.head.querySelectorAll("link[rel~=stylesheet]")];

  const showSheets = (page) => {
    const wanted = new Map([...page.head.querySelectorAll("link[rel~=stylesheet]")].map((sheet) => [new URL(sheet.href).pathname, sheet]));
    for (const sheet of sheets()) {
      const found = wanted.get(new URL(sheet.href).pathname);
      wanted.delete(new URL(sheet.href).pathname);
      if (!found) sheet.remove();
      else if (found.href !== sheet.href) replaceSheet(sheet, found.href);
    }
    for (const sheet of wanted.values()) document.head.append(document.importNode(sheet));
  };

  const run = (scripts) => Promise.all(scripts.map((script) => new Promise((done) => {
    const again = document.createElement("script");
    for (const { name, value } of script.attributes) again.setAttribute(name, value);
    again.dataset.again = ""; // for those that do something only once
    Object.assign(again, { async: false, onload: done, onerror: done });
    document.head.append(again);
  })));

  // Where an element stands, by its name or by the way to it. Scripts add elements of other types than those around them.
  const wayTo = (element) => {
    const steps = [];
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (at.id) return [`#${CSS.escape(at.id)}`, ...steps].join(" > ");
      const alike = [...at.parentElement.children].filter(({ localName }) => localName === at.localName);
      steps.unshift(`${at.localName}:nth-of-type(${alike.indexOf(at) + 1})`);
    }
    return steps.length ? ["body", ...steps].join(" > ") : "";
  };
  const foldsOf = (page) => [...page.querySelectorAll("details")].map((fold) => [fold.querySelector("summary")?.textContent, fold]);

  const swap = async (page) => {
    const { scrollX: left, scrollY: top } = window;
    const focused = wayTo(document.activeElement);
    const folds = new Map(foldsOf(document).map(([name, fold]) => [name, fold.open]));
    // The script that puts ticks into the address may still be on its way.
    const ticked = new Set([...document.querySelectorAll(".rdm-tick:has(:checked)")].map(({ textContent }) => textContent));
    const restore = () => {
      if (focused && document.activeElement === document.body) document.querySelector(focused)?.focus({ preventScroll: true });
      scrollTo({ left, top, behavior: "instant" });
    };
    showSheets(page);
    document.title = page.title;
    document.documentElement.lang = page.documentElement.lang;
    for (const script of scriptsOf(document)) page.adoptNode(script); // or one that is on its way would run here, too
    for (const [target, what] of listened.splice(0)) target.removeEventListener(...what);
    const scripts = scriptsOf(page);
    for (const script of scripts) script.remove();
    for (const [name, fold] of foldsOf(page)) fold.open = folds.get(name) ?? fold.open;
    for (const { control, textContent } of page.querySelectorAll(".rdm-tick")) control.checked = ticked.has(textContent);
    document.body.replaceWith(document.adoptNode(page.body));
    restore();
    await run(scripts);
    document.dispatchEvent(new Event("DOMContentLoaded", { bubbles: true }));
    restore();
  };

  let isStateless = false;
  // Before its scripts load others, which the next page then loads itself.
  listen.call(document, "readystatechange", () => { isStateless = canRunAgain(document); }, { once: true });

  const renew = async () => {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const shown = page.querySelector("script[data-version]")?.dataset.version;
    if (shown === version) return;
    if (!isStateless || !canRunAgain(page)) {
      location.reload();
      return;
    }
    version = shown;
    await swap(page);
  };

  // The panel stands beside the body, so that it stays when the body is another, and no style of the page reaches it.
  let panel;
  const showMessages = (messages) => {
    if (!messages.length) {
      panel?.host.remove();
      panel = undefined;
      return;
    }
    if (!panel) {
      const host = document.createElement("rdm-live");
      host.setAttribute("role", "status");
      panel = host.attachShadow({ mode: "open" });
      const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("panel.css", own.src).href });
      const fold = Object.assign(document.createElement("details"), { open: true });
      fold.append(document.createElement("summary"), document.createElement("ol"));
      panel.append(style, fold);
      document.documentElement.append(host);
    }
    panel.querySelector("summary").textContent = messages.length === 1 ? "1 message" : `${messages.length} messages`;
    panel.querySelector("ol").replaceChildren(...messages.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  };

  let known = {};
  const show = ({ page, sheets: newer, messages }) => {
    for (const sheet of sheets()) {
      const { pathname } = new URL(sheet.href);
      const name = pathname.slice(1);
      if (newer[name] && newer[name] !== known[name]) replaceSheet(sheet, `${pathname}?live=${newer[name]}`);
    }
    known = newer;
    showMessages(messages);
    return page === version ? null : renew();
  };

  // One at a time, the last state only; and nothing while nobody looks.
  let stream;
  let next;
  let isBusy = false;
  const take = async () => {
    if (isBusy) return;
    isBusy = true;
    while (next) {
      const state = next;
      next = null;
      try { await show(state); } catch { /* the server is gone, or will tell again */ }
    }
    isBusy = false;
  };
  const connect = () => {
    stream?.close();
    stream = null;
    if (document.visibilityState !== "visible") return;
    stream = new EventSource(new URL(`events?page=${encodeURIComponent(location.pathname)}`, own.src));
    stream.onmessage = (event) => {
      next = JSON.parse(event.data);
      take();
    };
  };
  listen.call(document, "visibilitychange", connect);
  listen.call(document, "DOMContentLoaded", connect, { once: true });
})();
