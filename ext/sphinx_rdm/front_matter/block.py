"""Where the front matter of a page is: its lines, as YAML, each where it stands in the page.

MyST takes for text what does not begin on the first line or does not end, and readers then see the keys. So what was
meant for front matter is told by the keys that are known.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from ..records.positioned import START, Position
from ..records.text import TextFault
from ..records.wording import shown

_KEY: Final = re.compile(r"""["']?(\w[\w .:-]*?)["']?\s*:(?:\s|$)""")
_FENCE: Final = re.compile(r"(-{3,})\s*")
_LIKE_FENCE: Final = re.compile(r"[-\u2010-\u2015\u2212+=]+")
_HEADING: Final = re.compile(r"#{1,6}[ \t]+\S")
_RST_FIELD: Final = re.compile(r":(\w[\w .:-]*?):(?:\s+(.*))?")
ORPHAN: Final = re.compile(r"^:?orphan:", re.MULTILINE)
"""Says that a page is in no table of contents on purpose."""
DOES_NOT_END: Final = "the front matter does not end; write a line '---' here"
_NO_FENCE: Final = "a line '---' is missing above the front matter"
EMPTY: Final = "the front matter is empty; write keys in it, or delete both lines '---'"
_RULE: Final = "a page cannot begin with a rule: all up to the next line '---' counts as front matter; delete the line"


class HeadBlock(NamedTuple):
    """The keys are on the lines with the indexes from *begin* to before *end*."""

    lines: Sequence[str]
    """All lines of the page; those of the block in the spelling of YAML."""
    begin: int = 0
    end: int = 0
    faults: Sequence[TextFault] = ()
    """What is wrong around it."""
    fence: str = "---"
    """The line that is to stand above it and below."""

    def with_rows(self, rows: Sequence[str]) -> str:
        """The page with other *rows* in place of the block, of as many lines; with none if they cannot stand there."""
        below = self.lines[self.end].strip() if self.end < len(self.lines) else "text"
        is_fence = below == "..." or bool(_LIKE_FENCE.fullmatch(below))
        if self.begin and any(rows) and (is_fence or not below):
            above = [""] * (self.begin - 1)
            return "\n".join([self.fence, *rows, self.fence, *above, *self.lines[self.end + 1 :]])
        end = self.end + (is_fence and self.end > 0)
        return "\n".join([*[""] * end, *self.lines[end:]])


def find(text: str, known: Collection[str]) -> HeadBlock | None:
    """The front matter of a page in MyST, which may have *known* keys; nothing if there is none."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip("\ufeff \t")), None)
    if first is None:
        return None
    top = lines[first].strip("\ufeff \t")
    if fence := _FENCE.fullmatch(top):
        is_plain = first == 0 and lines[0].startswith("-")
        return _fenced(lines, first + 1, fence[1], "" if is_plain else _above(lines[0], first), known)
    if _is_key(top, known):
        end = _end_of_keys(lines, first)
        return HeadBlock(
            lines, first, end, [(Position(first + 1, 1), "a line '---' is missing above the front matter")]
        )
    if _LIKE_FENCE.fullmatch(top) and first + 1 < len(lines) and _is_key(lines[first + 1], known):
        end = _end_of_keys(lines, first + 1)
        message = f"front matter begins with a line '---', found '{shown(top)}'; write three hyphens"
        return HeadBlock(lines, first + 1, end, [(Position(first + 1, 1), message)])
    return None


def _above(line: str, first: int) -> str:
    if first:
        return "an empty line above the front matter; delete it"
    return f"the front matter begins with '{shown(line)}'; delete what stands before the three hyphens"


def _fenced(lines: Sequence[str], begin: int, fence: str, above: str, known: Collection[str]) -> HeadBlock | None:
    closing = re.compile(rf" {{0,3}}-{{{len(fence)},}}\s*|\.\.\.\s*")
    end = next((number for number in range(begin, len(lines)) if closing.fullmatch(lines[number])), None)
    faults = [(START, above)] if above else []
    top = next((line for line in lines[begin:] if line.strip()), "")
    if (above or end is None) and not _is_key(top, known):
        return None  # a rule, and then text
    if _HEADING.match(top) and not lines[begin].strip():
        return HeadBlock(["", *lines[1:]], faults=[(START, _RULE)])
    if end is None or (heading := _swallowed(lines, begin, end)) is not None:
        end = _end_of_keys(lines, begin) if end is None or heading is None else heading
        faults.append((Position(min(end, len(lines) - 1) + 1, 1), DOES_NOT_END))
    return HeadBlock(lines, begin, end, faults, fence)


def _swallowed(lines: Sequence[str], begin: int, end: int) -> int | None:
    """The line above a heading of the page that seems to be within its front matter; a comment would be one of YAML."""
    for number in range(begin + 1, end):
        if _HEADING.match(lines[number]) and not lines[number - 1].strip():
            after = (line for line in lines[number:end] if line.strip() and not line.startswith("#"))
            return number - 1 if any(not _KEY.match(line) and line[0] not in " -" for line in after) else None
    return None


def _is_key(line: str, known: Collection[str]) -> bool:
    match = _KEY.match(line)
    return bool(match and match[1] in known)


def _end_of_keys(lines: Sequence[str], begin: int) -> int:
    """The first line that continues no front matter."""
    for number in range(begin, len(lines)):
        line = lines[number]
        if not line.strip() or _HEADING.match(line) or not (_KEY.match(line) or line[0] in " #" or line[:2] == "- "):
            return number
    return len(lines)


def fields(text: str, ours: Collection[str], others: Collection[str]) -> HeadBlock | None:
    """The fields at the top of a page in reStructuredText, in the spelling of YAML.

    Those of *others* are left out, and the values of all that are not *ours*.
    """
    rows: list[str] = []
    is_ours = False
    for line in text.split("\n"):
        if match := _RST_FIELD.fullmatch(line.rstrip()):
            is_ours, name = match[1] in ours, match[1]
            value = line[len(name) + 2 :] if is_ours else ""
            rows.append("" if name in others else f" {name}:{value}")
        elif not line.strip() or line.startswith((" ", "..")):
            rows.append(line if is_ours and line.startswith(" ") else "")
        else:
            break
    return HeadBlock(rows, 0, len(rows)) if any(rows) else None
