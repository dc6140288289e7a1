"""Remedies for directives and roles: their names, their options, and what they hold."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from ..records import wording
from .links import picture_or_file
from .names import Names, Remedy, known, meant

_BEHIND: Final = {
    "figure": "images/name.png",
    "image": "images/name.png",
    "include": "part.md",
    "literalinclude": "code.py",
    "raw": "html",
    "admonition": "Title",
    "card-carousel": "2",
    "tab-item": "Title",
}
"""What stands behind the names of directives that people use most."""


def _directive(match: re.Match[str], names: Names) -> str:
    value = match["value"]
    if value in names.site.roles:
        role = f"; it is a role: write {{{value}}}`…` within a sentence"
        return wording.meant(_other_number(value, names.site.directives), role)
    if value in names.site.lexers:
        return "; for code in that language write the name without braces"
    return meant(value, names.site.directives, "; correct the name, or name what brings it under extensions in conf.py")


def _role(match: re.Match[str], names: Names) -> str:
    value = match["value"]
    if value in names.site.directives:
        block = f"; it is a directive: write it as a block that begins with ```{{{value}}}"
        return wording.meant(_other_number(value, names.site.roles), block)
    return meant(value, names.site.roles, "; correct the name, or name what brings it under extensions in conf.py")


def _other_number(value: str, words: Collection[str]) -> str | None:
    """The plural of a name, or its singular, where that is known."""
    return next((word for word in (f"{value}s", value.removesuffix("s")) if word != value and word in words), None)


def _option(match: re.Match[str], names: Names) -> str:
    allowed = names.options(match["name"])
    listed = f"; known: {known(allowed)}" if allowed else "; it takes no options"
    return meant(match["value"], allowed, "" if "(allowed:" in match[0] and allowed else listed)


def _value(match: re.Match[str], _names: Names) -> str:
    said, option = match["error"], match["option"]
    if "choose from" in said:
        return meant(match["value"], re.findall(r'"([^"]*)"', said.partition("choose from")[2]), "; take one of these")
    if "invalid literal for int" in said or "positive" in said or "negative" in said:
        return "; write a whole number"
    if "measure" in said or "units" in said:
        return "; write a number with %, px or em"
    if "none supplied" in said:
        return f"; write a value behind ':{option}:'"
    if "no argument is allowed" in said:
        return f"; write ':{option}:' and nothing behind it"
    return f"; correct the value, or remove the line ':{option}:'"


def _content(match: re.Match[str], names: Names) -> str:
    """Content where none may be: most often an option without its colon, or a fence that is open still."""
    if names.is_rst:
        return "; put other text further left, behind an empty line"
    options = names.options(match["name"])
    line = next(filter(str.strip, names.after()), "").strip()
    if line.partition(":")[0] in options:
        return f"; options begin with a colon: write ':{line}'"
    return "; options begin with a colon; if the text belongs to the page, close the fence above it"


def _argument(match: re.Match[str], names: Names) -> str:
    name = match["name"]
    head = f".. {name}::" if names.is_rst else f"{{{name}}}"
    return f"; write it behind the name, as in '{head} {_BEHIND.get(name, '…')}'"


def _encoding(_match: re.Match[str], names: Names) -> str:
    found = names.below(r":file: *(\S+)")
    return f"; the file is {found}" if found else ""


def _children(match: re.Match[str], _names: Names) -> str:
    parent, child = _WRITTEN.get(match["parent"], match["parent"]), _WRITTEN.get(match["child"], match["child"])
    return f"; put a {{{child}}} around it, or move it out of the {{{parent}}}"


def _parent(match: re.Match[str], _names: Names) -> str:
    parent = _WRITTEN.get(match["parent"], match["parent"])
    return f"; put a {{{parent}}} around it, with one colon more than it has"


def _cells(match: re.Match[str], _names: Names) -> str:
    return f"; row {match['row']} has {match['found']} cells: give it {match['wanted']}, empty ones too, as '  -'"


def _octicon(match: re.Match[str], names: Names) -> str:
    return meant(match["value"], icons(match["style"]), "; take a name from the list of these icons")


def icons(style: str) -> list[str]:
    """The names of icons that sphinx-design has in a style."""
    from sphinx_design.icons import get_material_icon_data, list_octicons

    return sorted(list_octicons() if style == "octicon" else get_material_icon_data(style.removeprefix("material-")))


_WRITTEN: Final = {"grid-row": "grid", "literal_block": "code-block", "tab-code-set": "tab-set-code"}
"""What pages write for what sphinx-design speaks of."""

_AS_IN_THE_FILE: Final = "; copy the words from the file, sign by sign"
_ON_LINES_BELOW: Final = "; write its text on the lines below, inside the block"
_NAME: Final = r"""['"](?P<name>[^'"]*)['"]"""

REMEDIES: Final[dict[str, Remedy]] = {
    r"""Unknown directive type:? ['"](?P<value>.*)['"]""": _directive,
    r'Unknown interpreted text role "(?P<value>.*)"': _role,
    r"unknown directive name: (?P<value>.*)": _directive,
    r"unknown role name: (?P<value>.*)": _role,
    r"default role (?P<value>.*) not found": "; correct the name",
    rf"{_NAME}: Unknown option key: '(?P<value>.*)' \(allowed: .*\)": _option,
    rf'Error in {_NAME} directive: unknown option: "(?P<value>.*)"': _option,
    rf"{_NAME}: Invalid option value for '(?P<option>[^']*)': (?P<value>.*?): (?P<error>.*)": _value,
    rf"Error in {_NAME} directive: invalid option value: "
    r"""\(option: "(?P<option>.*?)"; value: '(?P<value>.*?)'\) (?P<error>.*)""": _value,
    rf"{_NAME}: Has content, but none permitted": _content,
    rf"Error in {_NAME} directive: no content permitted": _content,
    rf"{_NAME}: Splitting content across first line and body.*": "; move the text of the first line below the options",
    rf"{_NAME}: Invalid options format.*": (
        "; write each option on a line of its own, as ':name: value', and put values with ': ', quotes or '#' in quotes"
    ),
    rf"{_NAME}: Directive options has # comments.*": "; put the value in quotes, or remove the text from '#' on",
    rf"(?:Directive|Error in) {_NAME}(?: directive)?: \d+ argument\(s\) required, 0 supplied": _argument,
    rf"(?:Directive|Error in) {_NAME}(?: directive)?: maximum \d+ argument\(s\) allowed, \d+ supplied": (
        "; move what stands behind the name to a line below"
    ),
    rf"Error in {_NAME} directive: (?:no arguments permitted|invalid option .*).*": (
        "; write options right under the name, each as ':name: value', then an empty line and the text"
    ),
    rf"Content block expected for the {_NAME} directive; none found": _ON_LINES_BELOW,
    rf"The {_NAME} directive requires content; none supplied": _ON_LINES_BELOW,
    rf"The {_NAME} directive is empty; content required": _ON_LINES_BELOW,
    rf"(?:Problems with|Directive) {_NAME}(?: directive path)?: "
    r".*(?:No such file or directory|file not found): '(?P<value>.*)'": picture_or_file,
    rf"Problems? with {_NAME} directive(?: path)?: .* is not UTF-8.*": _encoding,
    r"Include file '(?P<value>.*)' not found or reading it failed": picture_or_file,
    r"""Directive "include"; option ".*": text not found "(?P<value>.*)\"""": _AS_IN_THE_FILE,
    r"(?:start|end)-\w+ pattern not found: (?P<value>.*)": _AS_IN_THE_FILE,
    r'Problem with "(?P<value>.*)" option of ".*" directive: Text not found': _AS_IN_THE_FILE,
    rf"circular inclusion in {_NAME} directive.*": "; a file cannot include itself",
    r"Encoding .* used for reading included file '(?P<value>.*)' seems to be wrong.*": "; save that file as UTF-8",
    r"line number spec is out of range\(1-(?P<last>\d+)\): '(?P<value>.*)'": (
        lambda match, _names: f"; the last line is {match['last']}"
    ),
    r"invalid line number spec: '(?P<value>.*)'": "; write numbers of lines, such as 1,3-5",
    r"Line spec '(?P<value>.*)': no lines pulled from include file .*": "; name lines that the file has",
    r"Object named '(?P<value>.*)' not found in include file .*": "; name a function or class of that file",
    r"Cannot use both .* options": "; keep one of them",
    r"non-whitespace stripped by dedent": "; take a smaller number for ':dedent:', or none",
    r"Pygments lexer name '(?P<value>.*)' is not known": (
        lambda match, names: meant(match["value"], names.site.lexers, "; write 'text' if it is in no known language")
    ),
    r'Lexing literal_block .* as "(?P<value>.*)" resulted in an error at token: .*': (
        lambda match, _names: f"; correct the code, or write 'text' in place of '{match['value']}'"
    ),
    r"\d+ header row\(s\) specified but only \d+ row\(s\) of data supplied .*": "; take a smaller number, or add rows",
    r"\d+ stub column\(s\) specified but only .*": "; take a smaller number, or add columns",
    r"Insufficient data supplied .*": "; add a row or a column that is no heading",
    r'".*" widths do not match the number of columns in table \((?P<columns>\d+)\)': (
        lambda match, _names: f"; write {match['columns']} numbers"
    ),
    r"Error with CSV data in .*": "; put cells that hold commas or quotes in double quotes",
    r"No table data detected in CSV file": "; give the file a row",
    r".* two-level bullet list expected, but row (?P<row>\d+) does not contain the same number of items as row 1 "
    r"\((?P<found>\d+) vs (?P<wanted>\d+)\)": _cells,
    r".* (?:exactly one|two-level) bullet list expected.*": (
        "; begin each row with '* - ' and each further cell of it with '  - '"
    ),
    r".* exactly one table expected": "; write a table inside, and no other text",
    r"Figure caption must be a paragraph or empty comment": "; write the caption first, as a paragraph",
    r"content should be one image, followed by .*": "; write the picture, an empty line, and the caption",
    r'Invalid class attribute value for ".*" directive: "(?P<value>.*)"': "; write a name that begins with a letter",
    r'Invalid context: the ".*" directive can only be used within a substitution definition': "; write what is meant",
    r'The ".*" directive may not be used within .*': "; move it out of the block around it",
    r'".*" directive requires arguments on the first line': "; write a name behind it",
    r"\.\. (?:acks|hlist) content is not a list": "; begin each line with '* '",
    r"(?P<anywhere>glossary) (?:seems to be misformatted|terms? must).*": (
        "; write each term at the start of a line, its definition indented below, and an empty line before the next"
    ),
    r"exception while evaluating only directive expression: .*": "; write the name of an output, such as html",
    r"invalid (?P<kind>PEP|RFC) number (?P<value>.*)": "; write its number",
    r".*Unrecognised (?P<style>octicon|material-\w+)(?: icon)?: (?P<value>[^']*)'": _octicon,
    r"a suitable image for .* builder not found: .*": "; save the picture as SVG, PNG or JPEG",
    r"(?:Could not obtain image size|Cannot scale image!).*": "; give ':width:' in place of ':scale:'",
    r"All children of an? '(?P<parent>.*)' should be (?:an? )?'(?P<child>.*)'": _children,
    r"The parent of a '(?P<child>.*)' should be an? '(?P<parent>[^']*)'.*": _parent,
    r"Multiple (?:selected|open) .*": "; leave that option to one of them",
    r"Card (?:has multiple|':\w+:' option ignored|mixes) .*": "; keep one of them",
    r"Invalid directive argument: .*": "; write one number, or four for the widths of the screen, such as '1 2 3 4'",
    r"Directive '.*' cannot be mocked: .*": "; put it into a block {eval-rst}",
}
