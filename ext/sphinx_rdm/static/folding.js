// Makes texts comparable: in small letters and without accents. What a reader types and what a page says are folded
// alike, in the list that a script narrows down, in the search and in its index. Python reads the two tables from here.
globalThis.rdmFold = (() => {
  "use strict";
  // Accents, but no vowels or tones of other scripts; and the hyphen that stands only where a line ends.
  const marks = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u00ad]";
  // Letters that Unicode does not take apart into a plain letter and an accent.
  const letters = {
    "æ": "ae", "ð": "d", "đ": "d", "ǥ": "g", "ħ": "h", "ı": "i", "ĸ": "k", "ł": "l", "ŋ": "n", "œ": "oe", "ø": "o",
    "ß": "ss", "ŧ": "t", "þ": "th", "ς": "σ"
  };
  const accents = new RegExp(marks, "g");
  const special = new RegExp(`[${Object.keys(letters).join("")}]`, "g");
  return (text) => text.normalize("NFKD").replace(accents, "").toLowerCase()
    .replace(special, (letter) => letters[letter]).normalize("NFC");
})();
