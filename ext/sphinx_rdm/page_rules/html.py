"""Rules for HTML and comments: what swallows text, what could do harm, and what Markdown can say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from markdown_it.token import Token

from ..records.positioned import Position
from ..records.wording import shown
from .names import words
from .page import Page
from .rule import Mistake, Rule

ALLOWED: Final = words("abbr br cite del ins kbd mark q small sub sup wbr")
"""Elements for which Markdown has no words, and which do no harm."""
_FORBIDDEN: Final = words(
    "applet audio base button embed form frame frameset iframe input link math meta object script select style "
    "svg template textarea video"
)
_ELEMENTS: Final = words(
    "a address area article aside b bdi bdo big blockquote body caption center code col colgroup data datalist dd "
    "details dfn dialog dir div dl dt em fieldset figcaption figure font footer h1 h2 h3 h4 h5 h6 head header "
    "hgroup hr html i img label legend li main map menu nav noscript ol optgroup option output p param picture "
    "pre progress rp rt ruby s samp search section slot source span strike strong summary table tbody td tfoot th "
    "thead time title tr track tt u ul var"
)
_INSTEAD: Final = {
    "a": "[text](address)",
    "b": "**text**",
    "strong": "**text**",
    "i": "*text*",
    "em": "*text*",
    "code": "`text`",
    "img": "![what it shows](file)",
    "details": ":::{dropdown}",
    "summary": ":::{dropdown}",
    "div": "a directive",
    "pre": "```",
    "hr": "---",
    "blockquote": "> text",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "## text"),
    **dict.fromkeys(("ul", "ol", "li"), "- text"),
    **dict.fromkeys(("table", "thead", "tbody", "tr", "td", "th"), "| a | b |"),
}
_VOID: Final = frozenset(("br", "wbr"))
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>?")
_HANDLER: Final = re.compile(r"[\s\"'/](on[a-z]+|style)\s*=", re.IGNORECASE)
_HARMFUL: Final = re.compile(r"=\s*[\"']?\s*((?:javascript|vbscript|data)\s*:)", re.IGNORECASE)
_BROKEN_COMMENT: Final = re.compile(r"<!--|-->|<! ?-(?=[\s-])")


def _tags(page: Page) -> Iterator[tuple[Position, re.Match[str], Token | None]]:
    """Each tag of a page, and the block of HTML in which it stands."""
    for block in page.blocks["html_block"]:
        content = block.token.content
        for match in _TAG.finditer(content) if not content.lstrip().startswith("<!--") else ():
            row = content.count("\n", 0, match.start())
            indent = max(0, page.line(block.line + row).find(content.split("\n")[row]))
            column = match.start() - content.rfind("\n", 0, match.start()) - 1
            yield page.position(block.line + row, indent + column), match, block.token
    for text, stretch in page.of_rule("html_inline"):
        if found := _TAG.match(text.source(stretch)):
            yield text.at(stretch.start), found, None


def _harm(page: Page) -> Iterator[Mistake]:
    for at, match, _ in _tags(page):
        closing, name, rest = match.groups()
        if name.lower() in _FORBIDDEN and not closing:
            yield Mistake(at, f"<{name.lower()}> in a page; scripts, frames, styles and forms have no place in it")
        elif found := _HANDLER.search(rest):
            yield Mistake(
                at, f"<{name}> with the attribute '{found[1]}'; pages have no scripts and styles of their own"
            )
        elif found := _HARMFUL.search(rest):
            yield Mistake(at, f"<{name}> with an address that begins with '{found[1]}'; it would run as a script")


def _other(page: Page) -> Iterator[Mistake]:
    # These extensions of MyST make what pages otherwise have of them.
    read = {"html_image": "img", "html_admonition": "div"}
    fine = ALLOWED | {name for extension, name in read.items() if extension in page.settings.extensions}
    told: Token | None = None
    for at, match, block in _tags(page):
        closing, typed, rest = match.groups()
        name = typed.lower()
        if closing or name in _FORBIDDEN | fine or _HANDLER.search(rest) or _HARMFUL.search(rest):
            continue
        if name not in _ELEMENTS:
            message = f"{shown(match[0])} is taken for HTML, and does not show; write `{shown(match[0])}`"
        elif name in _INSTEAD:
            message = f"HTML <{name}>; write {_INSTEAD[name]}"
        else:
            message = f"HTML <{name}>; write it in Markdown, or leave it out"
        if block is None or block is not told:  # of a block, the first is enough
            told = block
            yield Mistake(at, message)


def _unclosed(page: Page) -> Iterator[Mistake]:
    for text in page.marked:
        opened: list[tuple[str, int]] = []
        for stretch in text.of_rule("html_inline"):
            match = _TAG.match(text.source(stretch))
            name = match[2].lower() if match else ""
            if match is None or name not in ALLOWED - _VOID or match[3].endswith("/"):
                continue
            if not match[1]:
                opened.append((name, stretch.start))
            elif opened and opened[-1][0] == name:
                opened.pop()
            else:
                yield Mistake(text.at(stretch.start), f"</{name}> closes nothing; delete it")
        for name, start in opened:
            yield Mistake(text.at(start), f"<{name}> is not closed; write </{name}> behind the text")


def _comments(page: Page) -> Iterator[Mistake]:
    for block in page.blocks["html_block"]:
        content = block.token.content
        before, closing, rest = content.partition("-->")
        if not content.lstrip().startswith("<!--"):
            continue
        if not closing:
            message = "the comment is not closed, so nothing below is shown; write --> at its end"
            yield Mistake(page.indented(block.line), message, block.end)
        elif rest.strip() and not rest.strip().startswith("<!--"):
            message = "text behind a comment is not read as Markdown; begin a new line, with an empty one above"
            number = block.line + before.count("\n")
            yield Mistake(page.position(number, page.line(number).find("-->") + 3), message)
    for text in page.marked:
        for match in text.find(_BROKEN_COMMENT) if "<!" in text.shown or "-->" in text.shown else ():
            ending = "closes no comment; delete it" if match[0] == "-->" else "begins no comment; write <!-- … -->"
            yield Mistake(text.at(match.start()), f"'{match[0].strip()}' {ending}")


RULES: Final = (
    Rule(
        "comment",
        "a comment that is not closed, or that is none",
        "the foot of the page is gone, or the marks of the comment are shown",
        _comments,
    ),
    Rule(
        "harmful-html",
        "scripts, frames, forms and styles, handlers of events, addresses that run as scripts",
        "they run in the reader's browser, or are refused by it",
        _harm,
    ),
    Rule(
        "html",
        f"HTML other than {', '.join(sorted(ALLOWED))}; words in angle brackets",
        "a word in angle brackets is not shown, and books and the search do not know the rest",
        _other,
    ),
    Rule(
        "open-html",
        "an element of HTML that is not closed",
        "all below has its look",
        _unclosed,
    ),
)
