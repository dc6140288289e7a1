"""Rules for a page as a whole, each as far as the project asks for it: its lead, its length, its parts, its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final

from ..records.positioned import START, Position
from ..records.wording import meant, nearest, shown
from .headings import Heading, sections
from .page import Page, PlacedToken
from .rule import Mistake, Rule

_WORD: Final = re.compile(r"\w\S*")
_BETWEEN: Final = ("myst_line_comment", "myst_target", "html_block", "myst_block_break")


def _title(page: Page) -> Heading | None:
    return next((heading for heading in sections(page) if heading.level == 1), None)


def _top(page: Page) -> Position:
    """Where to speak of the page as a whole."""
    title = _title(page)
    return page.indented(title.line) if title else START


def _lead(page: Page) -> Iterator[Mistake]:
    title = _title(page)
    if page.settings.asked.lead is None or title is None:
        return
    least, most = page.settings.asked.lead
    blocks = (token for token in title.part.tokens[title.number + 3 :] if token.map and token.type not in _BETWEEN)
    first = next(blocks, None)
    if first is None or first.map is None or first.type != "paragraph_open":
        message = f"no paragraph stands right below the title; say there in {least} to {most} words what readers get"
        yield Mistake(page.indented(title.line), message)
        return
    line = title.part.first + first.map[0]
    count = sum(_words(text.content) for text in page.texts if text.line == line)
    if count > most:
        message = f"the lead has {count} words, at most {most}; say what readers get, and move the rest down"
        yield Mistake(page.indented(line), message)
    elif count < least:
        message = f"the lead has {count} words, at least {least}; say what readers get, and why it is worth the time"
        yield Mistake(page.indented(line), message)


def _words(text: str) -> int:
    """How many words a text has; an address is none, because it stands right behind the words of its link."""
    return len(_WORD.findall(text))


def _length(page: Page) -> Iterator[Mistake]:
    """Words in texts and code within them; blocks of code, and what directives show of the data, have none."""
    most = page.settings.asked.words
    # Of most pages it is enough to know that there are not more between their spaces.
    if most is None or sum(len(text.content.split()) for text in page.texts) <= most:
        return
    if (count := sum(_words(text.content) for text in page.texts)) > most:
        message = f"{count:,} words of its own, at most {most:,}; move a section to the page that it is about"
        yield Mistake(_top(page), message)


def _missing(page: Page) -> Iterator[Mistake]:
    groups = page.settings.asked.parts
    if not groups:
        return
    headings = {f"{'#' * heading.level} {heading.title}": heading.line for heading in reversed(sections(page))}
    known = [*headings, *_directives(page), *_steps(page)]
    asked = [part for group in groups for part in group]
    spare = [name for name in headings if not any(fnmatchcase(name, part) for part in asked)]
    for group in groups:
        if any(fnmatchcase(name, part) for name in known for part in group):
            continue
        near = ((found, part) for part in group if part[0] == "#" and (found := nearest(part, spare)))
        for name, part in near:
            message = f"no heading that such pages have is '{shown(name)}'{meant(part)}"
            yield Mistake(page.indented(headings[name]), message)
            break
        else:
            yield Mistake(_top(page), f"the page lacks {' or '.join(map(_named, group))}; all of its kind have it")


def _named(part: str) -> str:
    return f"a list of {part[:-1]} steps" if part[0].isdigit() else f"'{shown(part)}'"


def _directives(page: Page) -> list[str]:
    return [f"{{{fence.directive}}}" for fence in page.fences if fence.directive]


def _steps(page: Page) -> list[str]:
    """The numbers of the longest list of steps, as they are typed."""
    lists = (_items(block) for block in page.blocks["ordered_list_open"])
    return [f"{number}." for number in range(1, max(lists, default=0) + 1)]


def _items(block: PlacedToken) -> int:
    return sum(item.type == "list_item_open" and item.level == block.token.level + 1 for item in block.inside())


def _end(page: Page) -> Iterator[Mistake]:
    asked = page.settings.asked.end
    if asked is None:
        return
    tokens = page.parts[0].tokens
    last = next(
        (token for token in reversed(tokens) if token.map and not token.level and token.type not in _BETWEEN), None
    )
    line = last.map[0] if last and last.map else 0
    if not any(fence.line == line and asked == f"{{{fence.directive}}}" for fence in page.fences):
        message = f"the page ends with something else than '{shown(asked)}', unlike all of its kind; put it last"
        yield Mistake(page.indented(line), message)


RULES: Final = (
    Rule(
        "lead",
        "a first paragraph with more or fewer words than the project asks for",
        "nobody can tell at once what the page is for",
        _lead,
    ),
    Rule(
        "length",
        "a page with more words of its own than the project lets it have",
        "nobody reads it at one sitting",
        _length,
    ),
    Rule(
        "part",
        "a page without a heading, a directive or steps that all of its kind have",
        "they look for it where it is on other pages",
        _missing,
    ),
    Rule(
        "end",
        "a page that ends otherwise than those of its kind",
        "they look for it where it is on other pages",
        _end,
    ),
)
