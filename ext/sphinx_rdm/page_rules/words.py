"""Rules for running text: signs that come out as others, or as nothing."""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator
from typing import Final

from ..records.wording import meant, nearest, shown
from .page import OTHER, Page
from .rule import Mistake, Rule

_NO_PAIR: Final = re.compile(
    rf"(?<![^\s(\[{OTHER}])\"(?=\S)[^\"“”„]+(?<=\S)(?P<closing>[“”])(?!\w)"
    rf"|(?<![^\s(\[{OTHER}])(?P<opening>[“„”])(?=\S)[^\"“”„]+(?<=[^\s\d])\"(?!\w)"
)
_STARS: Final = re.compile(r"(?<!\*)\*\*(?!\*)")
_OPTION: Final = re.compile(r"(?<![\w-])--[A-Za-z][\w-]*(?:=\S+)?")
_ENTITY: Final = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_DUNDER: Final = re.compile(
    r"(?<!\w)__(?:all|call|class|dict|doc|file|future|init|main|name|new|path|pycache|repr|str|version)__(?!\w)"
)
_PATH: Final = re.compile(r"(?:^|(?<=[\s(\"'“]))(?:\\\\(?=\w)|[A-Z]:\\(?=\w))[^\s]*")


def _stars(page: Page) -> Iterator[Mistake]:
    for text in page.marked:
        found = list(_STARS.finditer(text.shown)) if "**" in text.shown else []
        if len(found) > 1 or any(not _is_apart(match) for match in found):
            match = found[0]
            message = "** is shown; write **text** without a space inside it, or \\** for stars"
            yield Mistake(text.at(match.start()), message)
            text.take(0, len(text.shown))


def _is_apart(match: re.Match[str]) -> bool:
    """Whether spaces are on both sides, as in sums."""
    return f" {match.string} "[match.start()].isspace() and f" {match.string} "[match.end() + 1].isspace()


def _options(page: Page) -> Iterator[Mistake]:
    if page.settings.dashes:
        for text in page.marked:
            for match in text.find(_OPTION) if "--" in text.shown else ():
                yield Mistake(
                    text.at(match.start()), f"'{shown(match[0])}' is shown with a dash; write `{shown(match[0])}`"
                )


def _entities(page: Page) -> Iterator[Mistake]:
    for text in page.marked:
        for match in text.find(_ENTITY) if "&" in text.shown else ():
            near = nearest(match[1], [name[:-1] for name in html.entities.html5 if name[-1] == ";"])
            ending = meant(near and f"&{near};", "; write \\& for the sign")
            yield Mistake(text.at(match.start()), f"&{match[1]}; stands for no sign{ending}")


def _names(page: Page) -> Iterator[Mistake]:
    for text in page.marked:
        if "__" in text.content:
            for match in _DUNDER.finditer(text.content):
                if any(item.start == match.start() for item in text.of_rule("emphasis")):
                    yield Mistake(
                        text.at(match.start()), f"'{match[0]}' is shown in bold, without its lines; write `{match[0]}`"
                    )
        if "\\" in text.content:
            for match in _PATH.finditer(text.content):
                if any(match.start() <= item.start < match.end() for item in text.of_rule("escape")):
                    path = shown(match[0].rstrip(".,;:!?)"))
                    message = f"'{path}' loses backslashes; write `{path}`"
                    yield Mistake(text.at(match.start()), message)


def _ends(page: Page) -> Iterator[Mistake]:
    for text in page.marked:
        if text.shown.endswith("\\"):
            message = "a backslash at the end of a text is shown; delete it"
            yield Mistake(text.at(len(text.shown) - 1), message)


def _percent(page: Page) -> Iterator[Mistake]:
    for part, number, _, line, end in page.blocks["myst_line_comment"]:
        beside = [token.type for token in part.tokens[max(number - 1, 0) : number + 2]]
        is_near = page.line(line - 1).strip() and page.line(end).strip()
        if is_near and beside == ["paragraph_close", "myst_line_comment", "paragraph_open"]:
            message = "a line that begins with % is a comment, and parts the paragraph; write \\%, or move it"
            yield Mistake(page.indented(line), message)


def _quotes(page: Page) -> Iterator[Mistake]:
    for text in page.texts:
        if '"' in text.shown and any(sign in text.shown for sign in "“”„"):
            for match in _NO_PAIR.finditer(text.shown):
                sign = match.lastgroup or 0
                message = f'{match[sign]} is no pair with "; write " in its place'
                yield Mistake(text.at(match.start(sign)), message)


RULES: Final = (
    Rule(
        "quotes",
        "quotation marks of which one is curly and the other straight",
        "one of them is turned the wrong way",
        _quotes,
    ),
    Rule("stars", "`**` that makes nothing bold", "the stars are shown", _stars),
    Rule(
        "option",
        "`--` before a word in running text",
        "two hyphens are shown as a dash, so nobody can copy it",
        _options,
    ),
    Rule("entity", "a sign by a name that does not exist, such as `&nbps;`", "its name is shown", _entities),
    Rule(
        "code-name",
        "names such as `__init__`, and paths with backslashes, that are no code",
        "these signs are lost",
        _names,
    ),
    Rule("end-backslash", "a backslash with nothing behind it", "it is shown", _ends),
    Rule("percent", "a line of a paragraph that begins with `%`", "it is not shown", _percent),
)
