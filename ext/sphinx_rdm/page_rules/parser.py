"""MyST's own parser for the sources of pages: quicker, and noting which of its rules took what of a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache, partial
from typing import Final, NamedTuple, TypeAlias, TypeVar

from markdown_it import MarkdownIt
from markdown_it.presets import commonmark
from markdown_it.renderer import RendererHTML
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

# What changes words after parsing, so that they could not be found in the source; links made of bare addresses.
_LEFT_OUT: Final = {"smartquotes", "replacements", "linkify", "gfm_autolink"}
_MARK: Final = re.compile(r"[`\[<\\&*_{$~^]")  # without one of these, no rule of the parser takes anything


# The signs that what a rule of the parser takes can begin with, as Markdown and MyST have it. Rules that are not here,
# those of other extensions of MyST among them, are asked everywhere.
_BLOCKS: Final = {
    "colon_fence": ":",
    "fence": "`~",
    "myst_line_comment": "%",
    "blockquote": ">",
    "myst_block_break": "+",
    "myst_target": "(",
    "hr": "*-_",
    "list": "*+-0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
    "front_matter": "-",
    "fieldlist": ":",
}
_SPANS: Final = {
    "newline": "\n",
    "escape": "\\",
    "myst_role": "{",
    "backticks": "`",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "footnote_ref": "[",
    "span": "[",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "attr": "{",
}
_Rule = TypeVar("_Rule")
_BlockRule: TypeAlias = Callable[[StateBlock, int, int, bool], bool]
_SpanRule: TypeAlias = Callable[[StateInline, bool], bool]


MOST_NESTED: Final = int(commonmark.make()["options"]["maxNesting"])
"""In so many blocks, one in the other, MyST's parser leaves out what is in the last."""


class Stretch(NamedTuple):
    """A part of a text that a rule of the parser took, and what it made of it."""

    rule: str
    start: int
    end: int
    tokens: list[Token]


@lru_cache(8)
def parser_of(extensions: frozenset[str], disabled: tuple[str, ...], definitions: bool = False) -> MarkdownIt:
    """MyST's parser, which notes for each text what its rules took; with tokens for *definitions* of links if asked."""
    try:
        config = MdParserConfig(enable_extensions=set(extensions) - _LEFT_OUT, disable_syntax=list(disabled))
    except (TypeError, ValueError):  # of which MyST tells, and takes its defaults
        config = MdParserConfig()
    parser = create_md_parser(config, RendererHTML)
    parser.inline.ruler2.disable("fragments_join")
    parser.core.ruler.disable(["wordcount", "text_join"])
    parser.core.ruler.at("inline", _inline)
    setattr(parser, "normalizeLink", str)  # noqa: B010  (addresses are spoken of as they were typed)
    parser.options["inline_definitions"] = definitions
    _hasten(parser)
    return parser


def _hasten(parser: MarkdownIt) -> None:
    """Have only those rules asked for a line, or a sign, that can begin with it."""
    blocks, all_blocks, spans = _names(parser.block.ruler), parser.block.ruler.getRules, _names(parser.inline.ruler)
    asked = cache(lambda chain="": [partial(_take_block, *_by_sign(all_blocks(chain), blocks, _BLOCKS))])
    setattr(parser.block.ruler, "getRules", asked)  # noqa: B010
    rules, others = _by_sign(spans, spans, _SPANS)
    setattr(parser.inline.ruler, "getRules", lambda chain="": [partial(_take_span, rules, others)])  # noqa: B010
    setattr(parser.inline, "tokenize", partial(_tokenize, rules, others, spans))  # noqa: B010
    if [spans[rule] for rule in others] == ["text"]:  # then a text goes on up to a sign, or the end of a label
        parser.inline.terminator_re = re.compile(f"[{re.escape(']' + ''.join(rules))}]")


def _names(ruler: Ruler[_Rule]) -> dict[_Rule, str]:
    return dict(zip(ruler.getRules(), ruler.get_active_rules(), strict=True))


def _by_sign(
    rules: Iterable[_Rule], names: Mapping[_Rule, str], begins: Mapping[str, str]
) -> tuple[dict[str, list[_Rule]], list[_Rule]]:
    """The rules that can take what begins with a sign, in their order, and those for all other signs."""
    rules = list(rules)
    found = {
        sign: [rule for rule in rules if sign in begins.get(names[rule], sign)] for sign in "".join(begins.values())
    }
    return found, [rule for rule in rules if names[rule] not in begins]


def _take_block(
    rules: Mapping[str, list[_BlockRule]],
    others: list[_BlockRule],
    state: StateBlock,
    line: int,
    end: int,
    silent: bool,
) -> bool:
    start = state.bMarks[line] + state.tShift[line]
    for rule in rules.get(state.src[start : start + 1], others):  # noqa: SIM110  (a generator costs as much as a rule)
        if rule(state, line, end, silent):
            return True
    return False


def _take_span(rules: Mapping[str, list[_SpanRule]], others: list[_SpanRule], state: StateInline, silent: bool) -> bool:
    for rule in rules.get(state.src[state.pos], others):  # noqa: SIM110
        if rule(state, silent):
            return True
    return False


def _inline(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            noted: list[Stretch] = []
            token.meta["stretches"] = noted
            if _MARK.search(token.content):
                state.env["rdm"] = token.content, noted
                state.md.inline.parse(token.content, state.md, state.env, [])


def _tokenize(
    rules: Mapping[str, list[_SpanRule]], others: list[_SpanRule], names: Mapping[_SpanRule, str], state: StateInline
) -> None:
    """Do what the parser does with a text, and note which rule took what."""
    source, noted = state.env["rdm"]
    noted = noted if state.src is source else []  # the description of a picture is a text of its own
    deepest = state.md.options["maxNesting"]
    while state.pos < state.posMax:
        start, before = state.pos, len(state.tokens)
        if state.level < deepest:
            taken = ""
            for rule in rules.get(state.src[start], others):
                if rule(state, False):
                    taken = names[rule]
                    break
            if taken not in ("", "text"):
                made = state.tokens[before:]
                if taken != "backticks" or any(token.type == "code_inline" for token in made):
                    noted.append(Stretch(taken, start, state.pos, made))
        if state.pos == start:
            state.append_pending(state.src[start])
            state.pos += 1
    if state.pending:
        state.pushPending()
