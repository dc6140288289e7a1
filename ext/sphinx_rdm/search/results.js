// How results are shown: every page once, under a heading of its own, with its description and the places in it that
// fit. Sphinx fetches each page that it found for an extract, which takes long and fails where files come from a disk.
(() => {
  "use strict";
  const MOST_PLACES = 4;
  const top = document.documentElement.dataset.content_root ?? "./";
  const isFolder = () => DOCUMENTATION_OPTIONS.BUILDER === "dirhtml";
  const address = (page) => top + (isFolder() ? `${page}/`.replace(/(^|\/)index\/$/, "$1") : page + DOCUMENTATION_OPTIONS.LINK_SUFFIX);
  const make = (name, text = "", attributes = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  // The pages of the results, best first, each with the places that were found in it: anchors and what they are called.
  const byPage = (results) => {
    const { docnames, titles, alltitles } = Search._index;
    const headings = new Map();
    for (const [title, places] of Object.entries(alltitles)) {
      for (const [file, id] of places) headings.set(`${docnames[file]}#${id}`, title);
    }
    const pages = new Map();
    for (const [page, title, anchor, description, , , kind] of results) {
      if (!pages.has(page)) pages.set(page, { title: titles[docnames.indexOf(page)], places: new Map() });
      const named = kind === SearchResultKind.object ? title : headings.get(page + anchor);
      const { places } = pages.get(page);
      if (anchor && named && !places.has(anchor)) places.set(anchor, { named, description });
    }
    return pages;
  };

  const show = (pages, descriptions) => {
    for (const [page, { title, places }] of pages) {
      const item = make("li");
      const heading = make("h3");
      heading.append(make("a", title, { href: address(page) }));
      item.append(heading);
      if (Object.hasOwn(descriptions, page)) item.append(make("p", descriptions[page]));
      const list = make("ul", "", { class: "search-places" });
      for (const [anchor, { named, description }] of [...places].slice(0, MOST_PLACES)) {
        const place = make("li");
        place.append(make("a", named, { href: address(page) + anchor }));
        if (description) place.append(` (${description})`);
        list.append(place);
      }
      if (list.children.length) item.append(list);
      Search.output.append(item);
    }
    // A moment later, so that screen readers know the place before they are to read its text.
    setTimeout(() => {
      _finishSearch(pages.size);
      if (!pages.size) Search.status.textContent = window.RDM_SEARCH_WORDS.nothing;
    }, 50);
  };

  Search.query = (question) => {
    Search.status.setAttribute("role", "status");
    const [, words, ...rest] = Search._parseQuery(question);
    words.delete(""); // what is passed over
    const pages = byPage(Search._performSearch(question, words, ...rest).reverse());
    if (window.SEARCH_PAGES) return show(pages, window.SEARCH_PAGES);
    const script = make("script", "", { src: `${top}searchpages.js` });
    script.addEventListener("load", () => show(pages, window.SEARCH_PAGES ?? {}));
    script.addEventListener("error", () => show(pages, {}));
    document.body.append(script);
  };
})();
