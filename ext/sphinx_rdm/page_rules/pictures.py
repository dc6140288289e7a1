"""Rules for pictures: what they say to those who do not see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

from ..records.wording import nearest, shown
from .names import words
from .page import LINK, Fence, Page
from .rule import Mistake, Rule

_FILE: Final = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?|pdf)", re.IGNORECASE)
_SAYS_NOTHING: Final = {"alt text", "alternative text"} | words(
    "alt chart diagram figure graphic icon image img logo photo picture screenshot"
)
_ALT: Final = re.compile(r"[ \t]*:?alt:(.*)")
_OPTION: Final = re.compile(r"[ \t]*:?([\w-]+):(?: .*)?|-{3,}\s*")
_PARTED: Final = re.compile(rf"!(?P<gap>[ \t\u00a0]+){LINK}")


def _descriptions(page: Page) -> Iterator[Mistake]:
    for text, stretch in page.of_rule("image"):
        token = stretch.tokens[-1]
        if message := _wrong(token.content, str(token.attrs.get("src", ""))):
            yield Mistake(text.at(stretch.start), message)
    for fence in page.fences:
        if fence.directive in ("image", "figure"):
            options = [page.line(number) for number in range(fence.line + 1, fence.body)]
            alts = [match[1] for line in options if (match := _ALT.match(line))]
            if not alts and not _is_told(fence, options, page):
                message = "the picture has no :alt:, so its file name is read out; say there what it shows"
                yield Mistake(page.indented(fence.line), message)
            elif alts and (message := _wrong(alts[0], fence.argument, "behind :alt:")):
                yield Mistake(page.indented(fence.line), message)


def _is_told(fence: Fence, options: list[str], page: Page) -> bool:
    """Whether MyST says what is wrong with a directive, and once that is mended, a description may be there."""
    matches = [_OPTION.fullmatch(line) for line in options]
    is_torn = any(match is None or nearest(match[1] or "", ["alt"]) for match in matches)
    body = (page.line(number) for number in range(fence.body, fence.end - fence.closed))
    return not fence.argument or is_torn or (fence.directive == "image" and any(map(str.strip, body)))


def _wrong(alt: str, address: str, where: str = "between the brackets") -> str:
    alt = " ".join(alt.split()).strip("\"'")
    stem = PurePosixPath(unquote(re.split("[?#]", address)[0] if "://" in address[:9] else address)).stem
    if not alt:
        return f"the picture says nothing to who does not see it; write what it shows {where}"
    if _FILE.fullmatch(alt) or (
        alt.casefold() == stem.casefold() and ("-" in alt or "_" in alt or (len(alt.split()) == 1 and alt.islower()))
    ):
        return f"'{shown(alt)}' is the name of a file; write what the picture shows"
    if alt.casefold() in _SAYS_NOTHING:
        return f"'{shown(alt)}' does not say what the picture shows"
    return ""


def _parted(page: Page) -> Iterator[Mistake]:
    for text, match in page.find(_PARTED, "!"):
        stretch = next((found for found in text.of_rule("link") if found.start == match.end() - 1), None)
        if stretch and _FILE.search(text.source(stretch)):
            yield Mistake(text.at(match.start()), "a link, and no picture; take away the space behind !")


RULES: Final = (
    Rule(
        "alt-text",
        "a picture that is described by nothing, by a word such as 'image', or by its file name",
        "who does not see it learns nothing",
        _descriptions,
    ),
    Rule("no-picture", "a space between `!` and the brackets of a picture", "a link is shown in its place", _parted),
)
