"""Lists, with numbers, bullets, boxes or terms."""

from __future__ import annotations

from typing import Final

from bs4.element import Tag

from ..inside import around, elements, has
from ..room import KEPT
from ..source import call, content, literal
from ..writer import BLOCK, Writer, block

_KINDS: Final = {"rdm-checklist": "checklist", "rdm-branches": "branches", "rdm-steps": "steps", "rdm-brief": "brief"}
"""Lists that have boxes, lines or circles where others have bullets or numbers."""
_WHOLE: Final = frozenset(("rdm-checklist", "rdm-steps"))
"""Lists of which no item breaks across pages, if it is shorter than one."""
_SHORT, _MOST = 60, 1_000_000
"""Letters of a fact that shares its line with others, and of one that holds more than words in a line."""
_BLOCKS: Final = ["ul", "ol", "dl", "table", "pre", "blockquote", "figure", "div"]
_NUMBERINGS: Final = {"loweralpha": "a.", "upperalpha": "A.", "lowerroman": "i.", "upperroman": "I."}


def items(writer: Writer, node: Tag) -> str:
    """A list with numbers, bullets or boxes."""
    items = [_item(writer, item) for item in node.find_all(True, recursive=False)]
    classes = node.get_attribute_list("class")
    options = {}
    if node.name == "ol" and str(node.get("start", "")).isdecimal():
        options["start"] = str(node["start"])
    if numbering := next((_NUMBERINGS[name] for name in classes if name in _NUMBERINGS), ""):
        options["numbering"] = literal(numbering)
    kind = next((_KINDS[name] for name in classes if name in _KINDS), "enum" if node.name == "ol" else "list")
    return block(call(kind, *items, **options)) if items else ""


def _item(writer: Writer, item: Tag) -> str:
    if item.name != "li":  # which only raw HTML can hold
        return content(writer.write(item))
    inside = writer.anchor(item) + writer.children(item)
    around = item.parent.get_attribute_list("class") if item.parent else []
    is_whole = not _WHOLE.isdisjoint(around) and writer.fits(item, KEPT)
    return f"[{call('whole', content(inside))}]" if is_whole else content(inside)


def definitions(writer: Writer, node: Tag) -> str:
    """Terms with what they mean, or facts with their names; those that are short share a line."""
    classes = node.get_attribute_list("class")
    pairs: list[str] = []
    letters: list[int] = []
    terms: list[str] = []
    for item in (item for item in elements(node, ("dt", "dd")) if around(item, "dl") is node):
        inside = writer.anchor(item) + writer.children(item).strip()
        if item.name == "dt":
            terms.append(inside)
            continue
        pairs.append(f"({content(' #linebreak() '.join(terms))}, {content(inside)})")
        letters.append(len(item.get_text()) if BLOCK not in inside and not has(item, _BLOCKS) else _MOST)
        terms = []
    if terms:
        pairs.append(f"({content(' #linebreak() '.join(terms))}, [])")
        letters.append(_MOST)
    if "rdm-facts" not in classes or _MOST in letters:
        return block(call("definitions", *pairs))
    lines: list[list[str]] = []
    for pair, before, own in zip(pairs, [_MOST, *letters], letters, strict=False):
        if max(before, own) > _SHORT or "rdm-ways" in classes:
            lines.append([])
        lines[-1].append(pair)
    return block(call("facts", *(f"({', '.join(line)},)" for line in lines), breakable=writer.breakable(node)))
