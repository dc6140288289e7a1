"""Rules for roles: what looks like one, and is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .names import DIRECTIVES
from .page import CODE, OTHER, ROLE, Inline, Page
from .rule import Mistake, Rule

_NAME: Final = r"[A-Za-z][\w:+-]*"
_PARTED: Final = re.compile(rf"(?<![$\\])\{{({_NAME})\}}\s+{CODE}+")
_PADDED: Final = re.compile(rf"\{{(?:[ \t]+({_NAME})[ \t]*|({_NAME})[ \t]+)\}}{CODE}+")
_QUOTED: Final = re.compile(rf"\{{({_NAME})\}} ?([‘’‚‛“”„´′'\"])[^\n]*?(?:[‘’‚‛“”„´′'\"`]|$)")
_UNCLOSED: Final = re.compile(rf"\{{({_NAME})\}}`+[^`\n]*")
_UNOPENED: Final = re.compile(rf"\{{({_NAME})\}}\w[^`\n{CODE}{{}}]*`")
_BRACE: Final = re.compile(rf"\{{({_NAME}){CODE}+|(?<![\w{{:])({_NAME})\}}{CODE}+")
_OTHER_BRACKETS: Final = re.compile(rf"[(\[<]({_NAME})[)\]>]{CODE}+|(?<![\w{{}}:{CODE}{OTHER}])({_NAME}){CODE}+")
_TOUCHED: Final = re.compile(rf"[\w)\]>:]{CODE}")
_RST: Final = re.compile(rf"(?<![\w:]):({_NAME}):{CODE}+")
_BARE: Final = re.compile(rf"(?<![{{\\$])\{{({_NAME})\}}(?![{{}}])")
_MARKUP: Final = re.compile(r"\*\*|\]\(")
_RAN_ON: Final = re.compile(rf".*\s.*\{{{_NAME}\}}", re.DOTALL)
_BACKTICK: Final = re.compile("`+")


def _none(page: Page) -> Iterator[Mistake]:
    for text in page.marked:
        if "{" not in text.content and "}" not in text.content:
            continue
        yield from _ran_on(text)
        if "{" not in text.shown and "}" not in text.shown:
            continue
        for match in text.find(_PARTED):
            yield Mistake(text.at(match.start()), f"no role, because of the space; write {{{match[1]}}}`…`")
        for match in text.find(_PADDED):
            yield Mistake(text.at(match.start()), f"no role, because of spaces; write {{{match[1] or match[2]}}}`…`")
        for match in _QUOTED.finditer(text.shown):
            if match[2] in "'\"" and match[1] not in page.settings.roles:
                continue  # a placeholder in a text
            text.take(*match.span())
            message = f"no role, because of {match[2]}; write {{{match[1]}}}`…` with backticks"
            yield Mistake(text.at(match.start()), message)
        for match in text.find(_UNCLOSED):
            message = f"the role {{{match[1]}}} is not closed; write a backtick behind its text"
            yield Mistake(text.at(match.start()), message)
        for match in text.find(_UNOPENED):
            message = f"no role, because a backtick is missing before its text; write {{{match[1]}}}`…`"
            yield Mistake(text.at(match.start()), message)
        for match in text.find(_BRACE):
            name = match[1] or match[2]
            yield Mistake(text.at(match.start()), f"no role, because a brace is missing; write {{{name}}}`…`")
        for match in _BARE.finditer(text.shown):
            name = match[1]
            at_start = not text.content[: match.start()].strip()
            if name in page.settings.roles:
                yield Mistake(text.at(match.start()), f"a role without its text; write {{{name}}}`…`")
            elif at_start and name in DIRECTIVES:
                yield Mistake(text.at(match.start()), f"a directive without its fence; write :::{{{name}}}")
            else:
                continue
            text.take(*match.span())


def _ran_on(text: Inline) -> Iterator[Mistake]:
    """A role that has no backtick at its end, and so ends where code begins; or code that ends where a role begins."""
    for stretch in text.stretches:
        inside = text.source(stretch).partition("`")[2].strip("`")
        if stretch.rule == "myst_role" and (
            inside[-1:].isspace() or ("{" in inside and "`" not in inside and "<" not in inside)
        ):
            name = stretch.tokens[-1].meta["name"]
            message = f"the role {{{name}}} ends only where other code begins; write a backtick behind its text"
        elif stretch.rule == "backticks" and _RAN_ON.fullmatch(inside) and text.content[stretch.end :][:1].isalnum():
            message = "the code ends only where the text of a role begins; write a backtick behind it"
        else:
            continue
        yield Mistake(text.at(stretch.start), message)
        text.take(stretch.start, len(text.content))
        return


def _other_brackets(page: Page) -> Iterator[Mistake]:
    for text in page.marked:
        if CODE not in text.shown or not _TOUCHED.search(text.shown):
            continue
        for match in text.find(_RST):
            name = match[1]
            message = f"a role of reStructuredText; write {{{name}}}`…`"
            yield Mistake(text.at(match.start()), message)
        for match in _OTHER_BRACKETS.finditer(text.shown):
            name = match[1] or match[2]
            if name in page.settings.roles:
                message = f"no role, because braces are missing; write {{{name}}}`…`"
                yield Mistake(text.at(match.start()), message)
                text.take(*match.span())


def _markup(page: Page) -> Iterator[Mistake]:
    for text, stretch in page.of_rule("myst_role"):
        token = stretch.tokens[-1]
        match = _MARKUP.search(token.content) if token.meta["name"] in page.settings.roles else None
        if match and text.shown[stretch.start] == ROLE:
            message = f"'{match[0]}' within a role is shown as it stands; leave it out"
            yield Mistake(text.at(stretch.start), message)


def _backticks(page: Page) -> Iterator[Mistake]:
    for text in page.marked:
        if "`" in text.shown and (match := _BACKTICK.search(text.shown)):
            yield Mistake(
                text.at(match.start()), f"{match[0]} without a second {match[0]} to close the code, or the role"
            )
            text.take(match.start(), len(text.shown))


RULES: Final = (
    Rule("no-role", "a role whose braces, backticks or text are wrong", "it is shown as it was typed", _none),
    Rule(
        "role-brackets",
        "a role with other brackets, none, or the colons of reStructuredText",
        "its name is shown beside code",
        _other_brackets,
    ),
    Rule("role-markup", "marks of Markdown in the text of a role", "the marks are shown", _markup),
    Rule("backtick", "a backtick without a second one", "it is shown, and what was to be code is text", _backticks),
)
