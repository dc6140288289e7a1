"""Rules for headings: those that are none, and those in a place where they make no section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final, NamedTuple

from ..records.wording import shown
from .page import Page, Parsed
from .rule import Mistake, Rule

_NO_BLANK: Final = re.compile(r"^(#{2,6})(?=[^\W_])|^(#)(?=[A-Z][a-z]+(?: |$))|^(#{7,})(?=[ \t])", re.MULTILINE)
_RST: Final = re.compile(r"(?<=\n)([\^\"'~*=+#.])\1{3,}[ \t]*$", re.MULTILINE)
_SENTENCE: Final = re.compile(r"[.!?:]['\"’”)]*$|\n")
_KEY: Final = re.compile(r"[a-z][\w-]*:(?: |$)")
_NOTHING: Final = ("myst_line_comment", "myst_target", "hr", "myst_block_break")


class Heading(NamedTuple):
    """A heading of a page, with its line from 0."""

    level: int
    title: str
    line: int
    end: int
    number: int
    """Where its token is."""
    part: Parsed
    underlined: bool


def _headings(page: Page) -> list[Heading]:
    return [
        Heading(int(token.tag[1]), part.tokens[number + 1].content, line, end, number, part, token.markup[0] in "=-")
        for part, number, token, line, end in page.blocks["heading_open"]
    ]


def _none(page: Page) -> Iterator[Mistake]:
    for text in page.texts:
        if text.holder != "paragraph_open":
            continue
        for match in text.find(_NO_BLANK, "#"):
            mark = match[0]
            if mark == "#" and ("\n" in text.shown or text.shown.rstrip()[-1:] in ".,;!?"):
                continue
            ending = "headings have six # at most" if match[3] else f"write a space behind {mark}"
            yield Mistake(text.at(match.start()), f"no heading, but plain text; {ending}")
        for match in text.find(_RST, "\n"):
            message = "a line of signs makes no heading, and is shown; begin the line above it with #"
            yield Mistake(text.at(match.start()), message)


def _by_accident(page: Page) -> Iterator[Mistake]:
    for heading in _headings(page):
        if not heading.underlined:
            continue
        if all(_KEY.match(line) for line in heading.title.split("\n")) and page.line(heading.line - 1).strip() == "---":
            message = "front matter counts only in the first lines of a page; move it there"
            yield Mistake(page.position(heading.line - 1), message, heading.end)
        elif _SENTENCE.search(heading.title) or len(heading.title) > 80:
            message = "the line below makes a heading of this text; put an empty line before it"
            yield Mistake(page.indented(heading.line), message, heading.end)


def _nested(page: Page) -> Iterator[Mistake]:
    for part, _, token, line, _ in page.blocks["heading_open"]:
        if token.level or part.fence:
            place = "a list or quotation" if token.level or not part.fence else f"{{{shown(part.fence.directive)}}}"
            message = f"a heading within {place} is in no table of contents; write it in bold, or move it out"
            yield Mistake(page.indented(line), message)


def sections(page: Page) -> list[Heading]:
    """The headings that make sections, in their order."""
    return [
        heading
        for heading in _headings(page)
        if not heading.part.fence and not heading.part.tokens[heading.number].level
    ]


def _twice(page: Page) -> Iterator[Mistake]:
    above: list[tuple[int, str]] = []
    seen: dict[tuple[tuple[int, str], ...], int] = {}
    for heading in sections(page):
        title = " ".join(heading.title.split()).casefold()
        above = [*(entry for entry in above if entry[0] < heading.level), (heading.level, title)]
        if title and tuple(above) in seen:
            message = f"the heading '{shown(heading.title)}' stands in line {seen[tuple(above)]}, too; links lead there"
            yield Mistake(page.indented(heading.line), message)
        seen.setdefault(tuple(above), heading.line + 1)


def _second_title(page: Page) -> Iterator[Mistake]:
    titles = [heading for heading in sections(page) if heading.level == 1]
    for heading in titles[1:]:
        message = f"a second title of the page, besides that of line {titles[0].line + 1}; write ##"
        yield Mistake(page.indented(heading.line), message)


def _empty(page: Page) -> Iterator[Mistake]:
    headings = sections(page)
    for heading, after in zip_longest(headings, headings[1:]):
        if not heading.title.strip():
            yield Mistake(page.indented(heading.line), "a heading without text; write it, or delete the line")
            continue
        end = after.number if after else len(heading.part.tokens)
        held = heading.part.tokens[heading.number + 3 : end]
        is_comment = [token.type == "html_block" and token.content.lstrip().startswith("<!--") for token in held]
        if (after and after.level > heading.level) or (len(headings) == 1 and heading.level == 1):
            continue  # sections stand under it, or the page has just been begun
        if all(token.type in _NOTHING or comment for token, comment in zip(held, is_comment, strict=True)):
            message = f"nothing stands under the heading '{shown(heading.title)}'; write it, or delete the heading"
            yield Mistake(page.indented(heading.line), message)


RULES: Final = (
    Rule(
        "no-heading",
        "a heading without a space behind `#`, or underlined with other signs than `=` and `-`",
        "it is plain text",
        _none,
    ),
    Rule(
        "no-text",
        "a paragraph with a line of dashes right below, and front matter that is not at the top",
        "the paragraph becomes a heading",
        _by_accident,
    ),
    Rule("nested-heading", "a heading within a directive, list or quotation", "it makes no section", _nested),
    Rule("heading-twice", "the same heading twice under one other", "links to the second lead to the first", _twice),
    Rule("second-title", "a second heading of the first level", "the page has two titles", _second_title),
    Rule("empty-section", "a heading with nothing under it", "readers look for what is not there", _empty),
)
