// Suggestions under a search field while somebody types, as the pattern of a combobox has them. What they are made of is
// what the search page loads; it is asked for when a field gets its first letter, and works from a disk, too.
(() => {
  "use strict";
  const top = document.documentElement.dataset.content_root ?? "./";
  const FILES = ["_static/documentation_options.js", "_static/language_data.js", "searchindex.js"];
  const isLoaded = () => Boolean(window.RDM_SEARCH?.suggest && window.Search?._index);
  let loading = null;
  const prepare = () => (loading ??= isLoaded() ? Promise.resolve() : FILES.reduce((before, file) => before.then(() => rdmLoad(top + file)), Promise.resolve()));

  const attach = (field, number) => {
    const form = field.form;
    const list = document.createElement("div");
    const status = document.createElement("p");
    list.id = `search-suggestions-${number}`;
    list.className = "search-suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.getAttribute("aria-label"));
    status.className = "visually-hidden";
    status.setAttribute("aria-live", "polite");
    form.append(list, status);
    field.setAttribute("aria-controls", list.id);
    let active = -1; // none: Enter searches for what is typed

    const choose = (index) => {
      list.children[active]?.setAttribute("aria-selected", "false");
      active = index;
      const option = list.children[active];
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) field.setAttribute("aria-activedescendant", option.id);
      else field.removeAttribute("aria-activedescendant");
    };
    const close = () => {
      choose(-1);
      list.hidden = true;
      list.replaceChildren();
      status.textContent = "";
      field.setAttribute("aria-expanded", "false");
    };
    const show = (text) => {
      const found = text ? window.RDM_SEARCH.suggest(text) : [];
      if (found.length) {
        const title = window.RDM_SEARCH.words.all.replace("{question}", () => text);
        found.push({ title, said: "", address: `${form.action}?q=${encodeURIComponent(text)}` });
      }
      close();
      list.append(...found.map(({ title, said, address }, index) => {
        const option = document.createElement("a");
        Object.assign(option, { id: `${list.id}-${index}`, href: address, tabIndex: -1, textContent: title });
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        if (said) {
          const where = document.createElement("small");
          where.textContent = said;
          option.append(" ", where);
        }
        return option;
      }));
      if (!found.length) return;
      list.hidden = false;
      field.setAttribute("aria-expanded", "true");
      status.textContent = window.RDM_SEARCH.words.suggestions.replace("{count}", found.length);
    };

    field.addEventListener("input", () => {
      const text = field.value.trim();
      if (!text) close();
      else prepare().then(() => document.activeElement === field && field.value.trim() === text && show(text), () => {});
    });
    field.addEventListener("keydown", (event) => {
      const count = list.children.length;
      if (!count || event.isComposing) return;
      // One place more than there are suggestions: the field itself.
      const steps = { ArrowDown: 1, ArrowUp: count }[event.key];
      if (steps) choose(((active + 1 + steps) % (count + 1)) - 1);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" && active >= 0) list.children[active].click();
      else return;
      event.preventDefault();
    });
    // A press on a suggestion must not take the focus, which would close the list before it is followed.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", close);
    field.addEventListener("blur", close);
    // What was typed while this script was on its way
    const asked = new URLSearchParams(location.search).get("q") ?? "";
    if (document.activeElement === field && field.value !== asked) field.dispatchEvent(new Event("input"));
  };
  document.querySelectorAll("form[role=search] input[name=q]").forEach(attach);
})();
