"""From a table of contents with positions to what is sound of it, and its problems.

What an entry with a fault holds is kept: pages below it move up to where it stood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..records.positioned import START, Damaged, PlacedList, PlacedMapping, Position, Problem, locate
from ..records.syntax import typed
from ..records.text import FORBIDDEN
from ..records.wording import meant_keys, shown, unknown
from .options import OPTIONS

if TYPE_CHECKING:
    from sphinx_external_toc.parsing import FileFormat

WHEN_EMPTY: Final = "write at least a line 'root: index'"
_LINKS: Final = ("file", "glob", "url")


class Pages(NamedTuple):
    """What is known of the pages of a project."""

    names: Collection[str]
    suffixes: Collection[str]
    root: str
    """The start page, where the table of contents does not say."""
    is_left_out: Callable[[str], bool] = lambda name: False
    """Whether a page exists, but a setting leaves it out."""
    renaming: Callable[[str], str] = lambda name: ""
    """What to do where a file has the name of a page, and is none because of its ending; empty if there is no file."""

    def named(self, text: str) -> str:
        """The name of a page, which may have been written with its suffix."""
        return next((text.removesuffix(suffix) for suffix in self.suffixes if text.endswith(suffix)), text)


def sound(
    value: Any, name: str, pages: Pages, formats: Mapping[str, FileFormat]
) -> tuple[dict[str, Any], list[Problem], dict[str, Position | None]]:
    """What is sound of the table of contents called *name*, with the keys of the default format.

    Also its problems, and the pages that it names, with the place of each.
    """
    checker = _Checker(name, pages, formats)
    if not isinstance(value, PlacedMapping):
        if value is not None:
            checker.report(START, f"expected keys with values; {WHEN_EMPTY}")
        value = PlacedMapping(START)
        value.sound = False
    return checker.contents(value), checker.problems, checker.listed


def _as_entry(text: str) -> str:
    """An entry for a text without a key, or with one that nobody would find: the line to type, without the dash."""
    if found := re.fullmatch(rf"({'|'.join(_LINKS)})(?:\s*[:=]\s*|\s+)(\S.*)", text):
        return f"{found[1]}: {typed(shown(found[2]))}"
    if text in _LINKS:
        return f"{text}: …"
    key = "url" if re.match(r"\w+://", text) else "glob" if re.search(r"[*?\[]", text) else "file"
    return f"{key}: {typed(shown(text))}"


class _Checker:
    def __init__(self, name: str, pages: Pages, formats: Mapping[str, FileFormat]) -> None:
        self.name = name
        self.pages = pages
        self.formats = formats
        self.format = formats["default"]
        self.problems: list[Problem] = []
        self.listed: dict[str, Position | None] = {}

    def report(self, at: Position, message: str) -> None:
        self.problems.append(Problem(self.name, at, message))

    def contents(self, top: PlacedMapping) -> dict[str, Any]:
        """The whole of it."""
        if (word := self.text(top, "format")) and word not in self.formats:
            self.report(locate(top, ("format",)), unknown("format", word, self.formats))
        self.format = self.formats.get(word, self.format)
        keys = self.format.get_subtrees_key(0), self.format.get_items_key(0)
        strangers = self.keys(top, ("root", "title", "options", "format", "defaults", "meta", *keys))
        root = self.root(top, strangers)
        given = top.get("defaults")
        found: dict[str, Any] = {"root": root, "defaults": {**self.format.toc_defaults}}
        if isinstance(given, PlacedMapping):
            found["defaults"] |= self.options(given)
        elif given is not None:
            self.report(locate(top, ("defaults",)), "defaults: expected options with values, such as 'maxdepth: 2'")
        if isinstance(top.get("meta"), PlacedMapping):
            found["meta"] = top["meta"]
        return found | self.rest(top, 0)

    def root(self, top: PlacedMapping, strangers: Collection[str]) -> str:
        """The start page, or else another page, because nothing can be built without one.

        One of the *strangers* among the keys may have been meant to name it.
        """
        name = self.pages.named(self.text(top, "root"))
        if name in self.pages.names:
            self.listed[name] = locate(top, ("root",))
            return name
        if name and not isinstance(top["root"], Damaged):
            self.no_page(name, locate(top, ("root",)))
        elif "root" not in {*top.key_at, *meant_keys(strangers, ("root",))} and (top.sound or top.key_at):
            self.report(START, f"the key 'root' is missing, which names the start page; {WHEN_EMPTY}")
        names = self.pages.names
        root = self.pages.root
        found = root if root in names else min(names, key=lambda name: (name.count("/"), name), default=root)
        self.listed[found] = None
        return found

    def no_page(self, name: str, at: Position) -> None:
        if self.pages.is_left_out(name):
            self.report(at, f"the page '{name}' is left out by exclude_patterns in conf.py")
        elif renaming := self.pages.renaming(name):
            self.report(at, unknown("page", name, (), ending=renaming))
        else:
            self.report(at, unknown("page", name, self.pages.names))

    def rest(self, mapping: PlacedMapping, depth: int) -> dict[str, Any]:
        """What a page has besides its name: a title, and the pages below it."""
        found: dict[str, Any] = {}
        if title := self.text(mapping, "title"):
            found["title"] = title
        if trees := self.trees(mapping, depth):
            found["subtrees"] = trees
        return found

    def trees(self, mapping: PlacedMapping, depth: int) -> list[dict[str, Any]]:
        """The subtrees below a page; entries without any are one."""
        many, one = self.format.get_subtrees_key(depth), self.format.get_items_key(depth)
        found: list[dict[str, Any]] = []
        if one in mapping.key_at:
            options = mapping.get("options")
            entries = self.entries(mapping, one, depth)
            found.append({"entries": entries, **(self.options(options) if isinstance(options, PlacedMapping) else {})})
        if "options" in mapping.key_at and not isinstance(mapping.get("options"), PlacedMapping):
            self.report(locate(mapping, ("options",)), "options: expected options with values, such as 'maxdepth: 2'")
        if many in mapping.key_at:
            if one in mapping.key_at:
                self.report(mapping.key_at[many], f"'{many}' beside '{one}'; move the entries into one of the {many}")
            given = self.items(mapping, many, f"begin each with '- {one}:'")
            for number, tree in enumerate(given):
                if isinstance(tree, PlacedMapping) and one in tree.key_at:
                    options = self.options(tree, one)
                    found.append({"entries": self.entries(tree, one, depth), **options})
                elif not isinstance(tree, Damaged):
                    self.report(given.item_at[number], f"expected the key '{one}' with a list of entries")
        return [tree for tree in found if tree["entries"]]

    def entries(self, mapping: PlacedMapping, key: str, depth: int) -> list[dict[str, Any]]:
        given = self.items(mapping, key, "begin each with '- file:'")
        return [found for value, at in zip(given, given.item_at, strict=True) for found in self.entry(value, at, depth)]

    def items(self, mapping: PlacedMapping, key: str, advice: str) -> PlacedList:
        """The list under a key, which must hold something."""
        value = mapping.get(key)
        if isinstance(value, PlacedList) and value:
            return value
        if self.is_wrong(mapping, key):
            self.report(locate(mapping, (key,)), f"{key}: expected a list; {advice}")
        return PlacedList(mapping.position)

    def entry(self, value: Any, at: Position, depth: int) -> list[dict[str, Any]]:
        """An entry, or in its place those below it."""
        if not isinstance(value, PlacedMapping):
            if not isinstance(value, Damaged):
                named = _as_entry(value) if isinstance(value, str) else "file: name"
                self.report(at, f"expected an entry with a key; write '- {named}'")
            return []
        links = [key for key in _LINKS if key in value.key_at]
        keys = (self.format.get_subtrees_key(depth + 1), self.format.get_items_key(depth + 1))
        allowed = {"file": ("file", "title", "options", *keys), "glob": ("glob",), "url": ("url", "title")}
        strangers = self.keys(value, allowed[links[0]] if len(links) == 1 else (*_LINKS, "title", "options", *keys))
        if len(links) > 1 or (not links and not strangers and value.sound):
            found = f"found {' and '.join(links)}" if links else "found none of them"
            self.report(value.position, f"an entry has one of the keys {', '.join(_LINKS)}; {found}")
        entry = self.link(value, links[0]) if len(links) == 1 else {}
        below = self.rest(value, depth + 1)
        if entry:
            return [entry | below if "file" in entry else entry]
        return [entry for tree in below.get("subtrees", ()) for entry in tree["entries"]]

    def link(self, value: PlacedMapping, key: str) -> dict[str, str]:
        """What an entry leads to; nothing if that does not exist."""
        text, at = self.text(value, key), locate(value, (key,))
        if key == "url" and text:
            if re.match(r".+://.", text):
                title = self.text(value, "title")
                return {"url": text, "title": title} if title else {"url": text}
            self.report(at, f"'{text}' is not a web address; write one that begins with https://")
        elif key == "glob" and text:
            if self.fits(text):
                return {"glob": text}
            self.report(at, f"no page fits the pattern '{text}'")
        elif text:
            return self.page(self.pages.named(text), at, isinstance(value[key], Damaged))
        return {}

    def page(self, name: str, at: Position, is_reported: bool) -> dict[str, str]:
        if name in self.listed:
            if (first := self.listed[name]) is not None:
                self.report(at, f"the page '{name}' is listed already on line {first.line}; keep one of them")
        elif name in self.pages.names:
            self.listed[name] = at
            return {"file": name}
        elif not is_reported:
            self.no_page(name, at)
        return {}

    def fits(self, pattern: str) -> bool:
        from sphinx.util.matching import patfilter

        try:
            return bool(patfilter(self.pages.names, pattern))
        except re.error:
            return False

    def text(self, mapping: PlacedMapping, key: str) -> str:
        """A text under a key; empty if there is none."""
        value = mapping.get(key)
        if isinstance(value, str) and value:
            return FORBIDDEN.sub("", value)
        if self.is_wrong(mapping, key):
            self.report(locate(mapping, (key,)), f"{key}: expected one word or text")
        return ""

    def is_wrong(self, mapping: PlacedMapping, key: str) -> bool:
        """Whether a value that is not what was expected has to be reported: the loader may have said why."""
        value = mapping.get(key)
        if value is None:
            return key in mapping and mapping.sound
        return not isinstance(value, Damaged) and getattr(value, "sound", True)

    def keys(self, mapping: PlacedMapping, known: Collection[str]) -> list[str]:
        """The keys that nobody reads, which are reported."""
        strangers = [key for key in mapping.key_at if key not in known]
        for key in strangers:
            self.report(mapping.key_at[key], unknown("key", key, known))
        return strangers

    def options(self, mapping: PlacedMapping, *others: str) -> dict[str, Any]:
        """How a list of entries is shown; *others* are keys that stand beside the options."""
        self.keys(mapping, (*OPTIONS, *others))
        found: dict[str, Any] = {}
        for name, (convert, expected) in OPTIONS.items():
            value = mapping.get(name)
            if name in mapping and not isinstance(value, Damaged):
                converted = convert(value) if value is not None else None
                if converted is None:
                    self.report(locate(mapping, (name,)), f"{name}: expected {expected}")
                else:
                    found[name] = converted
        return found
