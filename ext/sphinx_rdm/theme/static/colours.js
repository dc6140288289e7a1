// Light or dark, as the reader chose or as the system has it. Runs before the page is drawn.
(() => {
  "use strict";
  const schemes = ["auto", "light", "dark"];
  const root = document.documentElement.dataset;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const show = (scheme) => {
    root.mode = schemes.includes(scheme) ? scheme : "auto";
    root.theme = root.mode === "auto" ? (dark.matches ? "dark" : "light") : root.mode;
  };
  // Reading and writing can be forbidden; then the choice lasts as long as the page.
  const recall = () => { try { return localStorage.getItem("colours"); } catch { return null; } };
  const remember = (scheme) => { try { localStorage.setItem("colours", scheme); } catch { /* see above */ } };

  show(recall());
  dark.addEventListener("change", () => show(root.mode));
  addEventListener("storage", (event) => { if (event.key === "colours") show(event.newValue); });
  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.colours");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      show(schemes[(schemes.indexOf(root.mode) + 1) % schemes.length]);
      remember(root.mode);
    });
  });
})();
