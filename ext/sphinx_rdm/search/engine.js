// Finds and ranks. Questions are folded, split and stemmed as the index was. Each word of a question is looked for as it
// is, as a part of known words, or as one that is spelt almost so; and names of the same thing stand for each other.
(() => {
  "use strict";
  const { names } = window.RDM_SEARCH;
  const small = new Set(window.RDM_SEARCH.small); // words that say little, in the other languages that readers ask in
  const fold = globalThis.rdmFold;
  const stemmer = new Stemmer();
  const ENOUGH = 3;
  const QUOTED = 2; // so few passages may have a word because they quote a form of a name
  const OTHER_NAME = 0.8;
  const NEARLY_ALL = 0.6; // of what is rare in a question
  const NEXT_BEST = [1, 0.25, 0.12, 0.06];
  const MOST_NEAR = 5;
  const LIKELY = 0.5; // the same for several words of which a search finds the same page first
  const FIRST = 4;
  const ALIKE = 0.75; // how much of two questions has to mean the same
  const HEADING = 0.6; // how much more a heading counts that says all words and little else

  const split = (text) => fold(text).match(/[\p{L}\p{N}_]+/gu) ?? [];
  const stemmed = new Map();
  const stem = (word) => {
    if (!stemmed.has(word)) stemmed.set(word, fold(stemmer.stemWord(word)));
    return stemmed.get(word);
  };

  // The words of the index with the numbers that they have, as `weights.packed` puts them together.
  const unpacked = ({ words, postings }) => {
    const lists = postings.split(".");
    const found = new Map();
    let before = "";
    for (const [index, text] of words.split(" ").filter(Boolean).entries()) {
      before = before.slice(0, parseInt(text[0], 36)) + text.slice(1);
      found.set(before, lists[index]);
    }
    return found;
  };
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const numbers = (text) => {
    const found = [];
    let number = 0;
    for (const sign of text) {
      const digit = DIGITS.indexOf(sign);
      if (digit < 48) found.push(number * 48 + digit);
      number = digit < 48 ? 0 : number * 16 + digit - 48;
    }
    return found;
  };

  // What is worked out of the index when it is there.
  let known = null;
  const prepare = () => {
    if (known) return;
    const { pages, passages, levels } = Search._index;
    const postings = unpacked(Search._index);
    const isLast = (passage) => pages[passages[passage][0]][2] === 1;
    const read = (word) => {
      const list = postings.get(word) ?? [];
      if (typeof list !== "string") return list;
      let passage = 0;
      const found = numbers(list).map((step) => [(passage += Math.floor(step / levels.length)), levels[step % levels.length]]);
      postings.set(word, found);
      return found;
    };
    // Words that only pages for few readers have are no words to correct others by.
    const isRead = (word) => read(word).some(([passage]) => !isLast(passage));
    const rarity = (word) => Math.log(1 + (passages.length + 0.5) / (read(word).length + 0.5));
    const headings = passages.map(() => null);
    const heading = (passage) => (headings[passage] ??= split(passages[passage][3]).filter((word) => !stopwords.has(word)).map(stem));
    const groups = new Map(); // by the first stem of each name
    for (const group of names) {
      for (const name of group) {
        if (!groups.has(name[0])) groups.set(name[0], []);
        groups.get(name[0]).push([name, group]);
      }
    }
    const called = new Map(); // passages by what they are called
    for (const [number, passage] of passages.entries()) {
      const name = split(passage[3]);
      if (passage[2] === 0) passage[2] = name.join("-"); // as its title
      called.set(name.join(" "), [...(called.get(name.join(" ")) ?? []), number]);
    }
    const { questions } = Search._index;
    const ways = questions.flatMap(([, , stems], question) => stems.map((way) => ({ question, words: way.split(" ") })));
    const named = new Set(names.flat(2)); // words that names are made of, whether a page has them or not
    const asked = new Set(ways.flatMap(({ words }) => words)); // and those of questions
    known = { postings, read, isRead, isLast, rarity, heading, groups, called, named, ways, asked };
  };

  // How many letters more, less, other or in the other order make one word of the other; Infinity if more than *most*.
  const distance = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return Infinity;
    let [before, row] = [[], Array.from({ length: other.length + 1 }, (_, index) => index)];
    for (let i = 1; i <= one.length; i++) {
      const next = [i];
      for (let j = 1; j <= other.length; j++) {
        const same = one[i - 1] === other[j - 1] ? 0 : 1;
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          next[j] = Math.min(next[j], before[j - 2] + 1);
        }
      }
      [before, row] = [row, next];
    }
    return row[other.length] <= most ? row[other.length] : Infinity;
  };

  const shared = (one, other) => {
    let length = 0;
    while (length < one.length && one[length] === other[length]) length++;
    return length;
  };
  // What a word may be taken for: what readers' pages or names have, and not what only other pages quote.
  const isKnown = (word) => known.named.has(word) || known.isRead(word);
  const all = () => (known.all ??= [...new Set([...known.postings.keys(), ...known.named])].filter(isKnown));
  // The known words of which one is an inflected form: all but their ends are the same.
  const inflected = (word, among = all()) => {
    if (word.length < 5) return [];
    const fits = (other) => {
      const length = shared(word, other);
      const ending = length < 8 ? 3 : 4;
      return length >= 5 && word.length - length <= ending && other.length - length <= ending;
    };
    const found = [...among].filter(fits).sort((a, b) => shared(word, b) - shared(word, a));
    return found.filter((other) => shared(word, other) === shared(word, found[0])).slice(0, 4);
  };
  // The known words that one is put together from, with or without a letter that joins them.
  const parts = (word) => {
    for (let cut = word.length - 4; cut >= 4; cut--) {
      const [head, rest] = [word.slice(0, cut), word.slice(cut)];
      const first = [head, head.replace(/s$/, "")].find(isKnown);
      const second = [rest].find(isKnown) ?? inflected(rest)[0];
      if (first && second) return [first, second];
    }
    return [];
  };
  // A word as titles spell it, of which the index has the stem.
  const titled = () => (known.titled ??= new Set(Search._index.passages.flatMap(([, , , title]) => split(title))));
  const spelt = (word) => [...titled()].filter((other) => stem(other) === word).sort((a, b) => a.length - b.length)[0] ?? word;
  const begun = (word) => (word.length > 2 ? all().filter((other) => other.startsWith(word)).slice(0, 20) : []);
  const nearest = (word) => {
    if (word.length < 5) return "";
    const near = all().filter((other) => distance(word, other, word.length > 8 ? 2 : 1) < Infinity);
    return near.sort((a, b) => shared(word, b) - shared(word, a) || known.read(b).length - known.read(a).length)[0] ?? "";
  };

  // The words of a question, each with the stems that may stand for it, and what it was corrected to.
  const understood = (question) => {
    const typed = split(question);
    const telling = typed.filter((word) => !stopwords.has(word));
    const corrected = [];
    const words = telling.length ? telling : typed;
    const isSome = words.some((word) => !small.has(word));
    const meant = words.map((word, index) => {
      if (isSome && small.has(word)) return [];
      const asked = stem(word);
      if (isKnown(asked)) {
        const isName = known.named.has(asked) || known.read(asked).length > QUOTED;
        return isName ? [asked] : [asked, ...inflected(asked, known.named)];
      }
      const others = [inflected(asked), parts(asked), index === words.length - 1 ? begun(asked) : []].find((found) => found.length);
      if (others) return others;
      const other = known.asked.has(asked) ? "" : nearest(asked);
      if (other) corrected.push([word, spelt(other)]);
      return other ? [other] : known.postings.has(asked) ? [asked] : [];
    });
    const asked = words.map(stem).map((word, index) =>
      known.asked.has(word) ? [word] : [...new Set([word, ...inflected(word, known.asked), ...meant[index]])]);
    return { stems: meant.filter((found) => found.length), asked, corrected };
  };

  // For each word of a question, how much each passage says of it, whatever it calls it.
  const scores = (stems, sought) => {
    const found = stems.map(() => new Map());
    const add = (slot, passage, score) => found[slot].set(passage, Math.max(found[slot].get(passage) ?? 0, score));
    const score = (word, passage, weight) => known.rarity(word) * weight;
    stems.forEach((variants, slot) => {
      for (const word of variants) {
        for (const [passage, weight] of known.read(word)) add(slot, passage, score(word, passage, weight));
      }
    });
    stems.forEach((variants, slot) => {
      for (const [name, group] of variants.flatMap((word) => known.groups.get(word) ?? [])) {
        if (!name.every((word, index) => stems[slot + index]?.includes(word))) continue;
        for (const other of group.filter((one) => one !== name)) {
          other.forEach((word) => sought.add(word));
          const each = other.map((word) => new Map(known.read(word)));
          for (const passage of each[0].keys()) {
            if (!each.every((passages) => passages.has(passage))) continue;
            const sum = other.reduce((total, word, index) => total + score(word, passage, each[index].get(passage)), 0);
            name.forEach((_, index) => add(slot + index, passage, (OTHER_NAME * sum) / name.length));
          }
        }
      }
    });
    // Rare for a question is what few passages have, whatever they call it.
    return found.map((passages) => ({ passages, rarity: Math.log(1 + Search._index.passages.length / (passages.size + 1)) }));
  };

  // Passages that say something of a question, best first: what they count, and how many of its words they have.
  const found = (stems, bySlot) => {
    const hits = new Map();
    for (const slot of bySlot) {
      for (const [passage, score] of slot.passages) {
        const hit = hits.get(passage) ?? { passage, score: 0, has: new Set() };
        hit.score += score;
        hit.has.add(slot);
        hits.set(passage, hit);
      }
    }
    for (const hit of hits.values()) {
      const words = known.heading(hit.passage);
      const said = stems.filter((variants) => variants.some((word) => words.includes(word))).length;
      if (said) hit.score *= 1 + HEADING * (said / stems.length) * Math.sqrt(Math.min(said / words.length, 1));
    }
    return [...hits.values()].sort((a, b) => b.score - a.score || a.passage - b.passage);
  };

  // How much of what is rare in a question some passages have together, from 0 to 1.
  const share = (hits, slots) => {
    const had = new Set(hits.flatMap(({ has }) => [...has]));
    const sum = (those) => those.reduce((total, { rarity }) => total + rarity, 0);
    return slots.length ? sum(slots.filter((slot) => had.has(slot))) / sum(slots) : 1;
  };

  // The hits of a page, or one record or term, as one result.
  const result = (hits, slots) => ({
    hits,
    isCalled: hits.some(({ isCalled }) => isCalled),
    score: hits.slice(0, NEXT_BEST.length).reduce((sum, { score }, index) => sum + NEXT_BEST[index] * score, 0),
    isWhole: share(hits, slots) >= NEARLY_ALL,
    isLast: known.isLast(hits[0].passage),
  });

  // What each word of a row may mean: its stems, and each group of names that has one of which it is a part.
  const meanings = (row) => {
    const found = row.map((stems) => new Set(stems));
    row.forEach((stems, slot) => {
      for (const [name, group] of stems.flatMap((word) => known.groups.get(word) ?? [])) {
        if (!name.every((word, index) => row[slot + index]?.includes(word))) continue;
        name.forEach((_, index) => found[slot + index].add(group));
      }
    });
    return found;
  };

  // The questions with an answer that are asked here in other words, best first. They are alike as far as they share
  // what they mean, of which a word counts the more, the fewer questions and passages have it.
  const answers = (stems, firstPages, isTitle) => {
    const { questions, passages } = Search._index;
    const weigh = (set) => Math.min(...[...set].map((meaning) => {
      const among = Math.log(1 + known.ways.length / (1 + (known.common.get(meaning)?.size ?? 0)));
      return typeof meaning === "string" ? Math.min(among, known.rarity(meaning)) : among;
    }));
    const weighed = (sets) => sets.map((set) => [set, weigh(set)]);
    const sum = (row) => row.reduce((total, [, weight]) => total + weight, 0);
    if (!known.common) {
      known.common = new Map(); // by what words mean, the numbers of the ways that have it
      const rows = known.ways.map(({ words }) => meanings(words.map((word) => [word])));
      for (const [number, row] of rows.entries()) {
        for (const meaning of row.flatMap((set) => [...set])) {
          if (!known.common.has(meaning)) known.common.set(meaning, new Set());
          known.common.get(meaning).add(number);
        }
      }
      for (const [number, way] of known.ways.entries()) {
        way.row = weighed(rows[number]);
        way.sum = sum(way.row);
      }
    }
    const typed = weighed(meanings(stems));
    const asks = sum(typed);
    const has = (row, set) => row.some(([other]) => [...set].some((meaning) => other.has(meaning)));
    const common = (one, other) => sum(one.filter(([set]) => has(other, set)));
    const near = new Set(typed.flatMap(([set]) => [...set].flatMap((meaning) => [...(known.common.get(meaning) ?? [])])));
    const best = new Map();
    for (const number of [...near].sort((one, other) => one - other)) {
      const { question, row, sum: whole } = known.ways[number];
      const alike = (common(typed, row) + common(row, typed)) / (asks + whole);
      const isLikely = stems.length > 1 && firstPages.has(passages[questions[question][1]][0]);
      // Who types the title of a page asks for the page.
      const least = isTitle ? 1 : isLikely ? LIKELY : ALIKE;
      if (alike >= Math.max(best.get(question) ?? 0, least)) best.set(question, alike);
    }
    return [...best].sort(([, one], [, other]) => other - one).map(([question]) => question);
  };

  window.RDM_SEARCH.find = (question) => {
    prepare();
    const { passages, kinds, terms } = Search._index;
    const { stems, asked, corrected } = understood(question);
    const byPage = new Map();
    const results = [];
    const sought = new Set(stems.flat());
    const slots = scores(stems, sought);
    const called = known.called.get(split(question).join(" ")) ?? [];
    const all = found(stems, slots);
    const missed = called.filter((passage) => all.every((hit) => hit.passage !== passage));
    for (const hit of [...all, ...missed.map((passage) => ({ passage, score: 0, has: new Set(slots) }))]) {
      const [page, kind, anchor] = passages[hit.passage];
      // A heading that many pages have says little of any of them.
      hit.isCalled = called.includes(hit.passage) && (!anchor || kinds[kind] !== "");
      if (kinds[kind]) {
        results.push({ ...result([hit], slots), page, group: kind === terms ? "terms" : "records" });
      } else if (byPage.has(page)) byPage.get(page).push(hit);
      else byPage.set(page, [hit]);
    }
    for (const [page, hits] of byPage) results.push({ ...result(hits, slots), page, group: "pages" });
    const whole = results.filter(({ isWhole }) => isWhole);
    const isSome = whole.filter(({ isLast }) => !isLast).length < ENOUGH;
    const shown = isSome ? results : whole;
    shown.sort((a, b) => b.isCalled - a.isCalled || b.isWhole - a.isWhole || a.isLast - b.isLast || b.score - a.score);
    const first = new Set(shown.slice(0, FIRST).map((one) => one.page));
    return {
      results: shown,
      corrected,
      isSome: isSome && whole.length === 0,
      sought,
      answers: answers(asked, first, shown.some(({ isCalled }) => isCalled)),
    };
  };

  // Words of titles that are spelt a little like those of a question that nothing has, nearest first.
  window.RDM_SEARCH.near = (question) => {
    prepare();
    const words = [...titled()];
    const near = split(question).filter((word) => word.length > 3 && !isKnown(stem(word))).flatMap((word) =>
      words.map((other) => [other, distance(word, other, Math.ceil(word.length / 3))]));
    const found = near.filter(([, letters]) => letters < Infinity).sort(([, one], [, other]) => one - other);
    return [...new Set(found.map(([word]) => word))].slice(0, MOST_NEAR);
  };

  // Questions of which some words, or their beginnings, are typed: in the order of their file.
  window.RDM_SEARCH.begun = (text) => {
    const typed = split(text);
    const fits = (title) => {
      const words = split(title);
      return typed.length && typed.every((word) => words.some((other) => other.startsWith(word)));
    };
    const { questions, pages, passages } = Search._index;
    return {
      questions: [...questions.keys()].filter((number) => fits(questions[number][0])),
      passages: [...passages.keys()].filter((number) => passages[number][2] === "" && fits(pages[passages[number][0]][1])),
    };
  };

  window.RDM_SEARCH.split = split;
  window.RDM_SEARCH.stem = stem;
})();
