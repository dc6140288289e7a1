// The half of our search language that runs in the browser. Words are folded as in the index; a word that is nowhere
// in the index becomes the nearest one that is, or else is passed over. Pages are ranked by how rare the words are that
// they have, and by where they have them: in the title, in a heading, or in the text.
(() => {
  "use strict";
  // Letters that Unicode does not take apart; the same stand in language.py.
  const letters = { ø: "o", ł: "l", đ: "d", ð: "d", ß: "ss", æ: "ae", œ: "oe", þ: "th" };
  const fold = (text) =>
    text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[øłđðßæœþ]/g, (letter) => letters[letter]);
  const plain = new Stemmer();
  const stem = (word) => fold(plain.stemWord(fold(word)));
  const listed = (files) => (files === undefined ? [] : [files].flat());
  let asked = [];

  const frequency = (word) => {
    const { terms, titleterms } = Search._index;
    return new Set([...listed(terms[word]), ...listed(titleterms[word])]).size;
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
        const words = splitQuery(title).map(stem);
        for (const [page, id] of places) headings[page].push({ words, id });
      }
    }
    return headings[file];
  };

  // A page whose title has all words gets 30, one that has them in its text 10; a fitting heading adds up to 15.
  Scorer.score = (result) => {
    const [docname, , , , score, , kind] = result;
    if (kind !== SearchResultKind.text || !asked.length) return score;
    const { docnames, titleterms } = Search._index;
    const file = docnames.indexOf(docname);
    const inTitle = asked.filter((word) => listed(titleterms[word]).includes(file));
    const total = sum(asked);
    let best = { share: 0, id: null };
    for (const { words, id } of headingsOf(file)) {
      const found = asked.filter((word) => words.includes(word));
      const share = (sum(found) / total) * Math.sqrt(found.length / Math.max(words.length, 1));
      if (share > best.share) best = { share, id, whole: found.length === asked.length };
    }
    if (best.whole && best.id) result[2] = `#${best.id}`;
    return 10 + (20 * sum(inTitle)) / total + 15 * best.share;
  };
})();
