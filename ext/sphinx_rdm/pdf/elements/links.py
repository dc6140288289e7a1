"""Links and notes. The page or the address that a link leads to is noted in the margin of the finished book."""

from __future__ import annotations

from collections.abc import Iterable

from bs4.element import Tag

from .. import flow
from ..compose import place_of
from ..inside import has
from ..links import hidden_address, names_a_record
from ..signs import shown
from ..source import call, content, label, literal
from ..words import SIZE
from ..writer import BLOCK, Writer, block, has_class


def link(writer: Writer, node: Tag) -> str:
    """A link."""
    address = str(node.get("href", ""))
    if address[1:] in writer.footnotes and "footnote-reference" in node.get_attribute_list("class"):
        return _footnote(writer, address[1:])
    inside = writer.children(node)
    text = inside.strip()
    if not address or not text:
        return text
    if has(node, ("img",)):  # a picture is no words that a link could have
        if BLOCK in inside:
            return block(text) + block(addresses_below(writer, [node], "link-below"))
        return text + addresses_below(writer, [node], "link-beside")
    if hidden_address(node):
        writer.addresses.add(address)
    licence = writer.beside.licences.get(address, "") if names_a_record(node) else ""
    code = _use(writer, address) + call("link", literal(address)) + content(text) + _meaning(writer, address[1:])
    return code + call("licence", content(writer.flowing(licence, node))) if licence else code


def _use(writer: Writer, address: str) -> str:
    """A place for the index, before the first link of a page to something that another page has."""
    target = address[1:]
    if target not in writer.beside.indexed or target in writer.uses:
        return ""
    if target.startswith(place_of(writer.page.docname)):
        return ""
    writer.uses[target] = place_of(writer.page.docname, f"use:{target}")
    return writer.place(writer.uses[target])


def _meaning(writer: Writer, place: str) -> str:
    """What a term means, beside its first use on another page than that of its entry."""
    if place not in writer.beside.meanings or place in writer.explained:
        return ""
    writer.explained.add(place)
    is_own = place.startswith(place_of(writer.page.docname))
    return "" if is_own else call("explained", literal(shown(writer.beside.meanings[place], writer.beside.fonts)))


def _parts(writer: Writer, address: str, place: Tag) -> str:
    """An address to be shown, without what only a link to it needs."""
    return flow.address(address.removeprefix("mailto:"), writer.beside.fonts, SIZE, writer.room(place))


def addresses_below(writer: Writer, links: Iterable[Tag], name: str) -> str:
    """The addresses behind links, below them: as text, or as the only link where a picture is links."""
    found = [(link, address) for link in links if (address := hidden_address(link))]
    return "".join(call(name, _parts(writer, address, link), literal(address)) for link, address in found)


def _footnote(writer: Writer, name: str) -> str:
    if name in writer.places:
        return call("footnote", label(name))
    note = writer.footnotes[name]
    target = writer.place(name)
    parts = [child for child in note.children if not has_class(child, {"label", "backrefs"})]
    return target + call("footnote", content("".join(map(writer.write, parts)))) + f"#{label(name)}"


def unused_footnote(writer: Writer, node: Tag) -> str:
    """A note that nothing refers to, where it stands; the others are at the foot of their pages already."""
    used = str(node.get("id", "")) in writer.places
    return "" if used else block(writer.anchor(node) + writer.children(node))
