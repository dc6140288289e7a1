"""Rules for links: what looks like one, and is none; and addresses that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import dropwhile
from typing import Final

from ..records.wording import shown
from .names import words
from .page import ADDRESS, Inline, Page
from .parser import Stretch
from .rule import Mistake, Rule

_ADDRESS: Final = r"(?:(?:[a-z][a-z0-9+.-]*://|mailto:|www\.|\.{1,2}/|#)[^\s()\[\]]+|[^\s()\[\]]+\.(?:md|rst|html?|pdf|png|svg)(?:#[^\s()\[\]]*)?)"
_DEFINITION: Final = re.compile(r"^[ \t]*\[([^\[\]\n^][^\[\]\n]*)\](?: ?: ?)(?=<?\S*[/.#])[^\n]*$", re.MULTILINE)
_TORN: Final = re.compile(r"\]\(([^()\n]*)(\)?)")
_PARTED: Final = re.compile(rf"\](\s+)\({_ADDRESS}[^()\n]*\)", re.IGNORECASE)
_SWAPPED: Final = re.compile(rf"\(([^()\[\]\n]+)\)\[({_ADDRESS})\]", re.IGNORECASE)
_OTHER_BRACKETS: Final = re.compile(rf"\[[^\[\]\n]+\](?:\{{({_ADDRESS})\}}|<({_ADDRESS})>|({ADDRESS}+))", re.IGNORECASE)
_WIKI: Final = re.compile(r"(?<!\w)\[\[(?![\s\[])([^\[\]\n]+)\]\]")
_UNDEFINED: Final = re.compile(r"(?<!\w)\[([^\[\]\n^][^\[\]\n]*)\]\[([^\[\]\n^]*)\]")
_NO_CLOSING: Final = re.compile(rf"(?<!\w)\[([^\[\]()\n]+)\(({_ADDRESS})\)(?![^\[\n]*\])", re.IGNORECASE)
_ANGLES: Final = re.compile(
    r"<((?:www\.|[\w.-]+\.(?:md|html?|org|com|net|eu|se|edu|io)(?=[>/#]))[^\s<>]*)>", re.IGNORECASE
)
_BARE: Final = re.compile(
    r"(?<![\w/\"'=<@])https?://[^\s<>\[\]|\x01-\x07]*[^\s<>\[\]|().,;:!?'\"*\x01-\x07]", re.IGNORECASE
)
_BROKEN: Final = re.compile(
    r"(?<![\w/])(?:https?(?::/(?!/)|//|;/{1,2}|: //)|(?!https?:)h[tps]{2,6}://)[^\s)]+", re.IGNORECASE
)
_HOST: Final = re.compile(r"https?://(?:www\.)?([\w.-]+\w)", re.IGNORECASE)
_NO_SCRIPT: Final = re.compile(r"\s*<?(javascript|vbscript|data|file):", re.IGNORECASE)
_TWO: Final = re.compile(r"https?:/*https?:/*", re.IGNORECASE)
_TITLED: Final = re.compile(r"(.*\S)\s*<[^<>]*>", re.DOTALL)
_SAYS_NOTHING: Final = words("above below example here link more this") | {
    *("click here", "read more", "see above", "see below", "this link", "this page"),
}
_WRONG_SCHEME: Final = re.compile(r"(?!https?://)(?:https?:?/*|h[tps]{2,6}:/{0,3})(?=[\w.-]+\.)", re.IGNORECASE)


def _definitions(page: Page) -> Iterator[Mistake]:
    for text in page.marked:
        if text.holder != "paragraph_open" or "]" not in text.shown:
            continue
        for match in text.find(_DEFINITION):
            if text.content[: match.start()].strip():
                message = "the address of a link counts only in a paragraph of its own; put an empty line before it"
            else:
                message = f"no address of a link; write [{shown(match[1])}]: and then the address alone"
            yield Mistake(text.at(match.start()), message)


def _torn(page: Page) -> Iterator[Mistake]:
    for text in page.marked:
        if "]" not in text.shown:
            continue
        for match in text.find(_PARTED):
            yield Mistake(text.at(match.start()), "no link, because of the space between ] and (; take it away")
        for match in _TORN.finditer(text.shown):
            opening = text.shown.rfind("[", 0, match.start())
            start = match.start() if opening < 0 else opening
            yield Mistake(text.at(start), _why(match, opening))
            text.take(start, match.end())
        for match in text.find(_SWAPPED):
            message = f"no link, because its brackets are swapped; write [{shown(match[1])}]({shown(match[2])})"
            yield Mistake(text.at(match.start()), message)
        for match in text.find(_OTHER_BRACKETS):
            yield Mistake(text.at(match.start()), "no link; write its address in round brackets: [text](address)")
    for text in page.marked:
        for match in text.find(_NO_CLOSING, "["):
            message = f"no link, because ] is missing; write [{shown(match[1])}]({shown(match[2])})"
            yield Mistake(text.at(match.start()), message)


def _why(match: re.Match[str], opening: int) -> str:
    address = match[1].strip()
    if found := _NO_SCRIPT.match(address):
        return f"no link, because addresses that begin with '{found[1].lower()}:' are refused"
    if not match[2]:
        return "no link, because ) is missing behind its address"
    if opening < 0:
        return "no link, because [ is missing before its text"
    before = match.string[opening + 1 : match.start()]
    if "://" in before:
        return f"no link, because its text and its address are swapped; write [{shown(address)}]({shown(before)})"
    if re.search(r"[“”‘’„]", address):
        return 'no link, because of the quotation marks; write straight ones for its title: "…"'
    if re.search(r"\s", address):
        return f"no link, because of the space in its address; write <{shown(address)}>, or %20 for each"
    return "no link; write [text](address), with each bracket inside them behind a backslash"


def _undefined(page: Page) -> Iterator[Mistake]:
    for text in page.marked:
        if "][" not in text.shown and "[[" not in text.shown:
            continue
        for match in text.find(_WIKI):
            target, _, label = match[1].partition("|")
            right = f"[{shown(label)}]({shown(target)}.md)"
            yield Mistake(text.at(match.start()), f"a link of a wiki; write {right}, with the path from this page")
        for match in _UNDEFINED.finditer(text.shown):
            name = match[2] or match[1]
            if not (match[1].isdigit() and name.isdigit()) and not match[1].startswith(("@", "!")):
                message = (
                    f"no link, because no line says where '{shown(name)}' leads; write [{shown(match[1])}](address)"
                )
                yield Mistake(text.at(match.start()), message)
                text.take(*match.span())


def _bare(page: Page) -> Iterator[Mistake]:
    linked = bool(page.settings.extensions & {"linkify", "gfm_autolink"})
    for text in page.marked:
        if "." not in text.shown:
            continue
        for match in text.find(_ANGLES, "<"):
            if re.search(r"\.(?:md|html?)(?:#|$)", match[1]):
                message = f"no link; write [text]({shown(match[1])})"
            else:
                message = f"no link, because https:// is missing; write <https://{shown(match[1])}>"
            yield Mistake(text.at(match.start()), message)
        for match in text.find(_BROKEN, "/"):
            yield Mistake(text.at(match.start()), f"no address of a page: '{shown(match[0])}'; it begins with https://")
        if not linked:
            around = list(text.of_rule("link"))
            for match in text.find(_BARE, "://"):
                if any(link.start < match.start() < link.end for link in around):
                    continue  # an address may be the text of a link
                yield Mistake(
                    text.at(match.start()),
                    "an address, and no link; put < and > around it, or backticks around an example",
                )


def links(page: Page) -> Iterator[tuple[Inline, Stretch, str, str]]:
    """The text in which each link stands, where it stands there, its address, and what is seen of it."""
    for text in page.marked:
        for stretch in text.stretches:
            if stretch.rule in ("link", "autolink"):
                made = list(dropwhile(lambda token: token.type != "link_open", stretch.tokens))
                seen = "".join(token.content or token.type * (token.type == "image") for token in made).strip()
                yield text, stretch, str(made[0].attrs.get("href", "")), seen


def _addresses(page: Page) -> Iterator[Mistake]:
    for text, stretch, address, seen in links(page):
        if message := _wrong(address, seen):
            yield Mistake(text.at(stretch.start), message)


def _wrong(address: str, seen: str) -> str:
    if not address:
        return "the link leads nowhere; write its address between ( and )"
    if _TWO.match(address):
        return "the address begins with https:// twice"
    if found := _WRONG_SCHEME.match(address):
        return f"the address begins with '{shown(found[0])}'; write https://"
    if address.startswith("www."):
        return f"the address of a page of this site, because https:// is missing; write https://{shown(address)}"
    if address.startswith("http") and re.search(r"[‘’“”]|%E2%80%9[89CD]", address):
        return "a curly quotation mark in the address; copy the address anew"
    if address.startswith("http") and re.search(r"[^.][.,;]$", address):
        return f"the address ends with '{address[-1]}'; move it behind the link"
    if (other := _HOST.match(seen)) and (host := _HOST.match(address)) and other[1].lower() != host[1].lower():
        return f"the text names {shown(other[1])}, and the address {shown(host[1])}; write one of them in both"
    if not seen and address.startswith("http"):
        return "a link without a text, so nobody sees it; write one between [ and ]"
    return ""


def _texts(page: Page) -> Iterator[Mistake]:
    made = ((text, stretch.start, seen) for text, stretch, _address, seen in links(page))
    for text, start, seen in (*made, *_titled_roles(page)):
        if seen.strip(" .").casefold() in _SAYS_NOTHING:
            message = f"'{shown(seen)}' does not say where the link leads; make a link of the words that do"
            yield Mistake(text.at(start), message)


def _titled_roles(page: Page) -> Iterator[tuple[Inline, int, str]]:
    for text in page.marked:
        for stretch in text.of_rule("myst_role"):
            if titled := _TITLED.fullmatch(stretch.tokens[-1].content):
                yield text, stretch.start, titled[1]


RULES: Final = (
    Rule("definition", "a line with the address of a link that is not read as one", "the line is shown", _definitions),
    Rule(
        "no-link",
        "a link with a space, a wrong bracket or none where one belongs",
        "it is shown as it was typed",
        _torn,
    ),
    Rule(
        "undefined-link",
        "a link by a name that no line explains, and links of wikis",
        "it is shown with its brackets",
        _undefined,
    ),
    Rule("no-address", "an address in running text that is no link", "nobody can click it", _bare),
    Rule("wrong-address", "a link whose address cannot be meant, or that has no text", "it leads nowhere", _addresses),
    Rule(
        "link-text",
        "a link whose text is a word such as 'here' or 'below'",
        "who reads the links alone does not know where they lead",
        _texts,
    ),
)
