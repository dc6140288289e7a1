// Shows what is known of one institution, which the reader chooses. Without this script, a list links to all of them. What
// is chosen stands in the address; only what the reader wants remembered is kept in the browser.
(() => {
  "use strict";
  const place = document.querySelector(".rdm-chooser");
  const source = place?.querySelector("script.rdm-cards");
  if (!source) return;
  const { label, none, remember, cards } = JSON.parse(source.textContent);
  const list = place.querySelector("ul");
  const hashes = [...list.children].map((item) => item.querySelector("a[href^='#']")?.hash);

  const make = globalThis.rdmMake;
  // Reading and writing can be forbidden; then there is nothing to offer.
  const recall = () => { try { return localStorage.getItem("institution"); } catch { return undefined; } };
  const keep = (id) => {
    try {
      if (id) localStorage.setItem("institution", id);
      else localStorage.removeItem("institution");
    } catch { /* see above */ }
    document.dispatchEvent(new Event("rdm-institution"));
  };

  const select = make("select", { autocomplete: "off" }, make("option", { value: "" }, none),
    ...cards.map(([id, title]) => make("option", { value: id }, title)));
  const said = make("div", { class: "rdm-card-said", "aria-live": "polite" });
  const box = make("input", { type: "checkbox" });
  const boxLabel = make("span");
  const offer = make("label", { class: "rdm-card-remember" }, box, boxLabel);

  const card = ([, title, known, unknown]) => [
    make("p", { class: "rdm-card-title" }, title),
    make("dl", { class: "rdm-facts rdm-ways" }, ...known.flatMap(([purpose, ways]) => [
      make("dt", {}, purpose),
      make("dd", {}, ...ways.map(([text, href]) => make("a", { class: "external rdm-link", href }, text))),
    ])),
    ...(unknown ? [make("p", { class: "rdm-note" }, unknown)] : []),
  ];
  const find = (id) => cards.find(([known]) => known === id);
  const show = (id) => {
    const found = find(id);
    select.value = found ? id : "";
    said.replaceChildren(...(found ? card(found) : []));
    offer.hidden = !found || recall() === undefined;
    boxLabel.textContent = found ? remember.replace("{name}", () => found[1]) : "";
    box.checked = Boolean(found) && recall() === id;
  };

  const pointedAt = () => cards[hashes.indexOf(location.hash)]?.[0];
  const inAddress = () => new URLSearchParams(location.search).get("at");
  select.addEventListener("change", () => {
    const query = new URLSearchParams(location.search);
    if (select.value) query.set("at", select.value);
    else query.delete("at");
    history.replaceState(history.state, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
    show(select.value);
  });
  box.addEventListener("change", () => keep(box.checked ? select.value : ""));
  document.addEventListener("rdm-institution", () => { box.checked = Boolean(select.value) && recall() === select.value; });
  addEventListener("hashchange", () => { if (pointedAt()) show(pointedAt()); });

  list.hidden = true;
  place.append(make("label", {}, make("span", {}, label), select), make("div", { class: "rdm-card" }, said, offer));
  show([pointedAt(), inAddress(), recall()].find(find));
})();
