// Leads from an old address to the new one. Where there is none, it looks in the address for words to search for.
(() => {
  "use strict";
  const source = document.querySelector("script.rdm-moved");
  if (!source) return;
  const top = new URL(document.documentElement.dataset.content_root ?? "./", location.href);
  const attempt = (act, otherwise) => {
    try {
      return act();
    } catch {
      return otherwise; // a per cent sign that begins no escape, or an address that is none
    }
  };
  const plain = (path) => attempt(() => decodeURIComponent(path), path);
  const bare = (path) => plain(path).replace(/(\/index\.html?)?\/*$/, "");
  const here = bare(location.pathname.slice(top.pathname.length - 1));
  const asked = new URLSearchParams(location.search);

  // Of the old addresses of this page, the one that names most of what was asked for, and nothing else.
  const fits = JSON.parse(source.textContent)
    .map(([old, goal]) => ({ old: attempt(() => new URL(old, location.origin === "null" ? "http://x" : location.origin)), goal }))
    .filter(({ old }) => old && bare(old.pathname) === here
      && [...old.searchParams].every(([name, value]) => asked.getAll(name).includes(value)))
    .sort((a, b) => [...b.old.searchParams].length - [...a.old.searchParams].length);
  if (fits.length) {
    const goal = new URL(fits[0].goal, top);
    if (!goal.hash) goal.hash = location.hash;
    location.replace(goal);
    return;
  }
  const field = document.querySelector(".rdm-not-found input");
  if (field) field.value = here.split("/").at(-1).replace(/\.\w+$/, "").split(/[^\p{L}\p{N}]+/u).filter(Boolean).join(" ");
})();
