"""Views to doctree nodes, as plain functions: what a page shows of the data."""
