// Sphinx's search would keep the words of the last search in the browser. In place of sphinx_highlight.js, this says no.
const SPHINX_HIGHLIGHT_ENABLED = false;
