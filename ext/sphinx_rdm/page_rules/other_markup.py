"""Rules for markup of other tools, which MyST shows as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from .page import CODE, IMAGE, LINK, Page
from .rule import Mistake, Rule


class Markup(NamedTuple):
    """A way of writing, and what to write in its place; ``extension`` is that of MyST which reads it."""

    sign: str
    """What all that matches has in it."""
    pattern: str
    """Compiled where a page has the sign, which few have."""
    message: str
    extension: str = ""


_OF_RST: Final = (
    Markup(CODE + "_", rf"{CODE}+_{{1,2}}(?![\w_])", "a link of reStructuredText; write [text](address)"),
    Markup(
        ".. ",
        r"^\.\. [\w:+-]+::[^\n]*",
        "a directive of reStructuredText; write :::{name}, and ::: below it",
    ),
    Markup(".. _", r"^\.\. _[^\n:]+:[^\n]*", "a label of reStructuredText; write (label)="),
    Markup(".. |", r"^\.\. \|[^\n|]+\|[^\n]*", "a substitution of reStructuredText, which is shown as it stands"),
    Markup(
        "::",
        r"(?<=[\w)\]]) ?::\Z",
        "two colons before code, as in reStructuredText; write one, and put ``` around it",
    ),
    Markup("]_", r"\[(?:#\w*|\*|\d+)\]_(?!\w)", "a footnote of reStructuredText; write [^1]"),
)
_OF_OTHERS: Final = (
    Markup("!!! ", r"^!!![ \t]+\w+[^\n]*", "a box of MkDocs; write :::{note}, and ::: below it"),
    Markup("???", r"^\?\?\?\+?[ \t]+\w+[^\n]*", "a fold of MkDocs; write :::{dropdown}, and ::: below it"),
    Markup("[!", r"\A\[!\w+\]", "a box of GitHub; write :::{note}, and ::: below it", "alert"),
    Markup(
        "{{",
        r"\{\{[^{}\n]*\}\}",
        "a substitution, which is shown as it stands; write the text",
        "substitution",
    ),
    Markup("{%", r"\{%[^{}\n]*%\}", "a tag of a template, which is shown as it stands; delete it"),
    Markup(
        "{:",
        r"\{:[^{}\n]*\}",
        "attributes of kramdown, which are shown; write {.name} right behind a link or picture",
    ),
    Markup(
        "@",
        r"\[-?@[\w:.-]*(?:\d[\w:.-]*|[;,] [^\[\]\n]*)\]",
        "a citation of Pandoc; write the source as a link",
    ),
    Markup("^[", r"\^\[[^\[\]\n]+\]", "a footnote within the line; write [^1], and its text below: [^1]: …"),
    Markup("TOC", r"^\[\[?_?TOC_?\]?\]$", "a table of contents, which pages have anyway; delete it"),
    Markup("~~", r"(?<![~\w])~~(?=\S)[^~\n]+~~(?!~)", "~~ strikes nothing out; delete the text", "strikethrough"),
    Markup("==", r"(?<![=\w])==(?=[^\s=])[^=\n]+(?<=\S)==(?!=)", "== marks nothing; write **text**"),
    Markup("==", r"^={2,6} [^=\n]+ ={2,6}$", "a heading of a wiki; begin it with ##"),
    Markup(
        "[",
        r"\A\[[ xX]?\](?=[ \t]+\S)",
        "a box to tick, which is shown as brackets; take it away",
        "tasklist",
    ),
    Markup(
        "\\",
        r"\\(?:cite\w*|ref|label|emph|textbf|textit|section|begin|end|url|href|footnote)\{[^{}\n]*\}?",
        "a command of LaTeX; write it in Markdown",
    ),
    Markup("$$", r"^\$\$", "no formula, because $$ is not switched on; write ```{math}", "dollarmath"),
    Markup("^", r"(?<=\w)\^[\w+-]{1,12}\^(?!\w)", "^ raises nothing; write {sup}`…`", "superscript"),
    Markup("~", r"(?<=[A-Za-z])~[\w+-]{1,6}~(?!~)", "~ lowers nothing; write {sub}`…`", "subscript"),
)
_OUT_OF_PLACE: Final = (
    Markup(
        "{",
        rf"(?<=[{LINK}{IMAGE}{CODE}])[ \t]+\{{[.#\w][^{{}}\n]*\}}",
        "attributes count only right behind a link, picture or code; take away the space",
    ),
    Markup(
        "{",
        r"(?<![\w$\\])\{(?:[.#][A-Za-z][\w-]*|[a-z-]+=[^\s{}]+)(?:[ \t]+[^{}\n]*)?\}",
        "attributes belong to nothing here, and are shown; delete them",
    ),
    Markup(")", r"^\([\w.:-]+\)(?:[ \t]+=|=(?=\S)|:)[ \t]*$", "no label; write (name)= on a line of its own"),
)


def _of(kinds: tuple[Markup, ...], page: Page) -> Iterator[Mistake]:
    shown = "\n".join(text.shown for text in page.marked)
    wanted = [
        (kind, re.compile(kind.pattern, re.MULTILINE))
        for kind in kinds
        if kind.sign in shown and kind.extension not in page.settings.extensions
    ]
    for text in page.marked if wanted else ():
        for kind, pattern in wanted:
            for match in text.find(pattern) if kind.sign in text.shown else ():
                yield Mistake(text.at(match.end() - len(match[0].lstrip())), kind.message)


RULES: Final = (
    Rule(
        "rst",
        "links, directives and labels of reStructuredText",
        "they are shown as they stand",
        lambda page: _of(_OF_RST, page),
    ),
    Rule("other-markup", "markup of other tools", "it is shown as it stands", lambda page: _of(_OF_OTHERS, page)),
    Rule(
        "out-of-place",
        "attributes and labels that belong to nothing",
        "they are shown as they stand",
        lambda page: _of(_OUT_OF_PLACE, page),
    ),
)
