"""Pages that list one above them, which no table of contents can show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def circles(lists: Mapping[str, Sequence[str]], first: str) -> Iterator[tuple[str, str]]:
    """Each page that lists one from which it can be reached itself, with that page.

    Without these entries there is no circle. *lists* has the entries of each page, in any order: builds in several
    processes read pages in another one each time. The page *first* is above all that it leads to.
    """
    done: set[str] = set()
    for start in (first, *sorted(lists)):
        above: dict[str, Iterator[str]] = {} if start in done else {start: iter(lists.get(start, ()))}
        while above:
            page, entries = next(reversed(above.items()))
            for entry in entries:
                if entry in above:
                    yield page, entry
                elif entry not in done:
                    above[entry] = iter(lists.get(entry, ()))
                    break
            else:
                done.add(page)
                del above[page]
