"""How pages are written: rules of style, first uses of abbreviations and laws, missed links, sentence length."""
