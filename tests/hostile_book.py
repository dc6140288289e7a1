"""What pages may hold, by name: one page for each, with words of which each can be found again in the book."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, count, pairwise
from pathlib import Path
from typing import Final, NamedTuple

import pymupdf

from letters import Letter, in_text, is_wide_code, sheets
from pdfs import displaced
from sphinx_rdm.pdf.paper import Paper

LONG: Final = 3_600
"""Letters of a text that is longer than a page, and in a narrow column longer than two."""
TOLD: Final = {
    "picture-missing": "is missing, or no picture that the book can show",
    "formulas": "a book cannot show the formula",
    "signs-without-fonts": "no font of the book has the sign",
    "raw-frame": "a book cannot show the iframe",
    "list-in-lists-30-deep": "there is too little room for",
}
"""The inputs that end in a warning, and what it says."""
CUT: Final = "list-in-lists-30-deep"
"""The only one of them of which not all is on paper."""
PICTURES: Final = {"wide.png": (9_000, 60), "tall.png": (60, 9_000), "large.png": (9_000, 3_000), "small.png": (16, 16)}
"""Files of pictures, with their width and height in pixels."""
MARGIN, MIRRORED = "margin", "mirrored"
"""The flows that are not in the column of the text, or not read from left to right."""
_UNSEEN: Final = re.compile(r"[\s\u00ad\u200b\u200e\u2060]")
"""What has no shape on paper."""

Page = tuple[str, str]


class Input(NamedTuple):
    """A page in Markdown, or in reStructuredText if its name says so, with its words in flows.

    Each flow is read in its order, whatever stands between: the text, what is beside it or heads its cells, notes at
    the foot of pages, addresses in the margin, and words that are read from right to left.
    """

    text: str
    flows: Mapping[str, Sequence[str]]


class Words:
    """Makes words, all different."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._made: dict[str, list[str]] = {}

    def one(self, around: str = "{}", flow: str = "text") -> str:
        """A word, or a longer one *around* it, which is to be on paper as it is."""
        return self._add(around.format(f"w{next(self._numbers)}e"), flow)

    def note(self) -> str:
        """A word of a footnote."""
        return self.one(flow="notes")

    def beside(self) -> str:
        """A word of what stands beside the text, such as a cell."""
        return self.one(flow="beside")

    def hidden(self) -> str:
        """A word of an address that is only in the margin."""
        return self.one(flow=MARGIN)

    def mirrored(self, letters: str) -> str:
        """A word in *letters* of a script that is written from right to left."""
        number, found = next(self._numbers), ""
        while number:
            number, digit = divmod(number, len(letters))
            found += letters[digit]
        return self._add(letters[0] + found + letters[1], MIRRORED)

    def many(self, letters: int, make: Callable[[], str] | None = None) -> str:
        """So many letters of words."""
        found: list[str] = []
        while sum(map(len, found)) + len(found) < letters:
            found.append((make or self.one)())
        return " ".join(found)

    def field(self, flow: str = "text") -> str:
        """A long name, as of a field of metadata."""
        return self.one("sample_collection_device_{}_environmental_package", flow)

    def fields(self, number: int, flow: str = "text") -> list[str]:
        """Long names."""
        return [self.field(flow) for _ in range(number)]

    def items(self, number: int, name: str = "ul", flow: str = "text") -> str:
        """A list in HTML."""
        return f"<{name}>{''.join(f'<li>{self.one(flow=flow)}</li>' for _ in range(number))}</{name}>"

    def code(self, lines: int = 3) -> str:
        """Code with lines of 200 letters."""
        return "\n".join(self.one("{}" + "abcd-" * 14 + "z" * 130) for _ in range(lines))

    def take(self, text: str) -> Input:
        """The page with that text, and the words made for it, as they follow each other there."""
        made, self._made = self._made, {}
        return Input(text, {flow: sorted(words, key=text.index) for flow, words in made.items()})

    def _add(self, word: str, flow: str) -> str:
        self._made.setdefault(flow, []).append(word)
        return word


def table(rows: list[list[str]], heads: list[str] | None = None, caption: str = "") -> str:
    """A table in HTML; a cell with attributes is written out."""
    above = f"<thead><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr></thead>" if heads else ""
    cells = ("".join(cell if cell.startswith("<td ") else f"<td>{cell}</td>" for cell in row) for row in rows)
    title = f"<caption>{caption}</caption>" if caption else ""
    return f"<table>{title}{above}<tbody>{''.join(f'<tr>{row}</tr>' for row in cells)}</tbody></table>"


def box(name: str, inside: str, title: str = "", colons: int = 3) -> str:
    """A directive around a text."""
    return f"{':' * colons}{{{name}}} {title}\n{inside}\n{':' * colons}"


def fence(code: str, name: str = "text") -> str:
    """A block of code."""
    return f"```{name}\n{code}\n```"


def in_list(text: str) -> str:
    """A text in the second item of a list."""
    return "- First\n- " + text.replace("\n", "\n  ")


def _tables(w: Words) -> Iterator[Page]:
    for columns in range(3, 17):
        caption, heads = w.one("Fields {}"), w.fields(columns, "beside")
        rows = [[w.one() for _ in heads], [f"<code>{w.field()}</code>" for _ in heads]]
        yield f"table-of-{columns}-columns", table(rows, heads, caption)
    for columns in (4, 8, 12, 16):
        rows = [w.fields(columns) for _ in range(3)]
        yield f"table-of-{columns}-columns-without-heads", table(rows)
    lines = [w.fields(6, "beside"), w.fields(6), w.fields(6)]
    rows = "\n".join(f"| {' | '.join(line)} |" for line in (lines[0], ["---"] * 6, *lines[1:]))
    yield "table-in-markdown", rows
    caption, head = w.many(LONG), w.one()
    yield "table-with-a-long-caption", table([[w.one()]], [head], caption)
    head = w.many(LONG)
    yield "table-with-a-long-head", table([[w.one(), w.one()]], [head, "b"])
    yield "table-with-a-long-cell", table([[w.one(), w.many(LONG)]], ["a", "b"])
    yield (
        "table-with-a-cell-over-rows",
        table([[f"<td rowspan='99'>{w.beside()}</td>", w.one()], *([w.one()] for _ in range(98))], ["a", "b"]),
    )
    rows = [[f"<td rowspan='2'>{w.items(60, flow='beside')}</td>", w.one()], [w.one()]]
    yield "table-with-a-long-list-over-rows", table(rows, ["a", "b"])
    rows = [[w.one(), f"<td colspan='2'>{w.many(LONG)}</td>"], [w.one(), w.one(), w.one()]]
    yield "table-with-a-cell-over-columns", table(rows, ["a", "b", "c"])
    rows = [[w.one()], [w.one(), w.one()], [w.one(), w.one(), w.one()]]
    yield "table-with-short-rows", table(rows)
    yield "table-with-too-many-columns", table([["<td colspan='99999999'>" + w.one() + "</td>"], [w.one()]])
    rows = [[w.one(), w.one("x" * 300 + "{}")], [w.one(), w.one("W" * 300 + "{}")]]
    yield "table-with-words-of-300-letters", table(rows)
    yield "table-of-200-rows", table([[w.one(), w.one(), w.one()] for _ in range(200)], ["a", "b", "c"])
    heads = "".join(f"<tr><th>{w.one()}</th><th>{w.one()}</th></tr>" for _ in range(12))
    yield "table-with-12-heads", f"<table><thead>{heads}</thead><tr><td>{w.one()}</td><td>{w.one()}</td></tr></table>"
    rows = "\n".join(f"* - {w.one()}\n  - {w.many(80)}" for _ in range(5))
    yield "table-from-a-list", f"```{{list-table}} {'A title'}\n:header-rows: 1\n:stub-columns: 1\n{rows}\n```"
    yield "table-of-40-columns", table([[w.one() for _ in range(40)], w.fields(40)])
    cells = [f"<td rowspan='2'>{w.field('spans')}</td>", *w.fields(7)]
    yield "table-of-wide-cells-over-rows", table([cells, w.fields(7)], w.fields(8, "beside"), w.many(90))
    yield "table-of-csv", f'```{{csv-table}}\n:header: a, b\n"{w.one()}", "{w.many(LONG)}"\n```'


def _cells(w: Words) -> Iterator[Page]:
    for number in (1, 5, 20, 80, 200):
        rows = [[w.one(), w.items(number)]]
        yield f"cell-with-{number}-items", table(rows, ["a", "b"])
    rows = [[w.one(), w.items(9, "ol"), w.items(120, flow="beside")]]
    yield "cells-with-lists-beside-each-other", table(rows, ["a", "b", "c"])
    rows = [[w.one(), f"<ul><li>{w.one()}{w.items(30)}</li></ul><ol><li>{w.many(LONG)}</li></ol>"]]
    yield "cell-with-lists-in-lists", table(rows, ["a", "b"])
    yield "cell-with-code", table([[w.one(), f"<pre>{w.code(30)}</pre>"]])
    yield "cell-with-a-note", cell_of(box("note", w.many(2000), w.one()), w.one())
    yield "cell-with-a-fold", cell_of(box("dropdown", w.many(2000), w.one()), w.one())
    yield "cell-with-a-picture", cell_of("![Wide](wide.png)\n\n![Tall](tall.png)", w.one())
    yield "cell-with-terms", cell_of(f"{w.field()}\n: {w.many(900)}", w.one())
    heads = w.fields(5, "beside")
    inner = table([[w.one() for _ in range(5)] for _ in range(40)], heads)
    yield "cell-with-a-table", table([[w.one(), inner]], ["a", "b"])
    yield "cells-in-cells", nested(w, 5, lambda text, _depth: table([["b", text.replace("\n\n", " ")]], ["a", "c"]))
    yield "cell-with-a-quotation", cell_of(f"> {w.many(900)}\n>\n> > {w.field()}", w.one())
    yield "cell-with-cards", cell_of(grid(f"{w.many(300)}", w.field("beside")), w.one())


def cell_of(text: str, beside: str) -> str:
    """A cell that holds Markdown, and another beside it."""
    inside = text.replace("\n", "\n    ")
    return box("list-table", f"* - Short\n  - Long\n* - {beside}\n  - {inside}", colons=9)


def grid(*cards: str) -> str:
    """Cards in a grid."""
    return box("grid", "\n".join(box("grid-item-card", card, f"Card {n}", 4) for n, card in enumerate(cards)), "2", 5)


def _code(w: Words) -> Iterator[Page]:
    yield "code", fence(w.code())
    yield "code-of-many-lines", fence(w.code(60))
    yield "code-of-lines-a-little-too-long", fence("\n".join(w.one("{} = " + "'long' + " * 9) for _ in range(30)))
    yield "code-in-a-language", fence("\n".join(w.one("name = '{}-" + "long-" * 36 + "'") for _ in range(40)), "python")
    numbered = ":linenos:\n\n" + "\n".join(w.one("# {}" + "y" * 180) for _ in range(3))
    yield "code-with-numbers", fence(numbered, "{code-block} python")
    calls = "\n".join(
        w.one("{}.relpath(os.path.join(folder.stem, name.lower()[1:2])).as_posix()[:4]") for _ in range(9)
    )
    yield "code-of-calls", box("note", fence(calls, "python"))
    yield "code-with-a-caption", fence(f":caption: {w.many(900)}\n\n{w.code()}", "{code-block} text")
    yield "code-of-one-line", fence(w.one("{}" + "z" * 12_000))
    yield "code-of-hyphens", fence(w.one("{}" + "a-b_" * 600))
    yield "code-with-tabs", fence("\t\t\t" + "\n\t\t\t\t".join(w.one() + "\t" * 40 + w.one() for _ in range(5)))
    yield "code-in-a-list", in_list(fence(w.code()))
    yield "code-in-lists-in-lists", in_list(in_list(in_list(in_list(fence(w.code())))))
    yield "code-in-a-note", box("note", fence(w.code()))
    yield "code-in-a-cell-of-markdown", cell_of(fence(w.code()), w.one())
    yield "code-in-a-quotation", "> " + fence(w.code()).replace("\n", "\n> ")
    yield "code-under-a-term", f"{w.one()}\n: {fence(w.code())}".replace("\n", "\n  ").replace("\n  :", "\n:")
    yield "code-in-words", f"Run `{w.one('{}' + 'q' * 190)}` or `{w.field()}` and `{w.many(300)}`."
    yield "code-in-words-in-a-list", in_list(f"Run `{w.one('{}' + 'q' * 190)}`, {in_list(f'`{w.field()}`')}")
    keys = " ".join(f"<kbd>{w.one('Ctrl-{}')}</kbd>" for _ in range(40))
    yield "keys", f"<p>{keys} <samp>{w.field()}</samp> <var>{w.field()}</var></p>"


def _blocks(w: Words) -> Iterator[Page]:
    yield "note-long", box("note", w.many(LONG), w.many(900))
    yield (
        "notes-of-all-kinds",
        "\n\n".join(
            box(kind, w.many(90))
            for kind in ("note", "tip", "warning", "danger", "error", "hint", "important", "seealso")
        ),
    )
    yield "notes-in-notes", nested(w, 6, lambda text, depth: box("note", text, colons=12 - depth))
    yield (
        "note-with-all",
        box("warning", f"{w.one()}\n\n{fence(w.code())}\n\n- {w.field()}\n\n{w.field()}\n: {w.one()}"),
    )
    yield "note-with-a-table", box("note", table([w.fields(5)], w.fields(5, "beside")))
    yield "fold-long", box("dropdown", w.many(LONG), w.many(600))
    yield "folds-in-folds", nested(w, 5, lambda text, depth: box("dropdown", text, "Fold", colons=12 - depth))
    yield (
        "fold-with-all",
        box("dropdown", f"![Tall](tall.png)\n\n{fence(w.code())}\n\n{table([w.fields(5)])}", w.one(), 4),
    )
    yield "tabs", tabs(w.many(300), w.many(300))
    yield "tabs-with-all", tabs(fence(w.code()), table([w.fields(5)]), f"{w.field()}\n: {w.one()}")
    yield "tabs-in-tabs", tabs(tabs(w.one(), w.one()), w.field()).replace("%", ":")
    yield "tabs-with-a-long-name", box("tab-set", box("tab-item", w.many(90), w.many(300)), "", 4)
    yield "card-long", box("card", w.many(LONG), w.many(600))
    yield "card-with-all", box("card", f"{w.one()}\n\n{fence(w.code())}\n\n{w.field()}\n\n{w.items(9)}", w.one())
    yield "cards", grid(f"{w.many(LONG)} `{w.field()}`", w.beside(), w.one())
    yield "cards-with-code", grid(w.beside(), f"{w.one('W' * 60 + '{}')}\n\n{fence(w.code())}")
    yield "cards-with-pictures", grid(f"![Wide](wide.png)\n\n{w.one()}", f"![Tall](tall.png)\n\n{w.one()}")
    yield "cards-with-tables", grid(table([w.fields(4)]), w.items(90, flow="beside"))
    yield "grids-in-grids", box("grid", box("grid-item", grid(w.one(), w.field()), "", 6), "2", 7)
    yield "quotation-long", f"> {w.many(LONG)}"
    yield "quotations-in-quotations", "\n>\n".join(f"{'> ' * depth}{w.many(200)}" for depth in range(1, 9))
    yield "quotation-with-a-source", f"```{{epigraph}}\n{w.many(900)}\n\n-- {w.many(200)}\n```"
    yield "aside", box("sidebar", w.many(900), w.many(90)) + "\n\n" + box("topic", w.many(900), w.many(90))
    yield "text-of-one-word", w.one("e" * 900 + "{}" + "W" * 900)
    yield "text-without-end", w.many(9_000)
    yield "text-in-columns", f"```{{hlist}}\n:columns: 3\n\n* {w.field()}\n* {w.field()}\n* {w.many(300)}\n```"
    yield "text-in-html", f"<details><summary>{w.many(300)}</summary>{w.many(900)}{w.items(3)}</details>"
    yield "versions", f"```{{versionadded}} 1.2\n{w.many(900)}\n```\n\n```{{deprecated}} 2\n{w.field()}\n```"


def _long_words(w: Words) -> Iterator[Page]:
    def long() -> str:
        return w.one("x" * 100 + "{}" + "W" * 100)

    titled = (box(name, w.one(), long()) for name in ("note", "card", "dropdown", "topic", "sidebar"))
    yield "long-words-in-titles", "\n\n".join(f"{long()}\n\n{titled_box}" for titled_box in titled)
    yield "long-words-in-tabs", box("tab-set", box("tab-item", long(), long()), "", 4)
    yield (
        "long-words-in-captions",
        "\n\n".join(
            [
                figure("small", long()),
                table([[w.one()]], caption=long()),
                fence(f":caption: {long()}\n\n{w.one()}", "{code-block} text"),
            ]
        ),
    )
    yield "long-words-in-lists", f"{in_list(in_list(long()))}\n\n{long()}\n: {long()}\n\n:{long()}: {long()}"
    yield "long-words-in-boxes", f"> {long()}\n\n{grid(w.beside(), long())}\n\n{box('card', long())}"
    yield "long-words-in-notes", f"{w.one()}[^a]\n\n[^a]: {'x' * 200}{w.note()}"
    yield "long-words-in-emphasis", f"**{long()}** *{long()}* ~~{long()}~~ [{long()}](https://example.org) `{long()}`"
    facts = f"<dl class='rdm-facts'><dt>{long()}</dt><dd>{long()}</dd></dl>"
    yield (
        "long-words-in-facts",
        f"{facts}<ul class='rdm-checklist'><li>{long()}</li></ul><ol class='rdm-steps'><li>{long()}</li></ol>",
    )
    pieces = "".join(f"{mark}abcdef{w.one()}{mark}" for mark in ("**", "`", "*") * 9)
    cell = "".join(f"<b>{w.one()}</b><i>{w.one()}</i><code>{w.one()}</code>" for _ in range(9))
    yield "long-words-in-pieces", f"{pieces}\n\n{table([[cell, *w.fields(3)]], w.fields(4, 'beside'))}"
    many = "".join(f"C<sub>{w.one()}</sub>H<sup>{w.one()}</sup>" for _ in range(30))
    yield "long-words-in-sub", f"<p>{many}</p>"


def tabs(*inside: str) -> str:
    """Tabs, which a book lays under each other."""
    colons = 3 + max(text.count(":::") for text in inside)
    items = (box("tab-item", text, f"Tab {n}", colons + 1) for n, text in enumerate(inside))
    return box("tab-set", "\n".join(items), "", colons + 2)


def nested(w: Words, depth: int, around: Callable[[str, int], str]) -> str:
    """Boxes in each other, of which each holds a word in front of the next one."""
    outer = [w.one() for _ in range(depth)]
    text = w.field()
    for number in reversed(range(depth)):
        text = around(f"{outer[number]}\n\n{text}", number)
    return text


def _lists(w: Words) -> Iterator[Page]:
    yield "list-of-200-items", "\n".join(f"- {w.one()}" for _ in range(200))
    yield "list-with-numbers", "\n".join(f"{number}. {w.many(90)}" for number in range(9_990, 10_010))
    yield "list-with-long-items", f"1. {w.many(LONG)}\n2. {w.field()}\n3. {w.one('x' * 300 + '{}')}"
    yield "list-in-lists", "\n".join(f"{'  ' * depth}- {w.many(90)}" for depth in range(8))
    inner = [w.one() for _ in range(31)]
    yield "list-in-lists-30-deep", "".join(f"<ul><li>{word}" for word in inner) + "</li></ul>" * 31
    yield (
        "list-without-items",
        f"<ul></ul><ul><li></li><li>{w.one()}</li></ul><ul><li>{w.one()}</li><p>{w.one()}</p></ul>",
    )
    yield "list-of-tasks", "\n".join(f"- [{mark}] {w.many(200)}" for mark in " x x ")
    yield "list-to-tick", f"<ul class='rdm-checklist'><li>{w.many(LONG)}</li><li>{w.field()}</li></ul>"
    yield "list-of-facts", f"<dl class='rdm-facts'><dt>{w.one()}</dt><dd>{w.items(90)}</dd></dl>"
    yield "list-with-all", in_list(f"{w.one()}\n\n{table([w.fields(6)])}\n\n{box('tip', w.field())}")
    yield "terms", "\n\n".join(f"{w.one()}\n: {w.many(90)}" for _ in range(60))
    yield (
        "terms-long",
        f"<dl><dt>{w.many(600)}</dt><dt>{w.field()}</dt><dd>{w.many(LONG)}</dd><dd>{w.field()}</dd></dl>",
    )
    yield (
        "terms-in-terms",
        f"{w.one()}\n: {w.one()}\n\n  {w.field()}\n  : {w.one()}\n\n    {w.field()}\n    : {w.field()}",
    )
    yield "fields", "\n".join(f":{w.field()}: {w.many(300)}" for _ in range(3))
    yield "lines-rst", "\n".join(f"| {'   ' * depth}{w.many(200)}" for depth in range(9))
    yield "options-rst", f"-a, --{w.one('all-{}')}  {w.many(300)}\n--{w.one('x' * 40 + '{}')}=file  {w.many(200)}"
    yield "words-of-a-glossary", f"```{{glossary}}\n{w.field()}\n  {w.many(900)}\n```"
    yield "grammar", f"```{{productionlist}} rule: {w.one()} `other` {w.many(300)}\n```"


def _notes(w: Words) -> Iterator[Page]:
    yield "footnote", f"{w.one()}[^a] {w.one()}\n\n[^a]: {w.many(300, w.note)}"
    yield "footnote-long", f"{w.one()}[^a] {w.one()}\n\n[^a]: {w.many(LONG, w.note)}"
    marks = " ".join(f"{w.many(200)}[^{n}]" for n in range(1, 41))
    yield "footnotes-40", marks + "\n\n" + "\n\n".join(f"[^{n}]: {w.many(200, w.note)}" for n in range(1, 41))
    yield (
        "footnotes-in-a-list",
        "\n".join(f"- {w.one()}[^{n}]" for n in range(1, 10))
        + "\n\n"
        + "\n\n".join(f"[^{n}]: {w.many(500, w.note)}" for n in range(1, 10)),
    )
    rows = f"| {w.one()}[^a] | {w.one()}[^b] |\n| --- | --- |\n| {w.one()}[^c] | {w.one()}[^a] |"
    yield "footnotes-in-a-table", rows + "".join(f"\n\n[^{mark}]: {w.many(300, w.note)}" for mark in "abc")
    yield "footnote-in-a-heading", f"## {w.one()}[^a]\n\n{w.one()}\n\n[^a]: {w.many(300, w.note)}"
    yield (
        "footnote-with-all",
        f"{w.one()}[^a]\n\n[^a]: {w.note()}\n\n    {in_list(w.note()).replace(chr(10), chr(10) + '    ')}",
    )
    yield "footnote-with-code", f"{w.one()}[^a]\n\n[^a]: {w.note()}\n\n    ```text\n    {'z' * 200}{w.note()}\n    ```"
    yield (
        "footnotes-in-boxes",
        f"{box('note', f'{w.one()}[^a]')}\n\n{in_list(box('dropdown', f'{w.one()}[^b]', 'Fold'))}"
        + "".join(f"\n\n[^{mark}]: {w.many(900, w.note)}" for mark in "ab"),
    )


def _addresses(w: Words) -> Iterator[Page]:
    def long() -> str:
        return w.one("https://example.org/data/" + "long-path/" * 12 + "{}?query=" + "value&" * 9)

    yield "address-as-text", f"Read {long()} now."
    yield "address-as-a-link", f"Read <{long()}> now."
    yield "address-behind-words", f"Read [{w.one()}](https://example.org/{'long-path/' * 4}{w.hidden()}) now."
    yield "address-in-code", f"Read `{long()}` now."
    yield "address-in-a-list", in_list(in_list(long()))
    yield "address-in-a-cell", table([["1", long(), "2"], ["3", "4", f"<a href='https://example.org'>{long()}</a>"]])
    yield "address-in-a-heading", f"## {long()}\n\n{w.one()}\n\n### [{long()}](https://example.org)\n\n{w.one()}"
    yield "address-in-a-note", box("note", long(), w.one())
    yield "address-in-a-card", grid(w.beside(), f"{long()} <{long()}>")
    yield "address-in-a-footnote", f"{w.one()}[^a]\n\n[^a]: <https://example.org/{'long-path/' * 12}{w.note()}>"
    yield "address-without-signs", w.one("https://example.org/" + "a" * 300 + "{}")
    yield "address-of-mail", f"<{w.one('a-person-with-a-long-name.{}@department.' + 'example.' * 12 + 'org')}>"
    links = " ".join(f"[{w.one()}](https://example.org/{number}/{'long-path/' * 9})" for number in range(150))
    yield "addresses-150", links
    yield "path", f"Open /var/lib/{w.one('sample-collection/{}/geographic-location/' + 'environmental/' * 12)}."


def _pictures(w: Words) -> Iterator[Page]:
    for name in ("wide", "tall", "large"):
        yield f"picture-{name}", f"{w.one()}\n\n![What]({name}.png)\n\n{w.one()}"
        yield f"picture-{name}-with-a-caption", figure(name, w.many(200))
        yield f"picture-{name}-in-a-list", in_list(f"{w.one()}\n\n![What]({name}.png)")
        yield f"picture-{name}-in-words", f"{w.one()} ![What]({name}.png) {w.one()}"
    yield "picture-with-a-long-caption", figure("small", w.many(LONG))
    yield "picture-tall-with-a-long-caption", figure("tall", w.many(LONG))
    yield "picture-as-wide-as-it-is", f"```{{image}} wide.png\n:alt: What\n:width: 9000px\n```\n\n{w.one()}"
    yield (
        "picture-as-high-as-it-is",
        f"```{{image}} tall.png\n:alt: What\n:height: 9000px\n:width: 100%\n```\n\n{w.one()}",
    )
    yield (
        "picture-in-a-box",
        box("note", f"![What](large.png)\n\n{w.one()}") + "\n\n" + box("card", figure("tall", w.one())),
    )
    yield "picture-as-a-link", f"[![What](wide.png)](https://example.org/{w.hidden()}) {w.one()}"
    yield "picture-drawn", f"{w.one()}\n\n![What](drawn.svg)\n\n{w.one()}"
    yield "picture-missing", f"{w.one()}\n\n<img src='gone.png' alt='{w.many(300)}'>\n\n{w.one()}"


def figure(name: str, caption: str) -> str:
    """A picture with a caption."""
    return f"~~~{{figure}} {name}.png\n:alt: What\n\n{caption}\n~~~"


def _scripts(w: Words) -> Iterator[Page]:
    def hebrew() -> str:
        return w.mirrored("אבגדהוזחטילמנסעפקרשת")

    def arabic() -> str:
        return w.mirrored("بتثجحخدرزسشصضطظعغفقكلمنهوي")

    yield "hebrew", w.many(900, hebrew)
    yield "arabic", w.many(900, arabic)
    yield "hebrew-in-latin", f"{w.many(90)} {w.many(200, hebrew)} {w.many(90)} {hebrew()}"
    yield "arabic-in-a-table", table([[arabic(), w.one()], [w.field(), w.many(300, arabic)]], [arabic(), w.one()])
    yield "hebrew-in-a-list", f"- {hebrew()}\n- {w.one()}\n- {w.many(200, hebrew)}"
    yield "hebrew-in-a-heading", f"## {w.many(90, hebrew)}\n\n{w.one()}"
    yield "hebrew-in-code", fence(f"{w.one()} {hebrew()}")
    yield "hebrew-with-slashes", "/".join(hebrew() for _ in range(30))
    yield "arabic-right-to-left", f"<div dir='rtl' lang='ar'><p>{w.many(900, arabic)}</p></div>"
    yield "signs-without-fonts", f"{w.one()} 中文字 𓀀 {w.one()}"
    yield "signs-of-all-fonts", f"{w.one()} ⋮①ⓑ☃⚕✓🧬👩🏽‍🔬🇸🇪1️⃣ {w.one()} **ȣ✓🧬** *ȣ⚕* `✓🧬` {'🧬' * 300} {w.one()}"
    yield (
        "signs-without-shape",
        w.one("a\u00ad\u200b\u2060{}") + f" {w.one()}\u200e{w.one()}\u200e {w.one()}\u00a0{w.one()}",
    )
    yield "signs-with-marks", f"{w.one()} {'e' + chr(0x301) * 9} ẹ́ {w.one()}"
    yield (
        "signs-of-markup",
        f'{w.one()} #let \\$x\\$ \\*{w.one()}\\* \\<b> @here \\`{w.one()}\\` // /* \\\\ "{w.one()}" [[]]',
    )
    formula = r"\frac{a_{1}}{b} + \sum_{i=0}^{n} x_i"
    rows = f"| ${formula} {w.one()}$ | {w.one()} |\n| --- | --- |\n| ${formula}$ | {w.one()} |"
    found = [f"${formula} + {w.one()}$ {w.one()}", f"${' + '.join(f'{w.one()}_{{i}}' for _ in range(60))}$"]
    found += [f"$$\n{formula} = {w.one()}\n$$ (label)", f"$${'+'.join(w.one() for _ in range(60))}$$", rows]
    lines = " \\\\\n".join(f"{w.one()} &= {formula}" for _ in range(9))
    yield "formulas", "\n\n".join([*found, f"$$\n{lines}\n$$", f"## {w.one()} ${formula} {w.one()}$\n\n{w.one()}"])


def _headings(w: Words) -> Iterator[Page]:
    yield "heading-long", f"## {w.many(2000)}\n\n{w.one()}\n\n### {w.many(900)}"
    yield "heading-of-one-word", f"## {w.one('x' * 200 + '{}')}\n\n### {w.one('{}' + 'W' * 200)}\n\n{w.field()}"
    yield "heading-of-a-picture", f"## ![What](small.png)\n\n{w.one()}"
    yield "heading-with-all", f"## *{w.one()}* `{w.field()}` [{w.one()}](https://example.org/{w.hidden()}) {w.field()}"
    yield "headings-of-all-levels", "\n\n".join(f"{'#' * level} {w.many(200)}" for level in range(2, 7))
    yield "headings-60", "\n\n".join(f"## {w.one()}" for _ in range(60))
    yield "headings-like-rubrics", f"```{{rubric}} {w.many(900)}\n```\n\n```{{centered}} {w.many(900)}\n```"
    yield "title-long", ""
    yield "title-of-one-word", ""


def _empty(_w: Words) -> Iterator[Page]:
    yield "empty-page", ""
    yield "empty-cells", table([["", ""], ["", ""]], ["", ""]) + table([]) + table([[]])
    yield (
        "empty-boxes",
        "<ul></ul><ol><li></li></ol><dl></dl><dl><dt></dt><dd></dd></dl><blockquote></blockquote><p></p>",
    )
    yield "empty-code", "```text\n```\n\n<pre></pre> <code></code> ` `"
    yield "empty-links", "[](https://example.org) <a></a> <a href=''></a> <h2></h2>"


def _raw(w: Words) -> Iterator[Page]:
    yield (
        "raw-frame",
        f"{w.one()}\n\n<iframe src='https://example.org/{w.hidden()}' title='{w.one()}'></iframe>\n\n{w.one()}",
    )
    yield (
        "raw-boxes",
        "<div>" * 20 + w.one() + "</div>" * 20 + f"<section><article><p>{w.one()}</p></article></section>",
    )
    yield (
        "raw-words",
        f"<p>{w.one()} <u>{w.one()}</u> <mark>{w.one()}</mark> <small>{w.one()}</small> <q>{w.one()}</q></p>",
    )
    yield (
        "raw-marks",
        f"<p>{w.one()}<sup>{w.one()}<sup>{w.one()}</sup></sup><sub>{w.one()}<sub>{w.one()}</sub></sub></p>",
    )
    yield "raw-without-ends", f"<p>{w.one()}<ul><li>{w.one()}<li>{w.one()}</ul><b>{w.one()}"
    yield "raw-in-each-other", "<div><b><i>" * 40 + w.one() + "</i></b></div>" * 40
    yield "raw-quotations-8-deep", "<blockquote>" * 8 + w.one() + "</blockquote>" * 8
    yield "raw-code", f"<pre>{w.code()}</pre>"
    yield (
        "raw-ruby",
        f"<p><ruby>{w.one()}<rp>(</rp><rt>{w.one()}</rt><rp>)</rp></ruby> <abbr title='{w.one()}'>A</abbr></p>",
    )
    yield (
        "raw-preformatted-words",
        f"<p style='width:9000px;font-size:90px'>{w.many(90)}</p><center>{w.many(90)}</center>",
    )
    yield (
        "raw-address",
        f"<address>{w.many(90)}<br>{w.field()}</address><button>{w.one()}</button><nobr>{w.many(300)}</nobr>",
    )


def inputs() -> dict[str, Input]:
    """All inputs by their names, each with its title, that begins with the name."""
    words = Words()
    families = (
        _tables,
        _cells,
        _code,
        _blocks,
        _long_words,
        _lists,
        _notes,
        _addresses,
        _pictures,
        _scripts,
        _headings,
        _empty,
        _raw,
    )
    found: dict[str, Input] = {}
    for name, text in chain.from_iterable(family(words) for family in families):
        assert name not in found
        title = _title(name, words)
        head = f"{title}\n{'=' * len(title)}" if name.endswith("-rst") else f"# {title}"
        found[name] = words.take("" if name == "empty-page" else f"{head}\n\n{text}\n")
    return found


def _title(name: str, words: Words) -> str:
    if name == "title-long":
        return f"{name} {'with many words ' * 60}{words.one()}"
    return f"{name} {words.one('{}' + 'x' * 200)}" if name == "title-of-one-word" else name


def file_of(name: str) -> str:
    """The file of an input."""
    return f"{name}.{'rst' if name.endswith('-rst') else 'md'}"


def write_pictures(folder: Path) -> None:
    """The files of pictures that the inputs show."""
    for name, (width, height) in PICTURES.items():
        picture = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, width, height))
        picture.clear_with(180)
        picture.save(folder / name)
    drawn = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='9000' height='9000'><rect width='9000' height='9000'/></svg>"
    )
    (folder / "drawn.svg").write_text(drawn, "utf-8")


def faults(inputs: Mapping[str, Input], path: Path, paper: Paper) -> list[str]:
    """What is wrong with a book of inputs, with their names: what is lost, out of order, in the margin, overprinted."""
    pages = sheets(path)
    with pymupdf.open(path) as pdf:
        begun = {page: name for _level, title, page in pdf.get_toc() if (name := _named(title, inputs))}
        pictures = [_outside(page, paper) for page in pdf]
    names = list(accumulate((begun.get(page.number, "") for page in pages), lambda before, own: own or before))
    said: dict[str, dict[str, str]] = {flow: dict.fromkeys(inputs, "") for flow in ("text", MARGIN, MIRRORED)}
    for name, page in zip(names, pages, strict=True):
        if name:
            own = [letter for letter in page.letters if _is_content(letter, page.number, paper)]
            said["text"][name] += _said(own)
            said[MARGIN][name] += _said(page.letters)
            said[MIRRORED][name] += _said(sorted(own, key=lambda letter: (round(letter.line), -letter.right)))
    found = []
    for name, (_text, flows) in inputs.items():
        for flow, words in flows.items():
            found += [f"{name}: {what}" for what in _sought(words, said.get(flow, said["text"])[name])]
    found += [f"{name}: a picture off the page" for name, off in zip(names, pictures, strict=True) if off]
    return found + [f"{names[int(fault.split(':')[0]) - 1]}: page {fault}" for fault in displaced(path, paper)]


def _named(title: str, inputs: Mapping[str, Input]) -> str:
    return next((word for word in title.split()[:2] if word in inputs), "")


def _is_content(letter: Letter, page: int, paper: Paper) -> bool:
    return in_text(letter, page, paper) or is_wide_code(letter, page, paper)


def _said(letters: Sequence[Letter]) -> str:
    return unicodedata.normalize("NFKC", "".join(letter.sign for letter in letters))


def _sought(words: Sequence[str], text: str) -> Iterator[str]:
    """What of some words is not in a text, and where they are in another order there."""
    places = [(text.find(_UNSEEN.sub("", unicodedata.normalize("NFKC", word))), word) for word in words]
    if lost := [word for place, word in places if place < 0]:
        yield f"{len(lost)} of {len(words)} words lost: {' '.join(lost)[:200]}"
    there = [(place, word) for place, word in places if place >= 0]
    yield from (f"{one} is read behind {two}" for (before, one), (after, two) in pairwise(there) if before > after)


def _outside(page: pymupdf.Page, paper: Paper) -> bool:
    """Whether a picture is not within the column of the text."""
    left = paper.text_left(page.number + 1)
    column = pymupdf.Rect(left - 1, paper.top - 2, left + paper.text + 1, paper.height - paper.bottom + 6)
    return page.number > 0 and any(not column.contains(picture["bbox"]) for picture in page.get_image_info())
