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
    pattern: re.Pattern[str]
    message: str
    extension: str = ""


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)


_OF_RST: Final = (
    Markup(CODE + "_", _compiled(rf"{CODE}+_{{1,2}}(?![\w_])"), "a link of reStructuredText; write [text](address)"),
    Markup(
        ".. ",
        _compiled(r"^\.\. [\w:+-]+::[^\n]*"),
        "a directive of reStructuredText; write :::{name}, and ::: below it",
    ),
    Markup(".. _", _compiled(r"^\.\. _[^\n:]+:[^\n]*"), "a label of reStructuredText; write (label)="),
    Markup(
        ".. |", _compiled(r"^\.\. \|[^\n|]+\|[^\n]*"), "a substitution of reStructuredText, which is shown as it stands"
    ),
    Markup(
        "::",
        _compiled(r"(?<=[\w)\]]) ?::\Z"),
        "two colons before code, as in reStructuredText; write one, and put ``` around it",
    ),
    Markup("]_", _compiled(r"\[(?:#\w*|\*|\d+)\]_(?!\w)"), "a footnote of reStructuredText; write [^1]"),
)
_OF_OTHERS: Final = (
    Markup("!!! ", _compiled(r"^!!![ \t]+\w+[^\n]*"), "a box of MkDocs; write :::{note}, and ::: below it"),
    Markup("???", _compiled(r"^\?\?\?\+?[ \t]+\w+[^\n]*"), "a fold of MkDocs; write :::{dropdown}, and ::: below it"),
    Markup("[!", _compiled(r"\A\[!\w+\]"), "a box of GitHub; write :::{note}, and ::: below it", "alert"),
    Markup(
        "{{",
        _compiled(r"\{\{[^{}\n]*\}\}"),
        "a substitution, which is shown as it stands; write the text",
        "substitution",
    ),
    Markup("{%", _compiled(r"\{%[^{}\n]*%\}"), "a tag of a template, which is shown as it stands; delete it"),
    Markup(
        "{:",
        _compiled(r"\{:[^{}\n]*\}"),
        "attributes of kramdown, which are shown; write {.name} right behind a link or picture",
    ),
    Markup(
        "@",
        _compiled(r"\[-?@[\w:.-]*(?:\d[\w:.-]*|[;,] [^\[\]\n]*)\]"),
        "a citation of Pandoc; write the source as a link",
    ),
    Markup("^[", _compiled(r"\^\[[^\[\]\n]+\]"), "a footnote within the line; write [^1], and its text below: [^1]: …"),
    Markup("TOC", _compiled(r"^\[\[?_?TOC_?\]?\]$"), "a table of contents, which pages have anyway; delete it"),
    Markup(
        "~~", _compiled(r"(?<![~\w])~~(?=\S)[^~\n]+~~(?!~)"), "~~ strikes nothing out; delete the text", "strikethrough"
    ),
    Markup("==", _compiled(r"(?<![=\w])==(?=[^\s=])[^=\n]+(?<=\S)==(?!=)"), "== marks nothing; write **text**"),
    Markup("==", _compiled(r"^={2,6} [^=\n]+ ={2,6}$"), "a heading of a wiki; begin it with ##"),
    Markup(
        "[",
        _compiled(r"\A\[[ xX]?\](?=[ \t]+\S)"),
        "a box to tick, which is shown as brackets; take it away",
        "tasklist",
    ),
    Markup(
        "\\",
        _compiled(r"\\(?:cite\w*|ref|label|emph|textbf|textit|section|begin|end|url|href|footnote)\{[^{}\n]*\}?"),
        "a command of LaTeX; write it in Markdown",
    ),
    Markup("$$", _compiled(r"^\$\$"), "no formula, because $$ is not switched on; write ```{math}", "dollarmath"),
    Markup("^", _compiled(r"(?<=\w)\^[\w+-]{1,12}\^(?!\w)"), "^ raises nothing; write {sup}`…`", "superscript"),
    Markup("~", _compiled(r"(?<=[A-Za-z])~[\w+-]{1,6}~(?!~)"), "~ lowers nothing; write {sub}`…`", "subscript"),
)
_OUT_OF_PLACE: Final = (
    Markup(
        "{",
        _compiled(rf"(?<=[{LINK}{IMAGE}{CODE}])[ \t]+\{{[.#\w][^{{}}\n]*\}}"),
        "attributes count only right behind a link, picture or code; take away the space",
    ),
    Markup(
        "{",
        _compiled(r"(?<![\w$\\])\{(?:[.#][A-Za-z][\w-]*|[a-z-]+=[^\s{}]+)(?:[ \t]+[^{}\n]*)?\}"),
        "attributes belong to nothing here, and are shown; delete them",
    ),
    Markup(
        ")", _compiled(r"^\([\w.:-]+\)(?:[ \t]+=|=(?=\S)|:)[ \t]*$"), "no label; write (name)= on a line of its own"
    ),
)


def _of(kinds: tuple[Markup, ...], page: Page) -> Iterator[Mistake]:
    wanted = [kind for kind in kinds if kind.extension not in page.settings.extensions]
    for text in page.marked:
        for kind in wanted:
            for match in text.find(kind.pattern, kind.sign) if kind.sign in text.shown else ():
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
