"""What an editor would remark on a page: pure functions from its blocks to findings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ..kinds.glossary.record import GlossaryTerm
from ..kinds.plain import ABBREVIATION, Abbreviation, Law, StyleRule
from ..records.addresses import bare

RUNNING: Final = "running text"
HEADING: Final = "heading"
CELL: Final = "table"

_SENTENCE_END: Final = re.compile(r"(?<=[.!?:])[\"'”)]*\s+(?=[\"'“(]?[A-ZÀ-Þ0-9…])")
_WORD: Final = re.compile(r"\w[\w'./@:-]*")
_CAPITALS: Final = r"[A-Z]{2,}"


class Block(NamedTuple):
    """One paragraph, heading or table cell, as plain text with straight quotes.

    ``names`` are parts of the text that others chose, such as titles of what is linked to.
    """

    text: str
    line: int
    kind: str = RUNNING
    names: tuple[str, ...] = ()


class Finding(NamedTuple):
    """A remark about the page at a line."""

    line: int
    message: str


_TEMPLATE: Final = re.compile(r"(?<![\w.-])[A-Z]+(?: [A-Z]+){2,}(?!\w)")
"""Three words in capitals, which are no abbreviations."""


def against_style(blocks: Iterable[Block], rules: Collection[StyleRule]) -> Iterator[Finding]:
    """Turns of phrase that a rule asks to avoid; names and quotations stay as they are."""
    for block in blocks:
        quotations = [match.group() for match in re.finditer(r'"[^"]*"', block.text)]
        for rule in rules:
            for match in re.finditer(rule.pattern, block.text, re.IGNORECASE):
                if not _is_inside(match, block.text, (*rule.unless, *block.names, *quotations)):
                    yield Finding(block.line, f"'{match.group()}': {rule.message} ({rule.id})")


def left_of_template(text: str, abbreviations: Mapping[str, Abbreviation]) -> list[re.Match[str]]:
    """Words in capitals that stand where somebody has to write."""
    return [found for found in _TEMPLATE.finditer(text) if not abbreviations.keys() & found[0].split()]


def to_be_written(found: re.Match[str]) -> str:
    """The message about such words."""
    return f"'{found[0]}' stands in capitals, as in a template; write what belongs there"


def unexplained(blocks: Sequence[Block], abbreviations: Mapping[str, Abbreviation]) -> Iterator[Finding]:
    """Abbreviations that are not spelled out where running text uses them first, or that nobody has listed."""
    known = "|".join(re.escape(short) for short in sorted(abbreviations, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w.-])(?:(?P<known>{known or '(?!)'})|(?P<other>{_CAPITALS}))(?:s|'s)?(?!\w)")
    seen: set[str] = set()
    file = f"{ABBREVIATION.file}.yml"
    for block in (block for block in blocks if block.kind == RUNNING):
        left = left_of_template(block.text, abbreviations)
        yield from (Finding(block.line, to_be_written(found)) for found in left[:1])
        for match in pattern.finditer(block.text):
            short = match["known"] or match["other"]
            if short in seen or any(found.start() <= match.start() < found.end() for found in left):
                continue
            seen.add(short)
            if (entry := abbreviations.get(short)) is None:
                message = f"'{short}' is no abbreviation that we know; spell it out, or list it in {file}"
                yield Finding(block.line, message)
            elif not entry.common and not _is_spelled_out(entry, block.text):
                yield Finding(block.line, f"'{short}' is used first here; write '{entry.long} ({short})'")


def without_number(blocks: Sequence[Block], laws: Iterable[Law]) -> Iterator[Finding]:
    """Laws whose number the page does not give by the time that running text names them."""
    for law in laws:
        names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, (law.title, *law.also)))})(?!\w)", re.IGNORECASE)
        mentions = [block for block in blocks if names.search(block.text) and block.kind != HEADING]
        running = next((block for block in mentions if block.kind == RUNNING), None)
        so_far = blocks[: blocks.index(running) + 1] if running else blocks
        if mentions and law.number not in "\n".join(block.text for block in so_far):
            first = running or mentions[0]
            yield Finding(first.line, f"the {law.title} is named without its number; add {law.number}")


def missed_terms(
    blocks: Iterable[Block], linked: Collection[str], terms: Collection[GlossaryTerm]
) -> Iterator[Finding]:
    """Terms that a page uses without a link to the glossary, though it links others.

    *linked* holds what its links name, in small letters. A page without any such link is let be.
    """
    if not linked:
        return
    term_of = {form.casefold(): term for term in terms for form in (term.term, *term.also)}
    done = {term_of[form].id for form in linked if form in term_of}
    forms = "|".join(re.escape(form) for form in sorted(term_of, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])(?:{forms or '(?!)'})(?![\w-])", re.IGNORECASE)
    for block in (block for block in blocks if block.kind == RUNNING):
        for match in pattern.finditer(block.text):
            term = term_of[match.group().casefold()]
            if term.id not in done:
                done.add(term.id)
                yield Finding(block.line, f"'{match.group()}' is in the glossary; link it once: {{term}}`{term.term}`")


def plain_addresses(links: Iterable[tuple[str, int]], records: Mapping[str, tuple[str, str]]) -> Iterator[Finding]:
    """Addresses typed on the page that a record has; *records* gives object type and id by :func:`bare` address."""
    for address, line in links:
        if (found := records.get(bare(address))) is not None:
            object_type, record_id = found
            yield Finding(line, f"{address} has a record; write {{{object_type}}}`{record_id}`")


def words_per_sentence(blocks: Iterable[Block]) -> float:
    """The average over all sentences of the running text; 0 if there are none."""
    counts = [
        len(words)
        for block in blocks
        if block.kind == RUNNING
        for sentence in _SENTENCE_END.split(block.text)
        if (words := _WORD.findall(sentence))
    ]
    return sum(counts) / len(counts) if counts else 0.0


def _is_spelled_out(entry: Abbreviation, text: str) -> bool:
    short, long = re.escape(entry.short), re.escape(entry.long).replace(r"\ ", r"[\s-]+")
    return bool(
        re.search(rf"{long}(?:e?s)?\W{{0,3}}\({short}", text, re.IGNORECASE)
        or re.search(rf"{short}s?\W{{0,2}}\((?:the )?{long}", text, re.IGNORECASE)
    )


def _is_inside(match: re.Match[str], text: str, phrases: Iterable[str]) -> bool:
    """Whether a match lies within one of the phrases."""
    places = (found for phrase in phrases for found in re.finditer(re.escape(phrase), text, re.IGNORECASE))
    return any(place.start() <= match.start() and match.end() <= place.end() for place in places)
