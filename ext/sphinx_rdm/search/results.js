// How results are shown: in groups, each result once under a heading of its own, with the sentences that fit. What a page
// says is a script of its own, which can be read from a disk, too; pages themselves are never fetched.
(() => {
  "use strict";
  const { words, find, begun, near, split, stem } = window.RDM_SEARCH;
  const AT_ONCE = { pages: 8, records: 4, terms: 4 };
  const MOST_PLACES = 3;
  const MOST_SUGGESTED = 7;
  const MOST_ASKED = 3; // of them
  const PATIENCE = 600; // milliseconds for what pages say, which is shown later otherwise
  const LONGEST = 240;
  const top = document.documentElement.dataset.content_root ?? "./";
  const isFolder = () => DOCUMENTATION_OPTIONS.BUILDER === "dirhtml";
  const path = (page) => page.split("/").map(encodeURIComponent).join("/");
  const address = (page) => top
    + (isFolder() ? `${path(page)}/`.replace(/(^|\/)index\/$/, "$1") : path(page) + DOCUMENTATION_OPTIONS.LINK_SUFFIX);
  const placed = ([page, , anchor]) => address(Search._index.pages[page][0]) + (anchor && `#${encodeURI(anchor)}`);
  const make = (name, text = "", attributes = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // What pages say, by name: a promise of the description and the blocks of each passage, and of the answers by question;
  // null if there is no such file.
  const said = new Map();
  const waiting = new Map();
  window.RDM_SEARCH.take = (page, content, answers = []) => waiting.get(page)?.({ content, answers: new Map(answers) });
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

  // The names of a page and of a place on it.
  const where = ([page, , anchor, title]) => [Search._index.pages[page][1], ...(anchor ? [title] : [])].join(" › ");

  const shown = ({ page, group, hits }, sought) => {
    const { pages, passages, kinds } = Search._index;
    const [name, title] = pages[page];
    const item = make("li");
    const link = (passage, text) => make("a", text, { href: placed(passage) });
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
    return { item, filled: say(name).then((said) => said && fillings.forEach((fill) => fill(said.content))) };
  };

  window.RDM_SEARCH.shown = shown;

  const answered = (number) => {
    const [question, passage] = Search._index.questions[number];
    const place = Search._index.passages[passage];
    const box = make("section", "", { class: "search-answer" });
    const heading = make("h2");
    heading.append(make("a", question, { href: placed(place) }));
    box.append(make("p", words.short, { class: "search-label" }), heading, make("p", where(place), { class: "search-where" }));
    const filled = say(Search._index.pages[place[0]][0]).then((said) => said && heading.after(make("p", said.answers.get(question))));
    return { item: box, filled };
  };

  // What may be meant by what is typed so far: questions, pages of that name, and what a search finds first.
  window.RDM_SEARCH.suggest = (text) => {
    const { results, answers } = find(text);
    const { pages, passages, kinds, questions } = Search._index;
    const named = begun(text);
    const asked = [...new Set([...answers, ...named.questions])].slice(0, MOST_ASKED);
    const places = new Set([...named.passages, ...results.map(({ hits }) => hits[0].passage)]);
    const about = ([page, kind, anchor]) => [kinds[kind], anchor && pages[page][1]].filter(Boolean).join(" · ");
    return [
      ...asked.map((number) => [questions[number][0], where(passages[questions[number][1]]), passages[questions[number][1]]]),
      ...[...places].map((place) => [passages[place][3], about(passages[place]), passages[place]]),
    ].slice(0, MOST_SUGGESTED).map(([title, said, place]) => ({ title, said, address: placed(place) }));
  };

  // Words to try where nothing has those of a question, and what the site offers beside its search.
  const offer = (question, out) => {
    const others = near(question);
    if (others.length) {
      const line = make("p", `${words.near} `);
      others.forEach((word, index) => line.append(index ? ", " : "", make("a", word, { href: `?q=${encodeURIComponent(word)}` })));
      out.append(line);
    }
    document.getElementById("search-help")?.removeAttribute("hidden");
  };

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
    document.getElementById("search-help")?.setAttribute("hidden", "");
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
    const { results, corrected, isSome, sought, answers } = find(question);
    const told = corrected.map(([word, other]) => fill(words.instead, { word, other }));
    if (results.length && isSome) told.push(words.some);
    told.push(!results.length ? words[answers.length ? "answer" : "nothing"]
      : results.length === 1 ? words.one : fill(words.found, { count: results.length }));
    const out = make("div", "", { class: "search-groups" });
    const answer = answers.slice(0, 1).map(answered);
    out.append(...answer.map(({ item }) => item));
    Search.status.setAttribute("role", "status");
    const filled = Promise.all([...answer.map((one) => one.filled), fillWith(out, results, sought)]);
    if (!results.length && !answers.length) offer(question, out);
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
