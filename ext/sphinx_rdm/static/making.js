// What scripts of lists share: they make elements, and copy text.
"use strict";
globalThis.rdmMake = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};
// Whether it was copied: a page that was opened from a disk may not write to the clipboard, and shows what to copy.
globalThis.rdmCopy = async (text, title) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    prompt(title, text);
    return false;
  }
};
