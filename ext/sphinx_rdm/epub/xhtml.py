"""From HTML that authors and extensions wrote to what a book can hold: well-formed, and without what needs the net.

Most pages are written by Sphinx and stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from html.parser import HTMLParser
from typing import Final, NamedTuple
from xml.etree import ElementTree

from ..publication import EMBEDDED

Web = Callable[[str], str]
"""What an address is called from outside the book; empty if nobody can follow it there."""
Attributes = dict[str, str]

_XHTML: Final = "http://www.w3.org/1999/xhtml"
_FOREIGN: Final = {"svg": "http://www.w3.org/2000/svg", "math": "http://www.w3.org/1998/Math/MathML"}
_PARTS: Final = frozenset(("source", "track", "param"))
"""What only says more of something embedded."""
_LEFT_OUT: Final = frozenset(("script", "style", "template", "input", "base", "link", "meta", "frameset"))
"""What goes with all that is in it."""
_UNWRAPPED: Final = frozenset(("form", "button", "select", "textarea", "option", "optgroup", "canvas"))
"""What goes, and leaves what is in it."""
_FRAMES: Final = frozenset(("html", "head", "body", "noscript"))
"""What goes without a word."""
_VOID: Final = frozenset(("area", "br", "col", "embed", "hr", "img", "wbr", *_PARTS, "input", "base", "link", "meta"))

_BLOCKS: Final = (
    *("address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figcaption", "figure"),
    *("footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre", "section"),
    *("table", "ul"),
)
_ENDS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    **dict.fromkeys(_BLOCKS, (frozenset(("p",)), frozenset(("td", "th", "li", "dd")))),
    "li": (frozenset(("li",)), frozenset(("ul", "ol"))),
    **dict.fromkeys(("dt", "dd"), (frozenset(("dt", "dd")), frozenset(("dl",)))),
    **dict.fromkeys(("td", "th"), (frozenset(("td", "th")), frozenset(("tr", "table")))),
    "tr": (frozenset(("tr",)), frozenset(("table",))),
}
"""What an opening tag ends if it is still open, and where the search for it ends; as browsers do."""

_NAME: Final = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_SCHEME: Final = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Lost(NamedTuple):
    """What a book cannot hold: the name of the element, its address if it has one, and what to tell its author."""

    element: str
    address: str
    message: str


def fault(html: str) -> str:
    """Why *html* is not well-formed XML; empty if it is."""
    try:
        _tree(html)
    except ElementTree.ParseError as error:
        return str(error).partition(":")[0]
    return ""


def for_book(html: str, web: Web) -> tuple[str, list[Lost]]:
    """The body of a page as a book can hold it, and what was lost on the way.

    Frames and players become links to the *web*; scripts and forms go. HTML that is sound is returned as it is.
    """
    try:
        if not any(map(_is_refused, _tree(html).iter())):
            return html, []
    except ElementTree.ParseError:
        pass
    writer = _Writer(web)
    writer.feed(html)
    writer.close()
    writer.end(0)
    return "".join(writer.out), writer.lost


def _tree(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(f'<b xmlns="{_XHTML}" xmlns:epub="http://www.idpf.org/2007/ops">{html}</b>')


def _is_refused(node: ElementTree.Element) -> bool:
    """Whether the writer would change an element that is well-formed."""
    space, _brace, name = node.tag.rpartition("}")
    given = {key.rpartition("}")[2]: value for key, value in node.attrib.items()}
    return (
        name in EMBEDDED | _LEFT_OUT | _UNWRAPPED
        or (name in _FOREIGN and space == f"{{{_XHTML}")
        or (name == "details" and "open" not in given)
        or (name == "img" and _is_elsewhere(given.get("src", "")))
        or any(_is_unsafe(name, key, value) for key, value in given.items())
    )


def _is_elsewhere(address: str) -> bool:
    return address.startswith("//") or "://" in address


def _is_unsafe(element: str, name: str, value: str) -> bool:
    """Whether an attribute runs a script or fetches something."""
    scheme = _SCHEME.match(value)
    return (
        name.startswith("on")
        or name == "srcset"
        or (name == "style" and ("url(" in value or "\\" in value))
        or (name in ("href", "src", "data", "action") and bool(scheme and "script" in scheme[1].lower()))
        or (name == "href" and element in ("image", "use", "feImage", "feimage") and _is_elsewhere(value))
    )


class _Open(NamedTuple):
    """An element that is open: its name in small letters, what closes it, where it began in the output."""

    name: str
    closing: str
    start: int
    attributes: Attributes


class _Writer(HTMLParser):
    """Writes what it reads as XHTML."""

    def __init__(self, web: Web) -> None:
        super().__init__(convert_charrefs=True)
        self.web = web
        self.out: list[str] = []
        self.lost: list[Lost] = []
        self.open: list[_Open] = []
        self.silent = 0  # how many elements that are left out are open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in reversed(attrs)}
        if tag in _PARTS:
            self._complete(attributes)
        elif not self._is_left_out(tag):
            self._make_room(tag)
            self._start(tag, attributes)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        before = len(self.open)
        self.handle_starttag(tag, attrs)
        if len(self.open) > before:
            self.end(len(self.open) - 1)

    def handle_endtag(self, tag: str) -> None:
        found = [number for number, element in enumerate(self.open) if element.name == tag]
        if found:
            self.end(found[-1])

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.out.append(_text(data))

    def end(self, number: int) -> None:
        """End an element by its *number*, and all that is open in it."""
        while len(self.open) > number:
            element = self.open.pop()
            if element.name in EMBEDDED:
                self._link(element)
            elif element.name in _LEFT_OUT - _VOID:
                self.silent -= 1
            self.out.append(element.closing)

    def _is_left_out(self, tag: str) -> bool:
        if self.silent:
            return tag not in _LEFT_OUT - _VOID
        return tag in _FRAMES or not _NAME.fullmatch(tag)

    def _make_room(self, tag: str) -> None:
        ended, bounds = _ENDS.get(tag, (frozenset[str](), frozenset[str]()))
        for number in reversed(range(len(self.open))):
            if self.open[number].name in ended:
                self.end(number)
                break
            if self.open[number].name in bounds:
                break

    def _start(self, tag: str, attributes: Attributes) -> None:
        start = len(self.out)
        if tag in EMBEDDED:
            closing = ""
        elif tag in _LEFT_OUT or tag in _UNWRAPPED:
            left = "its words are left" if tag in _UNWRAPPED else "it is left out"
            self.lost.append(Lost(tag, "", f"a book has no use for '{tag}', so {left}"))
            closing = ""
            self.silent += tag in _LEFT_OUT - _VOID
        elif tag == "img" and _is_elsewhere(source := attributes.get("src", "")):
            self.out.append(_text(attributes.get("alt", "")))
            where = "lies on another site, and a book holds what it shows; put a copy beside the page"
            self.lost.append(Lost("img", source, f"the picture '{source}' {where}"))
            return
        else:
            name = self._tag(tag, attributes)
            closing = "" if tag in _VOID else f"</{name}>"
        self.open.append(_Open(tag, closing, start, attributes))
        if tag in _VOID:
            self.end(len(self.open) - 1)

    def _tag(self, tag: str, attributes: Attributes) -> str:
        """Write an opening tag, and return the name with the capitals that drawings need."""
        raw = self.get_starttag_text() or ""
        name = match[0] if (match := _NAME.match(raw, 1)) else tag
        safe = {key: value for key, value in attributes.items() if not _is_unsafe(tag, key, value)}
        if tag in _FOREIGN:
            safe.setdefault("xmlns", _FOREIGN[tag])
        if tag == "details":
            safe.setdefault("open", "")
        end = " />" if tag in _VOID else ">"
        if safe == attributes and not fault(f"{raw.rstrip('/>')}></{name}>"):
            self.out.append(f"{raw.rstrip('/> ')}{end}")
        else:
            self.out.append(f"<{name}{_written(safe, raw)}{end}")
        return name

    def _complete(self, attributes: Attributes) -> None:
        """Add to what is embedded the address that stands inside it."""
        for element in reversed(self.open):
            if element.name in EMBEDDED:
                if not _address(element.attributes):
                    element.attributes["src"] = attributes.get("src", "")
                break

    def _link(self, element: _Open) -> None:
        """Put a link in front of what else is said for readers who cannot see something embedded."""
        address = _address(element.attributes)
        words = element.attributes.get("title") or element.attributes.get("aria-label") or address or element.name
        goal = self.web(address)
        link = f'<a href="{escape(goal)}">{_text(words)}</a>' if goal else _text(words)
        has_more = any(part.strip() for part in self.out[element.start :])
        self.out.insert(element.start, f"{link} " if has_more else link)
        message = f"a book cannot show the {element.name} '{words}'; a link stands in its place"
        self.lost.append(Lost(element.name, address, message))


def _address(attributes: Attributes) -> str:
    return attributes.get("src") or attributes.get("data") or ""


def _text(words: str) -> str:
    return escape(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", words), quote=False)


def _written(attributes: Attributes, tag: str) -> str:
    """Attributes that XML can hold, with the capitals that their names have in the *tag*.

    Of a name with a colon, nobody knows what it stands for here.
    """
    spellings = {name.lower(): name for name in _NAME.findall(tag)}
    return "".join(
        f' {spellings.get(name, name)}="{escape(_NO_XML.sub("", value))}"'
        for name, value in reversed(attributes.items())
        if _NAME.fullmatch(name) or name in ("xml:lang", "epub:type")
    )
