"""Rules for the sources of pages: what looks right there, and is wrong on the site.

A page's text goes in, and problems come out. Nothing here needs Sphinx, and no page needs to be built.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ..records.positioned import Problem
from ..records.wording import Suggestions, shown
from . import characters, fences, headings, html, links, lists, other_markup, pictures, roles, shape, tables, words
from .page import Page, Settings, page_of
from .rule import Mistake, Rule
from .silencing import Silence, is_silent, silences

__all__ = ["RULES", "Rule", "Settings", "lint"]

_MODULES: Final = (
    characters,
    fences,
    html,
    tables,
    lists,
    headings,
    pictures,
    roles,
    links,
    other_markup,
    words,
    shape,
)
_OF_ALL: Final = frozenset(rule.id for rule in shape.RULES)
_COMMENT: Final = Rule(
    "lint-comment",
    "a comment that switches off a rule that does not exist, or that would find nothing there",
    "nobody would know what the comment is for",
    lambda page: (),
)
RULES: Final[dict[str, Rule]] = {
    rule.id: rule for rule in (*(rule for module in _MODULES for rule in module.RULES), _COMMENT)
}
"""All rules by their ids; what one of them finds in a text, later ones pass over."""
_CONFLICT: Final = RULES["conflict"]


def lint(text: str, name: str, settings: Settings = Settings()) -> list[Problem]:  # noqa: B008  (it cannot be changed)
    """All that is wrong in the *text* of a page called *name*, in the order of its lines."""
    page = page_of(text.replace("\r\n", "\n").replace("\r", "\n"), name, settings)
    comments = list(silences(page))
    # Two versions of a page in one have faults that neither has, so a conflict stands alone.
    conflicts = _found(page, [_CONFLICT])
    found = conflicts or _found(page, (rule for rule in RULES.values() if rule is not _CONFLICT))
    heard = [item for item in found if not is_silent(item[0].at, item[1], comments)]
    # Of a page with a block that swallows others, nobody can tell what it has, and with what it ends.
    is_torn = any(finding.until > finding.at.line for finding, _ in heard)
    told = list(_no_consequences([item for item in heard if not (is_torn and item[1] in _OF_ALL)]))
    told += [] if conflicts else [(finding, _COMMENT.id) for finding in _pointless(comments)]
    return [Problem(name, finding.at, f"{finding.message} ({rule})") for finding, rule in sorted(told)]


def _found(page: Page, rules: Iterable[Rule]) -> list[tuple[Mistake, str]]:
    return [(finding, rule.id) for rule in rules for finding in rule.check(page)]


def _no_consequences(found: list[tuple[Mistake, str]]) -> Iterator[tuple[Mistake, str]]:
    """What does not merely follow from a fault above."""
    end = 0
    for finding, rule in sorted(found, key=lambda item: (item[0].at.line, -item[0].until, item[0].at.column)):
        if finding.at.line > end:
            yield finding, rule
            end = max(end, finding.until)


def _pointless(comments: list[Silence]) -> Iterator[Mistake]:
    suggestions = Suggestions()
    for comment in comments:
        if comment.rule not in RULES:
            yield Mistake(comment.at, suggestions.unknown("rule", comment.rule, RULES))
        elif not comment.used:
            message = f"'{shown(comment.rule)}' has nothing to say below; delete the comment"
            yield Mistake(comment.at, message)
