"""Lists, with numbers, bullets, boxes or terms."""

from __future__ import annotations

from typing import Final

from bs4.element import Tag

from ..source import call, content, literal
from ..writer import Writer, block

_KINDS: Final = {"rdm-checklist": "checklist", "rdm-branches": "branches", "rdm-steps": "steps", "rdm-brief": "brief"}
"""Lists that have boxes, lines or circles where others have bullets or numbers."""
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
    is_tick = "rdm-checklist" in (item.parent.get_attribute_list("class") if item.parent else ())
    return f"[{call('whole', content(inside))}]" if is_tick and writer.fits(item) else content(inside)


def definitions(writer: Writer, node: Tag) -> str:
    """Terms with what they mean, or facts with their names."""
    rows, terms = [], []
    for item in (item for item in node.find_all(["dt", "dd"]) if item.find_parent("dl") is node):
        if item.name == "dt":
            terms.append(writer.anchor(item) + writer.children(item).strip())
        else:
            rows.append((terms, writer.anchor(item) + writer.children(item)))
            terms = []
    if terms:
        rows.append((terms, ""))
    name = "facts" if "rdm-facts" in node.get_attribute_list("class") else "definitions"
    pairs = (f"({content(' #linebreak() '.join(words))}, {content(text)})" for words, text in rows)
    options = {"length": '"short"'} if name == "facts" and writer.fits(node) else {}
    return block(call(name, *pairs, **options))
