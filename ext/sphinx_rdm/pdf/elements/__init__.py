"""How each element of a page is written as Typst source."""
