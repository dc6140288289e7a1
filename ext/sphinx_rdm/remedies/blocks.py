"""Remedies for headings, paragraphs, lists and tables, and for all that only rST can get wrong."""

from __future__ import annotations

import re
from typing import Final

from .names import Names, Remedy

_CLOSED_BY: Final = {
    "emphasis": "*",
    "strong": "**",
    "literal": "``",
    "substitution_reference": "|",
    "interpreted text or phrase reference": "`",
    "target": "`",
    "footnote reference": "]_",
}


def _level(match: re.Match[str], _names: Names) -> str:
    fitting = int(match["from"]) + 1
    return f"; write {'#' * fitting} in place of {'#' * int(match['to'])}"


def _open(match: re.Match[str], _names: Names) -> str:
    sign = _CLOSED_BY.get(match["kind"].lower(), "")
    return f"; close it with {sign}, or put a backslash before a sign that is meant as it stands" if sign else ""


_UNDERLINED: Final = "; make the line as long as the title"
_EMPTY_LINE: Final = "; put an empty line before it, or begin it where the line above begins"

REMEDIES: Final[dict[str, Remedy]] = {
    r"Non-consecutive header level increase; H(?P<from>\d) to H(?P<to>\d)": _level,
    r"Document headings start at H\d, not H1.*": "; begin the page with a heading '# …'",
    r"Document or section may not begin with a transition": (
        "; remove the dashes; where they should enclose front matter, they begin on the first line"
    ),
    r"Document may not end with a transition": "; remove the dashes, which part two texts",
    r"At least one body element must separate transitions.*": "; remove one of the two lines of dashes",
    r"Unknown field: (?P<value>.*)": "; MyST has no such setting: correct the name, or remove the line",
    r"'(?P<value>\w+)' .*\(got .*\)": "; correct the value in the front matter",
    r"Invalid '(?P<value>.*)' attribute value: .*": "; write a number, or one with %, px or em",
    r"Strikethrough is currently only supported in HTML output": "; books would show the words: remove them instead",
    r"HTML could not be parsed": "; write it in Markdown",
    r"HTML is too deeply nested to process": "; write it in Markdown",
    r"Tasklist item has no leading paragraph for checkbox": "; write a text behind the brackets",
    r"Inline (?P<kind>.*) start-string without end-string": _open,
    r".* ends without a blank line; unexpected unindent": "; put an empty line behind it, or indent what belongs to it",
    r"Line block ends without a blank line": "; put an empty line behind it",
    r"Unexpected indentation": _EMPTY_LINE,
    r"Block quote .*": _EMPTY_LINE,
    r"Literal block expected; none found": "; indent the lines behind '::', or write a single colon",
    r"Inconsistent literal block quoting": "; begin each line with the same sign",
    r"Blank line required after table": "; put an empty line behind it",
    r"Malformed table.*": "; keep each cell between its borders, in every row",
    r"Title (?:under|over)line too short.*": _UNDERLINED,
    r"(?:Incomplete section title|Title overline & underline mismatch).*": _UNDERLINED,
    r"Missing matching underline for section title overline.*": "; put the same line under the title",
    r"Invalid section title or transition marker.*": "; put an empty line around it, or a title above it",
    r"(?:Inconsistent title style|Title level inconsistent).*": (
        "; underline each level with one sign, and use them in the order of their first use"
    ),
    r"(?:Unexpected section title|A level \d+ section cannot be used here).*": "; a title cannot stand inside a block",
    r"(?:Footnote|Citation) content expected": "; write its text behind the brackets",
    r'Substitution definition ".*" (?:missing contents|empty or invalid).*': "; write a text behind it",
    r"Multiple roles in interpreted text.*": "; keep one of them",
    r'Duplicate ID: "(?P<value>[^"]*)".*': "; each name may occur once on a page: rename one",
}
