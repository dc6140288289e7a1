"""Remedies for links, roles that refer to something, and files that pages show."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from ..records import wording
from .names import Names, Remedy, known, meant

_BUILT: Final = re.compile(r"(?:\.html?|/)$")
_HOST: Final = re.compile(r"www\.", re.IGNORECASE)
_MAIL: Final = re.compile(r"[^\s@/]+@[^\s@/]+\.[^\s@/]+")
_NO_PAGE: Final = "; no page has a name like that"
_NO_FILE: Final = "; add the file, or correct the path, which counts from the folder of the page"


def _link(match: re.Match[str], names: Names) -> str:
    """A Markdown link: to a page, to a place, or to a file."""
    target = match["value"]
    if names.has(f"(#{target}") or names.has(f"<#{target}"):
        return _place(target, names)
    if _HOST.match(target):
        return f"; write https://{target}"
    if _MAIL.fullmatch(target):
        return f"; write mailto:{target}"
    path, sign, anchor = target.partition("#")
    stem = _BUILT.sub("", path)
    docname = names.env.path2doc(names.target(stem)) or names.target(stem)
    behind = sign + anchor
    if docname in names.env.found_docs:
        return f"; write {names.page(docname, path)}{behind}, not {target}"
    if stem == path and PurePosixPath(path).suffix and docname == names.target(stem):
        return _file(names.target(path), path, names)
    words = [] if "/" in stem or stem != path else [*names.anchors(names.docname), *names.labels]
    place = meant(stem, words, write=lambda near: f"#{near}")
    page = meant(docname, names.pages, write=lambda near: names.page(near, path) + behind)
    return place or page or _file(names.target(path), path, names, _NO_PAGE)


def _place(target: str, names: Names) -> str:
    words = dict.fromkeys([*names.anchors(names.docname), *names.labels])
    otherwise = f"; write the anchor of a heading, or put ({target})= on the line above what is meant"
    return meant(target, words, otherwise, write=lambda near: f"#{near}")


def _anchor(match: re.Match[str], names: Names) -> str:
    words = names.anchors(match["home"])
    listed = f"; places of that page: {known(words)}" if words else "; that page has no places to link to"
    return meant(match["value"], words, listed)


def _document(match: re.Match[str], names: Names) -> str:
    """The role ``doc``, and other options that take the name of a page."""
    value = match["value"]
    docname = names.env.path2doc(names.target(value))
    if docname in names.env.found_docs and docname is not None:
        return f"; write {names.from_here(docname, value)}, without the ending"
    return meant(names.target(value), names.pages, _NO_PAGE, write=lambda near: names.from_here(near, value))


def _source_document(match: re.Match[str], names: Names) -> str:
    return meant(match["value"], names.pages, _NO_PAGE, write=names.page)


def _label(match: re.Match[str], names: Names) -> str:
    value = match["value"]
    if (docname := names.target(value)) in names.env.found_docs:
        return f"; it is a page: write {{doc}}`{value}`, or [words]({names.page(docname)})"
    for docname in names.pages:
        if value in names.anchors(docname):
            return f"; it is a heading: write [words]({names.page(docname)}#{value})"
    return meant(value, names.labels, f"; put ({value})= on the line above what is meant")


def _anything(match: re.Match[str], names: Names) -> str:
    value = match["value"]
    return meant(value, names.labels) or meant(
        names.target(value), names.pages, _NO_PAGE, write=lambda near: names.from_here(near, value)
    )


def _one_of_many(match: re.Match[str], names: Names) -> str:
    """What could be several things: how each of them is written for certain."""
    value = match["value"]
    of_site = f"(?:std|{names.env.config.primary_domain}):"
    roles = dict.fromkeys(re.sub(f"^{of_site}", "", role) for role in re.findall(r":([\w:-]+):`", match[0]))
    page = names.target(value)
    ways = [f"{{{role}}}`{value}`" for role in roles]
    if match["by"] == "myst" and page in names.env.found_docs:
        ways = [names.page(page) if way.startswith("{doc}") else way for way in ways]
    return f"; write {' or '.join(ways)}" if len(ways) > 1 else "; say which is meant"


def _listed_page(match: re.Match[str], names: Names) -> str:
    if match["value"] == names.docname:
        return "; a page cannot list itself: remove the entry"
    return meant(match["value"], names.pages, _NO_PAGE, write=names.from_here)


def _term(match: re.Match[str], names: Names) -> str:
    return meant(match["value"], names.objects("term"), "; add it to the glossary, or write the word without a role")


def _equation(match: re.Match[str], names: Names) -> str:
    words = names.env.domains.math_domain.equations
    return meant(match["value"], words, f"; write ':label: {match['value']}' at the equation")


def _citation(match: re.Match[str], names: Names) -> str:
    return meant(match["value"], names.env.domains.citation_domain.citations, f"; write '.. [{match['value']}] …'")


def _note(match: re.Match[str], names: Names) -> str:
    """A footnote in Markdown; in rST a footnote, or the target of a link."""
    value = match["value"]
    if names.has(f"[^{value}]"):
        notes = names.source(r"^\[\^([^\]\n]+)\]:")
        return meant(value, notes, f"; write the footnote on a line of its own, as '[^{value}]: …'")
    targets = names.source(r"^ *\.\. _([^:\n]+):") + names.source(r"^ *\.\. \[([^\]\n]+)\]")
    missing = f"; write a footnote '.. [{value}] …'" if value.isdecimal() else f"; write '.. _{value}: address' for it"
    return meant(value, [*targets, *names.labels], missing)


def _substitution(match: re.Match[str], names: Names) -> str:
    of_site = getattr(names.env.config, "myst_substitutions", {})
    words = [*of_site, *names.source(r"^ *\.\. \|([^|\n]+)\|"), *names.source(r"^ {4}(\w[\w-]*):")]
    return meant(match["value"], words, "; define it, or show the signs as code")


def picture_or_file(match: re.Match[str], names: Names) -> str:
    """A file that a page shows, includes or offers, named from the folder of all pages."""
    value = match["value"]
    path = value.removeprefix(f"{names.env.srcdir.name}/") if value not in names.site.files else value
    return _file(path, "", names)


def _file(path: str, like: str, names: Names, otherwise: str = _NO_FILE) -> str:
    """The nearest file, or one of that name with another ending."""
    files = names.site.files
    stems = [name for name in files if PurePosixPath(name).stem == PurePosixPath(path).stem]
    near = meant(path, files, write=lambda name: names.from_here(name, like))
    return near or wording.meant(names.from_here(stems[0], like) if stems else None, otherwise)


_ONE_OF_TWO: Final = "; each may occur once in all pages: rename one, and what refers to it"

REMEDIES: Final[dict[str, Remedy]] = {
    r"'myst' (?:cross-)?reference target not found: '(?P<value>.*)'": _link,
    r"Unknown source document '(?P<value>.*)'": _source_document,
    r"Could not find document: (?P<value>.*)": picture_or_file,
    r"local id not found in doc '(?P<home>.*)': '(?P<value>.*)'": _anchor,
    r"Section reference target not found in this document: '(?P<value>.*)'": "; correct the name of the heading",
    r"unknown document: '(?P<value>.*)'": _document,
    r"undefined label: '(?P<value>.*)'": _label,
    r"Failed to create a cross reference\. A title or caption not found: '(?P<value>.*)'": (
        "; put the label above a heading, or write the words: {ref}`words <label>`"
    ),
    r"Failed to create a cross reference\. Any number is not assigned: (?P<value>.*)": (
        "; only figures, tables and code with a caption have a number: give it a caption, or use {ref}"
    ),
    r"the link has no caption: (?P<value>.*)": "; give what it leads to a caption",
    r"numfig is disabled\. :numref: is ignored": "; use {ref}, or set numfig = True in conf.py",
    r"invalid numfig_format: (?P<value>.*)": "; a format has %s or {number} once, and {name}",
    r"'any' reference target not found: (?P<value>.*)": _anything,
    r"\S+ reference target not found: (?P<value>.*)": "; correct the name, or show it as code",
    r"term not in glossary: '(?P<value>.*)'": _term,
    r"equation not found: (?P<value>.*)": _equation,
    r"citation not found: (?P<value>.*)": _citation,
    r"No matches for '(?P<value>.*)'": "; name a project of intersphinx_mapping in conf.py, and a page or object of it",
    r"more than one target found for '(?P<by>\w+)' cross-reference '?(?P<value>.*?)'?: could be .*": _one_of_many,
    r"Multiple matches (?:found )?for .*": "; say which is meant",
    r"(?:image|download) file not readable: (?P<value>.*)": picture_or_file,
    r"image file (?P<value>.*) not readable: .*": picture_or_file,
    r"cannot copy (?:image|downloadable) file '(?P<file>.*)': .*": "; name a file that can be read, and no folder",
    r"toctree contains reference to (?:nonexisting|excluded|non-included) document '(?P<value>.*)'": _listed_page,
    r"toctree contains ref to nonexisting file '(?P<value>.*)'": _listed_page,
    r"toctree contains reference to document '(?P<value>.*)' that doesn't have a title: no link will be generated": (
        "; begin that page with a heading"
    ),
    r"toctree glob pattern '(?P<value>.*)' didn't match any documents": "; correct the pattern, or remove it",
    r"duplicated entry found in toctree: (?P<value>.*)": "; keep one of them",
    r"(?P<value>.*) is already assigned section numbers \(nested numbered toctree\?\)": (
        "; ask for numbers in the outermost list alone"
    ),
    r"document isn't included in any toctree": "; add the page to the table of contents",
    r"document is referenced in multiple toctrees: .*": "; list the page once",
    r"multiple files found for the document .* Use '(?P<page>.*)' for the build": "; rename or remove one of them",
    r"Ignored unreadable document '(?P<page>.*)'": "; mend the link, or make the file one that you may read",
    r"duplicate label (?:of equation )?(?P<value>.*), other instance in .*": _ONE_OF_TWO,
    r"duplicate citation (?P<value>.*), other instance in .*": _ONE_OF_TWO,
    r"duplicate \w+ description of (?P<value>.*), other instance in .*": "; describe it in one place",
    r"Duplicate reference definition: (?P<value>.*)": "; the first one counts: remove this one, or rename it",
    r'Duplicate explicit target name: "(?P<value>.*)"': _ONE_OF_TWO,
    r'Duplicate target name, cannot be used as a unique reference: "(?P<value>.*)"': _ONE_OF_TWO,
    r'Unknown target name: "(?P<value>.*)"': _note,
    r"Footnote \[(?P<value>.*)\] is not referenced": "; refer to it in the text, or remove it",
    r"Citation \[(?P<value>.*)\] is not referenced": "; refer to it in the text, or remove it",
    r"Duplicate footnote definition found for label: '(?P<value>.*)'": "; the first one counts: give this one another",
    r"Too many (?:autonumbered|symbol) footnote references: .*": "; write a footnote for each, or remove one",
    r"Anonymous hyperlink mismatch: .*": "; write a line '__ address' for each link that ends in two underscores",
    r"Indirect hyperlink target .*": "; let it refer to a target that exists",
    r'Undefined substitution referenced: "(?P<value>.*)"': _substitution,
    r"Substitution error:UndefinedError: '(?P<value>.*)' is undefined": _substitution,
    r"Substitution error:.*": "; write one name between the braces, or show them as code",
    r"[Cc]ircular substitution .*": "; what stands for a text cannot contain itself",
}
