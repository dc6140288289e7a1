"""What a page says about itself: the phases and topics of its front matter, and its text in a few lines.

Sphinx hands front matter on as plain strings, keeps the last of two equal keys without a word, and
knows nothing of an rST page's fields while the page is read. So the keys that are ours are read
here from the source, with the loader of the data files; all other keys are none of our business.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, NamedTuple

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import get_filetype

from .domain import RdmDomain
from .records.kind import SUBJECT_CALLED, SUBJECTS
from .records.positioned import Damaged, PlacedList, PlacedMapping, Position, Problem, locate
from .records.source import parse as parse_yaml
from .records.validation import describe
from .records.wording import parted, unknown
from .warning import Subtype, shown, warn

_SLOT: Final = "rdm:page"
_FRONT_MATTER: Final = re.compile(r"\A\ufeff?---[ ]*\n(.*?)^(?:---|\.\.\.)[ ]*$", re.DOTALL | re.MULTILINE)
_RST_FIELD: Final = re.compile(r":(\w[\w -]*):(?:[ ]+(.*))?")

SHORT: Final = "short"
"""The key of the lines that say what is most important on a page."""
_MOST_LINES: Final = 5
_OURS: Final = (*SUBJECT_CALLED, SHORT)

Placed = list[tuple[str, Position]]
"""Ids or lines with the places where they stand."""


class PageFacets(NamedTuple):
    """The facets of one page, as ids, and its text in short."""

    phases: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    short: tuple[tuple[str, int], ...] = ()
    """Lines of plain text, each with the number of its line in the source."""
    damaged: bool = False
    """Whether something was wrong with them, which was reported where it stands."""


def current(env: BuildEnvironment) -> PageFacets:
    """The facets of the page that is being read."""
    page = env.current_document.get(_SLOT)
    return page if isinstance(page, PageFacets) else PageFacets()


def parse(text: str, name: str, *, rst: bool = False) -> tuple[dict[str, Placed], list[Problem]]:
    """Read our keys from the head of a page called *name*.

    Returns, by the name of each facet, its ids with their places, in the same way the lines of the text in short, and
    the problems found in the values.
    """
    block = "\n".join(_rst_lines(text) if rst else _front_matter_lines(text))
    if not block.strip():
        return {}, []
    found: dict[str, Placed] = {}
    value, problems = parse_yaml(block.encode("utf-8", "surrogatepass"), name)
    for key in _OURS:
        if not isinstance(value, PlacedMapping) or key not in value.key_at:
            continue
        given = value.get(key)
        if given is None and not value.sound:
            continue  # the loader has said why
        at = locate(value, (key,))
        items = list(zip(given, given.item_at, strict=True)) if isinstance(given, PlacedList) else [(given, at)]
        items = [(item, place) for item, place in items if not isinstance(item, Damaged)]
        texts = [(item, place) for item, place in items if isinstance(item, str) and item]
        if key == SHORT:
            found[SHORT] = texts[:_MOST_LINES]
            problems += _not_short(items, name)
        else:
            found[SUBJECT_CALLED[key].name] = [(item, place) for item, place in texts if "," not in item]
            problems += _no_ids(key, items, name)
    return found, problems


def read_facets(app: Sphinx, docname: str, content: list[str]) -> None:
    """Remember the facets of a page about to be read, and report what is wrong with them."""
    env = app.env
    domain = RdmDomain.of(env)
    path = env.doc2path(docname)
    name = shown(path, app)
    rst = get_filetype(app.config.source_suffix, path) == "restructuredtext"
    found, problems = parse(content[0], name, rst=rst)
    words = domain.store.vocabulary
    named = {facet.name: tuple(term for term, _ in found.get(facet.name, ())) for facet in SUBJECTS}
    for key, facet in SUBJECT_CALLED.items():
        if words.checks(facet):
            problems += _unknown(key, found.get(facet.name, []), words.terms(facet), name)
        domain.note_terms(docname, facet, named[facet.name])
    for problem in problems:
        warn(Subtype.FRONT_MATTER, problem.message, problem.location)
    if problems:
        env.note_reread()
    short = tuple((line, place.line) for line, place in found.get(SHORT, ()))
    env.current_document[_SLOT] = PageFacets(**named, short=short, damaged=bool(problems))


def _no_ids(key: str, items: Sequence[tuple[Any, Position]], name: str) -> Iterator[Problem]:
    """A problem for each of *items* that is no id."""
    for item, place in items:
        if isinstance(item, str) and "," in item:
            yield Problem(name, place, f"{key}: expected a list, found '{item}'; write [{item}]")
        elif not isinstance(item, str) or not item:
            message = f"{key}: expected an id or a list of ids; write '{key}: name' or '{key}: [one, two]'"
            yield Problem(name, place, message)


def _not_short(items: Sequence[tuple[Any, Position]], name: str) -> Iterator[Problem]:
    """A problem for each line that is no text, and for the first of too many."""
    for item, place in items:
        if not isinstance(item, str) or not item:
            yield Problem(name, place, f"{SHORT}: expected a line of text, found {describe(item)}; put it in quotes")
    if len(items) > _MOST_LINES:
        message = f"{SHORT}: {len(items)} lines, of which {_MOST_LINES} are shown; say it in fewer"
        yield Problem(name, items[_MOST_LINES][1], message)


def _unknown(key: str, placed: Placed, known: Collection[str], name: str) -> Iterator[Problem]:
    """A problem for each id that is not known."""
    meant = dict.fromkeys(part for term, _place in placed for part in parted(term, known) or [term])
    for term, place in (item for item in placed if item[0] not in known):
        ending = f"; write [{', '.join(meant)}]" if parted(term, known) else ""
        yield Problem(name, place, unknown(key, term, known, ending=ending))


def _front_matter_lines(text: str) -> list[str]:
    """The lines of a MyST page up to the end of its front matter, with all but our keys blanked."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return []
    lines = [""]
    ours = False
    for line in match.group(1).split("\n"):
        if line[:1] not in ("", " ", "-", "#"):
            ours = line.partition(":")[0].rstrip() in _OURS
        lines.append(line if ours else "")
    return lines


def _rst_lines(text: str) -> list[str]:
    """The lines of the field list at the top of an rST page, in YAML's spelling, all others blanked."""
    lines: list[str] = []
    for line in text.split("\n"):
        match = _RST_FIELD.fullmatch(line.rstrip())
        if match and match.group(1) in _OURS:
            lines.append(f" {match.group(1)}:{line[len(match.group(1)) + 2 :]}")
        elif match or not line.strip() or line.startswith((" ", "..")):
            lines.append("")
        else:
            break
    return lines
