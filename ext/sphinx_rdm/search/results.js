// How results are shown: in groups, each result once under a heading of its own, with the sentences that fit. What a page
// says is a script of its own, which can be read from a disk, too; pages themselves are never fetched.
(() => {
  "use strict";
  const { words, find, split, stem } = window.RDM_SEARCH;
  const AT_ONCE = { pages: 10, records: 5, terms: 5 };
  const MOST_PLACES = 3;
  const PATIENCE = 600; // milliseconds for what pages say, which is shown later otherwise
  const LONGEST = 240;
  const top = document.documentElement.dataset.content_root ?? "./";
  const isFolder = () => DOCUMENTATION_OPTIONS.BUILDER === "dirhtml";
  const path = (page) => page.split("/").map(encodeURIComponent).join("/");
  const address = (page) => top
    + (isFolder() ? `${path(page)}/`.replace(/(^|\/)index\/$/, "$1") : path(page) + DOCUMENTATION_OPTIONS.LINK_SUFFIX);
  const make = (name, text = "", attributes = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // What pages say, by name: a promise of the description and the blocks of each passage; null if there is no such file.
  const said = new Map();
  const waiting = new Map();
  window.RDM_SEARCH.take = (page, content) => waiting.get(page)?.(content);
  const say = (page) => {
    if (!said.has(page)) {
      said.set(page, new Promise((done) => {
        waiting.set(page, done);
        const script = make("script", "", { src: `${top}_search/${path(page)}.js` });
        script.addEventListener("error", () => done(null));
        document.head.append(script);
      }));
    }
    return said.get(page);
  };

  const isAsked = (text, sought) => split(text).some((word) => sought.has(stem(word)));
  const sentences = (blocks) => blocks.flatMap((block) => block.split(/(?<=[.!?])\s+/u));
  // The sentence with the most words of the question; of two, the first.
  const fitting = (blocks, sought) => {
    let best = ["", 0];
    for (const sentence of sentences(blocks)) {
      const count = new Set(split(sentence).map(stem).filter((word) => sought.has(word))).size;
      if (count > best[1]) best = [sentence, count];
    }
    return best[0];
  };
  // A sentence around the first word of the question, with all such words marked.
  const quoted = (text, sought) => {
    const parts = text.split(/([\p{L}\p{N}_]+)/u);
    const first = parts.findIndex((part, index) => index % 2 && isAsked(part, sought));
    let start = 0;
    if (text.length > LONGEST) {
      while (start < first && parts.slice(start, first).join("").length > LONGEST / 3) start++;
    }
    const line = make("p", start ? "…" : "", { class: "search-sentence" });
    let length = 0;
    for (const [index, part] of parts.entries()) {
      if (index < start) continue;
      if ((length += part.length) > LONGEST) {
        line.append("…");
        break;
      }
      line.append(index % 2 && isAsked(part, sought) ? make("mark", part) : part);
    }
    return line;
  };

  // The number of a passage among those of its page, in which order the page's file has them.
  const place = (passage) => {
    const { passages } = Search._index;
    let first = passage;
    while (first > 0 && passages[first - 1][0] === passages[passage][0]) first--;
    return passage - first;
  };

  const shown = ({ page, group, hits }, sought) => {
    const { pages, passages, kinds } = Search._index;
    const [name, title] = pages[page];
    const item = make("li");
    const link = (passage, text) => make("a", text, { href: address(name) + (passage[2] ? `#${encodeURI(passage[2])}` : "") });
    const heading = make("h3");
    const best = passages[hits[0].passage];
    heading.append(group === "pages" ? make("a", title, { href: address(name) }) : link(best, best[3]));
    item.append(heading);
    const fillings = [];
    const sentence = (passage, spot) => {
      fillings.push((content) => {
        const index = place(passage);
        const text = fitting(content[index + 1] ?? [], sought) || (index === 0 ? content[0] : content[index + 1]?.[0]) || "";
        if (text) spot.after(quoted(text, sought));
      });
    };
    if (group !== "pages") {
      const line = make("p", `${kinds[best[1]]} · `, { class: "search-where" });
      line.append(make("a", title, { href: address(name) }));
      item.append(line);
      sentence(hits[0].passage, heading);
    } else {
      const list = make("ul", "", { class: "search-places" });
      for (const { passage } of hits.slice(0, MOST_PLACES)) {
        if (!passages[passage][2]) {
          sentence(passage, heading);
          continue;
        }
        const spot = make("li");
        const named = link(passages[passage], passages[passage][3]);
        spot.append(named);
        sentence(passage, named);
        list.append(spot);
      }
      if (list.children.length) item.append(list);
    }
    return { item, filled: say(name).then((content) => content && fillings.forEach((fill) => fill(content))) };
  };

  window.RDM_SEARCH.shown = shown;

  // Groups stand in the order of their best results.
  const fillWith = (out, results, sought) => {
    const groups = new Map();
    for (const result of results) groups.set(result.group, [...(groups.get(result.group) ?? []), result]);
    const filled = [];
    for (const [group, members] of groups) {
      const list = make("ul", "", { class: "search" });
      const more = make("button", words.more, { type: "button", class: "rdm-filter-more" });
      const go = () => {
        const next = members.splice(0, AT_ONCE[group]).map((result) => shown(result, sought));
        list.append(...next.map(({ item }) => item));
        filled.push(...next.map((one) => one.filled));
        more.hidden = !members.length;
        return next[0]?.item;
      };
      go();
      more.addEventListener("click", () => go()?.querySelector("a").focus());
      out.append(make("h2", words[group]), list, more);
    }
    return Promise.all(filled);
  };

  // What is left to do of Sphinx's own script, where a theme leaves it out.
  const begin = () => {
    const asked = new URLSearchParams(location.search).get("q");
    if (!asked) return;
    for (const field of document.querySelectorAll("input[name=q]")) field.value = asked;
    Search.title = make("h2");
    Search.status = make("p", "", { class: "search-summary" });
    Search.output = make("div");
    document.getElementById("search-results").append(Search.title, Search.status, Search.output);
    Search.asked = asked;
    if (Search._index) Search.query(asked);
  };
  if (typeof Search === "undefined") {
    window.Search = {
      _index: null,
      asked: "",
      stopPulse: () => {},
      setIndex: (index) => {
        Search._index = index;
        if (Search.asked) Search.query(Search.asked);
      },
    };
    document.addEventListener("DOMContentLoaded", begin);
  }

  // Takes the place of Sphinx's own, which fetches each page that it found.
  Search.query = (question) => {
    const { results, corrected, isSome, sought } = find(question);
    const told = corrected.map(([word, other]) => fill(words.instead, { word, other }));
    if (results.length && isSome) told.push(words.some);
    told.push(!results.length ? words.nothing
      : results.length === 1 ? words.one : fill(words.found, { count: results.length }));
    const out = make("div", "", { class: "search-groups" });
    Search.status.setAttribute("role", "status");
    const filled = fillWith(out, results, sought);
    // Screen readers know the place a moment before they are to read its text.
    Promise.race([filled, new Promise((done) => setTimeout(done, PATIENCE))]).then(() => setTimeout(() => {
      Search.stopPulse();
      Search.title.remove();
      Search.output.replaceWith(out);
      Search.output = out;
      Search.status.textContent = told.join(" ");
    }, 50));
  };
})();
