// The half of our search language that runs in the browser. Texts are folded and split as in the index; a word that is
// nowhere in the index becomes the nearest one that is, or else is passed over. Pages are ranked by how rare the words
// are that they have, and by where they have them: in their own title, in a heading, or in the text.
(() => {
  "use strict";
  const fold = globalThis.rdmFold;
  const plain = new Stemmer();
  const stem = (word) => fold(plain.stemWord(word));
  // The names of the maps of the index are words of pages, such as "constructor".
  const pagesOf = (map, word) => (Object.hasOwn(map, word) ? [map[word]].flat() : []);
  let asked = [];

  splitQuery = (query) => fold(query).match(/[\p{L}\p{N}_]+/gu) ?? [];

  const frequency = (word) => {
    const { terms, titleterms } = Search._index;
    return new Set([...pagesOf(terms, word), ...pagesOf(titleterms, word)]).size;
  };
  const isKnown = (word) => {
    const { terms, titleterms } = Search._index;
    const keys = () => [...Object.keys(terms), ...Object.keys(titleterms)];
    return frequency(word) > 0 || (word.length > 2 && keys().some((key) => key.includes(word)));
  };

  // Whether one letter more, less, other or in the other order makes one word of the other.
  const isNear = (one, other) => {
    if (Math.abs(one.length - other.length) > 1) return false;
    let same = 0;
    while (same < one.length && one[same] === other[same]) same++;
    const [a, b] = [one.slice(same), other.slice(same)];
    return a.slice(1) === b || a === b.slice(1) || a.slice(1) === b.slice(1)
      || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
  };
  const nearest = (word) => {
    if (word.length < 5) return "";
    const { terms, titleterms } = Search._index;
    const near = [...Object.keys(titleterms), ...Object.keys(terms)].filter((key) => isNear(word, key));
    return near.sort((a, b) => frequency(b) - frequency(a))[0] ?? "";
  };

  window.Stemmer = function () {
    asked = [];
    this.stemWord = (word) => {
      const stemmed = stem(word);
      const meant = isKnown(stemmed) ? stemmed : nearest(stemmed);
      if (meant) asked.push(meant);
      return meant; // an empty word is required of no page
    };
  };

  // A word that every page has says next to nothing.
  const weight = (word) => Math.log((Search._index.docnames.length + 1) / Math.max(frequency(word), 1));
  const sum = (words) => words.reduce((total, word) => total + weight(word), 0);

  let headings = null;
  const headingsOf = (file) => {
    if (headings === null) {
      headings = Search._index.docnames.map(() => []);
      for (const [title, places] of Object.entries(Search._index.alltitles)) {
        const words = splitQuery(title).filter((word) => !stopwords.has(word)).map(stem);
        for (const [page, id] of places) headings[page].push({ words, id });
      }
    }
    return headings[file];
  };

  // A page that has all words in its text gets 10, in headings 5 more, in its own title 20 more. One heading that says
  // them, and little else, adds up to 15, and 1 more if it is the page's title. Synonyms count wherever the page has one,
  // but for the last. A place in the index of the site gets up to 40: more than a mention, less than the page about it.
  Scorer.score = (result) => {
    const [docname, , , , score, , kind] = result;
    if (kind === SearchResultKind.index) return 0.4 * score;
    if (kind !== SearchResultKind.text || !asked.length) return score;
    const { docnames, titleterms, headingterms } = Search._index;
    const file = docnames.indexOf(docname);
    const within = (map) => sum(asked.filter((word) => pagesOf(map, word).includes(file)));
    const total = sum(asked);
    let best = { share: 0, id: null };
    let isTitle = false;
    for (const { words, id } of headingsOf(file)) {
      const found = asked.filter((word) => words.includes(word));
      const share = (sum(found) / total) * Math.sqrt(found.length / Math.max(words.length, 1));
      isTitle ||= id === null && share === 1;
      if (share > best.share) best = { share, id, whole: found.length === asked.length };
    }
    if (best.whole && best.id) result[2] = `#${best.id}`;
    return 10 + (20 * within(titleterms) + 5 * within(headingterms)) / total + 15 * best.share + (isTitle ? 1 : 0);
  };

  // What has a place of its own, such as a record. Sphinx would make its anchor of its name, as long as they are alike.
  let named = null;
  const places = () => {
    named ??= Object.entries(Search._index.places).flatMap(([kind, all]) => all.map(([title, file, anchor, priority]) => {
      const { docnames, filenames, titles } = Search._index;
      const result = [docnames[file], title, anchor && `#${anchor}`, kind, 0, filenames[file], SearchResultKind.object];
      return { name: fold(title), context: fold(`${title} ${kind} ${titles[file]}`), priority, result };
    }));
    return named;
  };
  Search.performObjectSearch = (word, words) => places()
    .filter(({ name, context }) => name.includes(word) && [...words].every((other) => context.includes(other)))
    .map(({ name, priority, result }) => {
      const found = [...result];
      found[4] = (name === word || name.endsWith(`.${word}`) ? Scorer.objNameMatch : Scorer.objPartialMatch)
        + (Scorer.objPrio[priority] ?? Scorer.objPrioDefault);
      return found;
    });
})();
