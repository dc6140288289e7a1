"""The site's search: Sphinx's own, in a language that folds accents and knows synonyms."""
