"""Links, and the addresses and notes that a reader of paper needs for them."""

from __future__ import annotations

from collections.abc import Iterable

from bs4.element import Tag

from .. import flow
from ..compose import place_of
from ..links import hidden_address, names_a_record
from ..source import call, content, label, literal
from ..words import HEADING, SIZE
from ..writer import BLOCK, Writer, block, has_class


def link(writer: Writer, node: Tag) -> str:
    """A link with the page that it leads to, or with its address."""
    address = str(node.get("href", ""))
    if address[1:] in writer.footnotes and "footnote-reference" in node.get_attribute_list("class"):
        return _footnote(writer, address[1:])
    inside = writer.children(node)
    text = inside.strip()
    if not address or not text:
        return text
    if node.find("img"):  # a picture is no words that a link could have
        if BLOCK in inside:
            return block(text) + block(addresses_below(writer, [node], "link-below"))
        return text + addresses_below(writer, [node], "link-beside")
    goal = label(address[1:]) if address.startswith("#") else literal(address)
    code = call("link", goal) + content(text)
    if node.find_parent(HEADING):
        return code
    if address.startswith("#"):
        stays = address.startswith(f"#{place_of(writer.page.docname)}") or node.find_parent(class_="rdm-brief")
        return code if stays else code + call("page-of", goal)
    return code + _address(writer, node)


def _address(writer: Writer, link: Tag) -> str:
    """The address behind the words: below the title of a record with its licence, else as a footnote."""
    if not (address := hidden_address(link)):
        return ""
    if names_a_record(link):
        licence = writer.flowing(writer.beside.licences.get(address, ""), link)
        return call("web-address", _parts(writer, address, link), content(licence))
    return _address_at_foot(writer, link, address)


def _parts(writer: Writer, address: str, place: Tag) -> str:
    """An address to be shown, without what only a link to it needs."""
    return flow.address(address.removeprefix("mailto:"), writer.beside.fonts, SIZE, writer.room(place))


def addresses_below(writer: Writer, links: Iterable[Tag], name: str) -> str:
    """The addresses behind links, below them: as text, or as the only link where a picture is links."""
    found = [(link, address) for link in links if (address := hidden_address(link))]
    return "".join(call(name, _parts(writer, address, link), literal(address)) for link, address in found)


def _address_at_foot(writer: Writer, link: Tag, address: str) -> str:
    """A footnote with the address of a link; one note serves all links of a chapter to it."""
    name = place_of(writer.page.docname, f"at-foot:{address}")
    if name in writer.labelled:
        return call("footnote", label(name))
    if link.find_parent("thead"):  # which is set again on each page
        return ""
    # After a figure, the number of the note would look like one more.
    space = "#" + literal("\N{THIN SPACE}") + ";" if link.get_text().rstrip()[-1:].isdigit() else ""
    return space + call("address-at-foot", _parts(writer, address, writer.page.body)) + writer.label(name)


def _footnote(writer: Writer, name: str) -> str:
    if name in writer.labelled:
        return call("footnote", label(name))
    note = writer.footnotes[name]
    target = writer.label(name)
    parts = [child for child in note.children if not has_class(child, {"label", "backrefs"})]
    return call("footnote", content("".join(map(writer.write, parts)))) + target


def unused_footnote(writer: Writer, node: Tag) -> str:
    """A note that nothing refers to, where it stands; the others are at the foot of their pages already."""
    used = str(node.get("id", "")) in writer.labelled
    return "" if used else block(writer.anchor(node) + writer.children(node))
